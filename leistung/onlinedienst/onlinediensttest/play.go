// SPDX-License-Identifier: Apache-2.0

// Package onlinediensttest proves online services: [Play] tries the rules of one
// without a browser, a database or a network, and [TestDienst] holds any service
// to what the kit promises.
package onlinediensttest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Spiel is one application being played. Its methods expect, and fail the test
// where it is otherwise; each returns the same Spiel.
type Spiel[A, P any] struct {
	t       testing.TB
	lauf    *onlinedienst.Lauf[A, P]
	answers A
}

// Play begins an application on a day with the answers.
func Play[A, P any](t testing.TB, d onlinedienst.Dienst[A, P], kommunen onlinedienst.Kommunen[P], day string, answers A) *Spiel[A, P] {
	t.Helper()
	lauf, err := d.Begin(kommunen, datum.MustParse(day), d.Niveau)
	require.NoError(t, err)
	s := &Spiel[A, P]{t: t, lauf: lauf, answers: answers}
	return s.Set(func(*A) {})
}

// Set changes answers.
func (s *Spiel[A, P]) Set(change func(*A)) *Spiel[A, P] {
	s.t.Helper()
	change(&s.answers)
	require.NoError(s.t, s.lauf.Answer(s.answers))
	return s
}

// Put answers questions by pointer, as a page does: other answers stay.
func (s *Spiel[A, P]) Put(answers map[string]any) *Spiel[A, P] {
	s.t.Helper()
	require.NoError(s.t, s.lauf.Set(answers))
	return s
}

// Take takes evidence over.
func (s *Spiel[A, P]) Take(nachweis, evidence, quelle string) *Spiel[A, P] {
	s.t.Helper()
	require.NoError(s.t, s.lauf.Take(nachweis, []byte(evidence), formular.Herkunft{Quelle: quelle}))
	return s
}

// Certify takes over what somebody else certifies, for whom it was asked.
func (s *Spiel[A, P]) Certify(name, fuer string, certificate any, quelle string) *Spiel[A, P] {
	s.t.Helper()
	text, err := json.Marshal(certificate)
	require.NoError(s.t, err)
	require.NoError(s.t, s.lauf.Certify(name, fuer, text, formular.Herkunft{Quelle: quelle}))
	return s
}

// Eingang is what the authority would receive, as JSON.
func (s *Spiel[A, P]) Eingang() json.RawMessage {
	s.t.Helper()
	in, err := s.lauf.Eingang()
	require.NoError(s.t, err)
	text, err := json.Marshal(in)
	require.NoError(s.t, err)
	return text
}

// On goes on at another day.
func (s *Spiel[A, P]) On(day string) *Spiel[A, P] {
	s.lauf.On(datum.MustParse(day))
	return s
}

// Resume saves the draft and goes on with it in another version of the service.
func (s *Spiel[A, P]) Resume(d onlinedienst.Dienst[A, P], kommunen onlinedienst.Kommunen[P], day string) *Spiel[A, P] {
	s.t.Helper()
	stored, err := s.lauf.Save()
	require.NoError(s.t, err)
	next := Play(s.t, d, kommunen, day, *new(A))
	require.NoError(s.t, next.lauf.Resume(stored))
	return next
}

// Pages expects the way through the questions.
func (s *Spiel[A, P]) Pages(want ...string) *Spiel[A, P] {
	s.t.Helper()
	got, err := s.lauf.Pages()
	require.NoError(s.t, err)
	require.Equal(s.t, want, got)
	return s
}

// Findings expects "CODE /pointer" of all that is wrong, and nothing else.
func (s *Spiel[A, P]) Findings(want ...string) *Spiel[A, P] {
	s.t.Helper()
	_, befunde, err := s.lauf.Check()
	require.NoError(s.t, err)
	var got []string
	for _, b := range befunde {
		got = append(got, b.Code+" "+b.Pointer)
	}
	require.Equal(s.t, want, got)
	return s
}

// missing are the places of what is still required, and everything else that hinders.
func (s *Spiel[A, P]) missing() (places, other []string) {
	s.t.Helper()
	_, befunde, err := s.lauf.Check()
	require.NoError(s.t, err)
	for _, b := range befunde.Blocking() {
		if b.Code == "FORM-PFLICHT" || b.Code == "FORM-ANZAHL-MIN" {
			places = append(places, b.Pointer)
			continue
		}
		other = append(other, b.Code+" "+b.Pointer)
	}
	return places, other
}

// Blocked expects whether the application could be handed in.
func (s *Spiel[A, P]) Blocked(want bool) *Spiel[A, P] {
	s.t.Helper()
	_, befunde, err := s.lauf.Check()
	require.NoError(s.t, err)
	require.Equal(s.t, want, len(befunde.Blocking()) > 0, "%v", befunde)
	return s
}

// Delivers expects texts in what leaves for the authority, and Keeps expects them
// to stay behind.
func (s *Spiel[A, P]) Delivers(texts ...string) *Spiel[A, P] {
	s.t.Helper()
	return s.leaves(true, texts)
}

// Keeps expects texts to stay in the draft.
func (s *Spiel[A, P]) Keeps(texts ...string) *Spiel[A, P] {
	s.t.Helper()
	return s.leaves(false, texts)
}

func (s *Spiel[A, P]) leaves(want bool, texts []string) *Spiel[A, P] {
	s.t.Helper()
	data, err := s.lauf.Data()
	require.NoError(s.t, err)
	stored, err := s.lauf.Save()
	require.NoError(s.t, err)
	for _, text := range texts {
		require.Equal(s.t, want, strings.Contains(string(data), text), "%q in %s", text, data)
		require.Contains(s.t, string(stored), text, "and it is in the draft")
	}
	return s
}

// Fee expects what is to be paid, "60.00 EUR".
func (s *Spiel[A, P]) Fee(want string) *Spiel[A, P] {
	s.t.Helper()
	bill, err := s.lauf.Assess()
	require.NoError(s.t, err)
	require.Equal(s.t, want, bill.Total.String())
	return s
}

// Case is the application as rules see it.
func (s *Spiel[A, P]) Case() onlinedienst.Fall[A, P] {
	s.t.Helper()
	f, _, err := s.lauf.Check()
	require.NoError(s.t, err)
	return f
}

// delivered is what leaves for the authority.
func (s *Spiel[A, P]) delivered() json.RawMessage {
	s.t.Helper()
	_, _, err := s.lauf.Check() // computes what is computed
	require.NoError(s.t, err)
	data, err := s.lauf.Data()
	require.NoError(s.t, err)
	return data
}

// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
)

// A document is found by its case and its folder, by nobody else's case, and is gone with
// the case.
func testUnterlagen(t *testing.T, open Open) {
	s := angemeldet(t, open)
	u := antrag.Unterlage{ID: uuid.New(), Antrag: s.ID, Art: "bescheid", Ordner: "postfach/konto-erika", Medientyp: "application/pdf", Inhalt: []byte("%PDF")}
	require.ErrorIs(t, s.Akten.Attach(t.Context(), antrag.Unterlage{ID: u.ID, Antrag: s.ID, Art: "leer"}), antrag.ErrInvalid)
	require.NoError(t, s.Akten.Attach(t.Context(), u))
	changed := u
	changed.Inhalt = []byte("anderes")
	require.NoError(t, s.Akten.Attach(t.Context(), changed), "attached twice it stays as it is")
	there, err := s.Akten.Unterlage(t.Context(), s.ID, u.ID)
	require.NoError(t, err)
	require.Equal(t, u.Inhalt, there.Inhalt)
	_, err = s.Akten.Unterlage(t.Context(), uuid.New(), u.ID)
	require.ErrorIs(t, err, fall.ErrNotFound, "that of another case")
	require.Equal(t, 1, s.imOrdner(u.Ordner))
	s.Uhr.Set(time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC))
	s.schau("geloescht")
	_, err = s.Akten.Unterlage(t.Context(), s.ID, u.ID)
	require.ErrorIs(t, err, fall.ErrNotFound)
	require.Zero(t, s.imOrdner(u.Ordner))
}

func (s *Spiel) imOrdner(name string) (n int) {
	s.t.Helper()
	for _, err := range s.Akten.Ordner(s.t.Context(), name) {
		require.NoError(s.t, err)
		n++
	}
	return n
}

// Again within a quarter of an hour, for the same reason, is the same reading; another
// reason, another official or a later time is another.
func testLesung(t *testing.T, open Open) {
	s := angemeldet(t, open)
	lies := func(wer fall.Handelnder, grund string, logged int) {
		_, err := s.Akten.Lies(t.Context(), s.ID, wer, grund)
		require.NoError(t, err)
		log, err := s.Akten.Protokoll(t.Context(), s.ID)
		require.NoError(t, err)
		require.Len(t, log, logged)
	}
	log, err := s.Akten.Protokoll(t.Context(), s.ID)
	require.NoError(t, err)
	n := len(log)
	lies(anna, "Bearbeitung", n+1)
	lies(anna, "Bearbeitung", n+1)
	lies(fall.Amt("amt-bert"), "Bearbeitung", n+2)
	lies(anna, "Vertretung", n+3)
	s.Uhr.Vergeht(15 * time.Minute)
	lies(anna, "Bearbeitung", n+4)
}

// SPDX-License-Identifier: Apache-2.0

package postfach_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

const address = "erika@mustermann.example"

func notice() postfach.Nachricht {
	return postfach.Nachricht{ID: uuid.New(), Konto: "bundid:eA", Betreff: recht.NewText("Bescheid", "Notice"), Text: recht.NewText("Liebe Frau Mustermann", "Dear Ms Mustermann"), Anlage: []byte("%PDF-")}
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func clock(s string) func() time.Time { return func() time.Time { return at(s) } }

// announced is the day on which what was provided counts as announced.
func announced(t *testing.T, b postfach.Bereitstellung) frist.Bekanntgabe {
	t.Helper()
	way, err := b.Weg()
	require.NoError(t, err)
	day, err := frist.InLand(kommune.Thueringen).Bekanntgabe(way)
	require.NoError(t, err)
	return day
}

func TestBereitstellung_CountsByItsRegime(t *testing.T) {
	b := postfach.Bereitstellung{ID: uuid.New(), Bereitgestellt: at("2026-11-02T09:00:00+01:00"), Benachrichtigt: at("2026-11-02T09:00:01+01:00")}
	for regime, want := range map[postfach.Regime]string{
		postfach.RegimePostfach: "2026-11-06", postfach.RegimeElterngeld: "2026-11-06", postfach.RegimeAbrufSozial: "2026-11-06", postfach.RegimeAbruf: "",
	} {
		b.Regime, b.Abgerufen = regime, time.Time{}
		require.Equal(t, want, announced(t, b).Tag.String(), regime)
		b.Retrieve(at("2026-11-03T12:00:00+01:00"))
		b.Retrieve(at("2026-11-05T12:00:00+01:00"))
		if regime == postfach.RegimeAbruf {
			want = "2026-11-04" // the day after the first retrieval, where retrieval counts
		}
		require.Equal(t, want, announced(t, b).Tag.String(), "%s, retrieved", regime)
	}
	b.Regime, b.Abgerufen = postfach.RegimeAbruf, time.Time{}
	b.Retrieve(at("2026-11-20T12:00:00+01:00"))
	require.Zero(t, announced(t, b).Tag, "after ten days it is not announced")
	b.Regime, b.Bestritten = postfach.RegimeAbrufSozial, true
	require.Equal(t, "2026-11-20", announced(t, b).Tag.String(), "the message is denied")
	b.Regime = postfach.RegimeSteuer
	_, err := b.Weg()
	require.ErrorIs(t, err, postfach.ErrRegime)
}

// A moment shortly before midnight in London is the next day in Berlin.
func TestBereitstellung_CountsDaysInGermanTime(t *testing.T) {
	b := postfach.Bereitstellung{Regime: postfach.RegimePostfach, Bereitgestellt: at("2026-11-01T23:30:00Z"), Benachrichtigt: at("2026-11-01T23:31:00Z")}
	require.Equal(t, "2026-11-06", announced(t, b).Tag.String())
}

func TestBereitstellung_ALateMessageIsSaid(t *testing.T) {
	b := postfach.Bereitstellung{Regime: postfach.RegimePostfach, Bereitgestellt: at("2026-11-02T09:00:00+01:00"), Benachrichtigt: at("2026-11-03T00:00:01+01:00")}
	require.True(t, announced(t, b).Vorbehalte.Has("FRIST-BEKANNTGABE-05"))
	b.Benachrichtigt = at("2026-11-02T23:59:59+01:00")
	require.False(t, announced(t, b).Vorbehalte.Has("FRIST-BEKANNTGABE-05"))
}

func TestBereitstellung_ARetrievalBeforeASecondAnnouncementStays(t *testing.T) {
	first := postfach.Bereitstellung{Regime: postfach.RegimePostfach, Bereitgestellt: at("2026-11-02T09:00:00+01:00")}
	first.Retrieve(at("2026-11-03T09:00:00+01:00"))
	second := postfach.Bereitstellung{Regime: postfach.RegimePostfach, Bereitgestellt: at("2026-11-09T09:00:00+01:00"), Benachrichtigt: at("2026-11-09T09:00:00+01:00")}
	way, err := first.Again(second)
	require.NoError(t, err)
	day, err := frist.InLand(kommune.Thueringen).Bekanntgabe(way)
	require.NoError(t, err)
	require.Equal(t, "2026-11-03", day.Tag.String())
}

func TestDeliver_ProvidesAndTellsWithoutContent(t *testing.T) {
	box, bote, n := postfach.NewLokal(), &postfach.LokalBote{}, notice()
	an := postfach.Empfang{Regime: postfach.RegimePostfach, EMail: address}
	b, err := postfach.Deliver(t.Context(), box, bote, n, an, postfach.Bereitstellung{}, clock("2026-11-02T09:00:00+01:00"))
	require.NoError(t, err)
	require.Len(t, box.List(n.Konto), 1)
	require.Equal(t, []string{address}, bote.Sent())
	require.Equal(t, "2026-11-06", announced(t, b).Tag.String())
	stored, err := json.Marshal(b)
	require.NoError(t, err)
	require.NotContains(t, string(stored), "mustermann", "the evidence names no address")
	var back postfach.Bereitstellung
	require.NoError(t, json.Unmarshal(stored, &back))
	require.True(t, b.Bereitgestellt.Equal(back.Bereitgestellt))
	require.Equal(t, b.Pruefsumme, back.Pruefsumme)
	again, err := postfach.Deliver(t.Context(), box, bote, n, an, b, clock("2026-11-03T09:00:00+01:00"))
	require.NoError(t, err)
	require.Equal(t, b, again, "the moments stay")
	require.Len(t, bote.Sent(), 1)
	_, err = postfach.Deliver(t.Context(), box, bote, notice(), an, b, time.Now)
	require.ErrorIs(t, err, postfach.ErrAbgelehnt, "evidence of another message")
}

func TestDeliver_KeepsWhatMustGoByLetterOut(t *testing.T) {
	for name, an := range map[string]postfach.Empfang{
		"excluded": {Regime: postfach.RegimePostfach, Ausgeschlossen: true, EMail: address}, "tax by post": {Regime: postfach.RegimeSteuer, Ausgeschlossen: true, EMail: address},
		"no consent": {Regime: postfach.RegimeAbruf, EMail: address}, "no consent, social": {Regime: postfach.RegimeAbrufSozial, EMail: address},
		"nobody to tell": {Regime: postfach.RegimePostfach},
	} {
		box, n := postfach.NewLokal(), notice()
		b, err := postfach.Deliver(t.Context(), box, &postfach.LokalBote{}, n, an, postfach.Bereitstellung{}, time.Now)
		require.ErrorIs(t, err, postfach.ErrWeg, name)
		require.Empty(t, box.List(n.Konto), name)
		_, err = b.Weg()
		require.ErrorIs(t, err, postfach.ErrWeg)
	}
	_, err := postfach.Deliver(t.Context(), postfach.NewLokal(), &postfach.LokalBote{}, notice(), postfach.Empfang{Regime: "x", EMail: address}, postfach.Bereitstellung{}, time.Now)
	require.ErrorIs(t, err, postfach.ErrRegime)
}

type gone struct{}

func (gone) Put(context.Context, postfach.Nachricht) error { return postfach.ErrUnbekannt }

func TestDeliver_KeepsTheFailedTryWhereTheAccountIsGone(t *testing.T) {
	bote := &postfach.LokalBote{}
	b, err := postfach.Deliver(t.Context(), gone{}, bote, notice(), postfach.Empfang{Regime: postfach.RegimePostfach, EMail: address}, postfach.Bereitstellung{}, clock("2026-11-02T09:00:00+01:00"))
	require.ErrorIs(t, err, postfach.ErrUnbekannt)
	require.Equal(t, at("2026-11-02T09:00:00+01:00"), b.Gescheitert)
	require.Empty(t, bote.Sent(), "nobody is told of what is not there")
	_, err = b.Weg()
	require.ErrorIs(t, err, postfach.ErrWeg, "the period begins with the letter")
}

// flaky loses an answer.
type flaky struct {
	postfach.Bote
	failures int
}

func (f *flaky) Send(ctx context.Context, to string, h postfach.Hinweis) error {
	if f.failures--; f.failures >= 0 {
		return errors.New("no answer")
	}
	return f.Bote.Send(ctx, to, h)
}

func TestDeliver_GoesOnWhereItStopped(t *testing.T) {
	box, lokal, n := postfach.NewLokal(), &postfach.LokalBote{}, notice()
	bote := &flaky{lokal, 2}
	an := postfach.Empfang{Regime: postfach.RegimePostfach, EMail: address}
	b, err := postfach.Deliver(t.Context(), box, bote, n, an, postfach.Bereitstellung{}, clock("2026-11-02T09:00:00+01:00"))
	require.Error(t, err)
	require.True(t, b.Benachrichtigt.IsZero())
	b, err = postfach.Deliver(t.Context(), box, bote, n, an, b, clock("2026-11-02T10:00:00+01:00"))
	require.Error(t, err)
	b, err = postfach.Deliver(t.Context(), box, bote, n, an, b, clock("2026-11-02T11:00:00+01:00"))
	require.NoError(t, err)
	require.Len(t, box.List(n.Konto), 1)
	require.Equal(t, at("2026-11-02T09:00:00+01:00"), b.Bereitgestellt, "provided once, at its time")
	require.Equal(t, at("2026-11-02T11:00:00+01:00"), b.Benachrichtigt)
}

func TestHinweis_NamesNoContentAndNoLink(t *testing.T) {
	message, err := postfach.NewHinweis().Mail("noreply@dienst.example", address, datum.MustParse("2026-11-02").Start())
	require.NoError(t, err)
	m, err := mail.ReadMessage(strings.NewReader(string(message)))
	require.NoError(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	require.Equal(t, "Neue Nachricht in Ihrem Postfach / New message in your postbox", subject)
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	require.NoError(t, err)
	require.Contains(t, string(body), "öffnen Sie")
	require.Contains(t, string(body), "sign in")
	for _, word := range []string{"http", "www", "Bescheid", "Mustermann", "Antrag"} {
		require.NotContains(t, subject+string(body), word)
	}
	for _, to := range []string{"", "x", "a@b.example\r\nBcc: c@d.example", "Erika <" + address + ">", "a@b.example, c@d.example"} {
		_, err := postfach.NewHinweis().Mail("noreply@dienst.example", to, time.Now())
		require.ErrorIs(t, err, postfach.ErrAdresse, to)
	}
}

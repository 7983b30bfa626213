// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

var wohnsitz = leistung.MustParseSchluessel("99115005104001")

// id returns ids that ascend with n, in the form of UUIDv7.
func id(n int) uuid.UUID {
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:], uint64(n)<<16)
	u[6], u[8] = 0x70, 0x80
	return u
}

func day(s string) datum.Datum { return datum.MustParse(s) }

// noon is an instant of the day.
func noon(s string) time.Time { return day(s).Start().Add(12 * time.Hour) }

// einfach is a programme of one service without rules.
func einfach(keys ...leistung.Schluessel) rollout.Programm {
	p := rollout.Programm{ID: "probe", Titel: "Probe", Ziel: day("2027-03-31"), Quelle: "erfunden"}
	for _, key := range append([]leistung.Schluessel{wohnsitz}, keys...) {
		p.Dienste = append(p.Dienste, rollout.Dienst{Leistung: key, Name: "Dienst " + key.String()})
	}
	return p
}

// welt makes events for a small invented world.
type welt struct {
	t    *testing.T
	buch *rollout.Buch
	n    int
}

func neueWelt(t *testing.T, keys ...leistung.Schluessel) *welt {
	t.Helper()
	buch, err := rollout.NewBuch(einfach(keys...))
	require.NoError(t, err)
	return &welt{t: t, buch: buch}
}

// gemeinden reads "16061001=500 16061002=300".
func gemeinden(t *testing.T, s string) (rows []rollout.Gemeindezeile) {
	t.Helper()
	for field := range strings.FieldsSeq(s) {
		key, n, _ := strings.Cut(field, "=")
		value := 0
		for _, c := range n {
			value = value*10 + int(c-'0')
		}
		rows = append(rows, rollout.Gemeindezeile{AGS: kommune.MustParseAGS(key), Einwohner: value})
	}
	rollout.SortGemeinden(rows)
	return rows
}

func (w *welt) soll(am string, art rollout.SollArt, stelle, rows string, ursache rollout.Ursache) rollout.SollEreignis {
	w.t.Helper()
	w.n++
	e := rollout.SollEreignis{
		ID: id(w.n), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(stelle), Art: art, Name: "Stelle " + stelle,
		Gemeinden: gemeinden(w.t, rows), Einwohnerstand: day("2024-12-31"), Am: day(am), Erfasst: noon(am), Ursache: ursache, Grund: "probe", Schema: rollout.Schema,
	}
	require.NoError(w.t, w.buch.AddSoll(e))
	return e
}

func (w *welt) event(am string, stelle string, art rollout.Art) rollout.Ereignis {
	w.t.Helper()
	return w.add(rollout.Ereignis{Stelle: rollout.MustParseStelle(stelle), Art: art, Am: day(am), Grund: "probe"})
}

// add completes the event and records it.
func (w *welt) add(e rollout.Ereignis) rollout.Ereignis {
	w.t.Helper()
	w.n++
	e.ID, e.Programm, e.Schema = id(w.n), "probe", rollout.Schema
	if e.Leistung.IsZero() {
		e.Leistung = wohnsitz
	}
	if e.Erfasst.IsZero() {
		e.Erfasst = noon(e.Am.String())
	}
	require.NoError(w.t, w.buch.Add(e))
	return e
}

func stichtag(gueltig, bekannt string) rollout.Stichtag {
	return rollout.Stichtag{Gueltig: day(gueltig), Bekannt: day(bekannt)}
}

func heute(s string) rollout.Stichtag { return rollout.Heute(day(s)) }

var thueringen = rollout.MustParseGebiet("16")

func paar(a rollout.Anteil) [2]int64 { return [2]int64{a.Zaehler, a.Nenner} }

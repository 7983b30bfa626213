// SPDX-License-Identifier: Apache-2.0

package xdatenfelder_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

func TestWrite_RoundTrips(t *testing.T) {
	whole := hundesteuer(t)
	read2, err := xdatenfelder.Parse(open(t, "hundesteuer_xdf2.xml"))
	require.NoError(t, err)
	group := xdatenfelder.Schema{Standard: xdatenfelder.XDF3, Nachricht: xdatenfelder.NachrichtGruppe, Kopf: whole.Kopf, Struktur: []xdatenfelder.Struktur{{Anzahl: "1:1", Gruppe: find(t, &whole, "G99000000902").Gruppe}}}
	field := xdatenfelder.Schema{Standard: xdatenfelder.XDF3, Nachricht: xdatenfelder.NachrichtFeld, Kopf: whole.Kopf, Struktur: []xdatenfelder.Struktur{{Anzahl: "1:1", Feld: find(t, &whole, "F99000000912").Feld}}}
	odd := hundesteuer(t)
	odd.Name = "a <b> & \"c\" 'd' \r\n\t e ]]> K̲ 𝔘"
	odd.Regeln = []xdatenfelder.Regel{{Kennung: xdatenfelder.Kennung{ID: "R99000000902"}, Skript: "if (a < b && c) {\n\treturn;\r\n}"}}
	odd.Stichworte = []xdatenfelder.Stichwort{{Text: "Hund", URI: "urn:example:\n\t\"x\""}}
	odd.Relationen = []xdatenfelder.Relation{{Praedikat: "ABL", Objekt: xdatenfelder.Kennung{ID: "S99000000900"}}}
	for name, s := range map[string]xdatenfelder.Schema{"schema": whole, "of XDF 2": read2.ToXDF3(), "group": group, "field": field, "odd text": odd} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, xdatenfelder.Write(&out, s))
			back, err := xdatenfelder.Parse(&out)
			require.NoError(t, err)
			require.Equal(t, s, back)
		})
	}
}

func TestWrite_RefusesWhatItCouldNotReadBack(t *testing.T) {
	for name, spoil := range map[string]func(*xdatenfelder.Schema){
		"XDF 2":                func(s *xdatenfelder.Schema) { s.Standard = xdatenfelder.XDF2 },
		"no standard":          func(s *xdatenfelder.Schema) { s.Standard = "" },
		"no message":           func(s *xdatenfelder.Schema) { s.Nachricht = "" },
		"two elements, one":    func(s *xdatenfelder.Schema) { s.Nachricht = xdatenfelder.NachrichtGruppe },
		"no id":                func(s *xdatenfelder.Schema) { s.ID = "" },
		"unknown status":       func(s *xdatenfelder.Schema) { s.Freigabestatus = "9" },
		"status of XDF 2":      func(s *xdatenfelder.Schema) { s.Status = xdatenfelder.StatusAktiv },
		"white space around":   func(s *xdatenfelder.Schema) { s.Name = " x" },
		"control character":    func(s *xdatenfelder.Schema) { s.Name = "a\x01" },
		"broken UTF-8":         func(s *xdatenfelder.Schema) { s.Name = "a\xff" },
		"empty place":          func(s *xdatenfelder.Schema) { s.Struktur[0].Feld = nil },
		"place of two":         func(s *xdatenfelder.Schema) { s.Struktur[0].Gruppe = s.Struktur[1].Gruppe },
		"list number of XDF 2": func(s *xdatenfelder.Schema) { s.Struktur[2].Gruppe.Struktur[1].Feld.Codeliste.Kennung.ID = "C1" },
		"empty reference": func(s *xdatenfelder.Schema) {
			s.Struktur[0].Feld.Codeliste = &xdatenfelder.CodelisteReferenz{}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := hundesteuer(t)
			spoil(&s)
			var out bytes.Buffer
			require.ErrorIs(t, xdatenfelder.Write(&out, s), xdatenfelder.ErrWrite)
			require.Zero(t, out.Len(), "nothing is written")
		})
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWrite_PassesOnTheErrorOfTheWriter(t *testing.T) {
	require.ErrorIs(t, xdatenfelder.Write(full{}, hundesteuer(t)), errFull)
}

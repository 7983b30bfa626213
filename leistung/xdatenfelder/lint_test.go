// SPDX-License-Identifier: Apache-2.0

package xdatenfelder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

func open(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// hundesteuer returns the synthetic schema of a dog tax form.
func hundesteuer(t testing.TB) xdatenfelder.Schema {
	t.Helper()
	s, err := xdatenfelder.Parse(open(t, "hundesteuer_xdf3.xml"))
	require.NoError(t, err)
	return s
}

func rassen(t testing.TB) *genericode.List {
	t.Helper()
	list, err := genericode.Parse(open(t, "rassen_genericode.xml"))
	require.NoError(t, err)
	return list
}

func find(t *testing.T, s *xdatenfelder.Schema, id string) *xdatenfelder.Struktur {
	t.Helper()
	for st := range s.Alle() {
		if g := st.Struktur.Gruppe; g != nil && g.ID == id {
			return st.Struktur
		}
		if f := st.Struktur.Feld; f != nil && f.ID == id {
			return st.Struktur
		}
	}
	t.Fatalf("no element %s", id)
	return nil
}

func TestLint_FindsNothingWrongWithTheSyntheticSchema(t *testing.T) {
	for _, f := range xdatenfelder.Lint(hundesteuer(t)) {
		require.False(t, f.Blocks(), f)
		require.NotEqual(t, xdatenfelder.FehlerMethodisch, xdatenfelder.LintCodes()[f.Code], f)
	}
}

type mutation struct {
	code  int
	id    string // element that is spoilt
	spoil func(*xdatenfelder.Schema, *xdatenfelder.Struktur)
}

func mutations() []mutation {
	type (
		schema = xdatenfelder.Schema
		place  = xdatenfelder.Struktur
	)
	const (
		text, halter, hund, auswahl, wahl = "F99000000901", "G99000000901", "G99000000902", "F99000000913", "G99000000903"
		liste, datum, ganz, ja, datei     = "F99000000912", "F99000000914", "F99000000915", "F99000000916", "F99000000917"
		statisch, geld                    = "F99000000900", "F99000000923"
	)
	feld := func(code int, id string, spoil func(*xdatenfelder.Feld)) mutation {
		return mutation{code, id, func(_ *schema, p *place) { spoil(p.Feld) }}
	}
	gruppe := func(code int, id string, spoil func(*xdatenfelder.Gruppe)) mutation {
		return mutation{code, id, func(_ *schema, p *place) { spoil(p.Gruppe) }}
	}
	whole := func(code int, spoil func(*schema)) mutation {
		return mutation{code, "", func(s *schema, _ *place) { spoil(s) }}
	}
	at := func(code int, id string, spoil func(*place)) mutation {
		return mutation{code, id, func(_ *schema, p *place) { spoil(p) }}
	}
	typed := func(code int, typ xdatenfelder.Datentyp, low, high, inhalt string) mutation {
		return feld(code, geld, func(f *xdatenfelder.Feld) {
			f.Datentyp, f.Inhalt = typ, inhalt
			f.Praezisierung.MinWert, f.Praezisierung.MaxWert = low, high
		})
	}
	return []mutation{
		feld(1002, text, func(f *xdatenfelder.Feld) { f.Name = "" }),
		feld(1003, text, func(f *xdatenfelder.Feld) { f.Kennung = xdatenfelder.Kennung{ID: geld, Version: "2.0.0"} }),
		gruppe(1004, halter, func(g *xdatenfelder.Gruppe) { g.Struktur = append(g.Struktur, g.Struktur[0]) }),
		feld(1005, liste, func(f *xdatenfelder.Feld) { f.Codeliste.URI = "rassen" }),
		feld(1006, text, func(f *xdatenfelder.Feld) { f.Bezuege = nil }),
		whole(1007, func(s *schema) { s.Dokumentsteckbrief = xdatenfelder.Kennung{} }),
		feld(1009, text, func(f *xdatenfelder.Feld) { f.BezeichnungEingabe = "" }),
		gruppe(1010, hund, func(g *xdatenfelder.Gruppe) { g.BezeichnungAusgabe = "" }),
		feld(1011, auswahl, func(f *xdatenfelder.Feld) { f.Datentyp = xdatenfelder.DatentypGanzzahl }),
		feld(1012, auswahl, func(f *xdatenfelder.Feld) { f.Praezisierung.MaxLaenge = "3" }),
		gruppe(1013, halter, func(g *xdatenfelder.Gruppe) { g.Schemaelementart = xdatenfelder.ArtAbstrakt }),
		feld(1014, text, func(f *xdatenfelder.Feld) { f.Schemaelementart = xdatenfelder.ArtAbstrakt }),
		feld(1015, ganz, func(f *xdatenfelder.Feld) { f.Praezisierung.MinLaenge = "1" }),
		feld(1016, text, func(f *xdatenfelder.Feld) { f.Praezisierung.MinWert = "1" }),
		feld(1017, auswahl, func(f *xdatenfelder.Feld) { f.Feldart = xdatenfelder.FeldartEingabe }),
		feld(1018, auswahl, func(f *xdatenfelder.Feld) { f.Werte = nil }),
		at(1021, text, func(p *place) { p.Anzahl = "" }),
		{1022, text, func(_ *schema, p *place) {
			p.Feld.Schemaelementart, p.Bezuege = xdatenfelder.ArtHarmonisiert, nil
		}},
		gruppe(1023, halter, func(g *xdatenfelder.Gruppe) { g.Struktur = nil }),
		gruppe(1024, hund, func(g *xdatenfelder.Gruppe) { g.Regeln[0].Freitext = "" }),
		whole(1025, func(s *schema) { s.Struktur = append(s.Struktur, s.Struktur[0]) }),
		gruppe(1026, halter, func(g *xdatenfelder.Gruppe) {
			inner := *g
			inner.Struktur = g.Struktur[:1]
			g.Struktur = append(g.Struktur[:len(g.Struktur):len(g.Struktur)], xdatenfelder.Struktur{Anzahl: "1:1", Gruppe: &inner})
		}),
		feld(1027, text, func(f *xdatenfelder.Feld) { f.Feldart = "write" }),
		feld(1028, text, func(f *xdatenfelder.Feld) { f.Datentyp = "" }),
		feld(1029, text, func(f *xdatenfelder.Feld) { f.Relationen = []xdatenfelder.Relation{{Praedikat: "XYZ"}} }),
		feld(1030, text, func(f *xdatenfelder.Feld) { f.Vorbefuellung = "" }),
		feld(1031, text, func(f *xdatenfelder.Feld) { f.Schemaelementart = "ANY" }),
		whole(1032, func(s *schema) { s.Freigabestatus = "" }),
		whole(1033, func(s *schema) { s.AbleitungStruktur = "4" }),
		whole(1034, func(s *schema) { s.AbleitungRepraesentation = "" }),
		feld(1037, auswahl, func(f *xdatenfelder.Feld) {
			f.Werte, f.Codeliste = nil, &xdatenfelder.CodelisteReferenz{URI: "urn:example:hundesteuer:rassen", Version: "2025-01-01"}
		}),
		feld(1038, text, func(f *xdatenfelder.Feld) { f.ID = "" }),
		feld(1039, text, func(f *xdatenfelder.Feld) { f.ID = "F123" }),
		feld(1040, liste, func(f *xdatenfelder.Feld) { f.Codeliste.URI = "" }),
		gruppe(1042, halter, func(g *xdatenfelder.Gruppe) { g.Art = "Y" }),
		gruppe(1043, wahl, func(g *xdatenfelder.Gruppe) { g.Struktur = g.Struktur[:1] }),
		feld(1044, auswahl, func(f *xdatenfelder.Feld) { f.Werte = f.Werte[:1] }),
		feld(1045, auswahl, func(f *xdatenfelder.Feld) { f.Werte[1].Code = f.Werte[0].Code }),
		at(1046, text, func(p *place) { p.Anzahl = "1-2" }),
		at(1047, text, func(p *place) { p.Anzahl = "2:1" }),
		feld(1048, liste, func(f *xdatenfelder.Feld) { f.Codeliste.URI = "urn:example:häuser" }),
		whole(1050, func(s *schema) { s.BezeichnungEingabe = "" }),
		whole(1051, func(s *schema) { s.Bezuege = nil }),
		feld(1056, text, func(f *xdatenfelder.Feld) { f.MaxSize = "1" }),
		feld(1057, text, func(f *xdatenfelder.Feld) { f.MediaTypes = []string{"image/png"} }),
		feld(1058, text, func(f *xdatenfelder.Feld) { f.NameKey = "Name" }),
		feld(1059, text, func(f *xdatenfelder.Feld) { f.Praezisierung.MinLaenge = "-1" }),
		feld(1060, text, func(f *xdatenfelder.Feld) { f.Praezisierung.MaxLaenge = "0" }),
		feld(1061, text, func(f *xdatenfelder.Feld) { f.Praezisierung.MinLaenge = "200" }),
		typed(1062, xdatenfelder.DatentypZahl, "1e3", "2", ""),
		typed(1063, xdatenfelder.DatentypZahl, "1", "2.5.1", ""),
		typed(1064, xdatenfelder.DatentypZahl, "10", "9.99", ""),
		typed(1065, xdatenfelder.DatentypGanzzahl, "1.5", "2", ""),
		typed(1066, xdatenfelder.DatentypGanzzahl, "1", "zwei", ""),
		typed(1067, xdatenfelder.DatentypDatum, "2026-02-29", "2027-01-01", ""),
		typed(1068, xdatenfelder.DatentypDatum, "2026-02-28", "heute", ""),
		typed(1069, xdatenfelder.DatentypZahl, "1", "2", "x"),
		typed(1070, xdatenfelder.DatentypGanzzahl, "1", "2", "1.5"),
		typed(1071, xdatenfelder.DatentypDatum, "2026-01-01", "2026-12-31", "31.12.2026"),
		typed(1072, xdatenfelder.DatentypDatum, "2026-01-01", "2026-12-31", "2025-12-31"),
		typed(1073, xdatenfelder.DatentypZahl, "1", "2", "2.01"),
		feld(1074, text, func(f *xdatenfelder.Feld) { f.Inhalt, f.Praezisierung.MinLaenge = "ab", "3" }),
		feld(1075, text, func(f *xdatenfelder.Feld) { f.Inhalt, f.Praezisierung.MaxLaenge = "äöü", "2" }),
		feld(1076, liste, func(f *xdatenfelder.Feld) { f.Inhalt = "011" }),
		feld(1077, ja, func(f *xdatenfelder.Feld) { f.Inhalt = "ja" }),
		whole(1078, func(s *schema) { s.Struktur = nil }),
		typed(1079, xdatenfelder.DatentypZeitpunkt, "2026-01-01", "2026-01-01T00:00:00Z", ""),
		typed(1080, xdatenfelder.DatentypZeitpunkt, "2026-01-01T00:00:00", "24 Uhr", ""),
		typed(1081, xdatenfelder.DatentypUhrzeit, "25:00:00", "23:00:00", ""),
		typed(1082, xdatenfelder.DatentypUhrzeit, "01:00:00", "Mittag", ""),
		typed(1083, xdatenfelder.DatentypZeitpunkt, "", "", "2026-01-01"),
		typed(1084, xdatenfelder.DatentypUhrzeit, "", "", "12"),
		feld(1085, auswahl, func(f *xdatenfelder.Feld) { f.Inhalt = "d" }),
		feld(1090, statisch, func(f *xdatenfelder.Feld) { f.Datentyp = xdatenfelder.DatentypDatum }),
		feld(1091, text, func(f *xdatenfelder.Feld) { f.Relationen = []xdatenfelder.Relation{{Praedikat: "ABL"}} }),
		feld(1093, auswahl, func(f *xdatenfelder.Feld) { f.Werte[1].Name = f.Werte[0].Name }),
		feld(1094, text, func(f *xdatenfelder.Feld) { f.ID = "F60000000001" }),
		feld(1095, text, func(f *xdatenfelder.Feld) { f.ID = "F60000000001" }),
		whole(1096, func(s *schema) { s.Dokumentsteckbrief.ID = "D99000000001" }),
		whole(1097, func(s *schema) { s.Dokumentsteckbrief.ID = "D99000000001" }),
		feld(1098, text, func(f *xdatenfelder.Feld) { f.HilfetextEingabe = f.BezeichnungEingabe }),
		feld(1099, text, func(f *xdatenfelder.Feld) { f.HilfetextEingabe = f.Name }),
		feld(1100, datei, func(f *xdatenfelder.Feld) { f.Inhalt = "x" }),
		feld(1101, text, func(f *xdatenfelder.Feld) { f.Schemaelementart, f.Bezuege = xdatenfelder.ArtHarmonisiert, nil }),
		feld(1102, text, func(f *xdatenfelder.Feld) { f.Praezisierung = xdatenfelder.Praezisierung{} }),
		feld(1103, datum, func(f *xdatenfelder.Feld) { f.Praezisierung = xdatenfelder.Praezisierung{} }),
		feld(1105, liste, func(f *xdatenfelder.Feld) { f.Codeliste.Version = "7" }),
		gruppe(1106, halter, func(g *xdatenfelder.Gruppe) { g.Struktur = g.Struktur[:1] }),
		feld(1109, statisch, func(f *xdatenfelder.Feld) { f.Inhalt = "" }),
		feld(1116, text, func(f *xdatenfelder.Feld) { f.Freigabestatus = xdatenfelder.FreigabeInaktiv }),
		feld(1117, text, func(f *xdatenfelder.Feld) { f.StatusGesetztDurch = "" }),
		at(1118, "F99000000921", func(p *place) { p.Anzahl = "1:1" }),
		feld(1120, datei, func(f *xdatenfelder.Feld) { f.Praezisierung.Muster = "x" }),
		feld(1122, liste, func(f *xdatenfelder.Feld) { f.NameKey = "Bezeichnung" }),
		gruppe(1127, halter, func(g *xdatenfelder.Gruppe) { g.Veroeffentlichungsdatum = "" }),
		feld(1128, text, func(f *xdatenfelder.Feld) { f.Veroeffentlichungsdatum = "" }),
		gruppe(1129, halter, func(g *xdatenfelder.Gruppe) { g.Freigabestatus = xdatenfelder.FreigabeInBearbeitung }),
		feld(1130, text, func(f *xdatenfelder.Feld) { f.Freigabestatus = xdatenfelder.FreigabeInPlanung }),
		feld(1131, text, func(f *xdatenfelder.Feld) { f.Name = "Фамилия" }),
		feld(1133, text, func(f *xdatenfelder.Feld) { f.Bezuege[0].Link = "Seite 3" }),
		feld(1135, text, func(f *xdatenfelder.Feld) { f.Version = "" }),
		at(1139, datei, func(p *place) { p.Anzahl = "0:1" }),
		feld(1140, text, func(f *xdatenfelder.Feld) { f.StatusGesetztDurch = "FIM-Baustein Datenfelder" }),
		whole(1141, func(s *schema) { s.StatusGesetztDurch = "FIM Baustein Datenfelder" }),
		feld(1142, text, func(f *xdatenfelder.Feld) { f.StatusGesetztAm = "" }),
		whole(1143, func(s *schema) { s.StatusGesetztAm = "" }),
	}
}

func TestLint_GivesEachMessageForTheFaultItIsAbout(t *testing.T) {
	linter := xdatenfelder.Linter{
		Codeliste: func(ref xdatenfelder.CodelisteReferenz) (*genericode.List, bool) {
			return rassen(t), ref.VersionsURI == "urn:example:hundesteuer:rassen_2026-01-01"
		},
	}
	before := linter.Lint(hundesteuer(t))
	tested := map[string]bool{}
	for _, m := range mutations() {
		tested["FIM-"+itoa(m.code)] = true
		s := hundesteuer(t)
		var p *xdatenfelder.Struktur
		if m.id != "" {
			p = find(t, &s, m.id)
		}
		m.spoil(&s, p)
		require.Greater(t, count(linter.Lint(s), m.code), count(before, m.code), "message %d for a fault in %s", m.code, m.id)
	}
	for code := range xdatenfelder.LintCodes() {
		require.True(t, tested[code], "message %s is given by no test", code)
	}
}

func count(fs recht.Befunde, code int) (n int) {
	for _, f := range fs {
		if f.Code == "FIM-"+itoa(code) {
			n++
		}
	}
	return n
}

func TestLint_NamesThePlaceAndSorts(t *testing.T) {
	s := hundesteuer(t)
	p := find(t, &s, "F99000000911")
	p.Anzahl = "3:1"
	p.Feld.Name = ""
	find(t, &s, "G99000000901").Gruppe.Name = ""
	findings := xdatenfelder.Lint(s).Blocking()
	require.Len(t, findings, 3)
	require.Equal(t, "FIM-1002 /struktur/1/name: G99000000901: the element has no name", findings[0].String())
	require.Equal(t, "FIM-1002 /struktur/2/struktur/0/name: F99000000911: the element has no name", findings[1].String())
	require.Equal(t, "FIM-1047 /struktur/2/struktur/0/anzahl: F99000000911: the Anzahl has its minimum above its maximum", findings[2].String())
}

func TestLint_ChecksSchemasOfXDF2AsWhatTheyBecome(t *testing.T) {
	s, err := xdatenfelder.Parse(open(t, "hundesteuer_xdf2.xml"))
	require.NoError(t, err)
	findings := xdatenfelder.Lint(s)
	require.False(t, findings.Has("FIM-1039"), "the ids convert")
	require.True(t, findings.Has("FIM-1007"), "XDatenfelder 2 knows no Dokumentsteckbrief")
	require.Equal(t, xdatenfelder.XDF2, s.Standard, "the schema is left alone")
}

func TestLint_WeighsMessagesAsTheOfficialListDoes(t *testing.T) {
	file, err := os.Open(shareddata.Path(t, "leistung/genericode/xdfm_1.8.xml"))
	require.NoError(t, err)
	defer file.Close()
	list, err := genericode.Parse(file)
	require.NoError(t, err)
	for code, schwere := range xdatenfelder.LintCodes() {
		row, ok := list.Lookup(strings.TrimPrefix(code, "FIM-"))
		require.True(t, ok, code)
		require.Equal(t, string(schwere), row.Value("Typ"), code)
	}
}

// SPDX-License-Identifier: Apache-2.0

package xdfform

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

var stand = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// every is a form with every kind of element.
func every(t testing.TB) *formular.Formular {
	t.Helper()
	norm := recht.MustParseNorm("§ 9 Mustersatzung Hundesteuer")
	ja := []formular.Eintrag{{Code: "ja", Titel: recht.NewText("Ja", "Yes")}, {Code: "nein", Titel: recht.NewText("Nein", "No")}}
	kommunal := formular.Auswahl("zone", recht.NewText("Zone", "Zone"))
	kommunal.OffeneListe = true
	form, err := formular.New(formular.Kopf{ID: "hund", Version: "1", Titel: recht.NewText("Hund anmelden", "Register a dog"), Normen: recht.Normen{norm}},
		formular.Hinweis("hinweis", "Bitte melden Sie jeden Hund an."),
		formular.Gruppe("halter", recht.NewText("Halterin oder Halter", "Holder"),
			formular.Text("name", "Familienname").Len(1, 120).Chars(din91379.C).Under(recht.MustParseNorm("§ 9 Abs. 2 Mustersatzung Hundesteuer")),
			formular.Text("vorname", "Vornamen").Chars(din91379.A).Hint(recht.NewText("Alle, wie im Ausweis.", "All of them.")),
			formular.Text("plz", "Postleitzahl").Match(`^\d{5}$`).Optional(),
			formular.Teildatum("geburt", "Geburtsdatum")),
		formular.Gruppe("hunde", "Ihre Hunde",
			formular.Text("name", "Rufname"),
			formular.Datum("seit", "Im Haushalt seit").Between("2000-01-01", ""),
			formular.Ganzzahl("alter", "Alter").Between("0", "30"),
			formular.Zahl("gewicht", "Gewicht").Between("0.5", "90"),
			formular.JaNein("zucht", "Zucht").RequiredIf(formular.AtLeast("alter", 2)),
			formular.Datei("bild", "Bild", "image/png").UpTo(5000000).Times(0, formular.Unbegrenzt)).Times(1, 5),
		formular.Auswahl("rabatt", "Rabatt", ja...),
		formular.Text("grund", "Grund").OnlyIf(formular.Is("rabatt", "ja")),
		kommunal,
		formular.Wahl("zahlung", "Zahlung", formular.Text("iban", "IBAN").Len(22, 22), formular.Geld("bar", "Bar").Between("", "100")),
		formular.Uhrzeit("uhr", "Uhrzeit").Optional(), formular.Zeitpunkt("wann", "Wann").Optional())
	require.NoError(t, err)
	return form
}

func export(t testing.TB, form *formular.Formular, a Angaben) (xdatenfelder.Schema, []Auslassung, string) {
	t.Helper()
	s, omitted, err := Export(form, a)
	require.NoError(t, err)
	var doc bytes.Buffer
	require.NoError(t, xdatenfelder.Write(&doc, s))
	return s, omitted, doc.String()
}

func TestExport_ReadsBackAsTheSameForm(t *testing.T) {
	form := every(t)
	s, _, doc := export(t, form, Angaben{Stand: stand})
	read, err := xdatenfelder.Parse(strings.NewReader(doc))
	require.NoError(t, err)
	require.Equal(t, s, read)
	back, _, err := New(read, Config{})
	require.NoError(t, err)
	require.Empty(t, differences(form, back))
	_, _, again := export(t, form, Angaben{Stand: stand})
	require.Equal(t, doc, again, "the same form, the same bytes")
}

func TestDifferences_SeesEachChange(t *testing.T) {
	for what, change := range map[string]func(f *xdatenfelder.Schema){
		"/halter/name: MaxLaenge 119": func(s *xdatenfelder.Schema) { s.Struktur[1].Gruppe.Struktur[0].Feld.Praezisierung.MaxLaenge = "119" },
		"/halter/name: Min 0":         func(s *xdatenfelder.Schema) { s.Struktur[1].Gruppe.Struktur[0].Anzahl = "0:1" },
		"/halter: 3 elements":         func(s *xdatenfelder.Schema) { g := s.Struktur[1].Gruppe; g.Struktur = g.Struktur[:3] },
		"/hunde/alter: Typ zahl": func(s *xdatenfelder.Schema) {
			s.Struktur[2].Gruppe.Struktur[2].Feld.Datentyp = xdatenfelder.DatentypZahl
		},
		"/rabatt: Liste [{ja Ja} {no Nein}": func(s *xdatenfelder.Schema) { s.Struktur[3].Feld.Werte[1].Code = "no" },
		"/halter/plz: Muster ^x$":           func(s *xdatenfelder.Schema) { s.Struktur[1].Gruppe.Struktur[2].Feld.Praezisierung.Muster = "^x$" },
		"/halter/name: Titel":               func(s *xdatenfelder.Schema) { s.Struktur[1].Gruppe.Struktur[0].Feld.BezeichnungEingabe = "Name" },
		"/halter/name: Normen":              func(s *xdatenfelder.Schema) { s.Struktur[1].Gruppe.Struktur[0].Feld.Bezuege = nil },
	} {
		s, _, err := Export(every(t), Angaben{Stand: stand})
		require.NoError(t, err)
		change(&s)
		back, _, err := New(s, Config{})
		require.NoError(t, err, what)
		found := differences(every(t), back)
		require.Len(t, found, 1, what)
		require.Contains(t, found[0], what)
	}
}

// The official messages hold but for the ids, which nobody has given out.
func TestExport_KeepsTheOfficialRules(t *testing.T) {
	s, _, _ := export(t, every(t), Angaben{Stand: stand})
	for _, f := range xdatenfelder.Lint(s) {
		if f.Code != "FIM-1039" {
			require.NotEqual(t, recht.SeverityError, f.Severity, "%s %s %s", f.Code, f.Pointer, f.Text)
		}
	}
}

func TestExport_TakesOverTheIDsThatAreKnownAndInventsNone(t *testing.T) {
	ids := Kennungen{
		Schema:     xdatenfelder.Kennung{ID: "S99000000901", Version: "1.0.0"},
		Steckbrief: xdatenfelder.Kennung{ID: "D99000000902"},
		Elemente: map[string]xdatenfelder.Kennung{
			"/halter/name": {ID: "F60000000227"}, "/halter/geburt": {ID: "G60000000083"}, "/halter/geburt/jahr": {ID: "F60000000233"},
			"/halter/geburt/monat": {ID: "F60000000232"}, "/halter/geburt/tag": {ID: "F60000000231"},
		},
	}
	s, _, doc := export(t, every(t), Angaben{Stand: stand, Kennungen: ids})
	require.Equal(t, ids.Schema, s.Kennung)
	require.Equal(t, ids.Steckbrief, s.Dokumentsteckbrief)
	for st := range s.Alle() {
		m := &xdatenfelder.Merkmale{}
		if st.Struktur.Feld != nil {
			m = &st.Struktur.Feld.Merkmale
		} else {
			m = &st.Struktur.Gruppe.Merkmale
		}
		if _, err := xdatenfelder.ParseID(m.ID); err == nil {
			require.Contains(t, fmt.Sprint(ids), m.ID)
		} else {
			require.True(t, strings.HasPrefix(m.ID, "lokal."), m.ID)
		}
		require.Contains(t, m.Beschreibung, "/", "where it stands in the data")
	}
	read, err := xdatenfelder.Parse(strings.NewReader(doc))
	require.NoError(t, err)
	back, _, err := New(read, Config{})
	require.NoError(t, err)
	require.Equal(t, formular.TypTeildatum, back.Elemente()[1].Kinder[3].Typ)
}

func TestExport_RefusesIDsThatFitNothing(t *testing.T) {
	_, _, err := Export(every(t), Angaben{Stand: stand, Kennungen: Kennungen{
		Schema: xdatenfelder.Kennung{ID: "F60000000227"}, Steckbrief: xdatenfelder.Kennung{ID: "D1"},
		Elemente: map[string]xdatenfelder.Kennung{"/halter": {ID: "F60000000227"}, "/niemand": {ID: "F60000000228"}, "/halter/name": {ID: "F60000000227", Version: "1"}},
	}})
	require.ErrorIs(t, err, formular.ErrModell)
	for _, want := range []string{`schema: "F60000000227" is no id with the letter S`, `steckbrief: "D1"`, `/halter: "F60000000227" is no id with the letter G`, "/niemand: no such element", `/halter/name: the version "1"`} {
		require.ErrorContains(t, err, want)
	}
}

func TestExport_SaysWhatItCannotSay(t *testing.T) {
	rule := formular.Regel{Code: "HUND-ALTER", Normen: recht.MustParseNormen("§ 9 Mustersatzung Hundesteuer"), Je: "/hunde", Liest: []string{"/seit"}, Text: recht.NewText("Der Hund war da noch nicht geboren.", "Not born yet.")}
	s, omitted, _ := export(t, every(t), Angaben{Stand: stand, Regeln: []formular.Regel{rule}})
	var said []string
	for _, a := range omitted {
		said = append(said, strings.TrimSpace(a.Pointer+" "+a.Was))
	}
	require.Equal(t, []string{
		"texts in other languages than German",
		"who may change what in a schema derived from this one: nobody has decided, 0 stands there",
		"ids and the Dokumentsteckbrief that nobody has given: local ones stand there",
		"when an element was last changed: the day of this document stands there",
		"/grund a condition: it stands as the text of a rule",
		"/halter/geburt a day that is known in part: it is three numbers",
		"/halter/vorname a set of characters of DIN 91379 that is narrower than String.Latin: all of that are allowed",
		"/hunde/seit a rule, HUND-ALTER: its text stands there, and not what it computes",
		"/hunde/zucht a condition: it stands as the text of a rule",
		"/zone choices of the Kommune, of a directory or by an answer before: there is no list",
	}, said)
	for _, a := range omitted {
		require.Contains(t, s.Beschreibung, a.Pointer, "the document says it, too")
	}
	require.Equal(t, "Der Hund war da noch nicht geboren. Geprüft in jeder Zeile von /hunde. Liest: /seit.", s.Regeln[0].Freitext)
	require.Equal(t, "V", s.Regeln[0].Typ)
	require.Equal(t, "Wird nur gefragt, wenn gilt: rabatt = ja", s.Struktur[4].Feld.Regeln[0].Freitext)
	require.Equal(t, "0:1", s.Struktur[4].Anzahl)
}

func TestExport_LetsFieldsBeCompleted(t *testing.T) {
	s, _, _ := export(t, every(t), Angaben{Stand: stand, Feld: func(pointer string, f *xdatenfelder.Feld) {
		if pointer == "/halter/name" {
			f.Vorbefuellung = xdatenfelder.VorbefuellungOptional
		}
	}})
	require.Equal(t, xdatenfelder.VorbefuellungOptional, s.Struktur[1].Gruppe.Struktur[0].Feld.Vorbefuellung)
	require.Equal(t, xdatenfelder.VorbefuellungKeine, s.Struktur[1].Gruppe.Struktur[1].Feld.Vorbefuellung)
}

// An official schema goes through a form and back, with its own ids.
func TestExport_GivesBackAnOfficialSchema(t *testing.T) {
	file, err := os.Open("../../xdatenfelder/testdata/hundesteuer_xdf3.xml")
	require.NoError(t, err)
	defer file.Close()
	s, err := xdatenfelder.Parse(file)
	require.NoError(t, err)
	form, _, err := New(s, Config{})
	require.NoError(t, err)
	ids := Kennungen{Schema: s.Kennung, Steckbrief: s.Dokumentsteckbrief, Elemente: map[string]xdatenfelder.Kennung{}}
	for st := range s.Alle() {
		var around strings.Builder
		for _, g := range st.Eltern {
			around.WriteString("/" + g.ID)
		}
		pointer := around.String()
		if st.Struktur.Gruppe != nil {
			ids.Elemente[pointer+"/"+st.Struktur.Gruppe.ID] = st.Struktur.Gruppe.Kennung
		} else {
			ids.Elemente[pointer+"/"+st.Struktur.Feld.ID] = st.Struktur.Feld.Kennung
		}
	}
	out, _, doc := export(t, form, Angaben{Stand: stand, Kennungen: ids})
	read, err := xdatenfelder.Parse(strings.NewReader(doc))
	require.NoError(t, err)
	back, _, err := New(read, Config{})
	require.NoError(t, err)
	want, err := form.JSONSchema()
	require.NoError(t, err)
	got, err := back.JSONSchema()
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(got))
	for _, f := range xdatenfelder.Lint(out) {
		require.NotEqual(t, "FIM-1039", f.Code, "every id is one")
	}
}

// SPDX-License-Identifier: Apache-2.0

package anmeldung_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

const (
	heute      = "2026-11-20"
	jena       = "16053000"
	teistungen = "16061114"
	seebach    = "16063071"
	berlin     = "11000000"
)

var tag = datum.MustParse

func dienst(t *testing.T) (od.Dienst[anmeldung.Antrag, struct{}], anmeldung.Teilnehmer) {
	t.Helper()
	gebiete := kommune.Deutschland()
	aemter, err := amt.New(gebiete)
	require.NoError(t, err)
	d, err := anmeldung.Dienst(gebiete, aemter)
	require.NoError(t, err)
	return d, anmeldung.NewTeilnehmer(aemter.Gemeinden())
}

// vollstaendig is an application without a finding.
func vollstaendig() anmeldung.Antrag {
	return anmeldung.Antrag{
		Gemeinde: jena, Anschrift: anmeldung.Anschrift{Strasse: "Am Neubau", Hausnummer: "5", PLZ: "07743"}, Einzug: anmeldung.Einzug{Tag: tag("2026-11-09")},
		Person: anmeldung.Person{Familienname: "Mustermann", Vornamen: "Erika Maria", Rufname: "Erika", Geburtsdatum: tag("1984-08-12"), Geburtsort: "Eisenach", Staatsangehoerigkeit: "deutsch"},
		Art:    anmeldung.Alleinige, Geber: anmeldung.Wohnungsgeber{Weg: anmeldung.GeberEigentum, Erklaerung: od.Ja},
	}
}

func mia() anmeldung.Angehoerig {
	return anmeldung.Angehoerig{Verhaeltnis: anmeldung.Kind, Familienname: "Mustermann", Vornamen: "Mia", Geburtsdatum: tag("2017-04-03"), Mit: od.Ja, Wohnung: anmeldung.Alleinige}
}

func bestaetigt(a *anmeldung.Antrag) {
	a.Geber = anmeldung.Wohnungsgeber{Weg: anmeldung.GeberMerkmal, Merkmal: "1", Name: "X", Anschrift: "Y", Einzug: a.Einzug.Tag}
}

func play(t *testing.T, change func(*anmeldung.Antrag)) *onlinediensttest.Spiel[anmeldung.Antrag, struct{}] {
	t.Helper()
	d, teilnehmer := dienst(t)
	a := vollstaendig()
	change(&a)
	return onlinediensttest.Play(t, d, teilnehmer, heute, a)
}

func TestDienst_HoldsWhatTheKitPromises(t *testing.T) {
	d, teilnehmer := dienst(t)
	a := vollstaendig()
	a.Einzug.Auszug = tag("2027-12-01")
	a.Art, a.Weitere = anmeldung.Hauptwohnung, []anmeldung.Weitere{{Strasse: "Musterstraße 12", PLZ: "99974", Ort: "Mühlhausen"}}
	max := mia()
	max.Vornamen, max.Mit, max.Wohnung = "Max", od.Nein, ""
	johanna := anmeldung.Angehoerig{Verhaeltnis: anmeldung.Ehegatte, Familienname: "Müller-Lüdenscheidt", Vornamen: "Johanna", Geburtsdatum: tag("1986-02-28"), Mit: od.Ja, Wohnung: anmeldung.Nebenwohnung}
	a.Familie, a.Versicherung = []anmeldung.Angehoerig{mia(), max, johanna}, od.Ja
	a.Geber = anmeldung.Wohnungsgeber{Weg: anmeldung.GeberVerweigert, Name: "Wohnbau Beispiel GmbH", Anschrift: "Hauptstraße 1", Grund: "Er antwortet nicht."}
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[anmeldung.Antrag, struct{}]{
		Dienst: d, Kommunen: teilnehmer, Tag: heute, Felder: "FELDER.md", Antworten: a, Gemeinde: kommune.MustParseAGS(jena),
		Auszug: []byte(`{"familienname":"Register-Name","vornamen":"Erika Maria","geburtsdatum":"1984-08-12","geburtsort":"Eisenach","staatsangehoerigkeit":"deutsch","einkommen":"nicht gefragt",
			"ehegatte":{"familienname":"Register-Name","vornamen":"Max","geburtsdatum":"1982-03-04"},"kinder":[{"familienname":"Register-Name","vornamen":"Mia","geburtsdatum":"2017-04-03"}]}`),
		Bekommt: map[string][]string{anmeldung.Meldedaten: {"Register-Name", "Mia"}},
	})
}

func TestRegeln_OneChangeOneFinding(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*anmeldung.Antrag)
		want   string
	}{
		"nothing":                                   {func(*anmeldung.Antrag) {}, ""},
		"R2: not before moving in":                  {func(a *anmeldung.Antrag) { a.Einzug.Tag = tag("2026-11-21") }, "WSM-R02 /einzug/tag"},
		"R2: on the very day":                       {func(a *anmeldung.Antrag) { a.Einzug.Tag = tag(heute) }, ""},
		"R1: late, and still welcome":               {func(a *anmeldung.Antrag) { a.Einzug.Tag = tag("2026-11-05") }, "WSM-R01 /einzug/tag"},
		"R4: a child of 15 is registered by others": {func(a *anmeldung.Antrag) { a.Person.Geburtsdatum = tag("2010-11-21") }, "WSM-R04 /person/geburtsdatum"},
		"R4: from the sixteenth birthday on":        {func(a *anmeldung.Antrag) { a.Person.Geburtsdatum = tag("2010-11-20") }, ""},
		"R6: a stay of six months":                  {func(a *anmeldung.Antrag) { a.Einzug.Auszug = tag("2027-05-09") }, "WSM-R06 /einzug/auszug"},
		"R6: of one day more":                       {func(a *anmeldung.Antrag) { a.Einzug.Auszug = tag("2027-05-10") }, ""},
		"R6: and then no time has run out": {func(a *anmeldung.Antrag) {
			a.Einzug = anmeldung.Einzug{Tag: tag("2026-10-01"), Auszug: tag("2027-03-31")}
		}, "WSM-R06 /einzug/auszug"},
		"R6: a stay that is longer, begun long ago": {func(a *anmeldung.Antrag) {
			a.Einzug = anmeldung.Einzug{Tag: tag("2026-10-01"), Auszug: tag("2027-04-02")}
		}, "WSM-R01 /einzug/tag"},
		"R6: out on the day of moving in": {func(a *anmeldung.Antrag) { a.Einzug.Auszug = a.Einzug.Tag }, "WSM-R06-2 /einzug/auszug"},
		"more than a hundred years ago":   {func(a *anmeldung.Antrag) { a.Einzug.Tag = tag("1926-11-19") }, "WSM-EINZUG-02 /einzug/tag WSM-R01 /einzug/tag"},
		"R10: other homes are named":      {func(a *anmeldung.Antrag) { a.Art = anmeldung.Nebenwohnung }, "FORM-PFLICHT /weitere"},
		"R10: an only home has no others": {func(a *anmeldung.Antrag) {
			a.Weitere = []anmeldung.Weitere{{Strasse: "Musterstraße 1", PLZ: "99974", Ort: "Mühlhausen"}}
		}, ""},
		"R11: the assurance":              {func(a *anmeldung.Antrag) { a.Familie = []anmeldung.Angehoerig{mia()} }, "FORM-PFLICHT /versicherung"},
		"R11: not for whom does not move": {func(a *anmeldung.Antrag) { a.Familie = []anmeldung.Angehoerig{mia()}; a.Familie[0].Mit = od.Nein }, ""},
		"whether somebody moves along":    {func(a *anmeldung.Antrag) { a.Familie = []anmeldung.Angehoerig{mia()}; a.Familie[0].Mit = "" }, "FORM-PFLICHT /familie/0/mit"},
		"the home of each of them": {func(a *anmeldung.Antrag) {
			a.Versicherung, a.Familie = od.Ja, []anmeldung.Angehoerig{mia()}
			a.Familie[0].Wohnung = ""
		}, "FORM-PFLICHT /familie/0/wohnung"},
		"born tomorrow, in the family": {func(a *anmeldung.Antrag) {
			a.Versicherung, a.Familie = od.Ja, []anmeldung.Angehoerig{mia()}
			a.Familie[0].Geburtsdatum = tag("2026-11-21")
		}, "WSM-GEBURT-03 /familie"},
		"R12: a file":                                {func(a *anmeldung.Antrag) { bestaetigt(a); a.Geber.Weg = anmeldung.GeberDatei }, "FORM-PFLICHT /wohnungsgeber/dateien"},
		"R12: a code":                                {func(a *anmeldung.Antrag) { bestaetigt(a); a.Geber.Merkmal = "" }, "FORM-PFLICHT /wohnungsgeber/merkmal"},
		"R12: the owner's word":                      {func(a *anmeldung.Antrag) { a.Geber.Erklaerung = "" }, "FORM-PFLICHT /wohnungsgeber/erklaerung"},
		"R12: refused, and why":                      {func(a *anmeldung.Antrag) { bestaetigt(a); a.Geber.Weg = anmeldung.GeberVerweigert }, "FORM-PFLICHT /wohnungsgeber/grund"},
		"R12: another day in the confirmation":       {func(a *anmeldung.Antrag) { bestaetigt(a); a.Geber.Einzug = tag("2026-11-01") }, "WSM-R12-9 /wohnungsgeber/einzug"},
		"R12: landlord and applicant are one":        {func(a *anmeldung.Antrag) { bestaetigt(a); a.Geber.Name = "Erika Maria Mustermann" }, "WSM-R12-10 /wohnungsgeber/name"},
		"a gemeindefreies Gebiet is no municipality": {func(a *anmeldung.Antrag) { a.Gemeinde = "08415971" }, "DIENST-AUSWAHL-GEMEINDE /gemeinde"},
		"postcode of four digits":                    {func(a *anmeldung.Antrag) { a.Anschrift.PLZ = "7743" }, "FORM-LAENGE-MIN /anschrift/plz FORM-MUSTER /anschrift/plz"},
		"postcode that cannot be":                    {func(a *anmeldung.Antrag) { a.Anschrift.PLZ = "00743" }, "FORM-MUSTER /anschrift/plz"},
		"postcode of another place":                  {func(a *anmeldung.Antrag) { a.Gemeinde = teistungen }, "WSM-PLZ-03 /anschrift/plz"},
		"Rufname that is none of the names":          {func(a *anmeldung.Antrag) { a.Person.Rufname = "Eri" }, "WSM-NAME-03 /person/rufname"},
		"born tomorrow":                              {func(a *anmeldung.Antrag) { a.Person.Geburtsdatum = tag("2026-11-21") }, "WSM-GEBURT-02 /person/geburtsdatum"},
		"DIN 91379: no digit in a name":              {func(a *anmeldung.Antrag) { a.Person.Familienname = "Muster4mann" }, "FORM-ZEICHEN /person/familienname"},
		"DIN 91379: no Cyrillic letter in a name":    {func(a *anmeldung.Antrag) { a.Person.Vornamen, a.Person.Rufname = "Иван", "" }, "FORM-ZEICHEN /person/vornamen"},
		"too long": {func(a *anmeldung.Antrag) { a.Anschrift.Strasse = strings.Repeat("ä", 121) }, "FORM-LAENGE-MAX /anschrift/strasse"},
	} {
		t.Run(name, func(t *testing.T) {
			s := play(t, tt.change)
			if tt.want == "" {
				s.Findings()
				return
			}
			fields := strings.Fields(tt.want)
			var want []string
			for i := 0; i < len(fields); i += 2 {
				want = append(want, fields[i]+" "+fields[i+1])
			}
			s.Findings(want...)
		})
	}
}

func TestRegeln_TheLoginIsCompared(t *testing.T) {
	d, _ := dienst(t)
	for _, r := range d.Regeln {
		if r.Code != "WSM-R14-2" {
			continue
		}
		x := od.Fall[anmeldung.Antrag, struct{}]{Angaben: vollstaendig()}
		require.False(t, r.Verletzt(x), "nobody logged in")
		x.Identitaet = od.Identitaet{Familienname: "Mustermann", Vornamen: "Erika Maria", Geburtsdatum: "1984-08-12"}
		require.False(t, r.Verletzt(x))
		x.Identitaet.Vornamen = "Max"
		require.True(t, r.Verletzt(x))
		require.Equal(t, recht.SeverityWarning, r.Severity, "the office asks; nobody is stopped")
		return
	}
	t.Fatal("there is no such rule")
}

func TestRegeln_CodesAreWellFormedAndEachHasItsNorm(t *testing.T) {
	d, _ := dienst(t)
	for _, r := range d.Regeln {
		require.Regexp(t, `^WSM-[A-Z0-9]+(-[0-9]+)?$`, r.Code)
		require.NotEmpty(t, r.Normen, r.Code)
	}
}

func TestFrist_IsTwoWeeksOfTheHolidaysThere(t *testing.T) {
	for einzug, ende := range map[string]string{
		"2026-11-09": "2026-11-23", // Monday to Monday
		"2026-11-07": "2026-11-23", // ends on Saturday: Monday
		"2026-12-11": "2026-12-28", // ends on the first day of Christmas, a Friday
		"2026-09-06": "2026-09-21", // the day itself, Weltkindertag in Thüringen, is a Sunday
	} {
		f, err := anmeldung.Frist(tag(einzug), kommune.MustParseAGS(jena))
		require.NoError(t, err)
		require.Equal(t, ende, f.Ende.String(), einzug)
	}
}

func TestMeldedaten_AskForWhatIsFilledAndForNothingOutsideTheList(t *testing.T) {
	d, _ := dienst(t)
	for _, family := range []bool{false, true} {
		fields, err := d.Nachweise[0].Fields(family)
		require.NoError(t, err)
		require.Equal(t, melderegister.Elektronisch().Fields(family).Paths(), fields.Paths(), "the list of § 9 (1) BMeldDigiV, and the family only after the assurance")
	}
	for _, f := range melderegister.Elektronisch().Felder() {
		require.True(t, f.Nummer >= 1 && f.Nummer <= 20, f.Pfad)
	}
}

func TestDienst_PassesOnNothingThatIsAskedForTheSakeOfAdvice(t *testing.T) {
	s := play(t, func(a *anmeldung.Antrag) { a.Einzug.Auszug = tag("2027-12-01") })
	s.Findings().Delivers("2026-11-09")
	require.Equal(t, tag("2027-12-01"), s.Case().Angaben.Einzug.Auszug, "rules and advice see it")
}

func TestZustaendig_TellsWhoActsAndUntilWhen(t *testing.T) {
	for gemeinde, says := range map[string][]string{
		jena:       {"Jena hat eine eigene Meldebehörde.", "Sie können sich online anmelden", "Montag, 23. November 2026"},
		teistungen: {"Teistungen gehört zur Verwaltungsgemeinschaft Lindenberg/Eichsfeld.", "Sie können sich online anmelden"},
		seebach:    {"Für Seebach arbeitet die Stadt Ruhla als erfüllende Gemeinde", "Sie können sich online anmelden"},
		berlin:     {"Berlin hat eine eigene Meldebehörde.", "Noch nicht angebunden", "115", "Stadt Jena"},
	} {
		told := told(t, func(a *anmeldung.Antrag) { a.Gemeinde = gemeinde })
		for _, text := range says {
			require.Contains(t, told, text, gemeinde)
		}
	}
	short := told(t, func(a *anmeldung.Antrag) { a.Einzug.Auszug = tag("2027-05-09") })
	require.Contains(t, short, "Vielleicht müssen Sie sich gar nicht anmelden")
	require.NotContains(t, short, "Zeit haben Sie bis")
}

func told(t *testing.T, change func(*anmeldung.Antrag)) string {
	t.Helper()
	d, teilnehmer := dienst(t)
	lauf, err := d.Begin(teilnehmer, tag(heute), recht.NiveauHoch)
	require.NoError(t, err)
	a := vollstaendig()
	change(&a)
	require.NoError(t, lauf.Answer(a))
	list, err := lauf.Tells("zustaendig")
	require.NoError(t, err)
	var b strings.Builder
	for _, m := range list {
		for _, text := range append(append([]recht.Text{m.Titel, m.Einzelheiten}, m.Absaetze...), m.Liste...) {
			b.WriteString(text.String() + "\n")
		}
	}
	return b.String()
}

// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// gemeindeOf are Gemeinden of each Mietenstufe in the edition of 2023.
var gemeindeOf = [...]string{"", "14729010", "14713000", "01001000", "01003000", "01002000", "08111000", "09162000"}

func einnahme(art wohngeld.Einnahmeart, month wohngeld.Cent) wohngeld.Einnahme {
	return wohngeld.Einnahme{Art: art, Betrag: month * 12}
}

func tenant(stufe int, rent wohngeld.Cent, persons ...wohngeld.Person) wohngeld.Haushalt {
	return wohngeld.Haushalt{
		Zuschuss: wohngeld.ZuschussMiete, Gemeinde: kommune.MustParseAGS(gemeindeOf[stufe]),
		Personen: persons, Miete: wohngeld.Miete{Vereinbart: rent},
	}
}

func calculate(t *testing.T, d string, h wohngeld.Haushalt) (wohngeld.Ergebnis, []regel.Schritt) {
	t.Helper()
	require.Empty(t, h.Check())
	p, e, err := wohngeld.Regeln().Protokolliere(day(d), h, nil)
	require.NoError(t, err)
	law, err := wohngeld.AmTag(day(d))
	require.NoError(t, err)
	require.Equal(t, e, wohngeld.Regeln().Rechne(law, &h, nil), "without a trace the same")
	require.NotEqual(t, e.Wohngeld == 0, e.Grund == 0, "no Wohngeld is always a reason")
	return e, p.Schritte
}

func TestGemeindenOfTheTests(t *testing.T) {
	for s := 1; s <= 7; s++ {
		got, _ := stufe(t, "2025-07-01", gemeindeOf[s])
		require.Equal(t, wohngeld.Mietenstufe(s), got)
	}
}

// The households of the ministry's examples, state 01.01.2025, from the persons
// on: income, allowances, M, amount.
func TestHaushalt_ExamplesOfTheMinistry(t *testing.T) {
	minijob := einnahme(wohngeld.EinnahmeMinijob, 55600)
	for _, c := range []struct {
		name string
		h    wohngeld.Haushalt
		y    string
		want wohngeld.Cent
	}{
		{"pensioner", tenant(1, 33500, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 130000)}, Kranken: true}), "1162.3500000000", 110},
		{
			"two pensions, one severely disabled", tenant(2, 48000,
				wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 141000)}, Kranken: true, GdB: 100},
				wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 54000)}, Kranken: true}), "1589.7000000000", 166,
		},
		{
			"couple with child", tenant(1, 75000,
				wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 215000)}, Kranken: true, Rente: true},
				wohngeld.Person{}, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeNichtGezaehlt, 25500)}}), "1638.0000000000", 320,
		},
		{
			"wages and a job taxed at a flat rate", tenant(7, 122500,
				wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 249000)}, Steuer: true, Kranken: true, Rente: true},
				wohngeld.Person{Einnahmen: []wohngeld.Einnahme{minijob}}, wohngeld.Person{}, wohngeld.Person{}), "2227.2500000000", 691,
		},
		{
			"father, son excluded", tenant(4, 57000,
				wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 88000)}, Kranken: true},
				wohngeld.Person{Leistungen: []wohngeld.Leistung{{Art: wohngeld.LeistungSGB2, Wohnkosten: true}}, Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 50000)}}), "784.3500000000", 191,
		},
		{"33 years, notified", tenant(2, 34500, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 94500)}, Kranken: true, Grundrente: wohngeld.GrundrenteMitgeteilt}), "561.3500000000", 342},
	} {
		e, _ := calculate(t, "2025-07-01", c.h)
		require.Equal(t, c.want*100, e.Wohngeld, c.name)
		require.Equal(t, c.y, text(t, e.Y), c.name)
	}
}

func TestHaushalt_ExamplesOfTheSharedFile(t *testing.T) {
	b, err := os.ReadFile(shareddata.Path(t, "wohngeld/vektoren-bmwsb.json"))
	require.NoError(t, err)
	var file struct {
		Faelle []struct {
			ID       string
			Stichtag datum.Datum
			Stufe    int
			Miete    string `json:"miete_monat"`
			Personen []struct {
				Art            string
				Monat          string
				Abzuege        []string
				Gdb            int
				Zeiten         bool   `json:"grundrentenzeiten_33"`
				Ausgeschlossen string `json:"ausgeschlossen"`
			}
			Erwartet struct {
				Y, M     string
				Wohngeld int
			}
		}
	}
	require.NoError(t, json.Unmarshal(b, &file))
	n := 0
	for _, c := range file.Faelle {
		if len(c.Personen) == 0 {
			continue
		}
		n++
		h := tenant(c.Stufe, cent(t, c.Miete))
		for _, p := range c.Personen {
			var person wohngeld.Person
			if p.Art != "" {
				var art wohngeld.Einnahmeart
				require.NoError(t, art.UnmarshalText([]byte(p.Art)))
				person.Einnahmen = []wohngeld.Einnahme{einnahme(art, cent(t, p.Monat))}
			}
			for _, a := range p.Abzuege {
				person.Steuer = person.Steuer || a == "steuer"
				person.Kranken = person.Kranken || a == "kv"
				person.Rente = person.Rente || a == "rv"
			}
			person.GdB = p.Gdb
			if p.Zeiten {
				person.Grundrente = wohngeld.GrundrenteMitgeteilt
			}
			if p.Ausgeschlossen != "" {
				person.Leistungen = []wohngeld.Leistung{{Art: wohngeld.LeistungSGB2, Wohnkosten: true}}
			}
			h.Personen = append(h.Personen, person)
		}
		e, steps := calculate(t, c.Stichtag.String(), h)
		require.Equal(t, wohngeld.Cent(c.Erwartet.Wohngeld*100), e.Wohngeld, c.ID)
		require.Equal(t, c.Erwartet.Y+"00000000", text(t, e.Y), c.ID)
		require.Equal(t, decimal(c.Erwartet.M)+" Euro", step(t, steps, "M").Wert.String(), c.ID)
	}
	require.Equal(t, 6, n)
}

func TestHaushalt_CheckFindsEverythingAtOnceAndNothingIsCalculated(t *testing.T) {
	bad := wohngeld.Haushalt{
		Personen: []wohngeld.Person{{
			GdB: 101, Grundrente: "vielleicht",
			Einnahmen:  []wohngeld.Einnahme{{Art: wohngeld.EinnahmeLohn, Betrag: -1}, {}, {Art: wohngeld.EinnahmeElterngeld, Betrag: 1}, {Art: wohngeld.EinnahmeRente, Werbungskosten: -1, Monate: 3}},
			Unterhalt:  []wohngeld.Unterhalt{{}, {Art: wohngeld.UnterhaltSonstige, Betrag: -1}},
			Leistungen: []wohngeld.Leistung{{}},
		}},
		Verstorbene: -1, Vermoegen: -1, Bedarf: wohngeld.MaxBetrag + 1,
		Miete:   wohngeld.Miete{Vereinbart: 1, Ausgewiesen: 2, Heizung: true},
		Last:    wohngeld.Last{Grundsteuer: -1, Flaeche: -1},
		Abzuege: wohngeld.Abzuege{MitbewohnerZahlen: 1, Hilfe: -1},
	}
	var pointers []string
	for _, b := range bad.Check() {
		require.NotEmpty(t, b.Code)
		require.NotEqual(t, b.Text.String(), b.Text.English())
		pointers = append(pointers, b.Pointer)
	}
	require.Equal(t, []string{
		"/zuschuss", "/gemeinde", "/personen", "/personen/0/gdb", "/personen/0/grundrente",
		"/personen/0/einnahmen/0/betrag", "/personen/0/einnahmen/1/art", "/personen/0/einnahmen/2/monate", "/personen/0/einnahmen/3/werbungskosten",
		"/personen/0/einnahmen/3/monate", "/personen/0/unterhalt/0/art", "/personen/0/unterhalt/1", "/personen/0/leistungen/0/art",
		"/miete/flaeche", "/miete/ausgewiesen", "/last/grundsteuer", "/last/flaeche", "/abzuege/hilfe", "/abzuege/mitbewohner", "/vermoegen", "/bedarf",
	}, pointers)
	p, e, err := wohngeld.Regeln().Protokolliere(day("2025-07-01"), bad, nil)
	require.NoError(t, err)
	require.Equal(t, wohngeld.Ergebnis{Grund: wohngeld.GrundEingabe}, e)
	require.Equal(t, "nein", step(t, p.Schritte, "eingabe").Wert.String())

	unknown := tenant(1, 50000, wohngeld.Person{})
	unknown.Gemeinde = kommune.MustParseAGS("16999000")
	_, e, err = wohngeld.Regeln().Protokolliere(day("2025-07-01"), unknown, nil)
	require.NoError(t, err)
	require.Equal(t, wohngeld.GrundEingabe, e.Grund)
}

func TestHaushalt_JSONReadsBack(t *testing.T) {
	h := tenant(3, 75000, wohngeld.Person{
		Einnahmen:  []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 200000), {Art: wohngeld.EinnahmeElterngeld, Betrag: 100, Monate: 2}},
		Leistungen: []wohngeld.Leistung{{Art: wohngeld.LeistungSGB14}}, Unterhalt: []wohngeld.Unterhalt{{Art: wohngeld.UnterhaltEhegatte, Betrag: 5, Titel: 6}},
		Grundrente: wohngeld.GrundrenteAngegeben,
	})
	b, err := json.Marshal(h)
	require.NoError(t, err)
	var back wohngeld.Haushalt
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, h, back)
	e, _ := calculate(t, "2025-01-01", h)
	b, err = json.Marshal(e)
	require.NoError(t, err)
	var result wohngeld.Ergebnis
	require.NoError(t, json.Unmarshal(b, &result))
	require.Equal(t, e, result)
}

func TestWohnkosten_DeductionsInTheOrderOfTheAct(t *testing.T) {
	rent := func(h wohngeld.Haushalt) string {
		_, steps := calculate(t, "2025-07-01", h)
		return step(t, steps, "miete").Wert.String()
	}
	h := tenant(7, 100000, wohngeld.Person{}, wohngeld.Person{})
	require.Equal(t, "1.000,00 Euro", rent(h))
	h.Miete.Ausgewiesen = 15000
	require.Equal(t, "850,00 Euro", rent(h))
	h.Miete = wohngeld.Miete{Vereinbart: 100000, Heizung: true, Warmwasser: true, Energie: true, Garage: true, Stellplatz: true, Flaeche: 6050}
	require.Equal(t, "772,3750 Euro", trim(rent(h)), "1,000 − 75.625 − 17 − 74 − 36 − 25")
	h.Miete = wohngeld.Miete{Vereinbart: 100000}
	h.Abzuege = wohngeld.Abzuege{Gewerbe: 10000, UntermieteAnteil: 5000, UntermieteEntgelt: 20000, Mitbewohner: 1, MitbewohnerZahlen: 10000, Hilfe: 1000, Buergschaft: 2000}
	require.Equal(t, "436,6666666666 Euro", rent(h), "(1,000 − 100 − 200) × 2/3 − 10 − 20")
	h.Abzuege.MitbewohnerZahlen = 30000
	require.Equal(t, "370,00 Euro", rent(h), "what they pay is more than their share")
	h.Abzuege = wohngeld.Abzuege{Hilfe: 200000}
	require.Equal(t, "0,00 Euro", rent(h))

	last := tenant(7, 0, wohngeld.Person{})
	last.Zuschuss, last.Miete = wohngeld.ZuschussLast, wohngeld.Miete{}
	last.Last = wohngeld.Last{KapitaldienstVereinbart: 600000, KapitaldienstGezahlt: 480000, Buergschaft: 1200, Erbbauzins: 12000, Flaeche: 10000, Grundsteuer: 24000, Verwaltung: 36000}
	require.Equal(t, "761,00 Euro", rent(last), "(4,800 + 12 + 120 + 3,600 + 240 + 360) / 12")
}

func trim(s string) string { return s[:len(s)-len(" Euro")] + "0 Euro" }

func TestHaushalt_HomeTakesTheMaximumAsRent(t *testing.T) {
	h := tenant(3, 0, wohngeld.Person{})
	h.Miete = wohngeld.Miete{Heim: true}
	_, steps := calculate(t, "2025-07-01", h)
	require.Equal(t, "585,60 Euro", step(t, steps, "M").Wert.String(), "456 + 19.20 + 110.40")
}

func TestHaushalt_ExclusionNeedsHousingCostsInTheBenefit(t *testing.T) {
	for _, c := range []struct {
		l        wohngeld.Leistung
		excluded bool
	}{
		{wohngeld.Leistung{Art: wohngeld.LeistungSGB2, Wohnkosten: true}, true},
		{wohngeld.Leistung{Art: wohngeld.LeistungSGB2}, false},
		{wohngeld.Leistung{Art: wohngeld.LeistungGrundsicherung, Wohnkosten: true, NurDarlehen: true}, false},
		{wohngeld.Leistung{Art: wohngeld.LeistungLebensunterhalt, Wohnkosten: true, Vermeidbar: true}, false},
	} {
		e, steps := calculate(t, "2025-07-01", tenant(3, 60000, wohngeld.Person{Leistungen: []wohngeld.Leistung{c.l}}))
		if c.excluded {
			require.Equal(t, wohngeld.GrundAusgeschlossen, e.Grund)
			require.Equal(t, "§ 6 Abs. 1 WoGG", step(t, steps, "ausschluss").Verdraengt.String())
		} else {
			require.Positive(t, e.Wohngeld)
		}
	}
}

func TestHaushalt_UebergangsgeldExcludesUntilJune2023(t *testing.T) {
	h := tenant(3, 60000, wohngeld.Person{Leistungen: []wohngeld.Leistung{{Art: wohngeld.LeistungUebergangsgeld, Wohnkosten: true}}})
	e, _ := calculate(t, "2023-06-30", h)
	require.Equal(t, wohngeld.GrundAusgeschlossen, e.Grund)
	e, steps := calculate(t, "2023-07-01", h)
	require.Positive(t, e.Wohngeld)
	require.Equal(t, "nein", step(t, steps, "nicht_ausgeschlossen").Wert.String())
}

func TestHaushalt_TrainingExcludesOnlyWhereAllAreEntitled(t *testing.T) {
	student := wohngeld.Person{Ausbildung: true, Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 80000)}}
	e, _ := calculate(t, "2025-07-01", tenant(3, 60000, student, student))
	require.Equal(t, wohngeld.GrundAusbildung, e.Grund)
	e, _ = calculate(t, "2025-07-01", tenant(3, 60000, student, wohngeld.Person{}))
	require.Positive(t, e.Wohngeld, "a child opens the way")
}

func TestHaushalt_DeceasedStillCount(t *testing.T) {
	h := tenant(3, 90000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 130000)}, Kranken: true})
	alone, _ := calculate(t, "2025-07-01", h)
	h.Verstorbene = 1
	both, _ := calculate(t, "2025-07-01", h)
	require.Equal(t, 2, both.Mitglieder)
	require.Greater(t, both.Wohngeld, alone.Wohngeld)
}

// Every place where the law is open: the result says that it hangs on it, and
// only where it does.
func TestHinweise_SayWhatTheResultHangsOn(t *testing.T) {
	kapital := tenant(3, 60000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 80000), {Art: wohngeld.EinnahmeKapital, Betrag: 500000}}})
	e, steps := calculate(t, "2025-07-01", kapital)
	require.Equal(t, []string{wohngeld.FrageKapital}, e.Hinweise.Codes())
	require.Equal(t, wohngeld.FrageKapital, step(t, steps, "offene_frage").Wert.String())

	e, _ = calculate(t, "2025-07-01", tenant(3, 60000, wohngeld.Person{Kranken: true, Grundrente: wohngeld.GrundrenteMitgeteilt, Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 60000), einnahme(wohngeld.EinnahmeLohnersatz, 60000)}}))
	require.Contains(t, e.Hinweise.Codes(), wohngeld.FrageGrundrente)

	weinheim := tenant(3, 80000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 80000)}})
	weinheim.Gemeinde = kommune.MustParseAGS("08226096")
	e, _ = calculate(t, "2023-02-01", weinheim)
	require.Equal(t, []string{wohngeld.FrageNachtrag}, e.Hinweise.Codes())
	weinheim.Miete.Vereinbart = 30000
	e, _ = calculate(t, "2023-02-01", weinheim)
	require.Empty(t, e.Hinweise.Codes(), "a low rent does not reach the cap of either level")

	insel := tenant(5, 60000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 60000)}})
	insel.Gemeinde = kommune.MustParseAGS("03452020")
	e, _ = calculate(t, "2020-06-01", insel)
	require.Equal(t, []string{wohngeld.FrageInsel2020}, e.Hinweise.Codes())
	e, _ = calculate(t, "2025-06-01", insel)
	require.Empty(t, e.Hinweise.Codes())
}

func TestHinweise_CodesOfQuestionsAreQuestionsOfTheRules(t *testing.T) {
	for bit := wohngeld.HinweisYRundung; bit <= wohngeld.HinweisInsel2020; bit <<= 1 {
		_, ok := wohngeld.Regeln().Frage(bit.Codes()[0])
		require.True(t, ok, bit.Codes())
	}
	for _, code := range []string{wohngeld.FrageGebiet, wohngeld.FrageZehnte, wohngeld.FrageWoGVwV, wohngeld.FrageEntwurf} {
		_, ok := wohngeld.Regeln().Frage(code)
		require.True(t, ok, code)
	}
}

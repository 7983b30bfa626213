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

func TestEinkommen_EachKindCountsAsTheActSays(t *testing.T) {
	e := func(art wohngeld.Einnahmeart, year, costs wohngeld.Cent, months int) wohngeld.Einnahme {
		return wohngeld.Einnahme{Art: art, Betrag: year, Werbungskosten: costs, Monate: months}
	}
	for _, c := range []struct {
		name string
		day  string
		in   []wohngeld.Einnahme
		want int64 // 1/100 cents a year
	}{
		{"wages", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohn, 1000000, 0, 0)}, 877000_00},
		{"wages 2022", "2022-06-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohn, 1000000, 0, 0)}, 880000_00},
		{"wages 2021", "2021-06-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohn, 1000000, 0, 0)}, 900000_00},
		{"wages, higher expenses", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohn, 1000000, 200000, 0)}, 800000_00},
		{"wages of two jobs, one flat amount", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohn, 600000, 0, 0), e(wohngeld.EinnahmeLohn, 400000, 0, 0)}, 877000_00},
		{"low wages never below zero", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohn, 100000, 0, 0), e(wohngeld.EinnahmeMinijob, 100000, 0, 0)}, 100000_00},
		{"flat-taxed job", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeMinijob, 667200, 10000, 0)}, 657200_00},
		{"pension", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeRente, 1200000, 0, 0)}, 1189800_00},
		{"official's pension", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeVersorgung, 1200000, 0, 0)}, 1189800_00},
		{"unemployment benefit", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeLohnersatz, 1200000, 0, 0)}, 1200000_00},
		{"advance on maintenance", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeUnterhaltsvorschuss, 300000, 0, 0)}, 300000_00},
		{"Elterngeld", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeElterngeld, 1200000, 0, 12)}, 840000_00},
		{"ElterngeldPlus half a year", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeElterngeldPlus, 300000, 0, 6)}, 210000_00},
		{"a loss lowers nothing else", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeGewerbe, -500000, 0, 0), e(wohngeld.EinnahmeLohnersatz, 1200000, 0, 0)}, 1200000_00},
		{"losses within a kind", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeVermietung, -100000, 0, 0), e(wohngeld.EinnahmeVermietung, 300000, 0, 0)}, 200000_00},
		{"capital", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeKapital, 50000, 0, 0)}, 40000_00},
		{"capital up to 100", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeKapital, 10000, 0, 0)}, 0},
		{"maintenance for a carer", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeUnterhaltPflege, 700000, 0, 0)}, 46000_00},
		{"gifts", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeZuwendung, 60000, 0, 0)}, 12000_00},
		{"half of a grant, halves of cents", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeAusbildungshilfe, 300001, 0, 0)}, 150000_50},
		{"foster-care rates", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmePflegekind, 300000, 0, 0)}, 150000_00},
		{"tax-free supplements", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeZuschlaege, 30000, 0, 0)}, 30000_00},
		{"Aktivrente 2026", "2026-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeAktivrente, 300000, 0, 0)}, 300000_00},
		{"Aktivrente before", "2025-12-31", []wohngeld.Einnahme{e(wohngeld.EinnahmeAktivrente, 300000, 0, 0)}, 0},
		{"Kindergeld", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeNichtGezaehlt, 306000, 0, 0)}, 0},
		{"benefit without housing costs", "2025-01-01", []wohngeld.Einnahme{e(wohngeld.EinnahmeSozialleistung, 100000, 0, 0)}, 100000_00},
	} {
		got, _ := calculate(t, c.day, tenant(7, 90000, wohngeld.Person{Einnahmen: c.in}))
		require.Equal(t, c.want, got.Gesamteinkommen, c.name)
	}
}

func TestEinkommen_AllowancesAndMaintenance(t *testing.T) {
	lohn := einnahme(wohngeld.EinnahmeLohn, 200000) // 22,770 euro a year after the flat amount
	base := int64(2277000_00)
	rente := einnahme(wohngeld.EinnahmeRente, 150000)
	for _, c := range []struct {
		name string
		day  string
		p    wohngeld.Person
		solo bool
		want int64
	}{
		{"nothing", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}}, false, base},
		{"30 percent", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Steuer: true, Kranken: true, Rente: true}, false, base / 10 * 7},
		{"GdB 100", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, GdB: 100}, false, base - 180000_00},
		{"GdB 50", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, GdB: 50}, false, base},
		{"GdB 50 and care", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, GdB: 50, Pflege: true}, false, base - 180000_00},
		{"care alone", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Pflege: true}, false, base},
		{"persecuted", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Verfolgt: true}, false, base - 75000_00},
		{"single parent", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}}, true, base - 132000_00},
		{"child's earnings, at most 1,200", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, KindUnter25: true}, false, base - 120000_00},
		{"child's earnings after deductions", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{{Art: wohngeld.EinnahmeMinijob, Betrag: 100000}}, KindUnter25: true, Kranken: true}, false, 0},
		{"a child's grant is no earning", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{{Art: wohngeld.EinnahmeAusbildungshilfe, Betrag: 100000}}, KindUnter25: true}, false, 50000_00},
		{"33 years stated only", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{rente}, Grundrente: wohngeld.GrundrenteAngegeben}, false, 1789800_00},
		{"33 years notified, at the limit", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{rente}, Grundrente: wohngeld.GrundrenteMitgeteilt}, false, 1789800_00 - 337800_00},
		{"limit of 2022", "2022-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{rente}, Grundrente: wohngeld.GrundrenteMitgeteilt}, false, 1789800_00 - 269400_00},
		{"none before 2021", "2020-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{rente}, Grundrente: wohngeld.GrundrenteMitgeteilt}, false, 1789800_00},
		{"low pension, below the limit", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{{Art: wohngeld.EinnahmeRente, Betrag: 600000}}, Grundrente: wohngeld.GrundrenteMitgeteilt}, false, 589800_00 - 264000_00},
		{"maintenance within the maximum", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Unterhalt: []wohngeld.Unterhalt{{Art: wohngeld.UnterhaltSonstige, Betrag: 250000}}}, false, base - 250000_00},
		{"maintenance above it", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Unterhalt: []wohngeld.Unterhalt{{Art: wohngeld.UnterhaltEhegatte, Betrag: 700000}}}, false, base - 600000_00},
		{"maintenance by title", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Unterhalt: []wohngeld.Unterhalt{{Art: wohngeld.UnterhaltAuswaerts, Betrag: 700000, Titel: 650000}}}, false, base - 650000_00},
		{"less paid than titled", "2025-01-01", wohngeld.Person{Einnahmen: []wohngeld.Einnahme{lohn}, Unterhalt: []wohngeld.Unterhalt{{Art: wohngeld.UnterhaltWechsel, Betrag: 100000, Titel: 650000}}}, false, base - 100000_00},
	} {
		h := tenant(7, 90000, c.p, wohngeld.Person{})
		h.Alleinerziehend = c.solo
		got, _ := calculate(t, c.day, h)
		require.Equal(t, c.want, got.Gesamteinkommen, c.name)
	}
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

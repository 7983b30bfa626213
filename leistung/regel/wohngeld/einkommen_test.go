// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

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

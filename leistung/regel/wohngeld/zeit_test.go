// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

func zeitraum(from, to string) regel.Zeitraum { return regel.Zeitraum{Ab: day(from), Bis: day(to)} }

func pensioner() wohngeld.Haushalt {
	return tenant(3, 60000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 120000)}, Kranken: true})
}

// amount is what the law of a day gives, by itself.
func amount(t *testing.T, d string, h wohngeld.Haushalt) wohngeld.Cent {
	t.Helper()
	law, err := wohngeld.AmTag(day(d))
	require.NoError(t, err)
	return wohngeld.Regeln().Rechne(law, &h, nil).Wohngeld
}

// The example of the sheet: application on 15.11.2024, twelve months: November and
// December by 2024, January to October by 2025.
func TestBewillige_EachMonthByItsLaw(t *testing.T) {
	h := pensioner()
	parts, err := wohngeld.Bewillige(zeitraum("2024-11-01", "2025-10-31"), h, datum.Datum{}, nil)
	require.NoError(t, err)
	require.Len(t, parts, 2)
	require.Equal(t, zeitraum("2024-11-01", "2024-12-31"), parts[0].Zeitraum)
	require.Equal(t, zeitraum("2025-01-01", "2025-10-31"), parts[1].Zeitraum)
	require.Equal(t, amount(t, "2024-11-01", h), parts[0].Ergebnis.Wohngeld)
	require.Equal(t, amount(t, "2025-01-01", h), parts[1].Ergebnis.Wohngeld)
	require.Greater(t, parts[1].Ergebnis.Wohngeld, parts[0].Ergebnis.Wohngeld)
	require.Equal(t, "§ 41 Abs. 1 WoGG", parts[0].Grundlage.String())
	require.Equal(t, "BGBl. I S. 1369", step(t, parts[0].Schritte, "hoechstbetrag").Nachweis.Fundstelle.Quelle[len("V v. 03.06.2021, "):])
	require.Equal(t, "V v. 21.10.2024, BGBl. 2024 I Nr. 314", step(t, parts[1].Schritte, "hoechstbetrag").Nachweis.Fundstelle.Quelle)
	require.Equal(t, "§ 44 Abs. 5 WoGG", parts[1].Grundlage.String())
	require.Equal(t, day("2025-01-01"), parts[1].Fassung)
}

func TestBewillige_DecidedBeforeAnIndexationIsDecidedAnewByNamedSectionsOnly(t *testing.T) {
	// wages: the flat amount of § 9a EStG rose in 2023, which is not of §§ 11, 12, 19
	h := tenant(3, 60000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 120000)}, Kranken: true})
	parts, err := wohngeld.Bewillige(zeitraum("2022-07-01", "2023-06-30"), h, day("2022-08-15"), nil)
	require.NoError(t, err)
	require.Equal(t, "§ 42d Abs. 1 WoGG", parts[1].Grundlage.String())
	require.Equal(t, int64(1440000-120000)*100/10*9, parts[1].Ergebnis.Gesamteinkommen, "income by the law of the begin")
	open, err := wohngeld.Bewillige(zeitraum("2022-07-01", "2023-06-30"), h, datum.Datum{}, nil)
	require.NoError(t, err)
	require.Equal(t, "§ 42d Abs. 5 WoGG", open[1].Grundlage.String())
	require.Equal(t, int64(1440000-123000)*100/10*9, open[1].Ergebnis.Gesamteinkommen, "not yet decided: by the law of the month")
}

func TestBewillige_DecidedKeepsItsLawThroughOtherChanges(t *testing.T) {
	h := tenant(3, 60000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 100000), einnahme(wohngeld.EinnahmeAktivrente, 50000)}, Kranken: true})
	decided, err := wohngeld.Bewillige(zeitraum("2025-07-01", "2026-06-30"), h, day("2025-07-20"), nil)
	require.NoError(t, err)
	require.Equal(t, decided[0].Ergebnis, decided[len(decided)-1].Ergebnis, "tax-free wages count only from 2026, and not for what was decided")
	open, err := wohngeld.Bewillige(zeitraum("2025-07-01", "2026-06-30"), h, datum.Datum{}, nil)
	require.NoError(t, err)
	require.Len(t, open, 2)
	require.Less(t, open[1].Ergebnis.Wohngeld, open[0].Ergebnis.Wohngeld)
}

func TestBewillige_AmountOfDecemberIsTheFloorIn2023(t *testing.T) {
	found := 0
	for rent := wohngeld.Cent(80000); rent < 130000; rent += 10000 {
		for income := wohngeld.Cent(0); income < 120000; income += 5000 {
			h := tenant(3, rent, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, income)}}, wohngeld.Person{}, wohngeld.Person{}, wohngeld.Person{})
			h.Gemeinde = kommune.MustParseAGS("03241004") // from V to III with the edition of 2023
			before, after := amount(t, "2022-12-01", h), amount(t, "2023-01-01", h)
			if after >= before {
				continue
			}
			found++
			parts, err := wohngeld.Bewillige(zeitraum("2022-10-01", "2023-09-30"), h, datum.Datum{}, nil)
			require.NoError(t, err)
			last := parts[len(parts)-1]
			require.Equal(t, before, last.Ergebnis.Wohngeld)
			require.True(t, last.Besitzstand)
			kept := step(t, last.Schritte, "besitzstand")
			require.Equal(t, "§ 19 WoGG", kept.Verdraengt.String())
			require.Contains(t, kept.Text.String(), after.String())
			fresh, err := wohngeld.Bewillige(zeitraum("2023-01-01", "2023-09-30"), h, datum.Datum{}, nil)
			require.NoError(t, err)
			require.Equal(t, after, fresh[0].Ergebnis.Wohngeld, "a period that begins in 2023 has no December")
			require.False(t, fresh[0].Besitzstand)
		}
	}
	require.NotZero(t, found, "there must be such a household, or nothing was tested")
}

func TestBewillige_AChangeWithinAMonthCountsFromTheNext(t *testing.T) {
	h := tenant(3, 80000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 80000)}})
	h.Gemeinde = weinheim
	parts, err := wohngeld.Bewillige(zeitraum("2023-02-01", "2024-01-31"), h, datum.Datum{}, nil)
	require.NoError(t, err)
	require.Equal(t, day("2023-04-30"), parts[0].Zeitraum.Bis)
	require.Equal(t, day("2023-05-01"), parts[1].Zeitraum.Ab)
	require.Greater(t, parts[1].Ergebnis.Wohngeld, parts[0].Ergebnis.Wohngeld)
}

func TestBewillige_RefusesWhatIsNoPeriod(t *testing.T) {
	for _, z := range []regel.Zeitraum{{}, zeitraum("2025-01-02", "2025-12-31"), zeitraum("2025-01-01", "2025-12-30"), zeitraum("2025-02-01", "2025-01-31"), zeitraum("2025-01-01", "2027-01-31"), zeitraum("2022-01-01", "2023-01-31"), zeitraum("2025-01-01", "9998-12-31")} {
		_, err := wohngeld.Bewillige(z, pensioner(), datum.Datum{}, nil)
		require.ErrorIs(t, err, wohngeld.ErrZeitraum, z.String())
	}
	_, err := wohngeld.Bewillige(zeitraum("2025-01-01", "2026-12-31"), pensioner(), datum.Datum{}, nil)
	require.NoError(t, err, "up to 24 months since 2023")
	_, err = wohngeld.Bewillige(zeitraum("2019-10-01", "2020-09-30"), pensioner(), datum.Datum{}, nil)
	require.ErrorIs(t, err, regel.ErrKeinRecht, "a law that is not held is an error and never 0 euro")
	_, err = wohngeld.Bewillige(zeitraum("2025-01-01", "2025-12-31"), wohngeld.Haushalt{}, datum.Datum{}, nil)
	require.Error(t, err)
}

func TestAntragszeit_Beginn(t *testing.T) {
	for _, c := range []struct {
		name string
		a    wohngeld.Antragszeit
		want string
		norm string
	}{
		{"first of the month of application", wohngeld.Antragszeit{Eingang: day("2024-11-15")}, "2024-11-01", "§ 25 Abs. 2 WoGG"},
		{"conditions begin later", wohngeld.Antragszeit{Eingang: day("2024-11-15"), VoraussetzungenAb: day("2025-01-10")}, "2025-01-01", "§ 25 Abs. 2 WoGG"},
		{"conditions began before", wohngeld.Antragszeit{Eingang: day("2024-11-15"), VoraussetzungenAb: day("2024-01-10")}, "2024-11-01", "§ 25 Abs. 2 WoGG"},
		{"after a running period", wohngeld.Antragszeit{Eingang: day("2024-11-15"), BisherigesEnde: day("2024-12-31")}, "2025-01-01", "§ 25 Abs. 2 WoGG"},
		{"refusal of another benefit, in time", wohngeld.Antragszeit{Eingang: day("2024-11-30"), AblehnungAb: day("2024-07-01"), AblehnungBekannt: day("2024-10-20")}, "2024-07-01", "§ 25 Abs. 3 WoGG"},
		{"refusal, a day late", wohngeld.Antragszeit{Eingang: day("2024-12-01"), AblehnungAb: day("2024-07-01"), AblehnungBekannt: day("2024-10-20")}, "2024-12-01", "§ 25 Abs. 2 WoGG"},
	} {
		got, norm := c.a.Beginn()
		require.Equal(t, day(c.want), got, c.name)
		require.Equal(t, c.norm, norm.String(), c.name)
	}
}

func TestAntragszeit_TooEarlyCountsAsOfTheSecondMonthBeforeTheEnd(t *testing.T) {
	end := day("2025-10-31")
	require.Equal(t, day("2025-09-01"), wohngeld.Antragszeit{Eingang: day("2025-07-10"), BisherigesEnde: end}.Antragstag())
	require.Equal(t, day("2025-09-01"), wohngeld.Antragszeit{Eingang: day("2025-09-01"), BisherigesEnde: end}.Antragstag())
	require.Equal(t, day("2025-09-15"), wohngeld.Antragszeit{Eingang: day("2025-09-15"), BisherigesEnde: end}.Antragstag())
	require.Equal(t, day("2025-07-10"), wohngeld.Antragszeit{Eingang: day("2025-07-10")}.Antragstag())
}

func TestAenderung_ThresholdsOfBothLaws(t *testing.T) {
	law := func(d string) *wohngeld.Recht {
		r, err := wohngeld.AmTag(day(d))
		require.NoError(t, err)
		return r
	}
	was := wohngeld.Ergebnis{Wohngeld: 20000, Mitglieder: 2, Miete: 500_0000000000, Gesamteinkommen: 12_000_0000}
	with := func(change func(*wohngeld.Ergebnis)) wohngeld.Ergebnis {
		e := was
		change(&e)
		return e
	}
	for _, c := range []struct {
		name     string
		day      string
		neu      wohngeld.Ergebnis
		up, down bool
	}{
		{"exactly 10 percent is not more", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Miete, e.Wohngeld = 550_0000000000, 24000 }), false, false},
		{"more than 10 percent", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Miete, e.Wohngeld = 550_0000000001, 24000 }), true, false},
		{"15 percent until 2022", "2022-01-01", with(func(e *wohngeld.Ergebnis) { e.Miete, e.Wohngeld = 570_0000000000, 24000 }), false, false},
		{"more than 15 percent", "2022-01-01", with(func(e *wohngeld.Ergebnis) { e.Miete, e.Wohngeld = 576_0000000000, 24000 }), true, false},
		{"income down", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Gesamteinkommen, e.Wohngeld = 10_799_9999, 24000 }), true, false},
		{"income down, amount does not rise", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Gesamteinkommen = 10_000_0000 }), false, false},
		{"one more member", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Mitglieder, e.Wohngeld = 3, 30000 }), true, false},
		{"one fewer member", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Mitglieder, e.Wohngeld = 1, 10000 }), false, true},
		{"income up by exactly 15 percent", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Gesamteinkommen, e.Wohngeld = 13_800_0000, 15000 }), false, false},
		{"income up by more", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Gesamteinkommen, e.Wohngeld = 13_800_0001, 15000 }), false, true},
		{"rent down by more than 15 percent", "2025-01-01", with(func(e *wohngeld.Ergebnis) { e.Miete, e.Wohngeld = 424_9999999999, 15000 }), false, true},
	} {
		a := law(c.day).Aenderung(was, c.neu)
		require.Equal(t, c.up, a.Erhoehung, c.name)
		require.Equal(t, c.down, a.Minderung, c.name)
		if c.up || c.down {
			require.NotEmpty(t, a.Normen, c.name)
		}
	}
	told := law("2025-01-01").Mitteilungspflicht
	was.Wohnkosten, was.Brutto = 500_0000000000, 200000
	require.Empty(t, told(was, with(func(e *wohngeld.Ergebnis) { e.Wohnkosten, e.Brutto = 425_0000000000, 230000 })), "exactly 15 percent is not more")
	require.Equal(t, "§ 27 Abs. 3 Satz 1 Nr. 1, § 27 Abs. 3 Satz 1 Nr. 2, § 27 Abs. 3 Satz 1 Nr. 3 WoGG",
		told(was, with(func(e *wohngeld.Ergebnis) { e.Mitglieder, e.Wohnkosten, e.Brutto = 1, 424_9999999999, 230001 })).String())
	require.Equal(t, day("2025-03-01"), wohngeld.AenderungAb(day("2025-03-01")))
	require.Equal(t, day("2025-04-01"), wohngeld.AenderungAb(day("2025-03-02")))
	require.Equal(t, day("2025-03-02"), wohngeld.UnwirksamAb(day("2025-03-02"), true))
	require.Equal(t, day("2025-04-01"), wohngeld.UnwirksamAb(day("2025-03-02"), false))
}

func TestEinmalig_TwelveMonthsAfterReceiptAndThirtySixBefore2023(t *testing.T) {
	law := func(d string) *wohngeld.Recht {
		r, err := wohngeld.AmTag(day(d))
		require.NoError(t, err)
		return r
	}
	year := zeitraum("2025-01-01", "2025-12-31")
	require.Equal(t, wohngeld.Cent(120000), law("2025-01-01").Einmalig(120000, day("2024-12-15"), year), "all twelve months")
	require.Equal(t, wohngeld.Cent(60000), law("2025-01-01").Einmalig(120000, day("2024-06-15"), year), "July to December 2024 are outside")
	require.Equal(t, wohngeld.Cent(0), law("2025-01-01").Einmalig(120000, day("2023-12-31"), year), "a year and a day before")
	require.Equal(t, wohngeld.Cent(50000), law("2025-01-01").Einmalig(120000, day("2025-07-10"), year), "August to December")
	require.Equal(t, wohngeld.Cent(40000), law("2022-01-01").Einmalig(120000, day("2021-12-15"), zeitraum("2022-01-01", "2022-12-31")))
	require.Equal(t, wohngeld.Cent(120000), law("2025-01-01").Einmalig(120000, day("2024-12-15"), zeitraum("2025-01-01", "2025-06-30")), "half a year, taken to one")
	require.Zero(t, law("2025-01-01").Einmalig(-1, day("2024-12-15"), year))
	require.Zero(t, law("2025-01-01").Einmalig(1, datum.Datum{}, year))
	require.Zero(t, law("2025-01-01").Einmalig(1, day("2024-12-15"), regel.Zeitraum{}))
}

func TestAusschlusszeit_FromTheMonthAppliedForToTheLastFullMonth(t *testing.T) {
	a := wohngeld.Ausschlusszeit{BeantragtFuer: day("2025-03-20")}
	require.False(t, a.Gilt(day("2025-02-28")))
	require.True(t, a.Gilt(day("2025-03-01")), "the month, and before it is decided")
	require.True(t, a.Gilt(day("2030-01-01")))
	a.LetzterTag = day("2025-08-31")
	require.True(t, a.Gilt(day("2025-08-31")))
	require.False(t, a.Gilt(day("2025-09-01")))
	a.LetzterTag = day("2025-08-30")
	require.True(t, a.Gilt(day("2025-07-31")))
	require.False(t, a.Gilt(day("2025-08-01")), "August was not a full month")
	a.Entfallen = true
	require.False(t, a.Gilt(day("2025-05-01")), "as if there had been none")
	require.False(t, wohngeld.Ausschlusszeit{}.Gilt(day("2025-05-01")))
	require.Equal(t, day("2026-10-31"), wohngeld.EndgueltigAm(zeitraum("2024-11-01", "2025-10-31")))
}

// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

var weinheim = kommune.MustParseAGS("08226096")

func formel(t *testing.T, d string, g wohngeld.Groessen) (wohngeld.Ergebnis, []regel.Schritt) {
	t.Helper()
	p, e, err := wohngeld.Formel().Protokolliere(day(d), g, nil)
	require.NoError(t, err)
	return e, p.Schritte
}

// The pitfalls that other programs fell into, each with the case that shows it.
func TestFalle01_MaximaOf2022To2024AreThoseOfTheOrdinance(t *testing.T) {
	for _, d := range []string{"2022-01-01", "2023-06-01", "2024-12-31"} {
		_, steps := formel(t, d, wohngeld.Groessen{Mitglieder: 1, Stufe: 1, Miete: 100000})
		s := step(t, steps, "hoechstbetrag")
		require.Equal(t, "347,00 Euro", s.Wert.String(), "338 is what the act went on to print")
		require.Equal(t, "§ 23 WoGV", s.Nachweis.Fundstelle.Norm.String())
	}
}

func TestFalle02_MinimumOfMAppliesAfterTheHeatingAmount(t *testing.T) {
	e, steps := formel(t, "2025-07-01", wohngeld.Groessen{Mitglieder: 1, Stufe: 1, Miete: 0})
	require.Equal(t, "110.4000000000", text(t, e.M), "0 + 110.40, which is more than 54")
	for _, s := range steps {
		require.NotEqual(t, "min_M", s.Code)
	}
	e, _ = formel(t, "2020-07-01", wohngeld.Groessen{Mitglieder: 1, Stufe: 1, Miete: 1000})
	require.Equal(t, "52.0000000000", text(t, e.M), "without a heating amount the minimum binds")
}

func TestFalle03_NoCapAtMUpToTwelveMembers(t *testing.T) {
	for _, c := range []struct {
		n    int
		m    wohngeld.Cent
		want wohngeld.Cent
	}{{11, 50000, 512}, {12, 60000, 651}} {
		heating := wohngeld.Cent(22540 + (c.n-5)*2760)
		e, _ := formel(t, "2025-07-01", wohngeld.Groessen{Mitglieder: c.n, Stufe: 7, Miete: c.m - heating})
		require.Equal(t, c.want*100, e.Wohngeld)
		require.Contains(t, e.Hinweise.Codes(), wohngeld.FrageDeckel, "and the result says so")
		law, err := wohngeld.AmTag(day("2025-07-01"))
		require.NoError(t, err)
		capped := wohngeld.Formel().Rechne(law.Nach(wohngeld.Auslegung{DeckelImmer: true}), &wohngeld.Groessen{Mitglieder: c.n, Stufe: 7, Miete: c.m - heating}, nil)
		require.Equal(t, c.m, capped.Wohngeld)
	}
}

func TestFalle04_SupplementFromThe13thOnIsNotAddedToNothing(t *testing.T) {
	e, steps := formel(t, "2025-07-01", wohngeld.Groessen{Mitglieder: 14, Stufe: 1, Miete: 10000, Gesamteinkommen: 120_000_00})
	require.Equal(t, wohngeld.GrundKeinBetrag, e.Grund)
	for _, s := range steps {
		require.NotEqual(t, "ab_13", s.Code)
	}
	e, _ = formel(t, "2025-07-01", wohngeld.Groessen{Mitglieder: 20, Stufe: 1, Miete: 10000})
	require.Equal(t, int64(e.M)/100_0000_0000*100, int64(e.Wohngeld), "capped at the rent, cut to whole euro")
}

func TestFalle05_LessThanTenEuroIsNothing(t *testing.T) {
	seen := map[wohngeld.Cent]bool{}
	for income := wohngeld.Cent(1600000); income < 1900000; income += 100 {
		e, steps := formel(t, "2025-07-01", wohngeld.Groessen{Mitglieder: 1, Stufe: 3, Miete: 45000, Gesamteinkommen: income})
		seen[e.Wohngeld] = true
		if e.Grund == wohngeld.GrundMindestbetrag {
			require.Equal(t, "§ 21 Nr. 1 WoGG", step(t, steps, "mindestbetrag").Norm.String())
		}
	}
	require.True(t, seen[1000], "ten euro are paid")
	require.True(t, seen[0])
	for c := wohngeld.Cent(1); c < 1000; c++ {
		require.False(t, seen[c], "never %v", c)
	}
}

func TestFalle06_TablesAreReadAtAllMembersAndSharedAfter(t *testing.T) {
	e, steps := formel(t, "2025-07-01", wohngeld.Groessen{Mitglieder: 2, Ausgeschlossen: 1, Stufe: 4, Miete: 57000, Gesamteinkommen: 78435 * 12})
	require.Equal(t, "356.3000000000", text(t, e.M), "285 + 71.30, not the maximum of one")
	require.Equal(t, "619,00 Euro", step(t, steps, "hoechstbetrag").Wert.String(), "the table at two")
	require.Equal(t, wohngeld.Cent(19100), e.Wohngeld)
}

func TestFalle07_DeductionsArePerPerson(t *testing.T) {
	e, _ := calculate(t, "2025-07-01", tenant(7, 90000,
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 100000)}, Steuer: true, Kranken: true, Rente: true},
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 50000)}}))
	require.Equal(t, int64(840000+600000)*100, e.Gesamteinkommen, "70 percent of one and all of the other")
}

func TestFalle08_NoFlatAmountOnWhatIsNoWage(t *testing.T) {
	for _, art := range []wohngeld.Einnahmeart{wohngeld.EinnahmeMinijob, wohngeld.EinnahmeLohnersatz, wohngeld.EinnahmeUnterhaltsvorschuss} {
		e, _ := calculate(t, "2025-07-01", tenant(7, 90000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(art, 50000)}}))
		require.Equal(t, int64(600000)*100, e.Gesamteinkommen, art)
	}
}

func TestFalle09_PensionCountsInFull(t *testing.T) {
	e, _ := calculate(t, "2025-07-01", tenant(7, 90000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 100000)}}))
	require.Equal(t, int64(1200000-10200)*100, e.Gesamteinkommen)
}

func TestFalle10_LossesLowerNoOtherIncomeAndNoOtherPerson(t *testing.T) {
	e, _ := calculate(t, "2025-07-01", tenant(7, 90000,
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{{Art: wohngeld.EinnahmeGewerbe, Betrag: -1000000}, {Art: wohngeld.EinnahmeVermietung, Betrag: 400000}}},
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohnersatz, 50000)}}))
	require.Equal(t, int64(400000+600000)*100, e.Gesamteinkommen)
}

func TestFalle11_GrundrenteOnlyAfterNoticeOfTheInsurer(t *testing.T) {
	p := wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeRente, 94500)}, Kranken: true, Grundrente: wohngeld.GrundrenteAngegeben}
	stated, steps := calculate(t, "2025-07-01", tenant(2, 34500, p))
	require.NotZero(t, stated.Hinweise&wohngeld.HinweisGrundrenteFehlt, "decided without, then anew ex officio")
	require.Equal(t, "§ 17a Abs. 3 WoGG", step(t, steps, "grundrente_fehlt").Norm.String())
	p.Grundrente = wohngeld.GrundrenteMitgeteilt
	notified, _ := calculate(t, "2025-07-01", tenant(2, 34500, p))
	require.Less(t, stated.Wohngeld, notified.Wohngeld)
}

func TestFalle12_LevelOfRentsByKeyAndListNeverByNameOrSize(t *testing.T) {
	town, _ := stufe(t, "2026-01-01", "14713000")
	kreis, _ := stufe(t, "2026-01-01", "14729010")
	require.Equal(t, wohngeld.Mietenstufe(2), town)
	require.Equal(t, wohngeld.Mietenstufe(1), kreis)
	// Friedland in Lower Saxony has fewer than 10,000 inhabitants and its own line.
	g, err := kommune.Deutschland().Gemeinde(kommune.MustParseAGS("03159013"))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(g.Name, "Friedland"))
	require.Less(t, g.Einwohner, 10000)
	own, _ := stufe(t, "2026-01-01", "03159013")
	require.True(t, own.IsValid())
}

func TestFalle13_EachMonthHasItsLaw(t *testing.T) {
	parts, err := wohngeld.Bewillige(zeitraum("2024-11-01", "2025-10-31"), pensioner(), day("2025-03-01"), nil)
	require.NoError(t, err)
	require.Len(t, parts, 2, "decided in 2025, and November still is of 2024")
	require.NotEqual(t, parts[0].Ergebnis.Wohngeld, parts[1].Ergebnis.Wohngeld)
}

func TestFalle14_TrifleIsReclaimedSince2025(t *testing.T) {
	for d, want := range map[string]wohngeld.Cent{"2022-12-31": 0, "2023-01-01": 5000, "2024-12-31": 5000, "2025-01-01": 0, "2026-06-01": 0} {
		law, err := wohngeld.AmTag(day(d))
		require.NoError(t, err)
		require.Equal(t, want, law.Bagatelle(), d)
	}
}

func TestFalle15_WealthAndPlausibilityAreForAPersonAndRefuseNothing(t *testing.T) {
	h := pensioner()
	plain, _ := calculate(t, "2025-07-01", h)
	require.False(t, plain.Hinweise.Offen())
	h.Vermoegen = 60_000_00
	same, _ := calculate(t, "2025-07-01", h)
	require.False(t, same.Hinweise.Offen(), "exactly the guide value")
	h.Vermoegen, h.Bedarf = 60_000_01, 5000_00
	p, e, err := wohngeld.Regeln().Protokolliere(day("2025-07-01"), h, nil)
	require.NoError(t, err)
	require.Equal(t, plain.Wohngeld, e.Wohngeld, "the amount stays")
	require.True(t, e.Hinweise.Offen())
	require.Len(t, p.Offen(), 2)
	require.Equal(t, []string{"WOGG-VERMOEGEN", "WOGG-PLAUSIBILITAET"}, e.Hinweise.Codes())
	h.Personen = append(h.Personen, wohngeld.Person{})
	h.Vermoegen, h.Bedarf = 90_000_00, 0
	e, _ = calculate(t, "2025-07-01", h)
	require.False(t, e.Hinweise.Offen(), "30,000 for each further member")
}

// Pitfall 16 is TestParseZelle_ReadsTheNotationOfTheGazette.

func TestFalle17_TheTraceKnowsPersonsByTheirPlaceOnly(t *testing.T) {
	h := tenant(7, 90000, wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 100000)}}, wohngeld.Person{})
	p, _, err := wohngeld.Regeln().Protokolliere(day("2025-07-01"), h, map[string]regel.Herkunft{"/personen/0": {Stelle: "Arbeitgeber"}})
	require.NoError(t, err)
	s := step(t, p.Schritte, "betrag")
	require.Equal(t, "/personen/0/einnahmen/0/betrag", s.Pfad)
	require.Equal(t, "Arbeitgeber", s.Herkunft.Stelle)
	require.Equal(t, 2, p.Schritte[2].Nummer, "member 2")
}

func TestEntwurf_IsNeverAppliedByDateAndOnlyByItsName(t *testing.T) {
	g := wohngeld.Groessen{Mitglieder: 1, Stufe: 3, Miete: 45000, Gesamteinkommen: 1_200_000}
	for _, d := range []string{"2026-12-31", "2027-01-01", "2030-01-01"} {
		e, steps := formel(t, d, g)
		require.Equal(t, wohngeld.Cent(24200), e.Wohngeld, d)
		require.Equal(t, "0,00004080", step(t, steps, "c").Wert.String(), d)
	}
	require.Equal(t, []string{wohngeld.Entwurf2027}, wohngeld.Formel().Entwuerfe())
	p, e, err := wohngeld.Formel().ProtokolliereEntwurf(wohngeld.Entwurf2027, day("2027-01-01"), g, nil)
	require.NoError(t, err)
	require.Less(t, e.Wohngeld, wohngeld.Cent(24200))
	require.Equal(t, "0,00006446", step(t, p.Schritte, "c").Wert.String())
	require.Equal(t, "48,00 Euro", step(t, p.Schritte, "heizung").Wert.String())
	require.Contains(t, step(t, p.Schritte, "mindestbetrag").Text.String(), "mindestens 15,00 Euro")
	diff, err := wohngeld.Formel().Replay(p)
	require.NoError(t, err)
	require.Empty(t, diff)
}

func TestKeinRecht_BeforeTheFirstLawIsAnErrorAndNeverNothing(t *testing.T) {
	for _, d := range []datum.Datum{day("2019-12-31"), day("1990-01-01"), {}} {
		_, err := wohngeld.AmTag(d)
		require.ErrorIs(t, err, regel.ErrKeinRecht)
	}
}

func TestFormel_NoPanicAndNoAmountForInputThatIsNone(t *testing.T) {
	for _, g := range []wohngeld.Groessen{{}, {Mitglieder: 1}, {Mitglieder: 51, Stufe: 1}, {Mitglieder: -1, Stufe: 1}, {Mitglieder: 1, Ausgeschlossen: 2, Stufe: 1}, {Mitglieder: 1, Ausgeschlossen: -1, Stufe: 1}, {Mitglieder: 1, Stufe: 8}, {Mitglieder: 1, Stufe: 1, Miete: -1}, {Mitglieder: 1, Stufe: 1, Gesamteinkommen: wohngeld.MaxBetrag + 1}} {
		require.NotEmpty(t, g.Check())
		e, _ := formel(t, "2025-01-01", g)
		require.Equal(t, wohngeld.Ergebnis{Grund: wohngeld.GrundEingabe}, e)
	}
	for _, g := range []wohngeld.Groessen{{Mitglieder: 50, Ausgeschlossen: 1, Stufe: 7, Miete: wohngeld.MaxBetrag}, {Mitglieder: 50, Stufe: 7, Miete: wohngeld.MaxBetrag, Gesamteinkommen: wohngeld.MaxBetrag}, {Mitglieder: 1, Stufe: 1, Gesamteinkommen: wohngeld.MaxBetrag}} {
		require.Empty(t, g.Check())
		for _, d := range []string{"2020-01-01", "2022-01-01", "2023-01-01", "2025-01-01"} {
			e, _ := formel(t, d, g)
			if g.Gesamteinkommen > 0 {
				require.Equal(t, wohngeld.GrundKeinBetrag, e.Grund)
			} else {
				require.Positive(t, e.Wohngeld)
			}
		}
	}
	e, _ := formel(t, "2025-01-01", wohngeld.Groessen{Mitglieder: 2, Ausgeschlossen: 2, Stufe: 1})
	require.Equal(t, wohngeld.GrundAusgeschlossen, e.Grund)
}

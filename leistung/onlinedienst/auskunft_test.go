// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

// mitMiete asks for an amount on top and tells what half of it is.
func mitMiete() od.Dienst[antragParken, satzung] {
	d := parken()
	miete := od.Geld(func(a *antragParken) *od.Betrag { return &a.Miete }, od.T("Miete im Monat", "Rent a month")).Between("0", "10000")
	d.Seiten = append(d.Seiten, od.Zeige("miete", od.Element[antragParken](miete)))
	d.Auskunft = func(f fallParken) []od.Auskunft {
		half := od.Cents(f.Angaben.Miete.Cents() / 2).String()
		return []od.Auskunft{{
			Titel: od.T("Die Hälfte wäre "+half, "Half of it would be "+half), Text: od.T("Das Amt entscheidet.", "The office decides."),
			Gang: []od.Gang{{Text: od.T("geteilt durch zwei", "divided by two"), Wert: od.T(half, half), Normen: recht.MustParseNormen("§ 19 WoGG")}},
		}}
	}
	return d
}

func TestAuskunft_IsGivenOnlyWhereNothingIsMissingOrWrong(t *testing.T) {
	require.Empty(t, mitMiete().Check())
	lauf, err := mitMiete().Begin(jena(t), datum.MustParse("2026-11-30"), recht.NiveauHoch)
	require.NoError(t, err)
	a := erika()
	require.NoError(t, lauf.Answer(a))
	told, err := lauf.Auskunft()
	require.NoError(t, err)
	require.Empty(t, told, "the rent is missing")

	a.Miete = od.Cents(84051)
	require.NoError(t, lauf.Answer(a))
	told, err = lauf.Auskunft()
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.Equal(t, "Die Hälfte wäre 420.25", told[0].Titel.String())
	data, err := lauf.Data()
	require.NoError(t, err)
	require.Contains(t, strings.ReplaceAll(string(data), " ", ""), `"miete":840.51`, "an amount leaves as a number of euro")
}

func TestBetrag_NothingIsNotZero(t *testing.T) {
	play := onlinediensttest.Play(t, mitMiete(), jena(t), "2026-11-30", erika())
	play.Findings("FORM-PFLICHT /miete")
	play.Set(func(a *antragParken) { a.Miete = od.Cents(0) }).Findings().Delivers("0.00")
	play.Set(func(a *antragParken) { a.Miete = od.Cents(1000001) }).Findings("FORM-WERT-MAX /miete")
	play.Set(func(a *antragParken) { a.Miete = od.Cents(100) }).Put(map[string]any{"/miete": "viel"}).Findings("FORM-TYP /miete")
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

func TestDienst_ParkenWithItsFee(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: parken(), Kommunen: jena(t), Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16053000"), Kasse: onlinediensttest.NewKasse,
	})
}

// A further question is a field of the struct and its handle: it is asked, shown,
// checked, delivered and kept without a line anywhere else.
func TestDienst_AFurtherQuestionIsOneHandle(t *testing.T) {
	d := parken()
	d.Gebuehr = nil
	title := od.T("Wie viele Räder hat der Wagen?", "How many wheels does the car have?")
	d.Seiten = append(d.Seiten, od.Zeige("raeder", od.Element[antragParken](od.Ganzzahl(func(a *antragParken) *od.Zahl { return &a.Raeder }, title).Between("3", "8"))))
	require.Empty(t, d.Check())
	a := erika()
	s := onlinediensttest.Play(t, d, jena(t), "2026-11-30", a).Pages("person", "anschrift", "wohnung", "fahrzeuge", "ausweis", "kontakt", "raeder").Findings("FORM-PFLICHT /raeder")
	s.Set(func(a *antragParken) { a.Raeder = od.Z(2) }).Findings("FORM-WERT-MIN /raeder")
	s.Set(func(a *antragParken) { a.Raeder = od.Z(4) }).Findings().Delivers("raeder")
	a.Raeder = od.Z(4)
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: d, Kommunen: jena(t), Tag: "2026-11-30", Antworten: a, Gemeinde: kommune.MustParseAGS("16053000"),
	})
	lauf, err := d.Begin(jena(t), s.Case().Heute, recht.NiveauHoch)
	require.NoError(t, err)
	require.NoError(t, lauf.Answer(a))
	data, err := lauf.Data()
	require.NoError(t, err)
	var back antragParken
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, int64(4), back.Raeder.Int())
}

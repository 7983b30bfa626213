// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

func grad(t *testing.T, modell leistung.Reifegradmodell, stufe int) leistung.Reifegrad {
	t.Helper()
	r, err := leistung.NewReifegrad(modell, stufe)
	require.NoError(t, err)
	return r
}

func TestReifegrad_CarriesItsModel(t *testing.T) {
	for stufe, name := range []string{"Offline", "Information", "Formular-Assistent", "Online-Leistung", "Online-Transaktion"} {
		require.Equal(t, name, grad(t, leistung.Reifegradmodell11, stufe).Bezeichnung())
	}
	for stufe, name := range []string{"Frontend", "Frontend", "Frontend", "Frontend", "Prozess", "Prozess", "Prozess", "Ende-zu-Ende"} {
		require.True(t, strings.HasPrefix(grad(t, leistung.Reifegradmodell20, stufe).Bezeichnung(), name))
	}
	for _, bad := range []struct {
		modell leistung.Reifegradmodell
		stufe  int
	}{{leistung.Reifegradmodell11, 5}, {leistung.Reifegradmodell11, -1}, {leistung.Reifegradmodell20, 8}, {"3.0", 0}, {"", 0}} {
		_, err := leistung.NewReifegrad(bad.modell, bad.stufe)
		require.ErrorIs(t, err, leistung.ErrReifegrad)
	}
	require.True(t, leistung.Reifegrad{}.IsZero())
	require.Empty(t, leistung.Reifegrad{}.String()+leistung.Reifegrad{}.Bezeichnung())
	three := grad(t, leistung.Reifegradmodell11, 3)
	require.Equal(t, "Reifegrad 3 (Modell 1.1)", three.String())
	require.Equal(t, leistung.Reifegradmodell11, three.Modell())
	require.True(t, three.Erreicht(grad(t, leistung.Reifegradmodell11, 2)))
	require.False(t, three.Erreicht(grad(t, leistung.Reifegradmodell11, 4)))
	require.False(t, three.Erreicht(grad(t, leistung.Reifegradmodell20, 3)), "two scales do not compare")
	require.False(t, leistung.Reifegrad{}.Erreicht(leistung.Reifegrad{}))
}

func TestReifegrad_IsStoredWithItsModel(t *testing.T) {
	type dienst struct {
		Grad leistung.Reifegrad `json:"grad,omitzero"`
	}
	b, err := json.Marshal([]dienst{{grad(t, leistung.Reifegradmodell11, 3)}, {}})
	require.NoError(t, err)
	require.JSONEq(t, `[{"grad":"1.1:3"},{}]`, string(b))
	var back []dienst
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, grad(t, leistung.Reifegradmodell11, 3), back[0].Grad)
	require.True(t, back[1].Grad.IsZero())
	stored, err := grad(t, leistung.Reifegradmodell20, 7).Value()
	require.NoError(t, err)
	var scanned leistung.Reifegrad
	require.NoError(t, scanned.Scan(stored))
	require.Equal(t, grad(t, leistung.Reifegradmodell20, 7), scanned)
	for _, bad := range []any{nil, "", "3", "1.1", "1.1:", "1.1:5", "2.0:8", "3.0:1", "1.1:03", "1.1:-1", 3} {
		require.ErrorIs(t, scanned.Scan(bad), leistung.ErrReifegrad)
	}
	_, err = leistung.Reifegrad{}.Value()
	require.ErrorIs(t, err, leistung.ErrReifegrad)
}

func TestBewerte_TheWeakestCriterionDecides(t *testing.T) {
	b, err := leistung.Bewerte(leistung.Reifegradmodell20, []leistung.Kriterium{{Code: "a", Stufe: 7}, {Code: "b", Stufe: 3}, {Code: "c", Stufe: 3}})
	require.NoError(t, err)
	require.Equal(t, 3, b.Reifegrad.Stufe())
	require.Len(t, b.Massgebende, 2)
	_, err = leistung.Bewerte(leistung.Reifegradmodell11, nil)
	require.ErrorIs(t, err, leistung.ErrReifegrad)
	_, err = leistung.Bewerte(leistung.Reifegradmodell11, []leistung.Kriterium{{Stufe: 5}})
	require.ErrorIs(t, err, leistung.ErrReifegrad)
}

func TestOnlineumfang_IsRatedByTheDescriptionOfTheLevels(t *testing.T) {
	full := leistung.Onlineumfang{Information: true, FormularHilfe: true, OnlineAntrag: true, Nachweise: leistung.NachweiseOnceOnly, BescheidDigital: true, Medienbruchfrei: true}
	for _, tt := range []struct {
		name   string
		change func(*leistung.Onlineumfang)
		want   int
		code   string
	}{
		{"everything", func(*leistung.Onlineumfang) {}, 4, ""},
		{"no documents needed", func(o *leistung.Onlineumfang) { o.Nachweise = leistung.NachweiseKeine }, 4, ""},
		{"documents uploaded", func(o *leistung.Onlineumfang) { o.Nachweise = leistung.NachweiseUpload }, 3, "REIFEGRAD-04"},
		{"one document on paper", func(o *leistung.Onlineumfang) { o.Nachweise = leistung.NachweisePapier }, 2, "REIFEGRAD-04"},
		{"documents not stated", func(o *leistung.Onlineumfang) { o.Nachweise = "" }, 2, "REIFEGRAD-04"},
		{"payment at the desk", func(o *leistung.Onlineumfang) { o.Medienbruchfrei = false }, 3, "REIFEGRAD-06"},
		{"decision on paper", func(o *leistung.Onlineumfang) { o.BescheidDigital = false }, 2, "REIFEGRAD-05"},
		{"identity at the desk", func(o *leistung.Onlineumfang) { o.AnmeldungVorOrt = true }, 2, "REIFEGRAD-03"},
		{"a form to print", func(o *leistung.Onlineumfang) { o.OnlineAntrag = false }, 2, "REIFEGRAD-02"},
		{"information only", func(o *leistung.Onlineumfang) { o.OnlineAntrag, o.FormularHilfe = false, false }, 1, "REIFEGRAD-02"},
		{"not even described", func(o *leistung.Onlineumfang) { o.Information = false }, 0, "REIFEGRAD-01"},
	} {
		o := full
		tt.change(&o)
		b := o.Reifegrad()
		require.Equal(t, tt.want, b.Reifegrad.Stufe(), tt.name)
		require.Equal(t, leistung.Reifegradmodell11, b.Reifegrad.Modell())
		if tt.code != "" {
			require.Equal(t, tt.code, b.Massgebende[0].Code, tt.name)
			require.NotEmpty(t, b.Massgebende[0].Warum)
		}
	}
	require.Zero(t, leistung.Onlineumfang{}.Reifegrad().Reifegrad.Stufe())
}

func TestBuendelOnline_NeedsOneMemberOfLevelTwo(t *testing.T) {
	require.False(t, leistung.BuendelOnline())
	require.False(t, leistung.BuendelOnline(grad(t, leistung.Reifegradmodell11, 1), grad(t, leistung.Reifegradmodell20, 7)))
	require.True(t, leistung.BuendelOnline(grad(t, leistung.Reifegradmodell11, 1), grad(t, leistung.Reifegradmodell11, 2)))
}

func TestEfAProfil_EachRequirementCanFailAlone(t *testing.T) {
	const complete = `{"designNeutral":true,"barrierefrei":true,"parametrisierbar":true,"nutzerkonten":["BundID"],"gebuehrenpflichtig":true,
		"bezahlschnittstelle":"XBezahldienste","datenaustausch":"XDatenfelder 3","zustaendigkeitssuche":"Routing API","transport":"FIT-Connect",
		"nachnutzung":"SaaS-Nachnutzungsvertrag","lizenz":"Apache-2.0","betrieb":"Musterrechenzentrum","support":"support@example.test"}`
	var p leistung.EfAProfil
	require.NoError(t, json.Unmarshal([]byte(complete), &p))
	require.Empty(t, p.Pruefe())

	areas, codes := map[string]bool{}, map[string]bool{}
	for _, a := range leistung.EfAAnforderungen() {
		areas[a.Bereich] = true
		require.False(t, codes[a.Code], a.Code)
		codes[a.Code] = true
		var fields map[string]any
		require.NoError(t, json.Unmarshal([]byte(complete), &fields))
		name := strings.TrimPrefix(a.Pfad, "/")
		require.Contains(t, fields, name, "the pointer names a field of the profile")
		delete(fields, name)
		b, err := json.Marshal(fields)
		require.NoError(t, err)
		var without leistung.EfAProfil
		require.NoError(t, json.Unmarshal(b, &without))
		open := without.Pruefe()
		require.Len(t, open, 1, a.Code)
		require.Equal(t, a.Code, open[0].Code)
		if a.Grad == leistung.EfAMuss {
			require.ErrorIs(t, open.Err(), recht.ErrInvalid)
			require.ErrorContains(t, open.Err(), a.Code)
		} else {
			require.NoError(t, open.Err())
		}
	}
	blank := p
	blank.Betrieb, blank.Nutzerkonten = " ", []string{"", "\t"}
	require.Len(t, blank.Pruefe(), 2, "a blank names nothing")
	require.Len(t, areas, 8, "the areas of the minimum requirements")

	free := p
	free.Gebuehrenpflichtig, free.Bezahlschnittstelle = false, ""
	require.Empty(t, free.Pruefe(), "no fees, no payment")
	none := leistung.EfAProfil{}
	require.Len(t, none.Pruefe(), len(codes)-1)
	require.Error(t, none.Pruefe().Err())
}

func ExampleOnlineumfang_Reifegrad() {
	b := leistung.Onlineumfang{
		Information: true, OnlineAntrag: true, Nachweise: leistung.NachweiseUpload, BescheidDigital: true, Medienbruchfrei: true,
	}.Reifegrad()
	fmt.Println(b.Reifegrad, b.Reifegrad.Bezeichnung())
	for _, k := range b.Massgebende {
		fmt.Println(k.Name+":", k.Warum)
	}
	// Output:
	// Reifegrad 3 (Modell 1.1) Online-Leistung
	// Nachweise: die Person lädt sie hoch
}

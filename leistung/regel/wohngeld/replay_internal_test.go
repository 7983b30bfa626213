// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// withAnlage1 are the rules with another table of 2025: as if a cell had been
// mistyped when the notice was made.
func withAnlage1(t *testing.T, table string) werke {
	t.Helper()
	b, p := &bau{}, &parameter{}
	p.tables(b)
	b.all = b.all[1:]
	first := &bau{}
	p.hoechst = add(first, "hoechstbetrag", monat, parseHoechst,
		zeile{ab: seit, bis: "2021-12-31", norm: anlage1, quelle: quelle2020, wert: hoechst2020},
		zeile{ab: "2022-01-01", bis: ende24, norm: "§ 23 WoGV", quelle: quelle2022, wert: hoechst2022},
		zeile{ab: ab25, norm: anlage1, quelle: quelle2025, wert: table})
	require.NoError(t, first.err)
	p.income(b)
	p.rent(b)
	p.time(b)
	require.NoError(t, b.err)
	w, err := newWerke(p, append(first.all, b.all...))
	require.NoError(t, err)
	return w
}

// A notice of 2025 calculated again after a value of Anlage 1 was put right.
func TestReplay_NamesTheParameterItsSourceAndTheDifferenceOfANotice(t *testing.T) {
	wrong := withAnlage1(t, strings.Replace(hoechst2025, "608; 686", "680; 686", 1))
	h := Haushalt{
		Zuschuss: ZuschussMiete, Gemeinde: kommune.MustParseAGS("14729010"), Miete: Miete{Vereinbart: 90000},
		Personen: []Person{{Einnahmen: []Einnahme{{Art: EinnahmeLohn, Betrag: 2_400_000}}, Kranken: true, Rente: true}, {}, {}, {}},
	}
	protokoll, was, err := wrong.haushalt.Protokolliere(datum.MustParse("2025-07-01"), h, map[string]regel.Herkunft{"/miete": {Stelle: "Mietvertrag"}})
	require.NoError(t, err)
	kept, err := json.Marshal(protokoll)
	require.NoError(t, err)

	again, err := regel.ReadProtokoll(kept)
	require.NoError(t, err)
	diff, err := Regeln().Replay(again)
	require.NoError(t, err)
	first, last := diff[0], diff[len(diff)-1]
	require.Equal(t, regel.AbweichungParameter, first.Art)
	require.Equal(t, "hoechstbetrag", first.Stelle)
	require.Contains(t, first.Damals, "680,00 Euro")
	require.Contains(t, first.Heute, "608,00 Euro")
	require.Equal(t, "Anlage 1 WoGG (V v. 21.10.2024, BGBl. 2024 I Nr. 314)", first.QuelleHeute.String())
	require.Equal(t, regel.AbweichungErgebnis, last.Art)
	require.Equal(t, "/wohngeld", last.Stelle)
	now, err := AmTag(datum.MustParse("2025-07-01"))
	require.NoError(t, err)
	right := Regeln().Rechne(now, &h, nil)
	require.Less(t, right.Wohngeld, was.Wohngeld)

	same, _, err := Regeln().Protokolliere(datum.MustParse("2025-07-01"), h, nil)
	require.NoError(t, err)
	diff, err = Regeln().Replay(same)
	require.NoError(t, err)
	require.Empty(t, diff)
}

func TestNewParameter_EveryValueNamesPlaceAndPromulgation(t *testing.T) {
	_, all, err := newParameter()
	require.NoError(t, err)
	require.Greater(t, len(all), 45)
	for _, p := range all {
		n := 0
		for f := range p.Fassungen() {
			n++
			require.NotEmpty(t, f.Fundstelle.Quelle, p.Name())
			require.True(t, !f.Wert.IsZero() || len(f.Tabelle.Zeilen) > 0, p.Name())
			if f.Entwurf != "" {
				require.Contains(t, f.Fundstelle.Quelle, "Entwurf", p.Name())
			}
		}
		require.NotZero(t, n)
	}
}

func TestLesart_EveryChapterHasItsTextInBothLanguages(t *testing.T) {
	for _, k := range Regeln().Lesart().Kapitel {
		require.NotEmpty(t, k.Text.String(), k.Code)
		require.NotEqual(t, k.Text.String(), k.Text.English(), k.Code)
	}
	require.Len(t, kapitelTexte, len(Regeln().Lesart().Kapitel))
}

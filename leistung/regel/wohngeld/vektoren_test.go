// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

var day = datum.MustParse

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

func cent(t *testing.T, s string) wohngeld.Cent {
	t.Helper()
	c, err := wohngeld.ParseCent(s)
	require.NoError(t, err)
	return c
}

// step returns the result of the step with the code.
func step(t *testing.T, steps []regel.Schritt, code string) regel.Schritt {
	t.Helper()
	for _, s := range steps {
		if s.Code == code {
			return s
		}
	}
	require.Fail(t, "no step", code)
	return regel.Schritt{}
}

// decimal writes "-67.9073206395" as a German reader sees it.
func decimal(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	return sign + whole + "," + frac
}

// runVectors compares every step of the formula. exactShares is false for a file
// whose calculation held the share n/N with a finite number of digits, so that its
// steps differ in the last ones where members are excluded; the amounts agree.
func runVectors(t *testing.T, path string, exactShares bool) int {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.Comment = ';', '#'
	rows, err := r.ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		g := wohngeld.Groessen{
			Mitglieder: number(t, row[2]), Ausgeschlossen: number(t, row[3]), Stufe: wohngeld.Mietenstufe(number(t, row[4])),
			Miete: cent(t, row[5]), Gesamteinkommen: cent(t, row[6]),
		}
		require.Empty(t, g.Check(), row[0])
		p, e, err := wohngeld.Formel().Protokolliere(day(row[1]), g, nil)
		require.NoError(t, err)
		for i, code := range []string{"z1", "z2", "z3", "z4"} {
			if g.Ausgeschlossen > 0 && !exactShares {
				continue
			}
			require.Equal(t, decimal(row[8+i]), step(t, p.Schritte, code).Wert.String(), "%s %s", row[0], code)
		}
		require.Equal(t, row[12]+",00 Euro", strings.ReplaceAll(e.Wohngeld.String(), ".", ""), row[0])
		law, err := wohngeld.Formel().Recht(day(row[1]))
		require.NoError(t, err)
		require.Equal(t, e, wohngeld.Formel().Rechne(law, &g, nil), "%s: without a trace the same", row[0])
	}
	return len(rows) - 1
}

func TestVektoren_OwnOfTwoIndependentCalculations(t *testing.T) {
	require.Equal(t, 400, runVectors(t, filepath.Join("testdata", "vektoren.csv"), true))
}

func TestVektoren_OwnFromTheSharedFolder(t *testing.T) {
	require.Equal(t, 150, runVectors(t, shareddata.Path(t, "wohngeld/vektoren-eigen.csv"), false))
}

// The figures of the ministry's examples of 01.01.2025 (Beispiele für die
// Berechnung des Wohngelds): members, counted, Mietenstufe, rent, monthly income,
// result; and M where it is printed.
func TestVektoren_OfTheMinistry(t *testing.T) {
	for _, c := range []struct {
		alle, n int
		stufe   wohngeld.Mietenstufe
		rent, y string
		m       string
		want    wohngeld.Cent
	}{
		{1, 1, 1, "335", "1162.35", "445,40 Euro", 110},
		{2, 2, 2, "480", "1589.70", "622,60 Euro", 166},
		{3, 3, 1, "750", "1638.00", "720,80 Euro", 320},
		{4, 4, 7, "1225", "2227.25", "1.371,20 Euro", 691},
		{2, 1, 4, "570", "784.35", "356,30 Euro", 191},
		{1, 1, 2, "345", "561.35", "455,40 Euro", 342},
		{1, 1, 4, "470", "1350.00", "", 88},
		{3, 3, 6, "700", "1728.00", "", 372},
		{4, 4, 3, "580", "1710.00", "", 485},
		{5, 5, 5, "870", "1853.25", "", 747},
		{6, 6, 2, "780", "3301.10", "", 343},
	} {
		g := wohngeld.Groessen{Mitglieder: c.alle, Ausgeschlossen: c.alle - c.n, Stufe: c.stufe, Miete: cent(t, c.rent), Gesamteinkommen: cent(t, c.y) * 12}
		p, e, err := wohngeld.Formel().Protokolliere(day("2025-07-01"), g, nil)
		require.NoError(t, err)
		require.Equal(t, c.want*100, e.Wohngeld, "%+v", c)
		if c.m != "" {
			require.Equal(t, c.m, step(t, p.Schritte, "M").Wert.String())
		}
	}
}

func TestVektoren_FourteenMembersInBothReadings(t *testing.T) {
	g := wohngeld.Groessen{Mitglieder: 14, Stufe: 3, Miete: 160000, Gesamteinkommen: 468825 * 12}
	p, e, err := wohngeld.Formel().Protokolliere(day("2025-07-01"), g, nil)
	require.NoError(t, err)
	require.Equal(t, wohngeld.Cent(133500), e.Wohngeld)
	require.Equal(t, "0,2070693450", step(t, p.Schritte, "z1").Wert.String())
	require.Equal(t, "1.204,9782147993", step(t, p.Schritte, "z4").Wert.String())
	// the advice prints …994: it prints rounded values and goes on with cut ones
	require.Equal(t, "2.018,60 Euro", step(t, p.Schritte, "M").Wert.String())
	require.NotZero(t, e.Hinweise&wohngeld.HinweisTafel13, "the result says that it hangs on the reading")
	require.Equal(t, wohngeld.FrageTafel13, step(t, p.Schritte, "offene_frage").Wert.String())

	law, err := wohngeld.Formel().Recht(day("2025-07-01"))
	require.NoError(t, err)
	other := wohngeld.Formel().Rechne(law.Nach(wohngeld.Auslegung{Tafel13Wortlaut: true}), &g, nil)
	require.Equal(t, wohngeld.Cent(136600), other.Wohngeld)
	require.Equal(t, "2073.8000000000", text(t, other.M))
}

func text(t *testing.T, z wohngeld.Zehn) string {
	t.Helper()
	b, err := z.MarshalText()
	require.NoError(t, err)
	return string(b)
}

func TestVektoren_OfTheSharedFile(t *testing.T) {
	b, err := os.ReadFile(shareddata.Path(t, "wohngeld/vektoren-bmwsb.json"))
	require.NoError(t, err)
	var file struct {
		Faelle []struct {
			ID                         string
			Stichtag                   datum.Datum
			Stufe                      int
			Mitglieder, Ausgeschlossen int
			Miete                      string `json:"miete_monat"`
			Einkommen                  string `json:"gesamteinkommen_monat"`
			Erwartet                   struct {
				Y, M     string
				Wohngeld int
			}
		}
	}
	require.NoError(t, json.Unmarshal(b, &file))
	require.Len(t, file.Faelle, 7)
	for _, c := range file.Faelle {
		y := c.Erwartet.Y
		if y == "" {
			y = c.Einkommen
		}
		g := wohngeld.Groessen{Mitglieder: c.Mitglieder, Ausgeschlossen: c.Ausgeschlossen, Stufe: wohngeld.Mietenstufe(c.Stufe), Miete: cent(t, c.Miete), Gesamteinkommen: cent(t, y) * 12}
		p, e, err := wohngeld.Formel().Protokolliere(c.Stichtag, g, nil)
		require.NoError(t, err)
		require.Equal(t, wohngeld.Cent(c.Erwartet.Wohngeld*100), e.Wohngeld, c.ID)
		require.Equal(t, decimal(c.Erwartet.M)+" Euro", step(t, p.Schritte, "M").Wert.String(), c.ID)
	}
}

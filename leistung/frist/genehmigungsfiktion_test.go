// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestGenehmigungsfiktion_TakesEffectOnlyWhereTheLawSaysSo(t *testing.T) {
	regel := frist.Fiktionsregel{Anordnung: recht.MustParseNorm("§ 6a Abs. 1 GewO")}
	fall := frist.Fiktionsfall{Vollstaendig: day("2026-03-02"), Bestimmt: true}
	extension := func(um frist.Dauer, told string, reasons bool) *frist.Fiktionsverlaengerung {
		v := &frist.Fiktionsverlaengerung{Um: um, Begruendet: reasons}
		if told != "" {
			v.Mitgeteilt = day(told)
		}
		return v
	}
	for _, tt := range []struct {
		name   string
		change func(*frist.Fiktionsregel, *frist.Fiktionsfall)
		ab     string
		ende   string
		grund  string
	}{
		{"three months after complete documents", nil, "2026-06-03", "2026-06-02", ""},
		{"a statute may set another time", func(r *frist.Fiktionsregel, _ *frist.Fiktionsfall) { r.Dauer = frist.Wochen(4) }, "2026-03-31", "2026-03-30", ""},
		{"one extension told in time", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) {
			f.Verlaengerung = extension(frist.Monate(1), "2026-06-02", true)
		}, "2026-07-03", "2026-07-02", ""},
		{"an extension told too late", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) {
			f.Verlaengerung = extension(frist.Monate(1), "2026-06-03", true)
		}, "2026-06-03", "2026-06-02", ""},
		{"an extension never told", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) {
			f.Verlaengerung = extension(frist.Monate(1), "", true)
		}, "2026-06-03", "2026-06-02", ""},
		{"an extension without reasons", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) {
			f.Verlaengerung = extension(frist.Monate(1), "2026-05-02", false)
		}, "2026-06-03", "2026-06-02", ""},
		{"no statute, no fiction", func(r *frist.Fiktionsregel, _ *frist.Fiktionsfall) { r.Anordnung = recht.Norm{} }, "", "", "Keine Rechtsvorschrift"},
		{"documents missing", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) { f.Vollstaendig = kommune.Datum{} }, "", "", "nicht vollständig"},
		{"indefinite application", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) { f.Bestimmt = false }, "", "", "nicht hinreichend bestimmt"},
		{"decided on the last day", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) { f.Entschieden = day("2026-06-02") }, "", "2026-06-02", "entschieden"},
		{"decided a day too late", func(_ *frist.Fiktionsregel, f *frist.Fiktionsfall) { f.Entschieden = day("2026-06-03") }, "2026-06-03", "2026-06-02", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, f := regel, fall
			if tt.change != nil {
				tt.change(&r, &f)
			}
			got, err := he.Genehmigungsfiktion(r, f)
			require.NoError(t, err)
			require.Equal(t, tt.ab, got.GiltAb.String())
			require.Equal(t, tt.ende, got.Frist.Ende.String())
			if tt.grund == "" {
				require.Empty(t, got.Gruende)
				require.False(t, got.Gilt(got.GiltAb.AddDays(-1)))
				require.True(t, got.Gilt(got.GiltAb))
				return
			}
			require.Len(t, got.Gruende, 1)
			require.Contains(t, got.Gruende[0].Text.String(), tt.grund)
			require.False(t, got.Gilt(day("2030-01-01")))
		})
	}
}

func TestGenehmigungsfiktion_NamesAllReasonsAtOnce(t *testing.T) {
	got, err := he.Genehmigungsfiktion(frist.Fiktionsregel{}, frist.Fiktionsfall{})
	require.NoError(t, err)
	require.Len(t, got.Gruende, 3)
}

func TestGenehmigungsfiktion_ReportsAnUncountableRule(t *testing.T) {
	fall := frist.Fiktionsfall{Vollstaendig: day("2026-03-02"), Bestimmt: true}
	_, err := he.Genehmigungsfiktion(frist.Fiktionsregel{Anordnung: recht.MustParseNorm("§ 1 X"), Dauer: frist.Tage(-1)}, fall)
	require.ErrorIs(t, err, frist.ErrRegel)
	fall.Verlaengerung = &frist.Fiktionsverlaengerung{Mitgeteilt: day("2026-03-03"), Begruendet: true}
	_, err = he.Genehmigungsfiktion(frist.Fiktionsregel{Anordnung: recht.MustParseNorm("§ 1 X")}, fall)
	require.ErrorIs(t, err, frist.ErrRegel)
}

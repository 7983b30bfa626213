// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func gemeinde(ags string) frist.Kalender { return frist.InGemeinde(kommune.MustParseAGS(ags)) }

func day(s string) kommune.Datum { return kommune.MustParseDatum(s) }

func TestKalender_KnowsLocalHolidays(t *testing.T) {
	const yes, no, open = "holiday", "working day", "open"
	for _, tt := range []struct{ name, ags, tag, want string }{
		{"Augsburger Friedensfest", "09761000", "2026-08-08", yes},
		{"not in München", "09162000", "2026-08-08", no},
		{"Mariä Himmelfahrt in Oberbayern", "09162000", "2025-08-15", yes},
		{"in Niederbayern", "09261000", "2025-08-15", yes},
		{"in Augsburg", "09761000", "2025-08-15", yes},
		{"not in Nürnberg", "09564000", "2025-08-15", no},
		{"elsewhere in Bayern the official list decides", "09461000", "2025-08-15", open},
		{"Baiersdorf before the census of 2022", "09572115", "2024-08-15", no},
		{"Baiersdorf since", "09572115", "2025-08-15", yes},
		{"Seßlach before", "09473165", "2024-08-15", yes},
		{"Seßlach since", "09473165", "2025-08-15", no},
		{"Baiersdorf before the census of 2011", "09572115", "2013-08-15", open},
		{"Fronleichnam in the Eichsfeld", "16061045", "2026-06-04", yes},
		{"not in Jena", "16053000", "2026-06-04", no},
		{"parts of the Wartburgkreis", "16063032", "2026-06-04", open},
		{"Crostwitz", "14625080", "2026-06-04", yes},
		{"parts of Bautzen", "14625020", "2026-06-04", open},
		{"not in Dresden", "14612000", "2026-06-04", no},
		{"the day after is none", "16061045", "2026-06-05", no},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := gemeinde(tt.ags)
			f, frei := k.Feiertag(day(tt.tag))
			why, offen := k.Vorbehalt(day(tt.tag))
			require.Equal(t, tt.want == yes, frei)
			require.Equal(t, tt.want == open, offen)
			require.Equal(t, frei, len(f.Normen) > 0)
			require.Equal(t, offen, why.Code != "")
		})
	}
}

// The keys in the table must be those of the register, or a holiday would be
// lost without a sound.
func TestKalender_LocalKeysStandInTheRegister(t *testing.T) {
	germany := kommune.Deutschland()
	for _, ags := range frist.OertlicheSchluessel() {
		_, err := germany.Gemeinde(kommune.MustParseAGS(ags))
		require.NoError(t, err, ags)
	}
}

func TestKalender_OfALandReservesWhatOnlySomeGemeindenKeep(t *testing.T) {
	k := frist.InLand(kommune.Bayern)
	_, frei := k.Feiertag(day("2025-08-15"))
	require.False(t, frei)
	why, offen := k.Vorbehalt(day("2025-08-15"))
	require.True(t, offen)
	require.Contains(t, why.Text.String(), "einzelnen Gemeinden")
	_, offen = frist.InLand(kommune.Hessen).Vorbehalt(day("2025-08-15"))
	require.False(t, offen)
}

func TestKalender_CallerClosesTheGap(t *testing.T) {
	assumption := day("2025-08-15")
	k := gemeinde("09461000")
	with := k.MitFeiertagen(frist.Feiertag{Tag: assumption, Name: "Mariä Himmelfahrt", Normen: recht.MustParseNormen("Art. 1 Abs. 3 FTG (Bayern)")})
	f, frei := with.Feiertag(assumption)
	require.True(t, frei)
	require.Equal(t, "Art. 1 Abs. 3 FTG (Bayern)", f.Normen.String())
	_, offen := k.OhneFeiertage(assumption).Vorbehalt(assumption)
	require.False(t, offen)
	_, offen = k.Vorbehalt(assumption)
	require.True(t, offen, "the first calendar is as it was")
	_, frei = frist.InLand(kommune.Saarland).OhneFeiertage(assumption).Feiertag(assumption)
	require.True(t, frei, "a holiday of the whole Land cannot be taken away")
}

func TestKalender_FeiertageHoldsLandAndGemeinde(t *testing.T) {
	require.Len(t, gemeinde("09761000").Feiertage(2026), 14, "Augsburg has most in Germany")
	require.Len(t, gemeinde("09564000").Feiertage(2026), 12)
	require.Len(t, gemeinde("16061045").Feiertage(2026), 12)
	require.Len(t, frist.InLand(kommune.Hessen).Feiertage(2008), 10, "two on one day are both listed")
	require.Nil(t, frist.Kalender{}.Feiertage(2026))
	require.Equal(t, kommune.Thueringen, gemeinde("16061045").Land())
}

func TestKalender_WorkingDays(t *testing.T) {
	k := frist.InLand(kommune.Thueringen)
	for _, tt := range []struct {
		tag              string
		werktag, arbeits bool
	}{
		{"2026-11-20", true, true},   // Friday
		{"2026-11-21", true, false},  // Saturday
		{"2026-11-22", false, false}, // Sunday
		{"2026-10-03", false, false}, // holiday on a Saturday
		{"2026-12-24", true, true},   // Christmas Eve is no public holiday
		{"2026-12-31", true, true},
	} {
		require.Equal(t, tt.werktag, k.IsWerktag(day(tt.tag)), tt.tag)
		require.Equal(t, tt.arbeits, k.IsArbeitstag(day(tt.tag)), tt.tag)
	}
}

func TestKalender_KnowsNothingOutsideItsYears(t *testing.T) {
	for _, tag := range []string{"1999-12-22", "9999-12-22"} {
		require.False(t, frist.InLand(kommune.Hessen).IsWerktag(day(tag)))
		require.False(t, frist.InLand(kommune.Hessen).IsArbeitstag(day(tag)))
	}
	require.False(t, frist.Kalender{}.IsWerktag(day("2026-11-20")))
}

func BenchmarkFeiertag(b *testing.B) {
	k, d := gemeinde("09461000"), day("2026-11-20")
	b.ReportAllocs()
	for b.Loop() {
		k.Feiertag(d)
	}
}

func TestKalender_SaysHowFarSurveysNameAPlace(t *testing.T) {
	corpusChristi := day("2026-06-04")
	for ags, want := range map[string]string{
		"16063032": "verbreiteten Aufstellungen als Feiertag", // Geisa
		"16064074": "verbreiteten Aufstellungen als Feiertag", // Südeichsfeld
		"16063015": "Föhlritz",                                // Dermbach
		"16064046": "sagt die amtliche Liste",                 // Mühlhausen
	} {
		why, open := gemeinde(ags).Vorbehalt(corpusChristi)
		require.True(t, open, ags)
		require.Contains(t, why.Text.String(), want, ags)
		_, holiday := gemeinde(ags).Feiertag(corpusChristi)
		require.False(t, holiday)
	}
}

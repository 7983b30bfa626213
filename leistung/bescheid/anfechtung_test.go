// SPDX-License-Identifier: Apache-2.0

package bescheid_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestAnfechtung_CountsByTheWayOfTheNotice(t *testing.T) {
	social := func(k bescheid.Kanal) func(*bescheid.Entwurf) {
		return func(e *bescheid.Entwurf) {
			*e = grant()
			e.Kanal, e.Einwilligung = k, true
		}
	}
	way := func(k bescheid.Kanal) func(*bescheid.Entwurf) {
		return func(e *bescheid.Entwurf) { e.Kanal, e.Einwilligung = k, true }
	}
	for name, tt := range map[string]struct {
		change                 func(*bescheid.Entwurf)
		weg                    frist.Weg
		tag, ende, spaetestens string
		norm                   string
	}{
		"letter":                {way(bescheid.KanalBrief), frist.Sendung{Aufgabe: day("2026-11-30"), Regel: frist.PostregelBund(day("2026-11-30"))}, "2026-12-04", "2027-01-04", "2027-01-04", "§ 70 Abs. 1 Satz 1 VwGO"},
		"retrieval":             {way(bescheid.KanalAbruf), frist.Abruf{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2026-12-02")}, "2026-12-03", "2027-01-04", "2027-01-04", "§ 70 Abs. 1 Satz 1 VwGO"},
		"postbox on a Saturday": {way(bescheid.KanalPostfach), frist.Postfach{Bereitgestellt: day("2026-12-22"), Benachrichtigt: day("2026-12-22")}, "2026-12-26", "2027-01-26", "2027-01-28", "§ 70 Abs. 1 Satz 1 VwGO"},
		"on the spot":           {way(bescheid.KanalVorOrt), frist.Uebergabe{Tag: day("2026-12-01")}, "2026-12-01", "2027-01-04", "2027-01-04", "§ 70 Abs. 1 Satz 1 VwGO"},
		"social law, retrieval": {social(bescheid.KanalAbruf), frist.AbrufSozial{Benachrichtigt: day("2026-12-01")}, "2026-12-05", "2027-01-05", "2027-01-07", "§ 84 Abs. 1 Satz 1 SGG"},
		"social law, abroad":    {social(bescheid.KanalAusland), frist.Sendung{Aufgabe: day("2026-12-01"), Zugang: day("2026-12-09"), Regel: frist.PostregelSozial(day("2026-12-01")), Ausland: true}, "2026-12-09", "2027-03-09", "2027-03-09", "§ 84 Abs. 1 Satz 1 SGG"},
		"no instruction: one year": {func(e *bescheid.Entwurf) {
			*e = grant()
			e.Nebenbestimmungen, e.Rechtsbehelf = nil, bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfKeiner}
		}, frist.Sendung{Aufgabe: day("2026-11-30"), Regel: frist.PostregelSozial(day("2026-11-30"))}, "2026-12-04", "2027-12-06", "2027-12-06", "§ 66 Abs. 2 Satz 1 SGG"},
	} {
		t.Run(name, func(t *testing.T) {
			e := refusal()
			tt.change(&e)
			a, err := issue(t, e).Anfechtung(tt.weg)
			require.NoError(t, err)
			require.Equal(t, tt.tag, a.Bekanntgabe.Tag.String())
			require.Equal(t, tt.ende, a.Ende.String(), "%s", a.Schritte)
			require.Equal(t, tt.spaetestens, a.Spaetestens.String())
			require.Equal(t, tt.ende != tt.spaetestens, len(a.Vorbehalte) > 0)
			require.Contains(t, a.Schritte.String(), tt.norm)
		})
	}
}

// The holidays of the court's place count for an action, those of both places
// where there is a choice.
func TestAnfechtung_CountsWhereTheRemedyIsLodged(t *testing.T) {
	e := refusal()
	court := bescheid.Stelle{Name: "Verwaltungsgericht Halle", Anschrift: []string{"Thüringer Straße 16", "06112 Halle (Saale)"}, Sitz: kommune.MustParseAGS("15002000")}
	e.Kanal = bescheid.KanalVorOrt
	e.Rechtsbehelf = bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfKlage, Gericht: court, Zusage: bescheid.Zusage{Von: "Rechtsamt", Am: day("2026-01-05")}}
	// 6 January is a holiday in Sachsen-Anhalt and none in Thüringen.
	a, err := issue(t, e).Anfechtung(frist.Uebergabe{Tag: day("2026-12-06")})
	require.NoError(t, err)
	require.Equal(t, "2027-01-07", a.Ende.String())
	e.Rechtsbehelf.Art = bescheid.RechtsbehelfWahl
	a, err = issue(t, e).Anfechtung(frist.Uebergabe{Tag: day("2026-12-06")})
	require.NoError(t, err)
	require.Equal(t, "2027-01-06", a.Ende.String(), "the earlier to tell the citizen")
	require.Equal(t, "2027-01-07", a.Spaetestens.String())
}

func TestAnfechtung_SaysThatANoticeIsNotAnnounced(t *testing.T) {
	e := refusal()
	e.Kanal, e.Einwilligung = bescheid.KanalAbruf, true
	a, err := issue(t, e).Anfechtung(frist.Abruf{Benachrichtigt: day("2026-12-01")})
	require.NoError(t, err)
	require.True(t, a.Bekanntgabe.Tag.IsZero())
	require.True(t, a.Ende.IsZero())
	require.NotEmpty(t, a.Bekanntgabe.Gruende)
}

func TestAnfechtung_RefusesTheEventsOfAnotherWay(t *testing.T) {
	for _, weg := range []frist.Weg{
		nil,
		frist.Abruf{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2026-12-02")},
		frist.AbrufSozial{Benachrichtigt: day("2026-12-01")},
		frist.Sendung{Aufgabe: day("2026-12-01"), Regel: frist.PostregelBund(day("2026-12-01"))},
		frist.OeffentlicheBekanntgabe{Bekanntgemacht: day("2026-12-01")},
	} {
		_, err := issue(t, refusal()).Anfechtung(weg)
		require.ErrorIs(t, err, bescheid.ErrWeg, "%T", weg)
	}
}

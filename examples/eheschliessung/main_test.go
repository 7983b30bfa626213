// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
	"github.com/deutschland-stack/bausteine/payment"
)

const tag = "2026-11-30"

func partner(name, geburtsname, ort string) Partner {
	return Partner{
		Person:    od.Person{Familienname: name, Vornamen: "Erika", Geburtsdatum: datum.MustParse("1984-08-12")},
		Anschrift: od.Anschrift{Strasse: "Musterstraße", Hausnummer: "12", PLZ: "07743", Ort: "Jena"},
		Geburt:    Geburt{Name: geburtsname, Ort: ort}, Stand: Stand{Stand: ledig, Fremd: od.Nein},
	}
}

func zusammen(p Partner) Partner {
	p.AndererName, p.AndererGeburtname = "Öztürk", "Öztürk" // what one learns of the other
	p.Ehe = Ehe{Amt: "16053000", Verwandt: "nein", Ehename: keinEhename}
	return p
}

func aemter(t *testing.T) od.Satzungen[Standesamt] {
	t.Helper()
	fees, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Standesamt", Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "anmeldung", Text: "Prüfung", LegalBasis: "§ 1 Beispielsatzung", Kind: payment.FeeFixed, Amount: payment.Cents(4000)}},
	})
	require.NoError(t, err)
	return od.Satzungen[Standesamt]{{Gemeinde: kommune.MustParseAGS("16053000"), Ab: datum.MustParse("2026-01-01"), Werte: Standesamt{fees}}}
}

func spiel(t *testing.T, p Partner) *onlinediensttest.Spiel[Partner, Standesamt] {
	t.Helper()
	return onlinediensttest.Play(t, Dienst(), aemter(t), tag, p)
}

func TestRegeln_SayWhoMayMarry(t *testing.T) {
	p := zusammen(partner("Kaiser", "Kaiser", "Jena"))
	spiel(t, p).Findings().Fee("40.00 EUR")
	spiel(t, p).Set(func(p *Partner) { p.Person.Geburtsdatum = datum.MustParse("2008-12-01") }).Findings("E1 /person/geburtsdatum")
	spiel(t, p).Set(func(p *Partner) { p.Person.Geburtsdatum = datum.MustParse("2008-11-30") }).Findings()
	spiel(t, p).Set(func(p *Partner) { p.Stand.Stand = verheiratet }).Findings("E3 /stand/familienstand")
	spiel(t, p).Set(func(p *Partner) { p.Ehe.Verwandt = "gerade" }).Findings("E4 /ehe/verwandt").Blocked(true)
	spiel(t, p).Set(func(p *Partner) { p.Ehe.Verwandt = "adoption" }).Findings("E4-ADOPTION /ehe/verwandt").Blocked(false)
}

// E12: Kaiser and Öztürk have 7 choices; born Kaiser, now Weber, and Öztürk 12, of which
// one is none.
func TestEhenamen_AreNoneOneOrDouble(t *testing.T) {
	count := func(born, name string) (singles, doubles int) {
		for _, w := range ehenamen(Partner{Geburt: Geburt{Name: born}, Person: od.Person{Familienname: name}, AndererName: "Öztürk", AndererGeburtname: "Öztürk"})[1:] {
			if strings.ContainsAny(w.Code, "- ") {
				doubles++
			} else {
				singles++
			}
		}
		return singles, doubles
	}
	for _, c := range []struct {
		born, name       string
		singles, doubles int
	}{{"Kaiser", "Kaiser", 2, 4}, {"Kaiser", "Weber", 3, 8}} {
		singles, doubles := count(c.born, c.name)
		require.Equal(t, []int{c.singles, c.doubles}, []int{singles, doubles}, c.born+c.name)
	}
}

// E9: divorced in Germany: the last marriage alone; last marriage abroad: all, unless a
// German office has checked them.
func TestUnterlagen_AreThoseOfTheLastMarriageOrOfAll(t *testing.T) {
	list := func(p Partner) int { return len(unterlagen(p, datum.Datum{})[0].Liste) }
	p := partner("Kaiser", "Kaiser", "Jena")
	require.Equal(t, 3, list(p))
	p.Stand = Stand{Stand: geschieden, Geprueft: od.Nein, Fremd: od.Ja}
	p.Vorehen = []Vorehe{{"Deutschland", "scheidung"}, {"Italien", "scheidung"}}
	require.Equal(t, 5, list(p))
	p.Vorehen[0].Land = "Vereinigte Staaten"
	require.Equal(t, 6, list(p))
	p.Stand.Geprueft = od.Ja
	require.Equal(t, 5, list(p))
}

func TestDienst_HoldsWhatTheKitPromises(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[Partner, Standesamt]{
		Dienst: Dienst(), Kommunen: aemter(t), Tag: tag, Antworten: zusammen(partner("Kaiser", "Kaiser", "Nur Erikas Ort")), Andere: []Partner{partner("Öztürk", "Öztürk", "Nur Annas Ort")},
		Gemeinde: kommune.MustParseAGS("16053000"), Kasse: onlinediensttest.NewKasse,
	})
}

func TestHeadless_PlaysTwoPeople(t *testing.T) {
	p, err := programm()
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, p.Run(t.Context(), []string{"-headless"}, &out))
	for _, want := range []string{"beigetreten", "Max bestätigt (Ehename: Mustermann-Beispiel)", "bezahlt 40.00 EUR", "für Max, Zustand eingereicht"} {
		require.Contains(t, out.String(), want)
	}
}

// The lines that this service needs, texts and tests apart.
func TestLines_StayThoseOfAService(t *testing.T) {
	lines := 0
	for _, name := range []string{"dienst.go", "bescheid.go", "main.go", "headless.go"} {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		lines += strings.Count(string(source), "\n")
	}
	require.LessOrEqual(t, lines, 480)
}

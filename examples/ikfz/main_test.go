// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

const tag = "2026-12-18"

func erikasUmzug() Ummeldung {
	return Ummeldung{
		Anschrift: od.Anschrift{Strasse: "Musterstraße", Hausnummer: "12", PLZ: "07743", Ort: "Jena"},
		Fahrzeug:  Fahrzeug{"EF-XY 12", "1234"}, Behalten: od.Ja, Papiere: Papiere{ZB1: "abc1234"},
		Rechnung: od.Ja, Empfaenger: od.Rechnungsempfaenger{Name: "Beispiel Fuhrpark GmbH", Strasse: "Werkstraße", Hausnummer: "7", PLZ: "07743", Ort: "Jena", EMail: "rechnung@fuhrpark.example", Zeichen: "Auftrag 7"},
	}
}

func aemter(t *testing.T) od.Satzungen[Amt] {
	t.Helper()
	out, err := Aemter(beispiele())
	require.NoError(t, err)
	return out
}

// Moved and the plate kept: code of part I alone; a new plate: both.
func TestUmmelden_AsksForTheCodesThatTheMoveNeeds(t *testing.T) {
	s := onlinediensttest.Play(t, Ummelden(), aemter(t), tag, erikasUmzug()).Findings().Fee("10.00 EUR")
	s.Set(func(u *Ummeldung) { u.Behalten = od.Nein }).Findings("FORM-PFLICHT /papiere/zb2").Fee("12.00 EUR")
	s.Set(func(u *Ummeldung) { u.Papiere.ZB2 = "abcdef123456" }).Findings()
}

// A Leitweg-ID is for public bodies, and one that was mistyped is none.
func TestUmmelden_ALeitwegIDHasItsCheckDigits(t *testing.T) {
	s := onlinediensttest.Play(t, Ummelden(), aemter(t), tag, erikasUmzug()).Findings()
	s.Set(func(u *Ummeldung) { u.Empfaenger.Leitweg = "04011000-1234512345-07" }).Findings("RECHNUNG-LEITWEG /empfaenger/leitweg")
	s.Set(func(u *Ummeldung) { u.Empfaenger.Leitweg = "04011000-1234512345-06" }).Findings()
	n, asked := Ummelden().Gebuehr.Rechnung(s.Case())
	require.True(t, asked)
	require.Equal(t, "04011000-1234512345-06", n.Payer.Leitweg.String())
	s.Set(func(u *Ummeldung) { u.Rechnung, u.Empfaenger = od.Nein, od.Rechnungsempfaenger{} }).Findings()
	_, asked = Ummelden().Gebuehr.Rechnung(s.Case())
	require.False(t, asked, "who asks for none gets none")
}

func TestUmmelden_HoldsWhatTheKitPromises(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[Ummeldung, Amt]{
		Dienst: Ummelden(), Kommunen: aemter(t), Tag: tag, Antworten: erikasUmzug(), Gemeinde: orte()["Jena"], Kasse: onlinediensttest.NewKasse,
	})
}

// Nobody is identified here. The suite tries that at the counter, too, where this service
// is not taken otherwise.
func TestAbmelden_HoldsWhatTheKitPromises(t *testing.T) {
	d := Abmelden()
	d.NurOnline = recht.Text{}
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[Abmeldung, Amt]{
		Dienst: d, Kommunen: aemter(t), Tag: tag, Gemeinde: orte()["Jena"], Kasse: onlinediensttest.NewKasse,
		Antworten: Abmeldung{Fahrzeug: Fahrzeug{"J-AB 123", "5678"}, Marken: Marken{"abc1234", "a1b", "c2d"}},
	})
}

func TestHeadless_PlaysFromTheFirstAnswerToTheNotice(t *testing.T) {
	p, err := laden(kasse.New("/", nil))
	require.NoError(t, err)
	p.Config.Now = func() time.Time { return time.Date(2026, 12, 18, 10, 0, 0, 0, time.UTC) }
	var out bytes.Buffer
	require.NoError(t, p.Run(t.Context(), []string{"-headless"}, &out))
	for _, want := range []string{"bezahlt 10.00 EUR", "Rechnung an Beispiel Fuhrpark GmbH, bezahlt 10.00, offen 0.00, Befunde 0", "Zustand wirksam", "papiere bis 2026-12-24", "nachpruefung bis 2027-01-18"} {
		require.Contains(t, out.String(), want)
	}
}

// The lines that this service needs, texts and tests apart.
func TestLines_StayThoseOfAService(t *testing.T) {
	lines := 0
	for _, name := range []string{"dienst.go", "amt.go", "main.go", "headless.go"} {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		lines += strings.Count(string(source), "\n")
	}
	require.LessOrEqual(t, lines, 512)
	invoice, err := os.ReadFile("rechnung.go")
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(invoice), "\n"), 70, "what the electronic invoice takes")
}

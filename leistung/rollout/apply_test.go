// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// erfuellt is a situation in which all thirteen conditions hold on 2026-10-01.
func erfuellt() *rollout.Lage {
	p := rollout.Probelauf{Am: day("2026-09-20"), ParameterHash: "h1"}
	for _, leg := range rollout.Strecken() {
		p.Ergebnisse = append(p.Ergebnisse, rollout.Streckenergebnis{Strecke: leg, Bestanden: true})
	}
	return &rollout.Lage{
		Faellig: true, Nachnutzung: rollout.Zeitraum{Von: day("2025-01-01")}, AngebotBis: day("2026-12-31"), Datenschutz: rollout.DatenschutzOZG,
		Wiedervorlage: day("2027-01-01"), Projektleitung: "p1", Fachlich: "p2", Technisch: "p3", Funktionspostfach: true,
		DVDV: kommune.MustParseOrganisationsschluessel("wgb:160610000000"), DVDVKategorien: []string{"wgb"},
		Zertifikat: rollout.Zeitraum{Von: day("2026-01-01"), Bis: day("2026-10-31")}, Zustellziel: "urn:ziel", ZielUmgebung: kommune.UmgebungProduktion,
		ZielAntwortet: rollout.Probe{Am: day("2026-10-01"), OK: true}, OrganisationsID: "L100042", Link: "https://amt.example/wohngeld",
		LinkErreichbar: rollout.Probe{Am: day("2026-09-28"), OK: true}, Fachverfahren: "Beispiel 4.2", AufListe: true,
		Probelauf: p, ParameterHash: "h1", Schulung: true, FirstLevel: true, Gebuehrenfrei: true,
	}
}

func ereignis(art rollout.Art) *rollout.Ereignis {
	return &rollout.Ereignis{
		ID: id(1), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle("16061"), Art: art, Am: day("2026-10-01"), Erfasst: noon("2026-10-01"),
		Von: "landesteam/1", Grund: "grund", WartetAuf: rollout.VonKommune, Beleg: rollout.Beleg{URI: "https://anders.example/"},
	}
}

// erlaubt is the table of the life cycle as the sheet writes it down; everything
// else must be refused.
func erlaubt() map[string]rollout.Stand {
	rows := map[string]rollout.Stand{
		"offen bekundet": "interesse", "offen beauftragt": "beauftragt", "interesse beauftragt": "beauftragt", "beauftragt begonnen": "vorbereitung",
		"vorbereitung geprueft": "bereit", "bereit aktiviert": "aktiviert", "aktiviert erprobt": "erprobung", "aktiviert freigegeben": "produktiv",
		"erprobung freigegeben": "produktiv", "produktiv gestoert": "ausgesetzt", "produktiv gesperrt": "ausgesetzt", "ausgesetzt behoben": "produktiv",
		"aktiviert zurueckgestellt": "vorbereitung", "erprobung zurueckgestellt": "vorbereitung", "bereit zurueckgestellt": "vorbereitung",
		"abgelehnt umentschieden": "interesse", "anderweitig umentschieden": "interesse",
	}
	for _, from := range strings.Fields("offen interesse beauftragt vorbereitung bereit aktiviert erprobung") {
		rows[from+" abgelehnt"] = "abgelehnt"
	}
	for _, from := range rollout.Staende() {
		if from == rollout.StandBeendet {
			continue
		}
		rows[string(from)+" beendet"] = "beendet"
		for _, flag := range []string{" blockiert", " geloest", " kontakt"} {
			rows[string(from)+flag] = from
		}
		if from != rollout.StandAnderweitig {
			rows[string(from)+" anderweitig"] = "anderweitig"
		}
	}
	return rows
}

func TestApply_FullProductOfStatesAndEvents(t *testing.T) {
	table := erlaubt()
	require.Len(t, rollout.Staende(), 12)
	for _, from := range rollout.Staende() {
		for _, art := range rollout.Arten() {
			to, befunde := rollout.Apply(from, ereignis(art), erfuellt())
			want, ok := table[string(from)+" "+string(art)]
			if !ok {
				require.True(t, befunde.Has("ROLLOUT-STAND-01"), "%s %s", from, art)
				require.Equal(t, from, to)
				continue
			}
			require.Empty(t, befunde, "%s %s", from, art)
			require.Equal(t, want, to)
		}
	}
}

func TestApply_NamesEveryMissingCondition(t *testing.T) {
	for _, f := range []struct {
		from rollout.Stand
		art  rollout.Art
		want []int
	}{
		{rollout.StandOffen, rollout.ArtBekundet, []int{1}},
		{rollout.StandOffen, rollout.ArtBeauftragt, []int{1, 2}},
		{rollout.StandInteresse, rollout.ArtBeauftragt, []int{1, 2}},
		{rollout.StandBeauftragt, rollout.ArtBegonnen, []int{3}},
		{rollout.StandVorbereitung, rollout.ArtGeprueft, []int{4, 5, 6, 7, 8, 9}},
		{rollout.StandBereit, rollout.ArtAktiviert, []int{4, 5, 6, 7, 8, 9}},
		{rollout.StandAktiviert, rollout.ArtFreigegeben, []int{10, 11, 12, 13}},
		{rollout.StandErprobung, rollout.ArtFreigegeben, []int{10, 11, 12, 13}},
		{rollout.StandAusgesetzt, rollout.ArtBehoben, []int{7, 8, 12}},
	} {
		to, befunde := rollout.Apply(f.from, ereignis(f.art), nil)
		require.Equal(t, f.from, to)
		require.Len(t, befunde, len(f.want))
		for i, n := range f.want {
			code := strconv.Itoa(100 + n)[1:]
			require.Equal(t, "ROLLOUT-G-"+code, befunde[i].Code)
			require.Contains(t, befunde[i].Text.String(), "Handeln muss: ")
			require.NotContains(t, befunde[i].Text.String(), "Handeln muss: –")
		}
	}
}

func TestApply_ReasonsOfRefusalAndOtherService(t *testing.T) {
	for _, f := range []struct {
		name   string
		from   rollout.Stand
		art    rollout.Art
		change func(*rollout.Ereignis, *rollout.Lage)
	}{
		{"declined by nobody", rollout.StandOffen, rollout.ArtAbgelehnt, func(e *rollout.Ereignis, _ *rollout.Lage) { e.Von = "" }},
		{"declined for ever", rollout.StandOffen, rollout.ArtAbgelehnt, func(_ *rollout.Ereignis, l *rollout.Lage) { l.Wiedervorlage = day("2026-10-01") }},
		{"covered nowhere", rollout.StandOffen, rollout.ArtAnderweitig, func(e *rollout.Ereignis, _ *rollout.Lage) { e.Beleg = rollout.Beleg{} }},
		{"covered by no name", rollout.StandOffen, rollout.ArtAnderweitig, func(e *rollout.Ereignis, _ *rollout.Lage) { e.Grund = "" }},
	} {
		e, l := ereignis(f.art), erfuellt()
		f.change(e, l)
		to, befunde := rollout.Apply(f.from, e, l)
		require.Equal(t, f.from, to, f.name)
		require.True(t, befunde.Has("ROLLOUT-GRUND-01"), f.name)
	}
	broken := ereignis(rollout.ArtGestoert)
	broken.Grund = ""
	_, befunde := rollout.Apply(rollout.StandProduktiv, broken, erfuellt())
	require.True(t, befunde.Has("ROLLOUT-EREIGNIS-01"))
}

// Each condition is broken in each of its parts, and it alone stops holding.
func TestLage_EachPartOfEachCondition(t *testing.T) {
	tag := day("2026-10-01")
	for _, f := range []struct {
		n      int
		name   string
		change func(*rollout.Lage)
	}{
		{1, "not due", func(l *rollout.Lage) { l.Faellig = false }},
		{2, "not yet in force", func(l *rollout.Lage) { l.Nachnutzung.Von = day("2026-10-02") }},
		{2, "no longer in force", func(l *rollout.Lage) { l.Nachnutzung.Bis = day("2026-09-30") }},
		{2, "never in force", func(l *rollout.Lage) { l.Nachnutzung = rollout.Zeitraum{} }},
		{2, "offer over", func(l *rollout.Lage) { l.AngebotBis = day("2026-09-30") }},
		{2, "basis not named", func(l *rollout.Lage) { l.Datenschutz = "" }},
		{2, "basis invented", func(l *rollout.Lage) { l.Datenschutz = "egal" }},
		{3, "no lead", func(l *rollout.Lage) { l.Projektleitung = "" }},
		{3, "no professional contact", func(l *rollout.Lage) { l.Fachlich = "" }},
		{3, "no technical contact", func(l *rollout.Lage) { l.Technisch = "" }},
		{3, "no mailbox", func(l *rollout.Lage) { l.Funktionspostfach = false }},
		{4, "no DVDV", func(l *rollout.Lage) { l.DVDV = kommune.Organisationsschluessel{} }},
		{4, "test environment", func(l *rollout.Lage) { l.DVDV = kommune.MustParseOrganisationsschluessel("wgb:160610000099") }},
		{4, "other category", func(l *rollout.Lage) { l.DVDV = kommune.MustParseOrganisationsschluessel("psw:160610000000") }},
		{5, "29 days left", func(l *rollout.Lage) { l.Zertifikat.Bis = day("2026-10-30") }},
		{5, "not yet valid", func(l *rollout.Lage) { l.Zertifikat.Von = day("2026-10-02") }},
		{5, "none", func(l *rollout.Lage) { l.Zertifikat = rollout.Zeitraum{} }},
		{6, "no target", func(l *rollout.Lage) { l.Zustellziel = "" }},
		{6, "test target", func(l *rollout.Lage) { l.ZielUmgebung = kommune.UmgebungTest }},
		{7, "no answer", func(l *rollout.Lage) { l.ZielAntwortet.OK = false }},
		{7, "answer too old", func(l *rollout.Lage) { l.ZielAntwortet.Am = day("2026-09-23") }},
		{7, "answer of tomorrow", func(l *rollout.Lage) { l.ZielAntwortet.Am = day("2026-10-02") }},
		{8, "no organisation", func(l *rollout.Lage) { l.OrganisationsID = "" }},
		{8, "no link", func(l *rollout.Lage) { l.Link = "" }},
		{8, "link without TLS", func(l *rollout.Lage) { l.Link = "http://amt.example/" }},
		{9, "version not on the list", func(l *rollout.Lage) { l.AufListe = false }},
		{9, "no software", func(l *rollout.Lage) { l.Fachverfahren = "" }},
		{10, "never run", func(l *rollout.Lage) { l.Probelauf = rollout.Probelauf{} }},
		{10, "31 days old", func(l *rollout.Lage) { l.Probelauf.Am = day("2026-08-31") }},
		{10, "other parameters", func(l *rollout.Lage) { l.ParameterHash = "h2" }},
		{10, "no hash", func(l *rollout.Lage) { l.ParameterHash, l.Probelauf.ParameterHash = "", "" }},
		{10, "a leg is missing", func(l *rollout.Lage) { l.Probelauf.Ergebnisse = l.Probelauf.Ergebnisse[:4] }},
		{10, "a leg failed", func(l *rollout.Lage) { l.Probelauf.Ergebnisse[2].Bestanden = false }},
		{10, "a leg falls away that may not", func(l *rollout.Lage) {
			l.Probelauf.Ergebnisse[4] = rollout.Streckenergebnis{Strecke: rollout.StreckeBescheid, Entfaellt: true}
		}},
		{11, "no training", func(l *rollout.Lage) { l.Schulung = false }},
		{11, "no support", func(l *rollout.Lage) { l.FirstLevel = false }},
		{12, "dead link", func(l *rollout.Lage) { l.LinkErreichbar = rollout.Probe{Am: tag} }},
		{13, "no provider", func(l *rollout.Lage) { l.Gebuehrenfrei = false }},
	} {
		l := erfuellt()
		f.change(l)
		for _, b := range l.Bedingungen(tag) {
			require.Equal(t, b.Nummer != f.n, b.Erfuellt, "%s: G%d", f.name, b.Nummer)
		}
	}
	for name, change := range map[string]func(*rollout.Lage){
		"as it is":                func(*rollout.Lage) {},
		"thirty days, both sides": func(l *rollout.Lage) { l.Probelauf.Am = day("2026-09-01") },
		"seven days":              func(l *rollout.Lage) { l.ZielAntwortet.Am, l.LinkErreichbar.Am = day("2026-09-24"), day("2026-09-24") },
		"media break declared":    func(l *rollout.Lage) { l.Fachverfahren, l.AufListe, l.Medienbruch = "", false, true },
		"fee with provider":       func(l *rollout.Lage) { l.Gebuehrenfrei, l.Bezahldienst = false, "epaybl" },
		"nothing to pay": func(l *rollout.Lage) {
			l.Probelauf.Ergebnisse[1] = rollout.Streckenergebnis{Strecke: rollout.StreckeZahlung, Entfaellt: true}
		},
		"Meldebehörde": func(l *rollout.Lage) {
			l.DVDV, l.DVDVKategorien = kommune.MustParseOrganisationsschluessel("ags:16053000"), []string{"ags"}
		},
	} {
		l := erfuellt()
		change(l)
		for _, b := range l.Bedingungen(tag) {
			require.True(t, b.Erfuellt, "%s: G%d", name, b.Nummer)
		}
	}
}

func TestDiagram_IsTheOneInTheRepository(t *testing.T) {
	const name = "LEBENSLAUF.md"
	text := "# Life cycle of a connection\n\nDrawn by the table (rollout.Diagram).\n\n```mermaid\n" + rollout.Diagram() + "```\n"
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	have, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(have), text)
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

// nachRecht is the parking permit with its procedure: paid first, then decided by a
// person.
func nachRecht() od.Dienst[antragParken, satzung] {
	const wer verfahren.Rolle = "bewohner"
	d, law := parken(), verfahren.VwVfG()
	erteilt, norm := verfahren.Zustand("erteilt"), recht.MustParseNorm("§ 45 Abs. 1b StVO")
	v := verfahren.Baue(verfahren.Verfahren{
		Fassung: "2026-11", Recht: law, Entgelt: recht.MustParseNorm("§ 6a Abs. 5a StVG"),
		Beteiligte: []verfahren.Beteiligter{{Rolle: wer, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangKonto}, {Rolle: "kind", Stellung: verfahren.StellungBerechtigter, Zugang: verfahren.ZugangKeiner, Vertretbar: law.Beginn}, {Rolle: "polizei", Stellung: verfahren.StellungStelle, Zugang: verfahren.ZugangEinladung}, {Rolle: "nachbar", Stellung: verfahren.StellungBefragter, Zugang: verfahren.ZugangEinladung, Mehrere: true}},
		Entscheidungen: []verfahren.Entscheidung{
			{Akt: "erteilt", Von: verfahren.In(verfahren.ZustandInBearbeitung), Nach: erteilt, Norm: norm, Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumErmessen, VierAugen: true},
			{Akt: "abgelehnt", Von: verfahren.In(verfahren.ZustandInBearbeitung), Nach: verfahren.ZustandAbgelehnt, Norm: norm, Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumErmessen},
		},
		Fristen: []verfahren.Frist{{
			Name: "entscheidung", Norm: norm, Fuer: verfahren.RolleBehoerde, In: verfahren.In(verfahren.ZustandInBearbeitung), Ab: []verfahren.Akt{verfahren.AktUebernommen}, Dauer: verfahren.Monate(3),
			Laenger: &verfahren.Verlaengerung{Norm: norm, Hoechstens: verfahren.Monate(1)}, Vermerk: od.T("Es soll entschieden werden.", "It should be decided."),
		}},
		Anlaesse: []verfahren.Anlass{{Name: "umzug-gemeldet", Norm: recht.MustParseNorm("§ 37 Abs. 1 BMG"), Weise: verfahren.AnlassAngebot, Rolle: wer}},
		Enden:    verfahren.In(erteilt, verfahren.ZustandAbgelehnt),
		Aufbewahrung: []verfahren.Loeschung{
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen), Nach: verfahren.Sofort(), Norm: law.Entwurf},
			{Was: verfahren.AlleDaten(), In: verfahren.In(erteilt, verfahren.ZustandAbgelehnt, verfahren.ZustandZurueckgenommen), Nach: verfahren.Jahre(3), Norm: recht.MustParseNorm("Art. 5 Abs. 1 Buchst. e DSGVO")},
		},
	},
		law.Entwerfen(wer),
		verfahren.Folgt(law.Beginn, verfahren.AktGeprueft, verfahren.ZustandEntwurf, verfahren.ZustandZahlung, wer),
		law.Zahlen(recht.MustParseNorm("§ 6a Abs. 5a StVG"), wer),
		law.Bearbeiten(wer),
		law.Vertreten(law.Beginn, verfahren.In(verfahren.ZustandEingereicht, verfahren.ZustandInBearbeitung), wer),
		law.Beteiligen(norm, verfahren.In(verfahren.ZustandInBearbeitung), "polizei", verfahren.Monate(1), verfahren.SchweigenZustimmung),
		law.Beteiligen(norm, verfahren.In(verfahren.ZustandInBearbeitung), "nachbar", verfahren.Wochen(2), verfahren.SchweigenNichts),
	)
	d.Verfahren = &v
	d.Worte = map[string]recht.Text{
		"zustand.erteilt": od.T("Erteilt", "Granted"), "rolle.kind": od.T("Ihr Kind", "your child"), "rolle.polizei": od.T("Polizei", "Police"), "rolle.nachbar": od.T("Nachbar", "Neighbour"),
		"frist.entscheidung": od.T("Entscheidung", "Decision"), "anlass.umzug-gemeldet": od.T("Sie sind umgezogen", "You have moved"),
		"frist.polizei": od.T("Antwort der Polizei", "Answer of the police"), "frist.nachbar": od.T("Antwort des Nachbarn", "Answer of the neighbour"),
	}
	d.Entscheidungen = entscheidungen(norm)
	return d
}

type (
	erteilung struct {
		Bis datum.Datum `json:"bis,omitzero"`
	}
	begruendung struct {
		Gruende string `json:"gruende,omitzero"`
	}
)

// entscheidungen are typed: until when, or why not, each with a notice.
func entscheidungen(norm recht.Norm) []od.Entscheidung[antragParken, satzung] {
	type fall = od.Fall[antragParken, satzung]
	bis := od.Datum(func(a *erteilung) *datum.Datum { return &a.Bis }, od.T("Gilt bis", "Valid until"))
	gruende := od.Text(func(b *begruendung) *string { return &b.Gruende }, od.T("Gründe", "Reasons")).Len(1, 500)
	entwurf := func(tenor string) bescheid.Entwurf {
		return bescheid.Entwurf{Titel: "Bewohnerparkausweis", Tenor: []string{tenor}, Adressat: bescheid.Adressat{Anschrift: []string{"Erika Mustermann", "Musterstraße 12", "07743 Jena"}}}
	}
	return []od.Entscheidung[antragParken, satzung]{
		od.Beschluss[antragParken, satzung, erteilung]{
			Name: "erteilen", Akt: "erteilt", Titel: od.T("Erteilen", "Grant"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: recht.Normen{norm}, VierAugen: true,
			Inhalt: []od.Element[erteilung]{bis}, Vorschlag: func(f fall) erteilung { return erteilung{f.Heute.AddMonths(12)} },
			Geltung: func(_ fall, a erteilung, tag datum.Datum) antragfall.Geltung {
				return antragfall.Geltung{Von: tag, Bis: a.Bis}
			},
			Bescheid: func(_ fall, a erteilung) bescheid.Entwurf {
				n := entwurf("Sie erhalten den Ausweis bis zum " + od.LongDay(a.Bis, "de") + ".")
				n.Begruendung.Verzicht = bescheid.VerzichtStattgegeben
				return n
			},
		},
		od.Beschluss[antragParken, satzung, begruendung]{
			Name: "ablehnen", Akt: "abgelehnt", Titel: od.T("Ablehnen", "Refuse"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: recht.Normen{norm},
			Inhalt: []od.Element[begruendung]{gruende}, Gruende: func(b begruendung) string { return b.Gruende },
			Bescheid: func(_ fall, b begruendung) bescheid.Entwurf {
				n := entwurf("Ihr Antrag wird abgelehnt.")
				n.Begruendung = bescheid.Begruendung{Sachverhalt: []string{"Sie haben einen Ausweis beantragt."}, Recht: []string{b.Gruende}, Normen: recht.Normen{norm}}
				return n
			},
		},
	}
}

// belege is a page that asks for files.
func belege() od.Seite[antragParken] { return dateien(0) }

func dateien(lowest int) od.Seite[antragParken] {
	files := od.Dateien(func(b *beleg) *[]string { return &b.Dateien }, od.T("Belege", "Documents"), lowest, 10)
	return od.Zeige("belege", od.Element[antragParken](od.Gruppe(func(a *antragParken) *beleg { return &a.Beleg }, od.T("Belege", "Documents"), od.Element[beleg](files))))
}

func TestDienst_WithAProcedureAndFiles(t *testing.T) {
	d := nachRecht()
	d.Seiten = append(d.Seiten, belege())
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: d, Kommunen: jena(t), Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16053000"), Kasse: onlinediensttest.NewKasse,
	})
}

// A question that must be answered by a file: the suite hands one in.
func TestDienst_WithAFileThatIsRequired(t *testing.T) {
	d := parken()
	d.Gebuehr, d.Kosten = nil, simply(od.T("Die Gebühr setzt ein Bescheid fest.", "A notice sets the fee."), "Das Amt schreibt Ihnen, was es kostet.")
	d.Seiten = append(d.Seiten, dateien(1))
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: d, Kommunen: jena(t), Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16053000"),
	})
}

func TestDienst_WithAProcedureOfItsOwn(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: nachRecht(), Kommunen: jena(t), Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16053000"), Kasse: onlinediensttest.NewKasse,
	})
}

func TestCheck_FindsWhatLiesBetweenServiceAndProcedure(t *testing.T) {
	require.Empty(t, nachRecht().Check())
	const fremd verfahren.Rolle = "nachbar"
	for name, change := range map[string]func(*od.Dienst[antragParken, satzung]){
		"/verfahren machine":           func(d *od.Dienst[antragParken, satzung]) { d.Verfahren = nil },
		"/seiten/person":               func(d *od.Dienst[antragParken, satzung]) { d.Seiten[0] = d.Seiten[0].For(fremd) },
		"/seiten":                      func(d *od.Dienst[antragParken, satzung]) { d.Seiten[5] = d.Seiten[5].Shared() },
		"/seiten/anschrift":            func(d *od.Dienst[antragParken, satzung]) { d.Seiten[1] = d.Seiten[1].Shared() },
		"/verfahren/Beteiligte":        func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Beteiligte[0].Zugang = verfahren.ZugangKeiner },
		"/verfahren/Beteiligte w":      func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Beteiligte[0].Schreibt = []verfahren.Teil{"x"} },
		"/verfahren/Anlaesse/0":        func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Anlaesse[0].Weise = verfahren.AnlassBeginn },
		"/worte/anlass.umzug-gemeldet": func(d *od.Dienst[antragParken, satzung]) { delete(d.Worte, "anlass.umzug-gemeldet") },
		"/verfahren/Fristen":           func(d *od.Dienst[antragParken, satzung]) { d.Entwurf = od.Frist{} },
		"/verfahren/Beteiligte/0":      func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Beteiligte[0].Stellung = "" },
		"/entwurf":                     func(d *od.Dienst[antragParken, satzung]) { d.Entwurf.Norm = recht.Norm{} },
		"/gebuehr":                     func(d *od.Dienst[antragParken, satzung]) { d.Gebuehr = nil },
		"/verfahren/Entgelt":           func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Entgelt = recht.Norm{} },
		"/pruefung":                    func(d *od.Dienst[antragParken, satzung]) { d.Pruefung = &od.Pruefung[antragParken, satzung]{} },
		"/automat": func(d *od.Dienst[antragParken, satzung]) {
			d.Automat = &od.Automat[antragParken, satzung]{Akt: "erteilt"}
		},
		"/worte/zustand.erteilt": func(d *od.Dienst[antragParken, satzung]) { d.Worte = nil },
		"/worte/zustand.nichts":  func(d *od.Dienst[antragParken, satzung]) { d.Worte["zustand.nichts"] = od.T("Nichts", "Nothing") },
		"/niveau":                func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Beteiligte[0].Niveau = recht.NiveauHoch },
		"/seiten no applicant two": func(d *od.Dienst[antragParken, satzung]) {
			d.Seiten[5] = od.Zeige("kontakt", od.Element[antragParken](od.Kennt(od.Ganzzahl(func(a *antragParken) *od.Zahl { return &a.Raeder }, od.T("Räder", "Bicycles")), fragen().alter)))
		},
		"/verfahren/Entscheidungen/0": func(d *od.Dienst[antragParken, satzung]) {
			d.Verfahren.Entscheidungen[0].Automatisch = &verfahren.Automatik{Norm: recht.MustParseNorm("§ 6a Abs. 5a StVG"), Sonst: verfahren.ZustandEingereicht, Stichprobe: 10}
		},
		"/entscheidungen/erteilen": func(d *od.Dienst[antragParken, satzung]) { d.Verfahren.Entscheidungen[0].VierAugen = false },
		"/entscheidungen":          func(d *od.Dienst[antragParken, satzung]) { d.Entscheidungen = d.Entscheidungen[1:] },
		"/worte/akt.erteilt":       func(d *od.Dienst[antragParken, satzung]) { d.Entscheidungen = nil },
		"/angaben/beleg/dateien":   func(d *od.Dienst[antragParken, satzung]) { d.Seiten = append(d.Seiten, belege().Shared()) },
	} {
		d := nachRecht()
		change(&d)
		where, _, _ := strings.Cut(name, " ")
		found := d.Check()
		require.True(t, slices.ContainsFunc(found, func(b recht.Befund) bool { return b.Pointer == where }), "%s: %v", name, found)
	}
}

// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	vf "github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// anerkennung recognises a qualification: a receipt in a month, three months from
// complete documents, a clock that stands still to the end of a set day, one extension,
// and no consent by silence.
func anerkennung() vf.Verfahren {
	const anerkannt, ausgleich vf.Zustand = "anerkannt", "ausgleich"
	r := vf.VwVfG()
	enden := vf.In(vf.ZustandAbgelehnt, vf.ZustandZurueckgenommen, anerkannt)
	return vf.Baue(vf.Verfahren{
		Name: "anerkennung", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 12 Abs. 1 BQFG"), Entgelt: n("§ 12 Abs. 1 BQFG"),
		Beteiligte: []vf.Beteiligter{antragsteller(recht.NiveauNormal, n("§ 14a Abs. 1 BQFG"))},
		Entscheidungen: []vf.Entscheidung{
			entscheidung("anerkannt", vf.ZustandInBearbeitung, anerkannt, n("§ 13 Abs. 1 BQFG"), vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben),
			entscheidung("ausgleich-verlangt", vf.ZustandInBearbeitung, ausgleich, n("§ 10 Abs. 1 BQFG"), vf.SpielraumBeurteilung, vf.ErgebnisTeilweise),
			entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 13 Abs. 1 BQFG"), vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt),
		},
		Schritte: []vf.Schritt{
			{Von: vf.In(vf.ZustandEingereicht), Akt: "empfang-bestaetigt", Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 13 Abs. 2 BQFG")},
			{Von: vf.In(vf.ZustandEingereicht), Akt: "vollstaendig", Nach: vf.ZustandInBearbeitung, Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 13 Abs. 3 BQFG")},
			{Von: vf.In(vf.ZustandInBearbeitung), Akt: "nachgefordert", Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 12 Abs. 4 BQFG"), Wenn: vf.Wenn(vf.SacheText)},
			{Von: vf.In(vf.ZustandInBearbeitung), Akt: "nachgereicht", Wer: vf.Wer("antragsteller"), Norm: n("§ 12 Abs. 4 BQFG")},
			{Von: vf.In(vf.ZustandInBearbeitung), Akt: "ausbildungsstaat-gefragt", Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 12 Abs. 3 BQFG")},
			{Von: vf.In(ausgleich), Akt: "gewaehlt", Wer: vf.Wer("antragsteller"), Norm: n("§ 11 Abs. 3 BQFG")},
			{Von: vf.In(ausgleich), Akt: "ausgleich-erfuellt", Nach: anerkannt, Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 11 Abs. 1 BQFG")},
		},
		Fristen: []vf.Frist{
			{Name: "empfang", Norm: n("§ 13 Abs. 2 BQFG"), Fuer: vf.RolleBehoerde, In: vf.In(vf.ZustandEingereicht), Ab: []vf.Akt{vf.AktEingereicht}, Bis: []vf.Akt{"empfang-bestaetigt"}, Dauer: vf.Monate(1), Vermerk: recht.NewText("Der Empfang ist zu bestätigen.", "A receipt is due.")},
			{
				Name: "entscheidung", Norm: n("§ 13 Abs. 3 BQFG"), Fuer: vf.RolleBehoerde, In: vf.In(vf.ZustandInBearbeitung), Ab: []vf.Akt{"vollstaendig"}, Dauer: vf.Monate(3), Vorher: vf.Wochen(2),
				Ruht:    []vf.Ruhe{{Norm: n("§ 13 Abs. 4 BQFG"), Ab: "nachgefordert"}},
				Laenger: &vf.Verlaengerung{Norm: n("§ 13 Abs. 3 BQFG"), Hoechstens: vf.Monate(1)},
				Vermerk: recht.NewText("Die Zeit zur Entscheidung ist vorbei; es gilt nichts als erteilt.", "The time to decide is over; nothing counts as granted."),
			},
			{Name: "ausgleich", Norm: n("§ 11 Abs. 1 BQFG"), Fuer: "antragsteller", In: vf.In(ausgleich), Dauer: vf.Jahre(3), Vorher: vf.Monate(6), Vermerk: recht.NewText("Der Lehrgang dauert höchstens drei Jahre.", "The adaptation period takes three years at most.")},
		},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Jahre(10), enden...),
	},
		r.Entwerfen("antragsteller"), r.Einreichen("antragsteller"), r.Entwurfsfrist("antragsteller", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf), r.Bearbeiten("antragsteller"))
}

// anerkennungBeschleunigt is the fast track of § 81a AufenthG: a receipt in two weeks, two
// months from complete documents.
func anerkennungBeschleunigt() vf.Verfahren {
	v := anerkennung()
	v.Name = "anerkennung-beschleunigt"
	for i := range v.Fristen {
		switch f := &v.Fristen[i]; f.Name {
		case "empfang":
			f.Norm, f.Dauer = n("§ 14a Abs. 2 BQFG"), vf.Wochen(2)
		case "entscheidung":
			f.Norm, f.Dauer = n("§ 14a Abs. 3 BQFG"), vf.Monate(2)
			f.Ruht = []vf.Ruhe{{Norm: n("§ 14a Abs. 4 BQFG"), Ab: "nachgefordert"}}
			f.Laenger = &vf.Verlaengerung{Norm: n("§ 14a Abs. 3 BQFG")}
		}
	}
	return v
}

// pass prepares a passport: an electronic application is unlawful (§ 6 Abs. 1 PaßG), so
// what is sent online are entries to be confirmed at the counter, and no application.
func pass() vf.Verfahren {
	const vorbereitet, bestellt, abholbereit, gueltig, abgelaufen, verfallen vf.Zustand = "vorbereitet", "bestellt", "abholbereit", "gueltig", "abgelaufen", "vordaten-verfallen"
	r := vf.VwVfG()
	enden := vf.In(vf.ZustandZurueckgenommen, vf.ZustandAbgelehnt, abgelaufen, verfallen)
	return vf.Baue(vf.Verfahren{
		Name: "pass", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 6 Abs. 1 PaßG"), Entgelt: n("§ 15 PassV"),
		Beteiligte: []vf.Beteiligter{
			antragsteller(recht.NiveauNormal, recht.Norm{}),
			{Rolle: "sorgeberechtigter", Stellung: vf.StellungBefragter, Zugang: vf.ZugangEinladung, Schreibt: []vf.Teil{"zustimmung"}, Sieht: []vf.Teil{"zustimmung"}},
		},
		Entscheidungen: []vf.Entscheidung{
			entscheidung("ausgestellt", vf.ZustandInBearbeitung, bestellt, n("§ 6 Abs. 1 PaßG"), vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben),
			entscheidung("versagt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 7 Abs. 1 PaßG"), vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt),
		},
		Schritte: []vf.Schritt{
			{Von: vf.In(vf.ZustandEntwurf), Akt: "vordaten-gesandt", Nach: vorbereitet, Wer: vf.Wer("antragsteller"), Norm: n("§ 6 Abs. 2 PaßG"), Wenn: vf.Wenn(vf.SacheVollstaendig)},
			{Von: vf.In(vorbereitet), Akt: "vordaten-verfallen", Nach: verfallen, Wer: vf.Wer(vf.RolleSystem), Norm: r.Entwurf},
			{Von: vf.In(vorbereitet), Akt: vf.AktEingereicht, Nach: vf.ZustandInBearbeitung, Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 6 Abs. 1 PaßG")}, // at the counter, in person
			{Von: vf.In(vf.ZustandInBearbeitung), Akt: vf.AktZurueckgenommen, Nach: vf.ZustandZurueckgenommen, Wer: vf.Wer("antragsteller"), Norm: r.Beginn},
			{Von: vf.In(bestellt), Akt: "eingetroffen", Nach: abholbereit, Wer: vf.Wer(vf.RolleSystem), Norm: r.Ermittlung},
			{Von: vf.In(abholbereit), Akt: "ausgehaendigt", Nach: gueltig, Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 16 Abs. 2 PaßG")},
			{Von: vf.In(gueltig), Akt: "abgelaufen", Nach: abgelaufen, Wer: vf.Wer(vf.RolleSystem), Norm: n("§ 5 Abs. 1 PaßG")},
		},
		Fristen: []vf.Frist{
			{Name: "vordaten", Norm: r.Entwurf, Fuer: "antragsteller", In: vf.In(vorbereitet), Dauer: vf.Tage(30), Fest: true, Vorher: vf.Tage(7), Folge: "vordaten-verfallen"},
			{Name: "untaetigkeit", Norm: r.Untaetigkeit, Fuer: vf.RolleBehoerde, In: vf.In(vf.ZustandInBearbeitung, bestellt), Ab: []vf.Akt{vf.AktEingereicht}, Dauer: r.Untaetig, Vermerk: recht.NewText("Der Pass ist noch nicht da.", "The passport is not there yet.")},
			{Name: "abholen", Norm: r.Mitwirkung, Fuer: "antragsteller", In: vf.In(abholbereit), Dauer: vf.Monate(3), Vorher: vf.Monate(1), Vermerk: recht.NewText("Der Pass ist nicht abgeholt.", "The passport was not collected.")},
			{Name: "gueltigkeit", Norm: n("§ 5 Abs. 1 PaßG"), Fuer: "antragsteller", In: vf.In(gueltig), Tag: vf.FristTagGeltung, Fest: true, Vorher: vf.Monate(3), Folge: "abgelaufen"},
		},
		Enden: enden,
		Aufbewahrung: []vf.Loeschung{
			{Was: vf.AlleDaten(), In: vf.In(vf.ZustandVerworfen, verfallen), Nach: vf.Sofort(), Norm: r.Entwurf},
			{Was: vf.AlleDaten(), In: vf.In(vf.ZustandZurueckgenommen, vf.ZustandAbgelehnt, abgelaufen), Nach: vf.Jahre(5), Norm: n("§ 21 Abs. 4 PaßG")},
		},
		Anlaesse: []vf.Anlass{{Name: "ablauf", Norm: n("§ 5 Abs. 1 PaßG"), Weise: vf.AnlassAngebot, Rolle: "antragsteller"}},
	},
		r.Entwerfen("antragsteller"), r.Entwurfsfrist("antragsteller", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf),
		r.Beteiligen(n("§ 6 Abs. 1 PaßG"), vf.In(vf.ZustandEntwurf, vorbereitet), "sorgeberechtigter", vf.Wochen(4), vf.SchweigenNichts))
}

// bauantrag is written by an author with a qualification and signed by the builder;
// other bodies are asked side by side, each with a clock and with what their silence
// means; a deficit that is not cured counts as withdrawal; a permit lasts three years
// and stands still while somebody objects.
func bauantrag() vf.Verfahren {
	const unvollstaendig, genehmigt, imBau, fertig, erloschen vf.Zustand = "unvollstaendig", "genehmigt", "im-bau", "fertig", "erloschen"
	r := vf.VwVfG()
	enden := vf.In(vf.ZustandAbgelehnt, fertig, erloschen)
	genehmigen := entscheidung("genehmigt", vf.ZustandInBearbeitung, genehmigt, n("§ 79 Abs. 1 ThürBO"), vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben, vf.ErgebnisTeilweise)
	genehmigen.Wenn = vf.Wenn(vf.SacheBeantwortet)
	ablehnen := entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 79 Abs. 1 ThürBO"), vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt)
	alles := []vf.Teil{"antrag", "plaene"}
	return vf.Baue(vf.Verfahren{
		Name: "bauantrag", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 79 Abs. 1 ThürBO"), Entgelt: n("§ 79 Abs. 1 ThürBO"),
		Beteiligte: []vf.Beteiligter{
			{Rolle: "entwurfsverfasser", Stellung: vf.StellungVerfasser, Zugang: vf.ZugangKonto, Niveau: recht.NiveauSubstantiell, Zeichnet: true, Nachweis: "Bauvorlageberechtigung", Schreibt: alles, Sieht: alles},
			{Rolle: "bauherr", Stellung: vf.StellungAntragsteller, Zugang: vf.ZugangEinladung, Niveau: recht.NiveauSubstantiell, Zeichnet: true, Schreibt: []vf.Teil{"antrag"}, Sieht: alles, Vertretbar: r.Vertretung},
			{Rolle: "gemeinde", Stellung: vf.StellungStelle, Zugang: vf.ZugangEinladung, Schreibt: []vf.Teil{"einvernehmen"}, Sieht: append([]vf.Teil{"einvernehmen"}, alles...)},
			{Rolle: "nachbar", Stellung: vf.StellungBefragter, Zugang: vf.ZugangEinladung, Mehrere: true, Schreibt: []vf.Teil{"einwand"}, Sieht: []vf.Teil{"einwand", "plaene"}},
		},
		Entscheidungen: []vf.Entscheidung{genehmigen, ablehnen},
		Schritte: []vf.Schritt{
			{Von: vf.In(vf.ZustandEingereicht), Akt: "vollstaendig", Nach: vf.ZustandInBearbeitung, Wer: vf.Wer(vf.RolleBehoerde), Norm: r.Ermittlung},
			{Von: vf.In(vf.ZustandEingereicht), Akt: "maengel", Nach: unvollstaendig, Wer: vf.Wer(vf.RolleBehoerde), Norm: r.Mitwirkung, Wenn: vf.Wenn(vf.SacheText)},
			{Von: vf.In(unvollstaendig), Akt: "nachgereicht", Nach: vf.ZustandEingereicht, Wer: vf.Wer("entwurfsverfasser", "bauherr"), Norm: r.Mitwirkung},
			{Von: vf.In(unvollstaendig), Akt: "gilt-als-zurueckgenommen", Nach: vf.ZustandZurueckgenommen, Wer: vf.Wer(vf.RolleSystem), Norm: r.Mitwirkung},
			{Von: vf.In(genehmigt), Akt: "baubeginn", Nach: imBau, Wer: vf.Wer("bauherr"), Norm: n("§ 79 Abs. 1 ThürBO")},
			{Von: vf.In(imBau), Akt: "fertig", Nach: fertig, Wer: vf.Wer("bauherr"), Norm: n("§ 79 Abs. 1 ThürBO")},
			{Von: vf.In(genehmigt, imBau), Akt: "erloschen", Nach: erloschen, Wer: vf.Wer(vf.RolleSystem), Norm: n("§ 79 Abs. 1 ThürBO")},
		},
		Fristen: []vf.Frist{
			{Name: "maengel", Norm: r.GesetzteZeit, Fuer: "entwurfsverfasser", In: vf.In(unvollstaendig), Tag: vf.FristTagTermin, Fest: true, Vorher: vf.Wochen(1), Folge: "gilt-als-zurueckgenommen"},
			{
				Name: "baubeginn", Norm: n("§ 79 Abs. 1 ThürBO"), Fuer: "bauherr", In: vf.In(genehmigt), Ab: []vf.Akt{"genehmigt"}, Dauer: vf.Jahre(3), Fest: true, Vorher: vf.Monate(3), Folge: "erloschen",
				Ruht:    []vf.Ruhe{{Norm: n("§ 79 Abs. 1 ThürBO"), Ab: vf.AktAngefochten, Bis: vf.AktRechtsbehelfEnde}},
				Laenger: &vf.Verlaengerung{Norm: n("§ 79 Abs. 2 ThürBO"), Hoechstens: vf.Jahre(3)},
			},
			{Name: "unterbrechung", Norm: n("§ 79 Abs. 1 ThürBO"), Fuer: "bauherr", In: vf.In(imBau), Dauer: vf.Jahre(3), Fest: true, Vorher: vf.Monate(3), Folge: "erloschen"},
		},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Jahre(30), append(enden, vf.ZustandZurueckgenommen)...),
	},
		r.Entwerfen("entwurfsverfasser"), r.Mitzeichnen("entwurfsverfasser", "bauherr"),
		r.Entwurfsfrist("entwurfsverfasser", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf, vf.ZustandMitzeichnung), r.Bearbeiten("entwurfsverfasser", "bauherr"),
		r.Beteiligen(n("§ 36 Abs. 2 BauGB"), vf.In(vf.ZustandInBearbeitung), "gemeinde", vf.Monate(2), vf.SchweigenZustimmung),
		r.Beteiligen(r.Anhoerung, vf.In(vf.ZustandInBearbeitung), "nachbar", vf.Wochen(2), vf.SchweigenNichts))
}

// bauantragHessen has a permit by silence: three months, and two more once.
func bauantragHessen() vf.Verfahren {
	const genehmigt, fiktiv vf.Zustand = "genehmigt", "gilt-als-genehmigt"
	r := vf.VwVfG()
	enden := vf.In(vf.ZustandAbgelehnt, vf.ZustandZurueckgenommen, genehmigt, fiktiv)
	norm := n("§ 65 Abs. 2 HBO")
	return vf.Baue(vf.Verfahren{
		Name: "bauantrag-hessen", Fassung: "2026-11", Recht: r, NurAufAntrag: norm, Entgelt: norm,
		Beteiligte: []vf.Beteiligter{antragsteller(recht.NiveauSubstantiell, r.Vertretung)},
		Entscheidungen: []vf.Entscheidung{
			entscheidung("genehmigt", vf.ZustandInBearbeitung, genehmigt, norm, vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben, vf.ErgebnisTeilweise),
			entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, norm, vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt),
			entscheidung("gilt-als-genehmigt", vf.ZustandInBearbeitung, fiktiv, norm, vf.SpielraumGebunden, vf.ErgebnisFingiert),
		},
		Schritte: []vf.Schritt{{Von: vf.In(vf.ZustandEingereicht), Akt: "vollstaendig", Nach: vf.ZustandInBearbeitung, Wer: vf.Wer(vf.RolleBehoerde), Norm: norm}},
		Fristen: []vf.Frist{{
			Name: "entscheidung", Norm: norm, Fuer: vf.RolleBehoerde, In: vf.In(vf.ZustandInBearbeitung), Ab: []vf.Akt{"vollstaendig"}, Dauer: vf.Monate(3), Vorher: vf.Wochen(2),
			Laenger: &vf.Verlaengerung{Norm: norm, Hoechstens: vf.Monate(2)}, Folge: "gilt-als-genehmigt",
		}},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Jahre(30), enden...),
	},
		r.Entwerfen("antragsteller"), r.Einreichen("antragsteller"), r.Entwurfsfrist("antragsteller", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf),
		r.Bearbeiten("antragsteller"))
}

// wohnsitz registers a dwelling: nobody decides, the register is changed.
func wohnsitz() vf.Verfahren {
	r := vf.VwVfG()
	enden := vf.In(vf.ZustandAbgelehnt, vf.ZustandZurueckgenommen, "eingetragen")
	return vf.Baue(vf.Verfahren{
		Name: "wohnsitzmeldung", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 17 Abs. 1 BMG"),
		Beteiligte: []vf.Beteiligter{antragsteller(recht.NiveauHoch, recht.Norm{})},
		Entscheidungen: []vf.Entscheidung{
			entscheidung("eingetragen", vf.ZustandInBearbeitung, "eingetragen", n("§ 17 Abs. 1 BMG"), vf.SpielraumGebunden, vf.ErgebnisAnderes),
			entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 17 Abs. 1 BMG"), vf.SpielraumGebunden, vf.ErgebnisAbgelehnt),
		},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Monate(3), enden...),
	},
		r.Entwerfen("antragsteller"), r.Einreichen("antragsteller"), r.Entwurfsfrist("antragsteller", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf), r.Bearbeiten("antragsteller"))
}

// widerspruch is a case of its own against decisions under the VwVfG.
func widerspruch() vf.Verfahren {
	return vf.VwVfG().Rechtsbehelf("2026-11", recht.NiveauSubstantiell, n("§ 73 Abs. 1 VwGO"), n("§ 74 Abs. 1 Satz 1 VwGO"), vf.Jahre(5), n("Art. 5 Abs. 1 Buchst. e DSGVO"))
}

// widerspruchSozial is one under social law.
func widerspruchSozial() vf.Verfahren {
	return vf.SGBX().Rechtsbehelf("2026-11", recht.NiveauSubstantiell, n("§ 85 Abs. 1 SGG"), n("§ 87 Abs. 1 Satz 1 SGG"), vf.Jahre(5), n("Art. 5 Abs. 1 Buchst. e DSGVO"))
}

// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	vf "github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

var n = recht.MustParseNorm

// antragsteller is the usual applicant with one form.
func antragsteller(niveau recht.Niveau, vertretbar recht.Norm) vf.Beteiligter {
	return vf.Beteiligter{
		Rolle: "antragsteller", Stellung: vf.StellungAntragsteller, Zugang: vf.ZugangKonto, Niveau: niveau, Vertretbar: vertretbar,
		Schreibt: []vf.Teil{"antrag"}, Sieht: []vf.Teil{"antrag"},
	}
}

// aufbewahrung keeps drafts for a moment and what has ended so long.
func aufbewahrung(r vf.Recht, norm recht.Norm, nach vf.Spanne, enden ...vf.Zustand) []vf.Loeschung {
	return []vf.Loeschung{
		{Was: vf.AlleDaten(), In: vf.In(vf.ZustandVerworfen), Nach: vf.Sofort(), Norm: r.Entwurf},
		{Was: vf.AlleDaten(), In: enden, Nach: nach, Norm: norm},
	}
}

func entscheidung(akt vf.Akt, von, nach vf.Zustand, norm recht.Norm, spielraum vf.Spielraum, ergebnis ...vf.Ergebnis) vf.Entscheidung {
	return vf.Entscheidung{Akt: akt, Von: vf.In(von), Nach: nach, Norm: norm, Spielraum: spielraum, Ergebnis: ergebnis}
}

// schwerbehinderung finds a degree: doctors are asked, two officials decide, a card
// holds to a day and is looked at again, and lowering it needs a hearing (§ 48 SGB X).
func schwerbehinderung() vf.Verfahren {
	const gueltig, abgelaufen, angehoert vf.Zustand = "gueltig", "abgelaufen", "angehoert"
	r := vf.SGBX()
	bearbeitung := vf.In(vf.ZustandEingereicht, vf.ZustandInBearbeitung)
	feststellen := entscheidung("festgestellt", vf.ZustandInBearbeitung, gueltig, n("§ 152 Abs. 1 SGB IX"), vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben, vf.ErgebnisTeilweise)
	feststellen.VierAugen = true
	senken := entscheidung("neu-festgestellt", angehoert, gueltig, n("§ 48 Abs. 1 Satz 1 SGB X"), vf.SpielraumBeurteilung, vf.ErgebnisTeilweise, vf.ErgebnisAufgehoben)
	senken.Wenn = vf.Wenn(vf.SacheGehoert)
	berichtigen := entscheidung("berichtigt", gueltig, gueltig, r.Berichtigung, vf.SpielraumGebunden, vf.ErgebnisBerichtigt)
	enden := vf.In(vf.ZustandAbgelehnt, vf.ZustandZurueckgenommen, abgelaufen)
	return vf.Baue(vf.Verfahren{
		Name: "schwerbehinderung", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 152 Abs. 1 SGB IX"),
		Beteiligte: []vf.Beteiligter{
			antragsteller(recht.NiveauSubstantiell, r.Vertretung),
			{Rolle: "arzt", Stellung: vf.StellungBefragter, Zugang: vf.ZugangEinladung, Mehrere: true, Schreibt: []vf.Teil{"befund"}, Sieht: []vf.Teil{"befund"}},
		},
		Entscheidungen: []vf.Entscheidung{
			feststellen, senken, berichtigen,
			entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 152 Abs. 1 SGB IX"), vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt),
		},
		Schritte: []vf.Schritt{
			{Von: bearbeitung, Akt: "erwerbstaetig", Wer: vf.Wer(vf.RolleSystem), Norm: n("§ 152 Abs. 1 Satz 3 SGB IX")},
			{Von: vf.In(vf.ZustandInBearbeitung), Akt: "gutachten-eingegangen", Wer: vf.Wer(vf.RolleBehoerde), Norm: n("§ 17 Abs. 2 SGB IX")},
			{Von: vf.In(gueltig), Akt: "abgelaufen", Nach: abgelaufen, Wer: vf.Wer(vf.RolleSystem), Norm: n("§ 6 Abs. 2 SchwbAwV")},
			{Von: vf.In(angehoert), Akt: "belassen", Nach: gueltig, Wer: vf.Wer(vf.RolleBehoerde), Norm: r.Anhoerung},
		},
		Fristen: []vf.Frist{
			{Name: "drei-wochen", Norm: n("§ 14 Abs. 2 Satz 2 SGB IX"), Fuer: vf.RolleBehoerde, In: bearbeitung, Ab: []vf.Akt{"erwerbstaetig"}, Bis: []vf.Akt{"gutachten-eingegangen"}, Dauer: vf.Wochen(3), Vorher: vf.Wochen(1), Vermerk: recht.NewText("Drei Wochen sind vorbei.", "Three weeks are over.")},
			{Name: "gutachten", Norm: n("§ 14 Abs. 2 Satz 3 SGB IX"), Fuer: vf.RolleBehoerde, In: vf.In(vf.ZustandInBearbeitung), Ab: []vf.Akt{"gutachten-eingegangen"}, Dauer: vf.Wochen(2), Vermerk: recht.NewText("Zwei Wochen nach dem Gutachten sind vorbei.", "Two weeks after the report are over.")},
			{Name: "ausweis", Norm: n("§ 6 Abs. 2 SchwbAwV"), Fuer: "antragsteller", In: vf.In(gueltig), Tag: vf.FristTagGeltung, Fest: true, Vorher: vf.Monate(3), Folge: "abgelaufen"},
			{Name: "nachpruefung", Norm: n("§ 48 Abs. 1 Satz 1 SGB X"), Fuer: vf.RolleBehoerde, In: vf.In(gueltig), Tag: vf.FristTagStufe, Vermerk: recht.NewText("Die Feststellung ist nachzuprüfen.", "The finding is to be reviewed.")},
			{Name: "entscheiden", Norm: r.Untaetigkeit, Fuer: vf.RolleBehoerde, In: vf.In(angehoert), Dauer: r.Untaetig, Vermerk: recht.NewText("Über die Änderung ist zu entscheiden.", "The change is to be decided on.")},
		},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Jahre(10), enden...),
	},
		r.Entwerfen("antragsteller"), r.Einreichen("antragsteller"), r.Entwurfsfrist("antragsteller", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf),
		r.Bearbeiten("antragsteller"), r.Beteiligen(n("§ 100 Abs. 1 SGB X"), vf.In(vf.ZustandInBearbeitung), "arzt", vf.Wochen(4), vf.SchweigenNichts),
		r.Anhoeren(vf.In(gueltig), angehoert, vf.Wochen(4), "antragsteller"))
}

// unterhaltsvorschuss pays by the month, by age, asks a parent who is no party, and
// stops with 14 days to answer.
func unterhaltsvorschuss() vf.Verfahren {
	const laufend, angehoert, beendet vf.Zustand = "laufend", "angehoert", "beendet"
	const elternteil, anderer vf.Rolle = "elternteil", "anderer-elternteil"
	r := vf.SGBX()
	aufheben := entscheidung("aufgehoben", angehoert, beendet, n("§ 48 Abs. 1 Satz 1 SGB X"), vf.SpielraumGebunden, vf.ErgebnisAufgehoben)
	aufheben.Wenn = vf.Wenn(vf.SacheGehoert)
	enden := vf.In(vf.ZustandAbgelehnt, vf.ZustandZurueckgenommen, beendet)
	return vf.Baue(vf.Verfahren{
		Name: "unterhaltsvorschuss", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 9 Abs. 1 UhVorschG"),
		Beteiligte: []vf.Beteiligter{
			{Rolle: elternteil, Stellung: vf.StellungAntragsteller, Zugang: vf.ZugangKonto, Niveau: recht.NiveauHoch, Schreibt: []vf.Teil{"antrag"}, Sieht: []vf.Teil{"antrag"}},
			{Rolle: "kind", Stellung: vf.StellungBerechtigter, Zugang: vf.ZugangKeiner, Vertretbar: n("§ 9 Abs. 1 UhVorschG")},
			{Rolle: anderer, Stellung: vf.StellungPflichtiger, Zugang: vf.ZugangEinladung, Schreibt: []vf.Teil{"auskunft"}, Sieht: []vf.Teil{"auskunft"}},
		},
		Entscheidungen: []vf.Entscheidung{
			entscheidung("bewilligt", vf.ZustandInBearbeitung, laufend, n("§ 9 Abs. 2 UhVorschG"), vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben, vf.ErgebnisTeilweise),
			entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 9 Abs. 2 UhVorschG"), vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt),
			aufheben,
		},
		Schritte: []vf.Schritt{
			{Von: vf.In(laufend), Akt: "altersstufe", Wer: vf.Wer(vf.RolleSystem), Norm: r.Automatik},
			{Von: vf.In(laufend), Akt: "beendet", Nach: beendet, Wer: vf.Wer(vf.RolleSystem), Norm: n("§ 3 UhVorschG")},
			{Von: vf.In(angehoert), Akt: "wiederaufgenommen", Nach: laufend, Wer: vf.Wer(vf.RolleSystem, vf.RolleBehoerde), Norm: n("§ 9 Abs. 5 UhVorschG")},
		},
		Fristen: []vf.Frist{
			{Name: "ende", Norm: n("§ 3 UhVorschG"), Fuer: vf.RolleBehoerde, In: vf.In(laufend), Tag: vf.FristTagGeltung, Fest: true, Vorher: vf.Monate(2), Folge: "beendet"},
			{Name: "altersstufe", Norm: n("§ 2 Abs. 1 UhVorschG"), Fuer: vf.RolleBehoerde, In: vf.In(laufend), Tag: vf.FristTagStufe, Folge: "altersstufe"},
			{Name: "aufheben", Norm: n("§ 9 Abs. 5 UhVorschG"), Fuer: vf.RolleBehoerde, In: vf.In(angehoert), Dauer: vf.Monate(2), Folge: "wiederaufgenommen"},
		},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Jahre(5), enden...),
		Anlaesse:     []vf.Anlass{{Name: "geburt", Norm: n("§ 57 Abs. 1 PStV"), Weise: vf.AnlassAngebot, Rolle: elternteil}},
	},
		r.Entwerfen(elternteil), r.Einreichen(elternteil), r.Entwurfsfrist(elternteil, vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf), r.Bearbeiten(elternteil),
		r.Beteiligen(n("§ 6 Abs. 1 UhVorschG"), vf.In(vf.ZustandInBearbeitung, laufend), anderer, vf.Wochen(2), vf.SchweigenNichts),
		r.Anhoeren(vf.In(laufend), angehoert, vf.Tage(14), elternteil))
}

// wohngeld is granted for some months and reminded of before they end.
func wohngeld() vf.Verfahren {
	r := vf.SGBX()
	enden := vf.In(vf.ZustandAbgelehnt, vf.ZustandZurueckgenommen, "ausgelaufen")
	return vf.Baue(vf.Verfahren{
		Name: "wohngeld", Fassung: "2026-11", Recht: r, NurAufAntrag: n("§ 22 Abs. 1 WoGG"),
		Beteiligte: []vf.Beteiligter{antragsteller(recht.NiveauSubstantiell, r.Vertretung)},
		Entscheidungen: []vf.Entscheidung{
			entscheidung("bewilligt", vf.ZustandInBearbeitung, "bewilligt", n("§ 24 Abs. 1 WoGG"), vf.SpielraumBeurteilung, vf.ErgebnisStattgegeben, vf.ErgebnisTeilweise),
			entscheidung("abgelehnt", vf.ZustandInBearbeitung, vf.ZustandAbgelehnt, n("§ 24 Abs. 1 WoGG"), vf.SpielraumBeurteilung, vf.ErgebnisAbgelehnt),
		},
		Fristen:      []vf.Frist{{Name: "bewilligungszeitraum", Norm: n("§ 25 Abs. 1 WoGG"), Fuer: "antragsteller", In: vf.In("bewilligt"), Tag: vf.FristTagGeltung, Fest: true, Vorher: vf.Monate(2), Folge: "ausgelaufen"}},
		Enden:        enden,
		Aufbewahrung: aufbewahrung(r, n("Art. 5 Abs. 1 Buchst. e DSGVO"), vf.Jahre(10), enden...),
	},
		r.Entwerfen("antragsteller"), r.Einreichen("antragsteller"), r.Entwurfsfrist("antragsteller", vf.Tage(30), vf.Tage(7), vf.ZustandEntwurf), r.Bearbeiten("antragsteller"),
		vf.Folgt(n("§ 25 Abs. 1 WoGG"), "ausgelaufen", "bewilligt", "ausgelaufen", vf.RolleSystem))
}

// nachpruefung is opened by the time that has come, and by no application.
func nachpruefung() vf.Verfahren {
	const betroffen vf.Rolle = "betroffen"
	r := vf.SGBX()
	geaendert := entscheidung("geaendert", "angehoert", "geaendert", n("§ 48 Abs. 1 Satz 1 SGB X"), vf.SpielraumBeurteilung, vf.ErgebnisAufgehoben)
	geaendert.Wenn = vf.Wenn(vf.SacheGehoert)
	enden := vf.In("geaendert", "belassen")
	return vf.Baue(vf.Verfahren{
		Name: "nachpruefung", Fassung: "2026-11", Recht: r,
		Beteiligte: []vf.Beteiligter{{
			Rolle: betroffen, Stellung: vf.StellungBerechtigter, Zugang: vf.ZugangKonto, Niveau: recht.NiveauSubstantiell, Schreibt: []vf.Teil{"befunde"}, Sieht: []vf.Teil{"befunde"},
		}},
		Schritte: []vf.Schritt{
			{Von: vf.In(vf.ZustandNeu), Akt: "eroeffnet", Nach: vf.ZustandInBearbeitung, Wer: vf.Wer(vf.RolleSystem), Norm: r.Beginn},
			{Von: vf.In(vf.ZustandInBearbeitung), Akt: vf.AktBeantwortet, Wer: vf.Wer(betroffen), Norm: r.Mitwirkung},
			{Von: vf.In(vf.ZustandInBearbeitung, "angehoert"), Akt: "belassen", Nach: "belassen", Wer: vf.Wer(vf.RolleBehoerde), Norm: r.Ermittlung},
		},
		Entscheidungen: []vf.Entscheidung{geaendert},
		Fristen: []vf.Frist{{
			Name: "entscheiden", Norm: r.Untaetigkeit, Fuer: vf.RolleBehoerde, In: vf.In(vf.ZustandInBearbeitung, "angehoert"), Dauer: r.Untaetig,
			Vermerk: recht.NewText("Die Nachprüfung ist abzuschließen.", "The review is to be ended."),
		}},
		Enden:        enden,
		Aufbewahrung: []vf.Loeschung{{Was: vf.AlleDaten(), In: enden, Nach: vf.Jahre(10), Norm: n("Art. 5 Abs. 1 Buchst. e DSGVO")}},
		Anlaesse:     []vf.Anlass{{Name: "zeit", Norm: n("§ 48 Abs. 1 Satz 1 SGB X"), Weise: vf.AnlassBeginn, Rolle: betroffen}},
	}, r.Anhoeren(vf.In(vf.ZustandInBearbeitung), "angehoert", vf.Wochen(4), betroffen))
}

// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// ikfz re-registers a vehicle: checked in the dialogue, paid first, decided by machine,
// announced at once, and for a month under reservation.
func ikfz() verfahren.Verfahren {
	const (
		halter       verfahren.Rolle   = "halter"
		wirksam      verfahren.Zustand = "wirksam"
		bestaendig   verfahren.Zustand = "bestandskraeftig"
		angehoert    verfahren.Zustand = "angehoert"
		aufgehoben   verfahren.Zustand = "aufgehoben"
		zugelassen   verfahren.Akt     = "zugelassen"
		abgerufen    verfahren.Akt     = "abgerufen"
		ausdruck     verfahren.Akt     = "ausdruck-gesandt"
		nachgeprueft verfahren.Akt     = "nachpruefung-vorbei"
	)
	r := verfahren.FZV()
	n := recht.MustParseNorm
	dialog, umschreibung, vorbehalt := n("§ 19 Abs. 1 FZV"), n("§ 30 Abs. 1 FZV"), n("§ 23 Abs. 3 FZV")
	enden := verfahren.In(verfahren.ZustandZurueckgenommen, verfahren.ZustandAbgelehnt, bestaendig, aufgehoben)
	zulassen := verfahren.Entscheidung{
		Akt: zugelassen, Von: verfahren.In(verfahren.ZustandEingereicht), Nach: wirksam, Norm: umschreibung,
		Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumGebunden,
	}
	vonHand := zulassen
	vonHand.Von = verfahren.In(verfahren.ZustandInBearbeitung)
	zulassen.Automatisch = &verfahren.Automatik{Norm: dialog, Sonst: verfahren.ZustandInBearbeitung, Stichprobe: 20, Danach: true}
	return verfahren.Baue(verfahren.Verfahren{
		Name: "ikfz-ummeldung", Fassung: "2026-11", Recht: r, Entgelt: n("§ 20 Abs. 5 FZV"),
		Beteiligte: []verfahren.Beteiligter{{
			Rolle: halter, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangKonto, Niveau: recht.NiveauSubstantiell,
			Schreibt: []verfahren.Teil{"antrag"}, Sieht: []verfahren.Teil{"antrag"},
		}},
		Entscheidungen: []verfahren.Entscheidung{
			zulassen,
			vonHand,
			{
				Akt: "abgelehnt", Von: verfahren.In(verfahren.ZustandInBearbeitung), Nach: verfahren.ZustandAbgelehnt, Norm: umschreibung,
				Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumGebunden,
			},
			{
				Akt: "aufgehoben", Von: verfahren.In(angehoert), Nach: aufgehoben, Norm: vorbehalt, Belastet: true, Wenn: verfahren.Wenn(verfahren.SacheGehoert),
				Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAufgehoben}, Spielraum: verfahren.SpielraumErmessen,
			},
		},
		Fristen: []verfahren.Frist{
			{Name: "dialog", Norm: dialog, Fuer: halter, In: verfahren.In(verfahren.ZustandEntwurf, verfahren.ZustandZahlung), Ab: []verfahren.Akt{verfahren.AktBegonnen}, Dauer: verfahren.Minuten(30), Folge: verfahren.AktVerfallen},
			{Name: "abruf", Norm: n("§ 23 Abs. 1 FZV"), Fuer: halter, In: verfahren.In(wirksam), Ab: []verfahren.Akt{zugelassen}, Bis: []verfahren.Akt{abgerufen}, Dauer: verfahren.Minuten(30), Folge: ausdruck},
			{Name: "papiere", Norm: n("§ 26 Abs. 4 FZV"), Fuer: verfahren.RolleBehoerde, In: verfahren.In(wirksam), Ab: []verfahren.Akt{abgerufen, ausdruck}, Dauer: verfahren.Tage(6), Fest: true, Vermerk: recht.NewText("Die Papiere müssen versandt sein.", "The papers must have been sent.")},
			{Name: "fahren", Norm: n("§ 30 Abs. 4 FZV"), Fuer: halter, In: verfahren.In(wirksam), Ab: []verfahren.Akt{abgerufen, ausdruck}, Dauer: verfahren.Tage(10), Fest: true, Vorher: verfahren.Tage(2), Vermerk: recht.NewText("Ohne Plakette dürfen Sie nicht mehr fahren.", "Without the stamp you may no longer drive.")},
			{Name: "nachpruefung", Norm: vorbehalt, Fuer: verfahren.RolleBehoerde, In: verfahren.In(wirksam), Ab: []verfahren.Akt{zugelassen}, Dauer: verfahren.Monate(1), Fest: true, Vorher: verfahren.Wochen(1), Folge: nachgeprueft},
			{Name: "aufheben", Norm: vorbehalt, Fuer: verfahren.RolleBehoerde, In: verfahren.In(angehoert), Dauer: verfahren.Wochen(4), Folge: nachgeprueft},
		},
		Enden: enden,
		Aufbewahrung: []verfahren.Loeschung{
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen), Nach: verfahren.Minuten(30), Norm: dialog},
			{Was: []verfahren.Datenart{verfahren.DatenAkte, verfahren.DatenAngaben}, In: enden, Nach: verfahren.Jahre(1), Norm: n("§ 73 FZV")},
			{Was: []verfahren.Datenart{verfahren.DatenProtokoll}, In: enden, Nach: verfahren.Monate(6), Norm: n("§ 18 Abs. 3 FZV")},
		},
		Anlaesse: []verfahren.Anlass{{Name: "umzug-gemeldet", Norm: n("§ 15 Abs. 2 FZV"), Weise: verfahren.AnlassAngebot, Rolle: halter}},
	},
		r.Entwerfen(halter),
		r.Pruefen(n("§ 20 Abs. 4 FZV"), 3, verfahren.ZustandZahlung, halter),
		r.Zahlen(n("§ 20 Abs. 5 FZV"), halter),
		r.Bearbeiten(halter),
		r.Anhoeren(verfahren.In(wirksam), angehoert, verfahren.Wochen(2), halter),
		verfahren.Folgt(n("§ 23 Abs. 1 FZV"), abgerufen, wirksam, wirksam, halter),
		verfahren.Folgt(n("§ 23 Abs. 1 FZV"), ausdruck, wirksam, wirksam, verfahren.RolleSystem),
		verfahren.Folgt(vorbehalt, nachgeprueft, wirksam, bestaendig, verfahren.RolleSystem),
		verfahren.Folgt(vorbehalt, nachgeprueft, angehoert, bestaendig, verfahren.RolleSystem),
	)
}

// A machine decides only where a statute lets it and nothing is to be weighed.
func Example_ikfz() {
	v := ikfz()
	fmt.Println(v.Check().Err())
	v.Entscheidungen[0].Spielraum = verfahren.SpielraumErmessen
	fmt.Println(v.Check())
	// Output:
	// <nil>
	// [VERFAHREN-AUTOMATIK /Entscheidungen/0: zugelassen: where there is discretion or a margin no machine decides (§ 35a VwVfG)]
}

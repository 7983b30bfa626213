// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// merkmale are what the service does, as far as its declaration tells, and what it
// says itself.
func (d *Dienst[A, P]) merkmale() pflichten.Merkmal {
	m := d.Tut | pflichten.Antrag | pflichten.Zwischenspeicher
	if len(d.Nachweise) > 0 {
		m |= pflichten.Nachweisabruf
	}
	if slices.ContainsFunc(d.Nachweise, func(n Nachweis[A]) bool { return n.Andere != nil }) {
		m |= pflichten.Familie
	}
	// The table of a procedure says itself who is heard, by which code, and which remedy
	// there is.
	if d.Verfahren == nil && len(d.Entscheidungen) > 0 && len(d.refusals()) > 0 {
		m |= pflichten.Entscheidung
	}
	if d.Gebuehr != nil {
		m |= pflichten.Gebuehr
	}
	registration := recht.MustParseNorm("§ 17 Abs. 1 BMG")
	if slices.ContainsFunc(d.Grundlage, func(n recht.Norm) bool { return n.Contains(registration) || registration.Contains(n) }) {
		m |= pflichten.Anmeldung
	}
	return m
}

// vomKit says where the kit itself meets a duty, for every service. Addresses begin
// with "/" at the service, "{id}" is a case. What is not here only the service knows.
func vomKit() map[string]string {
	return map[string]string{
		"PFLICHT-DATENSCHUTZ":      "/datenschutz",
		"PFLICHT-AUSKUNFT":         "/datenschutz",
		"PFLICHT-IMPRESSUM":        "/impressum",
		"PFLICHT-BARRIEREFREI":     "/barrierefreiheit",
		"PFLICHT-GEBAERDEN":        "/",
		"PFLICHT-HILFE":            "/hilfe",
		"PFLICHT-NIVEAU":           "/",
		"PFLICHT-HOCH":             "/",
		"PFLICHT-SCHRIFTFORM":      "/{id}/pruefen",
		"PFLICHT-ENTWURF-VORHER":   "/",
		"PFLICHT-ENTWURF-LOESCHEN": "the table of deadlines of the registry, which New compares with what is promised",
		"PFLICHT-WAHL":             "/{id}/nachweis",
		"PFLICHT-VORSCHAU":         "/{id}/nachweis",
		"PFLICHT-ANGEHOERIGE":      "/{id}/nachweis",
		"PFLICHT-SPERRE":           "the broker of evidence, which hands out nothing of blocked persons",
		"PFLICHT-BEZAHLEN":         "the page of the payment service, which offers the ways",
		"PFLICHT-PRUEFEN":          "/{id}/pruefen",
		"PFLICHT-UEBEREILUNG":      "/{id}/pruefen",
		"PFLICHT-KOPIE":            "/{id}",
		"PFLICHT-UNLESBAR":         "the page that takes a file refuses at once what cannot be worked on, and says what is taken",
	}
}

// imBescheid are the duties that a notice meets: it is not written without reasons,
// author and remedy.
func imBescheid() []string {
	return []string{"PFLICHT-BEGRUENDUNG", "PFLICHT-URHEBER", "PFLICHT-RECHTSBEHELF"}
}

// refusals are the decisions that refuse, in whole or in part.
func (d *Dienst[A, P]) refusals() []beschluss {
	return slices.DeleteFunc(d.entscheidungen(func(string, string, ...any) {}), func(b beschluss) bool {
		return b.ergebnis != verfahren.ErgebnisAbgelehnt && b.ergebnis != verfahren.ErgebnisTeilweise
	})
}

// Schuldet lists what the service owes to people by law, in the order of the duties,
// with where it is met or why it is not: by the kit for every service, and by what the
// service says itself, which goes first. Duties of which nobody says anything are left
// out here and found by [Dienst.Check].
func (d Dienst[A, P]) Schuldet() []pflichten.Erfuellung {
	var out []pflichten.Erfuellung
	kit := vomKit()
	if d.Verfahren == nil && !slices.ContainsFunc(d.refusals(), func(b beschluss) bool { return b.bescheid == nil }) {
		for _, code := range imBescheid() {
			kit[code] = "the notice of a refusal"
		}
	}
	for p := range pflichten.Of(d.merkmale()) {
		i := slices.IndexFunc(d.Pflichten, func(e pflichten.Erfuellung) bool { return e.Pflicht == p.Code })
		switch where := kit[p.Code]; {
		case i >= 0:
			out = append(out, d.Pflichten[i])
		case where != "":
			out = append(out, pflichten.Erfuellung{Pflicht: p.Code, Wo: where})
		}
	}
	return out
}

// checkDuties finds duties that are neither met nor said to be missing, and statements
// that hold of nothing.
func (d *Dienst[A, P]) checkDuties(k *kern[A, P], add func(string, string, ...any)) (found recht.Befunde) {
	said := d.Pflichten
	for _, e := range d.Schuldet() {
		if !slices.ContainsFunc(d.Pflichten, func(own pflichten.Erfuellung) bool { return own.Pflicht == e.Pflicht }) {
			said = append(said[:len(said):len(said)], e)
		}
	}
	found = pflichten.Check(d.merkmale(), said...).Blocking() // what is said to be missing is told to people, and hinders nothing
	for i := range found {                                    // for developers
		t := strings.TrimSuffix(found[i].Detail+": "+found[i].Text.English(), ": ")
		found[i].Text = recht.NewText(t, t)
	}
	for _, e := range d.Pflichten {
		page, ours := strings.CutPrefix(e.Wo, "/")
		if ours && !slices.ContainsFunc(k.seiten, func(s seite) bool { return s.name == page }) {
			add("/pflichten/"+e.Pflicht, "is to be met on the page %q, which there is not", page)
		}
	}
	if strafe := "§ 202a"; d.merkmale()&(pflichten.Anmeldung|pflichten.Familie) == pflichten.Anmeldung|pflichten.Familie {
		for _, n := range d.Nachweise {
			if n.Andere != nil && !strings.Contains(n.Andere.Belehrung.String(), strafe) {
				add("/nachweise/"+n.Name, "does not tell before that receipt without right is punishable (%s StGB)", strafe)
			}
		}
	}
	return found
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// beschreibung is a service as lawyers and testers read it: what is asked on which
// norm, under which condition, from where; rules with the days on which they hold;
// course, periods, and how long what is kept. All of it comes from the declaration that
// runs, so it is never older than the service.
type beschreibung struct {
	Kopf         [][2]string
	Formen       []formteil
	Regeln       []regelzeile
	Nachweise    []nachweiszeile
	Ablauf       []ablaufzeile
	Fristen      []fristzeile
	Aufbewahrung []string
}

// formteil is what one role fills in.
type formteil struct {
	Titel, Schema, XDF string
	Seiten             []seitenteil
}

type seitenteil struct {
	Titel, Warum string
	Felder       []feldzeile
}

// feldzeile is one question. Tiefe is how far it lies in groups.
type feldzeile struct {
	Titel, Pfad, Art, Pflicht, Norm, Woher string
	Tiefe                                  int
}

type regelzeile struct{ Code, Text, Norm, Gilt, Liest string }

type nachweiszeile struct {
	Titel, Norm, Zweck string
	Felder             []string
}

type ablaufzeile struct{ Von, Akt, Nach, Wer, Wenn, Norm string }

type fristzeile struct{ Titel, Fuer, Dauer, Folge, Norm string }

// beschreibe shows the description.
func (a *anfrage) beschreibe() error {
	d, err := a.dienstOf()
	if err != nil {
		return err
	}
	k := d.kopf()
	b := beschreibung{
		Kopf: [][2]string{
			{a.say("desc.key"), k.Leistung.URN()},
			{a.say("desc.version"), k.Fassung},
			{a.say("desc.basis"), a.norms(k.Grundlage)},
			{a.say("desc.level"), strconv.Itoa(int(k.Niveau)) + " (" + a.level(k.Niveau) + ")"},
			{a.say("desc.maturity"), a.maturity(d)},
		},
		Aufbewahrung: append([]string{a.draftKept(d)}, a.casesKept(d)...),
	}
	if a.amt != nil {
		taken := a.say("desc.counter.taken")
		if why := nurOnline(d); !why.IsZero() {
			taken = why.In(a.sprache)
		}
		b.Kopf = append(b.Kopf, [2]string{a.say("desc.counter"), taken})
	}
	if k.Gebuehr != nil {
		b.Kopf = append(b.Kopf, [2]string{a.say("desc.fee"), a.norms(k.Gebuehr.Normen)})
	}
	address, xdf := "/"+k.Name+"/formular.schema.json", "/"+k.Name+"/formular.xdf3.xml"
	if o := d.ordnung(); o == nil {
		b.Formen = []formteil{{Schema: address, XDF: xdf, Seiten: a.seitenteile(d)}}
	} else {
		for _, rolle := range o.rollen {
			b.Formen = append(b.Formen, formteil{Titel: string(rolle), Schema: address + "?rolle=" + string(rolle), XDF: xdf + "?rolle=" + string(rolle), Seiten: a.seitenteile(o.formen[rolle])})
		}
		a.ablauf(d, &b)
	}
	for _, form := range boegen(d) {
		for _, r := range form.regeln() {
			if strings.HasPrefix(r.Code, codeAuswahl) {
				continue // follows from the question
			}
			row := regelzeile{Code: r.Code, Text: r.Text.In(a.sprache), Norm: a.norms(r.Normen), Gilt: a.gilt(r), Liest: strings.Join(r.Liest, ", ")}
			if !slices.Contains(b.Regeln, row) {
				b.Regeln = append(b.Regeln, row)
			}
		}
	}
	for _, s := range d.pages() {
		if n, ok := d.nachweis(s.nachweis); ok {
			row := nachweiszeile{Titel: n.Typ.String(), Norm: a.norms(recht.Normen{n.Norm}), Zweck: n.Zweck.Text}
			for _, u := range n.mapping(true) {
				row.Felder = append(row.Felder, u.von)
			}
			b.Nachweise = append(b.Nachweise, row)
		}
	}
	return a.render(http.StatusOK, "beschreibung", rahmen{Titel: a.say("desc.title"), Dienst: d}, b)
}

// boegen are what is filled in for a service, one for each role that fills in.
func boegen(d dienst) (out []dienst) {
	o := d.ordnung()
	if o == nil {
		return []dienst{d}
	}
	for _, rolle := range o.rollen {
		out = append(out, o.formen[rolle])
	}
	return out
}

func (a *anfrage) seitenteile(d dienst) (out []seitenteil) {
	from := map[string]string{}
	for _, u := range d.konto() {
		from[u.nach] = a.say("desc.account")
	}
	for _, s := range d.pages() {
		if n, ok := d.nachweis(s.nachweis); ok {
			for _, u := range n.mapping(true) {
				from[u.nach] = n.Typ.String()
			}
		}
	}
	for _, s := range d.pages() {
		part := seitenteil{Titel: s.titel.In(a.sprache), Warum: s.warum.In(a.sprache)}
		var walk func(e formular.Element, path string, depth int)
		walk = func(e formular.Element, path string, depth int) {
			path += "/" + e.Name
			part.Felder = append(part.Felder, feldzeile{
				Titel: e.Titel.In(a.sprache), Pfad: path, Art: a.say("type." + string(e.Typ)), Pflicht: a.pflicht(&e), Norm: a.norms(e.Normen), Woher: from[path], Tiefe: depth,
			})
			for _, child := range e.Kinder {
				walk(child, path, depth+1)
			}
		}
		for _, e := range s.alle {
			walk(e, "", 0)
		}
		out = append(out, part)
	}
	return out
}

// pflicht tells whether an answer is required, how often it is given, and when it is
// asked at all.
func (a *akteur) pflicht(e *formular.Element) string {
	parts := []string{a.say("desc.required")}
	switch {
	case e.PflichtWenn != nil:
		parts[0] = a.say("desc.requiredif", e.PflichtWenn.String())
	case e.Min == 0:
		parts[0] = a.say("desc.optional")
	}
	if e.Max != 1 {
		most := "∞"
		if e.Max != formular.Unbegrenzt {
			most = strconv.Itoa(e.Max)
		}
		parts = append(parts, a.say("desc.times", e.Min, most))
	}
	if e.Nur != nil {
		parts = append(parts, a.say("desc.onlyif", e.Nur.String()))
	}
	return strings.Join(parts, "; ")
}

// gilt are the days on which a rule holds.
func (a *akteur) gilt(r formular.Regel) string {
	switch {
	case r.Ab.IsZero() && r.Bis.IsZero():
		return a.say("desc.always")
	case r.Bis.IsZero():
		return a.say("desc.from", LongDay(r.Ab, a.sprache))
	case r.Ab.IsZero():
		return a.say("desc.until", LongDay(r.Bis, a.sprache))
	default:
		return a.say("desc.between", LongDay(r.Ab, a.sprache), LongDay(r.Bis, a.sprache))
	}
}

// ablauf is the course of a case, row by row of its table.
func (a *akteur) ablauf(d dienst, b *beschreibung) {
	o := d.ordnung()
	for _, s := range o.tabelle.Zeilen() {
		row := ablaufzeile{Akt: string(s.Akt), Norm: a.norms(recht.Normen{s.Norm}), Nach: a.zustand(d, string(s.Nach))}
		var from, who, when []string
		for _, z := range s.Von {
			from = append(from, a.zustand(d, string(z)))
		}
		for _, rolle := range s.Wer {
			who = append(who, string(rolle))
		}
		for _, c := range s.Wenn {
			when = append(when, c.String())
		}
		if s.Nach == "" {
			row.Nach = "–"
		}
		row.Von, row.Wer, row.Wenn = strings.Join(from, ", "), strings.Join(who, ", "), strings.Join(when, "; ")
		b.Ablauf = append(b.Ablauf, row)
	}
	for _, f := range o.tabelle.Verfahren().Fristen {
		row := fristzeile{Titel: a.wort(d, "frist."+f.Name), Fuer: string(f.Fuer), Dauer: a.span(f.Dauer), Folge: string(f.Folge), Norm: a.norms(recht.Normen{f.Norm})}
		if f.Dauer.IsZero() {
			row.Dauer = string(f.Tag)
		}
		if f.Folge == "" {
			row.Folge = f.Vermerk.In(a.sprache)
		}
		b.Fristen = append(b.Fristen, row)
	}
}

// maturity is the level of the service as far as its declaration tells. Whether paper is
// needed nowhere at all it does not: so the highest level is for a person to find.
func (a *akteur) maturity(d dienst) string {
	o := leistung.Onlineumfang{
		Information: true, FormularHilfe: true, OnlineAntrag: true, Nachweise: leistung.NachweiseKeine,
		BescheidDigital: d.urkunden() != nil || slices.ContainsFunc(d.beschluesse(), func(b beschluss) bool { return b.bescheid != nil }),
	}
	for _, form := range boegen(d) {
		for _, p := range form.pages() {
			switch {
			case asksFiles(p.elemente):
				o.Nachweise = leistung.NachweiseUpload
			case p.nachweis != "" && o.Nachweise == leistung.NachweiseKeine:
				o.Nachweise = leistung.NachweiseOnceOnly
			}
		}
	}
	r := o.Reifegrad().Reifegrad
	return a.say("desc.maturity.is", r.Stufe(), r.Bezeichnung())
}

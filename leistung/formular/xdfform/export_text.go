// SPDX-License-Identifier: Apache-2.0

package xdfform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// What a schema does not say, as developers read it and, in the schema itself, in
// German.
var (
	omitSprachen  = [2]string{"texts in other languages than German", "Texte in anderen Sprachen als Deutsch"}
	omitSchritte  = [2]string{"the steps in which it is filled in", "die Schritte, in denen ausgefüllt wird"}
	omitAnlagen   = [2]string{"the bound of all attachments together", "die Grenze für alle Anlagen zusammen"}
	omitAbleitung = [2]string{"who may change what in a schema derived from this one: nobody has decided, 0 stands there", "was ein abgeleitetes Schema ändern darf: Das hat niemand entschieden, dort steht 0"}
	omitIDs       = [2]string{"ids and the Dokumentsteckbrief that nobody has given: local ones stand there", "amtliche Kennungen, die niemand vergeben hat: Dort steht eine örtliche, die mit lokal beginnt"}
	omitAenderung = [2]string{"when an element was last changed: the day of this document stands there", "wann ein Element zuletzt geändert wurde: Dort steht der Tag dieses Dokuments"}
	omitBedingung = [2]string{"a condition: it stands as the text of a rule", "eine Bedingung als Programm: Sie steht als Text einer Regel da"}
	omitTeildatum = [2]string{"a day that is known in part: it is three numbers", "ein teilweise bekanntes Datum: Es sind drei Zahlen"}
	omitLatin     = [2]string{"a set of characters of DIN 91379 that is narrower than String.Latin: all of that are allowed", "ein engerer Zeichenvorrat der DIN 91379 als String.Latin"}
	omitZeichen   = [2]string{"a set of characters of DIN 91379 with letters that are not Latin: all characters are allowed", "ein Zeichenvorrat der DIN 91379 mit nicht lateinischen Buchstaben"}
	omitListe     = [2]string{"choices of the Kommune, of a directory or by an answer before: there is no list", "eine Auswahl, die von der Kommune, von einem Verzeichnis oder von einer früheren Antwort abhängt: Die Liste fehlt"}
	omitMuster    = [2]string{"a pattern beyond that of schemas", "ein Muster, das Schemas nicht kennen"}
)

// auslassung is an Auslassung with what it is in German.
type auslassung struct {
	Auslassung

	deutsch string
}

func (x *exporter) omit(pointer string, what [2]string) {
	x.omitted = append(x.omitted, auslassung{Auslassung{pointer, what[0]}, what[1]})
}

// head lists what is left out of the form as a whole.
func (x *exporter) head(kopf formular.Kopf) {
	x.omit("", omitSprachen)
	if len(kopf.Schritte) > 0 {
		x.omit("", omitSchritte)
	}
	if kopf.MaxAnlagen > 0 {
		x.omit("", omitAnlagen)
	}
	x.omit("", omitAbleitung)
	x.omit("", omitIDs)
	x.omit("", omitAenderung)
}

// told is what is left out, for whoever has only the document: each kind once, with its
// places.
func (x *exporter) told() string {
	var kinds []string
	places := map[string][]string{}
	for _, o := range x.omitted {
		if _, ok := places[o.deutsch]; !ok {
			kinds = append(kinds, o.deutsch)
			places[o.deutsch] = nil
		}
		if o.Pointer != "" {
			places[o.deutsch] = append(places[o.deutsch], o.Pointer)
		}
	}
	for i, k := range kinds {
		if at := slices.Compact(places[k]); len(at) > 0 {
			kinds[i] += " (" + strings.Join(at, ", ") + ")"
		}
	}
	return "Aus einem laufenden Formular erzeugt. Nicht enthalten sind: " + strings.Join(kinds, "; ") + "."
}

// bedingungen are the conditions of an element, as rules about how often it stands
// there.
func (x *exporter) bedingungen(pointer string, e *formular.Element) (out []xdatenfelder.Regel) {
	add := func(kind, name, text string, b *formular.Bedingung) {
		if b == nil {
			return
		}
		out = append(out, xdatenfelder.Regel{
			Kennung: lokal("regel", kind, pointer), Name: name, Freitext: text + b.String(), Typ: "M", LetzteAenderung: x.stand,
		})
	}
	add("nur", "Wann gefragt wird", "Wird nur gefragt, wenn gilt: ", e.Nur)
	add("pflicht", "Wann es Pflicht ist", "Ist Pflicht, wenn gilt: ", e.PflichtWenn)
	if len(out) > 0 {
		x.omit(pointer, omitBedingung)
	}
	return out
}

// regeln are the rules of the form, as text.
func (x *exporter) regeln() (out []xdatenfelder.Regel) {
	for _, r := range x.Regeln {
		text := one(r.Text)
		if r.Je != "" {
			text += " Geprüft in jeder Zeile von " + r.Je + "."
		}
		if len(r.Liest) > 0 {
			text += " Liest: " + strings.Join(r.Liest, ", ") + "."
		}
		if !r.Ab.IsZero() {
			text += " Gilt ab " + r.Ab.String() + "."
		}
		if !r.Bis.IsZero() {
			text += " Gilt bis " + r.Bis.String() + "."
		}
		if r.Severity != 0 && r.Severity != recht.SeverityError {
			text += " Das ist ein Hinweis und kein Fehler."
		}
		out = append(out, xdatenfelder.Regel{
			Kennung: lokal("regel", r.Code), Name: r.Code, Freitext: text, Bezuege: bezuege(r.Normen), Typ: "V", LetzteAenderung: x.stand,
		})
		at := r.Je
		if len(r.Liest) > 0 {
			at += r.Liest[0]
		}
		x.omit(at, [2]string{"a rule, " + r.Code + ": its text stands there, and not what it computes", "was eine Regel rechnet: Sie steht als Text da"})
	}
	return out
}

// differences are what a form that was read back has otherwise than the one that was
// written, but for the names and for what is listed as left out.
func differences(want, got *formular.Formular) []string {
	var out []string
	if w, g := want.Kopf(), got.Kopf(); one(w.Titel) != one(g.Titel) || w.Normen.String() != g.Normen.String() {
		out = append(out, "the head is another one")
	}
	compare("", want.Kopf().Normen, want.Elemente(), got.Elemente(), false, &out)
	return out
}

func compare(path string, around recht.Normen, want, got []formular.Element, wahl bool, out *[]string) {
	if len(want) != len(got) {
		*out = append(*out, fmt.Sprintf("%s: %d elements instead of %d", path, len(got), len(want)))
		return
	}
	for i := range want {
		w, g := &want[i], &got[i]
		pointer := path + "/" + w.Name
		normen := w.Normen
		if len(normen) == 0 {
			normen = around
		}
		a, b := written(w, normen, wahl), asRead(g)
		if w.Typ == formular.TypTeildatum && g.Typ == formular.TypTeildatum {
			a[0].value = formular.TypTeildatum
		}
		for n := range a {
			if fmt.Sprint(a[n].value) != fmt.Sprint(b[n].value) {
				*out = append(*out, fmt.Sprintf("%s: %s %v instead of %v", pointer, a[n].name, b[n].value, a[n].value))
			}
		}
		if w.Typ != formular.TypTeildatum {
			compare(pointer, normen, w.Kinder, g.Kinder, w.Typ == formular.TypWahl, out)
		}
	}
}

// eigenschaft is one property of an element.
type eigenschaft struct {
	name  string
	value any
}

// written is what a form keeps of an element when it goes through a schema.
func written(e *formular.Element, normen recht.Normen, wahl bool) []eigenschaft {
	c := *e
	c.Min, c.Normen, c.Muster = anzahl(e, wahl).Min, normen, ecma(e.Muster)
	c.OffeneListe = e.Typ == formular.TypAuswahl && len(e.Liste) == 0
	switch {
	case e.Typ == formular.TypTeildatum:
		c.Typ = formular.TypGruppe
	case e.Typ == formular.TypHinweis:
		c.Titel = recht.NewText(cmp.Or(one(e.Titel), "Hinweis"), "")
	case e.Typ == formular.TypDatei:
		c.MinLaenge, c.MaxLaenge = 1, 0
	case e.Typ != formular.TypText:
		c.MinLaenge, c.MaxLaenge = 0, 0
	case e.Zeichen == din91379.A || e.Zeichen == din91379.B:
		c.Zeichen = din91379.C
	case e.Zeichen > din91379.C:
		c.Zeichen = 0
	}
	if one(c.Hilfe) == one(c.Titel) {
		c.Hilfe = recht.Text{}
	}
	return eigenschaften(&c)
}

// asRead is what came back.
func asRead(e *formular.Element) []eigenschaft {
	c := *e
	c.Muster = ecma(e.Muster)
	return eigenschaften(&c)
}

func eigenschaften(e *formular.Element) []eigenschaft {
	type code struct{ code, titel string }
	var liste []code
	for _, w := range e.Liste {
		liste = append(liste, code{w.Code, one(w.Titel)})
	}
	return []eigenschaft{
		{"Typ", e.Typ},
		{"Titel", one(e.Titel)},
		{"Hilfe", one(e.Hilfe)},
		{"Normen", e.Normen.String()},
		{"Min", e.Min},
		{"Max", e.Max},
		{"MinLaenge", e.MinLaenge},
		{"MaxLaenge", e.MaxLaenge},
		{"Muster", e.Muster},
		{"Zeichen", e.Zeichen},
		{"MinWert", e.MinWert},
		{"MaxWert", e.MaxWert},
		{"Liste", liste},
		{"OffeneListe", e.OffeneListe},
		{"MediaTypes", e.MediaTypes},
		{"MaxBytes", e.MaxBytes},
		{"Inhalt", e.Inhalt},
	}
}

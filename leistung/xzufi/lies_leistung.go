// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"encoding/xml"
	"strconv"

	"github.com/deutschland-stack/bausteine/leistung"
)

func (c *cursor) leistung(l *Leistung) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "id":
			return c.identifikator(el, &l.ID)
		case "idSekundaer":
			return c.identifikatoren(el, &l.IDSekundaer)
		case "struktur":
			return c.struktur(el, &l.Struktur)
		case "referenzLeiKa":
			var code Code
			err := c.code(el, &code)
			l.Schluessel = append(l.Schluessel, code.Code)
			return err
		case "referenzLeistungsschluessel":
			var id Identifikator
			err := c.identifikator(el, &id)
			l.Schluessel = append(l.Schluessel, id.ID)
			return err
		case "gueltigkeitGebietID":
			return c.identifikatoren(el, &l.Gebiete)
		case "gueltigkeit":
			return c.gueltigkeit(&l.Gueltigkeit)
		case "sprachversion":
			l.Sprachen = append(l.Sprachen, attr(el, "languageCode"))
			return c.skip()
		}
		if codes := l.codes(c.name(el)); codes != nil {
			return c.codes(el, codes)
		}
		return c.merkmal(el, l)
	})
}

// codes returns where the values of an element go that is a list of codes.
func (l *Leistung) codes(name string) *[]Code {
	switch name {
	case "leistungsadressat":
		return &l.Adressaten
	case "typisierung":
		return &l.Typisierungen
	case "kategorie":
		return &l.Kategorien
	case "klassifizierung":
		return &l.Klassifizierung
	case "informationsbereichSDG":
		return &l.InformationsbereicheSDG
	case "durchfuehrbarEinheitlicheStelle":
		return &l.EinheitlicheStelle
	case "relevantFuerWirtschaftszweig":
		return &l.Wirtschaftszweige
	case "relevantFuerRechtsform":
		return &l.Rechtsformen
	case "relevantFuerStaatsangehoerigkeit":
		return &l.Staatsangehoerigkeiten
	}
	return nil
}

// merkmal reads single values, and passes on to the modules.
func (c *cursor) merkmal(el xml.StartElement, l *Leistung) error {
	switch c.name(el) {
	case "vertrauensniveau":
		return c.code(el, &l.Vertrauensniveau)
	case "kennzeichenEA":
		return c.text(&l.Einheitlich)
	case "kennzeichenSchriftformerfordernis":
		return c.text(&l.Schriftform)
	case "statusKatalog":
		return c.code(el, &l.StatusKatalog)
	case "statusBibliothek":
		return c.code(el, &l.StatusBibliothek)
	case "detailstufe":
		return c.code(el, &l.Detailstufe)
	case "bezugsortTyp":
		return c.code(el, &l.Bezugsort)
	case "informationsbereicheSDG":
		return c.each(func(part xml.StartElement) error {
			switch c.name(part) {
			case "informationsbereichSDG1":
				return c.codes(part, &l.InformationsbereicheSDG)
			case "informationsbereichSDG2":
				return c.codes(part, &l.VerfahrenSDG)
			}
			return c.skip()
		})
	}
	return c.modul(el, l)
}

// modul reads the modules of a Leistung.
func (c *cursor) modul(el xml.StartElement, l *Leistung) error {
	switch c.name(el) {
	case "modulText":
		var m Modultext
		err := c.modultext(&m)
		l.Texte = append(l.Texte, m)
		return err
	case "modulFrist":
		return c.fristen("frist", &l.Fristen)
	case "modulBearbeitungsdauer":
		return c.fristen("bearbeitungsdauer", &l.Bearbeitung)
	case "modulKosten":
		return c.kosten(&l.Kosten)
	case "modulDokument":
		return c.dokumente(&l.Dokumente)
	case "modulBegriffImKontext":
		return c.each(func(part xml.StartElement) error {
			if c.name(part) == "begriffImKontext" {
				return c.begriff(&l.Begriffe)
			}
			return c.skip()
		})
	case "modulFachlicheFreigabe":
		var f Freigabe
		err := c.each(func(part xml.StartElement) error {
			switch c.name(part) {
			case "fachlichFreigegebenAm":
				return c.text(&f.Am)
			case "fachlichFreigegebenDurch":
				return c.texts(part, &f.Durch)
			}
			return c.skip()
		})
		l.Freigaben = append(l.Freigaben, f)
		return err
	case "modulUrsprungsportal":
		var link Link
		err := c.link(el, &link)
		l.Ursprungsportale = append(l.Ursprungsportale, link)
		return err
	}
	return c.skip()
}

func (c *cursor) begriff(into *[]Text) error {
	return c.each(func(part xml.StartElement) error {
		if c.name(part) == "begriff" {
			return c.texts(part, into)
		}
		return c.skip()
	})
}

func (c *cursor) struktur(el xml.StartElement, s *Struktur) error {
	s.Typ = xsiType(el)
	return c.each(func(part xml.StartElement) error {
		switch c.name(part) {
		case "leistungsgruppierung":
			return c.code(part, &s.Gruppierung)
		case "leistungsobjektID":
			return c.identifikator(part, &s.ObjektID)
		case "verrichtungsdetail":
			return c.texts(part, &s.Detail)
		case "verrichtung":
			return c.each(func(inner xml.StartElement) error {
				if c.name(inner) == "verrichtungLeiKa" {
					return c.code(inner, &s.Verrichtung)
				}
				return c.skip()
			})
		}
		return c.skip()
	})
}

func (c *cursor) modultext(m *Modultext) error {
	return c.each(func(part xml.StartElement) error {
		switch c.name(part) {
		case "positionDarstellung":
			return c.text(&m.Position)
		case "leikaTextmodul":
			var code Code
			err := c.code(part, &code)
			m.Modul = leistung.Textmodul(code.Code)
			return err
		case "inhalt":
			return c.texts(part, &m.Inhalt)
		case "weiterfuehrenderLink":
			var link Link
			err := c.link(part, &link)
			m.Links = append(m.Links, link)
			return err
		}
		return c.skip()
	})
}

func (c *cursor) fristen(name string, into *[]Frist) error {
	return c.each(func(el xml.StartElement) error {
		if c.name(el) != name {
			return c.skip()
		}
		var f Frist
		err := c.each(func(part xml.StartElement) error { return c.frist(part, &f) })
		*into = append(*into, f)
		return err
	})
}

func (c *cursor) frist(part xml.StartElement, f *Frist) error {
	switch c.name(part) {
	case "typ":
		return c.code(part, &f.Typ)
	case "dauer":
		return c.text(&f.Dauer)
	case "einheit":
		return c.text(&f.Einheit)
	case "dauerBis":
		return c.text(&f.DauerBis)
	case "einheitBis":
		return c.text(&f.EinheitBis)
	case "von":
		return c.text(&f.Von)
	case "bis":
		return c.text(&f.Bis)
	case "beschreibung":
		return c.texts(part, &f.Beschreibung)
	}
	return c.skip()
}

var kostenarten = map[string]leistung.Kostenart{
	"KostenFix": leistung.KostenFix, "KostenFrei": leistung.KostenFrei, "KostenVariabel": leistung.KostenVariabel,
}

func (c *cursor) kosten(into *[]Kosten) error {
	return c.each(func(el xml.StartElement) error {
		if c.name(el) != "kosten" {
			return c.skip()
		}
		k := Kosten{Art: kostenarten[xsiType(el)]}
		betrag := func(part xml.StartElement, into *string) error {
			k.Waehrung = attr(part, "currencyCode")
			return c.text(into)
		}
		err := c.each(func(part xml.StartElement) error {
			switch c.name(part) {
			case "typ":
				return c.code(part, &k.Typ)
			case "betrag", "betragUntergrenze":
				return betrag(part, &k.Betrag)
			case "betragObergrenze":
				return betrag(part, &k.BetragBis)
			case "vorkasse":
				var text string
				err := c.text(&text)
				k.Vorkasse, _ = strconv.ParseBool(text) // anything else is no
				return err
			case "beschreibung":
				return c.texts(part, &k.Beschreibung)
			}
			return c.skip()
		})
		*into = append(*into, k)
		return err
	})
}

func (c *cursor) dokumente(into *[]Dokument) error {
	return c.each(func(el xml.StartElement) error {
		name := c.name(el)
		if name != "dokumentEingehend" && name != "dokumentAusgehend" {
			return c.skip()
		}
		d := Dokument{Ausgehend: name == "dokumentAusgehend"}
		err := c.each(func(part xml.StartElement) error {
			switch c.name(part) {
			case "typ":
				return c.code(part, &d.Typ)
			case "bezeichnung":
				return c.texts(part, &d.Bezeichnung)
			}
			return c.skip()
		})
		*into = append(*into, d)
		return err
	})
}

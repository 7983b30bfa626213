// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"encoding/json"
	"encoding/xml"
	"strings"
)

func (p *parser) feld() (*Feld, error) {
	const parent = "datenfeld"
	f := &Feld{}
	err := p.content(parent, mehrfach[p.std], func(name string, start xml.StartElement) (bool, error) {
		switch name {
		case "schemaelementart":
			return codeInto(p, &f.Schemaelementart, name, Schemaelementart.Known)
		case "feldart":
			return codeInto(p, &f.Feldart, name, Feldart.Known)
		case "datentyp":
			return codeInto(p, &f.Datentyp, name, Datentyp.Known)
		case "vorbefuellung":
			return codeInto(p, &f.Vorbefuellung, name, Vorbefuellung.Known)
		case "praezisierung":
			return p.praezisierung(&f.Praezisierung, start)
		case "inhalt":
			return p.into(&f.Inhalt, name)
		case "codelisteReferenz":
			return p.codeliste(&f.Codeliste)
		case "werte":
			return p.werte(&f.Werte)
		case "codeKey":
			return p.into(&f.CodeKey, name)
		case "nameKey":
			return p.into(&f.NameKey, name)
		case "helpKey":
			return p.into(&f.HelpKey, name)
		case "maxSize":
			return p.into(&f.MaxSize, name)
		case "mediaType":
			return p.mediaType(&f.MediaTypes)
		case "regel":
			return p.regel(&f.Regeln)
		}
		return p.merkmal(&f.Merkmale, parent, name, start)
	})
	if err == nil && f.ID == "" {
		err = p.fault("<%s> without an id", parent)
	}
	return f, err
}

func (p *parser) mediaType(dst *[]string) (bool, error) {
	var s string
	filled, err := p.into(&s, "mediaType")
	if filled {
		*dst = append(*dst, s)
	}
	return filled, err
}

// praezisierung reads attributes, as XDatenfelder 3 has them, or the JSON text
// of XDatenfelder 2. Text that is no such JSON is kept as a remark.
func (p *parser) praezisierung(dst *Praezisierung, start xml.StartElement) (bool, error) {
	z := Praezisierung{
		MinLaenge: attr(start, "minLength"), MaxLaenge: attr(start, "maxLength"),
		MinWert: attr(start, "minValue"), MaxWert: attr(start, "maxValue"),
		Muster: attr(start, "pattern"),
	}
	if _, err := p.into(&z.Text, "praezisierung"); err != nil {
		return false, err
	}
	if p.std == XDF2 && z.Text != "" {
		if parsed, ok := praezisierung2(z.Text); ok {
			z = parsed
		}
	}
	if z.IsZero() {
		return false, nil
	}
	*dst = z
	return true, nil
}

// praezisierung2 reads {"minLength":"1","maxLength":"120"}, where numbers stand
// as strings, as numbers, or as nothing.
func praezisierung2(text string) (Praezisierung, bool) {
	var raw map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &raw) != nil {
		return Praezisierung{}, false
	}
	var z Praezisierung
	places := map[string]*string{
		"minLength": &z.MinLaenge, "maxLength": &z.MaxLaenge,
		"minValue": &z.MinWert, "maxValue": &z.MaxWert, "pattern": &z.Muster,
	}
	for key, value := range raw {
		place, ok := places[key]
		if !ok {
			return Praezisierung{}, false
		}
		var s string
		var n json.Number
		switch {
		case json.Unmarshal(value, &s) == nil: // null leaves s empty
			*place = strings.TrimSpace(s)
		case json.Unmarshal(value, &n) == nil:
			*place = n.String()
		default:
			return Praezisierung{}, false
		}
	}
	return z, true
}

func (p *parser) codeliste(dst **CodelisteReferenz) (bool, error) {
	var ref CodelisteReferenz
	const parent = "codelisteReferenz"
	genericode := func(name string, _ xml.StartElement) (bool, error) {
		switch name {
		case "canonicalIdentification":
			return p.into(&ref.URI, name)
		case "version":
			return p.into(&ref.Version, name)
		case "canonicalVersionUri":
			return p.into(&ref.VersionsURI, name)
		}
		return p.unknown(parent)
	}
	err := p.content(parent, nil, func(name string, start xml.StartElement) (bool, error) {
		if p.std == XDF3 {
			return genericode(name, start)
		}
		switch name {
		case elemKennung:
			return p.kennung(&ref.Kennung, name)
		case "genericodeIdentification":
			return true, p.content(name, nil, genericode)
		}
		return p.unknown(parent)
	})
	if err != nil || ref == (CodelisteReferenz{}) {
		return false, err
	}
	*dst = &ref
	return true, nil
}

func (p *parser) werte(dst *[]Wert) (bool, error) {
	var werte []Wert
	err := p.content("werte", []string{"wert"}, func(name string, _ xml.StartElement) (bool, error) {
		if name != "wert" {
			return p.unknown("werte")
		}
		var w Wert
		err := p.content(name, nil, func(name string, _ xml.StartElement) (bool, error) {
			switch name {
			case "code":
				return p.into(&w.Code, name)
			case "name":
				return p.into(&w.Name, name)
			case "hilfe":
				return p.into(&w.Hilfe, name)
			}
			return p.unknown("wert")
		})
		werte = append(werte, w)
		return true, err
	})
	if len(werte) > 0 {
		*dst = werte
	}
	return len(werte) > 0, err
}

// regel reads a rule. Of one in XDatenfelder 2 the model keeps what 3 has a
// place for.
func (p *parser) regel(dst *[]Regel) (bool, error) {
	var r Regel
	const parent = "regel"
	err := p.content(parent, mehrfach[p.std], func(name string, start xml.StartElement) (bool, error) {
		switch name {
		case elemKennung:
			return p.kennung(&r.Kennung, name)
		case "name":
			return p.into(&r.Name, name)
		case "beschreibung":
			return p.into(&r.Beschreibung, name)
		case "bezug":
			return p.bezug(&r.Bezuege, start)
		case "fachlicherErsteller":
			return p.into(&r.FachlicherErsteller, name)
		case "script", "skript": // the sources name it both ways
			if r.Skript != "" {
				return false, p.fault("<regel> holds two scripts")
			}
			return p.into(&r.Skript, name)
		}
		if p.std == XDF2 {
			return p.regel2(&r, name)
		}
		switch name {
		case "freitextRegel":
			return p.into(&r.Freitext, name)
		case "letzteAenderung":
			return p.into(&r.LetzteAenderung, name)
		case "typ":
			return codeInto(p, &r.Typ, name, nil)
		case "stichwort":
			return p.stichwort(&r.Stichworte, start)
		}
		return p.unknown(parent)
	})
	if err == nil && r.ID == "" {
		err = p.fault("<%s> without an id", parent)
	}
	*dst = append(*dst, r)
	return true, err
}

func (p *parser) regel2(r *Regel, name string) (bool, error) {
	var dropped string
	switch name {
	case "definition":
		return p.into(&r.Freitext, name)
	case "status":
		return codeInto(p, &dropped, name, nil)
	case "bezeichnungEingabe", "bezeichnungAusgabe", "versionshinweis", "freigabedatum",
		"veroeffentlichungsdatum", "gueltigAb", "gueltigBis":
		return p.into(&dropped, name)
	}
	return p.unknown("regel")
}

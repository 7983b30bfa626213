// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"encoding/xml"
	"slices"
)

func (c *cursor) organisationseinheit(o *Organisationseinheit) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "id":
			return c.identifikator(el, &o.ID)
		case "name":
			return c.each(func(part xml.StartElement) error {
				if c.name(part) == "name" {
					return c.texts(part, &o.Namen)
				}
				return c.skip()
			})
		case "anschrift":
			var a Anschrift
			err := c.anschrift(&a)
			o.Anschriften = append(o.Anschriften, a)
			return err
		case "zustaendigkeit":
			return c.innere(&o.Zustaendigkeiten)
		}
		return c.skip()
	})
}

func (c *cursor) anschrift(a *Anschrift) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "ort":
			return c.text(&a.Ort)
		case "verwaltungspolitischeKodierung":
			return c.each(func(part xml.StartElement) error {
				if code := a.code(c.name(part)); code != nil {
					return c.code(part, code)
				}
				return c.skip()
			})
		}
		return c.skip()
	})
}

// kodierungen are the parts of a verwaltungspolitischeKodierung.
var kodierungen = []string{"kreis", "bezirk", "bundesland", "gemeindeschluessel", "regionalschluessel", "nation", "gemeindeverband"}

// code returns the part of the verwaltungspolitischeKodierung with the name.
func (a *Anschrift) code(name string) *Code {
	parts := [...]*Code{&a.Kreis, &a.Bezirk, &a.Bundesland, &a.Gemeindeschluessel, &a.Regionalschluessel, &a.Nation, &a.Gemeindeverband}
	if i := slices.Index(kodierungen, name); i >= 0 {
		return parts[i]
	}
	return nil
}

func (c *cursor) transferobjekt(z *Zustaendigkeit) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "uebergeordnetesObjektID":
			return c.identifikator(el, &z.Objekt)
		case "zustaendigkeit":
			return c.zustaendigkeit(z)
		}
		return c.skip()
	})
}

func (c *cursor) zustaendigkeit(z *Zustaendigkeit) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "id":
			return c.identifikator(el, &z.ID)
		case "leistungID":
			return c.identifikator(el, &z.Leistung)
		case "gebietID":
			return c.identifikatoren(el, &z.Gebiete)
		case "rolle":
			return c.code(el, &z.Rolle)
		case "gueltigkeit":
			return c.gueltigkeit(&z.Gueltigkeit)
		}
		return c.skip()
	})
}

func (c *cursor) innere(into *[]Zustaendigkeit) error {
	var z Zustaendigkeit
	err := c.zustaendigkeit(&z)
	*into = append(*into, z)
	return err
}

func (c *cursor) onlinedienst(o *Onlinedienst) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "id":
			return c.identifikator(el, &o.ID)
		case "bezeichnung":
			return c.texts(el, &o.Bezeichnungen)
		case "vertrauensniveau":
			return c.code(el, &o.Vertrauensniveau)
		case "zustaendigkeit":
			return c.innere(&o.Zustaendigkeiten)
		case "link":
			l := Onlinelink{Link: Link{Sprache: attr(el, "languageCode")}}
			err := c.each(func(part xml.StartElement) error {
				switch c.name(part) {
				case "typ":
					return c.code(part, &l.Typ)
				case "link":
					return c.text(&l.URI)
				case "titel":
					return c.text(&l.Titel)
				}
				return c.skip()
			})
			o.Links = append(o.Links, l)
			return err
		}
		return c.skip()
	})
}

func (c *cursor) spezialisierung(s *Spezialisierung) error {
	return c.each(func(el xml.StartElement) error {
		switch c.name(el) {
		case "id":
			return c.identifikator(el, &s.ID)
		case "leistungID":
			return c.identifikator(el, &s.Leistung)
		}
		return c.skip()
	})
}

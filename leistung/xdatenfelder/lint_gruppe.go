// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import "slices"

// children checks what stands in a schema, a group or a bare message.
func (c *check) children(children []Struktur, r rahmen) {
	seen := make(map[Kennung]struct{}, len(children))
	for i := range children {
		st := &children[i]
		pfad := r.pfad + "/struktur/" + itoa(i)
		m, art := st.inhalt()
		if m == nil {
			continue
		}
		c.order++
		c.pfad, c.id = pfad, m.ID
		if r.merkmale != nil {
			c.anzahl(st, r)
			c.umgebung(m, art, r)
			_, twice := seen[m.Kennung]
			c.when(twice, doppelt(r), "")
			seen[m.Kennung] = struct{}{}
			c.when(m.ID == defaultFeld && len(children) > 1, 1094, "")
			c.when(art != ArtRechtsnormgebunden && r.gruppe != nil && r.gruppe.Schemaelementart == ArtRechtsnormgebunden &&
				len(st.Bezuege) == 0, 1022, "bezug")
		}
		c.element(m, art)
		if st.Feld != nil {
			c.feld(st.Feld, st.Anzahl)
			continue
		}
		c.gruppe(st.Gruppe)
		if slices.Contains(r.eltern, m.ID) {
			c.add(1026, "")
			continue
		}
		c.children(st.Gruppe.Struktur, rahmen{
			pfad: pfad, merkmale: m, gruppe: st.Gruppe,
			eltern: append(slices.Clip(r.eltern), m.ID),
		})
	}
}

// inhalt returns what the group and the field that may stand here have in
// common.
func (st *Struktur) inhalt() (*Merkmale, Schemaelementart) {
	switch {
	case st.Gruppe != nil:
		return &st.Gruppe.Merkmale, st.Gruppe.Schemaelementart
	case st.Feld != nil:
		return &st.Feld.Merkmale, st.Feld.Schemaelementart
	default:
		return nil, ""
	}
}

func doppelt(r rahmen) int {
	if r.schema {
		return 1025
	}
	return 1004
}

func (c *check) anzahl(st *Struktur, r rahmen) {
	c.bezuege(st.Bezuege)
	if st.Anzahl == "" {
		c.add(1021, "anzahl")
		return
	}
	a, err := ParseAnzahl(st.Anzahl)
	if err != nil {
		c.add(1046, "anzahl")
		return
	}
	c.when(a == Anzahl{0, 0}, 1021, "anzahl")
	c.when(a.Max != Unbegrenzt && a.Min > a.Max, 1047, "anzahl")
	c.when(r.gruppe != nil && r.gruppe.Art == GruppenartAuswahl && a != Anzahl{0, 1}, 1118, "anzahl")
}

// umgebung checks an element against the schema or group around it.
func (c *check) umgebung(m *Merkmale, art Schemaelementart, r rahmen) {
	c.when(art == ArtAbstrakt, 1013, "schemaelementart")
	c.when(r.merkmale.Version != "" && m.Version == "", 1135, elemKennung)
	unpublished, undrafted := 1128, 1130
	if r.schema {
		unpublished, undrafted = 1127, 1129
	}
	if r.merkmale.Veroeffentlichungsdatum != "" {
		c.when(m.Veroeffentlichungsdatum == "", unpublished, "veroeffentlichungsdatum")
		c.when(m.Freigabestatus.Known() && m.Freigabestatus < FreigabeEntwurf, undrafted, "freigabestatus")
	}
	if first, ok := c.versionen[m.ID]; !ok {
		c.versionen[m.ID] = m.Version
	} else {
		c.when(first != m.Version, 1003, elemKennung)
	}
}

// element checks what groups and fields have in common.
func (c *check) element(m *Merkmale, art Schemaelementart) {
	c.when(m.BezeichnungEingabe == "", 1009, "bezeichnungEingabe")
	c.when(m.BezeichnungAusgabe == "", 1010, "bezeichnungAusgabe")
	c.when(!art.Known(), 1031, "schemaelementart")
	c.when(art == ArtRechtsnormgebunden && len(m.Bezuege) == 0, 1006, "bezug")
	c.when(art == ArtHarmonisiert && len(m.Bezuege) == 0, 1101, "bezug")
	c.when(m.Freigabestatus == FreigabeInaktiv, 1116, "freigabestatus")
	c.when(m.mustDateStatus(), 1142, "statusGesetztAm")
	c.when(m.byBund() && !inBund(m.ID), 1140, "statusGesetztDurch")
	c.when(m.ID == defaultFeld, 1095, "")
}

func (c *check) gruppe(g *Gruppe) {
	c.merkmale(&g.Merkmale, 'G')
	c.when(!g.Art.Known(), 1042, "art")
	auswahl := g.Art == GruppenartAuswahl
	c.when(len(g.Struktur) == 0, 1023, "struktur")
	c.when(auswahl && len(g.Struktur) < 2, 1043, "struktur")
	c.when(!auswahl && len(g.Struktur) == 1, 1106, "struktur")
	c.regeln(g.Regeln)
}

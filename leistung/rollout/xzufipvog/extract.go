// SPDX-License-Identifier: Apache-2.0

// Package xzufipvog makes an extract of what is listed out of an XZuFi feed, so
// that a Land can compare its roll-out with its own Zuständigkeitsfinder as with
// the federal catalogue.
package xzufipvog

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// maxRows bounds an extract.
const maxRows = 10_000_000

type dienst struct {
	name, url string
	inner     []xzufi.Zustaendigkeit
}

// Extract reads a whole feed, objects in any order, and returns a row for each
// Leistung, area and online service that hold on the day of config. What was
// deleted is not in it. Whether an address answers a feed does not say: Online is
// empty. Responsibilities without a readable area or day are left out.
func Extract(feed iter.Seq2[xzufi.Transfer, error], config pvog.Config) (*pvog.Abzug, error) {
	keys := map[xzufi.Kennung][]leistung.Schluessel{}
	dienste := map[xzufi.Kennung]dienst{}
	claims := map[xzufi.Kennung]xzufi.Zustaendigkeit{}
	for t, err := range feed {
		if err != nil {
			return nil, fmt.Errorf("xzufipvog: %w", err)
		}
		switch {
		case t.Leistung != nil:
			keys[t.Leistung.ID.Kennung] = nil
			for _, text := range t.Leistung.Schluessel {
				if key, err := leistung.ParseSchluessel(text); err == nil {
					keys[t.Leistung.ID.Kennung] = append(keys[t.Leistung.ID.Kennung], key)
				}
			}
		case t.Onlinedienst != nil:
			d := dienst{name: xzufi.German(t.Onlinedienst.Bezeichnungen), inner: t.Onlinedienst.Zustaendigkeiten}
			for i := range t.Onlinedienst.Links {
				d.url = cmp.Or(d.url, t.Onlinedienst.Links[i].Web())
			}
			dienste[t.Onlinedienst.ID.Kennung] = d
		case t.Zustaendigkeit != nil:
			id := t.Zustaendigkeit.ID.Kennung
			if id.IsZero() {
				id = xzufi.Kennung{Redaktion: t.Zustaendigkeit.Objekt.Redaktion, ID: t.Zustaendigkeit.Objekt.ID + "/" + t.Zustaendigkeit.Leistung.ID}
			}
			claims[id] = *t.Zustaendigkeit
		case t.Loesche != nil:
			switch t.Loesche.Klasse {
			case xzufi.KlasseLeistung:
				delete(keys, t.Loesche.ID.Kennung)
			case xzufi.KlasseOnlinedienst:
				delete(dienste, t.Loesche.ID.Kennung)
			case xzufi.KlasseZustaendigkeit:
				delete(claims, t.Loesche.ID.Kennung)
			}
		}
		if len(keys)+len(dienste)+len(claims) > maxRows {
			return nil, fmt.Errorf("xzufipvog: %w: more than %d objects", pvog.ErrTooLarge, maxRows)
		}
	}
	a := &pvog.Abzug{Stand: config.Stand, MitUebergeordneten: config.MitUebergeordneten}
	for _, claim := range claims {
		if strings.HasSuffix(claim.ID.SchemeID, xzufi.KlasseOrganisationseinheit) {
			continue // of an authority: ids repeat between classes
		}
		if d, ok := dienste[claim.Objekt.Kennung]; ok && d.url != "" {
			put(a, &claim, &d, keys)
		}
	}
	for _, d := range dienste {
		for i := range d.inner {
			if d.url != "" {
				put(a, &d.inner[i], &d, keys)
			}
		}
	}
	slices.SortFunc(a.Zeilen, func(x, y pvog.Zeile) int {
		return cmp.Or(x.Leistung.Compare(y.Leistung), cmp.Compare(x.ARS, y.ARS), cmp.Compare(x.URL, y.URL))
	})
	a.Zeilen = slices.Compact(a.Zeilen)
	return a, nil
}

// put adds the rows of one responsibility.
func put(a *pvog.Abzug, claim *xzufi.Zustaendigkeit, d *dienst, keys map[xzufi.Kennung][]leistung.Schluessel) {
	valid := len(claim.Gueltigkeit) == 0
	for _, g := range claim.Gueltigkeit {
		from, to, ok := g.Days()
		valid = valid || ok && !a.Stand.Before(from) && (to.IsZero() || !a.Stand.After(to))
	}
	if !valid {
		return
	}
	var areas []kommune.ARS
	for _, g := range claim.Gebiete {
		if ars, err := zustaendigkeit.ParseGebiet(g.ID); err == nil {
			areas = append(areas, ars)
		}
	}
	for _, key := range keys[claim.Leistung.Kennung] {
		for _, ars := range areas {
			a.Zeilen = append(a.Zeilen, pvog.Zeile{Leistung: key, Name: d.name, ARS: ars.String(), URL: d.url})
		}
	}
}

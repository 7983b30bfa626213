// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// bericht is what differs between two editions.
type bericht struct {
	von, bis                                  kommune.Datum
	neu, beendet, umbenannt, verschoben, open []string
}

// compare finds what is new, ended, renamed, or has another ARS, and what the list
// does not explain or says otherwise.
func compare(before, now *kommune.Verzeichnis, list []kommune.Aenderung) bericht {
	b := bericht{von: before.Stand(), bis: now.Stand()}
	leads, reached := make(map[kommune.AGS][]kommune.AGS), make(map[kommune.AGS]bool)
	for _, a := range list {
		if !a.Statistisch.After(before.Stand()) || a.Statistisch.After(now.Stand()) || a.Alt == a.Neu {
			continue
		}
		reached[a.Neu] = true
		if slices.Contains(a.Arten, kommune.Aufloesung) || slices.Contains(a.Arten, kommune.Schluesselaenderung) {
			leads[a.Alt] = append(leads[a.Alt], a.Neu)
			if now.Has(a.Alt) {
				b.open = append(b.open, fmt.Sprintf("%s: ends by the list (%s), and the new edition has it", a.Alt, a.Kennziffer))
			}
			if !now.Has(a.Neu) {
				b.open = append(b.open, fmt.Sprintf("%s: goes to %s by the list (%s), which the new edition has not", a.Alt, a.Neu, a.Kennziffer))
			}
		}
	}
	for g := range before.Gemeinden() {
		later, err := now.Gemeinde(g.AGS)
		switch {
		case err != nil && len(leads[g.AGS]) > 0:
			b.beendet = append(b.beendet, fmt.Sprintf("%s %s: to %s", g.AGS, g.Name, joined(leads[g.AGS])))
		case err != nil:
			b.beendet = append(b.beendet, fmt.Sprintf("%s %s", g.AGS, g.Name))
			b.open = append(b.open, fmt.Sprintf("%s %s: ended, and no row of the list says what took its place", g.AGS, g.Name))
		default:
			if later.Name != g.Name {
				b.umbenannt = append(b.umbenannt, fmt.Sprintf("%s %s: now %s", g.AGS, g.Name, later.Name))
			}
			if later.ARS != g.ARS {
				b.verschoben = append(b.verschoben, fmt.Sprintf("%s %s: %s, now %s", g.AGS, g.Name, g.ARS, later.ARS))
			}
		}
	}
	for g := range now.Gemeinden() {
		if before.Has(g.AGS) {
			continue
		}
		b.neu = append(b.neu, fmt.Sprintf("%s %s", g.AGS, g.Name))
		if !reached[g.AGS] {
			b.open = append(b.open, fmt.Sprintf("%s %s: new, and no row of the list leads to it", g.AGS, g.Name))
		}
	}
	return b
}

func joined(keys []kommune.AGS) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = key.String()
	}
	return strings.Join(names, ", ")
}

// write prints the report.
func (b bericht) write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s to %s\n", b.von, b.bis); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		rows []string
	}{{"new", b.neu}, {"ended", b.beendet}, {"renamed", b.umbenannt}, {"other ARS", b.verschoben}, {"unclear", b.open}} {
		if _, err := fmt.Fprintf(w, "\n%s: %d\n", part.name, len(part.rows)); err != nil {
			return err
		}
		for _, row := range part.rows {
			if _, err := fmt.Fprintf(w, "  %s\n", row); err != nil {
				return err
			}
		}
	}
	return nil
}

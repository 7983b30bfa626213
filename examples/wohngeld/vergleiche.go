// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/regelhtml"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// entwurf in the place of a day names the bill, as of the day it wants to begin.
const entwurf = "entwurf"

// vergleiche calculates every line of the file under two laws, whatever its day.
func vergleiche(ctx context.Context, args []string, out, stderr io.Writer) (err error) {
	set := flag.NewFlagSet("vergleiche", flag.ContinueOnError)
	alt := set.String("alt", "2026-12-31", "day of the first law, or entwurf")
	neu := set.String("neu", entwurf, "day of the second law, or entwurf")
	svg := set.String("svg", "wohngeld-vergleich.svg", "file for the drawing; empty is none")
	beispiele := set.Int("beispiele", 10, "how many cases are shown with both calculations")
	sprache := set.String("sprache", recht.Deutsch, "de or en")
	if err := parseFlags(set, args, 1); err != nil {
		return err
	}
	first, err := law(*alt)
	if err != nil {
		return err
	}
	second, err := law(*neu)
	if err != nil {
		return err
	}
	f, err := openFaelle(set.Arg(0))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var readErr error
	start := time.Now()
	bilanz, err := wohngeld.Formel().Vergleiche(ctx, first, second, f.all(&readErr), func(e *wohngeld.Ergebnis) int64 { return int64(e.Wohngeld) }, regel.Vergleich{
		Beispiele: *beispiele, Klasse: 10_00,
		Fortschritt: func(n int) { fmt.Fprintf(stderr, "\r%d Fälle, %.1f s", n, time.Since(start).Seconds()) },
	})
	fmt.Fprintln(stderr)
	if err := errors.Join(readErr, err); err != nil {
		return err
	}
	if err := show(out, &bilanz, *alt, *neu, *sprache); err != nil {
		return err
	}
	if *svg == "" {
		return nil
	}
	if err := writeFile(*svg, func(w io.Writer) error {
		return regelhtml.WriteVerteilung(w, bilanz.Verteilung, "Euro", 100, *sprache)
	}); err != nil {
		return err
	}
	fmt.Fprintf(stderr, "SVG: %s\n", *svg)
	return nil
}

func law(name string) (*wohngeld.Recht, error) {
	if name == entwurf {
		return wohngeld.Formel().Entwurf(wohngeld.Entwurf2027, datum.MustParse("2027-01-01"))
	}
	day, err := datum.Parse(name)
	if err != nil {
		return nil, err
	}
	return wohngeld.AmTag(day)
}

// all iterates over the lines; a line that cannot be read ends it.
func (f *faelle) all(failed *error) iter.Seq[wohngeld.Groessen] {
	return func(yield func(wohngeld.Groessen) bool) {
		for {
			c, err := f.next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					*failed = err
				}
				return
			}
			if !yield(c.groessen) {
				return
			}
		}
	}
}

func show(out io.Writer, b *regel.Bilanz, alt, neu, sprache string) error {
	t := func(german, english string) string { return recht.NewText(german, english).In(sprache) }
	_, err := fmt.Fprintf(out, "%s %s, %s %s\n", t("Recht alt:", "old law:"), alt, t("neu:", "new:"), neu)
	for _, row := range [...]struct {
		name  string
		count int
	}{
		{t("Fälle", "cases"), b.Faelle},
		{t("bekommen mehr", "get more"), b.Gewinner},
		{t("  davon bisher nichts", "  of these nothing before"), b.NeuBerechtigt},
		{t("bekommen weniger", "get less"), b.Verlierer},
		{t("  davon jetzt nichts", "  of these nothing now"), b.Weggefallen},
		{t("unverändert", "unchanged"), b.Gleich},
	} {
		if err == nil {
			_, err = fmt.Fprintf(out, "%-28s %12d\n", row.name, row.count)
		}
	}
	if err == nil {
		_, err = fmt.Fprintf(out, "%-28s %12d\n%-28s %12d\n%-28s %12d\n", t("Summe alt, Euro im Monat", "sum old, euro a month"), b.SummeAlt/100,
			t("Summe neu, Euro im Monat", "sum new, euro a month"), b.SummeNeu/100, t("Unterschied", "difference"), (b.SummeNeu-b.SummeAlt)/100)
	}
	for i := range b.Beispiele {
		x := &b.Beispiele[i]
		if err == nil {
			_, err = fmt.Fprintf(out, "\n%s %d (%s %d): %d -> %d Euro\n", t("Beispiel", "example"), i+1, t("Zeile", "line"), x.Index+2, x.Alt/100, x.Neu/100)
		}
		for _, way := range [...]struct {
			name  string
			steps []regel.Schritt
		}{{t("alt", "old"), x.WegAlt}, {t("neu", "new"), x.WegNeu}} {
			var text strings.Builder
			if err == nil {
				err = regelhtml.WriteText(&text, way.steps, sprache)
			}
			for line := range strings.Lines(text.String()) {
				if err == nil {
					_, err = fmt.Fprintf(out, "  %s  %s", way.name, line)
				}
			}
		}
	}
	return err
}

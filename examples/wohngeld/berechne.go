// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel/regelhtml"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// berechne writes each line with the Wohngeld in whole euro behind it.
func berechne(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	set := flag.NewFlagSet("berechne", flag.ContinueOnError)
	if err := parseFlags(set, args, 1); err != nil {
		return err
	}
	f, err := openFaelle(set.Arg(0))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(out)
	w.Comma = ';'
	if err := w.Write(append(f.header, "wohngeld")); err != nil {
		return err
	}
	werk := wohngeld.Formel()
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c, err := f.next()
		if errors.Is(err, io.EOF) {
			w.Flush()
			return w.Error()
		}
		if err != nil {
			return errors.Join(err, flush(w))
		}
		law, err := werk.Recht(c.stichtag)
		if err != nil {
			return errors.Join(err, flush(w))
		}
		e := werk.Rechne(law, &c.groessen, nil)
		if err := w.Write(append(c.row, strconv.FormatInt(int64(e.Wohngeld/100), 10))); err != nil {
			return err
		}
	}
}

func flush(w *csv.Writer) error {
	w.Flush()
	return w.Error()
}

// erklaere prints the way of one line as text and writes it as HTML.
func erklaere(args []string, out, stderr io.Writer) (err error) {
	set := flag.NewFlagSet("erklaere", flag.ContinueOnError)
	target := set.String("html", "", "file for the HTML; - prints it instead of the text; empty is wohngeld-ID.html")
	sprache := set.String("sprache", recht.Deutsch, "de or en")
	if err := parseFlags(set, args, 2); err != nil {
		return err
	}
	f, err := openFaelle(set.Arg(0))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for {
		c, err := f.next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("no line has the id %q", set.Arg(1))
		}
		if err != nil {
			return err
		}
		if c.id == set.Arg(1) {
			return explain(&c, *target, *sprache, out, stderr)
		}
	}
}

func explain(c *fall, target, sprache string, out, stderr io.Writer) error {
	protokoll, e, err := wohngeld.Formel().Protokolliere(c.stichtag, c.groessen, nil)
	if err != nil {
		return err
	}
	title := recht.NewText("Wie das Wohngeld zustande kommt: "+e.Wohngeld.String()+" im Monat", "How the Wohngeld comes about: "+protokoll.Schritte[len(protokoll.Schritte)-1].Wert.English()+" a month")
	if target == "-" {
		return regelhtml.WriteWeg(out, title, protokoll.Schritte, sprache)
	}
	if err := regelhtml.WriteText(out, protokoll.Schritte, sprache); err != nil {
		return err
	}
	if err := hinweise(out, e.Hinweise, sprache); err != nil {
		return err
	}
	if target == "" {
		target = "wohngeld-" + safeName(c.id) + ".html"
	}
	if err := writeFile(target, func(w io.Writer) error {
		return regelhtml.WriteWeg(w, title, protokoll.Schritte, sprache)
	}); err != nil {
		return err
	}
	fmt.Fprintf(stderr, "HTML: %s\n", target)
	return nil
}

// hinweise prints the open questions that the result hangs on.
func hinweise(out io.Writer, h wohngeld.Hinweis, sprache string) error {
	for _, code := range h.Codes() {
		if f, ok := wohngeld.Formel().Frage(code); ok {
			if _, err := fmt.Fprintf(out, "%s: %s %s\n", code, f.Frage.In(sprache), f.Lesarten[f.Gewaehlt].Text.In(sprache)); err != nil {
				return err
			}
		}
	}
	return nil
}

// safeName keeps what may stand in the name of a file.
func safeName(id string) string {
	name := []byte(id[:min(len(id), 60)])
	for i, c := range name {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' {
			name[i] = '_'
		}
	}
	return string(name)
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path) //nolint:gosec // the file is named by whoever runs the command
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

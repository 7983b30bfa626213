// SPDX-License-Identifier: Apache-2.0

package regelhtml

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

var (
	//go:embed seiten.tmpl
	source string
	//go:embed stil.css
	stil string
)

// pages are parsed at the first use; that they parse is held by the tests.
var pages = sync.OnceValue(func() *template.Template { return template.Must(template.New("regel").Parse(source)) })

// artTexts name the kinds of steps for a reader. Kinds that explain themselves by
// their text have no name.
var artTexts = map[regel.Art]recht.Text{
	regel.ArtTatsache:  recht.NewText("Angabe", "Fact"),
	regel.ArtParameter: recht.NewText("Wert des Gesetzes", "Value of the law"),
	regel.ArtRechnung:  recht.NewText("Rechnung", "Arithmetic"),
	regel.ArtRundung:   recht.NewText("Rundung", "Rounding"),
	regel.ArtPruefung:  recht.NewText("Prüfung", "Check"),
	regel.ArtAusnahme:  recht.NewText("Ausnahme", "Exception"),
	regel.ArtErmessen:  recht.NewText("Eine Person entscheidet", "A person decides"),
	regel.ArtHinweis:   recht.NewText("Hinweis", "Remark"),
}

var words = map[string]recht.Text{
	"ohneNachweis": recht.NewText("Angabe ohne Nachweis", "stated without evidence"),
	"quelle":       recht.NewText("Quelle", "source"),
	"seit":         recht.NewText("seit", "since"),
	"statt":        recht.NewText("statt", "instead of"),
	"vom":          recht.NewText("vom", "of"),
	"schritte":     recht.NewText("Rechenweg", "Steps"),
	"kapitel":      recht.NewText("Kapitel", "Chapters"),
	"werte":        recht.NewText("Werte", "Values"),
	"fragen":       recht.NewText("Offene Fragen", "Open questions"),
	"gewaehlt":     recht.NewText("so wird gerechnet", "applied here"),
	"entwurf":      recht.NewText("Entwurf, kein geltendes Recht", "bill, not law"),
	"ab":           recht.NewText("ab", "from"),
	"bis":          recht.NewText("bis", "to"),
	"wirkung":      recht.NewText("Was davon abhängt", "What hangs on it"),
	"stand":        recht.NewText("Regelstand", "Version of the rules"),
	"wert":         recht.NewText("Wert", "Value"),
	"zeit":         recht.NewText("Geltung", "In force"),
	"stelle":       recht.NewText("Fundstelle", "Place"),
	"unterschied":  recht.NewText("Unterschied", "Difference"),
	"faelle":       recht.NewText("Fälle", "Cases"),
}

// node is a step with the steps that explain it.
type node struct {
	Title, Text, Value, Kind, Art, Norm, Source string
	Children                                    []*node
}

type page struct {
	Lang, Title string
	Style       template.CSS
	Steps       []*node
	Reading     *reading
	T           map[string]string
}

func newPage(title recht.Text, sprache string) page {
	p := page{Lang: sprache, Title: title.In(sprache), Style: template.CSS(stil), T: map[string]string{}} //nolint:gosec // the embedded style sheet
	for key, text := range words {
		p.T[key] = text.In(sprache)
	}
	return p
}

// WriteWeg writes a document with the way to a result: each section opens to the
// steps that explain it, each step has its norm, a fact its origin, a value of the
// law its promulgation.
func WriteWeg(out io.Writer, titel recht.Text, schritte []regel.Schritt, sprache string) error {
	p := newPage(titel, sprache)
	p.Steps = tree(schritte, sprache)
	return execute(out, "weg", p)
}

func execute(out io.Writer, name string, p page) error {
	b := bufio.NewWriter(out)
	if err := pages().ExecuteTemplate(b, name, p); err != nil {
		return fmt.Errorf("regelhtml: %w", err)
	}
	return b.Flush()
}

// tree joins steps by their depth. A step deeper than one below the last stands
// below the last.
func tree(schritte []regel.Schritt, sprache string) []*node {
	var root node
	open := []*node{&root}
	for i := range schritte {
		n := newNode(&schritte[i], sprache)
		depth := min(max(schritte[i].Tiefe, 0), len(open)-1)
		parent := open[depth]
		parent.Children = append(parent.Children, n)
		open = append(open[:depth+1], n)
	}
	return root.Children
}

func newNode(s *regel.Schritt, sprache string) *node {
	n := &node{
		Title: s.Titel.In(sprache), Text: s.Text.In(sprache), Value: value(s.Wert, sprache),
		Kind: artTexts[s.Art].In(sprache), Art: s.Art.String(), Norm: norm(s.Norm, sprache),
	}
	if s.Nummer > 0 {
		n.Title += fmt.Sprintf(" %d", s.Nummer)
	}
	switch {
	case s.Nachweis != nil:
		n.Source = s.Nachweis.Fundstelle.Quelle + ", " + words["seit"].In(sprache) + " " + value(regel.Tag(s.Nachweis.Ab), sprache)
		n.Norm = norm(s.Nachweis.Fundstelle.Norm, sprache)
	case s.Herkunft != nil && s.Herkunft.Stelle != "":
		n.Source = words["quelle"].In(sprache) + ": " + s.Herkunft.Stelle
		if !s.Herkunft.Am.IsZero() {
			n.Source += " " + words["vom"].In(sprache) + " " + value(regel.Tag(s.Herkunft.Am), sprache)
		}
	case s.Herkunft != nil:
		n.Source = words["ohneNachweis"].In(sprache)
	case !s.Verdraengt.IsZero():
		n.Source = words["statt"].In(sprache) + " " + norm(s.Verdraengt, sprache)
	}
	return n
}

func german(sprache string) bool { return sprache == "" || strings.HasPrefix(sprache, recht.Deutsch) }

func value(v regel.Wert, sprache string) string {
	if german(sprache) {
		return v.String()
	}
	return v.English()
}

func norm(n recht.Norm, sprache string) string {
	if german(sprache) || n.IsZero() {
		return n.String()
	}
	return n.English()
}

// WriteText writes the way as plain text, one step a line, deeper steps indented.
func WriteText(out io.Writer, schritte []regel.Schritt, sprache string) error {
	b := bufio.NewWriter(out)
	for i := range schritte {
		s := &schritte[i]
		n := newNode(s, sprache)
		fmt.Fprintf(b, "%*s%s", 2*max(s.Tiefe, 0), "", n.Title)
		if n.Text != "" {
			fmt.Fprintf(b, " (%s)", n.Text)
		}
		if n.Value != "" {
			fmt.Fprintf(b, ": %s", n.Value)
		}
		fmt.Fprintf(b, "  [%s", n.Norm)
		if n.Source != "" {
			fmt.Fprintf(b, "; %s", n.Source)
		}
		fmt.Fprint(b, "]\n")
	}
	return b.Flush()
}

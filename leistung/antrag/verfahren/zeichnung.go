// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"fmt"
	"slices"
	"strings"
)

// Mermaid returns the table as a Mermaid state diagram: every row with who, by which
// norm and under which condition.
func (t *Tabelle) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, z := range t.Zustaende() {
		fmt.Fprintf(&b, "    state %q as %s\n", string(z), mermaidID(z))
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", mermaidID(ZustandNeu))
	for i := range t.zeilen {
		s := &t.zeilen[i]
		for _, von := range s.Von {
			fmt.Fprintf(&b, "    %s --> %s: %s (%s, %s)", mermaidID(von), mermaidID(s.Ziel(von)), s.Akt, joined(s.Wer, "/"), s.Norm)
			if len(s.Wenn) > 0 {
				fmt.Fprintf(&b, " [%s]", s.guard().Name)
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "    %s --> [*]\n", mermaidID(ZustandGeloescht))
	return b.String()
}

// Ablaufplan returns, as a table in Markdown, what runs out in which state: how long,
// by which norm, for whom, and what happens then.
func (t *Tabelle) Ablaufplan() string {
	var b strings.Builder
	b.WriteString("| Zustand | was | wie lange | Norm | für | dann |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, z := range t.Zustaende() {
		for _, f := range t.verfahren.Fristen {
			if !slices.Contains(f.In, z) {
				continue
			}
			length, then := f.Dauer.String(), f.Vermerk.String()
			if f.Tag != "" {
				length = "bis zum Tag: " + string(f.Tag)
			}
			if f.Folge != "" {
				then = string(f.Folge)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", z, f.Name, length, f.Norm, f.Fuer, then)
		}
		for _, l := range t.verfahren.Aufbewahrung {
			if slices.Contains(l.In, z) {
				fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | gelöscht |\n", z, joined(l.Was, ", "), l.Nach, l.Norm, RolleSystem)
			}
		}
	}
	return b.String()
}

func joined[T ~string](values []T, by string) string {
	words := make([]string, len(values))
	for i := range values {
		words[i] = string(values[i])
	}
	return strings.Join(words, by)
}

// mermaidID makes a name safe as a Mermaid identifier.
func mermaidID(z Zustand) string { return strings.ReplaceAll(string(z), "-", "_") }

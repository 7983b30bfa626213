// SPDX-License-Identifier: Apache-2.0

package regelhtml

import (
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

type reading struct {
	Code      string
	Chapters  []chapter
	Questions []question
}

type chapter struct {
	ID, Title, Norms, Text string
	Steps                  []*node
	Tables                 []table
}

// table is a parameter with all its versions.
type table struct {
	ID, Name, Unit string
	Single         []version // versions of one value
	Full           []version // versions that are tables
}

type version struct {
	From, Value, Norm, Source string
	Bill                      bool
	Head                      []string
	Rows                      [][]string
}

type question struct {
	ID, Question, Norms, Effect string
	Readings                    []answer
}

type answer struct {
	Text, Source string
	Chosen       bool
}

// WriteLesart writes a document with the reading of a set of rules: its chapters
// with what each step says, every table in every version with its promulgation,
// bills marked as such, and the open questions with the reading that is applied.
func WriteLesart(out io.Writer, titel recht.Text, l regel.Lesart, sprache string) error {
	p := newPage(titel, sprache)
	p.Reading = &reading{Code: l.Code}
	for i := range l.Kapitel {
		p.Reading.Chapters = append(p.Reading.Chapters, newChapter(&l.Kapitel[i], sprache))
	}
	for i := range l.Fragen {
		f := &l.Fragen[i]
		q := question{ID: f.Code, Question: f.Frage.In(sprache), Norms: norms(f.Normen, sprache), Effect: f.Wirkung.In(sprache)}
		for j, a := range f.Lesarten {
			q.Readings = append(q.Readings, answer{Text: a.Text.In(sprache), Source: a.Quelle, Chosen: j == f.Gewaehlt})
		}
		p.Reading.Questions = append(p.Reading.Questions, q)
	}
	return execute(out, "lesart", p)
}

func newChapter(k *regel.Kapitel, sprache string) chapter {
	c := chapter{ID: k.Code, Title: k.Titel.In(sprache), Norms: norms(k.Normen, sprache), Text: k.Text.In(sprache)}
	for _, v := range k.Schritte {
		n := &node{Title: v.Titel.In(sprache), Text: blanks(v.Text.In(sprache)), Kind: artTexts[v.Art].In(sprache), Art: v.Art.String(), Norm: norm(v.Norm, sprache)}
		if !v.Verdraengt.IsZero() {
			n.Source = words["statt"].In(sprache) + " " + norm(v.Verdraengt, sprache)
		}
		c.Steps = append(c.Steps, n)
	}
	for _, p := range k.Parameter {
		t := table{ID: p.Name(), Name: p.Titel().In(sprache), Unit: p.Einheit().In(sprache)}
		for f := range p.Fassungen() {
			v := version{
				From: words["ab"].In(sprache) + " " + value(regel.Tag(f.Ab), sprache), Value: value(f.Wert, sprache), Norm: norm(f.Fundstelle.Norm, sprache), Source: f.Fundstelle.Quelle,
				Bill: f.Entwurf != "",
			}
			if !f.Bis.IsZero() {
				v.From = value(regel.Tag(f.Ab), sprache) + " " + words["bis"].In(sprache) + " " + value(regel.Tag(f.Bis), sprache)
			}
			for _, head := range f.Tabelle.Kopf {
				v.Head = append(v.Head, head.In(sprache))
			}
			for _, row := range f.Tabelle.Zeilen {
				cells := []string{row.Titel.In(sprache)}
				for _, w := range row.Werte {
					cells = append(cells, value(w, sprache))
				}
				v.Rows = append(v.Rows, cells)
			}
			if len(v.Rows) > 0 {
				t.Full = append(t.Full, v)
			} else {
				t.Single = append(t.Single, v)
			}
		}
		c.Tables = append(c.Tables, t)
	}
	return c
}

// blanks sets an ellipsis where a case has its operands.
func blanks(text string) string {
	for i := '0'; i <= '9'; i++ {
		text = strings.ReplaceAll(text, "{"+string(i)+"}", "…")
	}
	return text
}

func norms(ns recht.Normen, sprache string) string {
	if german(sprache) {
		return ns.String()
	}
	return ns.English()
}

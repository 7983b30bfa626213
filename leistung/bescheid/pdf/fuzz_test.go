// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

// maker makes documents that are odd on purpose.
type maker struct {
	*rand.Rand
	letters []string
}

func (r maker) word() string {
	var b strings.Builder
	n := 1 + r.IntN(12)
	if r.IntN(60) == 0 {
		n = 150
	}
	b.WriteByte('w')
	for range n {
		switch r.IntN(12) {
		case 0:
			b.WriteString(r.letters[r.IntN(len(r.letters))])
		case 1:
			b.WriteString("\u00ad")
		default:
			b.WriteByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-/.,0123"[r.IntN(60)])
		}
	}
	return b.String()
}

func (r maker) text(most int) pdf.Text {
	t := pdf.Text{{Text: r.word()}}
	for range r.IntN(4) {
		s := pdf.Span{Text: r.word(), Strong: r.IntN(4) == 0, Em: r.IntN(5) == 0}
		for range r.IntN(most + 1) {
			s.Text += r.word() + []string{" ", " ", " ", "\n", "\u00a0", ""}[r.IntN(6)]
		}
		if r.IntN(6) == 0 {
			s.Link = "https://example.org/a"
		}
		if r.IntN(9) == 0 {
			s.Lang = "pl"
		}
		t = append(t, s)
	}
	return t
}

func (r maker) list(depth int) pdf.List {
	l := pdf.List{Numbered: r.IntN(2) == 0}
	for range r.IntN(3) + 1 {
		it := pdf.Item{Text: r.text(6)}
		if depth < 4 && r.IntN(3) == 0 {
			sub := r.list(depth + 1)
			it.Sub = &sub
		}
		l.Items = append(l.Items, it)
	}
	return l
}

func (r maker) table() pdf.Table {
	t := pdf.Table{HeaderColumn: r.IntN(2) == 0, Caption: r.text(3)}
	columns := r.IntN(6) + 1
	for range columns {
		t.Head = append(t.Head, r.text(2))
	}
	for range r.IntN(8) {
		var row []pdf.Text
		most := 4
		if r.IntN(20) == 0 {
			most = 40
		}
		for range columns {
			row = append(row, r.text(most))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Right = []int{r.IntN(columns)}
	return t
}

func (r maker) document() pdf.Document {
	d := pdf.Document{Title: r.word(), Language: "de-DE", Author: r.word(), Created: day, Head: r.word(), Foot: r.word() + " " + r.word()}
	if r.IntN(2) == 0 {
		d.Letter = &pdf.Letter{Letterhead: pdf.Plain("Stadt"), Return: "Rathausplatz"}
		for range r.IntN(6) + 1 {
			d.Letter.Address = append(d.Letter.Address, r.letters[r.IntN(len(r.letters))])
		}
		for range r.IntN(5) {
			d.Letter.Info = append(d.Letter.Info, pdf.Pair{Name: r.word(), Value: pdf.Plain(r.word())})
		}
	}
	level := 0
	for range r.IntN(6) + 1 {
		switch r.IntN(7) {
		case 0:
			level = 1 + r.IntN(min(level+1, 4))
			d.Body = append(d.Body, pdf.Heading{Level: level, Text: r.text(6)})
		case 1:
			d.Body = append(d.Body, r.list(1))
		case 2:
			d.Body = append(d.Body, r.table())
		case 3:
			var ps pdf.Pairs
			for range r.IntN(6) + 1 {
				ps = append(ps, pdf.Pair{Name: r.word(), Value: r.text(9)})
			}
			d.Body = append(d.Body, ps)
		case 4:
			n := 21 + 4*r.IntN(20)
			d.Body = append(d.Body, pdf.Figure{Alt: r.word(), Size: n, Module: 300 + r.IntN(600), Black: pattern, Beside: r.text(30)})
		default:
			d.Body = append(d.Body, pdf.Paragraph{Text: r.text(30)})
		}
	}
	return d
}

// FuzzBytes writes random documents: each is accepted, meets all conditions, and
// is the same file the second time. A text from outside is accepted or refused.
func FuzzBytes(f *testing.F) {
	all := letters(f)
	for seed := range uint64(6) {
		f.Add(seed, "")
	}
	f.Add(uint64(7), "a\u0302\u0300\u00ad\xff")
	f.Fuzz(func(t *testing.T, seed uint64, extra string) {
		d := maker{rand.New(rand.NewPCG(seed, 1)), all}.document()
		if extra != "" {
			d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Plain(extra)})
		}
		file, err := d.Bytes()
		if err != nil {
			require.NotEmpty(t, extra, "%v", err)
			return
		}
		again, err := d.Bytes()
		require.NoError(t, err)
		require.True(t, bytes.Equal(file, again), "the same bytes")
		require.Empty(t, pdftest.Inspect(file))
	})
}

// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

func write(tb testing.TB, d pdf.Document) []byte {
	tb.Helper()
	file, err := d.Bytes()
	require.NoError(tb, err)
	return file
}

func TestBytes_MeetsEveryConditionOfAnAccessibleFile(t *testing.T) {
	all, _ := alphabet(t)
	for _, d := range []pdf.Document{letter(), certificate(40), all} {
		require.Empty(t, pdftest.Inspect(write(t, d)), d.Title)
	}
}

func TestBytes_IsTheSameFileForTheSameDocument(t *testing.T) {
	want := write(t, letter())
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 3 {
				if got, err := letter().Bytes(); err != nil || string(got) != string(want) {
					t.Error("other bytes", err)
				}
			}
		})
	}
	group.Wait()
}

func TestText_EveryLetterOfDIN91379ComesBackExactly(t *testing.T) {
	d, want := alphabet(t)
	require.Len(t, want, 925, "letters and sequences that can be seen")
	lines, err := pdftest.Text(write(t, d))
	require.NoError(t, err)
	var got []string
	for _, l := range lines {
		if l.Tag == "TD" {
			got = append(got, l.Text)
		}
	}
	require.Equal(t, want, got)
}

func TestText_IsWhatWasWrittenInItsOrder(t *testing.T) {
	lines, err := pdftest.Text(write(t, letter()))
	require.NoError(t, err)
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Tag + " " + l.Text + "\n")
	}
	text := b.String()
	at := 0
	for _, want := range []string{
		"P Stadt Musterstadt Bürgeramt\n", "P Stadt Musterstadt · Rathausplatz 1", "P Frau Dr. Željka M\u0302üller-O\u0323\u0300ladélé c/o",
		"Lbl Aktenzeichen: \nLBody 33-2026-004711\n", "H1 Bescheid über Verwaltungsgebühren\n",
		"P für Ihre Meldebescheinigung vom 27. November 2026 setzen wir eine Gebühr von 12,00 Euro fest. Bitte",
		"Caption Gebühren nach der Verwaltungsgebührenordnung\n", "TH Leistung\nTH Rechtsgrundlage\nTH Betrag\nTH Einfache Meldebescheinigung\n",
		"Lbl • \n", "Lbl 1. \nLBody Es liegt kein",
		"Donaudampfschiff", "P Mit der App Ihrer Bank lesen", "P Mit freundlichen Grüßen Im Auftrag Beispiel\n",
	} {
		i := strings.Index(text[at:], want)
		require.GreaterOrEqual(t, i, 0, "%q is missing after\n%s\nin\n%s", want, text[:at], text)
		at += i
	}
}

// A paragraph that goes over three pages stays one element, and the header of a
// table is tagged once although each page repeats it.
func TestText_AParagraphAndATableOverPagesAreOne(t *testing.T) {
	d := certificate(150)
	d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Plain(strings.Repeat("Wort ", 3000) + "Ende")})
	file := write(t, d)
	require.Empty(t, pdftest.Inspect(file))
	lines, err := pdftest.Text(file)
	require.NoError(t, err)
	heads, long := 0, 0
	for _, l := range lines {
		if l.Text == "Vermerk" {
			heads++
		}
		if strings.HasSuffix(l.Text, "Wort Ende") {
			long++
			require.Equal(t, 3000, strings.Count(l.Text, "Wort "))
		}
	}
	require.Equal(t, 1, heads)
	require.Equal(t, 1, long)
}

func TestBytes_NumbersPagesInTheWordsOfTheCaller(t *testing.T) {
	d := certificate(60)
	calls := 0
	d.PageText = func(page, pages int) string {
		calls++
		require.Positive(t, page)
		require.GreaterOrEqual(t, pages, page)
		return "side"
	}
	write(t, d)
	require.Greater(t, calls, 1)
}

func TestBytes_RefusesWhatNoAccessibleFileMayHave(t *testing.T) {
	plain := pdf.Plain
	deep := pdf.List{Items: []pdf.Item{{Text: plain("a")}}}
	for range 8 {
		inner := deep
		deep = pdf.List{Items: []pdf.Item{{Text: plain("a"), Sub: &inner}}}
	}
	table := func(change func(*pdf.Table)) pdf.Table {
		t := pdf.Table{Head: []pdf.Text{plain("a"), plain("b")}, Rows: [][]pdf.Text{{plain("c"), plain("d")}}, HeaderColumn: true}
		change(&t)
		return t
	}
	for name, change := range map[string]func(*pdf.Document){
		"no title":           func(d *pdf.Document) { d.Title = " " },
		"control in title":   func(d *pdf.Document) { d.Title = "a\x07" },
		"no author":          func(d *pdf.Document) { d.Author = "" },
		"no language":        func(d *pdf.Document) { d.Language = "" },
		"odd language":       func(d *pdf.Document) { d.Language = "de_DE" },
		"no time":            func(d *pdf.Document) { d.Created = d.Created.AddDate(-3000, 0, 0) },
		"no content":         func(d *pdf.Document) { d.Body = nil },
		"nil block":          func(d *pdf.Document) { d.Body = append(d.Body, nil) },
		"first level two":    func(d *pdf.Document) { d.Body = []pdf.Block{pdf.Heading{Level: 2, Text: plain("a")}} },
		"skipped level":      func(d *pdf.Document) { d.Body = append(d.Body, pdf.Heading{Level: 4, Text: plain("a")}) },
		"empty heading":      func(d *pdf.Document) { d.Body = append(d.Body, pdf.Heading{Level: 2, Text: plain("\u00ad ")}) },
		"empty paragraph":    func(d *pdf.Document) { d.Body = append(d.Body, pdf.Paragraph{}) },
		"empty list":         func(d *pdf.Document) { d.Body = append(d.Body, pdf.List{}) },
		"empty item":         func(d *pdf.Document) { d.Body = append(d.Body, pdf.List{Items: []pdf.Item{{}}}) },
		"deep list":          func(d *pdf.Document) { d.Body = append(d.Body, deep) },
		"no pairs":           func(d *pdf.Document) { d.Body = append(d.Body, pdf.Pairs{}) },
		"pair without name":  func(d *pdf.Document) { d.Body = append(d.Body, pdf.Pairs{{Value: plain("a")}}) },
		"pair without value": func(d *pdf.Document) { d.Body = append(d.Body, pdf.Pairs{{Name: "a"}}) },
		"ragged row": func(d *pdf.Document) {
			d.Body = append(d.Body, table(func(t *pdf.Table) { t.Rows[0] = t.Rows[0][:1] }))
		},
		"no header":            func(d *pdf.Document) { d.Body = append(d.Body, pdf.Table{}) },
		"empty header":         func(d *pdf.Document) { d.Body = append(d.Body, table(func(t *pdf.Table) { t.Head[1] = nil })) },
		"empty row header":     func(d *pdf.Document) { d.Body = append(d.Body, table(func(t *pdf.Table) { t.Rows[0][0] = nil })) },
		"no such column":       func(d *pdf.Document) { d.Body = append(d.Body, table(func(t *pdf.Table) { t.Right = []int{2} })) },
		"many columns":         func(d *pdf.Document) { d.Body = append(d.Body, pdf.Table{Head: make([]pdf.Text, 13)}) },
		"figure without alt":   func(d *pdf.Document) { d.Body = append(d.Body, pdf.Figure{Size: 3, Module: 3, Black: pattern}) },
		"figure without black": func(d *pdf.Document) { d.Body = append(d.Body, pdf.Figure{Alt: "a", Size: 3, Module: 3}) },
		"figure too wide": func(d *pdf.Document) {
			d.Body = append(d.Body, pdf.Figure{Alt: "a", Size: 3, Module: 1 << 30, Black: pattern})
		},
		"link elsewhere": func(d *pdf.Document) {
			d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Text{{Text: "a", Link: "javascript:1"}}})
		},
		"link with blank": func(d *pdf.Document) {
			d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Text{{Text: "a", Link: "https://a b"}}})
		},
		"link without text": func(d *pdf.Document) {
			d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Text{{Text: "a"}, {Link: "https://a"}}})
		},
		"odd language of text":  func(d *pdf.Document) { d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Text{{Text: "a", Lang: "x"}}}) },
		"seven lines":           func(d *pdf.Document) { d.Letter.Address = strings.Split("a b c d e f g", " ") },
		"blank line":            func(d *pdf.Document) { d.Letter.Address[0] = "" },
		"two lines in one":      func(d *pdf.Document) { d.Letter.Address[0] = "a\nb" },
		"address too wide":      func(d *pdf.Document) { d.Letter.Address[1] = strings.Repeat("breit ", 40) },
		"long sender":           func(d *pdf.Document) { d.Letter.Return = strings.Repeat("breit ", 40) },
		"long letterhead":       func(d *pdf.Document) { d.Letter.Letterhead = plain(strings.Repeat("breit\n", 40)) },
		"long information":      func(d *pdf.Document) { d.Letter.Info[0].Value = plain(strings.Repeat("breit\n", 60)) },
		"no letterhead":         func(d *pdf.Document) { d.Letter.Letterhead = nil },
		"more than a megabyte":  func(d *pdf.Document) { d.Body = append(d.Body, pdf.Paragraph{Text: plain(strings.Repeat("a", 1<<20))}) },
		"more than all pieces":  func(d *pdf.Document) { d.Body = append(d.Body, make([]pdf.Block, 60_000)...) },
		"one text a million of": func(d *pdf.Document) { d.Body = append(d.Body, pdf.Paragraph{Text: make(pdf.Text, 60_000)}) },
	} {
		t.Run(name, func(t *testing.T) {
			d := letter()
			change(&d)
			_, err := d.Bytes()
			require.ErrorIs(t, err, pdf.ErrDocument)
		})
	}
}

func TestBytes_RefusesWhatCannotBeWritten(t *testing.T) {
	for name, text := range map[string]string{
		"no glyph": "漢", "from right to left": "שלום", "control": "a\x01", "tabulator": "a\tb", "line separator": "a\u2028b",
		"override": "a\u202eb", "half a character": "a\xc3", "nineteen marks": "a" + strings.Repeat("\u0302", 19), "nothing": "a\x00b",
	} {
		t.Run(name, func(t *testing.T) {
			d := letter()
			d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Plain("Erika " + text)})
			_, err := d.Bytes()
			require.ErrorIs(t, err, pdf.ErrCharacter)
			require.NotContains(t, err.Error(), "Erika")
		})
	}
	t.Run("two halves", func(t *testing.T) {
		d := letter()
		d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Text{{Text: "a\xc3"}, {Text: "\xa4b"}}})
		_, err := d.Bytes()
		require.ErrorIs(t, err, pdf.ErrCharacter)
	})
	t.Run("more letters than codes", func(t *testing.T) {
		var b strings.Builder
		var marks []string
		for _, l := range letters(t) {
			if r := []rune(l); len(r) == 1 && r[0] >= 0x300 && r[0] < 0x370 {
				marks = append(marks, l)
			}
		}
		for c := 'b'; c < 'g'; c++ { // five letters, each under all triples of marks
			for _, m := range marks {
				for _, n := range marks {
					for _, o := range marks {
						b.WriteString(string(c) + m + n + o)
					}
				}
			}
		}
		d := letter()
		d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Plain(b.String())})
		_, err := d.Bytes()
		require.ErrorIs(t, err, pdf.ErrDocument)
	})
}

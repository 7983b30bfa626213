// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
)

var day = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// pattern stands for a QR code where only its place matters.
func pattern(x, y int) bool { return (x*y+x/2+y)%3 == 0 }

// letter is a notice on fees with all kinds of blocks.
func letter() pdf.Document {
	plain := pdf.Plain
	strong := func(s string) pdf.Text { return pdf.Text{{Text: s, Strong: true}} }
	return pdf.Document{
		Title: "Bescheid über Verwaltungsgebühren", Language: "de-DE", Author: "Stadt Musterstadt, Bürgeramt", Subject: "Gebühr", Created: day,
		Head: "Stadt Musterstadt · Aktenzeichen 33-2026-004711", Foot: "Stadt Musterstadt, Bürgeramt, Rathausplatz 1, 12345 Musterstadt",
		Letter: &pdf.Letter{
			Letterhead: plain("Stadt Musterstadt\nBürgeramt"),
			Return:     "Stadt Musterstadt · Rathausplatz 1 · 12345 Musterstadt",
			Address:    []string{"Frau", "Dr. Željka M\u0302üller-O\u0323\u0300ladélé", "c/o Șerban", "Łódzka-Straße 12 a", "12345 Musterstadt"},
			Info: pdf.Pairs{
				{Name: "Aktenzeichen", Value: plain("33-2026-004711")},
				{Name: "E-Mail", Value: pdf.Text{{Text: "buergeramt@musterstadt.example", Link: "mailto:buergeramt@musterstadt.example"}}},
				{Name: "Datum", Value: plain("30. November 2026")},
			},
		},
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: plain("Bescheid über Verwaltungsgebühren")},
			pdf.Paragraph{Text: plain("Sehr geehrte Frau Dr. M\u0302üller-O\u0323\u0300ladélé,")},
			pdf.Paragraph{Text: pdf.Text{
				{Text: "für Ihre "},
				{Text: "Meldebescheinigung", Strong: true},
				{Text: " vom 27. November 2026 setzen wir eine Gebühr von "},
				{Text: "12,00 Euro", Strong: true},
				{Text: " fest. Bitte überweisen Sie den Betrag "},
				{Text: "bis zum 4. Januar 2027", Em: true},
				{Text: " unter Angabe des Kassenzeichens. Sie können auch "},
				{Text: "online mit Karte bezahlen", Link: "https://zahlung.musterstadt.example/33-2026-004711"},
				{Text: " ("},
				{Text: "pay online", Lang: "en"},
				{Text: ")."},
			}},
			pdf.Heading{Level: 2, Text: plain("Zusammensetzung der Gebühr")},
			pdf.Table{
				Caption: plain("Gebühren nach der Verwaltungsgebührenordnung"), Head: []pdf.Text{plain("Leistung"), plain("Rechtsgrundlage"), plain("Betrag")},
				HeaderColumn: true, Right: []int{2},
				Rows: [][]pdf.Text{
					{plain("Einfache Meldebescheinigung"), plain("Nummer 4.1 der Anlage zur Verwaltungsgebührensatzung"), plain("10,00 €")},
					{plain("Versand"), plain("§ 5 Verwaltungsgebührensatzung"), plain("2,00 €")},
					{strong("Summe"), plain(""), strong("12,00 €")},
				},
			},
			pdf.Heading{Level: 2, Text: plain("Begründung")},
			pdf.List{Items: []pdf.Item{
				{Text: plain("Sie haben die Bescheinigung beantragt.")},
				{Text: plain("Eine Befreiung kommt nicht in Betracht:"), Sub: &pdf.List{Numbered: true, Items: []pdf.Item{
					{Text: plain("Es liegt kein überwiegendes öffentliches Interesse vor.")},
					{Text: plain("Sie haben keine Ermäßigung beantragt; die Donau\u00addampf\u00adschiff\u00adfahrts\u00adelektrizitäten\u00adhaupt\u00adbetriebs\u00adwerk\u00adbau\u00adunter\u00adbeamten\u00adgesellschaft ist nicht beteiligt.")},
				}}},
			}},
			pdf.Heading{Level: 2, Text: plain("Rechtsbehelfsbelehrung")},
			pdf.Paragraph{Text: plain("Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist bei der Stadt Musterstadt, Rathausplatz 1, 12345 Musterstadt, einzulegen.")},
			pdf.Pairs{{Name: "Kassenzeichen", Value: plain("5000.1234.5678")}, {Name: "IBAN", Value: plain("DE02 1203 0000 0000 2020 51")}},
			pdf.Figure{
				Alt:  "QR-Code: Überweisung von 12,00 Euro an Stadt Musterstadt, Kassenzeichen 5000.1234.5678",
				Size: 33, Black: pattern, Module: 500, Beside: plain("Mit der App Ihrer Bank lesen und überweisen."),
			},
			pdf.Paragraph{Text: plain("Mit freundlichen Grüßen\nIm Auftrag\nBeispiel")},
		},
	}
}

// certificate is a plain page with a table over several pages.
func certificate(rows int) pdf.Document {
	plain := pdf.Plain
	d := pdf.Document{
		Title: "Meldebestätigung 33-2026-004711", Language: "de-DE", Author: "Stadt Musterstadt", Created: day,
		Head: "Meldebestätigung 33-2026-004711", Foot: "Stadt Musterstadt",
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: plain("Meldebestätigung")},
			pdf.Pairs{{Name: "Familienname", Value: plain("M\u0302üller-O\u0323\u0300ladélé")}, {Name: "Anschrift", Value: plain("Łódzka-Straße 12 a\n12345 Musterstadt")}},
			pdf.Figure{Alt: "QR-Code mit den Angaben dieser Bestätigung", Size: 61, Black: pattern, Module: 600, Beside: pdf.Text{
				{Text: "Der Code enthält die Angaben dieser Bestätigung. "}, {Text: "Bestätigung prüfen", Link: "https://musterstadt.example/pruefen"}, {Text: "."},
			}},
		},
	}
	t := pdf.Table{
		Caption: plain("Frühere Anmeldungen"), HeaderColumn: true, Right: []int{3},
		Head: []pdf.Text{plain("Nr."), plain("Anschrift"), plain("Vermerk"), plain("Gebühr")},
	}
	for i := range rows {
		note := "ohne"
		if i%7 == 3 {
			note = "Die Angaben wurden von Amts wegen berichtigt, nachdem die Wohnungsgeberin den Einzug bestätigt hatte."
		}
		t.Rows = append(t.Rows, []pdf.Text{plain(strconv.Itoa(i + 1)), plain(fmt.Sprintf("Ṣ̄ọ̈nnenweg %d, 12345 Musterstadt", i+1)), plain(note), plain(fmt.Sprintf("%d,00 €", i))})
	}
	d.Body = append(d.Body, pdf.Heading{Level: 2, Text: plain("Anlage")}, t)
	return d
}

// letters are all letters and sequences of DIN 91379 that can be seen, as
// kommune/din91379 has them.
func letters(tb testing.TB) []string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "kommune", "din91379", "data", "zeichen.txt"))
	require.NoError(tb, err)
	var out []string
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), ";")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		var b strings.Builder
		for _, h := range strings.Fields(fields[1]) {
			n, err := strconv.ParseUint(h, 16, 32)
			require.NoError(tb, err)
			b.WriteRune(rune(n))
		}
		if s := b.String(); strings.Trim(s, " \t\r\n\u00a0") != "" {
			out = append(out, s)
		}
	}
	return out
}

// alphabet is a table with all letters, each alone and between two others.
func alphabet(tb testing.TB) (pdf.Document, []string) {
	tb.Helper()
	all := letters(tb)
	var want []string
	t := pdf.Table{Caption: pdf.Plain("Einträge")}
	for i := range 10 {
		t.Head = append(t.Head, pdf.Plain(strconv.Itoa(i)))
	}
	for i, e := range all {
		if i%10 == 0 {
			t.Rows = append(t.Rows, make([]pdf.Text, 10))
		}
		t.Rows[i/10][i%10] = pdf.Plain(e + " x" + e + "x")
		want = append(want, e+" x"+e+"x")
	}
	return pdf.Document{
		Title: "DIN 91379", Language: "de-DE", Author: "Stadt Musterstadt", Created: day, Foot: "DIN 91379",
		Body: []pdf.Block{pdf.Heading{Level: 1, Text: pdf.Plain("Alle Buchstaben")}, t},
	}, want
}

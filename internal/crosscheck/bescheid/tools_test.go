// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
)

// lacks skips a test that lacks a program; in CI nothing may be skipped.
func lacks(tb testing.TB, what string) {
	tb.Helper()
	if os.Getenv("CI") == "true" {
		tb.Fatalf("%s is missing, and in CI this check may not be skipped", what)
	}
	tb.Skipf("%s is missing", what)
}

// run runs a program of the system and returns what it prints.
func run(tb testing.TB, program string, args ...string) string {
	tb.Helper()
	if _, err := exec.LookPath(program); err != nil {
		lacks(tb, program)
	}
	cmd := exec.CommandContext(tb.Context(), program, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(tb, err, "%s: %s%s", program, out, stderr.String())
	return string(out)
}

// node runs a script with the folder of an npm package that a variable names.
func node(tb testing.TB, variable, script string, args ...string) string {
	tb.Helper()
	dir := os.Getenv(variable)
	if dir == "" {
		lacks(tb, "the folder that "+variable+" names")
	}
	return run(tb, "node", append([]string{"--input-type=module", "-e", script, dir}, args...)...)
}

var day = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// save writes a document to a file and returns its name.
func save(tb testing.TB, d pdf.Document) string {
	tb.Helper()
	file, err := d.Bytes()
	require.NoError(tb, err)
	name := filepath.Join(tb.TempDir(), "a.pdf")
	require.NoError(tb, os.WriteFile(name, file, 0o600))
	return name
}

// picture reads a PNG in shades of grey.
func picture(tb testing.TB, name string) *image.Gray {
	tb.Helper()
	f, err := os.Open(name)
	require.NoError(tb, err)
	defer f.Close()
	img, err := png.Decode(f)
	require.NoError(tb, err)
	grey := image.NewGray(img.Bounds())
	draw.Draw(grey, grey.Bounds(), img, img.Bounds().Min, draw.Src)
	return grey
}

// lines are all letters and sequences of DIN 91379 that can be seen, each between
// two letters, sixteen a line.
func lines(tb testing.TB) []string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "kommune", "din91379", "data", "zeichen.txt"))
	require.NoError(tb, err)
	var out []string
	n := 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), ";")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		var b strings.Builder
		for _, h := range strings.Fields(fields[1]) {
			r, err := strconv.ParseUint(h, 16, 32)
			require.NoError(tb, err)
			b.WriteRune(rune(r))
		}
		s := b.String()
		if strings.Trim(s, " \t\r\n\u00a0") == "" {
			continue
		}
		if n%16 == 0 {
			out = append(out, "")
		}
		out[len(out)-1] = strings.TrimPrefix(out[len(out)-1]+" x"+s+"x", " ")
		n++
	}
	require.Equal(tb, 925, n)
	return out
}

func plainPage(text ...string) pdf.Document {
	d := pdf.Document{Title: "Alle Buchstaben", Language: "de-DE", Author: "Stadt Musterstadt", Created: day, PageText: func(int, int) string { return "" }}
	for _, t := range text {
		d.Body = append(d.Body, pdf.Paragraph{Text: pdf.Plain(t)})
	}
	return d
}

// letter has each kind of block.
func letter() pdf.Document {
	plain := pdf.Plain
	d := pdf.Document{
		Title: "Bescheid über Verwaltungsgebühren", Language: "de-DE", Author: "Stadt Musterstadt", Subject: "Gebühr", Created: day,
		Head: "Aktenzeichen 33-2026-004711", Foot: "Stadt Musterstadt, Rathausplatz 1",
		Letter: &pdf.Letter{
			Letterhead: plain("Stadt Musterstadt"), Return: "Stadt Musterstadt · Rathausplatz 1", Address: []string{"Dr. Željka M\u0302üller-O\u0323\u0300ladélé", "12345 Musterstadt"},
			Info: pdf.Pairs{{Name: "Aktenzeichen", Value: plain("33-2026-004711")}},
		},
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: plain("Bescheid über Verwaltungsgebühren")},
			pdf.Paragraph{Text: pdf.Text{{Text: "Sie zahlen "}, {Text: "12,00 Euro", Strong: true}, {Text: ", auch "}, {Text: "online", Link: "https://zahlung.example/"}, {Text: " ("}, {Text: "pay online", Lang: "en", Em: true}, {Text: ")."}}},
			pdf.Heading{Level: 2, Text: plain("Beträge")},
			pdf.Table{Caption: plain("Gebühren"), Head: []pdf.Text{plain("Leistung"), plain("Betrag")}, HeaderColumn: true, Right: []int{1}},
			pdf.List{Items: []pdf.Item{{Text: plain("Erstens:"), Sub: &pdf.List{Numbered: true, Items: []pdf.Item{{Text: plain("im Einzelnen")}}}}}},
			pdf.Figure{Alt: "Ein Code", Size: 33, Module: 600, Black: func(x, y int) bool { return (x+y)%3 == 0 }, Beside: plain("daneben")},
		},
	}
	t := d.Body[3].(pdf.Table)
	for i := range 80 {
		t.Rows = append(t.Rows, []pdf.Text{plain("Leistung " + strconv.Itoa(i)), plain("1,00 €")})
	}
	d.Body[3] = t
	return d
}

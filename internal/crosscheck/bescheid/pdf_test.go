// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

func TestFile_PdfcpuFindsNothing(t *testing.T) {
	for _, d := range []pdf.Document{letter(), plainPage(lines(t)...)} {
		config := model.NewDefaultConfiguration()
		config.ValidationMode = model.ValidationStrict
		config.Offline = true
		require.NoError(t, api.ValidateFile(save(t, d), config), d.Title)
	}
}

// QPDF finds nothing, and the file that it writes of ours meets all conditions: so
// the reader of pdftest reads another program's files too.
func TestFile_QPDFFindsNothingAndItsCopyMeetsAllConditions(t *testing.T) {
	for _, d := range []pdf.Document{letter(), plainPage(lines(t)...)} {
		name := save(t, d)
		out := run(t, "qpdf", "--check", name)
		require.Contains(t, out, "No syntax or stream encoding errors found", out)
		copied := filepath.Join(t.TempDir(), "copy.pdf")
		run(t, "qpdf", "--object-streams=generate", "--recompress-flate", "--deterministic-id", name, copied)
		file, err := os.ReadFile(copied)
		require.NoError(t, err)
		require.Empty(t, pdftest.Inspect(file))
		own, err := os.ReadFile(name)
		require.NoError(t, err)
		want, err := pdftest.Text(own)
		require.NoError(t, err)
		got, err := pdftest.Text(file)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestFile_PopplerShowsTagsLanguageTitleAndOrder(t *testing.T) {
	name := save(t, letter())
	info := run(t, "pdfinfo", name)
	require.Regexp(t, `Title: +Bescheid über Verwaltungsgebühren\n`, info)
	require.Regexp(t, `Tagged: +yes`, info)
	require.Regexp(t, `Page size: +595.27. x 841.8[89]\d* pts \(A4\)`, info)
	tree := run(t, "pdfinfo", "-struct-text", name)
	at := 0
	for _, want := range []string{
		"Document", "P (block)", `"Dr. Željka M` + "\u0302" + `üller-O` + "\u0323\u0300" + `ladélé`, "H1 (block)", `"Sie zahlen "`, "Link", `"online"`,
		"H2 (block)", "Table", "Caption", "THead", "TH", `"Leistung"`, "TBody", "TH", "TD", "L (block)", "Lbl", "LBody", "Figure", `"daneben"`,
	} {
		i := strings.Index(tree[at:], want)
		require.GreaterOrEqual(t, i, 0, "%q is missing or comes too early in\n%s", want, tree)
		at += i + len(want)
	}
	require.Equal(t, 1, strings.Count(tree, `"Leistung"`), "the repeated header is no content")
	fonts := strings.Split(strings.TrimSpace(run(t, "pdffonts", name)), "\n")[2:]
	require.NotEmpty(t, fonts)
	for _, f := range fonts {
		require.Regexp(t, `\+Arimo-\w+ +CID TrueType +Identity-H +yes yes yes`, f)
	}
}

// readers read a file as lines of text.
var readers = map[string]func(testing.TB, string) string{
	"Poppler": func(tb testing.TB, name string) string { return run(tb, "pdftotext", "-enc", "UTF-8", name, "-") },
	"MuPDF":   func(tb testing.TB, name string) string { return run(tb, "mutool", "draw", "-q", "-F", "txt", name) },
	"pdf.js": func(tb testing.TB, name string) string {
		return node(tb, "PDFJS", `
			const [dir, file] = process.argv.slice(1)
			console.log = console.error
			const pdfjs = await import(dir + '/node_modules/pdfjs-dist/legacy/build/pdf.mjs')
			const {readFileSync} = await import('node:fs')
			const doc = await pdfjs.getDocument({data: new Uint8Array(readFileSync(file)), verbosity: 0}).promise
			for (let i = 1; i <= doc.numPages; i++) {
				const content = await (await doc.getPage(i)).getTextContent({disableNormalization: true})
				process.stdout.write(content.items.map(x => x.str + (x.hasEOL ? '\n' : '')).join('') + '\n')
			}`, name)
	},
}

// Each of the 925 letters and sequences comes back exactly, between two others,
// in readers that go by the places on the page and not by the tags.
func TestText_EveryLetterComesBackInThreeReaders(t *testing.T) {
	want := lines(t)
	require.Len(t, want, 58)
	name := save(t, plainPage(want...))
	for reader, read := range readers {
		t.Run(reader, func(t *testing.T) {
			var got []string
			for l := range strings.Lines(read(t, name)) {
				if l = strings.Trim(l, " \n\f"); l != "" {
					got = append(got, l)
				}
			}
			require.Len(t, got, len(want))
			for i, w := range want {
				// pdf.js puts a blank after x with a diaeresis, which is no letter of any
				// list: the table has the mark by itself.
				if reader == "pdf.js" {
					got[i] = strings.Replace(got[i], "x\u0308 x", "x\u0308x", 1)
				}
				require.Equal(t, w, got[i], "line %d", i)
			}
		})
	}
}

func TestText_PdfJSFindsTheTree(t *testing.T) {
	out := node(t, "PDFJS", `
		const [dir, file] = process.argv.slice(1)
		console.log = console.error
		const pdfjs = await import(dir + '/node_modules/pdfjs-dist/legacy/build/pdf.mjs')
		const {readFileSync} = await import('node:fs')
		const doc = await pdfjs.getDocument({data: new Uint8Array(readFileSync(file)), verbosity: 0}).promise
		const roles = []
		const walk = n => { if (n.role) roles.push(n.role); (n.children ?? []).forEach(walk) }
		walk(await (await doc.getPage(1)).getStructTree())
		process.stdout.write(JSON.stringify({roles, mark: await doc.getMarkInfo()}))`, save(t, letter()))
	var got struct {
		Roles []string
		Mark  struct{ Marked bool }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.True(t, got.Mark.Marked)
	for _, role := range []string{"Document", "H1", "P", "Link", "H2", "Table", "TR", "TH", "TD"} {
		require.Contains(t, got.Roles, role)
	}
}

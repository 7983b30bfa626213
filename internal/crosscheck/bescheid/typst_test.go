// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"encoding/json"
	"fmt"
	"image"
	"path/filepath"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"
)

// Typst sets the same lines in the same typeface: the marks of all letters stand
// where it puts them.
func TestPlacement_IsThatOfTypst(t *testing.T) {
	dir := t.TempDir()
	want := lines(t)
	names, err := json.Marshal(want)
	require.NoError(t, err)
	fonts, err := filepath.Abs(filepath.Join("..", "..", "..", "leistung", "bescheid", "pdf", "schrift"))
	require.NoError(t, err)
	node(t, "TYPST", `
		const [dir, lines, fonts, out] = process.argv.slice(1)
		const {createRequire} = await import('node:module')
		const {NodeCompiler} = createRequire(dir + '/x.js')('@myriaddreamin/typst-ts-node-compiler')
		const {writeFileSync} = await import('node:fs')
		const c = NodeCompiler.create({workspace: out, fontArgs: [{fontPaths: [fonts]}]})
		const source = '#set page(paper: "a4", margin: 25mm)\n#set text(font: "Arimo", size: 10.5pt, lang: "de", hyphenate: false)\n#set smartquote(enabled: false)\n' +
			JSON.parse(lines).map(l => '#text(' + JSON.stringify(l) + ')').join('\n#pagebreak()\n') + '\n'
		writeFileSync(out + '/typst.pdf', c.pdf({mainFileContent: source}))`, string(names), fonts, dir)
	run(t, "pdftoppm", "-r", "300", "-gray", "-png", "-H", "450", filepath.Join(dir, "typst.pdf"), filepath.Join(dir, "typst"))
	theirs, err := filepath.Glob(filepath.Join(dir, "typst-*.png"))
	require.NoError(t, err)
	sort.Strings(theirs)
	require.Len(t, theirs, len(want))
	worst := 0.0
	for i, line := range want {
		own := filepath.Join(dir, fmt.Sprintf("own%d", i))
		run(t, "pdftoppm", "-r", "300", "-gray", "-png", "-H", "450", "-singlefile", save(t, plainPage(line)), own)
		a, b := ink(t, own+".png"), ink(t, theirs[i])
		require.InDelta(t, b.width, a.width, 2, "width of line %d: %s", i, line)
		require.InDelta(t, b.height, a.height, 2, "height of line %d: %s", i, line)
		share := a.differs(b)
		worst = max(worst, share)
		require.Less(t, share, 0.06, "line %d: %s", i, line)
	}
	t.Logf("at most %.1f %% of the ink differs by a pixel or more", 100*worst)
}

// drawing is the black part of a picture, cut to its edges.
type drawing struct {
	width, height int
	dark          [][]bool
}

func ink(t *testing.T, name string) drawing {
	t.Helper()
	grey := picture(t, name)
	box := image.Rectangle{}
	r := grey.Bounds()
	black := func(x, y int) bool { return grey.GrayAt(x, y).Y < 0x80 }
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if black(x, y) && !image.Pt(x, y).In(box) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	d := drawing{width: box.Dx(), height: box.Dy()}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := make([]bool, box.Dx())
		for x := range row {
			row[x] = black(box.Min.X+x, y)
		}
		d.dark = append(d.dark, row)
	}
	return d
}

func (d drawing) at(x, y int) bool {
	return y >= 0 && y < d.height && x >= 0 && x < d.width && d.dark[y][x]
}

// differs is the share of ink that has none of the other drawing within a pixel.
func (d drawing) differs(other drawing) float64 {
	count := func(a, b drawing) (ink, lonely int) {
		for y := range a.height {
			for x := range a.width {
				if !a.at(x, y) {
					continue
				}
				ink++
				near := false
				for dy := -1; dy <= 1 && !near; dy++ {
					for dx := -1; dx <= 1 && !near; dx++ {
						near = b.at(x+dx, y+dy)
					}
				}
				if !near {
					lonely++
				}
			}
		}
		return ink, lonely
	}
	n, lonely := count(d, other)
	m, missing := count(other, d)
	return float64(lonely+missing) / float64(n+m)
}

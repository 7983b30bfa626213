// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Boxes that keep together stand on one page wherever a page can hold them, none
// is lost or drawn twice, all are in order and within the margins, and a repeated
// header stands above them.
func TestFill_KeepsTogetherWhatFitsOnAPage(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		w := &writer{}
		type place struct{ page, y int }
		var places []place
		heads := map[int]int{} // page → bottom of its repeated header
		head := []box{{height: 20_000, draw: func(p *page, y int, artifact bool) {
			require.True(t, artifact)
			require.Equal(t, top, y)
			heads[p.number] = y + 20_000
		}}}
		bs := make([]box, 1+r.IntN(200))
		places = make([]place, len(bs))
		drawn := 0
		for i := range bs {
			bs[i] = box{above: r.IntN(20_000), height: 1000 + r.IntN(60_000), keep: r.IntN(3) == 0 && i < len(bs)-1}
			if r.IntN(3) == 0 {
				bs[i].head = head
			}
			bs[i].draw = func(p *page, y int, artifact bool) {
				require.False(t, artifact)
				require.Equal(t, i, drawn, "in order, each once")
				drawn++
				places[i] = place{p.number, y}
				require.GreaterOrEqual(t, y, max(top, heads[p.number]))
				require.LessOrEqual(t, y+bs[i].height, bottom, "seed %d, box %d", seed, i)
			}
		}
		w.fill(bs, w.newPage(), top+r.IntN(400_000))
		require.Equal(t, len(bs), drawn)
		for i := 0; i < len(bs); {
			j, need := i, 20_000
			for {
				need += bs[j].above + bs[j].height
				if j++; !bs[j-1].keep || j == len(bs) {
					break
				}
			}
			if need <= bottom-top {
				require.Equal(t, places[i].page, places[j-1].page, "seed %d: boxes %d to %d", seed, i, j-1)
			}
			i = j
		}
		for i := 1; i < len(places); i++ {
			if places[i].page == places[i-1].page {
				require.GreaterOrEqual(t, places[i].y, places[i-1].y+bs[i-1].height)
			} else {
				require.Greater(t, places[i].page, places[i-1].page)
			}
		}
	}
}

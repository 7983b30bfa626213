// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"strings"
)

// Letter is the upper part of the first page, as form B of DIN 5008 has it:
// letterhead, address for the window, information block.
type Letter struct {
	Letterhead Text     // the authority, large
	Return     string   // the sender, one line above the address
	Address    []string // at most six lines
	Info       Pairs    // file number, who to ask, date
}

// letter draws the upper part of a letter on the first page and returns where the text begins.
func (w *writer) letter(l *Letter, root *elem, p *page) int {
	// room draws boxes that may have so many lines there.
	room := func(what string, lines int, bs []box, y int) {
		if len(bs) > lines {
			w.fail(fmt.Errorf("%w: the %s has no room in %d lines", ErrDocument, what, lines))
		}
		w.place(p, bs, y)
	}
	room("letterhead", 5, w.textBoxes(root.add("P"), l.Letterhead, style{size: 15000, strong: true}, column{left, right - left}, 0), mm(150))
	room("sender above the address", 1, w.textBoxes(root.add("P"), Plain(l.Return), small, column{left, mm(800)}, 0), mm(580))
	p.rule(left, mm(622), mm(800), 300)
	room("address", maxAddress, w.textBoxes(root.add("P"), Plain(strings.Join(l.Address, "\n")), body, column{left, mm(800)}, 0), mm(632))
	end := w.place(p, w.pairBoxes(l.Info, root, column{mm(1250), mm(750)}, style{size: 9000}), mm(500))
	if end > bottom-mm(500) {
		w.fail(fmt.Errorf("%w: the information block has no room on the page", ErrDocument))
	}
	for _, y := range []int{1050, 1485, 2100} { // marks to fold and to punch
		p.rule(mm(50), mm(y), mm(40), 400)
	}
	return max(end, mm(985))
}

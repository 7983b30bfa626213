// SPDX-License-Identifier: Apache-2.0

package browsertest

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// seenFocus tells whether the element that has the focus shows it, itself or by the
// choice around it.
const seenFocus = `(e => e === document.body || [e, e.closest(".wahl")].some(x => x && getComputedStyle(x).outlineStyle !== "none"))(document.activeElement)`

// NoScripts switches the scripts of the pages off.
func (b *Browser) NoScripts() { b.Run(emulation.SetScriptExecutionDisabled(true)) }

// TabTo presses Tab until an element has the focus, which must be seen on the way.
func (b *Browser) TabTo(selector string) {
	b.t.Helper()
	for range 120 {
		b.Run(chromedp.KeyEvent(kb.Tab))
		var here, seen bool
		b.Run(
			chromedp.Evaluate(fmt.Sprintf(`document.activeElement.matches(%q)`, selector), &here),
			chromedp.Evaluate(seenFocus, &seen),
		)
		require.True(b.t, seen, "the focus can be seen")
		if here {
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", selector)
}

// Key presses keys on what has the focus and waits for the page.
func (b *Browser) Key(keys string) {
	b.t.Helper()
	b.Run(chromedp.KeyEvent(keys), chromedp.Sleep(150*time.Millisecond), chromedp.WaitReady("main", chromedp.ByQuery))
}

// At waits until the address holds a text.
func (b *Browser) At(path string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		var here string
		return chromedp.Run(b.ctx, chromedp.Location(&here)) == nil && strings.Contains(here, path)
	}, 10*time.Second, 50*time.Millisecond, "the browser is at %s", path)
	b.Run(chromedp.WaitReady("main", chromedp.ByQuery))
}

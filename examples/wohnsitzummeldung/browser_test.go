// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"testing"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
)

// browser is a headless Chromium at the pages of a house.
type browser struct {
	*browsertest.Browser

	haus *haus
}

func (h *haus) browser() *browser {
	h.t.Helper()
	return &browser{browsertest.New(h.t.(*testing.T), h.url, filepath.Join("testdata", "bilder")), h}
}

// as gives the browser the cookies of somebody who is logged in.
func (b *browser) as(wer *besucher) { b.As(wer.client.Jar, "/", "/amt/") }

// absenden is the main button of a page.
const absenden = `main .knoepfe button.knopf`

// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// maxPage bounds a page in bytes.
const maxPage = 60 << 10

var (
	ids        = regexp.MustCompile(` id="([^"]*)"`)
	references = regexp.MustCompile(` (?:aria-describedby|aria-labelledby|for)="([^"]*)"`)
	anchors    = regexp.MustCompile(`href="#([^"]*)"`)
	labels     = regexp.MustCompile(` for="([^"]*)"`)
	headings   = regexp.MustCompile(`<h1[ >]`)
	titles     = regexp.MustCompile(`<title>([^<]+)</title>`)
)

// inOrder holds a page to what everybody needs of it.
func inOrder(t *testing.T, b *browser, language string) {
	t.Helper()
	p := b.page
	require.Contains(t, p, `<html lang="`+language+`">`, b.path)
	require.Len(t, headings.FindAllString(p, -1), 1, "%s has one heading of the first rank\n%s", b.path, p)
	require.NotEmpty(t, titles.FindString(p), b.path)
	require.Contains(t, p, `href="#inhalt"`, b.path)
	require.LessOrEqual(t, len(p), maxPage, b.path)
	for _, bad := range []string{"<script", " style=", "%!", "(MISSING)", "<no value>", "http://", "https://"} {
		require.NotContains(t, strings.ReplaceAll(p, "https://"+host+"/", ""), bad, b.path) // links to pass on are of our own
	}
	known := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(p, -1) {
		require.False(t, known[m[1]], "%s has the id %q twice", b.path, m[1])
		known[m[1]] = true
	}
	for _, m := range references.FindAllStringSubmatch(p, -1) {
		for id := range strings.FieldsSeq(m[1]) {
			require.True(t, known[id], "%s refers to %q, which is not there\n%s", b.path, id, p)
		}
	}
	for _, m := range anchors.FindAllStringSubmatch(p, -1) {
		require.True(t, known[m[1]], "%s leads to %q, which is not there", b.path, m[1])
	}
	labelled := map[string]bool{}
	for _, m := range labels.FindAllStringSubmatch(p, -1) {
		labelled[m[1]] = true
	}
	for _, f := range b.forms() {
		for _, i := range f.inputs {
			require.True(t, i.kind == "hidden" || labelled[i.id], "%s: the field %q has no label", b.path, i.name)
		}
	}
	if strings.Contains(p, `aria-invalid="true"`) {
		require.Contains(t, p, "autofocus", "%s sums its errors up", b.path)
	}
}

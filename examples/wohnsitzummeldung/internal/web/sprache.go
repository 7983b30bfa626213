// SPDX-License-Identifier: Apache-2.0

package web

// Sprache is the language of a page. German comes first; every page exists in
// English too.
type Sprache string

// The languages of the service.
const (
	Deutsch  Sprache = "de"
	Englisch Sprache = "en"
)

// Text picks the wording of the language.
func (s Sprache) Text(de, en string) string {
	if s == Englisch {
		return en
	}
	return de
}

// Andere is the language that the switch in the page head leads to.
func (s Sprache) Andere() Sprache {
	if s == Englisch {
		return Deutsch
	}
	return Englisch
}

// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// node is an element made ready for checking.
type node struct {
	el     *Element
	key    []byte       // the name as a key of JSON, with the colon
	order  int          // place in the form, from front to back; a group before what is in it
	normen recht.Normen // its own or those of the group around it
	kids   []node       // without notes, which the data do not hold
	index  map[string]int32
	muster *regexp.Regexp
	fest   fixed // the same, where it is one of a fixed number of characters
	codes  map[string]struct{}
	ascii  *[utf8.RuneSelf]bool // which ASCII characters the text may hold

	min, max       decimal
	minTag, maxTag datum.Datum
	minUhr, maxUhr time.Time // or instants

	nur, pflichtWenn *condition
}

func (n *node) array() bool { return n.el.Max != 1 }

// group reports whether the element holds others that a person answers one by
// one.
func (n *node) group() bool { return n.el.Typ == TypGruppe || n.el.Typ == TypWahl }

// maxRepeat bounds counts and lengths, so that none overflows elsewhere.
const maxRepeat = 1 << 30

func (c *compiler) node(n *node, e *Element, path string, normen recht.Normen) {
	n.el, n.normen, n.order = e, normen, c.nodes
	if key, err := json.Marshal(e.Name); err == nil { // no text fails
		key = append(key, ':')
		n.key = key
	}
	c.nodes++
	if len(e.Normen) > 0 {
		n.normen = e.Normen
	}
	c.counts(e, path)
	switch e.Typ {
	case TypGruppe, TypWahl, TypTeildatum:
		c.children(n, e, path)
	case TypText, TypDatei:
		c.text(n, e, path)
	case TypAuswahl:
		c.list(n, e, path)
	case TypZahl, TypGanzzahl, TypGeld:
		c.numbers(n, e, path)
	case TypDatum:
		n.minTag = bound(c, path, e.MinWert, datum.Parse)
		n.maxTag = bound(c, path, e.MaxWert, datum.Parse)
		c.order(path, e, n.minTag.Compare(n.maxTag))
	case TypUhrzeit:
		n.minUhr = bound(c, path, e.MinWert, parseClockBound)
		n.maxUhr = bound(c, path, e.MaxWert, parseClockBound)
		c.order(path, e, n.minUhr.Compare(n.maxUhr))
	case TypZeitpunkt:
		n.minUhr = bound(c, path, e.MinWert, parseInstantBound)
		n.maxUhr = bound(c, path, e.MaxWert, parseInstantBound)
		c.order(path, e, n.minUhr.Compare(n.maxUhr))
	case TypJaNein:
	case TypHinweis: // children passes it over
	default:
		c.problem(path, "unknown type %q", e.Typ)
	}
	c.misplaced(e, path)
}

func (c *compiler) counts(e *Element, path string) {
	if e.Min < 0 || e.Min > maxRepeat || e.Max > maxRepeat || e.Max < Unbegrenzt || e.Max == 0 ||
		(e.Max != Unbegrenzt && e.Min > e.Max) {
		c.problem(path, "cannot be given %d to %d times", e.Min, e.Max)
	}
	if e.MinLaenge < 0 || e.MaxLaenge < 0 || e.MinLaenge > maxRepeat || e.MaxLaenge > maxRepeat ||
		(e.MaxLaenge > 0 && e.MinLaenge > e.MaxLaenge) {
		c.problem(path, "cannot have %d to %d characters", e.MinLaenge, e.MaxLaenge)
	}
}

// misplaced reports properties that the type has no use for and that would be
// passed over in silence.
func (c *compiler) misplaced(e *Element, path string) {
	text := e.Typ == TypText || e.Typ == TypDatei
	number := e.Typ == TypZahl || e.Typ == TypGanzzahl || e.Typ == TypGeld
	ordered := number || e.Typ == TypDatum || e.Typ == TypUhrzeit || e.Typ == TypZeitpunkt
	group := e.Typ == TypGruppe || e.Typ == TypWahl || e.Typ == TypTeildatum
	for _, m := range [...]struct {
		set, fits bool
		what      string
	}{
		{e.MinLaenge != 0 || e.MaxLaenge != 0, text, "a length"},
		{e.Muster != "", text, "a pattern"},
		{e.Zeichen != 0, text, "a set of characters"},
		{e.MinWert != "" || e.MaxWert != "", ordered, "bounds"},
		{len(e.Liste) > 0 || e.OffeneListe, e.Typ == TypAuswahl, "a list"},
		{len(e.MediaTypes) > 0 || e.MaxBytes != 0, e.Typ == TypDatei, "the properties of a file"},
		{len(e.Kinder) > 0, group, "children"},
		{e.Nur != nil || e.PflichtWenn != nil, e.Typ != TypHinweis, "a condition"},
	} {
		if m.set && !m.fits {
			c.problem(path, "type %q has no use for %s", e.Typ, m.what)
		}
	}
	if e.PflichtWenn != nil && e.Min > 0 {
		c.problem(path, "is required anyway and has a condition for it")
	}
}

func (c *compiler) children(n *node, e *Element, path string) {
	n.index = make(map[string]int32, len(e.Kinder))
	n.kids = make([]node, 0, len(e.Kinder))
	for i := range e.Kinder {
		k := &e.Kinder[i]
		sub := path + "/" + k.Name
		if k.Name == "" {
			c.problem(path, "has a child without a name")
		}
		if _, ok := n.index[k.Name]; ok {
			c.problem(sub, "stands there twice")
		}
		if k.Typ == TypHinweis {
			c.misplaced(k, sub)
			continue
		}
		n.index[k.Name] = int32(len(n.kids))
		n.kids = append(n.kids, node{})
		c.node(&n.kids[len(n.kids)-1], k, sub, n.normen)
		if e.Typ == TypWahl && k.PflichtWenn != nil {
			c.problem(sub, "is one of a choice, which is never required by itself")
		}
	}
	if e.Typ == TypWahl && len(n.kids) < 2 {
		c.problem(path, "is a choice of less than two")
	}
	if e.Typ == TypTeildatum && (len(n.kids) != 3 || slices.ContainsFunc(e.Kinder, func(k Element) bool { return k.Typ != TypGanzzahl || k.Max != 1 })) {
		c.problem(path, "a Teildatum has a year, a month and a day")
	}
}

func (c *compiler) text(n *node, e *Element, path string) {
	if e.Zeichen != 0 {
		n.ascii = asciiOf(e.Zeichen)
		if *n.ascii == ([utf8.RuneSelf]bool{}) {
			c.problem(path, "type %d is none of DIN 91379", e.Zeichen)
		}
	}
	if e.Muster == "" {
		return
	}
	size := patternSize(e.Muster)
	switch c.patterns += size; {
	case size == 0:
		c.problem(path, "the pattern is none that Go can run")
		return
	case size > maxPattern || c.patterns > maxPatterns:
		c.problem(path, "the pattern is too large, by itself or with those before it")
		return
	}
	n.muster = regexp.MustCompile(e.Muster) // patternSize read it
	n.fest = fixedOf(e.Muster)
}

// asciiOf asks the standard about each ASCII character, so that text of nothing
// else, which has no sequences, is decided at a glance.
func asciiOf(t din91379.Type) *[utf8.RuneSelf]bool {
	var allowed [utf8.RuneSelf]bool
	for i := range allowed {
		allowed[i] = len(din91379.Check(t, string(rune(i)))) == 0
	}
	return &allowed
}

func (c *compiler) list(n *node, e *Element, path string) {
	if e.OffeneListe {
		if len(e.Liste) > 0 {
			c.problem(path, "has a list and says that it is not known")
		}
		return
	}
	if len(e.Liste) == 0 {
		c.problem(path, "is a selection without a list")
	}
	n.codes = make(map[string]struct{}, len(e.Liste))
	for _, code := range e.Liste {
		if _, ok := n.codes[code.Code]; ok {
			c.problem(path, "has the code %q twice", code.Code)
		}
		n.codes[code.Code] = struct{}{}
	}
}

func (c *compiler) numbers(n *node, e *Element, path string) {
	read := func(s string) (decimal, error) {
		if !isNumber([]byte(s)) {
			return decimal{}, ErrModell
		}
		return parseDecimal([]byte(s)), nil
	}
	n.min, n.max = bound(c, path, e.MinWert, read), bound(c, path, e.MaxWert, read)
	c.order(path, e, n.min.compare(n.max))
}

// bound reads one bound of an element; "" is none.
func bound[T any](c *compiler, path, text string, read func(string) (T, error)) T {
	var zero T
	if text == "" {
		return zero
	}
	v, err := read(text)
	if err != nil {
		c.problem(path, "the bound %q is none of its type", text)
	}
	return v
}

func (c *compiler) order(path string, e *Element, order int) {
	if e.MinWert != "" && e.MaxWert != "" && order > 0 {
		c.problem(path, "the bound %q is above %q", e.MinWert, e.MaxWert)
	}
}

// conditions binds the conditions of all elements below n to what they look at.
func (c *compiler) conditions(n *node, around []*node, path string) {
	around = append(slices.Clip(around), n)
	for i := range n.kids {
		k := &n.kids[i]
		path := path + "/" + k.el.Name
		if k.el.Nur != nil {
			k.nur = c.bind(k.el.Nur, around, k, path)
		}
		if k.el.PflichtWenn != nil {
			k.pflichtWenn = c.bind(k.el.PflichtWenn, around, k, path)
		}
		c.conditions(k, around, path)
	}
}

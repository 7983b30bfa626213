// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// condition is a Bedingung bound to the element that carries it. A leaf looks
// from the group that lies up groups above the element's own.
type condition struct {
	art   bedingungsart
	up    int   // of a leaf; of the others the most that a part has
	first int32 // which child of that group
	pfad  []string
	werte []constant
	roh   []any // the same values as they were given
	teile []*condition
	// around are the groups around the element, the outermost first: a schema
	// states a condition for the outermost of those that its leaves look from.
	around []*node
	days   bool // compares days, for which JSON Schema has no words
}

// constant is a value to compare with.
type constant struct {
	kind   kind
	text   string
	number decimal
	tag    datum.Datum
}

// bind resolves the paths of a condition in the groups around its element k.
func (c *compiler) bind(b *Bedingung, around []*node, k *node, path string) *condition {
	before := c.found
	out := c.bound(b, around, k, path)
	if c.found > before {
		return nil
	}
	return out
}

func (c *compiler) bound(b *Bedingung, around []*node, k *node, path string) *condition {
	out := &condition{art: b.art}
	for i := range b.teile {
		part := c.bound(&b.teile[i], around, k, path)
		out.up = max(out.up, part.up)
		out.teile = append(out.teile, part)
	}
	switch {
	case b.fehler != "":
		c.problem(path, "%s", b.fehler)
	case b.art >= artNot && len(b.teile) > 0:
	case b.art >= artNot || len(b.pfad) == 0:
		c.problem(path, "a condition looks at nothing")
	default:
		c.leaf(out, b, around, k, path)
	}
	return out
}

// leaf binds a condition that looks at an element.
func (c *compiler) leaf(out *condition, b *Bedingung, around []*node, k *node, path string) {
	at, ok := scope(b, around)
	if !ok {
		c.problem(path, "its condition names the unknown element %q", b.pfad[0])
		return
	}
	target := around[at]
	for i, name := range b.pfad {
		child, ok := target.index[name]
		if !ok {
			c.problem(path, "its condition names the unknown element %q", name)
			return
		}
		if i == 0 {
			out.first = child
		}
		if target = &target.kids[child]; i < len(b.pfad)-1 && target.array() {
			c.problem(path, "its condition leads through %q, which may be given several times", name)
		}
	}
	if target.order >= k.order || slices.Contains(around, target) {
		c.problem(path, "its condition looks at %q, which does not stand before it", target.el.Name)
	}
	if target.array() && b.art != artGiven {
		c.problem(path, "its condition compares %q, which may be given several times", target.el.Name)
	}
	out.up, out.pfad, out.roh = len(around)-1-at, slices.Clone(b.pfad), slices.Clone(b.werte)
	out.around, out.days = around, b.art > artGiven && target.el.Typ == TypDatum
	for _, v := range b.werte {
		out.werte = append(out.werte, c.constant(v, target, b.art, path))
	}
}

// constant reads a value to compare with; one that the element can never have
// would make a condition that silently never holds.
func (c *compiler) constant(v any, target *node, art bedingungsart, path string) (out constant) {
	ok := false
	switch target.el.Typ {
	case TypZahl, TypGanzzahl, TypGeld:
		text, isText := v.(string)
		if n, isInt := v.(int); isInt {
			text, isText = strconv.Itoa(n), true
		} else if art == artIn {
			isText = false
		}
		if ok = isText && isNumber([]byte(text)); ok {
			out = constant{kind: kindNumber, number: parseDecimal([]byte(text))}
		}
	case TypDatum:
		tag, isTag := v.(datum.Datum)
		if text, isText := v.(string); isText {
			var err error
			tag, err = datum.Parse(text)
			isTag = err == nil
		}
		ok = isTag && !tag.IsZero()
		out = constant{kind: kindString, text: tag.String(), tag: tag}
	case TypJaNein:
		yes, isBool := v.(bool)
		if out.kind = kindFalse; yes {
			out.kind = kindTrue
		}
		ok = isBool && art == artIn
	case TypText, TypUhrzeit, TypZeitpunkt, TypDatei, TypAuswahl:
		out.kind = kindString
		out.text, ok = v.(string)
		if _, known := target.codes[out.text]; target.codes != nil && !known {
			ok = false
		}
		ok = ok && art == artIn
	default:
	}
	if !ok {
		c.problem(path, "its condition compares %q with %v, which that is never", target.el.Name, v)
	}
	return out
}

// scope returns which of the groups around has the first name of the path, the
// innermost first.
func scope(b *Bedingung, around []*node) (at int, ok bool) {
	for at := range slices.Backward(around) {
		if _, ok := around[at].index[b.pfad[0]]; ok {
			return at, true
		}
	}
	return 0, false
}

// holds evaluates a condition for the element whose group is the innermost
// frame.
func (r *run) holds(c *condition) bool {
	switch c.art {
	case artNot:
		return !r.holds(c.teile[0])
	case artAll:
		return !slices.ContainsFunc(c.teile, func(p *condition) bool { return !r.holds(p) })
	case artAny:
		return slices.ContainsFunc(c.teile, r.holds)
	case artIn, artGiven, artAtLeast, artAtMost:
	}
	at := r.slots[r.frames[len(r.frames)-1-c.up]+int(c.first)]
	for _, name := range c.pfad[1:] {
		if at < 0 || r.doc.values[at].kind != kindObject {
			return false
		}
		at = r.doc.child(at, name)
		if at >= 0 && r.doc.values[at].is(dropped) {
			return false
		}
	}
	if at < 0 || c.art == artGiven {
		return at >= 0
	}
	for i := range c.werte {
		if r.compares(c.art, at, &c.werte[i]) {
			return true
		}
	}
	return false
}

func (r *run) compares(art bedingungsart, at int32, w *constant) bool {
	v := &r.doc.values[at]
	if v.kind != w.kind || v.is(faulty) {
		return false
	}
	order := 0
	switch {
	case v.kind == kindString && art == artIn:
		return bytes.Equal(r.doc.string(at), []byte(w.text))
	case v.kind == kindString:
		tag, err := datum.Parse(string(r.doc.string(at)))
		if err != nil {
			return false
		}
		order = tag.Compare(w.tag)
	case v.kind == kindNumber:
		order = parseDecimal(r.doc.src[v.start:v.end]).compare(w.number)
	}
	switch art {
	case artAtLeast:
		return order >= 0
	case artAtMost:
		return order <= 0
	default:
		return order == 0
	}
}

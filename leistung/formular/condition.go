// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"slices"
	"strconv"
)

// condition is a Bedingung bound to the element that carries it. Its paths
// start in the group that lies up groups above the element's own.
type condition struct {
	art   bedingungsart
	up    int
	first int32 // which child of that group
	pfad  []string
	werte []constant
	roh   []any // the same values as they were given
	teile []*condition
}

// constant is a value to compare with.
type constant struct {
	kind   kind
	text   string
	number decimal
}

func newConstant(v any) constant {
	switch v := v.(type) {
	case string:
		return constant{kind: kindString, text: v}
	case bool:
		if v {
			return constant{kind: kindTrue}
		}
		return constant{kind: kindFalse}
	case int:
		return constant{kind: kindNumber, number: parseDecimal(strconv.AppendInt(nil, int64(v), 10))}
	}
	return constant{}
}

// bind resolves the paths of a condition in the groups around its element.
func (c *compiler) bind(b *Bedingung, around []*node, path string) *condition {
	up, before := -1, c.found
	b.blaetter(func(leaf *Bedingung) bool {
		if leaf.fehler != "" {
			c.problem(path, "%s", leaf.fehler)
		}
		if leaf.art > artGiven || len(leaf.pfad) == 0 {
			c.problem(path, "a condition looks at nothing")
			return true
		}
		at, ok := scope(leaf, around)
		switch {
		case !ok:
			c.problem(path, "its condition names the unknown element %q", leaf.pfad[0])
		case up >= 0 && at != up:
			c.problem(path, "its condition looks at elements of different groups")
		}
		up = at
		return true
	})
	if c.found > before {
		return nil
	}
	return c.bound(b, around[len(around)-1-up], up, path)
}

// scope returns how many groups up the first name of the path is found.
func scope(b *Bedingung, around []*node) (up int, ok bool) {
	for up := range around {
		if _, ok := around[len(around)-1-up].index[b.pfad[0]]; ok {
			return up, true
		}
	}
	return 0, false
}

func (c *compiler) bound(b *Bedingung, group *node, up int, path string) *condition {
	out := &condition{art: b.art, up: up}
	for i := range b.teile {
		out.teile = append(out.teile, c.bound(&b.teile[i], group, up, path))
	}
	if b.art > artGiven {
		return out
	}
	target := group
	for i, name := range b.pfad {
		k, ok := target.index[name]
		if !ok {
			c.problem(path, "its condition names the unknown element %q", name)
			return out
		}
		if i == 0 {
			out.first = k
		}
		target = &target.kids[k]
		if i < len(b.pfad)-1 && target.array() {
			c.problem(path, "its condition leads through %q, which may be given several times", name)
		}
	}
	if target.array() && b.art == artIn {
		c.problem(path, "its condition compares %q, which may be given several times", target.el.Name)
	}
	out.pfad, out.roh = slices.Clone(b.pfad), slices.Clone(b.werte)
	for _, v := range b.werte {
		out.werte = append(out.werte, newConstant(v))
	}
	return out
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
	case artIn, artGiven:
	}
	at := r.slots[r.frames[len(r.frames)-1-c.up]+int(c.first)]
	for _, name := range c.pfad[1:] {
		if at < 0 {
			return false
		}
		if r.doc.values[at].kind != kindObject {
			return false
		}
		at = r.doc.child(at, name)
	}
	if at < 0 || c.art == artGiven {
		return at >= 0
	}
	return slices.ContainsFunc(c.werte, func(w constant) bool { return r.equals(at, &w) })
}

func (r *run) equals(at int32, w *constant) bool {
	v := &r.doc.values[at]
	if v.kind != w.kind {
		return false
	}
	switch v.kind {
	case kindString:
		return !v.faulty && bytes.Equal(r.doc.string(at), []byte(w.text))
	case kindNumber:
		return !v.faulty && parseDecimal(r.doc.src[v.start:v.end]).compare(w.number) == 0
	default:
		return true
	}
}

// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// JSONSchema returns the form as a JSON Schema of draft 2020-12, the way
// FIT-Connect expects one: nested objects with the names of the elements as
// keys, nothing beside them allowed. The same form gives the same bytes.
//
// Everything that Validate accepts the schema accepts. Validate asks for more
// where JSON Schema has no words for it: bounds of days and times, sets of
// characters, control characters, cents, days that the calendar does not have,
// keys given twice, attachments, the limits of a document, what is missing in a
// group that is missing and holds nothing that is always required, and conditions
// that compare days or look out of a row and into it at once.
//
// Patterns are written in the dialect of ECMA-262, as JSON Schema asks for, where
// the one of Go would read otherwise there or not at all.
func (f *Formular) JSONSchema() ([]byte, error) {
	schema, _ := export(&f.root)
	head := object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}}
	if f.kopf.URI != "" {
		head = append(head, member{"$id", f.kopf.URI})
	}
	if f.kopf.Version != "" {
		head = append(head, member{"$comment", f.kopf.ID + " " + f.kopf.Version})
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(append(head, schema...)); err != nil {
		return nil, fmt.Errorf("formular: JSON Schema: %w", err)
	}
	return out.Bytes(), nil
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := enc.Encode(m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// rule is a condition with what follows from it, on its way up to the object
// that its paths start in.
type rule struct {
	up               int
	condition        object
	then, otherwise  object
	hasThen, hasElse bool
}

// export returns the schema of an element, without regard to how often it is
// given, and the rules that belong to objects around it.
func export(n *node) (object, []rule) {
	schema := describe(n)
	e := n.el
	switch e.Typ {
	case TypGruppe, TypWahl, TypTeildatum:
		return exportGroup(n, schema)
	case TypText, TypDatei:
		schema = append(schema, member{"type", "string"})
		schema = appendIf(schema, e.MinLaenge > 0, "minLength", e.MinLaenge)
		schema = appendIf(schema, e.MaxLaenge > 0, "maxLength", e.MaxLaenge)
		if e.Muster != "" {
			schema = append(schema, member{"pattern", ecmaPattern(e.Muster)})
		}
	case TypAuswahl:
		schema = append(schema, member{"type", "string"})
		if e.OffeneListe {
			schema = append(schema, member{"minLength", 1})
			break
		}
		codes := make([]string, len(e.Liste))
		for i, c := range e.Liste {
			codes[i] = c.Code
		}
		schema = append(schema, member{"enum", codes})
	case TypDatum:
		schema = append(schema, member{"type", "string"}, member{"format", "date"})
	case TypUhrzeit:
		schema = append(schema, member{"type", "string"}, member{"format", "time"})
	case TypZeitpunkt:
		schema = append(schema, member{"type", "string"}, member{"format", "date-time"})
	case TypJaNein:
		schema = append(schema, member{"type", "boolean"})
	case TypZahl, TypGanzzahl, TypGeld:
		typ := "number"
		if e.Typ == TypGanzzahl {
			typ = "integer"
		}
		schema = append(schema, member{"type", typ})
		schema = appendIf(schema, e.MinWert != "", "minimum", json.RawMessage(e.MinWert))
		schema = appendIf(schema, e.MaxWert != "", "maximum", json.RawMessage(e.MaxWert))
	case TypHinweis:
	}
	return schema, nil
}

func describe(n *node) object {
	var schema object
	schema = appendIf(schema, !n.el.Titel.IsZero(), "title", n.el.Titel.String())
	schema = appendIf(schema, !n.el.Hilfe.IsZero(), "description", n.el.Hilfe.String())
	return appendIf(schema, len(n.el.Normen) > 0, "$comment", n.el.Normen.String())
}

func appendIf(o object, condition bool, key string, value any) object {
	if condition {
		return append(o, member{key, value})
	}
	return o
}

func exportGroup(n *node, schema object) (object, []rule) {
	properties := object{}
	var required []string
	var alternatives []object
	var here, above []rule
	place := func(r rule) {
		if r.up == 0 {
			here = append(here, r)
			return
		}
		r.up--
		above = append(above, r)
	}
	for i := range n.kids {
		k := &n.kids[i]
		sub, rules := export(k)
		properties = append(properties, member{k.el.Name, repeated(k, sub)})
		if k.el.Min > 0 && k.nur == nil && n.el.Typ != TypWahl && k.needed() {
			required = append(required, k.el.Name)
		}
		alternatives = append(alternatives, object{{"required", []string{k.el.Name}}})
		for _, r := range rules {
			place(r.lift(k))
		}
		for _, r := range ownRules(n, k) {
			place(r)
		}
	}
	schema = append(schema, member{"type", "object"}, member{"properties", properties})
	schema = appendIf(schema, len(required) > 0, "required", required)
	schema = append(schema, member{"additionalProperties", false})
	schema = appendIf(schema, n.el.Typ == TypWahl, "oneOf", alternatives)
	if n.el.Typ == TypTeildatum {
		schema = append(schema, member{"dependentRequired", object{{n.kids[2].el.Name, []string{n.kids[1].el.Name}}}})
	}
	if len(here) > 0 {
		all := make([]object, len(here))
		for i, r := range here {
			all[i] = r.schema()
		}
		schema = append(schema, member{"allOf", all})
	}
	return schema, above
}

// repeated wraps the schema of an element that may be given several times.
func repeated(n *node, sub object) object {
	if !n.array() {
		return sub
	}
	array := object{{"type", "array"}, {"items", sub}}
	array = appendIf(array, n.el.Min > 0, "minItems", n.el.Min)
	return appendIf(array, n.el.Max != Unbegrenzt, "maxItems", n.el.Max)
}

// ownRules returns the rules that the conditions of a child make for the object
// it stands in.
func ownRules(parent, k *node) []rule {
	var out []rule
	needed := object{{"required", []string{k.el.Name}}}
	if c := k.nur; c != nil {
		if condition, ok := c.schema(c.up); ok {
			r := rule{up: c.up, condition: condition, hasElse: true, otherwise: object{{"properties", object{{k.el.Name, false}}}}}
			if k.el.Min > 0 && parent.el.Typ != TypWahl && k.needed() {
				r.hasThen, r.then = true, needed
			}
			out = append(out, r)
		}
	}
	if c := k.pflichtWenn; c != nil && k.needed() {
		all := c
		if k.nur != nil { // required only where it is asked at all
			all = &condition{art: artAll, up: max(c.up, k.nur.up), teile: []*condition{k.nur, c}}
		}
		if condition, ok := all.schema(all.up); ok {
			out = append(out, rule{up: all.up, condition: condition, hasThen: true, then: needed})
		}
	}
	return out
}

// needed reports whether an element is missed where it is missing: a group only
// where something in it always is.
func (n *node) needed() bool {
	if n.array() || n.el.Typ != TypGruppe {
		return true
	}
	return slices.ContainsFunc(n.kids, func(k node) bool { return k.el.Min > 0 && k.nur == nil && k.needed() })
}

// lift states a rule of a child for the object around it.
func (r rule) lift(k *node) rule {
	r.then, r.otherwise = within(k, r.then), within(k, r.otherwise)
	return r
}

func within(k *node, schema object) object {
	if k.array() {
		schema = object{{"items", schema}}
	}
	return object{{"properties", object{{k.el.Name, schema}}}}
}

func (r rule) schema() object {
	o := object{{"if", r.condition}}
	o = appendIf(o, r.hasThen, "then", r.then)
	return appendIf(o, r.hasElse, "else", r.otherwise)
}

// schema states a condition for the object of the group that lies up groups above
// the element; it is false where JSON Schema has no words for it.
func (c *condition) schema(up int) (object, bool) {
	switch c.art {
	case artNot:
		part, ok := c.teile[0].schema(up)
		return object{{"not", part}}, ok
	case artAll, artAny:
		parts := make([]object, len(c.teile))
		for i, p := range c.teile {
			var ok bool
			if parts[i], ok = p.schema(up); !ok {
				return nil, false
			}
		}
		if c.art == artAll {
			return object{{"allOf", parts}}, true
		}
		return object{{"anyOf", parts}}, true
	case artIn, artGiven, artAtLeast, artAtMost:
	}
	var schema object
	switch {
	case c.days:
		return nil, false
	case c.art == artIn:
		values := make([]any, len(c.roh))
		for i, v := range c.roh {
			if values[i] = v; c.werte[i].kind == kindString {
				values[i] = c.werte[i].text
			}
		}
		schema = object{{"enum", values}}
	case c.art == artAtLeast:
		schema = object{{"type", "number"}, {"minimum", json.RawMessage(fmt.Sprint(c.roh[0]))}}
	case c.art == artAtMost:
		schema = object{{"type", "number"}, {"maximum", json.RawMessage(fmt.Sprint(c.roh[0]))}}
	}
	path := make([]string, 0, up+len(c.pfad))
	for _, g := range c.around[len(c.around)-up : len(c.around)-c.up] {
		if g.array() {
			return nil, false // it looks at the row, and the schema at all of them
		}
		path = append(path, g.el.Name)
	}
	path = append(path, c.pfad...)
	for _, name := range slices.Backward(path) {
		outer := appendIf(nil, schema != nil, "properties", object{{name, schema}})
		outer = append(outer, member{"required", []string{name}})
		schema = outer
	}
	return schema, true
}

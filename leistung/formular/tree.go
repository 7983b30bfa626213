// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// tree is the data of a group, or of an array by the place of the item, on
// their way to JSON.
type tree struct {
	leaf json.RawMessage
	kids map[string]*tree
}

// put notes a value; none makes a group or a row with nothing in it.
func (t *tree) put(path []string, value json.RawMessage) {
	if len(path) == 0 {
		if value != nil {
			t.leaf = value
		}
		return
	}
	if t.kids == nil {
		t.kids = map[string]*tree{}
	}
	name := unescapePointer.Replace(path[0])
	if t.kids[name] == nil {
		t.kids[name] = &tree{}
	}
	t.kids[name].put(path[1:], value)
}

// object writes the data of a group, in the order of the form.
func (t *tree) object(b *bytes.Buffer, n *node) error {
	b.WriteByte('{')
	first := true
	for i := range n.kids {
		k := &n.kids[i]
		sub := t.kids[k.el.Name]
		if sub == nil {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		key, err := json.Marshal(k.el.Name)
		if err != nil {
			return fmt.Errorf("formular: write a draft: %w", err)
		}
		b.Write(key)
		b.WriteByte(':')
		if k.array() {
			err = sub.array(b, k)
		} else {
			err = sub.value(b, k)
		}
		if err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func (t *tree) array(b *bytes.Buffer, n *node) error {
	items := make([]int, 0, len(t.kids))
	for place := range t.kids {
		i, err := strconv.Atoi(place)
		if err != nil {
			return ErrPfad
		}
		items = append(items, i)
	}
	slices.Sort(items)
	b.WriteByte('[')
	for j, i := range items {
		if j > 0 {
			b.WriteByte(',')
		}
		if err := t.kids[itoa(i)].value(b, n); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func (t *tree) value(b *bytes.Buffer, n *node) error {
	if n.index != nil {
		return t.object(b, n)
	}
	b.Write(t.leaf)
	return nil
}

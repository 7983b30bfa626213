// SPDX-License-Identifier: Apache-2.0

package genericode

import (
	"errors"
	"io"
	"iter"
	"slices"
)

// Head is what stands before the rows.
type Head struct {
	ShortName, LongName string
	Version             string
	URI                 string // CanonicalUri
	VersionURI          string // CanonicalVersionUri
	Columns             []Column
	Keys                [][]string // the ids of the columns of each key
}

// Column is one column of a list.
type Column struct {
	ID                  string
	Required            bool
	ShortName, LongName string
}

// KeyColumn returns the id of the column that holds the codes: the first of the
// first key, or the first at all. It is "" where the list declares none.
func (h *Head) KeyColumn() string {
	switch {
	case len(h.Keys) > 0:
		return h.Keys[0][0]
	case len(h.Columns) > 0:
		return h.Columns[0].ID
	default:
		return ""
	}
}

// NameColumn returns the id of the first column beside the key column, or "".
func (h *Head) NameColumn() string {
	key := h.KeyColumn()
	for _, c := range h.Columns {
		if c.ID != key {
			return c.ID
		}
	}
	return ""
}

func (h *Head) column(id string) int {
	return slices.IndexFunc(h.Columns, func(c Column) bool { return c.ID == id })
}

// Row is one entry of a list.
type Row struct {
	head  *Head
	cells []cell // those that are filled
}

// cell is one value. Rows keep only filled ones, so that a short document with
// many columns cannot ask for much memory.
type cell struct {
	column int
	text   string
}

// Value returns the content of a column, "" where the row has none.
func (r Row) Value(column string) string {
	if r.head == nil {
		return ""
	}
	i := r.head.column(column)
	for _, c := range r.cells {
		if c.column == i {
			return c.text
		}
	}
	return ""
}

// Code returns the content of the key column.
func (r Row) Code() string {
	if r.head == nil {
		return ""
	}
	return r.Value(r.head.KeyColumn())
}

// Name returns the content of the name column.
func (r Row) Name() string {
	if r.head == nil {
		return ""
	}
	return r.Value(r.head.NameColumn())
}

// List is a code list kept in memory.
type List struct {
	head   *Head
	rows   []Row
	byCode map[string]int
}

// Parse reads a whole list within the default limits.
func Parse(r io.Reader) (*List, error) { return Limits{}.Parse(r) }

// Parse reads a whole list within the limits.
func (l Limits) Parse(r io.Reader) (*List, error) {
	reader, err := l.NewReader(r)
	if err != nil {
		return nil, err
	}
	list := &List{head: &reader.head, byCode: map[string]int{}}
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if _, seen := list.byCode[row.Code()]; !seen {
			list.byCode[row.Code()] = len(list.rows)
		}
		list.rows = append(list.rows, row)
	}
}

// Head returns what stands before the rows.
func (l *List) Head() Head {
	h := *l.head
	h.Columns = slices.Clone(h.Columns)
	h.Keys = slices.Clone(h.Keys)
	return h
}

// Len returns the number of rows.
func (l *List) Len() int { return len(l.rows) }

// Lookup returns the first row with the code in the key column.
func (l *List) Lookup(code string) (Row, bool) {
	i, ok := l.byCode[code]
	if !ok {
		return Row{}, false
	}
	return l.rows[i], true
}

// Rows yields every row in the order of the document.
func (l *List) Rows() iter.Seq[Row] { return slices.Values(l.rows) }

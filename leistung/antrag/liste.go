// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"fmt"
	"iter"

	"github.com/google/uuid"
)

// Listed is one row of a list. One that cannot be read whole comes with an error
// and its id, and hides no other.
type Listed struct {
	Head Head
	Err  error
}

// Page is a part of a list.
type Page struct {
	Rows []Listed
	// Next goes on with the list as Query.After; zero: this was the end.
	Next uuid.UUID
}

// MaxPage is how many rows a page has at most.
const MaxPage = 500

// ListPage returns up to limit of the Antraege that match, in the order in which
// they were begun, without reading their events.
func (r *Registratur) ListPage(ctx context.Context, query Query, limit int) (Page, error) {
	limit = min(max(limit, 1), MaxPage)
	from, filter := query.journal()
	var page Page
	for {
		rows, err := r.core.ListPage(ctx, from, limit)
		if err != nil {
			return Page{}, fmt.Errorf("antrag: list: %w", err)
		}
		for _, row := range rows {
			h, late := Head{Antrag: row.Head.Stream}, false
			err := row.Err
			if err == nil {
				h, late, err = readHead(row.Head)
			}
			if err == nil && filter && !query.matches(h, late) {
				continue
			}
			if err != nil {
				err = fmt.Errorf("antrag: list: %w", err)
			}
			page.Rows = append(page.Rows, Listed{h, err})
			if len(page.Rows) == limit {
				page.Next = h.Antrag
				return page, nil
			}
		}
		if len(rows) < limit {
			return page, nil
		}
		from.After = rows[len(rows)-1].Head.Stream
	}
}

// List streams what ListPage gives, page by page.
func (r *Registratur) List(ctx context.Context, query Query) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		for {
			page, err := r.ListPage(ctx, query, MaxPage)
			if err != nil {
				yield(Head{}, err)
				return
			}
			for _, row := range page.Rows {
				if !yield(row.Head, row.Err) {
					return
				}
			}
			if page.Next == uuid.Nil {
				return
			}
			query.After = page.Next
		}
	}
}

// Count returns how many Antraege match, on whatever page one is.
func (r *Registratur) Count(ctx context.Context, query Query) (n int64, err error) {
	query.After = uuid.Nil
	from, filter := query.journal()
	if !filter {
		if n, err = r.core.Count(ctx, from); err != nil {
			return 0, fmt.Errorf("antrag: count: %w", err)
		}
		return n, nil
	}
	for head, err := range r.List(ctx, query) {
		if err != nil && head.Antrag == uuid.Nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

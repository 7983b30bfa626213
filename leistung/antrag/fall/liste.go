// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Query says which cases are listed: those of a person, or those at an authority
// under one procedure.
type Query struct {
	Konto string // a pseudonym; then of Behoerde nothing counts

	Behoerde string
	// Nummer finds the case of that number, see [Config].Nummer.
	Nummer string

	Verfahren string
	// Zustaende are those that are listed; none: all.
	Zustaende []verfahren.Zustand
	// Merkmale selects by [Config].Merkmale: cases that have one of them. Then of Zustaende
	// and Verfahren the index knows nothing, and they are looked at one by one.
	Merkmale []string
	// Bis selects what was begun before it.
	Bis time.Time
	// After goes on behind this case.
	After uuid.UUID
	// Newest lists the youngest first.
	Newest bool
}

// Listed is a row of a list. One that cannot be read comes with an error and its id,
// and hides no other.
type Listed struct {
	Fall      uuid.UUID
	Verfahren string
	Zustand   verfahren.Zustand
	Begonnen  time.Time // as the id tells it
	Geaendert time.Time
	Err       error
}

// Page is a part of a list.
type Page struct {
	Rows []Listed
	// Next goes on with the list as Query.After; zero: this was the end.
	Next uuid.UUID
}

// maxPage is how many rows a page has at most.
const maxPage = 500

// ListPage returns up to limit of the cases that match, in the order in which they
// were begun, without reading their events. [ErrInvalid]: it is of nobody.
func (r *Registratur) ListPage(ctx context.Context, q Query, limit int) (Page, error) {
	limit = min(max(limit, 1), maxPage)
	from, err := r.query(q)
	if err != nil || len(from.Keys) == 0 && from.Key == (journal.Key{}) {
		return Page{}, err
	}
	var page Page
	for {
		rows, err := r.core.ListPage(ctx, from, limit)
		if err != nil {
			return Page{}, fmt.Errorf("fall: list: %w", err)
		}
		for _, row := range rows {
			from.After = row.Head.Stream
			l := listed(row)
			if l.Err == nil && (q.Verfahren != "" && l.Verfahren != q.Verfahren || len(q.Zustaende) > 0 && !slices.Contains(q.Zustaende, l.Zustand)) {
				continue
			}
			page.Rows = append(page.Rows, l)
			if len(page.Rows) == limit {
				page.Next = l.Fall
				return page, nil
			}
		}
		if len(rows) < limit {
			return page, nil
		}
	}
}

// query is the look at the index that finds them.
func (r *Registratur) query(q Query) (journal.Query, error) {
	from := journal.Query{Kind: kindFall, After: q.After, Descending: q.Newest}
	if !q.Bis.IsZero() {
		var ms [8]byte
		binary.BigEndian.PutUint64(ms[:], uint64(max(q.Bis.UnixMilli(), 0)))
		copy(from.To[:6], ms[2:]) // the first id that may be given then
	}
	switch {
	case q.Konto != "":
		from.Key = journal.Key{Name: keyKonto, Value: q.Konto}
	case q.Behoerde == "":
		return from, fmt.Errorf("%w: a list of nobody's cases", ErrInvalid)
	case q.Nummer != "":
		from.Key = journal.Key{Name: keyNummer, Value: q.Behoerde + byUnit + q.Nummer}
	case len(q.Merkmale) > 0:
		for _, m := range q.Merkmale {
			from.Keys = append(from.Keys, journal.Key{Name: keyMerkmal, Value: q.Behoerde + byUnit + m})
		}
	default:
		from.Disjoint = true
		for _, t := range r.tabellen {
			if v := t.Verfahren(); q.Verfahren == "" || v.Name == q.Verfahren {
				for _, z := range t.Zustaende() {
					k := journal.Key{Name: keyZustand, Value: q.Behoerde + byUnit + v.Name + byUnit + string(z)}
					if (len(q.Zustaende) == 0 || slices.Contains(q.Zustaende, z)) && !slices.Contains(from.Keys, k) {
						from.Keys = append(from.Keys, k)
					}
				}
			}
		}
	}
	return from, nil
}

func listed(row journal.Listed) Listed {
	l := Listed{Fall: row.Head.Stream, Geaendert: row.Head.Changed, Err: row.Err}
	parts := strings.Split(row.Head.State, "/")
	if l.Err == nil && len(parts) >= 3 {
		l.Verfahren, l.Zustand = parts[0], verfahren.Zustand(parts[len(parts)-1])
	}
	if sec, nsec := l.Fall.Time().UnixTime(); l.Fall.Version() == 7 {
		l.Begonnen = time.Unix(sec, nsec)
	}
	return l
}

// Count returns how many of the cases at an authority match.
func (r *Registratur) Count(ctx context.Context, q Query) (int64, error) {
	q.After = uuid.Nil
	from, err := r.query(q)
	switch {
	case err != nil:
		return 0, err
	case q.Konto != "":
		return 0, fmt.Errorf("%w: those of a person are not counted", ErrInvalid)
	case q.Nummer != "" || len(q.Merkmale) > 0:
		return r.countAll(ctx, q)
	case len(from.Keys) == 0:
		return 0, nil
	}
	n, err := r.core.Count(ctx, from)
	if err != nil {
		return 0, fmt.Errorf("fall: count: %w", err)
	}
	return n, nil
}

// countAll looks at each.
func (r *Registratur) countAll(ctx context.Context, q Query) (n int64, err error) {
	for {
		page, err := r.ListPage(ctx, q, maxPage)
		if err != nil {
			return 0, err
		}
		n += int64(len(page.Rows))
		if q.After = page.Next; q.After == uuid.Nil {
			return n, nil
		}
	}
}

// Angaben returns a case with all that is stated in it, for what the service itself
// does: an effect, a machine that decides. What persons read goes by
// [Registratur.Sicht], and what officials read by [Registratur.Lies].
func (r *Registratur) Angaben(ctx context.Context, id uuid.UUID) (Fall, Teile, error) {
	f, err := r.Faellig(ctx, id)
	if err != nil {
		return Fall{}, nil, err
	}
	names := make([]verfahren.Teil, 0, len(f.stand.Teile))
	for name := range f.stand.Teile {
		names = append(names, name)
	}
	teile, err := r.lies(ctx, &f, names)
	return f, teile, err
}

// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Every filter alone and with every other gives what looking at each Antrag
// gives, in pages of any size, in both directions.
func TestListPage_GivesWhatLookingAtEachWouldGive(t *testing.T) {
	r := registratur(t)
	other := leistung.MustParseSchluessel("99036004104000")
	begun := time.Now()
	var all []antrag.Antrag
	for i := range 40 {
		e := event(antrag.ArtBegonnen)
		e.Konto = []string{"konto-7", "konto-8"}[i%2]
		if i%3 == 0 {
			e.Leistung = other
		}
		a, err := r.Do(t.Context(), antrag.Command{Ereignisse: []antrag.Ereignis{e}})
		require.NoError(t, err)
		if i%5 > 0 {
			e := event(antrag.ArtEingereicht)
			e.Behoerde = []string{"16052000", "16053000"}[i/2%2]
			a, err = r.Do(t.Context(), antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{e}})
			require.NoError(t, err)
		}
		if i%5 > 2 {
			a = do(t, r, a, antrag.ArtZugestellt)
		}
		if i%5 > 3 {
			a = do(t, r, a, antrag.ArtErinnert)
		}
		all = append(all, a)
	}
	var queries []antrag.Query
	for _, konto := range []string{"", "konto-7"} {
		for _, behoerde := range []string{"", "16053000"} {
			for _, key := range []leistung.Schluessel{{}, other} {
				for _, status := range [][]antrag.Status{nil, {antrag.StatusZugestellt}, {antrag.StatusEingereicht, antrag.StatusZugestellt}} {
					for _, late := range []bool{false, behoerde != ""} {
						for _, newest := range []bool{false, true} {
							queries = append(queries, antrag.Query{
								Konto: konto, Behoerde: behoerde, Leistung: key, Status: status, Ueberfaellig: late, Newest: newest, Von: begun.Add(-time.Second),
							})
						}
					}
				}
			}
		}
	}
	queries = append(queries, antrag.Query{Nummer: number(all[7].ID())}, antrag.Query{Nummer: number(all[7].ID()), Konto: "konto-7"},
		antrag.Query{Von: begun.Add(time.Hour)}, antrag.Query{Bis: begun.Add(-time.Hour)})
	for _, query := range queries {
		var want []uuid.UUID
		for _, a := range all {
			if wanted(query, a, begun) {
				want = append(want, a.ID())
			}
		}
		if query.Newest {
			for i, j := 0, len(want)-1; i < j; i, j = i+1, j-1 {
				want[i], want[j] = want[j], want[i]
			}
		}
		n, err := r.Count(t.Context(), query)
		require.NoError(t, err)
		require.EqualValues(t, len(want), n, "%+v", query)
		for _, size := range []int{1, 7, 500} {
			var got []uuid.UUID
			at := query
			for {
				page, err := r.ListPage(t.Context(), at, size)
				require.NoError(t, err)
				require.LessOrEqual(t, len(page.Rows), size)
				for _, row := range page.Rows {
					require.NoError(t, row.Err)
					got = append(got, row.Head.Antrag)
				}
				if at.After = page.Next; page.Next == uuid.Nil {
					break
				}
			}
			require.Equal(t, want, got, "%+v", query)
		}
	}
}

// wanted is what a query means, said a second time.
func wanted(q antrag.Query, a antrag.Antrag, begun time.Time) bool {
	if q.Konto != "" && q.Konto != a.Konto() || q.Behoerde != "" && q.Behoerde != a.Behoerde() {
		return false
	}
	if !q.Leistung.IsZero() && q.Leistung != a.Leistung() || q.Ueberfaellig && !a.Ueberfaellig() {
		return false
	}
	if q.Nummer != "" && q.Nummer != number(a.ID()) || q.Von.After(begun) || !q.Bis.IsZero() && q.Bis.Before(begun) {
		return false
	}
	for _, status := range q.Status {
		if status == a.Status() {
			return true
		}
	}
	return len(q.Status) == 0
}

func number(id uuid.UUID) string { return "A-" + id.String()[30:] }

func TestListPage_ForgetsWhatWasErased(t *testing.T) {
	r := registratur(t)
	a := do(t, r, do(t, r, begin(t, r, ""), antrag.ArtEingereicht), antrag.ArtZurueckgenommen)
	require.NoError(t, r.Erase(t.Context(), a.ID()))
	page, err := r.ListPage(t.Context(), antrag.Query{Konto: "konto-7"}, 10)
	require.NoError(t, err)
	require.Empty(t, page.Rows)
	page, err = r.ListPage(t.Context(), antrag.Query{}, 10)
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	require.Equal(t, antrag.StatusGeloescht, page.Rows[0].Head.Status)
	require.Empty(t, page.Rows[0].Head.Konto)
}

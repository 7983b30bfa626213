// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// akte is what is known of one pair of service and authority: its events as they
// came, and the fold of all of them.
type akte struct {
	paar
	ereignisse []Ereignis
	kurz       []kurz // the same events, as the fold needs them
	soll       []sollRow
	ordnung    []int32 // events that correct nothing, by day and id
	berichtigt bool
	letzter    int64   // the last instant at which something was recorded
	strahl     []stufe // with everything known
	wissen     []wissen
	platz      int    // among the places of its service
	prefix     string // common to all Gemeinden it ever acted for; the area of its key where there are none
}

// kurz is an event in 24 bytes: a question about the past reads a hundred
// thousand of them.
type kurz struct {
	erfasst int64
	am      datum.Datum
	root    int32 // the event in whose place it stands; itself where it corrects nothing
	art     uint8
	wartet  uint8
	gebiet  bool
}

type sollRow struct {
	SollEreignis
	menge *menge
	root  int32
}

// stufe is what holds from a day on, until the next one.
type stufe struct {
	erfasst   int64 // when the event of the step, and what it corrects, were recorded
	ab        datum.Datum
	seit      datum.Datum // since when it is in this state
	blockSeit datum.Datum // since when it is blocked; zero where it is not
	menge     *menge      // nil: not due
	sollPos   int32
	blockPos  int32
	stand     standCode
	wartet    uint8
	gebiet    bool // it came about by a change of territory
	vomSoll   bool // it came about in the Soll
}

// menge are the Gemeinden of an authority and their sums.
type menge struct {
	zeilen    []Gemeindezeile
	einwohner int64
	prefix    string // common to all keys
	stand     datum.Datum
}

func newMenge(rows []Gemeindezeile, stand datum.Datum) *menge {
	m := &menge{zeilen: rows, stand: stand}
	for i, g := range rows {
		m.einwohner += int64(g.Einwohner)
		key := g.AGS.String()
		if i == 0 {
			m.prefix = key
		}
		for !strings.HasPrefix(key, m.prefix) {
			m.prefix = m.prefix[:len(m.prefix)-1]
		}
	}
	return m
}

// in returns how much of the authority lies in the area, and false where none of
// it does. An authority without Gemeinden lies where its key says.
func (m *menge) in(stelle Stelle, g Gebiet) (Zahlen, bool) {
	if len(m.zeilen) == 0 {
		return Zahlen{Traeger: 1}, strings.HasPrefix(stelle.s, g.prefix)
	}
	if strings.HasPrefix(m.prefix, g.prefix) {
		return Zahlen{1, int64(len(m.zeilen)), m.einwohner}, true
	}
	if !strings.HasPrefix(g.prefix, m.prefix) {
		return Zahlen{}, false
	}
	z := Zahlen{Traeger: 1}
	from := sort.Search(len(m.zeilen), func(i int) bool { return m.zeilen[i].AGS.String() >= g.prefix })
	for _, row := range m.zeilen[from:] {
		if !g.Contains(row.AGS) {
			break
		}
		z.Gemeinden++
		z.Einwohner += int64(row.Einwohner)
	}
	return z, z.Gemeinden > 0
}

// sort brings the order of the events up to date.
func (a *akte) sort() {
	for i := int32(len(a.ordnung)); int(i) < len(a.kurz); i++ {
		a.ordnung = append(a.ordnung, i)
	}
	byDay := func(x, y int32) int {
		return cmp.Or(a.kurz[x].am.Compare(a.kurz[y].am), bytes.Compare(a.ereignisse[x].ID[:], a.ereignisse[y].ID[:]))
	}
	if !slices.IsSortedFunc(a.ordnung, byDay) {
		slices.SortFunc(a.ordnung, byDay)
	}
}

// replaced reports whether a correction, as far as known today, stands in the
// place of the event.
func (a *akte) replaced(pos int32) bool {
	latest := pos
	for i := range a.kurz {
		if a.kurz[i].root == a.kurz[pos].root && a.later(int32(i), latest) {
			latest = int32(i)
		}
	}
	return latest != pos
}

// later orders corrections of one event: the one recorded last holds.
func (a *akte) later(x, y int32) bool {
	return cmp.Or(cmp.Compare(a.kurz[x].erfasst, a.kurz[y].erfasst), bytes.Compare(a.ereignisse[x].ID[:], a.ereignisse[y].ID[:])) > 0
}

// fold returns the steps as known at the instant: corrections stand in the place
// of what they correct, what was recorded later is not there, and then day by
// day, the Soll before the connection, events of a day by their ids.
func (a *akte) fold(bekannt int64, steps []stufe) []stufe {
	soll := a.visibleSoll(bekannt)
	events := a.visible(bekannt)
	now := stufe{sollPos: -1, blockPos: -1}
	for len(soll) > 0 || len(events) > 0 {
		if len(soll) > 0 && (len(events) == 0 || a.soll[soll[0]].Am.Compare(a.kurz[events[0]].am) <= 0) {
			row := &a.soll[soll[0]]
			now.ab, now.sollPos, now.vomSoll, now.gebiet, now.erfasst = row.Am, soll[0], true, row.Ursache == UrsacheGebiet, max(row.Erfasst.UnixNano(), a.soll[row.root].Erfasst.UnixNano())
			now.menge = row.menge
			if row.Art == SollEntfallen {
				now.menge = nil
			}
			if now.seit.IsZero() {
				now.seit = row.Am
			}
			soll = soll[1:]
		} else {
			now = a.step(now, events[0])
			events = events[1:]
		}
		steps = append(steps, now)
	}
	return steps
}

// step is the pure step of the fold. It takes every event, also one that the
// table of the life cycle does not allow from here: what was recorded was
// recorded, and Buch.Verlauf says where steps are missing.
func (a *akte) step(now stufe, pos int32) stufe {
	e := &a.kurz[pos]
	now.ab, now.vomSoll, now.gebiet, now.erfasst = e.am, false, e.gebiet, max(e.erfasst, a.kurz[e.root].erfasst)
	if to := arten[e.art].nach; to != "" {
		if code := codes[e.art]; code != now.stand || now.seit.IsZero() {
			now.stand, now.seit = code, e.am
		}
		switch arten[e.art].art {
		case ArtFreigegeben, ArtBehoben, ArtAbgelehnt, ArtAnderweitig, ArtBeendet:
			now.wartet, now.blockSeit, now.blockPos = 0, datum.Datum{}, -1
		default:
		}
		return now
	}
	switch arten[e.art].art {
	case ArtBlockiert:
		if now.blockSeit.IsZero() {
			now.blockSeit = e.am
		}
		now.wartet, now.blockPos = e.wartet, pos
	case ArtGeloest:
		now.wartet, now.blockSeit, now.blockPos = 0, datum.Datum{}, -1
	default:
	}
	return now
}

// codes is the state that each kind of event leads to, as a byte.
var codes = func() (list [len(arten)]standCode) {
	for i := range arten {
		if arten[i].nach != "" {
			list[i] = arten[i].nach.code()
		}
	}
	return list
}()

// visible returns the events that hold, as known at the instant, in their order.
func (a *akte) visible(bekannt int64) []int32 {
	if bekannt >= a.letzter && !a.berichtigt {
		return a.ordnung
	}
	list := make([]int32, 0, len(a.ordnung))
	for _, pos := range a.ordnung {
		if a.kurz[pos].erfasst <= bekannt {
			list = append(list, pos)
		}
	}
	if !a.berichtigt {
		return list
	}
	holds := map[int32]int32{}
	for _, pos := range list {
		root := a.kurz[pos].root
		if before, ok := holds[root]; !ok || before == root && pos != root || pos != root && a.later(pos, before) {
			holds[root] = pos
		}
	}
	list = list[:0]
	for root, pos := range holds {
		if a.kurz[root].erfasst <= bekannt && arten[a.kurz[pos].art].art != artStorniert {
			list = append(list, pos)
		}
	}
	slices.SortFunc(list, func(x, y int32) int {
		return cmp.Or(a.kurz[x].am.Compare(a.kurz[y].am),
			bytes.Compare(a.ereignisse[a.kurz[x].root].ID[:], a.ereignisse[a.kurz[y].root].ID[:]))
	})
	return list
}

// visibleSoll is visible for the due set; there are a handful of rows.
func (a *akte) visibleSoll(bekannt int64) []int32 {
	var list []int32
	for i := range a.soll {
		if int(a.soll[i].root) != i || a.soll[i].Erfasst.UnixNano() > bekannt {
			continue
		}
		holds := i
		for j := range a.soll {
			row := &a.soll[j]
			if int(row.root) != i || j == i || row.Erfasst.UnixNano() > bekannt {
				continue
			}
			if holds == i || cmp.Or(row.Erfasst.Compare(a.soll[holds].Erfasst), bytes.Compare(row.ID[:], a.soll[holds].ID[:])) > 0 {
				holds = j
			}
		}
		if a.soll[holds].Art != SollStorniert {
			list = append(list, int32(holds))
		}
	}
	id := func(pos int32) uuid.UUID { return a.soll[a.soll[pos].root].ID }
	slices.SortFunc(list, func(x, y int32) int {
		idX, idY := id(x), id(y)
		return cmp.Or(a.soll[x].Am.Compare(a.soll[y].Am), bytes.Compare(idX[:], idY[:]))
	})
	return list
}

// refold brings what is derived from the events up to date.
func (a *akte) refold() {
	a.sort()
	a.relearn()
	a.prefix = ""
	for i := range a.soll {
		prefix := a.soll[i].menge.prefix
		if len(a.soll[i].menge.zeilen) == 0 {
			prefix = a.stelle.s
		}
		if i == 0 {
			a.prefix = prefix
		}
		for !strings.HasPrefix(prefix, a.prefix) {
			a.prefix = a.prefix[:len(a.prefix)-1]
		}
	}
}

// apart reports whether the authority never acted in the area.
func (a *akte) apart(g Gebiet) bool {
	return !strings.HasPrefix(a.prefix, g.prefix) && !strings.HasPrefix(g.prefix, a.prefix)
}

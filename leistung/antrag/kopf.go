// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Head is what is known of an Antrag without reading its events.
type Head struct {
	Antrag    uuid.UUID
	Version   uint64
	Status    Status
	Leistung  leistung.Schluessel // this and the next three are zero after erasure
	Konto     string
	Behoerde  string // empty for a draft
	Nummer    string // see [Config.Nummer]
	Geaendert time.Time
	Faellig   time.Time // when it is looked at next: reminded of, ended or erased
}

// Query selects heads; empty fields select all. An authority asks for its own,
// a person for those of an account.
type Query struct {
	Konto    string
	Behoerde string
	Leistung leistung.Schluessel
	Status   []Status // any of them
	// Nummer is the number that people use, see [Config.Nummer].
	Nummer string
	// Ueberfaellig selects those of a Behoerde that were open beyond their
	// period and have not moved since, see [Aufbewahrung].
	Ueberfaellig bool
	// Von and Bis select those that were begun from Von on and before Bis, to
	// the millisecond.
	Von, Bis time.Time
	// After continues a listing behind this id.
	After uuid.UUID
	// Newest lists the youngest first.
	Newest bool
}

// The names of the keys by which heads are found.
const (
	keyKonto          = "konto"
	keyNummer         = "nummer"
	keyLeistung       = "leistung"
	keyStatus         = "behoerde/status"
	keyLeistungStatus = "behoerde/leistung/status"
	keyUeberfaellig   = "ueberfaellig" // value: the authority
)

// keys returns those by which the Antrag is found.
func (r *Registratur) keys(a Antrag) (keys []journal.Key) {
	add := func(name, value string) {
		if value != "" {
			keys = append(keys, journal.Key{Name: name, Value: value})
		}
	}
	add(keyKonto, a.konto)
	add(keyLeistung, a.leistung.String())
	if r.config.Nummer != nil {
		add(keyNummer, r.config.Nummer(a.id))
	}
	if a.behoerde != "" {
		add(keyStatus, joined(a.behoerde, string(a.Status())))
		add(keyLeistungStatus, joined(a.behoerde, a.leistung.String(), string(a.Status())))
	}
	if a.Ueberfaellig() {
		add(keyUeberfaellig, a.behoerde)
	}
	return keys
}

// joined returns several values as one, which no others give.
func joined(values ...string) string {
	return strings.Join(values, "\x1f")
}

// journal returns the query for the store, and whether its answer has to be
// looked through.
func (q Query) journal() (out journal.Query, filter bool) {
	out = journal.Query{Kind: kindAntrag, From: firstID(q.Von), To: firstID(q.Bis), After: q.After, Descending: q.Newest}
	byStatus := false
	switch {
	case q.Nummer != "":
		out.Key = journal.Key{Name: keyNummer, Value: q.Nummer}
		filter = q.Konto != "" || q.Behoerde != "" || !q.Leistung.IsZero()
	case q.Konto != "":
		out.Key = journal.Key{Name: keyKonto, Value: q.Konto}
		filter = q.Behoerde != "" || !q.Leistung.IsZero()
	case q.Behoerde != "" && q.Ueberfaellig:
		out.Key = journal.Key{Name: keyUeberfaellig, Value: q.Behoerde}
		filter = !q.Leistung.IsZero()
	case q.Behoerde != "":
		byStatus, out.Disjoint = true, true
		for _, status := range q.statuses() {
			key := journal.Key{Name: keyStatus, Value: joined(q.Behoerde, string(status))}
			if !q.Leistung.IsZero() {
				key = journal.Key{Name: keyLeistungStatus, Value: joined(q.Behoerde, q.Leistung.String(), string(status))}
			}
			out.Keys = append(out.Keys, key)
		}
	case !q.Leistung.IsZero():
		out.Key = journal.Key{Name: keyLeistung, Value: q.Leistung.String()}
	}
	if !byStatus && len(q.Status) == 1 {
		out.State = string(q.Status[0])
	}
	return out, filter || !byStatus && len(q.Status) > 1 || q.Ueberfaellig && out.Key.Name != keyUeberfaellig
}

func (q Query) statuses() []Status {
	if len(q.Status) > 0 {
		return q.Status
	}
	return stored[:]
}

// firstID returns the first id of version 7 that may be given at a time.
func firstID(t time.Time) (id uuid.UUID) {
	if t.IsZero() {
		return id
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(max(t.UnixMilli(), 0)))
	copy(id[:6], ms[2:])
	return id
}

// matches looks at what the query of the store does not say.
func (q Query) matches(h Head, late bool) bool {
	return (q.Konto == "" || q.Konto == h.Konto) &&
		(q.Behoerde == "" || q.Behoerde == h.Behoerde) &&
		(q.Leistung.IsZero() || q.Leistung == h.Leistung) &&
		(len(q.Status) == 0 || slices.Contains(q.Status, h.Status)) &&
		(!q.Ueberfaellig || late)
}

// readHead reads what the store knows of an Antrag.
func readHead(stored journal.Head) (h Head, late bool, err error) {
	h = Head{
		Antrag: stored.Stream, Version: stored.Version,
		Status: Status(stored.State), Geaendert: stored.Changed, Faellig: stored.Due,
	}
	for _, k := range stored.Keys {
		switch k.Name {
		case keyKonto:
			h.Konto = k.Value
		case keyNummer:
			h.Nummer = k.Value
		case keyStatus:
			h.Behoerde = k.Value[:max(0, len(k.Value)-len(stored.State)-1)]
		case keyLeistung:
			if h.Leistung, err = leistung.ParseSchluessel(k.Value); err != nil {
				return h, false, journal.ErrDamaged
			}
		case keyUeberfaellig:
			late = true
		}
	}
	return h, late, nil
}

// SPDX-License-Identifier: Apache-2.0

package antrag

import (
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
	Leistung  leistung.Schluessel // this and the next two are zero after erasure
	Konto     string
	Behoerde  string // empty for a draft
	Geaendert time.Time
	Faellig   time.Time // when it is looked at next: reminded of, ended or erased
}

// Query selects heads; empty fields select all.
type Query struct {
	Status   Status
	Konto    string
	Behoerde string
	// Ueberfaellig selects those that were open beyond their period and have not
	// moved since, see [Aufbewahrung]. It goes with Behoerde.
	Ueberfaellig bool
	// After continues a listing behind this id.
	After uuid.UUID
	// Newest lists the youngest first.
	Newest bool
}

// The names of the keys by which heads are found.
const (
	keyKonto        = "konto"
	keyBehoerde     = "behoerde"
	keyLeistung     = "leistung"
	keyUeberfaellig = "ueberfaellig" // value: the authority
)

func (q Query) journal() journal.Query {
	out := journal.Query{Kind: kindAntrag, State: string(q.Status), After: q.After, Descending: q.Newest}
	switch {
	case q.Konto != "":
		out.Key = journal.Key{Name: keyKonto, Value: q.Konto}
	case q.Behoerde != "" && q.Ueberfaellig:
		out.Key = journal.Key{Name: keyUeberfaellig, Value: q.Behoerde}
	case q.Behoerde != "":
		out.Key = journal.Key{Name: keyBehoerde, Value: q.Behoerde}
	}
	return out
}

// matches looks at what the key of the journal's query does not say.
func (q Query) matches(h Head, late bool) bool {
	return (q.Behoerde == "" || q.Behoerde == h.Behoerde) && (!q.Ueberfaellig || late)
}

// keys returns those by which the Antrag is found.
func (a Antrag) keys() (keys []journal.Key) {
	add := func(name, value string) {
		if value != "" {
			keys = append(keys, journal.Key{Name: name, Value: value})
		}
	}
	add(keyKonto, a.konto)
	add(keyBehoerde, a.behoerde)
	add(keyLeistung, a.leistung.String())
	if a.Ueberfaellig() {
		add(keyUeberfaellig, a.behoerde)
	}
	return keys
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
		case keyBehoerde:
			h.Behoerde = k.Value
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

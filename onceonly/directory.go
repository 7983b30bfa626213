// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Directory knows who provides which evidence where, as the navigation of
// registers (Registerdatennavigation) does. It is a driver interface;
// onceonlytest.TestDirectory proves an implementation.
type Directory interface {
	// Find returns how to reach a provider, or ErrNotFound if it does not
	// provide evidence of this type.
	Find(ctx context.Context, provider PartyID, evidenceType EvidenceType) (Connection, error)

	// Locate returns the providers of evidence of the type that are responsible
	// for the whole of the area, those with the smallest area first. ErrNotFound
	// if there is none; ErrArea if some are responsible for parts of it.
	Locate(ctx context.Context, evidenceType EvidenceType, area Area) ([]Party, error)
}

// Listed is one entry of a fixed directory.
type Listed struct {
	Provider     Party
	EvidenceType EvidenceType
	// Areas are those that the provider is responsible for; none is the whole
	// country.
	Areas      []Area
	Connection Connection
}

// NewDirectory returns a directory that never changes. A provider may be listed
// more than once.
func NewDirectory(entries ...Listed) Directory {
	d := &fixedDirectory{make(map[directoryKey]Connection, len(entries)), make(map[EvidenceType][]located)}
	for _, e := range entries {
		d.connections[directoryKey{e.Provider.ID, e.EvidenceType}] = e.Connection
		areas := e.Areas
		if len(areas) == 0 {
			areas = []Area{{}}
		}
		for _, a := range areas {
			d.located[e.EvidenceType] = append(d.located[e.EvidenceType], located{a, e.Provider})
		}
	}
	for _, list := range d.located {
		slices.SortStableFunc(list, func(a, b located) int { return cmp.Compare(len(b.area.key), len(a.area.key)) })
	}
	return d
}

type directoryKey struct {
	provider     PartyID
	evidenceType EvidenceType
}

type located struct {
	area     Area
	provider Party
}

type fixedDirectory struct {
	connections map[directoryKey]Connection
	located     map[EvidenceType][]located // the smallest areas first
}

func (d *fixedDirectory) Find(_ context.Context, provider PartyID, evidenceType EvidenceType) (Connection, error) {
	connection, found := d.connections[directoryKey{provider, evidenceType}]
	if !found {
		return Connection{}, ErrNotFound
	}
	return connection, nil
}

func (d *fixedDirectory) Locate(_ context.Context, evidenceType EvidenceType, area Area) ([]Party, error) {
	var found []Party
	inside := false
	for _, l := range d.located[evidenceType] {
		switch {
		case l.area.Contains(area):
			if !slices.Contains(found, l.provider) {
				found = append(found, l.provider)
			}
		case area.Contains(l.area):
			inside = true
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case inside:
		return nil, ErrArea
	default:
		return nil, ErrNotFound
	}
}

// Locate asks the directory which registers could be asked, so that terms can be
// proposed to the person. ErrNotFound, ErrArea.
func (b *Broker) Locate(ctx context.Context, evidenceType EvidenceType, area Area) ([]Party, error) {
	found, err := b.directory.Locate(ctx, evidenceType, area)
	if err != nil {
		return nil, fmt.Errorf("onceonly: locate register: %w", err)
	}
	return found, nil
}

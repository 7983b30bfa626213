// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Memory is a Store in memory: the model for all others. The zero value is ready.
type Memory struct {
	mu          sync.RWMutex
	commitments []Hash
	ids         []string // by index, also of erased records
	records     map[string]memoryRecord
	subjects    map[string][]string
	head        string
}

type memoryRecord struct {
	record Record
	index  uint64
}

var (
	_ Store  = (*Memory)(nil)
	_ Lister = (*Memory)(nil)
)

// Append writes records, all of them or none. An id that is already there is ErrConflict.
func (m *Memory) Append(records ...Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	batch := make(map[string]bool, len(records))
	for _, r := range records {
		if _, exists := m.records[r.ID]; exists || batch[r.ID] {
			return fmt.Errorf("%w: entry exists", ErrConflict)
		}
		batch[r.ID] = true
	}
	if m.records == nil {
		m.records = make(map[string]memoryRecord)
		m.subjects = make(map[string][]string)
	}
	for _, r := range records {
		m.records[r.ID] = memoryRecord{r, uint64(len(m.commitments))}
		m.commitments = append(m.commitments, r.Commitment())
		m.ids = append(m.ids, r.ID)
		if r.Subject != "" {
			m.subjects[r.Subject] = append(m.subjects[r.Subject], r.ID)
		}
	}
	return nil
}

// RecordsOf returns the records of one subject in the order of writing.
func (m *Memory) RecordsOf(subject string) []Record {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var records []Record
	for _, id := range m.subjects[subject] {
		records = append(records, m.records[id].record)
	}
	return records
}

// Commitments implements Store.
func (m *Memory) Commitments(_ context.Context, from uint64, limit int) ([]Hash, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if from >= uint64(len(m.commitments)) {
		return nil, nil
	}
	rest := m.commitments[from:]
	return append([]Hash(nil), rest[:min(limit, len(rest))]...), nil
}

// Record implements Store.
func (m *Memory) Record(_ context.Context, id string) (Record, uint64, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	found, ok := m.records[id]
	if !ok {
		return Record{}, 0, ErrNotFound
	}
	return found.record, found.index, nil
}

// RecordAt implements Lister.
func (m *Memory) RecordAt(_ context.Context, index uint64) (Record, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if index >= uint64(len(m.ids)) {
		return Record{}, ErrNotFound
	}
	found, ok := m.records[m.ids[index]]
	if !ok {
		return Record{}, ErrNotFound
	}
	return found.record, nil
}

// Head implements Store.
func (m *Memory) Head(context.Context) (string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.head, nil
}

// SaveHead implements Store.
func (m *Memory) SaveHead(_ context.Context, previous, next string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.head != previous {
		return ErrConflict
	}
	m.head = next
	return nil
}

// EraseUntil implements Store.
func (m *Memory) EraseUntil(_ context.Context, now time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	erased := 0
	for id, r := range m.records {
		if r.record.EraseAt.After(now) {
			continue
		}
		delete(m.records, id)
		erased++
	}
	for subject, ids := range m.subjects {
		kept := ids[:0]
		for _, id := range ids {
			if _, ok := m.records[id]; ok {
				kept = append(kept, id)
			}
		}
		if len(kept) == 0 {
			delete(m.subjects, subject)
			continue
		}
		m.subjects[subject] = kept
	}
	return erased, nil
}

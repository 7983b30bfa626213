// SPDX-License-Identifier: Apache-2.0

package nutzerkonto

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Speicher remembers for a while what logins leave behind: which answers were used,
// which logins have ended, and what a logout needs. Processes that serve one
// service share one. It may be used from any number of goroutines.
type Speicher interface {
	// Put keeps value until then, where nothing is kept under the key, and reports
	// whether it did.
	Put(ctx context.Context, key string, value []byte, until time.Time) (bool, error)
	// Set keeps value until then, in place of what is kept under the key.
	Set(ctx context.Context, key string, value []byte, until time.Time) error
	// Get returns what is kept under the key.
	Get(ctx context.Context, key string) (value []byte, ok bool, err error)
}

// The bounds of a [Memory].
const (
	maxEntries = 200_000
	maxBytes   = 64 << 20
)

// ErrVoll reports a Memory that is full of what it must not forget yet: no further
// login can be told from a replayed one.
var ErrVoll = errors.New("nutzerkonto: the memory of logins is full")

// Memory is the Speicher of a single process. It keeps up to 200,000 entries and 64
// MB, and refuses more with [ErrVoll] rather than forget something early.
type Memory struct {
	now func() time.Time

	mu      sync.Mutex
	entries map[string]entry
	bytes   int
	swept   time.Time
}

type entry struct {
	value []byte
	until time.Time
}

// NewMemory returns an empty one. now is its clock; nil is [time.Now].
func NewMemory(now func() time.Time) *Memory {
	if now == nil {
		now = time.Now
	}
	return &Memory{now: now, entries: map[string]entry{}}
}

// Put implements [Speicher].
func (m *Memory) Put(_ context.Context, key string, value []byte, until time.Time) (bool, error) {
	now := m.now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.entries[key]; ok && now.Before(old.until) {
		return false, nil
	}
	return true, m.keep(now, key, value, until)
}

// Set implements [Speicher].
func (m *Memory) Set(_ context.Context, key string, value []byte, until time.Time) error {
	now := m.now()
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.keep(now, key, value, until)
}

func (m *Memory) keep(now time.Time, key string, value []byte, until time.Time) error {
	if old, ok := m.entries[key]; ok {
		m.drop(key, old)
	}
	size := len(key) + len(value)
	if age := now.Sub(m.swept); age > time.Minute || age < 0 || m.full(size) && age > time.Second {
		m.sweep(now)
	}
	if m.full(size) {
		return ErrVoll
	}
	m.entries[key] = entry{append([]byte(nil), value...), until}
	m.bytes += size
	return nil
}

// Get implements [Speicher].
func (m *Memory) Get(_ context.Context, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries[key]
	if !ok || !m.now().Before(e.until) {
		return nil, false, nil
	}
	return append([]byte(nil), e.value...), true, nil
}

func (m *Memory) full(more int) bool { return len(m.entries) >= maxEntries || m.bytes+more > maxBytes }

func (m *Memory) drop(key string, e entry) {
	delete(m.entries, key)
	m.bytes -= len(key) + len(e.value)
}

// sweep is done at most once a second, so that a full memory costs nobody time.
func (m *Memory) sweep(now time.Time) {
	m.swept = now
	for key, e := range m.entries {
		if !now.Before(e.until) {
			m.drop(key, e)
		}
	}
}

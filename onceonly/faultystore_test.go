// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"context"
	"errors"
	"sync"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// ErrStore is what a faulty store fails with.
var ErrStore = errors.New("the store failed")

// FaultyStore stands in front of a store and lets chosen writes fail, before
// they are written or after, as a crash would. It is safe for concurrent use.
type FaultyStore struct {
	onceonly.Keeper

	mu      sync.Mutex
	appends int
	fail    func(number int, commit onceonly.Commit) StoreFault
}

// StoreFault is how a write fails.
type StoreFault string

// The faults of a store.
const (
	StoreWorks       StoreFault = ""
	StoreFailsBefore StoreFault = "before" // nothing is written
	StoreFailsAfter  StoreFault = "after"  // written, but the answer is lost
)

// NewFaultyStore asks fail before each write, with its number counted from zero.
func NewFaultyStore(store onceonly.Keeper, fail func(number int, commit onceonly.Commit) StoreFault) *FaultyStore {
	return &FaultyStore{Keeper: store, fail: fail}
}

// Appends returns how many writes there were.
func (s *FaultyStore) Appends() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.appends
}

// Append implements onceonly.Keeper.
func (s *FaultyStore) Append(ctx context.Context, commit onceonly.Commit) error {
	s.mu.Lock()
	fault := s.fail(s.appends, commit)
	s.appends++
	s.mu.Unlock()
	if fault == StoreFailsBefore {
		return ErrStore
	}
	if err := s.Keeper.Append(ctx, commit); err != nil {
		return err
	}
	if fault == StoreFailsAfter {
		return ErrStore
	}
	return nil
}

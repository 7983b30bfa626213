// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"sync"

	"github.com/google/uuid"
)

// turns lets the calls about one payment go to the provider one at a time: two at
// once would ask for the same refund twice. Between processes the refund's id does
// what this does within one.
type turns struct {
	mu   sync.Mutex
	held map[uuid.UUID]chan struct{} // closed when the turn ends
}

// take waits for the turn and returns what ends it.
func (t *turns) take(ctx context.Context, id uuid.UUID) (end func(), err error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.mu.Lock()
		other, taken := t.held[id]
		if !taken {
			if t.held == nil {
				t.held = make(map[uuid.UUID]chan struct{})
			}
			mine := make(chan struct{})
			t.held[id] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.held, id)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
		}
	}
}

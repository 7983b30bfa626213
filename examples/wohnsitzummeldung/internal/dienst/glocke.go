// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"sync"

	"github.com/google/uuid"
)

// glocke wakes those who wait in this process for something to be done with an
// application.
type glocke struct {
	mu     sync.Mutex
	warten map[uuid.UUID]chan struct{}
}

// Geschehen returns what is closed when the next thing that follows from the
// application's steps was done by this process. Another process may do it: look
// again after a while all the same.
func (d *Dienst) Geschehen(id uuid.UUID) <-chan struct{} {
	g := &d.glocke
	g.mu.Lock()
	defer g.mu.Unlock()
	c, waiting := g.warten[id]
	if !waiting {
		c = make(chan struct{})
		if g.warten == nil {
			g.warten = map[uuid.UUID]chan struct{}{}
		}
		g.warten[id] = c
	}
	return c
}

func (g *glocke) ring(id uuid.UUID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c, waiting := g.warten[id]; waiting {
		close(c)
		delete(g.warten, id)
	}
}

// SPDX-License-Identifier: Apache-2.0

package cockpit

import (
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Hiding lets the person see certain entries later: where a statute gives the
// requester the right that the person does not learn of a retrieval at once. The
// list of hidings is a whitelist; without one, everything is visible at once.
//
// A hiding covers only retrievals that a statute orders. What the person decided
// on is never hidden, and nothing for ever: an entry becomes visible before the
// earliest of the deadlines, which is twelve months after it was written.
type Hiding struct {
	Requester onceonly.PartyID
	Purpose   string // code
	// Norm is the paragraph on which the retrieval rests, as in its entries.
	Norm recht.Norm
	// Right is the paragraph that allows to hide it.
	Right string
	// Delay is how long after the event the entry becomes visible.
	Delay time.Duration
}

// maxDelay leaves the person a month to read an entry before it is erased.
const maxDelay = 11 * 30 * 24 * time.Hour

func (h Hiding) check() error {
	if h.Requester.IsZero() || h.Purpose == "" || h.Norm.IsZero() || h.Right == "" {
		return fmt.Errorf("cockpit: a hiding needs requester, purpose, the norm and the right to hide: %s", h.Requester)
	}
	if h.Delay <= 0 || h.Delay > maxDelay {
		return fmt.Errorf("cockpit: the delay of a hiding is positive and at most 330 days: %s", h.Requester)
	}
	return nil
}

// visible reports whether the person may see the entry now.
func (c *Cockpit) visible(entry *onceonly.Entry, now time.Time) bool {
	if entry.Basis != onceonly.BasisStatute {
		return true
	}
	for _, h := range c.config.Hidden {
		if h.Requester == entry.Requester.ID && h.Purpose == entry.Purpose.Code && h.Norm == entry.Norm && now.Before(entry.Time.Add(h.Delay)) {
			return false
		}
	}
	return true
}

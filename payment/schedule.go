// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Schedule says when a transaction whose outcome is open is asked after again,
// counted from the moment it entered its state. Nothing ends the asking but an
// answer or the end of the schedule: not an error of the service, not a browser
// that never comes back.
type Schedule struct {
	// Unknown: the create was never answered. At its end the transaction
	// expires and is flagged [FlagUnresolved].
	Unknown []time.Duration
	// Open: the payer may be paying. At its end the transaction expires.
	Open []time.Duration
	// Late: given up, but the payer may have paid all the same.
	Late []time.Duration
}

// DefaultSchedule asks often while a payer is likely to sit before the page,
// then as rarely as Kill Bill's Janitor does.
func DefaultSchedule() Schedule {
	const day = 24 * time.Hour
	return Schedule{
		Unknown: []time.Duration{time.Minute, 5 * time.Minute, time.Hour, day, 2 * day, 3 * day, 4 * day, 5 * day},
		Open:    []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour, day},
		Late:    []time.Duration{day, 3 * day, 7 * day},
	}
}

// next returns when to ask again, or false where the schedule is over.
func (s Schedule) next(t Transaction, now time.Time) (time.Time, bool) {
	for _, after := range s.phase(t.State()) {
		if at := t.since.Add(after); at.After(now) {
			return at, true
		}
	}
	return time.Time{}, false
}

func (s Schedule) phase(state State) []time.Duration {
	switch {
	case state == StateInitiating || state == StateUnknown:
		return s.Unknown
	case state == StateInitial:
		return s.Open
	case state.isGivenUp() && state != StateRejected:
		return s.Late
	}
	return nil
}

// check lists what is wrong with the schedule.
func (s Schedule) check(found *recht.Befunde) {
	for name, phase := range map[string][]time.Duration{"unknown": s.Unknown, "open": s.Open, "late": s.Late} {
		if len(phase) == 0 || phase[0] <= 0 || !slices.IsSorted(phase) {
			found.Add("PAY-SCHEDULE-01", "/schedule/"+name, "times that grow from more than nothing are required")
		}
	}
}

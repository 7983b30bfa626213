// SPDX-License-Identifier: Apache-2.0

package journal

import "time"

// Backoff returns how long to wait before an effect is tried again: first after
// the first failure, then twice as long each time, but never longer than most.
// Half of it is left to chance, so that what failed together does not come back
// together. Random is in [0, 1).
func Backoff(first, most time.Duration) func(failures int, random float64) time.Duration {
	return func(failures int, random float64) time.Duration {
		wait := first
		for i := 1; i < failures && wait < most; i++ {
			wait *= 2
		}
		wait = min(wait, most)
		return wait/2 + time.Duration(random*float64(wait/2))
	}
}

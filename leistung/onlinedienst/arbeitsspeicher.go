// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"os"
	"runtime/debug"
)

// gcProzent is how much a program's memory may grow before garbage is collected: what a
// request needs is gone with its answer, so that collecting often costs a sixth of the
// processor and saves a few megabytes.
const gcProzent = 400

// sammeltSeltener sets it for the process, unless the operator has said so in the environment:
// GOGC and GOMEMLIMIT go first.
func sammeltSeltener() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcProzent)
	}
}

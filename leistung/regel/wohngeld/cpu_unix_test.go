// SPDX-License-Identifier: Apache-2.0

//go:build unix

package wohngeld_test

import (
	"syscall"
	"time"
)

// cpuTime is the time this process has used on all cores: what a benchmark costs
// on a machine that others use as well.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// SPDX-License-Identifier: Apache-2.0

package faultplan_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

// The next call is lost, the one after it passes, and then nothing is wrong.
func ExamplePlan_Next() {
	plan := &faultplan.Plan{}
	plan.Next(faultplan.TimeoutAfter, faultplan.None, faultplan.Unavailable)
	for range 4 {
		fmt.Printf("%q ", plan.Take())
	}
	fmt.Println()
	// Output:
	// "timeout-after" "" "unavailable" ""
}

// A night of bad luck that can be had again: the seed decides.
func ExamplePlan_Randomly() {
	night := func() []faultplan.Fault {
		plan := &faultplan.Plan{}
		plan.Randomly(7, 0.5, faultplan.TimeoutBefore, faultplan.TimeoutAfter)
		calls := make([]faultplan.Fault, 100)
		for i := range calls {
			calls[i] = plan.Take()
		}
		return calls
	}
	first := night()
	kinds := map[faultplan.Fault]bool{}
	for _, fault := range first {
		kinds[fault] = true
	}
	fmt.Println(slices.Equal(first, night()), slices.Sorted(maps.Keys(kinds)))
	// Output:
	// true [ timeout-after timeout-before]
}

// After which faults a caller cannot know whether money has moved: those are the
// ones that a driver must survive.
func ExampleFault_HidesOutcome() {
	for _, fault := range faultplan.All() {
		if fault.HidesOutcome() && fault.Acts() {
			fmt.Println(fault)
		}
	}
	// Output:
	// timeout-after
	// error-after
	// garbage
	// truncated
}

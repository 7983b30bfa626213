// SPDX-License-Identifier: Apache-2.0

// Package paymenttest proves drivers of payment services.
//
// [TestProvider] is the conformance suite: whoever writes a [payment.Provider]
// calls it from a test with a [Harness] around a pretended service, whose faults
// follow a [faultplan.Plan]. [Memory] is such a service inside the process, and
// the reference for drivers.
//
//	func TestProvider(t *testing.T) {
//		paymenttest.TestProvider(t, func(t *testing.T) paymenttest.Harness { ... })
//	}
//
// The suite for providers checks the driver alone and then behind a [payment.Service],
// where the promises to a treasurer are made: nobody is charged twice, every
// payment ends, and whatever does not add up stands on a list.
package paymenttest

// SPDX-License-Identifier: Apache-2.0

// Package onceonlytest holds the conformance suites of package onceonly, to be
// run by everybody who writes a store, a register driver or a source of
// permissions of their own, and a register that can be programmed with answers
// and faults.
package onceonlytest

// SPDX-License-Identifier: Apache-2.0

// Package kommune measures the register of municipalities beside plain maps, a
// binary search and a finite state transducer (vellum), and its search beside a
// scan over all names. Its tests make sure that all of them find the same.
package kommune

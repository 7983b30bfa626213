// SPDX-License-Identifier: Apache-2.0

// Package fitconnecttest is a delivery service of FIT-Connect for tests.
package fitconnecttest

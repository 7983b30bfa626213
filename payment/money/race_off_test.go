// SPDX-License-Identifier: Apache-2.0

//go:build !race

package money_test

const raceDetector = false

// SPDX-License-Identifier: Apache-2.0

//go:build race

package payment_test

const raceDetector = true

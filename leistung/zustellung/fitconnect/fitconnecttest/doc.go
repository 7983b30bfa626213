// SPDX-License-Identifier: Apache-2.0

// Package fitconnecttest is a delivery service of FIT-Connect for tests: API version
// 2 with token, destinations, keys, submissions, event log and callbacks, in the
// process or as a program that a client in any language can talk to:
//
//	go run ./leistung/zustellung/fitconnect/fitconnecttest/cmd/fitconnect-simulator
//
// It says in every answer that it is a simulator, keeps everything in memory, and
// uses keys that everybody knows. It checks what it gets as the real service is known
// to. A [Plan] makes it lose answers, repeat, refuse, and forge.
//
// Problem types other than destination-not-found, destination-state-invalid and
// submission-not-found are its own, as are the answers to things handed in twice:
// those of the real service are not published.
package fitconnecttest

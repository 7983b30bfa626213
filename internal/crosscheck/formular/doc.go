// SPDX-License-Identifier: Apache-2.0

// Package formular sets leistung/formular beside an independent JSON Schema
// library: the verdicts of both on generated forms and applications, and the
// time both take.
package formular

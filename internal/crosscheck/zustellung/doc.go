// SPDX-License-Identifier: Apache-2.0

// Package zustellung holds delivery over FIT-Connect against npm's jose and a
// validator of JSON Schema, and runs it on SQLite files while everything goes wrong.
package zustellung

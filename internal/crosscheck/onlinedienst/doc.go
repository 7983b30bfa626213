// SPDX-License-Identifier: Apache-2.0

// Package onlinedienst judges what the services of the examples serve for programs by the
// schemas that others publish: the description of the JSON interface by the schema of
// OpenAPI 3.1, and the schema of each form by that of JSON Schema 2020-12.
package onlinedienst

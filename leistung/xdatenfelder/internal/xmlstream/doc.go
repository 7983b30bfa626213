// SPDX-License-Identifier: Apache-2.0

// Package xmlstream reads XML of unknown origin one token at a time and within
// hard limits.
//
// It puts a fence around encoding/xml. The decoder itself expands no entities
// of a document type definition and keeps no more than one token; what it does
// not bound is the size of that token, the depth of nesting and the length of
// the document. [Reader] bounds all three, refuses every document type
// declaration and every encoding but UTF-8, and insists on exactly one root
// element.
package xmlstream

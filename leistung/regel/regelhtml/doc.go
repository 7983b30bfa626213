// SPDX-License-Identifier: Apache-2.0

// Package regelhtml shows what package regel records and describes: the way to a
// result as a tree for the official, as plain text, the reading of a set of rules
// for a lawyer, and the distribution of a comparison as a drawing.
//
//	err := regelhtml.WriteWeg(out, recht.NewText("Rechnung", "Calculation"), protokoll.Schritte, recht.Deutsch)
//	err = regelhtml.WriteLesart(out, werk.Lesart(), recht.Deutsch)
//
// Each HTML output is one document without scripts and without anything from
// elsewhere: it can be kept with a file and opened in ten years. It has headings
// in order, tables with headers, and sections that open without a mouse; texts are
// escaped. Language is a tag of package recht; German is always there.
package regelhtml

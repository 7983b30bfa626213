// SPDX-License-Identifier: Apache-2.0

// Package genericode reads code lists in Genericode 1.0 of OASIS, the format in
// which the German XRepository hands them out.
//
//	list, err := genericode.Parse(file)
//	row, ok := list.Lookup("012")
//	row.Name()
//
// [Parse] keeps a list and looks codes up; [NewReader] hands out the rows of a
// list of any length one by one and keeps none.
//
// The key column is the first column of the first key, the name column the
// first one beside it. Annotations and complex values are passed over. Reading
// keeps within [Limits]; a document type declaration, an encoding other than
// UTF-8 and columns that are not declared are refused.
//
// A List is immutable and may be used by any number of goroutines; a Reader
// serves one.
package genericode

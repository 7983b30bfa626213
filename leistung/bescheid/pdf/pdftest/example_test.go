// SPDX-License-Identifier: Apache-2.0

package pdftest_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

// A file of another program is held against what a program can check; here one
// that is no PDF at all.
func ExampleInspect() {
	for _, finding := range pdftest.Inspect([]byte("%PDF-1.7\nnothing")) {
		fmt.Println(finding)
	}
	// Output:
	// file: no PDF 1.7 file of at most 16777216 bytes
}

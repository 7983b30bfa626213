// SPDX-License-Identifier: Apache-2.0

package pdf_test

import "testing"

func BenchmarkLetter(b *testing.B) {
	d := letter()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Bytes(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAllLetters(b *testing.B) {
	d, _ := alphabet(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Bytes(); err != nil {
			b.Fatal(err)
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package kommune

import "testing"

func BenchmarkFirstUse_Decode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		bestand, err := decode(gebieteData)
		if err != nil {
			b.Fatal(err)
		}
		newVerzeichnis(bestand)
	}
}

func BenchmarkFirstUse_NameIndex(b *testing.B) {
	v := Deutschland()
	b.ReportAllocs()
	for b.Loop() {
		newNameIndex(v.gemeinden)
	}
}

func BenchmarkGemeinde(b *testing.B) {
	v := Deutschland()
	keys := make([]AGS, 0, len(v.gemeinden))
	for i := range v.gemeinden {
		keys = append(keys, v.gemeinden[i*7919%len(v.gemeinden)].AGS)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		g, err := v.Gemeinde(keys[i])
		if err != nil || g.AGS != keys[i] {
			b.Fatal(err)
		}
		if i++; i == len(keys) {
			i = 0
		}
	}
}

func BenchmarkParseAGS(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseAGS("16061114"); err != nil {
			b.Fatal(err)
		}
	}
}

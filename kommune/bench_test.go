// SPDX-License-Identifier: Apache-2.0

package kommune

import "testing"

func BenchmarkFirstUse_Decode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		bestand, gemeinden, err := decode(gebieteData)
		if err != nil {
			b.Fatal(err)
		}
		newVerzeichnis(bestand, gemeinden)
	}
}

func BenchmarkFirstUse_NameIndex(b *testing.B) {
	v := Deutschland()
	b.ReportAllocs()
	for b.Loop() {
		newNameIndex(&v.gemeinden, v.kreise)
		newFormerIndex(v)
	}
}

func BenchmarkGemeinde(b *testing.B) {
	v := Deutschland()
	keys := make([]AGS, v.gemeinden.len())
	for i := range keys {
		keys[i] = v.gemeinden.ags(i * 7919 % len(keys))
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

func benchmarkSearch(b *testing.B, queries ...string) {
	v := Deutschland()
	for _, query := range queries {
		v.Search(query, 10) // makes the indexes
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		v.Search(queries[i%len(queries)], 10)
		i++
	}
}

func BenchmarkSearch_Prefix(b *testing.B)    { benchmarkSearch(b, "mühlh", "stutt", "neust", "langens") }
func BenchmarkSearch_OneLetter(b *testing.B) { benchmarkSearch(b, "s") }
func BenchmarkSearch_Name(b *testing.B) {
	benchmarkSearch(b, "Mühlhausen/Thüringen", "jena", "Frankfurt")
}

func BenchmarkSearch_Beside(b *testing.B) {
	benchmarkSearch(b, "weimar hessen", "neuenkirchen steinfurt")
}

func BenchmarkSearch_Typo(b *testing.B) {
	benchmarkSearch(b, "Erfrut", "Leipzg", "Stuttgrat", "Bad Langensaltza", "Braunscheig")
}

func BenchmarkResolve(b *testing.B) {
	v := Deutschland()
	for name, digits := range map[string]string{"moved": "16061007", "split": "16064073", "holds": "16061114", "long": "15018120"} {
		key := MustParseAGS(digits)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := v.Resolve(key, v.stand); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFirstUse_History(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		must(decodeHistorie(nachfolgerData))
	}
}

func BenchmarkFirstUse_CoordinatesAndOtherKeys(b *testing.B) {
	rows := Deutschland().gemeinden.len()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decodeKoordinaten(koordinatenData, rows); err != nil {
			b.Fatal(err)
		}
		if _, err := decodeZuordnungen(zuordnungenData, rows); err != nil {
			b.Fatal(err)
		}
	}
}

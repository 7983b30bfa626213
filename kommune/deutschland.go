// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	_ "embed"
	"sync"
)

//go:generate go run ./internal/gen -in ../../shared/data/kommune -out data

// The register in the form internal/gen wrote it.
//
//go:embed data/gebiete.txt
var gebieteData string

//go:embed data/zuordnungen.txt
var zuordnungenData string

//go:embed data/koordinaten.txt
var koordinatenData string

// Deutschland returns the embedded edition of the whole country. The first
// call decodes it, which takes a few milliseconds at most; importing the
// package costs nothing.
func Deutschland() *Verzeichnis { return deutschland() }

// The data is part of the program and covered by its tests: that it does not
// decode is an impossible state.
var deutschland = sync.OnceValue(func() *Verzeichnis {
	bestand, gemeinden, err := decode(gebieteData)
	if err != nil {
		panic(err)
	}
	v := newVerzeichnis(bestand, gemeinden)
	v.zuordnungen = sync.OnceValue(func() zuordnungen {
		return must(decodeZuordnungen(zuordnungenData, v.gemeinden.len()))
	})
	v.koordinaten = sync.OnceValue(func() []Koordinate {
		return must(decodeKoordinaten(koordinatenData, v.gemeinden.len()))
	})
	return v
})

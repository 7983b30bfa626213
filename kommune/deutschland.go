// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	_ "embed"
	"sync"
)

//go:generate go run ./internal/gen -gv100ad ../../shared/data/kommune/GV100AD_30112025.txt -koordinaten ../../shared/data/kommune/gemeinden.csv -o data/gebiete.txt

// gebiete is the register in the form internal/gen wrote it.
//
//go:embed data/gebiete.txt
var gebiete string

// Deutschland returns the embedded edition of the whole country. The first
// call decodes it, which takes about a millisecond; importing the package costs
// nothing.
func Deutschland() *Verzeichnis { return deutschland() }

var deutschland = sync.OnceValue(func() *Verzeichnis {
	bestand, err := decode(gebiete)
	if err != nil {
		panic(err) // the data is part of the program and covered by its tests
	}
	return newVerzeichnis(bestand)
})

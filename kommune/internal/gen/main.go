// SPDX-License-Identifier: Apache-2.0

// Command gen writes the register embedded in package kommune from the official
// file GV100AD and, beside it, a table with the coordinates of the Destatis
// workbook "Auszug GV".
package main

import (
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/gv100ad"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	register := flag.String("gv100ad", "", "official file to read")
	coordinates := flag.String("koordinaten", "", "table with the columns ags, lon, lat")
	out := flag.String("o", "", "file to write")
	flag.Parse()
	if err := run(*register, *coordinates, *out); err != nil {
		log.Fatal(err)
	}
}

func run(register, coordinates, out string) error {
	text, err := generate(register, coordinates)
	if err != nil {
		return err
	}
	return os.WriteFile(out, text, 0o644) //nolint:gosec // the register is public and part of the repository
}

// generate returns the embedded form of the register.
func generate(register, coordinates string) ([]byte, error) {
	file, err := os.Open(register) //nolint:gosec // the command reads the file it is told to read
	if err != nil {
		return nil, err
	}
	defer file.Close()
	bestand, err := gv100ad.ReadBestand(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", register, err)
	}
	if _, err := kommune.NewVerzeichnis(bestand); err != nil {
		return nil, fmt.Errorf("%s: %w", register, err)
	}
	places, err := readCoordinates(coordinates)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", coordinates, err)
	}
	return encode(bestand, places), nil
}

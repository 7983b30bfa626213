// SPDX-License-Identifier: Apache-2.0

// Command gen writes the data embedded in package kommune. It reads, from one
// folder, the official file GV100AD and the tables beside it.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/gv100ad"
)

// The files the command reads.
const (
	registerFile    = "GV100AD_30112025.txt"
	coordinatesFile = "gemeinden.csv"      // columns ags, lon, lat of the Destatis workbook "Auszug GV"
	successorsFile  = "ags_nachfolger.csv" // moves between the ends of years (BBSR) and on days (Destatis)
	officialFile    = "gebietsaenderungen_2023-01_2025-02.csv"
	namesFile       = "namen-frueher.csv"  // names of earlier editions
	kreiseFile      = "kreise-frueher.csv" // likewise, of Kreise
	arsFile         = "ars-frueher.csv"    // ARS of earlier editions
	laterFile       = "aenderungen-bis-2026-06-30.csv"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	in := flag.String("in", "", "folder to read")
	out := flag.String("out", "", "folder to write")
	flag.Parse()
	files, err := generate(*in)
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		err := os.WriteFile(filepath.Join(*out, name), text, 0o644) //nolint:gosec // the data is public and part of the repository
		if err != nil {
			log.Fatal(err)
		}
	}
}

// generate returns the embedded files by name.
func generate(folder string) (map[string][]byte, error) {
	bestand, err := readRegister(filepath.Join(folder, registerFile))
	if err != nil {
		return nil, err
	}
	places, err := readCoordinates(filepath.Join(folder, coordinatesFile))
	if err != nil {
		return nil, err
	}
	register := make(map[kommune.AGS]bool, len(bestand.Gemeinden))
	for _, gemeinde := range bestand.Gemeinden {
		register[gemeinde.AGS] = true
	}
	moves, err := readMoves(filepath.Join(folder, successorsFile), filepath.Join(folder, officialFile), register)
	if err != nil {
		return nil, err
	}
	ends, err := readOpen(filepath.Join(folder, namesFile), filepath.Join(folder, laterFile), moves, register)
	if err != nil {
		return nil, err
	}
	nachfolger, err := encodeNachfolger(moves, ends, bestand.Stand)
	if err != nil {
		return nil, err
	}
	ars, err := encodeFormerARS(filepath.Join(folder, arsFile))
	if err != nil {
		return nil, err
	}
	frueher, err := readFormerNames(filepath.Join(folder, namesFile), bestand)
	if err != nil {
		return nil, err
	}
	kreise, err := encodeFormerKreise(filepath.Join(folder, kreiseFile), bestand)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"kreisnamen.txt":  kreise,
		"frueher.txt":     encodeFormerNames(frueher),
		"ars.txt":         ars,
		"gebiete.txt":     encodeGebiete(bestand),
		"nachfolger.txt":  nachfolger,
		"koordinaten.txt": encodeKoordinaten(bestand, places),
		"zuordnungen.txt": encodeZuordnungen(bestand),
	}, nil
}

// readRegister returns the rows in the order of their keys.
func readRegister(path string) (kommune.Bestand, error) {
	file, err := os.Open(path) //nolint:gosec // the command reads the file it is told to read
	if err != nil {
		return kommune.Bestand{}, err
	}
	defer file.Close()
	bestand, err := gv100ad.ReadBestand(file)
	if err != nil {
		return kommune.Bestand{}, fmt.Errorf("%s: %w", registerFile, err)
	}
	v, err := kommune.NewVerzeichnis(bestand)
	if err != nil {
		return kommune.Bestand{}, fmt.Errorf("%s: %w", registerFile, err)
	}
	bestand.Gemeinden = slices.Collect(v.Gemeinden())
	for _, gemeinde := range bestand.Gemeinden {
		if strings.ContainsAny(gemeinde.Name, ";\n") {
			return kommune.Bestand{}, fmt.Errorf("the name of %s holds a separator", gemeinde.AGS)
		}
	}
	return bestand, nil
}

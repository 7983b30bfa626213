// SPDX-License-Identifier: Apache-2.0

// Package karte holds the outlines of the administrations of Thüringen, and the
// grid of hexagons in which each has the same size. A newer map in the same form
// is loaded with Read.
package karte

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

//go:embed thueringen.tsv
var thueringen string

// Quelle must be printed beside the map.
const Quelle = "© GeoBasis-DE / BKG 2016 (Daten verändert)"

// ViewBox is the frame of the outlines.
const ViewBox = "39 41 1772 1464"

// Flaeche is an administration on the map.
type Flaeche struct {
	Schluessel    string
	Pfad          string // of SVG, relative integers
	Spalte, Zeile int    // of the hexagon; odd rows are shifted by half a cell
}

// Karte are the outlines of all administrations and of the Kreise.
type Karte struct {
	Traeger []Flaeche
	Kreise  []string // outlines
}

// Thueringen returns the embedded map.
var Thueringen = sync.OnceValues(func() (*Karte, error) { return Read(strings.NewReader(thueringen)) })

// path is what an outline may hold: it goes into a page as it is.
var path = regexp.MustCompile(`^[Mlzhv0-9 -]{5,}$`)

// ErrSyntax reports a file that is no map.
var ErrSyntax = errors.New("karte: malformed")

// Read reads a map: lines with tabs, of a Träger (T) with key, column and row of
// its hexagon, and outline; of a Kreis (K) with key, two empty fields, outline.
// Lines that begin with # are notes.
func Read(r io.Reader) (*Karte, error) {
	k := &Karte{}
	scanner := bufio.NewScanner(io.LimitReader(r, 16<<20))
	scanner.Buffer(nil, 64<<10)
	seen, cells := map[string]bool{}, map[[2]int]bool{}
	for number := 1; scanner.Scan(); number++ {
		line := scanner.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 5 || !path.MatchString(fields[4]) || seen[fields[1]] {
			return nil, fmt.Errorf("%w: line %d", ErrSyntax, number)
		}
		seen[fields[1]] = true
		switch fields[0] {
		case "K":
			k.Kreise = append(k.Kreise, fields[4])
		case "T":
			column, err1 := strconv.Atoi(fields[2])
			row, err2 := strconv.Atoi(fields[3])
			if err1 != nil || err2 != nil || column < 0 || row < 0 || column > 200 || row > 200 || cells[[2]int{column, row}] || len(fields[1]) != 9 {
				return nil, fmt.Errorf("%w: line %d", ErrSyntax, number)
			}
			cells[[2]int{column, row}] = true
			k.Traeger = append(k.Traeger, Flaeche{fields[1], fields[4], column, row})
		default:
			return nil, fmt.Errorf("%w: line %d", ErrSyntax, number)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	if len(k.Traeger) == 0 {
		return nil, fmt.Errorf("%w: empty", ErrSyntax)
	}
	return k, nil
}

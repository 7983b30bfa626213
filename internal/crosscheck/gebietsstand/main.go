// SPDX-License-Identifier: Apache-2.0

// Command gebietsstand brings the register up to date from new official files of
// Destatis: an edition of GV100AD and the list of changes as it is published, a
// workbook or a table. It reports what is new, ended, renamed, and what is not
// clear between the two, and writes files that package kommune reads.
//
//	go run . -neu GV100AD_30062026.txt -liste 2026-06.xlsx -out data
//	go run . -alt GV100AD_30112025.txt -neu GV100AD_30062026.txt
//
// Without -alt the edition embedded in package kommune is the old one. The folder
// of -out gets gv100ad.txt for gv100ad.Load and, with -liste, aenderungen.csv for
// kommune.ReadAenderungen.
//
// It is a module of its own, as the library reads no workbooks.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/gv100ad"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gebietsstand: ")
	var a auftrag
	flag.StringVar(&a.alt, "alt", "", "old edition (GV100AD); the embedded one if empty")
	flag.StringVar(&a.neu, "neu", "", "new edition (GV100AD)")
	flag.StringVar(&a.liste, "liste", "", "list of changes (XLSX or CSV), may be missing")
	flag.StringVar(&a.out, "out", "", "folder to write, may be missing")
	flag.Parse()
	if err := a.run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// auftrag names the files of one run.
type auftrag struct{ alt, neu, liste, out string }

func (a auftrag) run(w io.Writer) error {
	before := kommune.Deutschland()
	if a.alt != "" {
		var err error
		if before, _, err = load(a.alt); err != nil {
			return err
		}
	}
	now, edition, err := load(a.neu)
	if err != nil {
		return err
	}
	var list []kommune.Aenderung
	var table []byte
	if a.liste != "" {
		if table, err = readTable(a.liste); err != nil {
			return fmt.Errorf("%s: %w", a.liste, err)
		}
		if list, err = kommune.ReadAenderungen(bytes.NewReader(table)); err != nil {
			return fmt.Errorf("%s: %w", a.liste, err)
		}
	}
	if err := compare(before, now, list).write(w); err != nil || a.out == "" {
		return err
	}
	files := map[string][]byte{"gv100ad.txt": edition}
	if table != nil {
		files["aenderungen.csv"] = table
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(a.out, name), text, 0o644); err != nil { //nolint:gosec // the data is public
			return err
		}
	}
	return nil
}

// load reads an edition and returns its text too.
func load(path string) (*kommune.Verzeichnis, []byte, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the command reads the file it is told to read
	if err != nil {
		return nil, nil, err
	}
	v, err := gv100ad.Load(bytes.NewReader(text))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return v, text, nil
}

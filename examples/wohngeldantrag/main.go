// SPDX-License-Identifier: Apache-2.0

// Command wohngeldantrag serves the application for Wohngeld (Mietzuschuss) for all
// authorities of Thüringen: one value over the kit, with law as code behind the preview
// that the person reads before sending.
//
//	go run ./examples/wohngeldantrag                      serves the pages
//	go run ./examples/wohngeldantrag -data DATEI          keeps everything in a file
//	go run ./examples/wohngeldantrag rechne DATEI         the official's calculation
//
// What was handed in lies in a folder for each authority beside the file. The second
// command reads one of these and writes the calculation as a page, step by step, each
// with its norm and each fact with its origin. Accounts and registers are pretended.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/sqlite"
	"github.com/deutschland-stack/bausteine/examples/wohngeldantrag/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/ordner"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "rechne" {
		if err := rechne(os.Args[2], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "wohngeldantrag:", err)
			os.Exit(1)
		}
		return
	}
	p, err := programm()
	if err != nil {
		fmt.Fprintln(os.Stderr, "wohngeldantrag:", err)
		os.Exit(1)
	}
	onlinedienst.Main(p)
}

// rechne reads a file of the folder of an authority.
func rechne(path string, out io.Writer) error {
	text, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	var file struct{ Daten []byte }
	if err := json.Unmarshal(text, &file); err != nil {
		return dienst.ErrAkte
	}
	akte, err := dienst.ReadAkte(file.Daten)
	if err != nil {
		return err
	}
	return akte.WriteRechnung(out, recht.Deutsch)
}

// programm is the service with what a lecture hall has: pretended accounts, and folders
// as the authorities.
func programm() (onlinedienst.Programm, error) {
	zustaendig, err := dienst.Zustaendig(dienst.LeistungWohngeld())
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	var konten zugang
	amt, err := arbeitsplatz.New(dienst.Behoerden(), nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	return onlinedienst.Programm{
		Name: "wohngeldantrag", Amt: amt, Dienste: []onlinedienst.AnyDienst{dienst.Dienst().With(dienst.Kommunen{})}, Konten: konten.open, Flags: konten.flags, Zustaendig: zustaendig,
		Danach: antrag.Tage(365), Open: sqlite.OpenStore, Zusteller: zusteller,
		Config: onlinedienst.Config{Betreiber: recht.NewText("Beispiel für Wohngeld in Thüringen", "Example of Wohngeld in Thuringia")},
	}, nil
}

// zusteller delivers into folders beside the file, or into an inbox in memory.
func zusteller(data string, registry *antrag.Registratur) (zustellung.Zusteller, error) {
	if data == "" {
		return lokal.New(registry)
	}
	dir := filepath.Clean(data) + ".eingang"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return ordner.New(dir)
}

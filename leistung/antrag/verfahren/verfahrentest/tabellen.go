// SPDX-License-Identifier: Apache-2.0

// Package verfahrentest holds tables of real services, as stored: for tests that play
// them.
package verfahrentest

import (
	"embed"
	"encoding/json"
	"path"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

//go:embed *.json
var files embed.FS

// Namen returns the names of the tables.
func Namen() (names []string) {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // embedded
	}
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), path.Ext(entry.Name())))
	}
	return names
}

// Verfahren returns a table as it was stored.
func Verfahren(name string) (v verfahren.Verfahren) {
	text, err := files.ReadFile(name + ".json")
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		panic(err) // embedded
	}
	return v
}

// Tabelle returns the checked table.
func Tabelle(name string) *verfahren.Tabelle { return verfahren.MustNew(Verfahren(name)) }

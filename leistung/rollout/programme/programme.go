// SPDX-License-Identifier: Apache-2.0

// Package programme holds the programmes that are known by name, as data: the
// services, the day, and the rules of who is due. Each says what of it is not
// confirmed by a source, and a page that shows a programme shows that too.
package programme

import (
	"embed"
	"slices"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

//go:embed *.json
var files embed.FS

// All returns the programmes, Thüringen first. Every call reads them anew.
func All() ([]rollout.Programm, error) {
	var list []rollout.Programm
	for _, name := range []string{"thueringen", "bayern", "hessen"} {
		file, err := files.Open(name + ".json")
		if err != nil {
			return nil, err
		}
		p, err := rollout.ReadProgramm(file)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return slices.Clip(list), nil
}

// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed codes.txt
var codesText string

// codes are the lists by their names.
var codes = sync.OnceValue(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.Lines(codesText) {
		if words := strings.Fields(line); len(words) > 1 && words[0] != "#" {
			list := make(map[string]bool, len(words))
			for _, w := range words[1:] {
				list[w] = true
			}
			all[words[0]] = list
		}
	}
	return all
})

// The codes of types of invoices; a credit note may stand in CII, and in UBL it is
// another document.
var creditTypes = [...]string{"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}

// usualTypes are those that XRechnung wants.
var usualTypes = [...]string{"326", "380", "381", "384", "389", "875", "876", "877"}

// SPDX-License-Identifier: Apache-2.0

// Package archtest holds the plan of the house as a test: an import goes down,
// never up, and never sideways between blocks on one floor.
package archtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The floors, from below.
const (
	ground = iota
	floorTerritory
	floorEvidencePayment
	floorLeistung
	floorKit
	floorServices
)

// floorOf returns the floor of a package and the block on it that it belongs to.
func floorOf(name string) (floor int, block string) {
	parts := strings.Split(name, "/")
	switch parts[0] {
	case ".", "internal":
		return ground, "ground"
	case "kommune":
		return floorTerritory, "kommune"
	case "onceonly", "payment":
		return floorEvidencePayment, parts[0]
	case "leistung":
		if len(parts) == 1 {
			return floorLeistung, "leistung"
		}
		if parts[1] == "onlinedienst" {
			return floorKit, "leistung/onlinedienst"
		}
		return floorLeistung, parts[0] + "/" + parts[1]
	case "examples":
		return floorServices, "examples"
	}
	return -1, name
}

// leaves stand alone, so that a small import stays small: they import nothing of
// ours but what is named.
var leaves = map[string][]string{
	"kommune/datum":                    {},
	"kommune/recht":                    {"kommune/datum"},
	"kommune/recht/register":           {"kommune/datum", "kommune/recht"},
	"kommune/din91379":                 {"kommune/recht"},
	"kommune/leitweg":                  {"kommune", "kommune/datum", "kommune/recht"},
	"payment/money":                    {},
	"payment/sepa":                     {"internal/xmlstream", "kommune/datum", "kommune/recht", "payment/money"},
	"payment/xrechnung":                {"internal/xmlstream", "kommune", "kommune/datum", "kommune/leitweg", "kommune/recht", "payment/money", "payment/sepa"},
	"onceonly/idnr":                    {"onceonly/internal/masked"},
	"leistung/xdatenfelder":            {"internal/xmlstream", "kommune/datum", "kommune/din91379", "kommune/recht", "leistung/xdatenfelder/genericode"},
	"leistung/xdatenfelder/genericode": {"internal/xmlstream"},
	"leistung/xzufi":                   {"internal/xmlstream", "kommune", "kommune/datum", "kommune/recht", "leistung"},
	"leistung":                         {"kommune", "internal/csvlimit", "kommune/datum", "kommune/recht"},
	"leistung/frist":                   {"kommune", "kommune/datum", "kommune/recht"},
	"leistung/zustaendigkeit":          {"kommune", "kommune/datum", "kommune/recht", "leistung"},
}

// vocabulary is what everybody may import, the ground included.
var vocabulary = []string{"kommune/datum", "kommune/recht", "payment/money"}

// adapters stand between a wire format and a model on their floor, or ask another
// block of it by plan.
var adapters = map[string][]string{
	"leistung/antrag/fall":              {"leistung/frist"}, // which counts the periods of a case
	"leistung/antrag/fall/falltest":     {"leistung/frist"},
	"leistung/bescheid":                 {"leistung/frist"}, // which counts the last day to object
	"leistung/formular/xdfform":         {"leistung/xdatenfelder", "leistung/xdatenfelder/genericode"},
	"leistung/postfach":                 {"leistung/frist"},                 // which counts from what was provided
	"leistung/postfach/bundid":          {"leistung/zustellung/fitconnect"}, // over which that postbox is reached
	"leistung/rollout/xzufipvog":        {"leistung/xzufi", "leistung/zustaendigkeit"},
	"leistung/zustaendigkeit/xzufifeed": {"leistung/xzufi"},
	"leistung/zustellung/lokal":         {"leistung/antrag"}, // the inbox of an authority in the same store
}

// sideways names the imports that still break the rule, each with what is to be
// done about it. An entry that is no longer needed fails the test.
var sideways = map[[2]string]string{}

// offence says why from may not import to, or nothing.
func offence(from, to string) string {
	floorFrom, blockFrom := floorOf(from)
	floorTo, blockTo := floorOf(to)
	allowed, leaf := leaves[from]
	switch {
	case leaf && !slices.Contains(allowed, to):
		return "it stands alone, and " + to + " is not among what it may import"
	case strings.HasPrefix(from, "internal/") && to == "." && !suite(from):
		return "the root package stands on internal and not under it"
	case floorFrom == floorTerritory && to == ".":
		return "what this floor knows is in no store"
	case slices.Contains(vocabulary, to):
		return ""
	case floorTo < floorFrom, blockTo == blockFrom:
		return ""
	case floorTo > floorFrom:
		return "it goes up"
	case to == "leistung": // keys and catalogue, which the blocks of the floor speak of
		return ""
	case slices.Contains(adapters[from], to):
		return ""
	}
	return "it goes sideways"
}

func TestImportsGoDownTheFloors_PackageByPackage(t *testing.T) {
	used := map[[2]string]bool{}
	all := tree(t)
	for _, name := range sorted(all) {
		p := all[name]
		floor, _ := floorOf(name)
		require.GreaterOrEqual(t, floor, 0, "%s stands on no floor", name)
		for _, to := range inside(p.Imports) {
			if _, known := sideways[[2]string{name, to}]; known {
				used[[2]string{name, to}] = true
				continue
			}
			if why := offence(name, to); why != "" {
				t.Errorf("%s imports %s: %s", name, to, why)
			}
		}
	}
	for pair, todo := range sideways {
		require.True(t, used[pair], "%s no longer imports %s (%s): take the entry out", pair[0], pair[1], todo)
	}
	for name := range leaves {
		require.NotNil(t, all[name], "%s is a leaf that does not exist", name)
	}
	for name := range adapters {
		require.NotNil(t, all[name], "%s is an adapter that does not exist", name)
	}
}

// A test may look sideways, but up no further than its own block.
func TestImportsOfTestsGoUpNoFloor(t *testing.T) {
	for name, p := range tree(t) {
		if name == "." {
			continue // the examples of the store show blocks on it
		}
		from, blockFrom := floorOf(name)
		for _, to := range inside(append(slices.Clone(p.TestImports), p.XTestImports...)) {
			floorTo, blockTo := floorOf(to)
			require.True(t, floorTo <= from || blockTo == blockFrom, "tests of %s import %s, which stands above", name, to)
		}
	}
}

func TestOffence_KnowsEveryKind(t *testing.T) {
	for _, c := range []struct {
		from, to string
		bad      bool
	}{
		{"payment", "onceonly", true},
		{"onceonly/edm", "payment/sepa", true},
		{"kommune", "leistung", true},
		{"internal/journal", "kommune/datum", false},
		{"internal/journal", "kommune", true},
		{".", "kommune/recht", false},
		{"kommune", ".", true},
		{"onceonly", "payment/money", false},
		{"internal/grund", ".", true},
		{".", "internal/grund", false},
		{"payment", ".", false},
		{"leistung/antrag", "leistung/formular", true},
		{"leistung/antrag", "leistung", false},
		{"leistung/antrag", "payment", false},
		{"leistung/onlinedienst/desk", "leistung/antrag", false},
		{"leistung/antrag", "leistung/onlinedienst", true},
		{"leistung/xzufi", "leistung/zustaendigkeit", true},
		{"leistung/zustaendigkeit/xzufifeed", "leistung/xzufi", false},
		{"leistung/zustaendigkeit/routing", "leistung/xzufi", true},
		{"payment/sepa", "payment", true},
		{"payment/sepa", "payment/money", false},
		{"kommune/recht", "kommune", true},
		{"examples/onceonly", "leistung/antrag", false},
		{"leistung/antrag", "examples/onceonly", true},
	} {
		require.Equal(t, c.bad, offence(c.from, c.to) != "", "%s -> %s", c.from, c.to)
	}
}

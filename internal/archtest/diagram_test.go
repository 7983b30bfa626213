// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var floorNames = [...]string{
	ground:               "ground",
	floorTerritory:       "floor 1: territory and vocabulary",
	floorEvidencePayment: "floor 2: evidence and e-payment",
	floorLeistung:        "floor 3: services of the administration",
	floorKit:             "floor 4: the kit",
	floorServices:        "floor 5: services",
}

const (
	diagramBegin = "<!-- drawn from the imports: go test ./internal/archtest -update -->"
	diagramEnd   = "<!-- end of the drawing -->"
)

// TestDiagram_OfTheREADMEShowsTheImportsThatExist holds the part of the README
// between the two marks against the imports.
func TestDiagram_OfTheREADMEShowsTheImportsThatExist(t *testing.T) {
	drawn := diagram(tree(t))
	for _, block := range []string{"kommune", "onceonly", "payment", "leistung", "examples"} {
		require.Contains(t, drawn, "    "+block, "the drawing lacks a block")
	}
	path := filepath.Join("..", "..", "README.md")
	readme, err := os.ReadFile(path)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(readme), diagramBegin)
	if !found {
		t.Log("README.md has no place for the drawing yet")
		t.Log("\n" + diagramBegin + "\n" + drawn + diagramEnd)
		return
	}
	_, after, found := strings.Cut(rest, diagramEnd)
	require.True(t, found, "README.md has the first mark and not the second")
	want := before + diagramBegin + "\n" + drawn + diagramEnd + after
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o600))
		return
	}
	require.Equal(t, want, string(readme), "the drawing in README.md is old: go test ./internal/archtest -update")
}

// diagram draws one box for each block and the leaves that stand alone, and only
// the arrows that do not follow from others.
func diagram(all map[string]*pack) string {
	edges := map[string]map[string]bool{}
	floors := map[string]int{}
	for name, p := range all {
		if suite(name) {
			continue
		}
		from, floor := box(name)
		floors[from] = floor
		if edges[from] == nil {
			edges[from] = map[string]bool{}
		}
		for _, imported := range inside(p.Imports) {
			to, toFloor := box(imported)
			floors[to] = toFloor
			if to != from {
				edges[from][to] = true
			}
		}
	}
	// The ground is under everything: an arrow to it says nothing.
	for from := range edges {
		delete(edges[from], "internal")
	}
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart TD\n")
	for floor := floorServices; floor >= ground; floor-- {
		var boxes []string
		for name, f := range floors {
			if f == floor {
				boxes = append(boxes, name)
			}
		}
		if len(boxes) == 0 {
			continue
		}
		slices.Sort(boxes)
		fmt.Fprintf(&b, "    subgraph f%d[\"%s\"]\n", floor, floorNames[floor])
		for _, name := range boxes {
			fmt.Fprintf(&b, "        %s[\"%s\"]\n", id(name), name)
		}
		b.WriteString("    end\n")
	}
	for _, from := range sorted(edges) {
		for _, to := range sorted(edges[from]) {
			if !follows(edges, from, to) {
				fmt.Fprintf(&b, "    %s --> %s\n", id(from), id(to))
			}
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// box is what a package is drawn as: its block, but for leaves and adapters.
func box(name string) (label string, floor int) {
	floor, block := floorOf(name)
	switch name {
	case "kommune/datum", "kommune/recht", "kommune/din91379", "payment/money", "payment/sepa":
		return name, floor
	case ".":
		return "bausteine", floor
	}
	if floor == ground {
		return "internal", floor
	}
	if _, adapter := adapters[name]; adapter && name != block {
		return name, floor // so that a block is not drawn as if it knew the wire format
	}
	return block, floor
}

func id(name string) string { return strings.NewReplacer("/", "_", ".", "_").Replace(name) }

// follows reports whether another way leads from one box to the other.
func follows(edges map[string]map[string]bool, from, to string) bool {
	seen := map[string]bool{}
	var reach func(at string) bool
	reach = func(at string) bool {
		if seen[at] {
			return false
		}
		seen[at] = true
		for next := range edges[at] {
			if at == from && next == to {
				continue
			}
			if next == to || reach(next) {
				return true
			}
		}
		return false
	}
	return reach(from)
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun_TellsTheDay(t *testing.T) {
	for args, want := range map[string]string{
		"-ort Jena -tag 2026-12-22 -weg uebergabe":  "object until 2027-01-22.",
		"-ort Kassel -tag 2026-12-22 -weg postfach": "object until 2027-01-26.",
	} {
		var out strings.Builder
		require.NoError(t, run(strings.Fields(args), &out))
		require.Contains(t, out.String(), want, args)
		require.Contains(t, out.String(), "Call nobody late before ")
	}
	for args, wrong := range map[string]string{
		"-tag gestern": "", "-ort Nirgendwoheim": "official name", "-weg fax": "brief, postfach or uebergabe", "-kaputt": "",
	} {
		var out strings.Builder
		require.ErrorContains(t, run(strings.Fields(args), &out), wrong, args)
	}
}

// A vendor who imports one block compiles no other.
func TestImports_AreOneBlock(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	for _, foreign := range []string{"bausteine/internal/journal", "bausteine/payment", "bausteine/onceonly", "leistung/onlinedienst", "modernc.org/sqlite", "\ndatabase/sql\n", "\nnet/http\n"} {
		require.NotContains(t, string(out), foreign)
	}
}

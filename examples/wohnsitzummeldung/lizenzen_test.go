// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// words are what the text of a licence says that no other one says.
var words = map[string]string{
	"MIT":          "Permission is hereby granted, free of charge",
	"BSD-3-Clause": "Redistribution and use in source and binary forms",
	"Apache-2.0":   "Apache License",
}

func TestLicences_AreThoseOfWhatTheExampleContains(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}\t{{.Dir}}{{end}}", ".")
	list.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := list.Output()
	require.NoError(t, err)
	table, err := os.ReadFile("LICENCES.md")
	require.NoError(t, err)
	told := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([a-z]+\.[^ ]+) \| (.+) \|$`).FindAllStringSubmatch(string(table), -1) {
		told[row[1]] = row[2]
	}
	contained := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		path, dir, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found || contained[path] || strings.HasPrefix(path, "github.com/deutschland-stack/") {
			continue
		}
		contained[path] = true
		require.NotEmpty(t, told[path], "%s is linked and LICENCES.md does not name it", path)
		text, err := os.ReadFile(filepath.Join(dir, "LICENSE"))
		require.NoError(t, err)
		for _, licence := range strings.Split(told[path], ", ") {
			require.NotEmpty(t, words[licence], "%s: a licence that was not looked at yet", path)
			require.Contains(t, strings.Join(strings.Fields(string(text)), " "), words[licence], "%s is not under %s", path, licence)
		}
	}
	for path := range told {
		require.True(t, contained[path], "%s is not linked any more", path)
	}
}

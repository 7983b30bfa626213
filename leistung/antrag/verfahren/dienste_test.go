// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

var update = flag.Bool("update", false, "rewrite the stored tables and their drawings")

// dienste are the services that are declared as tables here.
func dienste() []verfahren.Verfahren {
	return []verfahren.Verfahren{
		eheschliessung(), ikfz(), schwerbehinderung(), unterhaltsvorschuss(), wohngeld(), anerkennung(), anerkennungBeschleunigt(), pass(), bauantrag(), bauantragHessen(), wohnsitz(),
		widerspruch(), widerspruchSozial(), nachpruefung(),
	}
}

// Every service is proved, stands drawn in DIENSTE.md, and lies stored in verfahrentest
// for those who play it:
//
//	go test ./leistung/antrag/verfahren -run Dienste -update
func TestDienste_AreProvedDrawnAndStored(t *testing.T) {
	t.Parallel()
	var doc strings.Builder
	doc.WriteString("# Verfahren als Daten\n\nDrawn from the tables in the tests of this package by `go test -run Dienste -update`.\n")
	for _, v := range dienste() {
		require.Empty(t, v.Check(), v.Name)
		table := verfahren.MustNew(v)
		doc.WriteString("\n## " + v.String() + " (" + v.Recht.Name + ")\n\n```mermaid\n" + table.Mermaid() + "```\n\n" + table.Ablaufplan())
		text, err := json.MarshalIndent(v, "", "\t")
		require.NoError(t, err)
		same(t, filepath.Join("verfahrentest", v.Name+".json"), string(text)+"\n")
	}
	same(t, "DIENSTE.md", doc.String())
}

func same(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	committed, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(committed), text, "%s: go test ./leistung/antrag/verfahren -run Dienste -update", file)
}

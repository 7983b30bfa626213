// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmbeddedData_IsUnderOneAndAHalfMegabytes(t *testing.T) {
	t.Parallel()
	size := len(gebieteData) + len(zuordnungenData) + len(koordinatenData) + len(nachfolgerData) + len(frueherData) + len(arsFrueherData) + len(kreisAnteileData)
	t.Logf("%d bytes", size)
	require.Less(t, size, 1_500_000)
}

func TestImport_DoesNoWork(t *testing.T) {
	t.Parallel()
	executable, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), executable, "-test.run=^$")
	command.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	trace, err := command.CombinedOutput()
	require.NoError(t, err)
	require.Contains(t, string(trace), "\ninit ", "the runtime traces what packages do at start")
	line := regexp.MustCompile(`init \S+bausteine/kommune @.* (\d+) bytes, (\d+) allocs`).FindSubmatch(trace)
	if line == nil {
		return // the runtime names only packages that had something to do
	}
	bytes, err := strconv.Atoi(string(line[1]))
	require.NoError(t, err)
	require.Less(t, bytes, 10_000, "nothing is decoded before it is asked for: %s", line[0])
}

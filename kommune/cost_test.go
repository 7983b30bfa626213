// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEmbeddedData_IsUnderOneAndAHalfMegabytes(t *testing.T) {
	t.Parallel()
	size := len(gebieteData) + len(zuordnungenData) + len(koordinatenData) + len(nachfolgerData)
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

// requireFast runs f until one run takes less than five milliseconds: other
// programs may take the processor, so only the fastest run says what f costs.
func requireFast(t *testing.T, f func()) {
	t.Helper()
	const limit = 5 * time.Millisecond
	best := time.Hour
	for range 300 {
		start := time.Now()
		f()
		if best = min(best, time.Since(start)); best < limit {
			return
		}
	}
	require.Less(t, best, limit)
}

func TestFirstUse_TakesLessThanFiveMilliseconds(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes everything slower")
	}
	requireFast(t, func() { newVerzeichnis(must(decode(gebieteData))) })
	gemeinden := Deutschland().gemeinden
	requireFast(t, func() { newNameIndex(gemeinden) })
	requireFast(t, func() { must(decodeHistorie(nachfolgerData)) })
	requireFast(t, func() { must(decodeKoordinaten(koordinatenData, len(gemeinden))) })
	requireFast(t, func() { must(decodeZuordnungen(zuordnungenData, len(gemeinden))) })
}

// SPDX-License-Identifier: Apache-2.0

package fall_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
)

// regeln are the 87 rules that were collected for the seven further services: which play
// shows what is procedure, period, kind of decision or announcement of them, which test of
// an example shows what is asked and found, and what waits for the service that decides the matter.
var regeln = map[string]string{
	// Schwerbehinderung
	"S1": "waits: the finding", "S2": "waits: the finding", "S3": "waits: the finding", "S4": "waits: from when it holds is content of the decision",
	"S5": "Schwerbehinderung_FourEyesAndTheCard", // a margin: no machine decides, by the table's proof
	"S6": "Schwerbehinderung_FourEyesAndTheCard", "S7": "waits: marks", "S8": "waits: marks",
	"S9": "Schwerbehinderung_FourEyesAndTheCard", "S10": "waits: form", "S11": "waits: card", "S12": "waits: card", "S13": "waits: card", "S14": "waits: card",
	"S15": "Schwerbehinderung_Periods", "S16": "waits: card", "S17": "Schwerbehinderung_FourEyesAndTheCard",
	// Eheschließung
	"E1": "examples/eheschliessung TestRegeln_SayWhoMayMarry", "E2": "waits: the registrar judges", "E3": "examples/eheschliessung TestRegeln_SayWhoMayMarry", "E4": "examples/eheschliessung TestRegeln_SayWhoMayMarry",
	"E5": "examples/eheschliessung TestUnterlagen_AreThoseOfTheLastMarriageOrOfAll",
	"E6": "TheNoticeHoldsSixMonths", "E7": "waits: appearance", "E8": "TheNoticeHoldsSixMonths", "E9": "examples/eheschliessung TestUnterlagen_AreThoseOfTheLastMarriageOrOfAll", "E10": "waits: delivery",
	"E11": "TheNoticeHoldsSixMonths", "E12": "examples/eheschliessung TestEhenamen_AreNoneOneOrDouble", "E13": "waits: a further decision of the table",
	// Anerkennung
	"A1": "Anerkennung", "A2": "Anerkennung", "A3": "Anerkennung", "A4": "Anerkennung", "A5": "Anerkennung", "A6": "waits: letters by way of another authority; its periods are played (AnerkennungBeschleunigt)",
	"A7": "Anerkennung", "A8": "waits: a further part of the table", "A9": "Anerkennung", "A10": "waits: the finding", "A11": "waits: statistics",
	// Unterhaltsvorschuss
	"U1": "waits: the finding", "U2": "waits: the finding", "U3": "waits: the finding", "U4": "waits: the finding", "U5": "waits: the finding", "U6": "waits: amounts",
	"U7": "waits: amounts", "U8": "waits: amounts", "U9": "waits: amounts", "U10": "Unterhaltsvorschuss", "U11": "waits: the notice", "U12": "Unterhaltsvorschuss",
	"U13": "waits: running benefits", "U14": "Unterhaltsvorschuss",
	// Fahrzeug
	"K1": "WhatTheMachineCannotAPersonDoes", "K2": "ThreeCorrectionsAndNoMore", "K3": "NoMoneyNoCase", "K4": "ThreeCorrectionsAndNoMore", "K5": "AMachineDecidesAndAllIsErased",
	"K6": "WhatIsNotRetrievedIsPosted", "K7": "WhatIsNotRetrievedIsPosted", "K8": "SamplesAndRevocation", "K9": "AMachineDecidesAndAllIsErased",
	"K10": "waits: the document", "K11": "waits: registers", "K12": "waits: delivery", "K13": "AMachineDecidesAndAllIsErased",
	// Pass
	"P1": "Pass", "P2": "waits: consent of the second guardian in the service", "P3": "waits: fees", "P4": "waits: fees", "P5": "waits: fees", "P6": "waits: fees", "P7": "Pass",
	"P8": "waits: nothing of it is stored here", "P9": "Pass",
	// Bau
	"B1": "waits: the route", "B2": "Bau_DeficitsCountAsWithdrawal", "B3": "Bau_BodiesSideBySideAndThreeYears", "B4": "Bau_BodiesSideBySideAndThreeYears", "B5": "waits: the finding",
	"B6": "Bau_BodiesSideBySideAndThreeYears", "B7": "Bau_BodiesSideBySideAndThreeYears", "B8": "Bau_SilenceWhereTheLandSaysSo", "B9": "Bau_Lapses", "B10": "Bau_BodiesSideBySideAndThreeYears",
}

func TestRegeln_AreShownOrWaitByName(t *testing.T) {
	t.Parallel()
	played := falltest.Namen()
	count, shown := 0, 0
	for _, service := range []struct {
		letter string
		rules  int
	}{{"S", 17}, {"E", 13}, {"A", 11}, {"U", 14}, {"K", 13}, {"P", 9}, {"B", 10}} {
		for i := 1; i <= service.rules; i++ {
			id := fmt.Sprintf("%s%d", service.letter, i)
			where, found := regeln[id]
			require.True(t, found, id)
			count++
			switch dir, test, inExample := strings.Cut(where, " Test"); {
			case strings.HasPrefix(where, "waits: "):
			case inExample:
				require.True(t, declares(t, dir, "func Test"+test+"("), "%s: no test of %s is called so", id, dir)
				shown++
			default:
				require.True(t, slices.Contains(played, where), "%s: no play is called %s", id, where)
				shown++
			}
		}
	}
	require.Len(t, regeln, count)
	require.Equal(t, 87, count)
	require.GreaterOrEqual(t, shown, 44)
	t.Logf("%d of %d rules are shown here", shown, count)
}

// declares reports whether a test file of a folder has a line that begins so.
func declares(t *testing.T, dir, line string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../..", dir, "*_test.go"))
	require.NoError(t, err)
	return slices.ContainsFunc(files, func(file string) bool {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		return strings.Contains(string(source), "\n"+line)
	})
}

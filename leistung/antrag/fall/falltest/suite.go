// SPDX-License-Identifier: Apache-2.0

package falltest

import "testing"

// TestFall plays everything on a store. Every test opens a store of its own.
func TestFall(t *testing.T, open Open) {
	t.Helper()
	for _, test := range []struct {
		name string
		play func(*testing.T, Open)
	}{
		{"BothConfirmWhatTheySee", testBothConfirm},
		{"EachSeesTheirOwn", testOwnView},
		{"WhoActsForAnotherActsOnce", testRepresentation},
		{"ReachIsABound", testReach},
		{"NobodyAnswersAndItIsGone", testNobodyAnswers},
		{"ADraftRunsFromItsLastEdit", testDraftRunsFromTheLastEdit},
		{"TheNoticeHoldsSixMonths", testNoticeHoldsSixMonths},
		{"TheNoticeExpires", testNoticeExpires},
		{"EverythingHappensWhileNobodyIsThere", testEverythingWhileNobodyIsThere},
		{"TheClockGoesBack", testClockGoesBack},
		{"ThreeCorrectionsAndNoMore", testThreeCorrections},
		{"NoMoneyNoCase", testNotPaidInTime},
		{"AMachineDecidesAndAllIsErased", testDecidedByMachine},
		{"WhatIsNotRetrievedIsPosted", testNotRetrieved},
		{"WhatTheMachineCannotAPersonDoes", testHandedToAPerson},
		{"SamplesAndRevocation", testSamplesAndRevocation},
		{"ARepeatIsNoSecondAct", testRepeats},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.play(t, open)
		})
	}
}

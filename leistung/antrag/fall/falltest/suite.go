// SPDX-License-Identifier: Apache-2.0

package falltest

import "testing"

// spiele are all plays.
func spiele() []spiel {
	return []spiel{
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
		{"Schwerbehinderung_Periods", testSchwerbehinderungFristen},
		{"Schwerbehinderung_DoctorsSideBySide", testAerzte},
		{"Schwerbehinderung_FourEyesAndTheCard", testVierAugenUndAusweis},
		{"Unterhaltsvorschuss", testUnterhaltsvorschuss},
		{"Wohngeld", testWohngeld},
		{"Anerkennung", testAnerkennung},
		{"AnerkennungBeschleunigt", testAnerkennungBeschleunigt},
		{"Pass", testPass},
		{"Bau_DeficitsCountAsWithdrawal", testBauMaengel},
		{"Bau_BodiesSideBySideAndThreeYears", testBau},
		{"Bau_Lapses", testBauErlischt},
		{"Bau_SilenceWhereTheLandSaysSo", testBauHessen},
		{"Wohnsitzmeldung", testWohnsitz},
		{"ARemedyHasALifeOfItsOwn", testRechtsbehelf},
		{"AnEventOffersOrOpens", testAnlaesse},
		{"DocumentsGoWithTheirCase", testUnterlagen},
		{"AReadingIsLoggedOnce", testLesung},
	}
}

type spiel struct {
	name string
	play func(*testing.T, Open)
}

// Namen returns the names of the plays.
func Namen() (names []string) {
	for _, s := range spiele() {
		names = append(names, s.name)
	}
	return names
}

// TestFall plays everything on a store. Every test opens a store of its own.
func TestFall(t *testing.T, open Open) {
	t.Helper()
	for _, s := range spiele() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.play(t, open)
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
)

// Probe is a service with what a person answers who gets through.
type Probe[A, P any] struct {
	Dienst   onlinedienst.Dienst[A, P]
	Kommunen onlinedienst.Kommunen[P]
	Tag      string // the day on which it is tried
	// Antworten is all that is asked on the way, without a finding. What asks for files
	// stays empty: the suite hands some in. For another way through the service take a
	// second Probe.
	Antworten A
	// Andere are the answers of those who fill in beside the one who begins, in the order
	// of the procedure; what all state together is that of the first.
	Andere []A
	// Gemeinde is whose case it then is.
	Gemeinde kommune.AGS
	// Auszug is what a register gives for each evidence, and Bekommt, by the name of
	// the evidence, what of it a person then reads; none where nothing is fetched.
	Auszug  []byte
	Bekommt map[string][]string
	// Entscheidet is what an official states in a decision, by its name: for those that
	// ask for more than is proposed.
	Entscheidet map[string]any
	// Bescheinigt is what others certify, by the name of each certificate, without a
	// finding; where the service has any.
	Bescheinigt map[string]any
	// Befristet is the decision that grants for a time, where people are reminded of the
	// end.
	Befristet string
	// Felder is the file that tells where each answer goes, beside the test; "" for none.
	Felder string
	// Kasse opens who takes the fee, for a service that has one. It tells paid what
	// was paid.
	Kasse func(t *testing.T, store *bausteine.Store, now func() time.Time, paid func(context.Context, payment.Notice) error) Kasse
}

// Kasse is who takes fees, with the payer in the test's hand.
type Kasse struct {
	onlinedienst.Kasse

	Pay      func(t *testing.T)              // pays everything that is open
	GiveUp   func(t *testing.T)              // gives everything up that is open
	Work     func(ctx context.Context) error // does what is due, as in the background
	Payments func() int                      // how many have been opened
}

// TestDienst holds a service to what the kit promises, whatever it asks: that a
// person gets through and only what is asked leaves; that nothing typed is lost,
// by an error, in a second window, or with a session that ends; that nobody reaches
// the case of another; that pages are in order for everybody and show what is due by
// law; and that no walk, no input and no repetition ends in a fault.
func TestDienst[A, P any](t *testing.T, p Probe[A, P]) {
	t.Helper()
	t.Run("Check", func(t *testing.T) { require.Empty(t, p.Dienst.Check()) })
	t.Run("AnswersFit", func(t *testing.T) {
		missing, wrong := Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).missing()
		require.Empty(t, wrong)
		if len(missing) > 0 { // files are not among the answers, and may be all that is missing
			s := newStand(t, p)
			b := s.login(t, kontoErika)
			files := map[string]bool{}
			s.walk(t, b, s.begin(t, b), func() {
				for _, f := range b.forms() {
					for _, i := range f.inputs {
						files[i.name] = files[i.name] || i.kind == "file"
					}
				}
			})
			for _, place := range missing {
				require.True(t, files[place], "the probe does not answer %s", place)
			}
		}
		require.Equal(t, p.Gemeinde, p.Dienst.Gemeinde(Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).Case().Angaben))
	})
	for name, test := range map[string]func(*testing.T, *stand[A, P]){
		"FollowsEachField":             followsFields[A, P],
		"WalksThroughAndSends":         walkThrough[A, P],
		"SendsOnce":                    sendsOnce[A, P],
		"PaysFirst":                    paysFirst[A, P],
		"FetchesOnlyAfterAYes":         fetchesAfterYes[A, P],
		"KeepsWhatCameBesideAnswers":   correctsWhatCame[A, P],
		"KeepsFilesThatTheDraftNames":  keepsFiles[A, P],
		"ComesBackToADraft":            comesBack[A, P],
		"KeepsWhatTwoWindowsWrote":     twoWindows[A, P],
		"KeepsWhatCannotBeRead":        unreadable[A, P],
		"KeepsWhatASessionThatEnded":   endedSession[A, P],
		"IsClosedToOthers":             closedToOthers[A, P],
		"KeepsToThePersonAtStepUp":     sameAtStepUp[A, P],
		"RefusesForgedForms":           forgedForms[A, P],
		"DrawsPagesForEverybody":       pagesForEverybody[A, P],
		"TellsWhatIsDueByLaw":          tellsWhatIsDue[A, P],
		"SurvivesRandomWalks":          randomWalks[A, P],
		"AsksAllToConfirmTheSame":      confirmTogether[A, P],
		"KeepsApartWhoFillsIn":         keptApart[A, P],
		"TellsWhatIsKnown":             tellsWhatIsKnown[A, P],
		"ShowsWhoFetchedWhat":          showsWhoFetched[A, P],
		"ShowsEachTheirPart":           showsTheirPart[A, P],
		"IssuesCertificates":           issues[A, P],
		"DescribesItself":              describesItself[A, P],
		"SpeaksXDatenfelder":           speaksXDatenfelder[A, P],
		"SpeaksEinfacheSprache":        speaksEinfach[A, P],
		"EndsCertificates":             certificatesEnd[A, P],
		"DecidesAtTheDesk":             decidesAtDesk[A, P],
		"TellsEachOfSeveralByANotice":  noticeToEach[A, P],
		"SendsFilesBothWays":           filesBothWays[A, P],
		"OffersAfterAnEvent":           offers[A, P],
		"ShowsWhoActsForWhom":          represents[A, P],
		"AsksBackAtTheDesk":            asksBack[A, P],
		"ClosesTheDeskToOthers":        deskClosed[A, P],
		"AsksOthersFromTheDesk":        asksOthers[A, P],
		"ExtendsPeriodsAtTheDesk":      extendsAtDesk[A, P],
		"ErasesWhatTheDeskKeeps":       erasedWithTheCase[A, P],
		"LooksAtSamplesAtTheDesk":      samplesAtDesk[A, P],
		"TellsWhatTheOfficeWants":      tellsWhatIsWanted[A, P],
		"RemindsOfPeriods":             remindsOfPeriods[A, P],
		"GivesTheFeeBack":              givesBack[A, P],
		"LeavesMoneyToTheCashOffice":   leavesToCashOffice[A, P],
		"SendsLateMoneyBack":           sendsLateMoneyBack[A, P],
		"AsksWhatStays":                asksWhatStays[A, P],
		"WritesTheInvoice":             writesInvoice[A, P],
		"StopsTheInvoiceAndNotTheCase": stopsInvoice[A, P],
		"TakesWhatOthersCertify":       certified[A, P],
		"HoldsTheLinksOfOthers":        linksOfOthers[A, P],
		"RemindsOfMissingAnswers":      remindsOfAnswers[A, P],
		"HandsCertificatesInLater":     certifiedLater[A, P],
		"RemindsOfTheEnd":              remindsOfEnd[A, P],
		"ActsForPrograms":              actsForPrograms[A, P],
		"LetsAnAuthorityLeave":         letsLeave[A, P],
		"KeepsAuthoritiesApart":        authoritiesApart[A, P],
		"TakesAtTheCounter":            takesAtTheCounter[A, P],
		"ClosesTheCounterToOthers":     counterClosed[A, P],
	} {
		t.Run(name, func(t *testing.T) {
			test(t, newStand(t, p))
		})
	}
}

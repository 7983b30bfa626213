// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Which test holds which rule of FIT-Connect, by the part of the way that it is about.
// A rule without a test of that name fails.
func TestRules_EachHasItsTest(t *testing.T) {
	var tests strings.Builder
	for _, pattern := range []string{"*_test.go", "*/*_test.go", "../posteingang/*_test.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			tests.Write(text)
		}
	}
	for part, rules := range map[string]map[string]string{
		"destination and keys": {
			"a destination is active":                                                   "TestDestination_MustBeActive",
			"service and schema are among its own":                                      "TestSend_RefusesWhatTheDestinationDoesNotTake",
			"a key is asked for by its id, never the first of a list":                   "TestKey_IsRefusedUnlessItKeepsEveryRule",
			"kty, alg, key_ops, n, e, kid of an encryption key":                         "TestKey_IsRefusedUnlessItKeepsEveryRule",
			"x5c: leaf of this key, chain to the administration PKI, not revoked":       "TestTrust_WantsACertificateOfTheAdministration",
			"in the test environment keys need no certificate":                          "TestTrust_WantsACertificateOfTheAdministration",
			"signature keys: PS512, verify, same size":                                  "TestSignatureKey_IsForPS512AndVerifyOnly",
			"another key, or a weak one, in the answer of the service encrypts nothing": "TestVersand_AForgedAnswerIsRefusedAndNoOutcome",
		},
		"encryption": {
			"compact JWE with exactly alg, enc, kid, cty":       "TestSeal_NeverCompresses",
			"cty stands in metadata and data":                   "TestEnvelope_SealsTheSameToTheSameAndNeverTwoUnderOneNonce",
			"no zip on output":                                  "TestSeal_NeverCompresses",
			"zip DEF on input within a limit":                   "TestOpen_InflatesWithinItsLimitOnly",
			"key_ops are checked before a library sees the key": "TestKey_IsRefusedUnlessItKeepsEveryRule",
			"other algorithms, and other implementations":       "TestOpen_RefusesWhatIsNotTheProfile",
			"SHA-512 in lower-case hexadecimal":                 "TestMetadata_RulesEachAreHeld",
			"hashed and sealed are the same bytes":              "TestSubscriber_ReceivesStoresThenAccepts",
			"nothing is given out before the tag was checked":   "TestOpen_RefusesWhatIsNotTheProfile",
			"an attachment is bounded, and so is its memory":    "TestSealAndOpen_NeedLessThanThreeTimesTheAttachment",
		},
		"event log": {
			"the header is exactly typ, alg, kid":                                      "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"jti, iss, iat, sub, txn, $schema in their form":                           "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"exactly one event":                                                        "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"iat not before 2020":                                                      "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"who may write which event":                                                "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"a rejection may come from the service after its time limit":               "TestVersand_WhatNobodyFetchesIsRejectedInTheEnd",
			"iss http: a key of the service, and of no other address":                  "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"iss UUID: the destination of the case and no other":                       "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"PS512 with a salt as long as the hash":                                    "TestSign_MakesTheHeaderExactlyAndRefusesHalfAnEvent",
			"sub and txn are those asked for":                                          "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"tags of submit and accept are those of the ciphertexts":                   "TestLog_IsRefusedWhereOneEntryDoesNotHold",
			"a tag is the fifth part as it is":                                         "TestTag_IsTheLastPartAsItIs",
			"the sender compares after submitting":                                     "TestVersand_AForgedAnswerIsRefusedAndNoOutcome",
			"the subscriber compares before accepting":                                 "TestReceive_ASwappedCiphertextIsRefused",
			"an answer has the destination as issuer, the tags and the schema":         "TestSubscriber_ReceivesStoresThenAccepts",
			"announced, submitted, notified, forwarded, accepted or rejected, deleted": "TestLog_OfASubmissionTellsHowFarItIs",
			"unknown events change nothing; the order is that of the entries":          "TestLog_UnknownEventsChangeNothingAndTheOrderIsThatOfTheEntries",
			"replies have a log of their own":                                          "TestLog_OfAReply",
			"a log that shrank or changed is refused":                                  "TestLog_MayOnlyGrow",
		},
		"receiving": {
			"list, fetch, attachments one by one":                                  "TestSubscriber_ReceivesStoresThenAccepts",
			"403 is about access and no outcome":                                   "TestClient_TellsRefusalsOfTheServiceFromEverythingElse",
			"tags, decryption, syntax, schema, service, attachments, hashes, data": "TestSubscriber_ChecksEachRuleAndRejectsWithItsCode",
			"each failed check is a rejection with a problem":                      "TestSubscriber_ChecksEachRuleAndRejectsWithItsCode",
			"problem types are configuration":                                      "TestSubscriber_ChecksEachRuleAndRejectsWithItsCode",
			"a key that is not at hand rejects nobody":                             "TestSubscriber_AKeyThatIsNotAtHandRejectsNobody",
			"stored first, accepted then":                                          "TestSubscriber_ReceivesStoresThenAccepts",
			"redelivery is harmless":                                               "TestVersand_EveryStepMayFailInEveryWay",
			"the inbox has a submission whole or not at all":                       "TestPosteingang_IsWholeOrNotThere",
		},
		"callbacks": {
			"POST, answered at once":                      "TestCallbackHandler_AnswersAndLetsAFailedOneComeAgain",
			"HMAC-SHA512 over time and raw body":          "TestCallback_MatchesThePublishedVectors",
			"the body as it came, final CRLF included":    "TestCallback_IsRefusedWhereItDoesNotHold",
			"five minutes, to either side":                "TestCallback_IsRefusedWhereItDoesNotHold",
			"once":                                        "TestCallback_ComesOnce",
			"submissions, and the ids of old callbacks":   "TestCallback_MatchesThePublishedVectors",
			"other kinds pass":                            "TestCallback_IsRefusedWhereItDoesNotHold",
			"a hint: polling finds what a lost one meant": "TestVersand_EachSubmissionArrivesOnceAndIntactUnderFaults",
		},
	} {
		for rule, test := range rules {
			require.Contains(t, tests.String(), "func "+test+"(", "%s: %s", part, rule)
		}
	}
}

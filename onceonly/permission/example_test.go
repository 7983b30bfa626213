// SPDX-License-Identifier: Apache-2.0

package permission_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

var morning = time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)

// rule lets Mühlhausen ask Weimar for a person who registers a new home.
func rule() permission.Rule {
	return permission.Rule{
		Requester: onceonly.MustPartyID("de.th.muehlhausen"), Provider: onceonly.MustPartyID("de.th.weimar"),
		EvidenceType: onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz"), Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"),
		ValidFrom: morning.AddDate(-1, 0, 0), ValidUntil: morning.AddDate(1, 0, 0),
	}
}

func question() onceonly.Question {
	r := rule()
	return onceonly.Question{
		Requester: r.Requester, Provider: r.Provider, EvidenceType: r.EvidenceType, Purpose: r.Purpose, Basis: onceonly.BasisChoice,
		RequestDigest: onceonly.DigestOf([]byte("the request")), At: morning,
	}
}

// What no rule allows is refused, with the reasons of the rule that comes closest.
func ExampleRules_Decide() {
	rules, err := permission.NewRules(rule())
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, norm := rules.Decide(question())
	fmt.Println(decision.Permitted, norm)

	curious := question()
	curious.Purpose = "werbung"
	decision, _ = rules.Decide(curious)
	fmt.Println(decision.Permitted, decision.Reasons[0].Code)

	late := question()
	late.At = morning.AddDate(2, 0, 0)
	decision, _ = rules.Decide(late)
	fmt.Println(decision.Permitted, decision.Reasons[0].Code)
	// Output:
	// true § 23a BMG
	// false PERMISSION-NONE
	// false PERMISSION-EXPIRED
}

// The intermediary seals what it permits, and the register checks the seal: it
// trusts the key, not the one who asks.
func ExampleVerify() {
	rules, err := permission.NewRules(rule())
	if err != nil {
		fmt.Println(err)
		return
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // in its place: one of a key store
	intermediary, err := permission.NewIntermediary(rules, key, time.Minute)
	if err != nil {
		fmt.Println(err)
		return
	}
	permit, err := intermediary.Ask(context.Background(), question())
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, norm := permission.Verify(permit.Token, intermediary.Key(), question(), time.Minute)
	fmt.Println(decision.Permitted, norm)

	other := question() // the same token under another request
	other.RequestDigest = onceonly.DigestOf([]byte("another request"))
	decision, _ = permission.Verify(permit.Token, intermediary.Key(), other, time.Minute)
	fmt.Println(decision.Permitted, decision.Reasons[0].Code)
	// Output:
	// true § 23a BMG
	// false TOKEN-REQUEST
}

// Rules that contradict themselves are found when they are loaded, not when the
// first person waits.
func ExampleNewRules() {
	backwards := rule()
	backwards.ValidUntil = backwards.ValidFrom.AddDate(0, 0, -1)
	withoutNorm := rule()
	withoutNorm.Norm = recht.Norm{}
	_, err := permission.NewRules(backwards)
	fmt.Println(err)
	_, err = permission.NewRules(withoutNorm)
	fmt.Println(err)
	// Output:
	// invalid input: WINDOW /validUntil
	// invalid input: MISSING /norm
}

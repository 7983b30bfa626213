// SPDX-License-Identifier: Apache-2.0

package consentrecord_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/consentrecord"
)

var (
	morning = time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)
	erika   = onceonly.Actor{Subject: onceonly.MustSubject("pseudonym-of-erika"), Assurance: onceonly.AssuranceHigh}
)

type nobody struct{}

func (nobody) Ask(context.Context, onceonly.Question) (onceonly.Permit, error) {
	return onceonly.Permit{}, nil
}

// newBroker is the side that asks, with its log; nothing is fetched here.
func newBroker() *onceonly.Broker {
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return morning }})
	signer, err := auditlog.NewSigner("muehlhausen.example", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	must(err)
	log, err := auditlog.Open(context.Background(), store, auditlog.Config{
		Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}},
	})
	must(err)
	broker, err := onceonly.NewBroker(store, log, nobody{}, onceonly.NewDirectory(), onceonly.Config{})
	must(err)
	return broker
}

// agree has Erika Mustermann choose that her record is fetched.
func agree(broker *onceonly.Broker) onceonly.Consent {
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	must(err)
	about, err := onceonly.CommitPerson(person, nil)
	must(err)
	proposed, err := broker.Propose(context.Background(), onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: erika.Subject, Person: about,
		Requester:    onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"},
		Provider:     onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"},
		EvidenceType: onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz"), Fields: onceonly.MustFields("/familyName", "/givenNames"),
		Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung Ihrer neuen Wohnung"}, Application: "antrag-4711",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
		NotBefore: morning, NotAfter: morning.Add(time.Hour), MaxUses: 1,
	})
	must(err)
	consent, err := broker.Give(context.Background(), proposed.ID(), erika)
	must(err)
	return consent
}

func office() consentrecord.Controller {
	return consentrecord.Controller{Address: "Rathaus, 99974 Mühlhausen", Contact: "amt@muehlhausen.example", Type: "public authority"}
}

func about() consentrecord.Context {
	return consentrecord.Context{
		PrivacyNotice: "https://muehlhausen.example/hinweis", Jurisdiction: "DE", StorageLocation: "DE", Retention: "P1D",
		Withdrawal: "https://muehlhausen.example/widerruf", Requester: office(), Provider: office(),
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Who may use which of the person's data for what, in the form that an auditor of
// another country reads as well.
func ExampleExport() {
	consent := agree(newBroker())
	record, err := consentrecord.Export(&consent, about(), morning)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(record.Purpose, "·", record.LawfulBasis)
	for _, field := range record.PIIInformation {
		fmt.Println("-", field.AttributeID)
	}
	for _, event := range record.Events {
		fmt.Println(event.Type, event.State, event.Duration)
	}
	// Output:
	// Anmeldung Ihrer neuen Wohnung · choice: § 23a BMG
	// - /familyName
	// - /givenNames
	// recorded by the requester requested PT3600S
	// explicit given PT3600S
}

// After a withdrawal the record tells both: that it was given, and that it ended.
func ExampleExport_withdrawn() {
	broker := newBroker()
	consent := agree(broker)
	consent, err := broker.Withdraw(context.Background(), consent.ID(), erika)
	if err != nil {
		fmt.Println(err)
		return
	}
	record, err := consentrecord.Export(&consent, about(), morning)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, event := range record.Events {
		fmt.Println(event.Type, event.State)
	}
	// Output:
	// recorded by the requester requested
	// explicit given
	// explicit withdrawn
}

// The person takes the record home under an id of its own; printing it shows no
// more than that.
func ExampleNewReceipt() {
	consent := agree(newBroker())
	record, err := consentrecord.Export(&consent, about(), morning)
	if err != nil {
		fmt.Println(err)
		return
	}
	receipt := consentrecord.NewReceipt(uuid.MustParse("018f0000-0000-7000-8000-000000000001"), morning, record)
	fmt.Println(receipt)
	document, err := json.Marshal(receipt)
	fmt.Println(json.Valid(document), err)
	// Output:
	// consentrecord.Receipt{018f0000-0000-7000-8000-000000000001}
	// true <nil>
}

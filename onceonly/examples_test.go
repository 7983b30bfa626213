// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// A consent decides on its own: no store, no network.
func ExampleConsent_Authorises() {
	e := newExample()
	consent := e.chosen()
	asked := consent.Request(uuid.Must(uuid.NewV7()), e.person)
	fmt.Println("as chosen:", consent.Authorises(&asked, e.now()).Permitted)

	other, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Max", DateOfBirth: "1962-01-30"})
	check(err)
	asked.Person, asked.Purpose = other, "curiosity"
	for _, reason := range consent.Authorises(&asked, e.now()).Reasons {
		fmt.Println("no:", reason.Code, "at", reason.Pointer)
	}
	fmt.Println("two hours later:", consent.Authorises(&asked, e.now().Add(2*time.Hour)).Has(onceonly.CodeConsentExpired))
	// Output:
	// as chosen: true
	// no: CONSENT-PERSON at /person
	// no: CONSENT-PURPOSE at /purpose
	// two hours later: true
}

// The broker fetches, the person looks, and what was shown is handed over.
func ExampleBroker() {
	e := newExample()
	ctx, consent := context.Background(), e.chosen()
	retrieval, err := e.broker.Retrieve(ctx, consent.Request(uuid.Must(uuid.NewV7()), e.person))
	check(err)
	preview, decision, err := e.broker.Preview(ctx, retrieval.ID, e.erika)
	check(err)
	fmt.Printf("%s: %t %s\n", preview.Provider.Name, decision.Permitted, preview.Content())

	stranger := onceonly.Actor{Subject: onceonly.MustSubject("somebody-else")}
	_, decision, err = e.broker.Accept(ctx, retrieval.ID, preview.Digest, stranger)
	check(err)
	fmt.Println("a stranger:", decision.Reasons[0].Code)
	evidence, decision, err := e.broker.Accept(ctx, retrieval.ID, preview.Digest, e.erika)
	check(err)
	fmt.Println("Erika:", decision.Permitted, evidence.Digest() == preview.Digest)
	// Output:
	// Stadt Weimar: true {"familyName":"Mustermann","givenNames":"Erika"}
	// a stranger: ACTOR
	// Erika: true true
}

// A person takes a receipt home and checks it with nothing but the key of the log.
func ExampleParseEntry() {
	e := newExample()
	ctx, key := context.Background(), e.log.Verifier().String()
	e.chosen()
	c, err := cockpit.New(cockpit.Config{Log: e.log})
	check(err)
	viewer := cockpit.Viewer{Subject: e.erika.Subject}
	items, err := c.Entries(ctx, viewer, cockpit.Page{})
	check(err)
	receipt, err := c.Receipt(ctx, viewer, items[0].ID)
	check(err)

	// At home, offline.
	verifier, err := auditlog.ParseVerifier(key)
	check(err)
	head, err := receipt.Verify(verifier)
	check(err)
	entry, err := onceonly.ParseEntry(receipt.Entry)
	check(err)
	fmt.Printf("entry %d of %d: %s\n", receipt.Index+1, head.Size, cockpit.Item{Entry: entry}.Text(cockpit.English))
	// Output:
	// entry 2 of 2: You chose that Stadt Mühlhausen fetches your data from Stadt Weimar.
}

// The side of the register: it keeps a log of its own, in which everybody concerned
// finds what left it.
func ExampleProvider() {
	e := newExample()
	ctx, consent := context.Background(), e.chosen()
	_, err := e.broker.Retrieve(ctx, consent.Request(uuid.Must(uuid.NewV7()), e.person))
	check(err)
	c, err := cockpit.New(cockpit.Config{Log: e.provided})
	check(err)
	exchanges, err := c.Exchanges(ctx, cockpit.Viewer{Subject: e.erika.Subject}, cockpit.Page{})
	check(err)
	for _, exchange := range exchanges {
		fmt.Println(exchange.Text(cockpit.English))
		fmt.Println(exchange.Purpose.Text, exchange.Norm, exchange.Fields.Paths())
		fmt.Println("erased on", exchange.Until.Format(time.DateOnly))
	}
	// Output:
	// Stadt Weimar transferred your data to Stadt Mühlhausen.
	// Anmeldung Ihrer neuen Wohnung § 23a BMG [/familyName /givenNames]
	// erased on 2027-11-22
}

// example is what the examples share: both sides, and Erika, who decides.
type example struct {
	broker        *onceonly.Broker
	log, provided *auditlog.Log
	erika         onceonly.Actor
	person        onceonly.Person
}

func (*example) now() time.Time { return time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC) }

func newExample() *example {
	e := &example{erika: onceonly.Actor{Subject: onceonly.MustSubject("pseudonym-of-erika"), Assurance: onceonly.AssuranceHigh}}
	var err error
	e.person, err = onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	check(err)
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: e.now().AddDate(-1, 0, 0),
	})
	check(err)
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	check(err)
	here, there := bausteine.NewMemory(bausteine.Config{Now: e.now}), bausteine.NewMemory(bausteine.Config{Now: e.now})
	e.log, e.provided = openLog(here, "muehlhausen.example", key(3)), openLog(there, "weimar.example", key(4))
	provider, err := dataprovider.New(there, e.provided, dataprovider.Config{
		Party: weimar, Source: holdings{}, Key: key(2), TokenKey: intermediary.Key(),
	})
	check(err)
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Connection: provider.Connection()})
	e.broker, err = onceonly.NewBroker(here, e.log, intermediary, directory, onceonly.Config{})
	check(err)
	return e
}

// chosen is Erika's choice.
func (e *example) chosen() onceonly.Consent {
	ctx := context.Background()
	about, err := onceonly.CommitPerson(e.person, nil)
	check(err)
	proposed, err := e.broker.Propose(ctx, onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceHigh, Subject: e.erika.Subject, Person: about,
		Requester: muehlhausen, Provider: weimar, EvidenceType: meldedaten, Fields: onceonly.MustFields("/familyName", "/givenNames"),
		Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung Ihrer neuen Wohnung"}, Application: "antrag-4711",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
		NotBefore: e.now(), NotAfter: e.now().Add(time.Hour), MaxUses: 1,
	})
	check(err)
	consent, err := e.broker.Give(ctx, proposed.ID(), e.erika)
	check(err)
	return consent
}

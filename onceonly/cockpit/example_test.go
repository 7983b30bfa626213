// SPDX-License-Identifier: Apache-2.0

package cockpit_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// asked returns a log in which Erika Mustermann and Moritz Mustermann were each
// asked whether their data may be fetched, and Erika has said no.
func asked() *auditlog.Log {
	ctx := context.Background()
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
	signer, err := auditlog.NewSigner("muehlhausen.example", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	must(err)
	log, err := auditlog.Open(ctx, store, auditlog.Config{Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	must(err)
	broker, err := onceonly.NewBroker(store, log, nobodyAllowed{}, onceonly.NewDirectory(), onceonly.Config{})
	must(err)
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	must(err)
	about, err := onceonly.CommitPerson(person, nil)
	must(err)
	for _, subject := range []onceonly.Subject{erika, moritz} {
		consent, err := broker.Propose(ctx, onceonly.Terms{
			Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: subject, Person: about,
			Requester:    onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"},
			Provider:     onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"},
			EvidenceType: onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz"), Fields: onceonly.MustFields("/familyName"),
			Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung"}, Application: "antrag-1",
			Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
			NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1,
		})
		must(err)
		if subject == erika {
			_, err = broker.Refuse(ctx, consent.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh})
			must(err)
		}
	}
	return log
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// A person reads what was done with their data, in plain words, and nothing about
// others.
func ExampleCockpit_Entries() {
	c, err := cockpit.New(cockpit.Config{Log: asked()})
	if err != nil {
		fmt.Println(err)
		return
	}
	items, err := c.Entries(context.Background(), cockpit.Viewer{Subject: erika}, cockpit.Page{Limit: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range items {
		fmt.Println(item.Text(cockpit.German))
	}
	// Output:
	// Sie haben den Abruf Ihrer Daten bei Stadt Weimar abgelehnt.
	// Stadt Mühlhausen hat Sie gefragt, ob Daten bei Stadt Weimar abgerufen werden sollen.
}

// The same, one line for each exchange: what happened last, and until when the
// entries are kept.
func ExampleCockpit_Exchanges() {
	c, err := cockpit.New(cockpit.Config{Log: asked()})
	if err != nil {
		fmt.Println(err)
		return
	}
	exchanges, err := c.Exchanges(context.Background(), cockpit.Viewer{Subject: erika}, cockpit.Page{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range exchanges {
		fmt.Println(e.Text(cockpit.English), e.Norm, len(e.Items), "entries until", e.Until.Format(time.DateOnly))
	}
	// Output:
	// You declined that your data be fetched from Stadt Weimar. § 23a BMG 2 entries until 2027-11-22
}

// An entry is taken home with its proof. Somebody else's entry cannot be told from
// one that does not exist.
func ExampleCockpit_Receipt() {
	log, ctx := asked(), context.Background()
	c, err := cockpit.New(cockpit.Config{Log: log})
	if err != nil {
		fmt.Println(err)
		return
	}
	items, err := c.Entries(ctx, cockpit.Viewer{Subject: erika}, cockpit.Page{})
	if err != nil {
		fmt.Println(err)
		return
	}
	receipt, err := c.Receipt(ctx, cockpit.Viewer{Subject: erika}, items[0].ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = receipt.Verify(log.Verifier()) // with the public key alone, without the operator
	fmt.Println("proven:", err == nil)
	_, err = c.Receipt(ctx, cockpit.Viewer{Subject: moritz}, items[0].ID)
	fmt.Println(errors.Is(err, cockpit.ErrNotFound))
	// Output:
	// proven: true
	// true
}

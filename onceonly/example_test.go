// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"context"
	"crypto/ed25519"
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

// holdings is the register of a Meldebehörde with one invented person in it.
type holdings struct{}

func (holdings) Lookup(_ context.Context, _ onceonly.EvidenceType, person onceonly.Person) (dataprovider.Found, error) {
	if wanted := person.Data(); wanted.FamilyName != "Mustermann" || wanted.DateOfBirth != "1964-08-12" {
		return dataprovider.Found{}, nil
	}
	return dataprovider.Found{Documents: []dataprovider.Document{dataprovider.NewDocument("application/json",
		[]byte(`{"familyName":"Mustermann","givenNames":"Erika","religion":"none of your business"}`))}}, nil
}

// Erika Mustermann moves from Weimar to Mühlhausen. The new Meldebehörde fetches
// her record from the old one: she decides twice, and can check afterwards.
func Example() {
	ctx := context.Background()
	clock := time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	key := func(b byte) ed25519.PrivateKey { // real keys come from a key store
		return ed25519.NewKeyFromSeed([]byte{31: b})
	}

	muehlhausen := onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"}
	weimar := onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"}
	meldedaten := onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")

	// The Vermittlungsstelle knows what is allowed at all.
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: clock.AddDate(-1, 0, 0),
	})
	check(err)
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	check(err)

	// Weimar provides.
	there := bausteine.NewMemory(bausteine.Config{Now: now})
	provider, err := dataprovider.New(there, openLog(there, "weimar.example", key(4)), dataprovider.Config{
		Party: weimar, Source: holdings{}, Key: key(2), TokenKey: intermediary.Key(),
	})
	check(err)

	// Mühlhausen asks. Its log is signed from the first entry on.
	store := bausteine.NewMemory(bausteine.Config{Now: now})
	log := openLog(store, "muehlhausen.example", key(3))
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Connection: provider.Connection()})
	broker, err := onceonly.NewBroker(store, log, intermediary, directory, onceonly.Config{})
	check(err)

	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	check(err)
	about, err := onceonly.CommitPerson(person, nil)
	check(err)

	// First decision: Erika chooses automated retrieval, on exact terms.
	erika := onceonly.MustSubject("pseudonym-of-erika")
	fields := onceonly.MustFields("/familyName", "/givenNames")
	proposed, err := broker.Propose(ctx, onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: erika, Person: about,
		Requester: muehlhausen, Provider: weimar,
		EvidenceType: meldedaten, Fields: fields, Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung Ihrer neuen Wohnung"},
		Service: "urn:de:fim:leika:leistung:99115005104001", Application: "antrag-4711",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
		NotBefore: clock, NotAfter: clock.Add(time.Hour), MaxUses: 1,
	})
	check(err)
	self := onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh}
	consent, err := broker.Give(ctx, proposed.ID(), self)
	check(err)
	fmt.Println("consent:", consent.State())

	// The broker fetches.
	retrieval, err := broker.Retrieve(ctx, consent.Request(uuid.Must(uuid.NewV7()), person))
	check(err)
	fmt.Println("retrieval:", retrieval.State)

	// Second decision: she looks, and accepts exactly these bytes.
	preview, decision, err := broker.Preview(ctx, retrieval.ID, self)
	check(err)
	fmt.Printf("preview: %t %s\n", decision.Permitted, preview.Content())
	evidence, decision, err := broker.Accept(ctx, retrieval.ID, preview.Digest, self)
	check(err)
	fmt.Printf("handed over: %t %s\n", decision.Permitted, evidence.Content())

	// Afterwards she reads who fetched what, and takes home a proof.
	c, err := cockpit.New(cockpit.Config{Log: log})
	check(err)
	viewer := cockpit.Viewer{Subject: erika, Person: onceonly.Identify(person)}
	items, err := c.Entries(ctx, viewer, cockpit.Page{})
	check(err)
	for _, item := range items {
		receipt, err := c.Receipt(ctx, viewer, item.ID)
		check(err)
		_, err = receipt.Verify(log.Verifier())
		fmt.Printf("- %s (%s) proven: %t\n", item.Text(cockpit.English), item.Norm, err == nil)
	}
	// Output:
	// consent: given
	// retrieval: received
	// preview: true {"familyName":"Mustermann","givenNames":"Erika"}
	// handed over: true {"familyName":"Mustermann","givenNames":"Erika"}
	// - Stadt Mühlhausen received your data from Stadt Weimar. (§ 23a BMG) proven: true
	// - Stadt Weimar sent data. They wait for your decision. (§ 23a BMG) proven: true
	// - Stadt Mühlhausen asked Stadt Weimar for your data. (§ 23a BMG) proven: true
	// - You chose that Stadt Mühlhausen fetches your data from Stadt Weimar. (§ 23a BMG) proven: true
	// - Stadt Mühlhausen asked you whether to fetch data from Stadt Weimar. (§ 23a BMG) proven: true
}

func openLog(store *bausteine.Store, name string, key ed25519.PrivateKey) *auditlog.Log {
	signer, err := auditlog.NewSigner(name, key)
	check(err)
	log, err := auditlog.Open(context.Background(), store, auditlog.Config{
		Origin: name + "/onceonly", Signer: signer,
		Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, // a file, and a second place
	})
	check(err)
	return log
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// SPDX-License-Identifier: Apache-2.0

package dataprovider_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

var (
	morning     = time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)
	muehlhausen = onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"}
	weimar      = onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"}
	meldedaten  = onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")
)

// register is the driver to a specialised system: here one with an invented person.
type register struct{ down bool }

func (r register) Lookup(_ context.Context, _ onceonly.EvidenceType, person onceonly.Person) (dataprovider.Found, error) {
	if r.down {
		return dataprovider.Found{}, errors.New("the specialised system does not answer")
	}
	if wanted := person.Data(); wanted.FamilyName != "Mustermann" || wanted.DateOfBirth != "1964-08-12" {
		return dataprovider.Found{}, nil // nobody and several look the same from outside
	}
	return dataprovider.Found{Documents: []dataprovider.Document{
		dataprovider.NewDocument("application/json", []byte(`{"familyName":"Mustermann","givenNames":"Erika","religion":"none of your business"}`)),
	}}, nil
}

// newProvider is the side of Weimar, and the intermediary whose seals it trusts.
func newProvider(source dataprovider.Source) (*dataprovider.Provider, *permission.Intermediary) {
	key := func(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) } // in its place: a key store
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: morning.AddDate(-1, 0, 0),
	})
	must(err)
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	must(err)
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return morning }}) // in its place: bausteine.OpenSQLite(...)
	signer, err := auditlog.NewSigner("weimar.example", key(2))
	must(err)
	log, err := auditlog.Open(context.Background(), store, auditlog.Config{Origin: "weimar.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	must(err)
	provider, err := dataprovider.New(store, log, dataprovider.Config{Party: weimar, Source: source, Key: key(3), TokenKey: intermediary.Key()})
	must(err)
	return provider, intermediary
}

// query is what Mühlhausen sends after Erika Mustermann has agreed to two fields.
func query(intermediary *permission.Intermediary) onceonly.Query {
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	must(err)
	about, err := onceonly.CommitPerson(person, nil)
	must(err)
	terms := onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceHigh, Subject: onceonly.MustSubject("erika"), Person: about,
		Requester: muehlhausen, Provider: weimar, EvidenceType: meldedaten, Fields: onceonly.MustFields("/familyName", "/givenNames"),
		Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung"}, Application: "antrag-1",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
		NotBefore: morning, NotAfter: morning.Add(time.Hour), MaxUses: 1,
	}
	request := onceonly.Request{
		ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Consent: uuid.MustParse("018f0000-0000-7000-8000-000000000002"), Subject: terms.Subject,
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Fields: terms.Fields, Purpose: "anmeldung", Application: "antrag-1", Person: person,
	}
	digest, err := request.Digest()
	must(err)
	permit, err := intermediary.Ask(context.Background(), onceonly.Question{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung", Basis: onceonly.BasisChoice, RequestDigest: digest, At: morning,
	})
	must(err)
	return onceonly.Query{Request: request, Terms: terms, Token: permit.Token}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// A register answers with the fields that the person agreed to, and no others,
// sealed for the very request.
func ExampleProvider_Fetch() {
	provider, intermediary := newProvider(register{})
	answer, err := provider.Fetch(context.Background(), query(intermediary))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", answer.Evidence.Content())
	// Output:
	// {"familyName":"Mustermann","givenNames":"Erika"}
}

// The provider trusts nobody: a request that goes beyond its terms, or whose
// permission was sealed for another, is refused.
func ExampleProvider_Fetch_refused() {
	provider, intermediary := newProvider(register{})
	more := query(intermediary)
	more.Request.Fields = onceonly.MustFields("/familyName", "/religion")
	answer, err := provider.Fetch(context.Background(), more)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, reason := range answer.Refused {
		fmt.Println(reason.Code)
	}
	// Output:
	// TOKEN-REQUEST
	// CONSENT-FIELDS
}

// Holdings that cannot be searched are no answer: the same request goes again
// later, and is then answered.
func ExampleSource() {
	provider, intermediary := newProvider(register{down: true})
	_, err := provider.Fetch(context.Background(), query(intermediary))
	fmt.Println("no answer:", err != nil)

	provider, intermediary = newProvider(register{})
	asked := query(intermediary)
	first, err := provider.Fetch(context.Background(), asked)
	must(err)
	again, err := provider.Fetch(context.Background(), asked) // the first answer was lost on its way
	must(err)
	fmt.Println("the same:", string(first.Evidence.Content()) == string(again.Evidence.Content()))
	// Output:
	// no answer: true
	// the same: true
}

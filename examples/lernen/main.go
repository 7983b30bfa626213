// SPDX-License-Identifier: Apache-2.0

// Command lernen is the tutorial for students: how two authorities exchange evidence once,
// with two decisions of the person and a proof that anybody checks. It runs in one process,
// and each line names the package that did it.
//
//	go run ./examples/lernen                 the whole way
//	go run ./examples/lernen -falsch zweck   asks for a purpose that no rule allows: nothing leaves
//	go run ./examples/lernen -falsch daten   hands over other bytes than she saw: refused
//	go run ./examples/lernen -falsch wer     somebody else looks at her data: refused
package main

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"io"
	"os"
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

func main() {
	falsch := flag.String("falsch", "", "what goes wrong: zweck, daten or wer")
	flag.Parse()
	if err := run(context.Background(), *falsch, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "lernen:", err)
		os.Exit(1)
	}
}

// register is that of a Meldebehörde with one invented person in it.
type register struct{}

func (register) Lookup(_ context.Context, _ onceonly.EvidenceType, person onceonly.Person) (dataprovider.Found, error) {
	if person.Data().FamilyName != "Mustermann" {
		return dataprovider.Found{}, nil
	}
	return dataprovider.Found{Documents: []dataprovider.Document{dataprovider.NewDocument("application/json",
		[]byte(`{"familyName":"Mustermann","givenNames":"Erika","religion":"none of your business"}`))}}, nil
}

// welt is who takes part: one authority that asks, one that answers, and who permits.
type welt struct {
	broker *onceonly.Broker
	log    *auditlog.Log
	fragt  onceonly.Party
	gibt   onceonly.Party
	typ    onceonly.EvidenceType
}

const zweck = "anmeldung"

func neu(ctx context.Context) (w welt, err error) {
	w = welt{
		fragt: onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"},
		gibt:  onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"},
		typ:   onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz"),
	}
	key := func(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) } // real keys come from a key store
	open := func(store *bausteine.Store, name string, b byte) (*auditlog.Log, error) {
		signer, err := auditlog.NewSigner(name, key(b))
		if err != nil {
			return nil, err
		}
		return auditlog.Open(ctx, store, auditlog.Config{Origin: name + "/onceonly", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	}
	rules, err := permission.NewRules(permission.Rule{
		Requester: w.fragt.ID, Provider: w.gibt.ID, EvidenceType: w.typ, Purpose: zweck,
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: time.Now().AddDate(-1, 0, 0),
	})
	if err != nil {
		return w, err
	}
	permits, err := permission.NewIntermediary(rules, key(1), time.Minute)
	if err != nil {
		return w, err
	}
	there, here := bausteine.NewMemory(bausteine.Config{}), bausteine.NewMemory(bausteine.Config{})
	theirs, err := open(there, "weimar.example", 4)
	if err != nil {
		return w, err
	}
	provider, err := dataprovider.New(there, theirs, dataprovider.Config{Party: w.gibt, Source: register{}, Key: key(2), TokenKey: permits.Key()})
	if err != nil {
		return w, err
	}
	if w.log, err = open(here, "muehlhausen.example", 3); err != nil {
		return w, err
	}
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: w.gibt, EvidenceType: w.typ, Connection: provider.Connection()})
	w.broker, err = onceonly.NewBroker(here, w.log, permits, directory, onceonly.Config{})
	return w, err
}

func run(ctx context.Context, falsch string, out io.Writer) error {
	w, err := neu(ctx)
	if err != nil {
		return err
	}
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1984-08-12"})
	if err != nil {
		return err
	}
	about, err := onceonly.CommitPerson(person, nil)
	if err != nil {
		return err
	}
	erika := onceonly.MustSubject("pseudonym-of-erika")
	self := onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh}
	purpose := zweck
	if falsch == "zweck" {
		purpose = "werbung"
	}

	// First decision: she chooses, on exact terms.
	proposed, err := w.broker.Propose(ctx, onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: erika, Person: about,
		Requester: w.fragt, Provider: w.gibt, EvidenceType: w.typ, Fields: onceonly.MustFields("/familyName", "/givenNames"),
		Purpose: onceonly.Purpose{Code: purpose, Text: "Anmeldung Ihrer neuen Wohnung"},
		Service: "urn:de:fim:leika:leistung:99115005104001", Application: "antrag-4711",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
		NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(time.Hour), MaxUses: 1,
	})
	if err != nil {
		return err
	}
	consent, err := w.broker.Give(ctx, proposed.ID(), self)
	if err != nil {
		return err
	}
	say("onceonly: she chooses that %s fetches two fields from %s (%s)", w.fragt.Name, w.gibt.Name, consent.State())

	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	retrieval, err := w.broker.Retrieve(ctx, consent.Request(id, person))
	if err != nil {
		return err
	}
	if retrieval.State != onceonly.RetrievalReceived {
		return fmt.Errorf("the retrieval is %s before anything left: %s", retrieval.State, retrieval.Reasons)
	}
	say("permission: allowed by %s. dataprovider: the register of %s answers", retrieval.PermittedBy, w.gibt.Name)

	// Second decision: she looks, and accepts exactly these bytes.
	if falsch == "wer" {
		self.Subject = onceonly.MustSubject("pseudonym-of-otto")
	}
	preview, decision, err := w.broker.Preview(ctx, retrieval.ID, self)
	if err != nil {
		return err
	}
	if !decision.Permitted {
		return fmt.Errorf("the preview is refused: %s", decision.Reasons)
	}
	say("onceonly: she sees %s", preview.Content())
	seen := preview.Digest
	if falsch == "daten" {
		seen = onceonly.DigestOf([]byte(`{"familyName":"Musterfrau"}`))
	}
	evidence, decision, err := w.broker.Accept(ctx, retrieval.ID, seen, self)
	if err != nil {
		return err
	}
	if !decision.Permitted {
		return fmt.Errorf("the hand-over is refused: %s", decision.Reasons)
	}
	say("onceonly: handed over: %s", evidence.Content())

	// Afterwards she reads who fetched what, and takes home a proof.
	c, err := cockpit.New(cockpit.Config{Log: w.log})
	if err != nil {
		return err
	}
	viewer := cockpit.Viewer{Subject: erika, Person: onceonly.Identify(person)}
	items, err := c.Entries(ctx, viewer, cockpit.Page{})
	if err != nil {
		return err
	}
	for _, item := range items {
		receipt, err := c.Receipt(ctx, viewer, item.ID)
		if err != nil {
			return err
		}
		if _, err := receipt.Verify(w.log.Verifier()); err != nil {
			return err
		}
		say("auditlog: proven: %s (%s)", item.Text(cockpit.English), item.Norm)
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

// Command authority fetches the record of an invented person from the register on
// another machine (see the command beside this one), and shows every step: the choice,
// the preview, the decision, the log and its proof. Erika decides; her husband, who
// stands in her record, finds the exchange in the log as well.
//
//	go run ./examples/onceonly/authority -dir /tmp/onceonly -register https://127.0.0.1:8443
package main

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/onceonly/internal/demo"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
	"github.com/deutschland-stack/bausteine/onceonly/remote"
)

func main() {
	dir := flag.String("dir", "onceonly-demo", "folder for keys and the database")
	register := flag.String("register", "https://127.0.0.1:8443", "address of the register")
	yes := flag.Bool("yes", false, "accept what comes without asking")
	flag.Parse()
	answer := io.Reader(os.Stdin)
	if *yes {
		answer = strings.NewReader("j\n")
	}
	if err := run(context.Background(), *dir, *register, answer, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// desk is the authority at work.
type desk struct {
	broker *onceonly.Broker
	log    *auditlog.Log
	out    io.Writer
}

var (
	erika  = onceonly.MustSubject("konto-der-erika")
	fields = onceonly.MustFields("/familienname", "/vornamen", "/geburtsdatum", "/ehegatte/familienname", "/ehegatte/vornamen", "/ehegatte/geburtsdatum")
)

func run(ctx context.Context, dir, register string, answer io.Reader, out io.Writer) error {
	keys, err := demo.Open(dir)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+keys.Path("authority.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer db.Close()
	store, err := bausteine.OpenSQLite(ctx, db, bausteine.Config{})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	d, err := open(ctx, keys, store, register, out)
	if err != nil {
		return err
	}
	// A service lets store.Run go on for as long as it lives; here it signs the last head.
	defer func() { _, _ = d.log.Publish(ctx) }()
	return d.fetch(ctx, answer)
}

func open(ctx context.Context, keys *demo.Keys, store *bausteine.Store, register string, out io.Writer) (*desk, error) {
	own, err := keys.Certificate("authority")
	if err != nil {
		return nil, err
	}
	evidence, err := keys.Key("evidence") // its public part, in truth
	if err != nil {
		return nil, err
	}
	sealing, err := keys.Key("intermediary")
	if err != nil {
		return nil, err
	}
	logKey, err := keys.Key("authority-log")
	if err != nil {
		return nil, err
	}
	rules, err := permission.NewRules(permission.Rule{
		Requester: demo.Authority.ID, Provider: demo.Register.ID, EvidenceType: demo.EvidenceType, Purpose: demo.Purpose,
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: time.Date(2022, time.May, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		return nil, err
	}
	intermediary, err := permission.NewIntermediary(rules, sealing, time.Minute)
	if err != nil {
		return nil, err
	}
	client, err := remote.NewRegister(register+"/evidence", remote.ClientTLS(own, keys.Pool), remote.Config{})
	if err != nil {
		return nil, err
	}
	signer, err := auditlog.NewSigner("muehlhausen.example", logKey)
	if err != nil {
		return nil, err
	}
	log, err := auditlog.Open(ctx, store, auditlog.Config{
		Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{auditlog.HeadFile(keys.Path("authority.head"))},
	})
	if err != nil {
		return nil, err
	}
	directory := onceonly.NewDirectory(onceonly.Listed{
		Provider: demo.Register, EvidenceType: demo.EvidenceType,
		Connection: onceonly.Connection{Register: client, Key: evidence.Public().(ed25519.PublicKey)},
	})
	broker, err := onceonly.NewBroker(store, log, intermediary, directory, onceonly.Config{})
	return &desk{broker, log, out}, err
}

// fetch goes the whole way of one person.
func (d *desk) fetch(ctx context.Context, answer io.Reader) error {
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	if err != nil {
		return err
	}
	consent, err := d.choose(ctx, person)
	if err != nil {
		return err
	}
	self := onceonly.Actor{Subject: erika}
	retrieval, err := d.broker.Retrieve(ctx, consent.Request(uuid.Must(uuid.NewV7()), person))
	if errors.Is(err, onceonly.ErrRegister) {
		return errors.New("the register does not answer; nothing was used up, try again")
	}
	if err != nil {
		return err
	}
	preview, decision, err := d.broker.Preview(ctx, retrieval.ID, self)
	if err != nil || !decision.Permitted {
		return errors.Join(err, fmt.Errorf("nothing to show: %s %v", retrieval.State, decision.Reasons))
	}
	fmt.Fprintf(d.out, "%s sent:\n  %s\nUse it? [j/n] ", preview.Provider.Name, preview.Content())
	line, _ := bufio.NewReader(answer).ReadString('\n')
	if strings.TrimSpace(line) == "j" {
		evidence, decision, err := d.broker.Accept(ctx, retrieval.ID, preview.Digest, self)
		if err != nil {
			return err
		}
		fmt.Fprintf(d.out, "\nhanded over: %t, sha256 %s\n", decision.Permitted, evidence.Digest())
	} else if _, err := d.broker.Discard(ctx, retrieval.ID, self); err != nil {
		return err
	}
	max, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Max", DateOfBirth: "1962-01-30"})
	if err != nil {
		return err
	}
	if err := d.show(ctx, "Erika", cockpit.Viewer{Subject: erika}); err != nil {
		return err
	}
	return d.show(ctx, "Max, without an account,", cockpit.Viewer{Person: onceonly.Identify(max)})
}

// choose writes down what Erika decides on, and that she does.
func (d *desk) choose(ctx context.Context, person onceonly.Person) (onceonly.Consent, error) {
	about, err := onceonly.CommitPerson(person, nil)
	if err != nil {
		return onceonly.Consent{}, err
	}
	of := func(role onceonly.Role, at string) onceonly.Concerned {
		return onceonly.Concerned{Role: role, At: at, FamilyName: "familienname", GivenNames: "vornamen", DateOfBirth: "geburtsdatum"}
	}
	now := time.Now()
	proposed, err := d.broker.Propose(ctx, onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceHigh, Subject: erika, Person: about,
		Requester: demo.Authority, Provider: demo.Register, EvidenceType: demo.EvidenceType, Fields: fields,
		Concerned: []onceonly.Concerned{of(onceonly.RoleSelf, ""), of(onceonly.RolePartner, "/ehegatte")},
		Purpose:   onceonly.Purpose{Code: demo.Purpose, Text: "Anmeldung Ihrer neuen Wohnung"}, Application: "antrag-1",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("Wir holen Ihre Meldedaten ...")), Language: "de"},
		NotBefore: now, NotAfter: now.Add(time.Hour), MaxUses: 1,
	})
	if err != nil {
		return onceonly.Consent{}, err
	}
	return d.broker.Give(ctx, proposed.ID(), onceonly.Actor{
		Subject: erika, Assurance: onceonly.AssuranceHigh,
		Declaration: onceonly.Declaration{Text: "Ich darf die Daten meines Ehegatten erhalten.", Language: "de", Norm: recht.MustParseNorm("§ 23a Abs. 1 Satz 5 BMG")},
	})
}

// show prints what somebody reads in the log, and whether it is proven.
func (d *desk) show(ctx context.Context, who string, viewer cockpit.Viewer) error {
	c, err := cockpit.New(cockpit.Config{Log: d.log})
	if err != nil {
		return err
	}
	exchanges, err := c.Exchanges(ctx, viewer, cockpit.Page{})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "\n%s reads:\n", who)
	for _, e := range exchanges {
		for _, item := range e.Items {
			receipt, err := c.Receipt(ctx, viewer, item.ID)
			if err != nil {
				return err
			}
			_, err = receipt.Verify(d.log.Verifier())
			fmt.Fprintf(d.out, "  %s %s proven: %t\n", item.Time.Format(time.DateTime), item.Text(cockpit.German), err == nil)
		}
	}
	return nil
}

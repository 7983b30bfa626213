// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/direkt"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/postfach/bundid"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// simuliert asks for the postbox of BundID in the process.
const simuliert = "simuliert"

// postweg is where notices go: into the postbox of the service, or into that of the
// person's account over FIT-Connect.
type postweg struct {
	ziel, service, token, client, schluessel string

	every   time.Duration            // how often the simulated postbox looks
	eingang *posteingang.Posteingang // of the simulated postbox
	ort     string                   // where it receives
}

func (p *postweg) flags(f *flag.FlagSet) {
	f.StringVar(&p.ziel, "postfach", "", "`id` of the destination that BundID has in FIT-Connect's test environment, or \""+simuliert+"\"; without it notices lie here")
	f.StringVar(&p.service, "fitconnect", "", "`address` of its submission API")
	f.StringVar(&p.token, "fitconnect-token", "", "`address` of its token service")
	f.StringVar(&p.client, "fitconnect-client", "", "`id` by which it knows this service; the secret: PARKEN_FITCONNECT_SECRET")
	f.StringVar(&p.schluessel, "postfach-schluessel", "", "`file` (PEM) with the certificate by which BundID knows who writes, and its RSA key")
}

// open is the postbox of the desk.
func (p *postweg) open(ctx context.Context, store *bausteine.Store, registry *antrag.Registratur, eigenes postfach.Postfach) (postfach.Postfach, error) {
	if p.ziel == "" {
		return eigenes, nil
	}
	config := bundid.Config{
		Absender: "Straßenverkehrsbehörde (Beispiel)", Dienst: "Bewohnerparkausweis", Niveau: recht.NiveauSubstantiell,
		Mailbox: func(ctx context.Context, n postfach.Nachricht) (uuid.UUID, error) { return mailbox(ctx, registry, n) },
	}
	var client *fitconnect.Client
	var err error
	if p.ziel == simuliert {
		client, err = p.simulate(ctx, &config)
	} else {
		client, err = p.reach(&config)
	}
	if err != nil {
		return nil, err
	}
	konto, err := bundid.New(store, client, config)
	return mitErsatz{konto, eigenes}, err
}

// mailbox is what the account named at the login, as the case keeps it: erased with it.
func mailbox(ctx context.Context, registry *antrag.Registratur, n postfach.Nachricht) (uuid.UUID, error) {
	a, err := registry.Load(ctx, n.Antrag)
	if err != nil {
		return uuid.Nil, err
	}
	var in onlinedienst.Eingang
	if json.Unmarshal(a.Angaben(), &in) != nil || a.Konto() != n.Konto {
		return uuid.Nil, postfach.ErrUnbekannt
	}
	id, err := uuid.Parse(in.Postkorb)
	if err != nil {
		return uuid.Nil, postfach.ErrUnbekannt
	}
	return id, nil
}

// mitErsatz is the postbox of the account, and that of the service for an account that
// has none.
type mitErsatz struct{ konto, eigenes postfach.Postfach }

// Put implements postfach.Postfach.
func (m mitErsatz) Put(ctx context.Context, n postfach.Nachricht) error {
	err := m.konto.Put(ctx, n)
	if errors.Is(err, postfach.ErrUnbekannt) {
		return m.eigenes.Put(ctx, n)
	}
	return err
}

// reach writes to BundID over the test environment.
func (p *postweg) reach(config *bundid.Config) (*fitconnect.Client, error) {
	var err error
	if config.Ziel, err = uuid.Parse(p.ziel); err != nil {
		return nil, errors.New("-postfach is no id of a destination")
	}
	pair, err := tls.LoadX509KeyPair(p.schluessel, p.schluessel)
	if err != nil {
		return nil, fmt.Errorf("-postfach-schluessel: %w", err)
	}
	config.Certificate = pair.Leaf
	config.Key, _ = pair.PrivateKey.(crypto.Signer) // what is no key of RSA the postbox refuses
	return fitconnect.NewClient(fitconnect.Config{
		SubmissionAPI: p.service, TokenURL: p.token, ClientID: p.client, ClientSecret: os.Getenv("PARKEN_FITCONNECT_SECRET"),
		UserAgent: "bausteine-bewohnerparken", Trust: fitconnect.Trust{InsecureTestKeys: true},
	})
}

// simulate is FIT-Connect with the postbox behind it, apart from the service.
func (p *postweg) simulate(ctx context.Context, config *bundid.Config) (*fitconnect.Client, error) {
	const schema = "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json"
	point, err := fitconnecttest.DefaultDestination()
	if err != nil {
		return nil, err
	}
	point.Services = []fitconnect.DestinationService{{Identifier: "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6", Schemas: []fitconnect.Schema{{URI: schema, MimeType: "application/json"}}}}
	service, err := fitconnecttest.New(fitconnecttest.Config{Destinations: []fitconnecttest.Destination{point}})
	if err != nil {
		return nil, err
	}
	reached := service.ClientConfig("http://fitconnect.example")
	reached.HTTP = direkt.Client(service)
	client, err := fitconnect.NewClient(reached)
	if err != nil {
		return nil, err
	}
	theirs := bausteine.NewMemory(bausteine.Config{})
	if p.eingang, err = posteingang.New(theirs, posteingang.Config{}); err != nil {
		return nil, err
	}
	box, err := fitconnect.NewSubscriber(client, point.ID, point.Signature, []fitconnect.PrivateKey{point.Encryption}, fitconnect.SubscriberConfig{Schemas: []string{schema}})
	if err != nil {
		return nil, err
	}
	if err := sign(config); err != nil {
		return nil, err
	}
	config.Ziel, p.ort = point.ID, point.ID.String()
	go func() {
		defer func() { _ = theirs.Close() }()
		for ctx.Err() == nil {
			if _, err := box.Poll(ctx, empfang.New(p.eingang)); err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "bewohnerparken: the simulated postbox cannot fetch", "error", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(max(p.every, 10*time.Millisecond)):
			}
		}
	}()
	return client, nil
}

// sign gives the authority a key and a certificate of its own.
func sign(config *bundid.Config) error {
	key, err := fitconnecttest.RSAKey("other-sig")
	if err != nil {
		return err
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Stadt Jena (simuliert)"}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	config.Key = key
	config.Certificate, err = x509.ParseCertificate(der)
	return err
}

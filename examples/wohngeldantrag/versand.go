// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/direkt"
	"github.com/deutschland-stack/bausteine/examples/wohngeldantrag/internal/dienst"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/ordner"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// simuliert asks for a delivery service in the process, and for an authority that
// fetches from it.
const simuliert = "simuliert"

// zustellweg is how applications reach the authorities: in folders beside the data, or
// over FIT-Connect.
type zustellweg struct {
	service, token, client, ziele string
	every                         time.Duration // how often the simulated authority looks
}

func (z *zustellweg) flags(f *flag.FlagSet) {
	f.StringVar(&z.service, "fitconnect", "", "`address` of the submission API of FIT-Connect's test environment, or \""+simuliert+"\"; without it everything goes into folders")
	f.StringVar(&z.token, "fitconnect-token", "", "`address` of its token service")
	f.StringVar(&z.client, "fitconnect-client", "", "`id` by which it knows this service; the secret: WOHNGELD_FITCONNECT_SECRET")
	f.StringVar(&z.ziele, "zustellpunkte", "", "`file` that names for each authority its destination and schema: {\"ID\": {\"ziel\": …, \"schema\": …}}")
}

// zustellpunkt is where an authority receives, and how it reads.
type zustellpunkt struct {
	Ziel   uuid.UUID `json:"ziel"`
	Schema string    `json:"schema"`
}

// open returns what delivers; nil is an inbox in memory.
func (z *zustellweg) open(ctx context.Context, store *bausteine.Store, data string, registry *antrag.Registratur) (zustellung.Zusteller, error) {
	switch {
	case z.service == simuliert:
		return z.simulate(ctx, store, data, registry)
	case z.service != "":
		return z.reach(store, registry)
	case data != "":
		return eingang(data)
	default:
		return nil, nil
	}
}

// eingang are the folders of the authorities beside the file.
func eingang(data string) (*ordner.Ordner, error) {
	dir := filepath.Clean(data) + ".eingang"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return ordner.New(dir)
}

// reach delivers to the test environment. Another one has keys with certificates: who
// trusts them sets fitconnect.Config.Trust.
func (z *zustellweg) reach(store *bausteine.Store, registry *antrag.Registratur) (zustellung.Zusteller, error) {
	text, err := os.ReadFile(z.ziele)
	if err != nil {
		return nil, fmt.Errorf("where do the authorities receive? -zustellpunkte: %w", err)
	}
	var ziele map[string]zustellpunkt
	if err := json.Unmarshal(text, &ziele); err != nil {
		return nil, fmt.Errorf("-zustellpunkte: %w", err)
	}
	return over(store, registry, ziele, fitconnect.Config{
		SubmissionAPI: z.service, TokenURL: z.token, ClientID: z.client, ClientSecret: os.Getenv("WOHNGELD_FITCONNECT_SECRET"),
		UserAgent: "bausteine-wohngeldantrag", Trust: fitconnect.Trust{InsecureTestKeys: true},
	})
}

// over is FIT-Connect as the way to the authorities.
func over(store *bausteine.Store, registry *antrag.Registratur, ziele map[string]zustellpunkt, config fitconnect.Config) (zustellung.Zusteller, error) {
	client, err := fitconnect.NewClient(config)
	if err != nil {
		return nil, err
	}
	return versand.New(store, client, func(_ context.Context, s zustellung.Sendung) (fitconnect.Application, error) {
		at, known := ziele[s.Behoerde]
		if !known {
			return fitconnect.Application{}, errors.New("the authority has no destination: add it to -zustellpunkte")
		}
		return fitconnect.Application{
			Destination: at.Ziel, Service: fitconnect.Service{Identifier: s.Leistung.URN(), Name: "Wohngeld"}, Schema: fitconnect.Schema{URI: at.Schema, MimeType: s.Medientyp},
		}, nil
	}, versand.Config{Outcome: func(ctx context.Context, id uuid.UUID, stand zustellung.Stand) error {
		return onlinedienst.Zurueckgewiesen(ctx, registry, id, stand)
	}})
}

// simulate is a delivery service and what the authorities have behind it. What they
// accept lies in their folders, if there is a place for them.
func (z *zustellweg) simulate(ctx context.Context, store *bausteine.Store, data string, registry *antrag.Registratur) (zustellung.Zusteller, error) {
	ziele := map[string]zustellpunkt{}
	var points []fitconnecttest.Destination
	for id := range dienst.Behoerden() {
		point, err := fitconnecttest.DefaultDestination()
		if err != nil {
			return nil, err
		}
		point.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://dienst.example/ziel/"+id))
		points, ziele[id] = append(points, point), zustellpunkt{point.ID, "https://schema.example/wohngeld/1"}
	}
	service, err := fitconnecttest.New(fitconnecttest.Config{Destinations: points})
	if err != nil {
		return nil, err
	}
	config := service.ClientConfig("http://fitconnect.example")
	config.HTTP = direkt.Client(service)
	zusteller, err := over(store, registry, ziele, config)
	if err != nil {
		return nil, err
	}
	client, err := fitconnect.NewClient(config)
	if err != nil {
		return nil, err
	}
	amt := amtsseite{store: bausteine.NewMemory(bausteine.Config{}), ziele: ziele, every: max(z.every, 50*time.Millisecond)}
	if data != "" {
		if amt.ordner, err = eingang(data); err != nil {
			return nil, err
		}
	}
	if amt.inbox, err = posteingang.New(amt.store, posteingang.Config{}); err != nil {
		return nil, err
	}
	go amt.run(ctx, client)
	return zusteller, nil
}

// amtsseite is the receiving side of all authorities of the example, apart from the
// service: it has its own store and reaches nothing but the delivery service.
type amtsseite struct {
	store  *bausteine.Store
	inbox  *posteingang.Posteingang
	ordner *ordner.Ordner // nil: what was accepted stays in the inbox
	ziele  map[string]zustellpunkt
	every  time.Duration
}

// run fetches until ctx ends.
func (a amtsseite) run(ctx context.Context, client *fitconnect.Client) {
	defer func() { _ = a.store.Close() }()
	for ctx.Err() == nil {
		for id, at := range a.ziele {
			if err := a.fetch(ctx, client, id, at); err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "wohngeldantrag: the simulated authority cannot fetch", "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(a.every):
		}
	}
}

// fetch takes what waits at one destination.
func (a amtsseite) fetch(ctx context.Context, client *fitconnect.Client, id string, at zustellpunkt) error {
	open, err := fitconnecttest.Key("dest-enc")
	if err != nil {
		return err
	}
	sign, err := fitconnecttest.Key("dest-sig")
	if err != nil {
		return err
	}
	subscriber, err := fitconnect.NewSubscriber(client, at.Ziel, sign, []fitconnect.PrivateKey{open}, fitconnect.SubscriberConfig{Schemas: []string{at.Schema}})
	if err != nil {
		return err
	}
	if _, err := subscriber.Poll(ctx, empfang.New(a.inbox)); err != nil || a.ordner == nil {
		return err
	}
	list, err := a.inbox.List(ctx, at.Ziel.String(), posteingang.StatusAngenommen, uuid.Nil, 100)
	for _, e := range list {
		if err := a.file(ctx, id, e); err != nil {
			return err
		}
	}
	return err
}

// file puts a submission into the folder of its authority, and takes it out of the
// inbox.
func (a amtsseite) file(ctx context.Context, id string, e posteingang.Eingang) error {
	s := zustellung.Sendung{ID: e.ID, Antrag: e.Vorgang, Leistung: dienst.LeistungWohngeld(), Behoerde: id, Eingang: e.Zeit}
	for _, part := range e.Teile {
		load := func(ctx context.Context) ([]byte, error) { return a.inbox.Read(ctx, e.ID, part.Name) }
		switch part.Name {
		case empfang.Daten:
			data, err := load(ctx)
			if err != nil {
				return err
			}
			s.Medientyp, s.Daten = part.Medientyp, data
		case empfang.Metadaten:
		default:
			s.Anlagen = append(s.Anlagen, zustellung.Anlage{ID: uuid.MustParse(part.Name), Name: part.Dateiname, Medientyp: part.Medientyp, Load: load})
		}
	}
	if err := a.ordner.Deliver(ctx, s); err != nil {
		return err
	}
	return a.inbox.Erase(ctx, e.ID)
}

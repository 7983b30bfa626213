// SPDX-License-Identifier: Apache-2.0

package versand_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/zustellungtest"
)

// ziel is the receiving point of an authority.
func ziel(behoerde string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceURL, []byte(behoerde)) }

func route(_ context.Context, s zustellung.Sendung) (fitconnect.Application, error) {
	return fitconnect.Application{
		Destination: ziel(s.Behoerde), Service: fitconnect.Service{Identifier: s.Leistung.URN(), Name: "Wohnsitz anmelden"},
		Schema: fitconnect.Schema{URI: "https://schema.example/antrag/1", MimeType: "application/json"},
	}, nil
}

func problem(code string) (fitconnect.Problem, bool) {
	return fitconnect.Problem{Type: "https://schema.fitko.de/fit-connect/events/problems/example", Title: code, Instance: "submission"}, true
}

// amt is the receiving side of an authority.
type amt struct {
	subscriber *fitconnect.Subscriber
	inbox      *posteingang.Posteingang
	ziel       uuid.UUID
}

func newAmt(tb testing.TB, store *bausteine.Store, config fitconnect.Config, behoerde string) amt {
	tb.Helper()
	client, err := fitconnect.NewClient(config)
	require.NoError(tb, err)
	open, err := fitconnecttest.Key("dest-enc")
	require.NoError(tb, err)
	sign, err := fitconnecttest.Key("dest-sig")
	require.NoError(tb, err)
	subscriber, err := fitconnect.NewSubscriber(client, ziel(behoerde), sign, []fitconnect.PrivateKey{open}, fitconnect.SubscriberConfig{Problem: problem})
	require.NoError(tb, err)
	inbox, err := posteingang.New(store, posteingang.Config{})
	require.NoError(tb, err)
	return amt{subscriber, inbox, ziel(behoerde)}
}

func (a amt) poll(tb testing.TB) {
	tb.Helper()
	_, err := a.subscriber.Poll(tb.Context(), empfang.New(a.inbox))
	require.NoError(tb, err)
}

// angenommen are the submissions to be worked on.
func (a amt) angenommen(tb testing.TB) []posteingang.Eingang {
	tb.Helper()
	list, err := a.inbox.List(tb.Context(), a.ziel.String(), posteingang.StatusAngenommen, uuid.Nil, 5000)
	require.NoError(tb, err)
	return list
}

func (a amt) teile(tb testing.TB, anlagen bool) (out [][]byte) {
	tb.Helper()
	for _, e := range a.angenommen(tb) {
		for _, t := range e.Teile {
			own := t.Name == empfang.Daten || t.Name == empfang.Metadaten
			if anlagen == own || t.Name == empfang.Metadaten {
				continue
			}
			content, err := a.inbox.Read(tb.Context(), e.ID, t.Name)
			require.NoError(tb, err)
			out = append(out, content)
		}
	}
	return out
}

func destinations(tb testing.TB, behoerden ...string) (out []fitconnecttest.Destination) {
	tb.Helper()
	for _, b := range behoerden {
		d, err := fitconnecttest.DefaultDestination()
		require.NoError(tb, err)
		d.ID = ziel(b)
		out = append(out, d)
	}
	return out
}

func memory(tb testing.TB) *bausteine.Store {
	tb.Helper()
	store := bausteine.NewMemory(bausteine.Config{})
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

const jena, weimar = "160530000", "160550000"

func TestVersand_IsAZusteller(t *testing.T) {
	zustellungtest.TestZusteller(t, func(t *testing.T) zustellungtest.Pruefling {
		t.Helper()
		_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena, weimar)})
		client, err := fitconnect.NewClient(config)
		require.NoError(t, err)
		v, err := versand.New(memory(t), client, route, versand.Config{})
		require.NoError(t, err)
		aemter := map[string]amt{jena: newAmt(t, memory(t), config, jena), weimar: newAmt(t, memory(t), config, weimar)}
		look := func(t *testing.T, behoerde string, anlagen bool) [][]byte {
			t.Helper()
			aemter[behoerde].poll(t)
			return aemter[behoerde].teile(t, anlagen)
		}
		return zustellungtest.Pruefling{
			Zusteller:   v,
			Antrag:      func(*testing.T) uuid.UUID { return uuid.New() },
			Arrived:     func(t *testing.T, b string) [][]byte { t.Helper(); return look(t, b, false) },
			Attachments: func(t *testing.T, b string) [][]byte { t.Helper(); return look(t, b, true) },
		}
	})
}

func sendung(anlagen ...string) zustellung.Sendung {
	s := zustellung.Sendung{
		ID: uuid.New(), Antrag: uuid.New(), Leistung: leistung.MustParseSchluessel("99115005104000"), Behoerde: jena,
		Eingang: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), Medientyp: "application/json", Daten: []byte(`{"name":"Erika Mustermann"}`),
	}
	for _, text := range anlagen {
		s.Anlagen = append(s.Anlagen, zustellung.Anlage{ID: uuid.New(), Name: "Anlage.pdf", Medientyp: "application/pdf", Load: func(context.Context) ([]byte, error) { return []byte(text), nil }})
	}
	return s
}

// plan breaks the first call of a step.
type plan struct {
	mu    sync.Mutex
	fault map[fitconnecttest.Step]fitconnecttest.Fault
}

func (p *plan) take(step fitconnecttest.Step) fitconnecttest.Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.fault[step]
	delete(p.fault, step)
	return f
}

func (p *plan) set(step fitconnecttest.Step, f fitconnecttest.Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = map[fitconnecttest.Step]fitconnecttest.Fault{step: f}
}

func TestVersand_EveryStepMayFailInEveryWay(t *testing.T) {
	var p plan
	service, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena), Plan: p.take})
	store := memory(t)
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	v, err := versand.New(store, client, route, versand.Config{})
	require.NoError(t, err)
	a := newAmt(t, memory(t), config, jena)
	sent := 0
	for i, step := range fitconnecttest.Steps() {
		for j, fault := range fitconnecttest.Faults() {
			if testing.Short() && (i+j)%4 != 0 {
				continue // each step and each fault, but not each with each
			}
			s := sendung("eins")
			p.set(step, fault)
			err := v.Deliver(t.Context(), s)
			for tries := 0; err != nil; tries++ {
				require.Less(t, tries, 3, "%s %s: %v", step, fault, err)
				require.NotErrorIs(t, err, zustellung.ErrAbgelehnt, "%s %s: a fault is no outcome", step, fault)
				require.NotContains(t, err.Error(), s.ID.String())
				err = v.Deliver(t.Context(), s)
			}
			sent++
			p.set(step, fault)
			for tries := 0; len(a.angenommen(t)) < sent; tries++ {
				require.Less(t, tries, 4, "%s %s", step, fault)
				_, _ = a.subscriber.Poll(t.Context(), empfang.New(a.inbox))
			}
			require.Len(t, service.Submissions(), sent, "%s %s: submitted once", step, fault)
			p.set(step, None)
			stand, err := v.Watch(t.Context(), s.Antrag, s.ID)
			require.NoError(t, err)
			require.Equal(t, zustellung.StatusAngenommen, stand.Status)
		}
	}
	require.Len(t, a.teile(t, true), sent)
}

// None is no fault.
const None = fitconnecttest.None

func TestVersand_AForgedAnswerIsRefusedAndNoOutcome(t *testing.T) {
	var p plan
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena), Plan: p.take})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	v, err := versand.New(memory(t), client, route, versand.Config{})
	require.NoError(t, err)
	require.NoError(t, v.Deliver(t.Context(), sendung("andere")))
	for _, tt := range []struct {
		step  fitconnecttest.Step
		fault fitconnecttest.Fault
		code  string
	}{
		{fitconnecttest.StepKey, fitconnecttest.OtherKey, "FC-KEY-06"},
		{fitconnecttest.StepKey, fitconnecttest.WeakKey, "FC-KEY-07"},
		{fitconnecttest.StepEvents, fitconnecttest.TamperLog, "FC-SET-07"},
		{fitconnecttest.StepEvents, fitconnecttest.ForgeLog, "FC-SET-10"},
		{fitconnecttest.StepEvents, fitconnecttest.OtherLog, "FC-SET-08"},
	} {
		s := sendung("eins")
		p.set(tt.step, tt.fault)
		err := v.Deliver(t.Context(), s)
		code, ok := fitconnect.Refused(err)
		require.True(t, ok, "%s: %v", tt.fault, err)
		require.Equal(t, tt.code, code, tt.fault)
		require.NotErrorIs(t, err, zustellung.ErrAbgelehnt)
		require.NoError(t, v.Deliver(t.Context(), s), "once the forger is gone it goes on")
		p.set(fitconnecttest.StepEvents, fitconnecttest.ShortenLog)
		_, err = v.Watch(t.Context(), s.Antrag, s.ID)
		code, _ = fitconnect.Refused(err)
		require.Equal(t, "FC-SET-12", code, "an entry is gone since the last look: %s %v", tt.fault, err)
	}
}

func TestEmpfang_WhatIsNotWhatWasSubmittedIsFetchedAgainAndThenRejected(t *testing.T) {
	for _, tt := range []struct {
		step  fitconnecttest.Step
		fault fitconnecttest.Fault
	}{{fitconnecttest.StepFetch, fitconnecttest.SwapData}, {fitconnecttest.StepFetchAttachment, fitconnecttest.SwapAttachment}} {
		var once plan
		var always bool
		_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena), Plan: func(s fitconnecttest.Step) fitconnecttest.Fault {
			if always && s == tt.step {
				return tt.fault
			}
			return once.take(s)
		}})
		client, err := fitconnect.NewClient(config)
		require.NoError(t, err)
		v, err := versand.New(memory(t), client, route, versand.Config{})
		require.NoError(t, err)
		a := newAmt(t, memory(t), config, jena)
		first, second := sendung("eins", "zwei"), sendung("drei", "vier")
		require.NoError(t, v.Deliver(t.Context(), first))
		require.NoError(t, v.Deliver(t.Context(), second))
		once.set(tt.step, tt.fault)
		a.poll(t)
		require.Len(t, a.angenommen(t), 2, "one swapped answer rejects nobody")

		third := sendung("fünf", "sechs")
		require.NoError(t, v.Deliver(t.Context(), third))
		always = true
		a.poll(t)
		require.Len(t, a.angenommen(t), 2)
		stand, err := v.Watch(t.Context(), third.Antrag, third.ID)
		require.NoError(t, err)
		require.Equal(t, zustellung.StatusZurueckgewiesen, stand.Status)
		require.Equal(t, []string{"https://schema.fitko.de/fit-connect/events/problems/example"}, stand.Gruende)
		require.NoError(t, v.Deliver(t.Context(), third), "delivering again changes nothing")
	}
}

func TestVersand_WhatNobodyFetchesIsRejectedInTheEnd(t *testing.T) {
	now := time.Now()
	var mu sync.Mutex
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena), Now: clock})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	v, err := versand.New(memory(t), client, route, versand.Config{})
	require.NoError(t, err)
	s := sendung()
	require.NoError(t, v.Deliver(t.Context(), s))
	stand, err := v.Watch(t.Context(), s.Antrag, s.ID)
	require.NoError(t, err)
	require.Equal(t, zustellung.StatusUebergeben, stand.Status)
	mu.Lock()
	now = now.AddDate(0, 0, 15)
	mu.Unlock()
	open := 0
	for o, err := range v.Open(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, versand.Offen{Antrag: s.Antrag, ID: s.ID}, o)
		open++
	}
	require.Equal(t, 1, open)
	stand, err = v.Watch(t.Context(), s.Antrag, s.ID)
	require.NoError(t, err)
	require.Equal(t, zustellung.StatusZurueckgewiesen, stand.Status)
	_, err = v.Watch(t.Context(), uuid.New(), s.ID)
	require.ErrorIs(t, err, zustellung.ErrUnbekannt, "another application's")
}

func TestVersand_TheOutcomeIsToldWhileTheStoreRuns(t *testing.T) {
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena)})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	store := memory(t)
	told, tries := make(chan zustellung.Stand, 9), 0
	v, err := versand.New(store, client, route, versand.Config{Every: time.Nanosecond, Outcome: func(_ context.Context, _ uuid.UUID, stand zustellung.Stand) error {
		if tries++; tries == 1 {
			return errors.New("not now")
		}
		told <- stand
		return nil
	}})
	require.NoError(t, err)
	s := sendung("Anlage")
	require.NoError(t, v.Deliver(t.Context(), s))
	newAmt(t, memory(t), config, jena).poll(t)

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- store.Run(ctx) }()
	require.Equal(t, zustellung.StatusAngenommen, (<-told).Status, "after the first try failed, too")
	require.Eventually(t, func() bool {
		open := 0
		for _, err := range v.Open(t.Context()) {
			require.NoError(t, err)
			open++
		}
		return open == 0
	}, time.Minute, time.Millisecond, "and then it is kept")
	stop()
	require.NoError(t, <-ended)
	stand, err := v.Watch(t.Context(), s.Antrag, s.ID)
	require.NoError(t, err)
	require.Equal(t, zustellung.StatusAngenommen, stand.Status)
	require.Empty(t, told, "it was told once")
}

func TestVersand_ADestinationThatIsNotThereIsForGood(t *testing.T) {
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena)})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	v, err := versand.New(memory(t), client, route, versand.Config{})
	require.NoError(t, err)
	s := sendung()
	s.Behoerde = weimar
	require.ErrorIs(t, v.Deliver(t.Context(), s), zustellung.ErrAbgelehnt)
}

func TestNew_RefusesWhatIsMissing(t *testing.T) {
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	_, err = versand.New(nil, client, route, versand.Config{})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	_, err = versand.New(memory(t), nil, route, versand.Config{})
	require.Error(t, err)
	_, err = versand.New(memory(t), client, route, versand.Config{Keep: bausteine.Period{Days: 14}})
	require.Error(t, err, "the rejection after 14 days would be missed")
}

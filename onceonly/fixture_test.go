// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/idnr"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

var (
	muehlhausen = onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen", Sector: "inneres"}
	weimar      = onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar", Sector: "inneres"}
	meldedaten  = onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")
	erika       = onceonly.MustSubject("pseudonym-of-erika")
	moritz      = onceonly.MustSubject("pseudonym-of-moritz")
	start       = time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	fields      = onceonly.MustFields("/address/place", "/children/givenNames", "/familyName", "/givenNames")
)

const (
	record = `{"familyName":"Mustermann","givenNames":"Erika","address":{"place":"Weimar","street":"Markt"},` +
		`"children":[{"givenNames":"Kim","taxNumber":1},{"givenNames":"Robin"}],"religion":"rk"}`
	delivered = `{"familyName":"Mustermann","givenNames":"Erika","address":{"place":"Weimar"},` +
		`"children":[{"givenNames":"Kim"},{"givenNames":"Robin"}]}`
)

// clock is a clock that moves only when told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is both sides of an exchange in one process.
type world struct {
	clock        *clock
	source       *onceonlytest.Source
	register     *onceonlytest.Register // between broker and provider
	provider     *dataprovider.Provider
	providerKey  ed25519.PrivateKey
	house        *bausteine.Store // of both: each has its own streams in it
	providerLog  *auditlog.Log
	intermediary *permission.Intermediary
	log          *auditlog.Log   // of the broker
	store        onceonly.Keeper // of the broker
	broker       *onceonly.Broker
}

type option func(*world)

// configured changes how the broker works.
func configured(change func(*onceonly.Config)) option {
	return func(w *world) {
		w.broker = w.broker.Over(nil, func(c *onceonly.Config, _ *onceonly.Permission, _ *onceonly.Directory) { change(c) })
	}
}

// withStore puts something in front of the broker's store.
func withStore(wrap func(onceonly.Keeper) onceonly.Keeper) option {
	return func(w *world) { w.store = wrap(w.store); w.broker = w.broker.Over(w.store, nil) }
}

// sweep erases what is due, and returns how much that was.
func (w *world) sweep(tb testing.TB) int {
	tb.Helper()
	done, err := w.house.Sweep(tb.Context())
	require.NoError(tb, err)
	return done
}

func key(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }

func newWorld(tb testing.TB, options ...option) *world {
	tb.Helper()
	w := &world{clock: &clock{now: start}, source: &onceonlytest.Source{}, providerKey: key(2)}
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice, onceonly.BasisStatute}, MayUseIDNr: true,
		RequesterSector: muehlhausen.Sector, ProviderSector: weimar.Sector, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: start.AddDate(-1, 0, 0),
	})
	require.NoError(tb, err)
	w.intermediary, err = permission.NewIntermediary(rules, key(1), time.Minute)
	require.NoError(tb, err)
	w.house = bausteine.NewMemory(bausteine.Config{Now: w.clock.Now})
	w.log, w.providerLog = onceonlytest.NewLog(tb, w.house, "broker"), onceonlytest.NewLog(tb, w.house, "provider")
	w.provider, err = dataprovider.New(w.house, w.providerLog, dataprovider.Config{
		Party: weimar, Source: w.source, Key: w.providerKey, TokenKey: w.intermediary.Key(), Blocked: recht.MustParseNormen("§ 23a BMG"),
	})
	require.NoError(tb, err)
	w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", []byte(record)))
	w.register = onceonlytest.NewRegister(w.provider)
	directory := onceonly.NewDirectory(onceonly.Listed{
		Provider: weimar, EvidenceType: meldedaten,
		Connection: onceonly.Connection{Register: w.register, Key: w.providerKey.Public().(ed25519.PublicKey)},
	})
	w.broker, err = onceonly.NewBroker(w.house, w.log, w.intermediary, directory, onceonly.Config{
		Representation: onceonlytest.Representation{{Proof: power, Actor: moritz, Subject: erika}},
	})
	require.NoError(tb, err)
	w.store = w.broker.Keeper()
	for _, o := range options {
		o(w)
	}
	return w
}

// withRules lets the intermediary permit every basis, also for others than the two.
func withRules(tb testing.TB) option {
	tb.Helper()
	return func(w *world) {
		w.broker = w.broker.Over(nil, func(_ *onceonly.Config, p *onceonly.Permission, _ *onceonly.Directory) {
			*p = everything{w.intermediary, key(1)}
		})
	}
}

// everything seals whatever is asked.
type everything struct {
	*permission.Intermediary

	key ed25519.PrivateKey
}

func (e everything) Ask(ctx context.Context, q onceonly.Question) (onceonly.Permit, error) {
	rules, err := permission.NewRules(permission.Rule{
		Requester: q.Requester, Provider: q.Provider, EvidenceType: q.EvidenceType, Purpose: q.Purpose, Bases: []onceonly.Basis{q.Basis},
		MayUseIDNr: q.UsesIDNr, RequesterSector: q.RequesterSector, ProviderSector: q.ProviderSector, Norm: recht.MustParseNorm("§ 1 MusterG"), ValidFrom: q.At.AddDate(-1, 0, 0),
	})
	if err != nil {
		return onceonly.Permit{}, err
	}
	intermediary, err := permission.NewIntermediary(rules, e.key, time.Minute)
	if err != nil {
		return onceonly.Permit{}, err
	}
	return intermediary.Ask(ctx, q)
}

// queryUnder makes what a broker would send that checks nothing.
func (w *world) queryUnder(tb testing.TB, r onceonly.Request, under onceonly.Terms) onceonly.Query {
	tb.Helper()
	digest, err := r.Digest()
	require.NoError(tb, err)
	permit, err := everything{w.intermediary, key(1)}.Ask(tb.Context(), onceonly.Question{
		Requester: r.Requester, Provider: r.Provider, EvidenceType: r.EvidenceType, Purpose: r.Purpose,
		Basis: under.Basis, UsesIDNr: r.UsesIDNr(), RequestDigest: digest, At: w.clock.Now(),
		RequesterSector: under.Requester.Sector, ProviderSector: under.Provider.Sector,
	})
	require.NoError(tb, err)
	return onceonly.Query{Request: r, Terms: under, Token: permit.Token}
}

func person() onceonly.Person {
	return personWith(func(*onceonly.PersonData) {})
}

func personWith(change func(*onceonly.PersonData)) onceonly.Person {
	data := onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"}
	change(&data)
	p, err := onceonly.NewPerson(data)
	if err != nil {
		panic(err)
	}
	return p
}

func personWithIDNr(tb testing.TB) onceonly.Person {
	tb.Helper()
	id, err := idnr.Parse("86095742719")
	require.NoError(tb, err)
	return personWith(func(d *onceonly.PersonData) { d.IDNr = id })
}

func commitment(p onceonly.Person) onceonly.Commitment {
	c, err := onceonly.CommitPerson(p, nil)
	if err != nil {
		panic(err)
	}
	return c
}

// power is the power of attorney that Erika gave to Moritz.
var power = onceonly.Proof{Kind: onceonly.ProofPowerOfAttorney, ID: "power-of-attorney-7"}

// self is Erika, who decides for herself.
var self = onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh}

func terms() onceonly.Terms {
	return onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: erika, Person: commitment(person()), Requester: muehlhausen, Provider: weimar,
		EvidenceType: meldedaten, Fields: fields, Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung Ihrer neuen Wohnung"},
		Application: "antrag-4711", Notice: onceonly.Notice{Digest: onceonly.DigestOf([]byte("notice")), Language: "de"},
		NotBefore: start, NotAfter: start.Add(2 * time.Hour), MaxUses: 1,
	}
}

// consent proposes and gives terms.
func (w *world) consent(tb testing.TB, change ...func(*onceonly.Terms)) onceonly.Consent {
	tb.Helper()
	t := terms()
	for _, c := range change {
		c(&t)
	}
	proposed, err := w.broker.Propose(tb.Context(), t)
	require.NoError(tb, err)
	actor := onceonly.Actor{Subject: t.Subject, Assurance: onceonly.AssuranceHigh}
	if t.Basis == onceonly.BasisStatute {
		actor = onceonly.Actor{}
	}
	given, err := w.broker.Give(tb.Context(), proposed.ID(), actor)
	require.NoError(tb, err)
	return given
}

func requestFor(c onceonly.Consent) onceonly.Request {
	return onceonly.Request{
		ID: uuid.Must(uuid.NewV7()), Consent: c.ID(), Subject: erika, Requester: muehlhausen.ID, Provider: weimar.ID,
		EvidenceType: meldedaten, Fields: fields, Purpose: "anmeldung", Application: "antrag-4711", Person: person(),
	}
}

// received brings a retrieval to the point where the person decides.
func (w *world) received(tb testing.TB) onceonly.Retrieval {
	tb.Helper()
	r, err := w.broker.Retrieve(tb.Context(), requestFor(w.consent(tb)))
	require.NoError(tb, err)
	require.Equal(tb, onceonly.RetrievalReceived, r.State)
	return r
}

// entries returns the audit entries of the broker in the order of writing.
func (w *world) entries(tb testing.TB) []onceonly.Entry { return entriesOf(tb, w.log) }

func entriesOf(tb testing.TB, log *auditlog.Log) (entries []onceonly.Entry) {
	tb.Helper()
	var file bytes.Buffer
	require.NoError(tb, log.Export(tb.Context(), &file))
	_, lines, _ := strings.Cut(file.String(), "\n\n") // behind the head
	_, lines, _ = strings.Cut(lines, "\n\n")          // and its signature
	for line := range strings.Lines(lines) {
		var leaf struct {
			Entry json.RawMessage `json:"entry"`
		}
		require.NoError(tb, json.Unmarshal([]byte(line), &leaf))
		if leaf.Entry == nil {
			continue
		}
		entry, err := onceonly.ParseEntry(leaf.Entry)
		require.NoError(tb, err)
		entries = append(entries, entry)
	}
	return entries
}

func actions(entries []onceonly.Entry) []onceonly.Action {
	list := make([]onceonly.Action, len(entries))
	for i, e := range entries {
		list[i] = e.Action
	}
	return list
}

func codes(reasons []onceonly.Reason) []onceonly.Code {
	list := make([]onceonly.Code, len(reasons))
	for i, r := range reasons {
		list[i] = r.Code
	}
	return list
}

// brokerAt is a second broker over the same store, seal and provider that goes by
// another clock.
func (w *world) brokerAt(tb testing.TB, c *clock) *onceonly.Broker {
	tb.Helper()
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: start.AddDate(-1, 0, 0),
	})
	require.NoError(tb, err)
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	require.NoError(tb, err)
	return w.broker.Over(nil, func(config *onceonly.Config, p *onceonly.Permission, d *onceonly.Directory) {
		config.Now, *p = c.Now, intermediary
		*d = onceonly.NewDirectory(onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Connection: w.provider.Connection()})
	})
}

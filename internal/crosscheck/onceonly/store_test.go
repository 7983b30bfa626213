// SPDX-License-Identifier: Apache-2.0

// Package onceonly_test runs whole exchanges on real databases, and measures the
// block beside its peers.
package onceonly_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

func openSQLite(tb testing.TB) *sql.DB {
	tb.Helper()
	db := openDB(tb, "sqlite", "file:"+filepath.Join(tb.TempDir(), "onceonly.db")+"?_pragma=busy_timeout(10000)")
	return db
}

func openDB(tb testing.TB, driver, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	db.SetMaxOpenConns(8)
	db.SetMaxIdleConns(8) // else most reads begin with a login
	return db
}

var (
	muehlhausen = onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"}
	weimar      = onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"}
	meldedaten  = onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")
	asked       = onceonly.MustFields("/familyName", "/givenNames")
	erika       = onceonly.Actor{Subject: onceonly.MustSubject("erika"), Assurance: onceonly.AssuranceHigh}
)

func key(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }

func person(tb testing.TB) onceonly.Person {
	tb.Helper()
	p, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	require.NoError(tb, err)
	return p
}

// exchange is both sides on one store.
type exchange struct {
	broker        *onceonly.Broker
	log, provided *auditlog.Log
}

func open(tb testing.TB, store *bausteine.Store, keepers ...auditlog.Keeper) exchange {
	tb.Helper()
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: start.AddDate(-1, 0, 0),
	})
	require.NoError(tb, err)
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	require.NoError(tb, err)
	source := &onceonlytest.Source{}
	source.Add(meldedaten, person(tb), dataprovider.NewDocument("application/json", []byte(`{"familyName":"Mustermann","givenNames":"Erika","religion":"x"}`)))
	signer, err := auditlog.NewSigner("muehlhausen.example", key(3))
	require.NoError(tb, err)
	if len(keepers) == 0 {
		keepers = []auditlog.Keeper{&auditlog.HeadMemory{}}
	}
	log, err := auditlog.Open(tb.Context(), store, auditlog.Config{Name: "broker", Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: keepers})
	require.NoError(tb, err)
	provided := onceonlytest.NewLog(tb, store, "provider")
	provider, err := dataprovider.New(store, provided, dataprovider.Config{Party: weimar, Source: source, Key: key(2), TokenKey: intermediary.Key()})
	require.NoError(tb, err)
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Connection: provider.Connection()})
	broker, err := onceonly.NewBroker(store, log, intermediary, directory, onceonly.Config{})
	require.NoError(tb, err)
	return exchange{broker, log, provided}
}

// run goes from the consent to the hand-over.
func (e exchange) run(ctx context.Context, tb testing.TB, about onceonly.Person) onceonly.Evidence {
	tb.Helper()
	commitment, err := onceonly.CommitPerson(about, nil)
	require.NoError(tb, err)
	proposed, err := e.broker.Propose(ctx, onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceHigh, Subject: erika.Subject, Person: commitment,
		Requester: muehlhausen, Provider: weimar, EvidenceType: meldedaten, Fields: asked,
		Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung"}, Application: "antrag-1",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
		NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1,
	})
	require.NoError(tb, err)
	given, err := e.broker.Give(ctx, proposed.ID(), erika)
	require.NoError(tb, err)
	retrieval, err := e.broker.Retrieve(ctx, given.Request(uuid.Must(uuid.NewV7()), about))
	require.NoError(tb, err)
	preview, decision, err := e.broker.Preview(ctx, retrieval.ID, erika)
	require.NoError(tb, err)
	require.True(tb, decision.Permitted)
	evidence, decision, err := e.broker.Accept(ctx, retrieval.ID, preview.Digest, erika)
	require.NoError(tb, err)
	require.True(tb, decision.Permitted)
	return evidence
}

// databases runs a test on both engines.
func databases(t *testing.T, test func(t *testing.T, open func(now func() time.Time) *bausteine.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		db := openSQLite(t)
		test(t, func(now func() time.Time) *bausteine.Store {
			store, err := bausteine.OpenSQLite(t.Context(), db, bausteine.Config{Now: now})
			require.NoError(t, err)
			return store
		})
	})
	t.Run("postgresql", func(t *testing.T) {
		db := openDB(t, "pgx", pgtest.DSN(t))
		test(t, func(now func() time.Time) *bausteine.Store {
			store, err := bausteine.OpenPostgreSQL(t.Context(), db, bausteine.Config{Now: now})
			require.NoError(t, err)
			return store
		})
	})
}

func TestExchange_IsLoggedProvenErasedAndGoesOnAfterARestart(t *testing.T) {
	databases(t, func(t *testing.T, openStore func(now func() time.Time) *bausteine.Store) {
		now := start
		clock := func() time.Time { return now }
		file := filepath.Join(t.TempDir(), "head")
		store := openStore(clock)
		e := open(t, store, auditlog.HeadFile(file))
		before, err := e.log.Publish(t.Context())
		require.NoError(t, err)
		require.JSONEq(t, `{"familyName":"Mustermann","givenNames":"Erika"}`, string(e.run(t.Context(), t, person(t)).Content()))
		head, err := e.log.Publish(t.Context())
		require.NoError(t, err)
		require.Equal(t, before.Head().Size+5, head.Head().Size)
		require.NoError(t, store.Close())

		store = openStore(clock)
		e = open(t, store, auditlog.HeadFile(file))
		require.Equal(t, head.Text(), e.log.Head().Text(), "the log goes on where it was")
		e.run(t.Context(), t, person(t))
		now = start.AddDate(1, 0, 0).Add(2 * time.Hour)
		_, err = store.Sweep(t.Context())
		require.NoError(t, err)
		var export bytes.Buffer
		require.NoError(t, e.log.Export(t.Context(), &export))
		require.NotContains(t, export.String(), "Mustermann")
		require.NotContains(t, export.String(), erika.Subject.Clear())
		report, err := auditlog.VerifyExport(&export, e.log.Verifier(), head.Head())
		require.NoError(t, err)
		require.Zero(t, report.Entries)
		require.NoError(t, store.Close())
	})
}

// Accepted and therefore something else: one transaction, or neither.
func TestAccept_TogetherWithAnotherDeedIsOneTransaction(t *testing.T) {
	databases(t, func(t *testing.T, openStore func(now func() time.Time) *bausteine.Store) {
		store := openStore(func() time.Time { return start })
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		e := open(t, store, &auditlog.HeadMemory{})
		failed := context.DeadlineExceeded
		var evidence onceonly.Evidence
		err := store.Together(t.Context(), func(ctx context.Context) error {
			evidence = onceonly.Evidence{}
			evidence = e.run(ctx, t, person(t))
			return failed
		})
		require.ErrorIs(t, err, failed)
		head, err := e.log.Publish(t.Context())
		require.NoError(t, err)
		size := head.Head().Size
		require.NoError(t, store.Together(t.Context(), func(ctx context.Context) error {
			evidence = e.run(ctx, t, person(t))
			return nil
		}))
		require.False(t, evidence.IsZero())
		head, err = e.log.Publish(t.Context())
		require.NoError(t, err)
		require.Equal(t, size+5, head.Head().Size, "of the first nothing was written")
	})
}

// BenchmarkExchange measures whole exchanges, from the consent to the hand-over, both
// sides durable on one store.
func BenchmarkExchange(b *testing.B) {
	clock := func() time.Time { return start }
	for name, openStore := range map[string]func() (*bausteine.Store, error){
		"sqlite": func() (*bausteine.Store, error) {
			return bausteine.OpenSQLite(b.Context(), openSQLite(b), bausteine.Config{Now: clock})
		},
		"postgresql": func() (*bausteine.Store, error) {
			return bausteine.OpenPostgreSQL(b.Context(), openDB(b, "pgx", pgtest.DSN(b)), bausteine.Config{Now: clock})
		},
	} {
		b.Run(name, func(b *testing.B) {
			store, err := openStore()
			require.NoError(b, err)
			defer func() { require.NoError(b, store.Close()) }()
			e, about := open(b, store), person(b)
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					e.run(b.Context(), b, about)
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

type nobody struct{}

func (nobody) Ask(context.Context, onceonly.Question) (onceonly.Permit, error) {
	return onceonly.Permit{}, nil
}

// files writes a receipt, a log that has grown since, and returns the log's key.
func files(t *testing.T) (key, receipt, log string) {
	t.Helper()
	at := time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	store := bausteine.NewMemory(bausteine.Config{Now: now})
	signer, err := auditlog.NewSigner("muehlhausen.example", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	require.NoError(t, err)
	proofs, err := auditlog.Open(t.Context(), store, auditlog.Config{
		Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}},
	})
	require.NoError(t, err)
	broker, err := onceonly.NewBroker(store, proofs, nobody{}, onceonly.NewDirectory(), onceonly.Config{})
	require.NoError(t, err)
	c, err := cockpit.New(cockpit.Config{Log: proofs})
	require.NoError(t, err)
	erika := onceonly.MustSubject("erika")
	viewer := cockpit.Viewer{Subject: erika}
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	require.NoError(t, err)
	about, err := onceonly.CommitPerson(person, nil)
	require.NoError(t, err)
	propose := func() {
		_, err := broker.Propose(t.Context(), onceonly.Terms{
			Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: erika, Person: about,
			Requester:    onceonly.Party{ID: onceonly.MustPartyID("m"), Name: "Stadt Mühlhausen"},
			Provider:     onceonly.Party{ID: onceonly.MustPartyID("w"), Name: "Stadt Weimar"},
			EvidenceType: onceonly.MustEvidenceType("urn:x:y"), Fields: onceonly.MustFields("/a"),
			Purpose: onceonly.Purpose{Code: "p", Text: "Anmeldung einer Wohnung"}, Application: "antrag-1",
			Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
			NotBefore: at, NotAfter: at.Add(time.Hour), MaxUses: 1,
		})
		require.NoError(t, err)
	}
	propose()
	items, err := c.Entries(t.Context(), viewer, cockpit.Page{})
	require.NoError(t, err)
	taken, err := c.Receipt(t.Context(), viewer, items[0].ID)
	require.NoError(t, err)
	document, err := json.MarshalIndent(taken, "", "  ")
	require.NoError(t, err)
	receipt = filepath.Join(t.TempDir(), "receipt.json")
	require.NoError(t, os.WriteFile(receipt, document, 0o600))
	propose()
	var file bytes.Buffer
	require.NoError(t, proofs.Export(t.Context(), &file))
	log = filepath.Join(t.TempDir(), "log.txt")
	require.NoError(t, os.WriteFile(log, file.Bytes(), 0o600))
	return signer.Verifier().String(), receipt, log
}

func TestVerify_AcceptsAReceiptAndALog(t *testing.T) {
	key, receipt, log := files(t)
	var out, errs bytes.Buffer
	require.Equal(t, exitHolds, run([]string{"verify", "-key", key, receipt}, &out, &errs), errs.String())
	require.Equal(t, "HOLDS: entry 0 of 1 in the log muehlhausen.example/onceonly, as of 2026-11-22T10:00:00Z\n"+
		"2026-11-22T10:00:00Z  Stadt Mühlhausen hat Sie gefragt, ob Daten bei Stadt Weimar abgerufen werden sollen.\n"+
		"Anmeldung einer Wohnung, § 23a BMG\n", out.String())
	out.Reset()
	require.Equal(t, exitHolds, run([]string{"verify", "-key", key, "-since", receipt, log}, &out, &errs), errs.String())
	require.Equal(t, "HOLDS: 2 entries and 0 erased ones in the log muehlhausen.example/onceonly, as of 2026-11-22T10:00:00Z\n"+
		"It continues the log of 1 entries that the older receipt has seen.\n", out.String())
}

func TestVerify_RefusesWhatWasChanged(t *testing.T) {
	key, receipt, log := files(t)
	for _, path := range []string{receipt, log} {
		document, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, bytes.Replace(document, []byte("Weimar"), []byte("Wiemar"), 1), 0o600))
		var out, errs bytes.Buffer
		require.Equal(t, exitFails, run([]string{"verify", "-key", key, path}, &out, &errs))
		require.Empty(t, out.String())
		require.Contains(t, errs.String(), "DOES NOT HOLD")
	}
}

func TestVerify_SaysWhatItNeeds(t *testing.T) {
	key, receipt, _ := files(t)
	for _, args := range [][]string{
		nil,
		{"verify"},
		{"verify", receipt},
		{"verify", "-key", "x", receipt},
		{"verify", "-key", key},
		{"other"},
		{"verify", "-key", key, filepath.Join(t.TempDir(), "missing")},
		{"verify", "-unknown"},
	} {
		var out, errs bytes.Buffer
		require.Equal(t, exitUsage, run(args, &out, &errs), args)
		require.NotEmpty(t, errs.String())
	}
}

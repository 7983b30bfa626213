// SPDX-License-Identifier: Apache-2.0

package cockpit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

var (
	start  = time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	erika  = onceonly.MustSubject("erika")
	moritz = onceonly.MustSubject("moritz")
)

var (
	power        = onceonly.Proof{Kind: onceonly.ProofPowerOfAttorney, ID: "7"}
	guardianship = onceonly.Proof{Kind: onceonly.ProofGuardianship, ID: "9"}
)

type nobodyAllowed struct{}

func (nobodyAllowed) Ask(context.Context, onceonly.Question) (onceonly.Permit, error) {
	return onceonly.Permit{}, nil
}

// about is a commitment to somebody.
func about(t *testing.T) onceonly.Commitment {
	t.Helper()
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	require.NoError(t, err)
	c, err := onceonly.CommitPerson(person, nil)
	require.NoError(t, err)
	return c
}

func newCockpit(t *testing.T) (*cockpit.Cockpit, *onceonly.Broker, *auditlog.Log) {
	t.Helper()
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
	log := onceonlytest.NewLog(t, store, "log")
	broker, err := onceonly.NewBroker(store, log, nobodyAllowed{}, onceonly.NewDirectory(), onceonly.Config{
		Representation: onceonlytest.Representation{{Proof: power, Actor: moritz, Subject: erika}, {Proof: guardianship, Actor: moritz, Subject: erika}},
	})
	require.NoError(t, err)
	c, err := cockpit.New(cockpit.Config{Log: log})
	require.NoError(t, err)
	return c, broker, log
}

func propose(t *testing.T, broker *onceonly.Broker, subject onceonly.Subject, application string) onceonly.Consent {
	t.Helper()
	consent, err := broker.Propose(t.Context(), onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: subject, Person: about(t),
		Requester:    onceonly.Party{ID: onceonly.MustPartyID("m"), Name: "Stadt Mühlhausen"},
		Provider:     onceonly.Party{ID: onceonly.MustPartyID("w"), Name: "Stadt Weimar"},
		EvidenceType: onceonly.MustEvidenceType("urn:x:y"), Fields: onceonly.MustFields("/a"),
		Purpose: onceonly.Purpose{Code: "p", Text: "Anmeldung"}, Application: application,
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
		NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1,
	})
	require.NoError(t, err)
	return consent
}

func TestG8_EverybodySeesAllOfTheOwnEntriesAndNoneOfOthers(t *testing.T) {
	t.Parallel()
	c, broker, log := newCockpit(t)
	for i := range 30 {
		propose(t, broker, []onceonly.Subject{erika, moritz}[i%2], fmt.Sprint("antrag-", i))
	}
	for n, subject := range []onceonly.Subject{erika, moritz} {
		items, err := c.Entries(t.Context(), cockpit.Viewer{Subject: subject}, cockpit.Page{})
		require.NoError(t, err)
		require.Len(t, items, 15)
		for i, item := range items {
			require.Equal(t, subject, item.Subject)
			require.Equal(t, fmt.Sprint("antrag-", 28-2*i+n), item.Application, "the newest first")

			receipt, err := c.Receipt(t.Context(), cockpit.Viewer{Subject: subject}, item.ID)
			require.NoError(t, err)
			_, err = receipt.Verify(log.Verifier())
			require.NoError(t, err)
			other := []onceonly.Subject{moritz, erika}[n]
			_, err = c.Receipt(t.Context(), cockpit.Viewer{Subject: other}, item.ID)
			require.ErrorIs(t, err, cockpit.ErrNotFound, "nobody gets a receipt of another's entry")
			_, err = c.Receipt(t.Context(), cockpit.Viewer{Subject: onceonly.Subject{}}, item.ID)
			require.ErrorIs(t, err, cockpit.ErrNotFound)
		}
	}
	items, err := c.Entries(t.Context(), cockpit.Viewer{Subject: onceonly.Subject{}}, cockpit.Page{})
	require.NoError(t, err)
	require.Empty(t, items, "no subject, no entries")
	_, err = c.Receipt(t.Context(), cockpit.Viewer{Subject: erika}, uuid.Must(uuid.NewV7()))
	require.ErrorIs(t, err, cockpit.ErrNotFound)
}

func TestG8_RepresentationIsVisible(t *testing.T) {
	t.Parallel()
	c, broker, _ := newCockpit(t)
	proposed := propose(t, broker, erika, "antrag")
	_, err := broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: moritz, Proof: power, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	items, err := c.Entries(t.Context(), cockpit.Viewer{Subject: erika}, cockpit.Page{})
	require.NoError(t, err)
	require.True(t, items[0].Represented())
	require.Equal(t, "You chose that Stadt Mühlhausen fetches your data from Stadt Weimar. Somebody else acted for you.", items[0].Text(cockpit.English))
	require.False(t, items[1].Represented())
	items, err = c.Entries(t.Context(), cockpit.Viewer{Subject: moritz}, cockpit.Page{})
	require.NoError(t, err)
	require.Empty(t, items, "the entry is about the person represented")

	// Each entry names who acted then, not who gave the consent.
	own := propose(t, broker, erika, "antrag-2")
	_, err = broker.Give(t.Context(), own.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	_, err = broker.Withdraw(t.Context(), own.ID(), onceonly.Actor{Subject: moritz, Proof: guardianship})
	require.NoError(t, err)
	items, err = c.Entries(t.Context(), cockpit.Viewer{Subject: erika}, cockpit.Page{Limit: 3})
	require.NoError(t, err)
	require.Equal(t, "You took back your choice to have data fetched from Stadt Weimar. Somebody else acted for you.", items[0].Text(cockpit.English))
	require.Equal(t, guardianship, items[0].Proof)
	require.False(t, items[1].Represented())
	require.Empty(t, items[1].Proof)
}

func TestEntries_ComeInPages(t *testing.T) {
	t.Parallel()
	c, broker, _ := newCockpit(t)
	for i := range 25 {
		propose(t, broker, erika, fmt.Sprint("antrag-", i))
	}
	var seen []string
	for page := (cockpit.Page{Limit: 10}); ; {
		items, err := c.Entries(t.Context(), cockpit.Viewer{Subject: erika}, page)
		require.NoError(t, err)
		if len(items) == 0 {
			break
		}
		require.LessOrEqual(t, len(items), 10)
		for _, item := range items {
			seen = append(seen, item.Application)
		}
		page.Before = items[len(items)-1].ID
	}
	require.Len(t, seen, 25)
	require.Equal(t, "antrag-24", seen[0])
	require.Equal(t, "antrag-0", seen[24])
}

func TestItem_SaysWhatTheBasisIs(t *testing.T) {
	t.Parallel()
	text := func(e onceonly.Entry, language cockpit.Language) string {
		e.Requester, e.Provider = onceonly.Party{Name: "A"}, onceonly.Party{Name: "B"}
		return cockpit.Item{Entry: e}.Text(language)
	}
	given := map[onceonly.Basis]string{
		onceonly.BasisChoice:          "Sie haben gewählt, dass A Ihre Daten bei B abruft.",
		onceonly.BasisExplicitRequest: "Sie haben ausdrücklich verlangt, dass A Ihre Daten bei B abruft.",
		onceonly.BasisConsent:         "Sie haben dem Abruf Ihrer Daten bei B durch A zugestimmt.",
		onceonly.BasisStatute:         "Ein Gesetz ordnet an, dass A Ihre Daten bei B abruft.",
	}
	for basis, want := range given {
		require.Equal(t, want, text(onceonly.Entry{Action: onceonly.ActionGiven, Basis: basis}, cockpit.German))
	}
	for _, action := range onceonly.Actions() {
		statute := onceonly.Entry{Action: action, Basis: onceonly.BasisStatute}
		if action == onceonly.ActionNotGiven || action == onceonly.ActionWithdrawn {
			continue // there is nothing to refuse
		}
		require.NotRegexp(t, "Sie haben|Zustimmung|Ihre Entscheidung", text(statute, cockpit.German), action)
		require.NotRegexp(t, "[Yy]ou (agreed|decided|chose|declined)|agreement|your decision", text(statute, cockpit.English), action)
	}
	late := onceonly.Entry{Action: onceonly.ActionLapsed, Basis: onceonly.BasisChoice, Reasons: []onceonly.Reason{{Code: onceonly.CodeDecideTimeOut}}}
	require.Contains(t, text(late, cockpit.German), "nicht rechtzeitig")
	late.Reasons[0].Code = onceonly.CodeConsentWithdrawn
	require.NotContains(t, text(late, cockpit.German), "nicht rechtzeitig")
	number := onceonly.Entry{Action: onceonly.ActionDelivered, UsesIDNr: true}
	require.Equal(t, "A hat Ihre Daten von B erhalten. Dabei wurde Ihre Identifikationsnummer verwendet.", text(number, cockpit.German))
	require.Equal(t, "A received your data from B. Your identification number was used.", text(number, cockpit.English))
}

func TestItem_TellsThePersonsOwnLookFromThatOfSomebodyElse(t *testing.T) {
	t.Parallel()
	erika, max := onceonly.MustSubject("erika"), onceonly.MustSubject("max")
	for _, tt := range []struct {
		actor onceonly.Subject
		basis onceonly.Basis
		own   bool
	}{
		{onceonly.Subject{}, onceonly.BasisChoice, true}, // as it is stored: the actor is the subject
		{erika, onceonly.BasisConsent, true},
		{max, onceonly.BasisChoice, false},
		{onceonly.Subject{}, onceonly.BasisStatute, false}, // the authority
	} {
		item := cockpit.Item{Entry: onceonly.Entry{Action: onceonly.ActionShown, Subject: erika, Actor: tt.actor, Basis: tt.basis}}
		require.Equal(t, tt.own, strings.HasPrefix(item.Text(cockpit.German), "Sie haben sich die Daten"), tt)
		require.Equal(t, tt.own, strings.HasPrefix(item.Text(cockpit.English), "You looked at"), tt)
	}
}

func TestItem_HasWordsForEveryAction(t *testing.T) {
	t.Parallel()
	for _, action := range onceonly.Actions() {
		item := cockpit.Item{Entry: onceonly.Entry{Action: action}}
		for _, language := range []cockpit.Language{cockpit.German, cockpit.English} {
			require.NotContains(t, item.Text(language), string(action))
			require.NotEmpty(t, item.Text(language))
		}
	}
}

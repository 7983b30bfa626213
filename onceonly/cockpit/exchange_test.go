// SPDX-License-Identifier: Apache-2.0

package cockpit_test

import (
	"context"
	"crypto/ed25519"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// couple is the register's record of Erika, in which her husband stands.
type couple struct{ document string }

func (c couple) Lookup(context.Context, onceonly.EvidenceType, onceonly.Person) (dataprovider.Found, error) {
	return dataprovider.Found{Documents: []dataprovider.Document{dataprovider.NewDocument("application/json", []byte(c.document), onceonly.Held{At: "/spouse", Blocks: "blocks"})}}, nil
}

const (
	withSpouse = `{"familyName":"Mustermann","givenNames":"Erika","dateOfBirth":"1964-08-12",` +
		`"spouse":{"familyName":"Mustermann","givenNames":"Max","dateOfBirth":"1962-01-30","blocks":"keine"}}`
	withBlockedSpouse = `{"familyName":"Mustermann","givenNames":"Erika","dateOfBirth":"1964-08-12",` +
		`"spouse":{"familyName":"Mustermann","givenNames":"Max","dateOfBirth":"1962-01-30","blocks":"auskunftssperre"}}`
	withoutSpouse = `{"familyName":"Mustermann","givenNames":"Erika","dateOfBirth":"1964-08-12"}`
)

func identified(t *testing.T, given, birth string) onceonly.Identification {
	t.Helper()
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "MUSTERMANN ", GivenNames: given, DateOfBirth: birth})
	require.NoError(t, err)
	return onceonly.Identify(person)
}

// exchange lets Erika fetch her record, and returns the cockpit over the log.
func exchange(t *testing.T, document string) *cockpit.Cockpit {
	t.Helper()
	key := func(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }
	m := onceonly.Party{ID: onceonly.MustPartyID("m"), Name: "Stadt Mühlhausen"}
	w := onceonly.Party{ID: onceonly.MustPartyID("w"), Name: "Stadt Weimar"}
	evidenceType := onceonly.MustEvidenceType("urn:x:y")
	fields := onceonly.MustFields("/familyName", "/givenNames", "/dateOfBirth", "/spouse/familyName", "/spouse/givenNames", "/spouse/dateOfBirth")
	rules, err := permission.NewRules(permission.Rule{
		Requester: m.ID, Provider: w.ID, EvidenceType: evidenceType, Purpose: "p", Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: start.AddDate(-1, 0, 0),
	})
	require.NoError(t, err)
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	require.NoError(t, err)
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
	log := onceonlytest.NewLog(t, store, "log")
	provider, err := dataprovider.New(store, onceonlytest.NewLog(t, store, "provider"), dataprovider.Config{
		Party: w, Source: couple{document}, Key: key(2), TokenKey: intermediary.Key(),
	})
	require.NoError(t, err)
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: w, EvidenceType: evidenceType, Connection: provider.Connection()})
	broker, err := onceonly.NewBroker(store, log, intermediary, directory, onceonly.Config{})
	require.NoError(t, err)
	person, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	require.NoError(t, err)
	binding, err := onceonly.CommitPerson(person, nil)
	require.NoError(t, err)
	of := func(role onceonly.Role, at string) onceonly.Concerned {
		return onceonly.Concerned{Role: role, At: at, FamilyName: "familyName", GivenNames: "givenNames", DateOfBirth: "dateOfBirth"}
	}
	proposed, err := broker.Propose(t.Context(), onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceHigh, Subject: erika, Person: binding, Requester: m, Provider: w,
		EvidenceType: evidenceType, Fields: fields, Concerned: []onceonly.Concerned{of(onceonly.RoleSelf, ""), of(onceonly.RolePartner, "/spouse")},
		Purpose: onceonly.Purpose{Code: "p", Text: "Anmeldung"}, Application: "antrag-1",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
		NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1,
	})
	require.NoError(t, err)
	actor := onceonly.Actor{
		Subject: erika, Assurance: onceonly.AssuranceHigh,
		Declaration: onceonly.Declaration{Text: "Wir melden uns gemeinsam an.", Language: "de"},
	}
	consent, err := broker.Give(t.Context(), proposed.ID(), actor)
	require.NoError(t, err)
	retrieval, err := broker.Retrieve(t.Context(), onceonly.Request{
		ID: uuid.Must(uuid.NewV7()), Consent: consent.ID(), Subject: erika, Requester: m.ID, Provider: w.ID, EvidenceType: evidenceType,
		Fields: fields, Purpose: "p", Application: "antrag-1", Person: person,
	})
	require.NoError(t, err)
	preview, _, err := broker.Preview(t.Context(), retrieval.ID, actor)
	require.NoError(t, err)
	_, decision, err := broker.Accept(t.Context(), retrieval.ID, preview.Digest, actor)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	c, err := cockpit.New(cockpit.Config{Log: log})
	require.NoError(t, err)
	return c
}

func TestG17_TheSpouseReadsWhoFetchedWhatAndWhy(t *testing.T) {
	t.Parallel()
	c := exchange(t, withSpouse)
	max := cockpit.Viewer{Person: identified(t, "Max", "1962-01-30")} // without an account
	exchanges, err := c.Exchanges(t.Context(), max, cockpit.Page{})
	require.NoError(t, err)
	require.Len(t, exchanges, 1)
	e := exchanges[0]
	require.Equal(t, "Stadt Mühlhausen", e.Requester.Name)
	require.Equal(t, "Stadt Weimar", e.Provider.Name)
	require.Equal(t, "Anmeldung", e.Purpose.Text)
	require.Equal(t, "§ 23a BMG", e.Norm.String())
	require.Equal(t, onceonly.RolePartner, e.Role)
	require.Equal(t, []string{"/spouse/dateOfBirth", "/spouse/familyName", "/spouse/givenNames"}, e.Fields.Paths())
	require.Equal(t, "Wir melden uns gemeinsam an.", e.Declaration.Text)
	require.Equal(t, start, e.From)
	require.Equal(t, start.AddDate(1, 0, 0), e.Until)
	require.Equal(t, "Stadt Mühlhausen verwendet Daten über Sie von Stadt Weimar. Sie stehen in einem Datensatz über jemand anderen.", e.Text(cockpit.German))
	require.Len(t, e.Items, 3)
	for _, item := range e.Items {
		receipt, err := c.Receipt(t.Context(), max, item.ID)
		require.NoError(t, err)
		require.NotContains(t, string(receipt.Entry), erika.Clear(), "nothing about the one whose exchange it was")
		require.NotContains(t, string(receipt.Entry), "antrag-1")
		_, err = c.Receipt(t.Context(), cockpit.Viewer{Subject: erika, Person: identified(t, "Erika", "1964-08-12")}, item.ID)
		require.ErrorIs(t, err, cockpit.ErrNotFound, "each sees the own entries alone")
	}
}

func TestG17_TheOneWhoFetchedSeesOneExchangeAndStrangersNone(t *testing.T) {
	t.Parallel()
	c := exchange(t, withSpouse)
	exchanges, err := c.Exchanges(t.Context(), cockpit.Viewer{Subject: erika, Person: identified(t, "Erika", "1964-08-12")}, cockpit.Page{})
	require.NoError(t, err)
	require.Len(t, exchanges, 1)
	require.Equal(t, onceonly.ActionDelivered, exchanges[0].Last)
	require.Len(t, exchanges[0].Items, 6, "asked, chosen, permitted, received, shown, delivered")
	for _, stranger := range []cockpit.Viewer{{}, {Subject: moritz}, {Person: identified(t, "Max", "1962-01-31")}, {Person: identified(t, "Moritz", "1962-01-30")}} {
		exchanges, err := c.Exchanges(t.Context(), stranger, cockpit.Page{})
		require.NoError(t, err)
		require.Empty(t, exchanges)
	}
}

func TestG8_ASpouseUnderABlockLeavesNoTrace(t *testing.T) {
	t.Parallel()
	// There is a spouse under a block, or there never was one: the log is the same.
	see := func(document string) (texts []string, concerned int) {
		c := exchange(t, document)
		items, err := c.Entries(t.Context(), cockpit.Viewer{Subject: erika}, cockpit.Page{})
		require.NoError(t, err)
		for _, item := range items {
			texts = append(texts, item.Text(cockpit.German))
			concerned += len(item.Concerned)
		}
		return texts, concerned
	}
	texts, roles := see(withoutSpouse)
	blockedTexts, blockedRoles := see(withBlockedSpouse)
	require.Equal(t, texts, blockedTexts)
	require.Equal(t, roles, blockedRoles)
	exchanges, err := exchange(t, withBlockedSpouse).Exchanges(t.Context(), cockpit.Viewer{Person: identified(t, "Max", "1962-01-30")}, cockpit.Page{})
	require.NoError(t, err)
	require.Empty(t, exchanges, "nothing about the spouse was handed over")
	require.Len(t, texts, 5, "what was shown to Erika was about her alone")
	_, both := see(withSpouse)
	require.Equal(t, 6, both, "Erika and Max in three entries")
	require.Equal(t, 2, roles, "Erika in two: nobody else's data were shown to her")
}

func TestEntries_AnEntryThatWasRewrittenIsNotShown(t *testing.T) {
	t.Parallel()
	// The entry under the id of another: as if somebody had changed it in the tables.
	now := func() time.Time { return start }
	file := filepath.Join(t.TempDir(), "head")
	write := func(application string) *auditlog.Log {
		store := bausteine.NewMemory(bausteine.Config{Now: now})
		log, err := auditlog.Open(t.Context(), store, auditlog.Config{Origin: "test", Signer: signer(t), Keepers: []auditlog.Keeper{auditlog.HeadFile(file)}})
		require.NoError(t, err)
		broker, err := onceonly.NewBroker(store, log, nobodyAllowed{}, onceonly.NewDirectory(), onceonly.Config{})
		require.NoError(t, err)
		propose(t, broker, erika, application)
		return log
	}
	_, err := write("antrag-1").Publish(t.Context())
	require.NoError(t, err)
	store := bausteine.NewMemory(bausteine.Config{Now: now})
	_, err = auditlog.Open(t.Context(), store, auditlog.Config{Origin: "test", Signer: signer(t), Keepers: []auditlog.Keeper{auditlog.HeadFile(file)}})
	require.ErrorIs(t, err, auditlog.ErrRolledBack, "a log that lost what was shown is not even opened")
}

func signer(t *testing.T) *auditlog.Signer {
	t.Helper()
	s, err := auditlog.NewSigner("test", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	require.NoError(t, err)
	return s
}

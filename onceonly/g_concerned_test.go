// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G17: every person concerned, and who may act.

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

const family = `{"familyName":"Mustermann","givenNames":"Erika","dateOfBirth":"1964-08-12",` +
	`"spouse":{"familyName":"Mustermann","givenNames":"Max","dateOfBirth":"1962-01-30","religion":"ev"},` +
	`"children":[{"familyName":"Mustermann","givenNames":"Kim","dateOfBirth":"2015-03-04"},{"familyName":"Mustermann","givenNames":"Robin"}]}`

var (
	familyFields = onceonly.MustFields("/familyName", "/givenNames", "/dateOfBirth",
		"/spouse/familyName", "/spouse/givenNames", "/spouse/dateOfBirth",
		"/children/familyName", "/children/givenNames", "/children/dateOfBirth")
	max      = onceonly.Identify(personWith(func(d *onceonly.PersonData) { d.GivenNames, d.DateOfBirth = "Max", "1962-01-30" }))
	kim      = onceonly.Identify(personWith(func(d *onceonly.PersonData) { d.GivenNames, d.DateOfBirth = "Kim", "2015-03-04" }))
	declared = onceonly.Declaration{Text: "Ich versichere, dass ich die Daten abrufen darf.", Language: "de", Norm: recht.MustParseNorm("§ 23a Abs. 1 Satz 5 BMG")}
)

func places() []onceonly.Concerned {
	of := func(role onceonly.Role, at string) onceonly.Concerned {
		return onceonly.Concerned{Role: role, At: at, FamilyName: "familyName", GivenNames: "givenNames", DateOfBirth: "dateOfBirth"}
	}
	return []onceonly.Concerned{of(onceonly.RoleSelf, ""), of(onceonly.RolePartner, "/spouse"), of(onceonly.RoleChild, "/children")}
}

// familyWorld has a register that knows a whole family.
func familyWorld(t *testing.T) (*world, onceonly.Terms) {
	t.Helper()
	w := newWorld(t)
	w.source.Forget()
	w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", []byte(family)))
	terms := terms()
	terms.Fields, terms.Concerned = familyFields, places()
	return w, terms
}

func entriesUnder(t *testing.T, log *auditlog.Log, key string) (entries []onceonly.Entry) {
	t.Helper()
	for record, err := range log.Of(t.Context(), key, uuid.Nil) {
		require.NoError(t, err)
		entry, err := onceonly.ParseEntry(record.Content)
		require.NoError(t, err)
		entries = append([]onceonly.Entry{entry}, entries...)
	}
	return entries
}

func TestG17_WhoFetchesDataOfOthersDeclaresFirstWhy(t *testing.T) {
	t.Parallel()
	w, about := familyWorld(t)
	proposed, err := w.broker.Propose(t.Context(), about)
	require.NoError(t, err)
	_, err = w.broker.Give(t.Context(), proposed.ID(), self)
	require.Equal(t, []string{"DECLARATION /actor/declaration"}, found(t, err))
	declaring := self
	declaring.Declaration = declared
	given, err := w.broker.Give(t.Context(), proposed.ID(), declaring)
	require.NoError(t, err)
	require.Equal(t, declared, given.Actor().Declaration)
	require.Zero(t, w.register.Calls())
}

func TestG17_EveryPersonWhoStoodInTheEvidenceFindsTheExchange(t *testing.T) {
	t.Parallel()
	w, about := familyWorld(t)
	r := requestFor(w.familyConsent(t, about))
	r.Fields = familyFields
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	preview, _, err := w.broker.Preview(t.Context(), r.ID, self)
	require.NoError(t, err)
	_, decision, err := w.broker.Accept(t.Context(), r.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted)

	for side, log := range map[string]*auditlog.Log{"requester": w.log, "provider": w.providerLog} {
		want := []onceonly.Action{onceonly.ActionReceived, onceonly.ActionShown, onceonly.ActionDelivered}
		if side == "provider" {
			want = []onceonly.Action{onceonly.ActionAnswered}
		}
		own := entriesUnder(t, log, max.LogKey())
		require.Equal(t, want, actions(own), side)
		require.Equal(t, want, actions(entriesUnder(t, log, kim.LogKey())), side)
		for _, e := range own {
			require.True(t, e.Person.Names(max))
			require.False(t, e.Person.Names(kim))
			require.Equal(t, onceonly.RolePartner, e.Role)
			require.Equal(t, []string{"/spouse/dateOfBirth", "/spouse/familyName", "/spouse/givenNames"}, e.Fields.Paths())
			require.Equal(t, r.ID, e.Request)
			require.Equal(t, "§ 23a BMG", e.Norm.String())
			// Nothing in it is about Erika or about the children.
			require.True(t, e.Subject.IsZero())
			require.True(t, e.Actor.IsZero())
			require.Empty(t, e.Application)
			require.Empty(t, e.Concerned)
			require.True(t, e.Digest.IsZero())
		}
	}
	entries := entriesUnder(t, w.log, erika.Clear())
	delivered := entries[len(entries)-1]
	require.Equal(t, onceonly.ActionDelivered, delivered.Action)
	require.Equal(t, declared, delivered.Declaration)
	var roles []onceonly.Role
	for _, c := range delivered.Concerned {
		roles = append(roles, c.Role)
	}
	require.Equal(t, []onceonly.Role{onceonly.RoleSelf, onceonly.RolePartner, onceonly.RoleChild, onceonly.RoleChild}, roles)
	own := entriesUnder(t, w.log, max.LogKey())
	require.Equal(t, delivered.Concerned[1].Commitment, own[len(own)-1].Person.Digest(), "the entries open each other")
	require.True(t, delivered.Concerned[3].Commitment.IsZero(), "the document does not say who Robin is")
}

func TestG17_WithoutWhatTellsThemNobodyElseIsAskedAbout(t *testing.T) {
	t.Parallel()
	w, about := familyWorld(t)
	r := requestFor(w.familyConsent(t, about))
	r.Fields = onceonly.MustFields("/familyName", "/spouse/givenNames")
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeUnidentified}, codes(retrieval.Reasons))
	about.Concerned[1].DateOfBirth = "born"
	require.Equal(t, []string{"CONSENT-FIELDS /concerned/1"}, found(t, about.Check()))
}

func TestG17_AFamilyInXMLIsFoundAsInJSON(t *testing.T) {
	t.Parallel()
	w, about := familyWorld(t)
	w.source.Forget()
	w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/xml", []byte(`<r xmlns="urn:x"><familyName>Mustermann</familyName>`+
		`<givenNames>Erika</givenNames><dateOfBirth>1964-08-12</dateOfBirth>`+
		`<spouse><familyName>Mustermann</familyName><givenNames>Max</givenNames><dateOfBirth>1962-01-30</dateOfBirth></spouse>`+
		`<children><familyName>Mustermann</familyName><givenNames>Kim</givenNames><dateOfBirth>2015-03-04</dateOfBirth></children></r>`)))
	r := requestFor(w.familyConsent(t, about))
	r.Fields = familyFields
	_, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, entriesUnder(t, w.log, max.LogKey()), 1)
	require.Len(t, entriesUnder(t, w.log, kim.LogKey()), 1)
}

func (w *world) familyConsent(t *testing.T, about onceonly.Terms) onceonly.Consent {
	t.Helper()
	proposed, err := w.broker.Propose(t.Context(), about)
	require.NoError(t, err)
	declaring := self
	declaring.Declaration = declared
	given, err := w.broker.Give(t.Context(), proposed.ID(), declaring)
	require.NoError(t, err)
	return given
}

func TestActors_OnlyWhoMayActSeesDecidesAndDiscards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	require.NotEmpty(t, preview.Content())
	words := onceonly.Actor{Subject: moritz, Proof: onceonly.Proof{Kind: onceonly.ProofPowerOfAttorney, ID: "because I say so"}}
	for name, stranger := range map[string]onceonly.Actor{"nobody": {}, "a stranger": {Subject: moritz}, "words alone": words} {
		shown, decision, err := w.broker.Preview(t.Context(), retrieval.ID, stranger)
		require.NoError(t, err, name)
		require.Equal(t, []onceonly.Code{onceonly.CodeActor}, codes(decision.Reasons), name)
		require.Empty(t, shown.Content(), name)
		evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, stranger)
		require.NoError(t, err, name)
		require.False(t, decision.Permitted, name)
		require.True(t, evidence.IsZero(), name)
		decision, err = w.broker.Discard(t.Context(), retrieval.ID, stranger)
		require.NoError(t, err, name)
		require.Equal(t, []onceonly.Code{onceonly.CodeActor}, codes(decision.Reasons), name)
		_, err = w.broker.Withdraw(t.Context(), retrieval.Consent, stranger)
		require.ErrorIs(t, err, onceonly.ErrInvalid, name)
	}
	list := actions(w.entries(t))
	require.Equal(t, []onceonly.Action{onceonly.ActionTurnedAway, onceonly.ActionTurnedAway, onceonly.ActionTurnedAway}, list[len(list)-3:])

	power := onceonly.Actor{Subject: moritz, Proof: power}
	_, decision, err := w.broker.Preview(t.Context(), retrieval.ID, power)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	_, decision, err = w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, power)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	entries := w.entries(t)
	last := entries[len(entries)-1]
	require.Equal(t, moritz, last.Actor)
	require.Equal(t, onceonly.ActionShown, entries[len(entries)-2].Action, "a look at data of another is in the log")
	stored, err := w.broker.Retrieval(t.Context(), retrieval.ID)
	require.NoError(t, err)
	require.Equal(t, erika, stored.PreviewedBy)
	require.Equal(t, moritz, stored.DecidedBy)
}

func TestActors_WithoutARepresentationNobodyActsForAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, configured(func(c *onceonly.Config) { c.Representation = nil }))
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	_, err = w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: moritz, Proof: power, Assurance: onceonly.AssuranceHigh})
	require.Equal(t, []string{"REPRESENTATION /actor/proof"}, found(t, err))
}

func TestActors_AnEndedPowerOfAttorneyOpensNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, configured(func(c *onceonly.Config) {
		c.Representation = onceonlytest.Representation{{Proof: power, Actor: moritz, Subject: erika, Until: start.Add(1)}}
	}))
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	given, err := w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: moritz, Proof: power, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	r := requestFor(given)
	_, err = w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	w.clock.Advance(1000)
	_, decision, err := w.broker.Preview(t.Context(), r.ID, onceonly.Actor{Subject: moritz, Proof: power})
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeActor}, codes(decision.Reasons))
}

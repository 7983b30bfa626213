// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// found returns the codes and pointers of a *CheckError.
func found(t *testing.T, err error) (list []string) {
	t.Helper()
	var check *onceonly.CheckError
	require.ErrorAs(t, err, &check)
	for _, f := range check.Befunde {
		list = append(list, f.Code+" "+f.Pointer)
	}
	return list
}

func TestGive_NeedsTheLevelOfAssuranceOfTheTerms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	for _, low := range []onceonly.Assurance{0, onceonly.AssuranceLow, 9} {
		_, err = w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: erika, Assurance: low})
		require.Equal(t, []string{"ASSURANCE /actor/assurance"}, found(t, err))
	}
	given, err := w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceSubstantial})
	require.NoError(t, err)
	require.Equal(t, onceonly.AssuranceSubstantial, given.Actor().Assurance)
	_, err = w.broker.Withdraw(t.Context(), given.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err, "withdrawing needs no more than giving")

	nothing := terms()
	nothing.Assurance = 0
	require.Equal(t, []string{"MISSING /assurance"}, found(t, nothing.Check()))
	nothing.Assurance = 9
	require.Equal(t, []string{"MISSING /assurance"}, found(t, nothing.Check()))
	nothing.Assurance, nothing.Basis = 0, onceonly.BasisStatute
	require.NoError(t, nothing.Check(), "nobody is there to be identified")
}

func TestProvider_MayDemandALevelOfAssurance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := dataprovider.Config{
		Party: weimar, Source: w.source, Key: w.providerKey, TokenKey: w.intermediary.Key(), Name: "strict",
		Assurance: onceonly.AssuranceHigh,
	}
	strict, err := dataprovider.New(w.house, w.providerLog, config)
	require.NoError(t, err)
	answer, err := strict.Fetch(t.Context(), w.query(t, requestFor(w.consent(t))))
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeAssurance}, codes(answer.Refused))
	config.Assurance = 9
	_, err = dataprovider.New(w.house, w.providerLog, config)
	require.Error(t, err)
}

// IDNrG § 7 (2): between sectors the number goes only over the Vermittlungsstelle,
// which must know which they are.
func TestIDNr_TravelsOnlyBetweenTheSectorsThatTheRuleNames(t *testing.T) {
	t.Parallel()
	withNumber := func(terms *onceonly.Terms) { terms.MayUseIDNr = true }
	elsewhere := func(change func(*onceonly.Terms)) func(*onceonly.Terms) {
		return func(terms *onceonly.Terms) { terms.MayUseIDNr = true; change(terms) }
	}
	for name, c := range map[string]struct {
		terms func(*onceonly.Terms)
		want  []onceonly.Code
	}{
		"as the rule says": {withNumber, []onceonly.Code{}},
		"another requester's sector": {
			elsewhere(func(t *onceonly.Terms) { t.Requester.Sector = "soziales" }), []onceonly.Code{onceonly.CodePermissionSector},
		},
		"another provider's sector": {
			elsewhere(func(t *onceonly.Terms) { t.Provider.Sector = "soziales" }), []onceonly.Code{onceonly.CodePermissionSector},
		},
	} {
		w := newWorld(t)
		r := requestFor(w.consent(t, c.terms, aboutTheNumber(t)))
		r.Person = personWithIDNr(t)
		retrieval, err := w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, c.want, codes(retrieval.Reasons), name)
		require.Equal(t, len(c.want) == 0, retrieval.State == onceonly.RetrievalReceived)
		require.True(t, retrieval.UsesIDNr)
		last := w.entries(t)[2]
		require.True(t, last.UsesIDNr, "§ 9 (1) IDNrG")
	}

	unknown := terms()
	unknown.MayUseIDNr, unknown.Requester.Sector, unknown.Provider.Sector = true, "", ""
	require.Equal(t, []string{"MISSING /requester/sector", "MISSING /provider/sector"}, found(t, unknown.Check()))
	_, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "p", Bases: []onceonly.Basis{onceonly.BasisChoice},
		Norm: recht.MustParseNorm("§ 1 MusterG"), ValidFrom: start, MayUseIDNr: true,
	})
	require.Equal(t, []string{"MISSING /requesterSector", "MISSING /providerSector"}, found(t, err))
}

// aboutTheNumber binds terms to the person with the number.
func aboutTheNumber(tb testing.TB) func(*onceonly.Terms) {
	tb.Helper()
	return func(terms *onceonly.Terms) { terms.Person = commitment(personWithIDNr(tb)) }
}

func TestConsent_MakesTheRequestForAllThatItAllows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	want := requestFor(c)
	got := c.Request(want.ID, want.Person)
	require.Equal(t, want, got)
	require.True(t, c.Authorises(&got, start).Permitted)
}

func TestProvider_KnowsItsOwnSector(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	moved := weimar
	moved.Sector = "soziales"
	provider, err := dataprovider.New(w.house, w.providerLog, dataprovider.Config{
		Party: moved, Source: w.source, Key: w.providerKey, TokenKey: w.intermediary.Key(), Name: "moved",
	})
	require.NoError(t, err)
	r := requestFor(w.consent(t))
	r.Person = personWithIDNr(t)
	query := w.query(t, r)
	query.Terms.MayUseIDNr = true
	aboutTheNumber(t)(&query.Terms)
	answer, err := provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodePermissionSector}, codes(answer.Refused))
	require.Zero(t, w.source.Lookups())
}

func TestStatute_LeavesNothingToRefuseOrToWithdraw(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ordered := terms()
	ordered.Basis = onceonly.BasisStatute
	proposed, err := w.broker.Propose(t.Context(), ordered)
	require.NoError(t, err)
	for _, actor := range []onceonly.Actor{{}, {Subject: erika, Assurance: onceonly.AssuranceHigh}} {
		_, err = w.broker.Refuse(t.Context(), proposed.ID(), actor)
		require.Equal(t, []string{"NO-CHOICE /basis"}, found(t, err))
		_, err = w.broker.Withdraw(t.Context(), proposed.ID(), actor)
		require.Equal(t, []string{"NO-CHOICE /basis"}, found(t, err))
	}
	given := w.consent(t, func(t *onceonly.Terms) { t.Basis = onceonly.BasisStatute })
	_, err = w.broker.Invalidate(t.Context(), given.ID())
	require.NoError(t, err, "a court can")
}

func TestWithdraw_IsForThePersonAndWhoeverMayActForThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stranger := onceonly.Actor{Subject: moritz, Assurance: onceonly.AssuranceHigh}
	consent := w.consent(t)
	_, err := w.broker.Withdraw(t.Context(), consent.ID(), stranger)
	require.Equal(t, []string{"REPRESENTATION /actor/proof"}, found(t, err))
	_, err = w.broker.Withdraw(t.Context(), consent.ID(), onceonly.Actor{})
	require.Equal(t, []string{"MISSING /actor"}, found(t, err))
	_, err = w.broker.Refuse(t.Context(), consent.ID(), stranger)
	require.Equal(t, []string{"REPRESENTATION /actor/proof"}, found(t, err))

	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	stranger.Proof = power
	given, err := w.broker.Give(t.Context(), proposed.ID(), stranger)
	require.NoError(t, err)
	withdrawn, err := w.broker.Withdraw(t.Context(), given.ID(), onceonly.Actor{Subject: moritz})
	require.NoError(t, err, "who gave it has shown the proof before")
	require.Equal(t, onceonly.ConsentWithdrawn, withdrawn.State())
	entries := w.entries(t)
	require.Equal(t, power, entries[len(entries)-2].Proof, "the person sees on what ground somebody acted")
	require.Equal(t, moritz, entries[len(entries)-1].Actor)
}

func TestGive_ComesTooLateAfterTheWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	w.clock.Advance(2 * time.Hour)
	_, err = w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh})
	require.Equal(t, []string{"CONSENT-EXPIRED /notAfter"}, found(t, err))
}

func TestTerms_RefuseTextThatWouldBeStoredAsAnother(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"\xff", "a\x00b", "\x1b[2J", strings.Repeat("x", 4001)} {
		for pointer, change := range map[string]func(*onceonly.Terms){
			"/requester/name":        func(t *onceonly.Terms) { t.Requester.Name = bad },
			"/provider/name":         func(t *onceonly.Terms) { t.Provider.Name = bad },
			"/purpose/code":          func(t *onceonly.Terms) { t.Purpose.Code = bad },
			"/purpose/text":          func(t *onceonly.Terms) { t.Purpose.Text = bad },
			"/service":               func(t *onceonly.Terms) { t.Service = bad },
			"/application":           func(t *onceonly.Terms) { t.Application = bad },
			"/notice/language":       func(t *onceonly.Terms) { t.Notice.Language = bad },
			"/preview/waivedBecause": func(t *onceonly.Terms) { t.Preview.WaivedBecause = bad },
			"/requester/sector":      func(t *onceonly.Terms) { t.Requester.Sector = onceonly.Sector(bad) },
			"/provider/sector":       func(t *onceonly.Terms) { t.Provider.Sector = onceonly.Sector(bad) },
		} {
			terms := terms()
			change(&terms)
			require.Equal(t, []string{"MALFORMED " + pointer}, found(t, terms.Check()))
		}
		request := requestFor(onceonly.Consent{})
		request.Consent = request.ID
		request.Purpose, request.Application = bad, bad
		require.Equal(t, []string{"MALFORMED /purpose", "MALFORMED /application"}, found(t, request.Check()))
		_, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: bad, GivenNames: "Erika", DateOfBirth: "1964"})
		require.Equal(t, []string{"MALFORMED /familyName"}, found(t, err))
	}
}

func TestHistory_IsAChainOverEverythingThatWasDecided(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.consent(t, func(terms *onceonly.Terms) { terms.MaxUses = 2 })
	_, err := w.broker.Retrieve(t.Context(), requestFor(old))
	require.NoError(t, err)
	next, err := w.broker.Replace(t.Context(), old.ID(), terms())
	require.NoError(t, err)
	next, err = w.broker.Give(t.Context(), next.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	old, err = w.broker.Consent(t.Context(), old.ID())
	require.NoError(t, err)
	require.Equal(t, old.ID(), next.Predecessor())
	require.Equal(t, next.ID(), old.Successor())

	chain := append(old.History(), next.History()...)
	events := []onceonly.ConsentEventType{}
	previous := onceonly.Digest{}
	for _, v := range chain {
		require.Equal(t, previous, v.Previous)
		require.False(t, v.Digest.IsZero())
		previous = v.Digest
		events = append(events, v.Event)
	}
	require.Equal(t, []onceonly.ConsentEventType{"proposed", "given", "taken", "used", "replaced", "proposed", "given"}, events)
	require.Equal(t, previous, next.Digest())

	// Every entry holds the digest of the version that it reports.
	for _, e := range w.entries(t) {
		one, other := old, next
		if e.Consent == next.ID() {
			one, other = next, old
		}
		require.True(t, one.Confirms(e), e.Action)
		require.False(t, other.Confirms(e), e.Action)
		e.ConsentDigest[0] ^= 1
		require.False(t, one.Confirms(e))
		e.ConsentVersion = 99
		require.False(t, one.Confirms(e))
	}
}

// rewriting is a store that changes one stored event of every consent.
type rewriting struct {
	onceonly.Keeper

	event  int
	change func(*onceonly.StoredEvent)
}

func (s rewriting) Load(ctx context.Context, kind onceonly.Kind, id uuid.UUID, after uint64) (onceonly.Loaded, error) {
	loaded, err := s.Keeper.Load(ctx, kind, id, after)
	if kind == onceonly.KindConsent && s.event < len(loaded.Events) {
		loaded.Events = slices.Clone(loaded.Events)
		s.change(&loaded.Events[s.event])
	}
	return loaded, err
}

func TestHistory_AChangeOfTheStoredConsentIsDetected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	consent := w.consent(t)
	edit := func(member string, value any) func(*onceonly.StoredEvent) {
		return func(e *onceonly.StoredEvent) {
			var members map[string]any
			require.NoError(t, json.Unmarshal(e.Personal, &members))
			if terms, proposed := members["terms"].(map[string]any); proposed {
				terms[member] = value
			} else {
				members[member] = value
			}
			var err error
			e.Personal, err = json.Marshal(members)
			require.NoError(t, err)
		}
	}
	changes := []func(*onceonly.StoredEvent){
		func(e *onceonly.StoredEvent) { e.At = e.At.Add(-time.Hour) },
		edit("norm", "§ 1 MusterG"), edit("maxUses", 100), edit("application", "antrag-0"), edit("assurance", "hoch"),
	}
	for i, change := range changes {
		_, err := brokerWith(t, w, rewriting{w.store, 0, change}, w.register).Consent(t.Context(), consent.ID())
		require.ErrorIs(t, err, onceonly.ErrTampered, i)
		_, err = brokerWith(t, w, rewriting{w.store, 0, change}, w.register).Retrieve(t.Context(), requestFor(consent))
		require.ErrorIs(t, err, onceonly.ErrTampered, "and nothing is retrieved under it: %d", i)
	}
	// The last event has no successor that names it: the log tells.
	given := w.entries(t)[1]
	for _, change := range []func(*onceonly.StoredEvent){changes[0], edit("actor", "somebody-else"), edit("assurance", "normal")} {
		changed, err := brokerWith(t, w, rewriting{w.store, 1, change}, w.register).Consent(t.Context(), consent.ID())
		require.NoError(t, err)
		require.False(t, changed.Confirms(given))
	}
	same, err := w.broker.Consent(t.Context(), consent.ID())
	require.NoError(t, err)
	require.True(t, same.Confirms(given))
	require.Zero(t, w.register.Calls())
}

func TestConsents_ArePersonalAndTheNewestComesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mine []uuid.UUID
	for range 5 {
		one := w.consent(t)
		mine = append(mine, one.ID())
		w.consent(t, func(terms *onceonly.Terms) { terms.Subject = moritz })
	}
	slices.Reverse(mine)
	list := func(subject onceonly.Subject, before uuid.UUID) (ids []uuid.UUID) {
		for c, err := range w.broker.Consents(t.Context(), subject, before) {
			require.NoError(t, err)
			require.Equal(t, subject, c.Terms().Subject)
			ids = append(ids, c.ID())
		}
		return ids
	}
	require.Equal(t, mine, list(erika, uuid.Nil))
	require.Equal(t, mine[2:], list(erika, mine[1]))
	require.Empty(t, list(onceonly.Subject{}, uuid.Nil))
	require.NoError(t, onceonly.Erase(t.Context(), w.store, onceonly.KindConsent, mine[0]))
	require.Equal(t, mine[1:], list(erika, uuid.Nil))
}

func TestLog_SaysWhichFieldsWereDeliveredAndWhatPermittedIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := requestFor(w.consent(t))
	r.Fields = onceonly.MustFields("/familyName")
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	_, _, err = w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	for _, e := range append(w.entries(t)[2:], entriesOf(t, w.providerLog)...) {
		require.Equal(t, r.Fields, e.Fields, "%s: not all that the consent would have allowed", e.Action)
		require.Equal(t, "§ 23a BMG", e.PermittedBy.String(), e.Action)
		require.False(t, e.UsesIDNr)
	}
}

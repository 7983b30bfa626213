// SPDX-License-Identifier: Apache-2.0

package cockpit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

var hiding = cockpit.Hiding{
	Requester: onceonly.MustPartyID("pruefamt"), Purpose: "pruefung", Norm: recht.MustParseNorm("§ 1 MusterG"), Right: "§ 2 MusterG", Delay: 30 * 24 * time.Hour,
}

// hidden makes a store with a retrieval that a statute orders, one that the same
// statute orders for another purpose, and one that the person chose.
func hidden(t *testing.T) *auditlog.Log {
	t.Helper()
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
	log := onceonlytest.NewLog(t, store, "log")
	broker, err := onceonly.NewBroker(store, log, nobodyAllowed{}, onceonly.NewDirectory(), onceonly.Config{})
	require.NoError(t, err)
	for _, one := range []struct {
		basis             onceonly.Basis
		purpose, existing string
	}{{onceonly.BasisStatute, "pruefung", "hidden"}, {onceonly.BasisStatute, "anmeldung", "other-purpose"}, {onceonly.BasisChoice, "pruefung", "chosen"}} {
		_, err := broker.Propose(t.Context(), onceonly.Terms{
			Basis: one.basis, Norm: hiding.Norm, Assurance: onceonly.AssuranceHigh, Subject: erika, Person: about(t),
			Requester:    onceonly.Party{ID: hiding.Requester, Name: "Prüfamt"},
			Provider:     onceonly.Party{ID: onceonly.MustPartyID("w"), Name: "Stadt Weimar"},
			EvidenceType: onceonly.MustEvidenceType("urn:x:y"), Fields: onceonly.MustFields("/a"),
			Purpose: onceonly.Purpose{Code: one.purpose, Text: "Prüfung"}, Application: one.existing,
			Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
			NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1, Preview: onceonly.PreviewRule{WaivedBecause: "nobody is there"},
		})
		require.NoError(t, err)
	}
	return log
}

func seen(t *testing.T, c *cockpit.Cockpit, page cockpit.Page) (applications []string) {
	t.Helper()
	items, err := c.Entries(t.Context(), cockpit.Viewer{Subject: erika}, page)
	require.NoError(t, err)
	for _, item := range items {
		applications = append(applications, item.Application)
	}
	return applications
}

func TestEntries_AreAllVisibleUnlessSomethingElseIsSaid(t *testing.T) {
	t.Parallel()
	c, err := cockpit.New(cockpit.Config{Log: hidden(t)})
	require.NoError(t, err)
	require.Equal(t, []string{"chosen", "other-purpose", "hidden"}, seen(t, c, cockpit.Page{}))
}

func TestHiding_DelaysOnlyWhatTheWhitelistNames(t *testing.T) {
	t.Parallel()
	log, now := hidden(t), start
	everything, err := cockpit.New(cockpit.Config{Log: log})
	require.NoError(t, err)
	all, err := everything.Entries(t.Context(), cockpit.Viewer{Subject: erika}, cockpit.Page{})
	require.NoError(t, err)
	entry := all[2].ID

	open := func(h cockpit.Hiding) *cockpit.Cockpit {
		c, err := cockpit.New(cockpit.Config{Log: log, Hidden: []cockpit.Hiding{h}, Now: func() time.Time { return now }})
		require.NoError(t, err)
		return c
	}
	c := open(hiding)
	require.Equal(t, []string{"chosen", "other-purpose"}, seen(t, c, cockpit.Page{}), "what the person chose is never hidden")
	require.Equal(t, []string{"chosen"}, seen(t, c, cockpit.Page{Limit: 1}))
	_, err = c.Receipt(t.Context(), cockpit.Viewer{Subject: erika}, entry)
	require.ErrorIs(t, err, cockpit.ErrNotFound, "a receipt would give it away")

	now = start.Add(hiding.Delay - time.Nanosecond)
	require.NotContains(t, seen(t, c, cockpit.Page{}), "hidden")
	now = start.Add(hiding.Delay)
	require.Equal(t, []string{"chosen", "other-purpose", "hidden"}, seen(t, c, cockpit.Page{}))
	_, err = c.Receipt(t.Context(), cockpit.Viewer{Subject: erika}, entry)
	require.NoError(t, err)

	now = start
	for _, change := range []func(*cockpit.Hiding){
		func(h *cockpit.Hiding) { h.Requester = onceonly.MustPartyID("other") },
		func(h *cockpit.Hiding) { h.Norm = recht.MustParseNorm("§ 3 MusterG") },
		func(h *cockpit.Hiding) { h.Purpose = "other" },
	} {
		other := hiding
		change(&other)
		require.Len(t, seen(t, open(other), cockpit.Page{}), 3)
	}
}

func TestHiding_NeedsAStatutoryRightAndAnEnd(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*cockpit.Hiding){
		func(h *cockpit.Hiding) { h.Right = "" },
		func(h *cockpit.Hiding) { h.Norm = recht.Norm{} },
		func(h *cockpit.Hiding) { h.Purpose = "" },
		func(h *cockpit.Hiding) { h.Requester = onceonly.PartyID{} },
		func(h *cockpit.Hiding) { h.Delay = 0 },
		func(h *cockpit.Hiding) { h.Delay = 365 * 24 * time.Hour },
	} {
		h := hiding
		change(&h)
		_, err := cockpit.New(cockpit.Config{Log: hidden(t), Hidden: []cockpit.Hiding{h}})
		require.Error(t, err)
	}
}

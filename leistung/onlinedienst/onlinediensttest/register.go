// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// register is a register that knows everybody by the same record, which says more
// than anybody asks for. Between it and the service are a real broker, a real
// intermediary and a real provider.
type register struct {
	daten []byte
	down  atomic.Bool
}

// quelle is what the register is called.
const quelle = "Register Musterstadt"

// Lookup implements dataprovider.Source.
func (r *register) Lookup(context.Context, onceonly.EvidenceType, onceonly.Person) (dataprovider.Found, error) {
	if r.down.Load() {
		return dataprovider.Found{}, errors.New("register: out of order")
	}
	return dataprovider.Found{Documents: []dataprovider.Document{dataprovider.NewDocument("application/json", r.daten)}}, nil
}

// abrufe opens the exchange for all evidence of a service.
func abrufe[A any](t *testing.T, store *bausteine.Store, source *register, list []onlinedienst.Nachweis[A]) *onlinedienst.Abrufe {
	t.Helper()
	asks := onceonly.Party{ID: onceonly.MustPartyID("behoerde:amt-1"), Name: "Bürgeramt Musterstadt"}
	answers := onceonly.Party{ID: onceonly.MustPartyID("behoerde:register"), Name: quelle}
	key := func(b byte) ed25519.PrivateKey {
		return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
	}
	var rules []permission.Rule
	for _, n := range list {
		rules = append(rules, permission.Rule{
			Requester: asks.ID, Provider: answers.ID, EvidenceType: n.Typ, Purpose: n.Zweck.Code, Bases: []onceonly.Basis{n.Basis}, Norm: n.Norm,
			ValidFrom: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		})
	}
	set, err := permission.NewRules(rules...)
	require.NoError(t, err)
	intermediary, err := permission.NewIntermediary(set, key(1), time.Minute)
	require.NoError(t, err)
	provider, err := dataprovider.New(store, onceonlytest.NewLog(t, store, "register"), dataprovider.Config{Party: answers, Source: source, Key: key(2), TokenKey: intermediary.Key()})
	require.NoError(t, err)
	var listed []onceonly.Listed
	for _, n := range list {
		listed = append(listed, onceonly.Listed{Provider: answers, EvidenceType: n.Typ, Connection: provider.Connection()})
	}
	log := onceonlytest.NewLog(t, store, "dienst")
	broker, err := onceonly.NewBroker(store, log, intermediary, onceonly.NewDirectory(listed...), onceonly.Config{})
	require.NoError(t, err)
	return &onlinedienst.Abrufe{Broker: broker, Protokoll: log, Wege: func(_ context.Context, _ onceonly.EvidenceType, _ zustaendigkeit.Stelle, k nutzerkonto.Konto) (onlinedienst.Weg, error) {
		if k.Kennung == kontoMax {
			return onlinedienst.Weg{Warum: recht.NewText("Von Ihnen wissen wir nicht, wen wir fragen können.", "We do not know whom to ask about you.")}, nil
		}
		return onlinedienst.Weg{Fragt: asks, Antwortet: answers}, nil
	}}
}

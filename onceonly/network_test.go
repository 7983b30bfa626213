// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// A broker and a provider, each on a store of its own and with a log of its own,
// and between them a network that loses, repeats, delays and reorders; and both die
// at any write.

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

var errNetwork = errors.New("network: nothing came through")

// network is what lies between the two.
type network struct {
	provider onceonly.Register
	random   *rand.Rand
	delayed  []onceonly.Query // still on its way, and arrives later
	handed   map[uuid.UUID]int
}

func (n *network) Fetch(ctx context.Context, query onceonly.Query) (onceonly.Answer, error) {
	arrive := func(q onceonly.Query) (onceonly.Answer, error) {
		answer, err := n.provider.Fetch(ctx, q)
		if err == nil && answer.Evidence != nil {
			n.handed[q.Request.ID]++
		}
		return answer, err
	}
	if len(n.delayed) > 0 && n.random.IntN(2) == 0 { // overtaken by this one, or not
		late := n.delayed[0]
		n.delayed = n.delayed[1:]
		_, _ = arrive(late)
	}
	switch n.random.IntN(6) {
	case 0: // lost on the way there
		return onceonly.Answer{}, errNetwork
	case 1: // arrives when nobody waits any more
		n.delayed = append(n.delayed, query)
		return onceonly.Answer{}, errNetwork
	case 2: // lost on the way back
		_, _ = arrive(query)
		return onceonly.Answer{}, errNetwork
	case 3: // repeated
		_, _ = arrive(query)
		return arrive(query)
	default:
		return arrive(query)
	}
}

// dying is a keeper whose process dies at some writes: before they are written, or after.
type dying struct {
	onceonly.Keeper

	random *rand.Rand
}

// mortal is a provider whose process dies in the same way.
type mortal struct {
	onceonly.Register

	random *rand.Rand
}

func (m mortal) Fetch(ctx context.Context, query onceonly.Query) (onceonly.Answer, error) {
	return m.Register.Fetch(keep.Interrupted(ctx, func(write func() error) error { return die(m.random, write) }), query)
}

var errDied = errors.New("the process died")

func (d dying) Append(ctx context.Context, commit onceonly.Commit) error {
	return die(d.random, func() error { return d.Keeper.Append(ctx, commit) })
}

func die(random *rand.Rand, write func() error) error {
	switch random.IntN(12) {
	case 0:
		return errors.Join(onceonly.ErrUncertain, errDied)
	case 1:
		return errors.Join(onceonly.ErrUncertain, errDied, write())
	default:
		return write()
	}
}

func TestNetwork_ThroughLossRepetitionDelayAndCrashesNothingIsLostDoubledOrUnlogged(t *testing.T) {
	t.Parallel()
	runs := 300
	if testing.Short() {
		runs = 30
	}
	for seed := range uint64(runs) {
		simulate(t, seed)
	}
}

func simulate(t *testing.T, seed uint64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	w := newWorld(t)
	there := bausteine.NewMemory(bausteine.Config{Now: w.clock.Now})
	providerLog := onceonlytest.NewLog(t, there, "provider")
	provider, err := dataprovider.New(there, providerLog, dataprovider.Config{
		Party: weimar, Source: w.source, Key: w.providerKey, TokenKey: w.intermediary.Key(),
	})
	require.NoError(t, err)
	between := &network{provider: mortal{provider, random}, random: random, handed: map[uuid.UUID]int{}}
	broker := brokerWith(t, w, dying{w.store, random}, between)

	c := w.consent(t)
	r := requestFor(c)
	arrived := 0
	for try := 0; try < 200 && arrived == 0; try++ {
		w.clock.Advance(11 * time.Second) // whoever died is no longer waited for
		retrieval, err := broker.Retrieve(t.Context(), r)
		if err != nil || retrieval.State != onceonly.RetrievalReceived && retrieval.State != onceonly.RetrievalPreviewed {
			continue
		}
		preview, decision, err := broker.Preview(t.Context(), r.ID, self)
		if err != nil {
			continue
		}
		require.True(t, decision.Permitted, "seed %d: %v", seed, decision.Reasons)
		evidence, decision, err := broker.Accept(t.Context(), r.ID, preview.Digest, self)
		if err != nil {
			continue
		}
		require.True(t, decision.Permitted, "seed %d: %v", seed, decision.Reasons)
		require.JSONEq(t, delivered, string(evidence.Content()), "seed %d", seed)
		arrived++
	}
	final, err := w.broker.Retrieval(t.Context(), r.ID)
	require.NoError(t, err)
	if arrived == 0 { // accepted, and the answer got lost: it is handed over again
		require.Equal(t, onceonly.RetrievalDelivered, final.State, "seed %d: stranded", seed)
	}
	consent, err := w.broker.Consent(t.Context(), c.ID())
	require.NoError(t, err)
	require.Equal(t, 1, consent.Uses(), "seed %d: one request is one use", seed)
	require.Equal(t, onceonly.ConsentUsedUp, consent.State(), "seed %d", seed)

	// Every hand-over of the provider is in its log, and no delivery without one.
	answered := 0
	for _, e := range entriesOf(t, providerLog) {
		if e.Action == onceonly.ActionAnswered {
			answered++
		}
	}
	require.GreaterOrEqual(t, answered, between.handed[r.ID], "seed %d: handed over unlogged", seed)
	first := 0
	for _, e := range w.entries(t) {
		if e.Action == onceonly.ActionDelivered && !e.Repeated {
			first++
		}
	}
	require.Equal(t, 1, first, "seed %d: delivered once", seed)
	for _, log := range []*auditlog.Log{w.log, providerLog} {
		head, err := log.Publish(t.Context())
		require.NoError(t, err)
		require.NotZero(t, head.Head().Size)
	}
}

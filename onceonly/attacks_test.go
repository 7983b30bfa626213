// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestPair_WithstandsTheAttacks(t *testing.T) {
	t.Parallel()
	onceonlytest.TestAttacks(t, func(t *testing.T) onceonlytest.PairCase {
		w := newWorld(t)
		other := personWith(func(d *onceonly.PersonData) { d.GivenNames = "Max" })
		w.source.Add(meldedaten, other, dataprovider.NewDocument("application/json", []byte(`{"familyName":"Mustermann","givenNames":"Max"}`)))
		skewed := &clock{now: start}
		provider, err := dataprovider.New(w.house, onceonlytest.NewLog(t, w.house, "skewed"), dataprovider.Config{
			Party: weimar, Source: w.source, Key: w.providerKey, TokenKey: w.intermediary.Key(), Name: "skewed", Now: skewed.Now,
		})
		require.NoError(t, err)
		w.broker = brokerWith(t, w, w.store, provider)
		return onceonlytest.PairCase{
			Broker: w.broker, Connection: provider.Connection(), Permission: w.intermediary, Log: w.log,
			Terms: terms(), Actor: self, Person: person(), Other: other, Now: w.clock.Now,
			Skew: func(d time.Duration) { skewed.Advance(start.Add(d).Sub(skewed.Now())) },
		}
	})
}

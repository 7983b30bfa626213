// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/memstore"
)

func TestWorker_CarriesOutTheEffectsOfACommandAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := antrag.NewRegistratur(memstore.New(nil), antrag.Config{
			Effects: map[antrag.Art][]string{antrag.ArtEingereicht: {"zustellen"}},
		})
		delivered := make(chan antrag.EffectRef, 10)
		worker, err := r.NewWorker(antrag.WorkerOptions{
			Poll: time.Hour, // only waking can be fast
			Handlers: map[string]antrag.Handler{"zustellen": func(_ context.Context, effect antrag.Leased) ([]byte, error) {
				delivered <- effect.Ref
				return []byte(`"Eingang 7"`), nil
			}},
		})
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- worker.Run(ctx) }()
		synctest.Wait()

		began := time.Now()
		a := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
		ref := <-delivered
		require.Less(t, time.Since(began), time.Minute)
		require.Equal(t, a.ID(), ref.Stream)
		require.Equal(t, a.Version(), ref.Version)
		stop()
		require.NoError(t, <-ended)
		for record, err := range r.Effects(t.Context(), antrag.EffectQuery{Stream: a.ID()}) {
			require.NoError(t, err)
			require.Equal(t, antrag.EffectDone, record.State)
			require.JSONEq(t, `"Eingang 7"`, string(record.Result))
		}
	})
}

func TestWorker_GivesUpVisiblyAndCanBeResumed(t *testing.T) {
	r, _ := registratur(t)
	closed := true
	worker, err := r.NewWorker(antrag.WorkerOptions{
		Handlers: map[string]antrag.Handler{"zustellen": func(context.Context, antrag.Leased) ([]byte, error) {
			if closed {
				return nil, antrag.Permanent(errors.New("no such inbox"))
			}
			return nil, nil
		}},
		GivenUp: func(ctx context.Context, effect antrag.Leased, _ string) error {
			_, err := r.Update(ctx, effect.Ref.Stream, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
				if a.Status() != antrag.StatusEingereicht {
					return nil, nil
				}
				return []antrag.Ereignis{{Art: antrag.ArtZustellungGescheitert, Akteur: antrag.AkteurSystem}}, nil
			})
			return err
		},
	})
	require.NoError(t, err)
	a := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	_, err = worker.Drain(t.Context())
	require.NoError(t, err)
	a, err = r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, antrag.StatusGestoert, a.Status())

	for record, err := range r.Effects(t.Context(), antrag.EffectQuery{State: antrag.EffectDead}) {
		require.NoError(t, err)
		require.Equal(t, "no such inbox", record.Reason)
		closed = false
		require.NoError(t, r.Resume(t.Context(), record.Ref))
	}
	executed, err := worker.Drain(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, executed)
}

func TestNewWorker_RefusesNothingToDo(t *testing.T) {
	r, _ := registratur(t)
	_, err := r.NewWorker(antrag.WorkerOptions{})
	require.ErrorIs(t, err, antrag.ErrInvalid)
}

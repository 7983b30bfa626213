// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

func sent(a antrag.Antrag) bool { return a.Status() != antrag.StatusEntwurf }

func TestAwait_IsToldAtOnceAndMissesNothing(t *testing.T) {
	t.Parallel()
	r := registratur(t)
	for range 50 { // also where the change comes between the look and the waiting
		a := begin(t, r, uuid.NewString())
		got := make(chan antrag.Antrag, 8)
		for range cap(got) {
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				b, err := r.Await(ctx, a.ID(), sent)
				if err != nil {
					t.Error(err)
				}
				got <- b
			}()
		}
		do(t, r, a, antrag.ArtEingereicht)
		for range cap(got) {
			require.Equal(t, antrag.StatusEingereicht, (<-got).Status())
		}
	}
}

func TestAwait_EndsWithTheContextAndWithWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := registratur(t)
	a := begin(t, r, "a")
	ctx, cancel := context.WithCancel(t.Context())
	looked := make(chan struct{}, 100)
	ended := make(chan error, 1)
	go func() {
		_, err := r.Await(ctx, a.ID(), func(antrag.Antrag) bool { looked <- struct{}{}; return false })
		ended <- err
	}()
	<-looked
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	_, err := r.Await(t.Context(), uuid.Must(uuid.NewV7()), sent)
	require.ErrorIs(t, err, antrag.ErrNotFound)

	// Who waits for an Antrag that is erased does not wait for ever.
	a = do(t, r, a, antrag.ArtVerworfen)
	go func() {
		_, err := r.Await(t.Context(), a.ID(), func(b antrag.Antrag) bool { looked <- struct{}{}; return b.ID() == uuid.Nil })
		ended <- err
	}()
	<-looked
	require.NoError(t, r.Erase(t.Context(), a.ID()))
	select {
	case err = <-ended:
		require.ErrorIs(t, err, antrag.ErrNotFound)
	case <-time.After(30 * time.Second):
		t.Fatal("still waits")
	}
}

// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/memstore"
)

// uhr is a clock that the test moves.
type uhr struct {
	mu  sync.Mutex
	now time.Time
}

func (u *uhr) Now() time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.now
}

func (u *uhr) Move(d time.Duration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.now = u.now.Add(d)
}

func registratur(t *testing.T) (*antrag.Registratur, *uhr) {
	t.Helper()
	clock := &uhr{now: morgens}
	return antrag.NewRegistratur(memstore.New(clock.Now), antrag.Config{
		Clock:   clock.Now,
		Effects: map[antrag.Art][]string{antrag.ArtEingereicht: {"zustellen"}, antrag.ArtStattgegeben: {"benachrichtigen"}},
	}), clock
}

func begin(t *testing.T, r *antrag.Registratur, key string) antrag.Antrag {
	t.Helper()
	a, err := r.Do(t.Context(), antrag.Command{Key: key, Ereignisse: []antrag.Ereignis{event(antrag.ArtBegonnen)}})
	require.NoError(t, err)
	return a
}

func do(t *testing.T, r *antrag.Registratur, a antrag.Antrag, arts ...antrag.Art) antrag.Antrag {
	t.Helper()
	command := antrag.Command{Antrag: a.ID(), Version: a.Version()}
	for _, art := range arts {
		command.Ereignisse = append(command.Ereignisse, event(art))
	}
	a, err := r.Do(t.Context(), command)
	require.NoError(t, err)
	return a
}

func effectsOf(t *testing.T, r *antrag.Registratur) []string {
	t.Helper()
	var kinds []string
	for record, err := range r.Effects(t.Context(), antrag.EffectQuery{}) {
		require.NoError(t, err)
		kinds = append(kinds, record.Effect)
	}
	return kinds
}

func TestDo_StoresEventsAndEffectsTogether(t *testing.T) {
	r, clock := registratur(t)
	a := begin(t, r, "")
	clock.Move(time.Minute)
	a = do(t, r, a, antrag.ArtBearbeitet, antrag.ArtEingereicht)
	require.Equal(t, antrag.StatusEingereicht, a.Status())
	require.Equal(t, morgens.Add(time.Minute), a.Eingegangen(), "the time is the registry's, not the caller's")
	loaded, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, a, loaded)
	require.Equal(t, []string{"zustellen"}, effectsOf(t, r))
}

func TestDo_RepeatedCommandGivesTheSameAntragAndNoSecondEffect(t *testing.T) {
	r, _ := registratur(t)
	a := begin(t, r, "seite-1")
	again := begin(t, r, "seite-1")
	require.Equal(t, a.ID(), again.ID())

	submit := antrag.Command{Antrag: a.ID(), Version: a.Version(), Key: "seite-2", Ereignisse: []antrag.Ereignis{event(antrag.ArtEingereicht)}}
	first, err := r.Do(t.Context(), submit)
	require.NoError(t, err)
	second, err := r.Do(t.Context(), submit)
	require.NoError(t, err, "the second click is no error")
	require.Equal(t, first, second)
	require.Equal(t, []string{"zustellen"}, effectsOf(t, r))

	submit.Ereignisse = []antrag.Ereignis{event(antrag.ArtVerworfen)}
	_, err = r.Do(t.Context(), submit)
	require.ErrorIs(t, err, antrag.ErrCommandReused)
	submit.Antrag = uuid.UUID{15: 9}
	_, err = r.Do(t.Context(), submit)
	require.Error(t, err, "a key says nothing about another Antrag")
}

func TestDo_ManyClicksAtOnceBeginOneAntrag(t *testing.T) {
	r, _ := registratur(t)
	ids := make([]uuid.UUID, 20)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			a, err := r.Do(t.Context(), antrag.Command{Key: "doppelklick", Ereignisse: []antrag.Ereignis{event(antrag.ArtBegonnen)}})
			if err == nil {
				ids[i] = a.ID()
			}
		})
	}
	group.Wait()
	require.NotEqual(t, uuid.Nil, ids[0])
	for _, id := range ids {
		require.Equal(t, ids[0], id)
	}
}

func TestDo_RefusesADecisionUponAnOldVersion(t *testing.T) {
	r, _ := registratur(t)
	a := begin(t, r, "")
	do(t, r, a, antrag.ArtBearbeitet)
	_, err := r.Do(t.Context(), antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{event(antrag.ArtEingereicht)}})
	require.ErrorIs(t, err, antrag.ErrConflict)
	require.Empty(t, effectsOf(t, r))
}

func TestDo_StoresNothingOfACommandThatFailsHalfway(t *testing.T) {
	r, _ := registratur(t)
	a := begin(t, r, "")
	_, err := r.Do(t.Context(), antrag.Command{
		Antrag: a.ID(), Version: a.Version(),
		Ereignisse: []antrag.Ereignis{event(antrag.ArtEingereicht), event(antrag.ArtStattgegeben)},
	})
	require.ErrorIs(t, err, antrag.ErrUebergang)
	loaded, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, a, loaded)
	require.Empty(t, effectsOf(t, r))

	_, err = r.Do(t.Context(), antrag.Command{Antrag: a.ID(), Version: a.Version()})
	require.ErrorIs(t, err, antrag.ErrInvalid, "a command without events says nothing")
	broken := event(antrag.ArtBearbeitet)
	broken.Angaben = json.RawMessage("{")
	_, err = r.Do(t.Context(), antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{broken}})
	require.ErrorIs(t, err, antrag.ErrInvalid)
	_, err = r.Do(t.Context(), antrag.Command{Antrag: uuid.UUID{15: 9}, Version: 1, Ereignisse: []antrag.Ereignis{event(antrag.ArtBearbeitet)}})
	require.ErrorIs(t, err, antrag.ErrNotFound)
}

func TestUpdate_StartsAgainWhenSomebodyWasFaster(t *testing.T) {
	r, _ := registratur(t)
	a := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	calls := 0
	after, err := r.Update(t.Context(), a.ID(), func(seen antrag.Antrag) ([]antrag.Ereignis, error) {
		if calls++; calls == 1 {
			do(t, r, seen, antrag.ArtZustellungGescheitert) // somebody else
			return []antrag.Ereignis{event(antrag.ArtZugestellt)}, nil
		}
		require.Equal(t, antrag.StatusGestoert, seen.Status())
		return []antrag.Ereignis{event(antrag.ArtZustellungWiederholt), event(antrag.ArtZugestellt)}, nil
	})
	require.NoError(t, err)
	require.Equal(t, 2, calls)
	require.Equal(t, antrag.StatusZugestellt, after.Status())

	same, err := r.Update(t.Context(), a.ID(), func(antrag.Antrag) ([]antrag.Ereignis, error) { return nil, nil })
	require.NoError(t, err)
	require.Equal(t, after, same)
	stop := errors.New("stop")
	_, err = r.Update(t.Context(), a.ID(), func(antrag.Antrag) ([]antrag.Ereignis, error) { return nil, stop })
	require.ErrorIs(t, err, stop)
}

func TestErase_OnlyAfterTheEndAndRepeatable(t *testing.T) {
	r, _ := registratur(t)
	a := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	require.ErrorIs(t, r.Erase(t.Context(), a.ID()), antrag.ErrUebergang, "an open Antrag is not erased")
	require.ErrorIs(t, r.Erase(t.Context(), uuid.UUID{15: 9}), antrag.ErrNotFound)
	a = do(t, r, a, antrag.ArtZurueckgenommen)
	require.NoError(t, r.Erase(t.Context(), a.ID()))
	require.NoError(t, r.Erase(t.Context(), a.ID()))
	a, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, antrag.StatusGeloescht, a.Status())
	require.Empty(t, a.Konto()+string(a.Angaben()))
	require.Len(t, a.Verlauf(), 4)
}

func TestSweep_ErasesAtTheDeadlineAndNotBefore(t *testing.T) {
	r, clock := registratur(t)
	fristen := antrag.Aufbewahrung{Entwurf: 30 * 24 * time.Hour, Beendet: 90 * 24 * time.Hour}
	draft := begin(t, r, "")
	givenUp := do(t, r, begin(t, r, ""), antrag.ArtVerworfen)
	open := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	ended := do(t, r, do(t, r, begin(t, r, ""), antrag.ArtEingereicht), antrag.ArtZurueckgenommen)
	status := func(a antrag.Antrag) antrag.Status {
		loaded, err := r.Load(t.Context(), a.ID())
		require.NoError(t, err)
		return loaded.Status()
	}
	sweep := func(want int) {
		t.Helper()
		erased, err := r.Sweep(t.Context(), fristen)
		require.NoError(t, err)
		require.Equal(t, want, erased)
	}
	clock.Move(fristen.Entwurf - time.Second)
	sweep(0)
	clock.Move(time.Second)
	sweep(2)
	require.Equal(t, antrag.StatusGeloescht, status(draft))
	require.Equal(t, antrag.StatusGeloescht, status(givenUp), "nobody waits for a draft that was given up")
	require.Equal(t, antrag.StatusZurueckgenommen, status(ended))
	clock.Move(fristen.Beendet)
	sweep(1)
	require.Equal(t, antrag.StatusGeloescht, status(ended))
	require.Equal(t, antrag.StatusEingereicht, status(open), "what the authority still works on is never erased")
	sweep(0)
	erased, err := r.Sweep(t.Context(), antrag.Aufbewahrung{})
	require.NoError(t, err)
	require.Zero(t, erased, "without periods nothing is erased")
}

// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
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

// aufbewahrung keeps drafts for 30 days and what has ended for 90, and looks at
// what is open after 60.
func aufbewahrung() antrag.Aufbewahrung {
	return antrag.Aufbewahrung{
		antrag.StatusEntwurf: antrag.Tage(30), antrag.StatusVerworfen: antrag.Tage(1),
		antrag.StatusEingereicht: antrag.Tage(60), antrag.StatusGestoert: antrag.Tage(60), antrag.StatusZugestellt: antrag.Tage(60),
		antrag.StatusInBearbeitung: antrag.Tage(60), antrag.StatusRueckfrage: antrag.Tage(60), antrag.StatusVorsprache: antrag.Tage(60),
		antrag.StatusStattgegeben: antrag.Tage(90), antrag.StatusAbgelehnt: antrag.Tage(90), antrag.StatusZurueckgenommen: antrag.Tage(90),
	}
}

// registry is a Registratur with its store and clock.
type registry struct {
	*antrag.Registratur

	store *bausteine.Store
	clock *uhr
	do    func(context.Context, antrag.Auftrag) error // what delivering does
	gave  []antrag.Auftrag                            // deliveries that were given up
}

func registratur(t *testing.T) *registry {
	t.Helper()
	r := &registry{clock: &uhr{now: morgens}, do: func(context.Context, antrag.Auftrag) error { return nil }}
	r.store = bausteine.NewMemory(bausteine.Config{Now: r.clock.Now})
	t.Cleanup(func() { require.NoError(t, r.store.Close()) })
	deliver := antrag.Wirkung{
		Name: "zustellen",
		Do:   func(ctx context.Context, auftrag antrag.Auftrag) error { return r.do(ctx, auftrag) },
		GivenUp: func(ctx context.Context, auftrag antrag.Auftrag) error {
			r.gave = append(r.gave, auftrag)
			_, err := r.Update(ctx, auftrag.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
				if a.Status() != antrag.StatusEingereicht {
					return nil, nil
				}
				return []antrag.Ereignis{{Art: antrag.ArtZustellungGescheitert, Akteur: antrag.AkteurSystem}}, nil
			})
			return err
		},
	}
	var err error
	r.Registratur, err = antrag.NewRegistratur(r.store, antrag.Config{
		Aufbewahrung: aufbewahrung(), Nummer: number,
		Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {deliver}},
	})
	require.NoError(t, err)
	return r
}

func (r *registry) sweep(t *testing.T) int {
	t.Helper()
	n, err := r.store.Sweep(t.Context())
	require.NoError(t, err)
	return n
}

func (r *registry) drain(t *testing.T) int {
	t.Helper()
	n, err := r.store.Drain(t.Context())
	require.NoError(t, err)
	return n
}

func begin(t *testing.T, r *registry, key string) antrag.Antrag {
	t.Helper()
	a, err := r.Do(t.Context(), antrag.Command{Key: key, Ereignisse: []antrag.Ereignis{event(antrag.ArtBegonnen)}})
	require.NoError(t, err)
	return a
}

func do(t *testing.T, r *registry, a antrag.Antrag, arts ...antrag.Art) antrag.Antrag {
	t.Helper()
	command := antrag.Command{Antrag: a.ID(), Version: a.Version()}
	for _, art := range arts {
		command.Ereignisse = append(command.Ereignisse, event(art))
	}
	a, err := r.Do(t.Context(), command)
	require.NoError(t, err)
	return a
}

// effectsOf counts the deliveries that wait.
func effectsOf(t *testing.T, r *registry) int {
	t.Helper()
	open, err := r.store.Effects(t.Context(), bausteine.EffectOpen, 100)
	require.NoError(t, err)
	return len(open)
}

func TestDo_StoresEventsAndEffectsTogether(t *testing.T) {
	r := registratur(t)
	a := begin(t, r, "")
	r.clock.Move(time.Minute)
	a = do(t, r, a, antrag.ArtBearbeitet, antrag.ArtEingereicht)
	require.Equal(t, antrag.StatusEingereicht, a.Status())
	require.Equal(t, morgens.Add(time.Minute), a.Eingegangen(), "the time is the registry's, not the caller's")
	loaded, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, a, loaded)
	require.Equal(t, 1, effectsOf(t, r))
}

func TestDo_RepeatedCommandGivesTheSameAntragAndNoSecondEffect(t *testing.T) {
	r := registratur(t)
	a := begin(t, r, "seite-1")
	again := begin(t, r, "seite-1")
	require.Equal(t, a.ID(), again.ID())

	submit := antrag.Command{Antrag: a.ID(), Version: a.Version(), Key: "seite-2", Ereignisse: []antrag.Ereignis{event(antrag.ArtEingereicht)}}
	first, err := r.Do(t.Context(), submit)
	require.NoError(t, err)
	second, err := r.Do(t.Context(), submit)
	require.NoError(t, err, "the second click is no error")
	require.Equal(t, first, second)
	require.Equal(t, 1, effectsOf(t, r))

	submit.Ereignisse = []antrag.Ereignis{event(antrag.ArtVerworfen)}
	_, err = r.Do(t.Context(), submit)
	require.ErrorIs(t, err, antrag.ErrCommandReused)
	submit.Antrag = uuid.UUID{15: 9}
	_, err = r.Do(t.Context(), submit)
	require.Error(t, err, "a key says nothing about another Antrag")
}

func TestDo_ManyClicksAtOnceBeginOneAntrag(t *testing.T) {
	r := registratur(t)
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
	r := registratur(t)
	a := begin(t, r, "")
	do(t, r, a, antrag.ArtBearbeitet)
	_, err := r.Do(t.Context(), antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{event(antrag.ArtEingereicht)}})
	require.ErrorIs(t, err, antrag.ErrConflict)
	require.Zero(t, effectsOf(t, r))
}

func TestDo_StoresNothingOfACommandThatFailsHalfway(t *testing.T) {
	r := registratur(t)
	a := begin(t, r, "")
	_, err := r.Do(t.Context(), antrag.Command{
		Antrag: a.ID(), Version: a.Version(),
		Ereignisse: []antrag.Ereignis{event(antrag.ArtEingereicht), event(antrag.ArtStattgegeben)},
	})
	require.ErrorIs(t, err, antrag.ErrUebergang)
	loaded, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, a, loaded)
	require.Zero(t, effectsOf(t, r))

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
	r := registratur(t)
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
	r := registratur(t)
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
	require.Zero(t, r.sweep(t), "nothing is due any more")
}

func TestSweep_EndsDraftsErasesWhatEndedAndRemindsOfWhatIsOpen(t *testing.T) {
	r := registratur(t)
	draft := begin(t, r, "")
	givenUp := do(t, r, begin(t, r, ""), antrag.ArtVerworfen)
	open := do(t, r, begin(t, r, ""), antrag.ArtEingereicht, antrag.ArtZugestellt)
	ended := do(t, r, do(t, r, begin(t, r, ""), antrag.ArtEingereicht), antrag.ArtZurueckgenommen)
	status := func(a antrag.Antrag) antrag.Status {
		t.Helper()
		loaded, err := r.Load(t.Context(), a.ID())
		require.NoError(t, err)
		return loaded.Status()
	}
	late := func() (ids []uuid.UUID) {
		t.Helper()
		for head, err := range r.List(t.Context(), antrag.Query{Behoerde: open.Behoerde(), Ueberfaellig: true}) {
			require.NoError(t, err)
			ids = append(ids, head.Antrag)
		}
		return ids
	}
	days := func(n int) { r.clock.Move(time.Duration(n) * 24 * time.Hour) }
	require.Zero(t, r.sweep(t))
	days(1)
	require.Equal(t, 1, r.sweep(t))
	require.Equal(t, antrag.StatusGeloescht, status(givenUp), "nobody waits for a draft that was given up")
	days(29)
	require.Equal(t, 1, r.sweep(t))
	require.Equal(t, antrag.StatusGeloescht, status(draft))
	days(30)
	require.Empty(t, late())
	require.Equal(t, 1, r.sweep(t))
	require.Equal(t, antrag.StatusZugestellt, status(open), "what the authority still works on is never erased")
	require.Equal(t, []uuid.UUID{open.ID()}, late())
	require.Zero(t, r.sweep(t), "reminded of once")
	days(30)
	require.Equal(t, 1, r.sweep(t))
	require.Equal(t, antrag.StatusGeloescht, status(ended))
	days(30)
	require.Equal(t, 1, r.sweep(t), "and again after the same period")

	loaded, err := r.Load(t.Context(), open.ID())
	require.NoError(t, err)
	require.True(t, loaded.Ueberfaellig())
	do(t, r, loaded, antrag.ArtUebernommen)
	require.Empty(t, late(), "it moves")
}

func TestNewRegistratur_RefusesAStatusWithoutAPeriod(t *testing.T) {
	for status := range aufbewahrung() {
		table := aufbewahrung()
		delete(table, status)
		_, err := antrag.NewRegistratur(bausteine.NewMemory(bausteine.Config{}), antrag.Config{Aufbewahrung: table})
		require.ErrorIs(t, err, antrag.ErrInvalid)
		require.ErrorContains(t, err, string(status))
	}
	_, err := antrag.NewRegistratur(nil, antrag.Config{Aufbewahrung: aufbewahrung()})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	_, err = antrag.NewRegistratur(bausteine.NewMemory(bausteine.Config{}), antrag.Config{
		Aufbewahrung: aufbewahrung(), Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {{Name: "nichts"}}},
	})
	require.ErrorIs(t, err, antrag.ErrInvalid)
}

func TestDraft_IsStateAndNoHistory(t *testing.T) {
	r := registratur(t)
	a := begin(t, r, "")
	for n := range 50 {
		saved, err := r.Do(t.Context(), antrag.Command{
			Antrag: a.ID(), Version: a.Version(), Loaded: &a, Key: fmt.Sprint("form-", n),
			Ereignisse: []antrag.Ereignis{{
				Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: json.RawMessage(fmt.Sprintf(`{"n":%d}`, n)),
			}},
		})
		require.NoError(t, err)
		require.Equal(t, a.Version()+1, saved.Version())
		a = saved
	}
	loaded, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.JSONEq(t, `{"n":49}`, string(loaded.Angaben()))
	require.Len(t, loaded.Verlauf(), 1)

	again, err := r.Do(t.Context(), antrag.Command{
		Antrag: a.ID(), Version: 1, Key: "form-0",
		Ereignisse: []antrag.Ereignis{{Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: json.RawMessage(`{"n":0}`)}},
	})
	require.NoError(t, err, "the form sent twice")
	require.JSONEq(t, `{"n":49}`, string(again.Angaben()), "and changes nothing")

	a = do(t, r, a, antrag.ArtEingereicht)
	loaded, err = r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.JSONEq(t, `{"n":49}`, string(loaded.Angaben()), "history begins with what was handed in")
	require.Equal(t, a, loaded)

	b := do(t, r, begin(t, r, ""), antrag.ArtVerworfen)
	require.Empty(t, b.Angaben())
	loaded, err = r.Load(t.Context(), b.ID())
	require.NoError(t, err)
	require.Empty(t, loaded.Angaben(), "what was discarded is gone at once")
}

func TestWirkung_IsCarriedOutGivenUpAndResumed(t *testing.T) {
	r := registratur(t)
	var done []antrag.Auftrag
	r.do = func(_ context.Context, auftrag antrag.Auftrag) error {
		done = append(done, auftrag)
		return nil
	}
	a := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	require.Equal(t, 1, r.drain(t))
	require.Equal(t, a.ID(), done[0].Antrag)

	r.do = func(context.Context, antrag.Auftrag) error { return antrag.Permanent(errors.New("no such inbox")) }
	a = do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	require.Equal(t, 1, r.drain(t))
	require.Len(t, r.gave, 1)
	loaded, err := r.Load(t.Context(), a.ID())
	require.NoError(t, err)
	require.Equal(t, antrag.StatusGestoert, loaded.Status())
	for given, err := range r.GivenUp(t.Context(), uuid.Nil) {
		require.NoError(t, err)
		require.Equal(t, a.ID(), given.Antrag)
		require.Equal(t, "no such inbox", given.Reason)
		require.NoError(t, r.Resume(t.Context(), given))
		require.NoError(t, r.Resume(t.Context(), given), "the second click")
	}
	r.do = func(_ context.Context, auftrag antrag.Auftrag) error {
		require.Equal(t, r.gave[0].ID, auftrag.ID, "the same key for the receiver")
		return nil
	}
	require.Equal(t, 1, r.drain(t))
}

// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
)

// upload saves a file as the page does, on the draft as it was at that version.
func (w *welt) upload(id uuid.UUID, version uint64, inhalt string) (dienst.Vorgang, error) {
	u := &dienst.Upload{Datei: angaben.NewDatei("b.pdf", "application/pdf", []byte(inhalt)), Inhalt: []byte(inhalt)}
	return w.SaveUpload(w.t.Context(), w.konto, id, version, u, func(a *angaben.Angaben) error {
		a.Wohnungsgeber.Weg, a.Wohnungsgeber.Datei = angaben.GeberDatei, &u.Datei
		return nil
	})
}

// anlagen are the files that lie beside an application.
func (w *welt) anlagen(id uuid.UUID) (out []string, err error) {
	inhalte, err := w.Anlagen(w.t.Context(), id)
	for _, inhalt := range inhalte {
		out = append(out, string(inhalt))
	}
	return out, err
}

func (w *welt) requireAnlagen(id uuid.UUID, want ...string) {
	w.t.Helper()
	got, err := w.anlagen(id)
	require.NoError(w.t, err)
	require.ElementsMatch(w.t, want, got)
}

func TestUpload_KeepsTheFileThatTheDraftNames(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	for _, inhalt := range []string{"eins", "zwei", "drei", "drei"} {
		var err error
		v, err = w.upload(v.ID(), v.Version(), inhalt)
		require.NoError(t, err)
		w.requireAnlagen(v.ID(), inhalt)
	}
	v, err := w.Save(t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
		a.Wohnungsgeber.Name = "Wohnbau Beispiel GmbH"
		return nil
	})
	require.NoError(t, err)
	_, err = w.upload(v.ID(), v.Version()-1, "zu spät")
	require.ErrorIs(t, err, dienst.ErrGeaendert)
	_, err = w.upload(v.ID(), v.Version(), "vier")
	require.NoError(t, err)
	w.requireAnlagen(v.ID(), "vier")
}

// Two tabs, step by step: the second one's file is stored, then the first one's
// is stored and named, then the second one finds that it was too slow and tries
// again.
func TestUpload_OfASlowerTabIsNotDroppedByTheFasterOne(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	_, err := w.upload(v.ID(), v.Version()-1, "langsam") // stored, but not named
	require.ErrorIs(t, err, dienst.ErrGeaendert)
	schnell, err := w.upload(v.ID(), v.Version(), "schnell")
	require.NoError(t, err)
	w.requireAnlagen(v.ID(), "schnell")
	_, err = w.upload(v.ID(), v.Version(), "auch langsam")
	require.ErrorIs(t, err, dienst.ErrGeaendert)
	_, err = w.upload(v.ID(), schnell.Version(), "langsam")
	require.NoError(t, err)
	w.requireAnlagen(v.ID(), "langsam")
}

func TestUpload_OfManyTabsAtOnceLeavesTheFileThatTheDraftNames(t *testing.T) {
	const tabs, uploads = 4, 8
	w := newWelt(t)
	v := w.draft()
	// there reports whether the draft's file is there, if it has one.
	there := func() error {
		for {
			before, err := w.Load(t.Context(), w.konto, v.ID())
			if err != nil || before.Angaben.Wohnungsgeber.Datei == nil {
				return err
			}
			anlagen, err := w.anlagen(v.ID())
			if err != nil {
				return err
			}
			for _, inhalt := range anlagen {
				if angaben.NewDatei("", "", []byte(inhalt)).SHA256 == before.Angaben.Wohnungsgeber.Datei.SHA256 {
					return nil
				}
			}
			after, err := w.Load(t.Context(), w.konto, v.ID())
			if err != nil {
				return err
			}
			if after.Version() == before.Version() {
				return errors.New("the file that the draft names is gone")
			}
		}
	}
	var group sync.WaitGroup
	for tab := range tabs {
		group.Go(func() {
			now := v
			for nr := range uploads {
				for {
					var err error
					now, err = w.upload(v.ID(), now.Version(), fmt.Sprintf("Tab %d, Datei %d", tab, nr%3))
					if err == nil {
						err = there()
					}
					if err == nil {
						break
					}
					if !errors.Is(err, dienst.ErrGeaendert) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	group.Wait()
	require.NoError(t, there())
	now := w.load(v.ID())
	_, err := w.upload(v.ID(), now.Version(), "zuletzt")
	require.NoError(t, err)
	w.requireAnlagen(v.ID(), "zuletzt")
}

func TestUpload_AfterHandingInLeavesNothingBehind(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	_, err := w.upload(v.ID(), v.Version(), "zu spät")
	require.ErrorIs(t, err, dienst.ErrNichtMoeglich)
	w.requireAnlagen(v.ID())
}

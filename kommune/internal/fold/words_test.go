// SPDX-License-Identifier: Apache-2.0

package fold_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

func key(s string) string {
	var w fold.Words
	w.Fold(s, false)
	return string(w.AppendKey(nil, 0, w.Len()))
}

func TestKey_IsWhatPeopleAgreeOn(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"Mühlhausen/Thüringen", "muehlhausen thur."},
		{"Straße", "strase"},
		{"Neustadt an der Weinstraße", "neustadt a.d. weinstrasse"},
		{"Cottbus/Chóśebuz", "cotbus chosebuz"},
		{"St. Ingbert", "Sankt Ingbert"},
		{"M\u0308olln", "molln"},
	} {
		require.Equal(t, key(same[0]), key(same[1]))
	}
	require.NotEqual(t, key("Neuss Stadt"), key("Neustadt"), "letters do not merge across words")
	require.Equal(t, key("Neustadt"), string(fold.Merge([]byte(key("Neuss Stadt")))))
}

func TestSpelled_TellsTheSameNameFromAnAlikeOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed, name string
		want        fold.Likeness
	}{
		{"Mühlhausen", "Mühlhausen", fold.Same},
		{"Muehlhausen", "Mühlhausen", fold.Same},
		{"muhlhausen", "Mühlhausen", fold.Unmarked},
		{"neuulm", "Neu-Ulm", fold.Unmarked},
		{"neu ulm", "Neu-Ulm", fold.Same},
		{"Breest", "Brest", fold.Alike},
		{"Roßlau", "Röslau", fold.Alike},
		{"Röslau", "Roslau", fold.Alike},
		{"Burg Stadt", "Burgstadt", fold.Alike},
		{"Neustadt a d Aisch", "Neustadt an der Aisch", fold.Same},
	} {
		var typed, name fold.Words
		typed.Fold(c.typed, false)
		name.Fold(c.name, false)
		require.Equal(t, c.want, fold.Spelled(&typed, 0, typed.Len(), &name, 0, name.Len()), "%s, %s", c.typed, c.name)
	}
}

func TestShortens_TakesBeginningsAndLettersInTheirOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		short, word    string
		start, letters bool
	}{
		{"rbge", "ruebenberge", false, true},
		{"rueb", "ruebenberge", true, true},
		{"r", "ruebenberge", true, false},
		{"ebge", "ruebenberge", false, false},
		{"rx", "ruebenberge", false, false},
		{"", "ruebenberge", false, false},
	} {
		start, letters := fold.Shortens([]byte(c.short), []byte(c.word))
		require.Equal(t, [2]bool{c.start, c.letters}, [2]bool{start, letters}, c.short)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Hauptstr. 5, 07743 Jena", true)
	f.Add(strings.Repeat("ü", 300), false)
	f.Fuzz(func(t *testing.T, s string, typing bool) {
		var w fold.Words
		w.Fold(s, typing)
		require.LessOrEqual(t, w.Len(), fold.MaxWords)
		require.LessOrEqual(t, w.Core(), w.Len())
		for i := range w.Len() {
			require.NotEmpty(t, w.Word(i))
		}
		require.LessOrEqual(t, len(w.AppendKey(nil, 0, w.Len())), fold.Room)
		if w.Len() > 0 {
			require.Equal(t, fold.Same, fold.Spelled(&w, 0, w.Len(), &w, 0, w.Len()))
			before := w.Len()
			w.Remove(0, 1)
			require.Equal(t, before-1, w.Len())
		}
	})
}

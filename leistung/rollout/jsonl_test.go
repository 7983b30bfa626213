// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func TestExport_ComesBackAsItWas(t *testing.T) {
	for seed := range uint64(30) {
		soll, events := zufall(t, seed)
		buch, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, buch.AddSoll(soll...))
		require.NoError(t, buch.Add(events...))
		v, err := buch.Vorhersage(wohnsitz, thueringen, heute("2026-05-04"), day("2026-06-29"))
		require.NoError(t, err)
		require.NoError(t, buch.Keep(v))
		var text bytes.Buffer
		require.NoError(t, buch.Export(&text))

		again, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, again.Import(bytes.NewReader(text.Bytes())))
		require.NoError(t, again.Import(strings.NewReader("\r\n"+text.String()+"\n\n")), "twice, with empty lines")
		require.Equal(t, buch.Len(), again.Len())
		require.Equal(t, buch.Vorhersagen(), again.Vorhersagen())
		require.Equal(t, buch.At(heute("2026-04-01")).Zeilen(wohnsitz, thueringen), again.At(heute("2026-04-01")).Zeilen(wohnsitz, thueringen))
		var second bytes.Buffer
		require.NoError(t, again.Export(&second))
		require.Equal(t, text.String(), second.String())
	}
}

func TestImport_AllOrNothing(t *testing.T) {
	w := goldwelt(t)
	var text bytes.Buffer
	require.NoError(t, w.buch.Export(&text))
	good := text.String()
	lines := strings.Split(strings.TrimSpace(good), "\n")
	buch, err := rollout.NewBuch(einfach())
	require.NoError(t, err)
	for name, f := range map[string]struct {
		text string
		want error
	}{
		"no JSON":        {good + "{\n", rollout.ErrSyntax},
		"two values":     {good + "{}{}\n", rollout.ErrSyntax},
		"unknown field":  {good + `{"art":"kontakt","geheim":1}` + "\n", rollout.ErrSyntax},
		"bad day":        {good + strings.Replace(lines[0], `"am":"2026-01-01"`, `"am":"2026-02-31"`, 1), rollout.ErrSyntax},
		"incomplete":     {good + `{"art":"kontakt"}` + "\n", rollout.ErrEvent},
		"conflict":       {good + strings.Replace(lines[0], `"grund":"probe"`, `"grund":"anders"`, 1), rollout.ErrConflict},
		"long line":      {good + strings.Repeat(" ", 1<<20) + "x\n", rollout.ErrTooLarge},
		"other servcice": {good + strings.NewReplacer("99115005104001", "99115005104002", lines[0][:20], lines[0][:20]).Replace(lines[len(lines)-2]), rollout.ErrUnknown},
	} {
		err := buch.Import(strings.NewReader(f.text))
		require.ErrorIs(t, err, f.want, name)
		require.Zero(t, buch.Len(), name)
		require.NotContains(t, err.Error(), "geheim", "an error repeats no content")
	}
	err = buch.Import(strings.NewReader(good + "\n\nx\n"))
	var place *rollout.SyntaxError
	require.ErrorAs(t, err, &place)
	require.Equal(t, len(lines)+3, place.Line)
	require.NoError(t, buch.Import(strings.NewReader(good)))
	require.Equal(t, w.buch.Len(), buch.Len())
}

func FuzzImport(f *testing.F) {
	f.Add(`{"id":"00000000-0001-7000-8000-000000000000","programm":"probe","leistung":"99115005104001","traeger":"160610001","art":"kontakt","am":"2026-01-01","erfasst":"2026-01-01T00:00:00Z"}`)
	f.Add(`{"id":"00000000-0002-7000-8000-000000000000","programm":"probe","leistung":"99115005104001","traeger":"160610001","soll":"aufgenommen","am":"2026-01-01","erfasst":"2026-01-01T00:00:00Z","ursache":"soll","grund":"x","gemeinden":[{"ags":"16061001","einwohner":5}]}`)
	f.Add(`{"prognose":{}}`)
	f.Fuzz(func(t *testing.T, text string) {
		buch, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		if buch.Import(strings.NewReader(text)) != nil {
			require.Zero(t, buch.Len())
			return
		}
		var out bytes.Buffer
		require.NoError(t, buch.Export(&out))
		again, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, again.Import(&out))
		require.Equal(t, buch.Len(), again.Len())
	})
}

func BenchmarkImport_500000Events(b *testing.B) {
	buch := geladen(b)
	var text bytes.Buffer
	if err := buch.Export(&text); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		again, err := rollout.NewBuch(buch.Programm())
		if err != nil {
			b.Fatal(err)
		}
		if err := again.Import(bytes.NewReader(text.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func TestCanonical_PassesTheVectorsOfRFC8785(t *testing.T) {
	t.Parallel()
	root := shareddata.Path(t, "onceonly/jcs")
	inputs, err := filepath.Glob(filepath.Join(root, "input", "*.json"))
	require.NoError(t, err)
	require.Len(t, inputs, 6)
	for _, path := range inputs {
		input, err := os.ReadFile(path)
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join(root, "output", filepath.Base(path)))
		require.NoError(t, err)
		got, err := auditlog.Canonical(input)
		require.NoError(t, err, path)
		require.Equal(t, string(want), string(got), path)
	}
}

func TestCanonical_WritesOneSpelling(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"sorted names", `{ "b":1, "a":[ true , null ] }`, `{"a":[true,null],"b":1}`},
		{"UTF-16 order", "{\"\U0001F600\":1,\"\uFB33\":2}", "{\"\U0001F600\":1,\"\uFB33\":2}"},
		{"escapes", `"\u00fc\/\u000a\u0001\""`, `"ü/\n\u0001\""`},
		{"pair", `"\ud83d\ude00"`, "\"\U0001F600\""},
		{"escaped backslash before u", `"\\ud800"`, `"\\ud800"`},
		{"numbers", `[1.0,-0,1e21,1e-7,333333333.33333329,1E30,4.50,2e-3]`, `[1,0,1e+21,1e-7,333333333.3333333,1e+30,4.5,0.002]`},
		{"empty", `{}`, `{}`},
	} {
		got, err := auditlog.Canonical([]byte(c.in))
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, string(got), c.name)
	}
}

func TestCanonical_SortsNamesByWhatTheySay(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "Z", "", "\\", "\"", "\n", "\x01", "\x7f", "ä", "\u20ac", "\ufb33", "\U0001F600", "\U00010000", "/"}
	for range 500 {
		names := map[string]any{}
		for range random.IntN(12) {
			name := pieces[random.IntN(len(pieces))] + pieces[random.IntN(len(pieces))] + pieces[random.IntN(len(pieces))]
			names[name] = map[string]any{name: []any{name}}
		}
		units := func(a, b string) int { return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))) }
		var want []string
		for _, name := range slices.SortedFunc(maps.Keys(names), units) {
			var text bytes.Buffer
			encoder := json.NewEncoder(&text)
			encoder.SetEscapeHTML(false)
			require.NoError(t, encoder.Encode(name))
			one := strings.TrimSpace(text.String())
			want = append(want, one+":{"+one+":["+one+"]}")
		}
		document, err := json.Marshal(names)
		require.NoError(t, err)
		got, err := auditlog.Canonical(document)
		require.NoError(t, err)
		require.Equal(t, "{"+strings.Join(want, ",")+"}", string(got))
	}
}

func BenchmarkCanonical(b *testing.B) {
	document := []byte(`{"id":"0193","time":"2026-11-30T12:00:00Z","action":"evidence-received","subject":"tk-4711-01",` +
		`"requester":{"id":"meldebehoerde:160645052","name":"Stadt Mühlhausen"},"fields":["/familienname","/vornamen","/geburtsdatum"],` +
		`"purpose":{"code":"anmeldung","text":"Anmeldung Ihrer neuen Wohnung"},"consentVersion":3,"eraseAt":"2028-11-30T12:00:00Z"}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := auditlog.Canonical(document); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCanonical_RefusesWhatHasNoSingleMeaning(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{
		"", `{`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `"\ud800"`, `"\ud800\u0041"`, `"\udc00\ud800"`,
		`1e999`, `{} {}`, "\"\xff\"", strings.Repeat("[", 200) + strings.Repeat("]", 200),
	} {
		_, err := auditlog.Canonical([]byte(wrong))
		require.ErrorIs(t, err, auditlog.ErrSyntax, wrong)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{`{"b":1,"a":[1e21,"\u00fc"]}`, `"\ud83d\ude00"`, `-0.0`, `[{}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		once, err := auditlog.Canonical(document)
		if err != nil {
			return
		}
		twice, err := auditlog.Canonical(once)
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
		var a, b any
		require.NoError(t, json.Unmarshal(document, &a))
		require.NoError(t, json.Unmarshal(once, &b))
		require.Equal(t, a, b)
		require.False(t, bytes.ContainsAny(once, "\n\t"))
	})
}

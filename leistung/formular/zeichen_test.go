// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

func TestAllows_DecidesALongTextAsTheStandardDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	good := []string{"a", "Z", " ", "-", "ä", "é", "K\u035fH", "k\u035fh", "A\u030b", "M\u0302", "\u0175", "u\u0308", "ß"}
	bad := []string{"Ω", "\u0302", "q\u0302", "𝔘", "\ufffd", "K\u035f"}
	node := &node{el: &Element{Zeichen: din91379.C}, ascii: asciiOf(din91379.C)}
	for i := range 60 {
		var b strings.Builder
		for b.Len() < maxPart+r.IntN(3*maxPart) {
			b.WriteString(good[r.IntN(len(good))])
		}
		if i%3 == 0 {
			b.WriteString(bad[r.IntN(len(bad))])
			for range r.IntN(2 * maxPart) {
				b.WriteString(good[r.IntN(len(good))])
			}
		}
		text := b.String()
		require.Equal(t, len(din91379.Check(din91379.C, text)) == 0, node.allows([]byte(text)), "text %d", i)
	}
	require.False(t, node.allows([]byte("a"+strings.Repeat("\u0302", maxPart))), "no letter carries so many marks")
	require.True(t, node.allows([]byte(strings.Repeat("K\u035fH", maxPart))))
}

func TestValidate_GivesUpOnMegabytesOfWrongCharacters(t *testing.T) {
	form := MustNew(Kopf{}, Text("x", "X").Chars(din91379.A))
	data := []byte(`{"x":"` + strings.Repeat("Ω", 4<<20) + `"}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	findings := form.Validate(data)
	runtime.ReadMemStats(&after)
	require.Len(t, findings, 1)
	require.Equal(t, fremdeZeichen, findings[0].Code)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2*len(data)), "all allocations of the call together")
}

func TestValidate_RefusesControlCharactersThatXMLCannotCarry(t *testing.T) {
	form := MustNew(Kopf{}, Text("x", "X").Len(0, 0).Optional(), Datei("d", "D").Optional(), Element{Name: "a", Typ: TypAuswahl, Max: 1, OffeneListe: true})
	for value, want := range map[string]string{`"a\u0000"`: fremdeZeichen, `"\b"`: fremdeZeichen, `"\u001f"`: fremdeZeichen, `"\t\r\n"`: "", `"\u0020\u007f"`: ""} {
		for _, key := range []string{"x", "d"} {
			findings := form.Validate([]byte(`{"a":"1","` + key + `":` + value + `}`))
			if want == "" {
				require.Empty(t, findings, value)
				continue
			}
			require.Len(t, findings, 1, value)
			require.Equal(t, want, findings[0].Code)
			require.Equal(t, "/"+key, findings[0].Pointer)
		}
	}
	require.Equal(t, codeUnbekannt, form.Validate([]byte(`{"a":"\u0000"}`))[0].Code)
}

func TestValidate_LooksNoFurtherAtATextThatIsFarTooLong(t *testing.T) {
	form := MustNew(Kopf{}, Text("x", "X").Len(1, 5).Match("[a-z]{1,1000}1$").Chars(din91379.A))
	codes := func(text string) (out []string) {
		for _, f := range form.Validate([]byte(`{"x":"` + text + `"}`)) {
			out = append(out, f.Code)
		}
		return out
	}
	require.Equal(t, []string{zuLang, musterVerletzt, fremdeZeichen}, codes(strings.Repeat("Ω", 100)))
	require.Equal(t, []string{zuLang}, codes(strings.Repeat("a", 8<<20)))
}

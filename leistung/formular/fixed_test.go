// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

var fixedPatterns = map[string]bool{
	"^[0-9]{5}$": true, `^\d{5}$`: true, "^AB[0-9]{2}-[A-Z]$": true, `^[CFG0-9]{3}\z`: true, "^D{3}$": true, "^[^a]$": false,
	"[0-9]{5}": false, "^[0-9]{5}": false, "^[0-9]{2,5}$": false, "^[0-9]+$": false, "(?m)^[0-9]$": false, "(?i)^ab$": false,
	"^(ab){2}$": false, "^[ä]$": false, "^a?$": false, "^[0-9]{500}$": false, "^$": false, "^(?i:k)[0-9]$": false, `^\b[0-9]$`: false,
}

func TestFixed_AnswersAsTheRegularExpression(t *testing.T) {
	t.Parallel()
	for pattern, is := range fixedPatterns {
		f := fixedOf(pattern)
		require.Equal(t, is, f != nil, pattern)
		if f != nil {
			sameAsPattern(t, pattern, f, "", "12345", "1234", "123456", "1234a", "12345\n", "AB12-C", "AB12-c", "CF0", "DDD", "ääääb", "\xff2345", "ＡＢ12", "12３45")
		}
	}
}

func FuzzFixed(f *testing.F) {
	for pattern := range fixedPatterns {
		f.Add(pattern, "12345")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 100 || patternSize(pattern) == 0 || patternSize(pattern) > maxPattern {
			return
		}
		if fest := fixedOf(pattern); fest != nil {
			sameAsPattern(t, pattern, fest, text)
		}
	})
}

func sameAsPattern(t *testing.T, pattern string, f fixed, texts ...string) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for _, text := range texts {
		require.Equal(t, re.MatchString(text), f.match([]byte(text)), "%q against %q", text, pattern)
	}
}

// Validations share the room that they work in: none may see another's answers.
func TestValidate_SideBySideNoneSeesAnothers(t *testing.T) {
	t.Parallel()
	form, err := New(Kopf{ID: "a", Normen: recht.MustParseNormen("§ 17 BMG")},
		Text("name", "Name").Len(1, 9), Text("plz", "PLZ").Match("^[0-9]{5}$"), Gruppe("kinder", "Kinder", Text("name", "Name")).Times(0, 40))
	require.NoError(t, err)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for k := range 200 {
				own := "u" + strconv.Itoa(i*1000+k)
				found := form.Validate([]byte(`{"name":"zu lange fuer das Feld","plz":"x\u0031","` + own + `":1,"kinder":[{"name":"A"},{"name":"B"},{}]}`))
				require.Len(t, found, 4)
				require.Contains(t, found[0].Text.String(), own)
				require.Empty(t, form.Validate([]byte(`{"name":"Erika","plz":"12345"}`)))
			}
		})
	}
	all.Wait()
}

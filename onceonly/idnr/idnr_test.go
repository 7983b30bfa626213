// SPDX-License-Identifier: Apache-2.0

package idnr_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/onceonly/idnr"
)

var validNumbers = []string{
	"86095742719", "47036892816", "65929970489", "57549285017", "25768131411", "36574261809", "12345678995",
}

func TestParse_TakesValidNumbersWithAndWithoutBlanks(t *testing.T) {
	t.Parallel()
	for _, number := range validNumbers {
		id, err := idnr.Parse(number)
		require.NoError(t, err)
		require.Equal(t, number, id.Clear())
		again, err := idnr.Parse(id.Display())
		require.NoError(t, err)
		require.Equal(t, id, again)
	}
}

// One digit three times in a row: python-stdnum accepts it, see Parse.
func TestParse_TakesThreeEqualDigitsInARow(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"65299970480", "37444569202"} {
		_, err := idnr.Parse(number)
		require.NoError(t, err, number)
	}
}

func TestParse_TellsApartWhyANumberIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number string
		want   error
	}{
		{"36574261890", idnr.ErrCheckDigit},
		{"36554266806", idnr.ErrDigits},
		{"04452397687", idnr.ErrTestNumber},
		{"02476291358", idnr.ErrTestNumber},
		{"", idnr.ErrSyntax},
		{"8609574271", idnr.ErrSyntax},
		{"86095742719\n", idnr.ErrSyntax},
		{"8609574271९", idnr.ErrSyntax},
		{"86-095-742-719", idnr.ErrSyntax},
	} {
		_, err := idnr.Parse(c.number)
		require.ErrorIs(t, err, c.want, c.number)
	}
}

// allowed is the rule of repetition as it is told, counted out, and the check
// digit by the definition of ISO 7064 instead of by its recursion: the sum of all
// digits, folded with modulus 10 and 11, must end at 1.
func allowed(digits string) bool {
	repeats := map[int]int{} // how often a digit occurs -> how many digits occur that often
	for digit := range 10 {
		repeats[strings.Count(digits[:10], strconv.Itoa(digit))]++
	}
	twice := repeats[2] == 1 && repeats[1] == 8 && repeats[0] == 1
	thrice := repeats[3] == 1 && repeats[1] == 7 && repeats[0] == 2
	p := 10
	for _, d := range digits[:10] {
		p = (p + int(d-'0')) % 10
		if p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return (twice || thrice) && (p+int(digits[10]-'0'))%10 == 1
}

func TestParse_TakesExactlyTheNumbersThatTheRulesAllow(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for range 200_000 {
		// A permutation with one or two places overwritten is near the border.
		digits := []byte("0123456789")
		random.Shuffle(10, func(i, j int) { digits[i], digits[j] = digits[j], digits[i] })
		for range random.IntN(4) {
			digits[random.IntN(10)] = digits[random.IntN(10)]
		}
		number := string(digits) + strconv.Itoa(random.IntN(10))
		_, err := idnr.Parse(number)
		if number[0] == '0' {
			_, err = idnr.ParseTest(number)
		}
		require.Equal(t, allowed(number), err == nil, number)
		if err == nil {
			taken++
		}
	}
	require.Greater(t, taken, 1000)
}

func TestParse_OnlyBlanksArePassedOver(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"86 095 742 719", "  8 6 0 9 5 7 4 2 7 1 9  ", strings.Repeat(" ", 1000) + "86095742719"} {
		id, err := idnr.Parse(number)
		require.NoError(t, err)
		require.Equal(t, "86 095 742 719", id.Display())
	}
	for _, number := range []string{
		"86\u00a0095\u00a0742\u00a0719", "86\t095742719", "86095742719\r\n", "\ufeff86095742719", "86.095.742.719", "86095742719\x00",
		"８６０９５７４２７１９", "+86095742719", "0x8609574271", "86095742719 86095742719", "1e10", "           ", "[masked]", "DE86095742719",
	} {
		_, err := idnr.Parse(number)
		require.ErrorIs(t, err, idnr.ErrSyntax, "%q", number)
		_, err = idnr.ParseTest(number)
		require.ErrorIs(t, err, idnr.ErrSyntax, "%q", number)
	}
}

func TestParse_TestNumbersAreRefusedUnlessAskedFor(t *testing.T) {
	t.Parallel()
	_, err := idnr.Parse("04 452 397 687")
	require.ErrorIs(t, err, idnr.ErrTestNumber)
	var id idnr.IdNr
	require.ErrorIs(t, id.UnmarshalText([]byte("04452397687")), idnr.ErrTestNumber)
	require.True(t, id.IsZero())
	_, err = idnr.Parse("04452397688")
	require.ErrorIs(t, err, idnr.ErrCheckDigit, "a wrong number is no test number")
}

func TestParseTest_TakesOnlyTestNumbers(t *testing.T) {
	t.Parallel()
	id, err := idnr.ParseTest("04452397687")
	require.NoError(t, err)
	require.Equal(t, "04 452 397 687", id.Display())
	_, err = idnr.ParseTest(validNumbers[0])
	require.ErrorIs(t, err, idnr.ErrSyntax)
}

func TestParse_FindsEverySingleWrongDigit(t *testing.T) {
	t.Parallel()
	for _, number := range validNumbers {
		for i := range number {
			for digit := byte('0'); digit <= '9'; digit++ {
				if number[i] == digit {
					continue
				}
				_, err := idnr.Parse(number[:i] + string(digit) + number[i+1:])
				require.Error(t, err, "the check digit or the rule of repetition notices")
			}
		}
	}
}

func TestParse_AgreesWithTheVectors(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(shareddata.Path(t, "onceonly/idnr-vectors.json"))
	require.NoError(t, err)
	var vectors []struct{ In, Result string }
	require.NoError(t, json.Unmarshal(document, &vectors))
	require.Len(t, vectors, 12)
	for _, v := range vectors {
		_, err := idnr.Parse(v.In)
		require.Equal(t, v.Result, class(err), v.In)
	}
}

func TestParseWIdNr_AgreesWithTheVectors(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(shareddata.Path(t, "onceonly/widnr-vectors.json"))
	require.NoError(t, err)
	var vectors []struct{ In, Base, Suffix, Result string }
	require.NoError(t, json.Unmarshal(document, &vectors))
	require.Len(t, vectors, 9)
	for _, v := range vectors {
		id, err := idnr.ParseWIdNr(v.In)
		require.Equal(t, v.Result, class(err), v.In)
		if v.Base != "" {
			require.Equal(t, v.Base, id.Base())
			require.Equal(t, v.Suffix, id.Mark())
		}
	}
}

func class(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, idnr.ErrTestNumber):
		return "test-number"
	case errors.Is(err, idnr.ErrCheckDigit):
		return "checksum"
	case errors.Is(err, idnr.ErrDigits):
		return "repeat"
	default:
		return "format"
	}
}

func TestParseWIdNr_KnowsItsForms(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]error{
		"DE136695976":             nil,
		"DE232637828-12345":       nil,
		"DE123456789-00001":       idnr.ErrCheckDigit, // printed everywhere, but 8 would be right
		"DE136695976-":            idnr.ErrSyntax,
		"DE136695976-1":           idnr.ErrSyntax,
		"DE036695976":             idnr.ErrSyntax,
		"AT136695976":             idnr.ErrSyntax,
		"":                        idnr.ErrSyntax,
		"DE":                      idnr.ErrSyntax,
		"de136695976":             idnr.ErrSyntax,
		"DE 136695976":            idnr.ErrSyntax,
		"DE136695976 ":            idnr.ErrSyntax,
		"136695976":               idnr.ErrSyntax,
		"DE13669597":              idnr.ErrSyntax,
		"DE1366959760":            idnr.ErrSyntax,
		"DE136695976-0000":        idnr.ErrSyntax,
		"DE136695976-000001":      idnr.ErrSyntax,
		"DE136695976-0000x":       idnr.ErrSyntax,
		"DE136695976--0001":       idnr.ErrSyntax,
		"DE136695976-00001-00001": idnr.ErrSyntax,
		"DE13669597６":             idnr.ErrSyntax,
		"DE136695976\n":           idnr.ErrSyntax,
	} {
		_, err := idnr.ParseWIdNr(number)
		require.ErrorIs(t, err, want, number)
	}
}

func TestG12_IdentifiersAreMaskedInEveryOutput(t *testing.T) {
	t.Parallel()
	id, err := idnr.Parse(validNumbers[0])
	require.NoError(t, err)
	w, err := idnr.ParseWIdNr("DE136695976-00001")
	require.NoError(t, err)
	b, err := idnr.ParseBPK2("bpk2-of-erika")
	require.NoError(t, err)
	type application struct {
		Number idnr.IdNr
		hidden idnr.WIdNr
	}
	document, err := json.Marshal([]any{id, w, b, application{id, w}})
	require.NoError(t, err)
	var shown bytes.Buffer
	shown.Write(document)
	document, err = xml.Marshal([]any{id, w, b, application{id, w}})
	require.NoError(t, err)
	shown.Write(document)
	require.Error(t, gob.NewEncoder(&shown).Encode([]any{id, w, b}), "no door that nobody watches")
	for _, handler := range []slog.Handler{slog.NewTextHandler(&shown, nil), slog.NewJSONHandler(&shown, nil)} {
		slog.New(handler).Info("seen", "id", id, "w", w, "b", b, "all", application{id, w}, "pointer", &application{id, w})
	}
	shown.WriteString(id.String() + w.String() + b.String() + id.GoString() + w.GoString() + b.GoString() + id.LogValue().String())
	fmt.Fprint(&shown, fmt.Errorf("about %v: %w", id, os.ErrInvalid), map[idnr.IdNr]idnr.BPK2{id: b}, []any{&id, &w, &b})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{id, w, b, application{id, w}, &application{id, w}} {
			fmt.Fprintf(&shown, verb, value)
		}
	}
	for _, clear := range []string{id.Clear(), "136695976", b.Clear()} {
		require.NotContains(t, shown.String(), clear)
	}
	_, err = idnr.Parse("36574261890")
	require.NotContains(t, err.Error(), "3657")
}

func TestUnmarshalText_ReadsTheClearForm(t *testing.T) {
	t.Parallel()
	var in struct {
		ID idnr.IdNr
		W  idnr.WIdNr
		B  idnr.BPK2
	}
	require.NoError(t, json.Unmarshal([]byte(`{"ID":"86 095 742 719","W":"DE136695976","B":"x1"}`), &in))
	require.Equal(t, "86095742719", in.ID.Clear())
	require.Equal(t, "136695976", in.W.Base())
	require.Equal(t, "x1", in.B.Clear())
	require.Error(t, json.Unmarshal([]byte(`{"ID":"86095742710"}`), &in))
	require.Error(t, json.Unmarshal([]byte(`{"W":"DE1"}`), &in))
	require.Error(t, json.Unmarshal([]byte(`{"B":"a b"}`), &in))
	require.Equal(t, "86095742719", in.ID.Clear(), "a failed read leaves the value")
	require.Empty(t, idnr.IdNr{}.Display())
}

func FuzzParse(f *testing.F) {
	for _, seed := range append(validNumbers, "DE136695976-00001", "04452397687", " 8 6095742719") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := idnr.Parse(s); err == nil {
			again, err := idnr.Parse(id.Display())
			require.NoError(t, err)
			require.Equal(t, id, again)
		}
		if w, err := idnr.ParseWIdNr(s); err == nil {
			require.Equal(t, s, w.Clear())
		}
		if b, err := idnr.ParseBPK2(s); err == nil {
			require.Equal(t, s, b.Clear())
		}
	})
}

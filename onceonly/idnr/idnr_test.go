// SPDX-License-Identifier: Apache-2.0

package idnr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
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

func TestParse_TellsApartWhyANumberIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number string
		want   error
	}{
		{"36574261890", idnr.ErrCheckDigit},
		{"36554266806", idnr.ErrDigits},
		{"65299970480", idnr.ErrDigits},
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
		"DE136695976":       nil,
		"DE232637828-12345": nil,
		"DE123456789-00001": idnr.ErrCheckDigit, // printed everywhere, but 8 would be right
		"DE136695976-":      idnr.ErrSyntax,
		"DE136695976-1":     idnr.ErrSyntax,
		"DE036695976":       idnr.ErrSyntax,
		"AT136695976":       idnr.ErrSyntax,
		"":                  idnr.ErrSyntax,
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
	var shown strings.Builder
	shown.Write(document)
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

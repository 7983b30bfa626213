// SPDX-License-Identifier: Apache-2.0

package masked_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

const marker = "LEAK-4711"

type letter struct{ A masked.Text }

type outer struct {
	Exported masked.Text
	hidden   masked.Text
	list     []masked.Text
	byKey    map[masked.Text]masked.Text
	box      masked.Box[letters]
}

type letters struct{ Text string }

func TestText_LeavesByNoDoorButClear(t *testing.T) {
	t.Parallel()
	text := masked.New(marker)
	nested := outer{text, text, []masked.Text{text}, map[masked.Text]masked.Text{text: text}, masked.NewBox(letters{marker})}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p"} {
		for _, value := range []any{text, &text, nested, &nested, []any{text, nested}, nested.box, &nested.box, masked.NewBox([]byte(marker))} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).Info("log", "text", text, "nested", nested, "pointer", &nested)
	}
	document, err := json.Marshal(struct{ A, B any }{text, nested})
	require.NoError(t, err)
	out.Write(document)
	document, err = xml.Marshal(letter{text})
	require.NoError(t, err)
	out.Write(document)
	fmt.Fprint(&out, errors.Join(fmt.Errorf("failed for %v", text)))
	require.NotContains(t, out.String(), marker)
	require.NotContains(t, out.String(), fmt.Sprintf("%x", marker))
	require.NotContains(t, out.String(), decimal(marker))
	require.Equal(t, marker, nested.box.Get().Text)
	require.Equal(t, marker, text.Clear())
}

func TestText_IsComparableAndHasAZero(t *testing.T) {
	t.Parallel()
	require.Equal(t, masked.New(marker), masked.New(strings.ToUpper("leak-4711")))
	require.NotEqual(t, masked.New(marker), masked.New("other"))
	require.True(t, masked.New("").IsZero())
	require.Empty(t, masked.Text{}.Clear())
}

// decimal is how fmt shows bytes.
func decimal(s string) string {
	numbers := make([]string, len(s))
	for i := range len(s) {
		numbers[i] = strconv.Itoa(int(s[i]))
	}
	return strings.Join(numbers, " ")
}

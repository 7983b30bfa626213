// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

func voll() Ereignis {
	return Ereignis{
		ID: uuid.MustParse("01900000-0000-7000-8000-000000000001"), Programm: "p", Leistung: leistung.MustParseSchluessel("99115005104001"),
		Stelle: MustParseStelle("16:ihk-erfurt"), Art: ArtBlockiert, Am: datum.MustParse("2026-02-01"), Erfasst: time.Date(2026, 2, 1, 9, 30, 0, 123456789, time.UTC),
		Grund: "Übergröße; \"x\"", WartetAuf: VonBund, Beleg: Beleg{URI: "https://a.example/?a=b", SHA256: strings.Repeat("a", 64)},
		Korrigiert: uuid.MustParse("01900000-0000-7000-8000-000000000002"), Herkunft: HerkunftProbe, Schema: Schema,
	}
}

// Every field but Von, which is kept beside it, comes back.
func TestPack_EveryField(t *testing.T) {
	e := voll()
	var back Ereignis
	require.NoError(t, back.unpack("p", string(e.pack())))
	require.Equal(t, e, back)
	value := reflect.ValueOf(e)
	for i := range value.NumField() {
		require.Equal(t, value.Type().Field(i).Name == "Von", value.Field(i).IsZero(), "%s is not tried out", value.Type().Field(i).Name)
	}
	for _, text := range []string{"", "1", string(e.pack()) + packSeparator, "2" + string(e.pack())[1:], strings.Replace(string(e.pack()), "2026-02-01", "2026-02-31", 1)} {
		require.Error(t, back.unpack("p", text))
	}
}

func FuzzUnpack(f *testing.F) {
	e := voll()
	f.Add(string(e.pack()))
	f.Add("1")
	f.Fuzz(func(t *testing.T, text string) {
		var e Ereignis
		if e.unpack("p", text) != nil {
			return
		}
		if e.check() != nil {
			return
		}
		var again Ereignis
		require.NoError(t, again.unpack("p", string(e.pack())))
		require.True(t, e.equal(&again))
	})
}

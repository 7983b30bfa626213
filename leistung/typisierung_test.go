// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
)

func TestParseTypisierungen_TheSlashFormIsOneCode(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"2/3", []string{"2/3"}},
		{"1, 2/3", []string{"1", "2/3"}},
		{"1, 2", []string{"1", "2"}},
		{"2/3a", []string{"2/3a"}},
		{"", nil},
		{" ", nil},
	} {
		codes, err := leistung.ParseTypisierungen(tt.text)
		require.NoError(t, err)
		require.Len(t, codes, len(tt.want))
		for i, code := range codes {
			require.Equal(t, tt.want[i], code.String())
		}
	}
	for _, bad := range []string{"3/2", "13", "0", "2/", "1,,2", "1;2", "2c", " 1x"} {
		_, err := leistung.ParseTypisierungen(bad)
		require.ErrorIs(t, err, leistung.ErrTypisierung, bad)
	}
	_, err := leistung.ParseTypisierung(" 1")
	require.ErrorIs(t, err, leistung.ErrTypisierung, "the strict door has one spelling")
}

func TestTypisierung_SaysOnlyWhatIsConfirmed(t *testing.T) {
	for _, tt := range []struct {
		code     string
		regelung leistung.Ebene
		vollzug  []leistung.Ebene
	}{
		{"1", leistung.EbeneBund, []leistung.Ebene{leistung.EbeneBund}},
		{"2", leistung.EbeneBund, []leistung.Ebene{leistung.EbeneLand, leistung.EbeneKommune}},
		{"3", leistung.EbeneBund, []leistung.Ebene{leistung.EbeneLand, leistung.EbeneKommune}},
		{"2/3", leistung.EbeneBund, []leistung.Ebene{leistung.EbeneLand, leistung.EbeneKommune}},
		{"4", leistung.EbeneLand, []leistung.Ebene{leistung.EbeneLand, leistung.EbeneKommune}},
		{"5", leistung.EbeneKommune, []leistung.Ebene{leistung.EbeneKommune}},
		{"6", "", nil},
		{"12", "", nil},
		{"2a", "", nil},
		{"4b", "", nil},
	} {
		code, err := leistung.ParseTypisierung(tt.code)
		require.NoError(t, err)
		level, known := code.Regelung()
		require.Equal(t, tt.regelung, level)
		require.Equal(t, tt.regelung != "", known)
		require.Equal(t, tt.vollzug, code.Vollzug())
	}
}

func TestTypisierung_TravelsThroughJSONAndSQL(t *testing.T) {
	code, err := leistung.ParseTypisierung("2/3")
	require.NoError(t, err)
	b, err := json.Marshal(map[string]leistung.Typisierung{"typ": code})
	require.NoError(t, err)
	require.JSONEq(t, `{"typ":"2/3"}`, string(b))
	var back map[string]leistung.Typisierung
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, code, back["typ"])
	require.NoError(t, json.Unmarshal([]byte(`{"typ":""}`), &back))
	require.True(t, back["typ"].IsZero())
	require.ErrorIs(t, json.Unmarshal([]byte(`{"typ":"13"}`), &back), leistung.ErrTypisierung)

	stored, err := code.Value()
	require.NoError(t, err)
	var scanned leistung.Typisierung
	require.NoError(t, scanned.Scan(stored))
	require.NoError(t, scanned.Scan([]byte("12")))
	require.Positive(t, scanned.Compare(code))
	for _, bad := range []any{nil, "", 2, "13"} {
		require.ErrorIs(t, scanned.Scan(bad), leistung.ErrTypisierung)
	}
	_, err = leistung.Typisierung{}.Value()
	require.ErrorIs(t, err, leistung.ErrTypisierung)
}

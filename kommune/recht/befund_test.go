// SPDX-License-Identifier: Apache-2.0

package recht_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func findings() recht.Befunde {
	return recht.Befunde{
		{Code: "A-01", Pointer: "/person/name", Text: recht.NewText("„Erika“ ist zu lang", "too long")},
		{Code: "A-02", Pointer: "/person", Severity: recht.SeverityNote},
		{Code: "A-03", Pointer: "/personen/0", Severity: recht.SeverityWarning},
		{Code: "A-04", Severity: recht.SeverityError, Normen: recht.MustParseNormen("§ 17 Abs. 1 BMG")},
	}
}

func TestBefund_WithoutSeverityBlocks(t *testing.T) {
	t.Parallel()
	all := findings()
	require.Len(t, all.Blocking(), 2)
	require.Len(t, all.Remarks(), 2)
	require.Error(t, all.Err())
	require.NoError(t, all.Remarks().Err())
	require.NoError(t, recht.Befunde(nil).Err())
	require.True(t, recht.Befund{Severity: 99}.Blocks(), "what is not known does not let pass")
}

func TestBefund_StringAndErrorKeepTheTextToThemselves(t *testing.T) {
	t.Parallel()
	all := findings()
	require.Equal(t, "A-01 /person/name", all[0].String())
	require.Equal(t, "A-02 note /person", all[1].String())
	require.Equal(t, "A-04 (§ 17 Abs. 1 BMG)", all[3].String())
	for _, text := range []string{fmt.Sprintf("%v", all), fmt.Sprintf("%+v", all[0]), all.Err().Error()} {
		require.NotContains(t, text, "Erika")
	}
	require.Equal(t, "invalid input: 4 findings: A-01 /person/name; A-04 (§ 17 Abs. 1 BMG)", all.Err().Error())
	require.ErrorIs(t, all.Err(), recht.ErrInvalid)
	var added recht.Befunde
	added.Add("B-01", "/iban", "%d characters, at most %d", 40, 34)
	require.Equal(t, "B-01 /iban: 40 characters, at most 34", added[0].String())
	require.True(t, added[0].Text.IsZero())
	var carried *recht.BefundError
	require.ErrorAs(t, all.Err(), &carried)
	require.Len(t, carried.Befunde, 4)
}

func TestBefunde_AtFindsThePlaceAndWhatIsBelow(t *testing.T) {
	t.Parallel()
	all := findings()
	require.Len(t, all.At("/person"), 2, "not /personen")
	require.Len(t, all.At("/person/name", "/personen"), 2)
	require.Len(t, all.At(""), 4)
	require.True(t, all.Has("A-03"))
	require.False(t, all.Has("A-05"))
}

func TestBefund_JSON(t *testing.T) {
	t.Parallel()
	wire, err := json.Marshal(findings()[3])
	require.NoError(t, err)
	require.JSONEq(t, `{"code":"A-04","pointer":"","severity":"error","normen":"§ 17 Abs. 1 BMG"}`, string(wire))
	for _, befund := range findings() {
		wire, err := json.Marshal(befund)
		require.NoError(t, err)
		var back recht.Befund
		require.NoError(t, json.Unmarshal(wire, &back))
		require.Equal(t, befund, back)
	}
	var severity recht.Severity
	require.ErrorIs(t, severity.UnmarshalText([]byte("fatal")), recht.ErrSyntax)
	_, err = recht.Severity(7).MarshalText()
	require.ErrorIs(t, err, recht.ErrSyntax)
}

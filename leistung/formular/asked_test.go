// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func TestAsked_FollowsConditionsOfTheElementAndOfTheGroupsAround(t *testing.T) {
	form := formular.MustNew(formular.Kopf{},
		formular.JaNein("hund", "Haben Sie einen Hund?"),
		formular.Gruppe("hunde", "Hunde",
			formular.Text("name", "Name"),
			formular.JaNein("assistenz", "Assistenzhund"),
			formular.Gruppe("ausweis", "Ausweis", formular.Text("nummer", "Nummer")).OnlyIf(formular.Is("assistenz", true)),
		).Times(1, 3).OnlyIf(formular.Is("hund", true)))
	const answers = `{"hund":true,"hunde":[{"assistenz":true},{"assistenz":false}]}`
	for _, tt := range []struct {
		data, pointer string
		want          bool
	}{
		{`{}`, "/hund", true},
		{`{}`, "/hunde", false},
		{`{}`, "/hunde/0/name", false},
		{`{"hund":true}`, "/hunde", true},
		{`{"hund":true}`, "/hunde/0/name", true},
		{`{"hund":true}`, "/hunde/0/ausweis/nummer", false},
		{answers, "/hunde/0/ausweis", true},
		{answers, "/hunde/0/ausweis/nummer", true},
		{answers, "/hunde/1/ausweis/nummer", false},
		{answers, "/hunde/2/ausweis/nummer", false},
		{`{"hund":true,"hunde":7}`, "/hunde/0/name", true},
		{answers, "/katze", false},
		{answers, "hund", false},
		{answers, "", false},
		{`{`, "/hund", false},
		{`{"hund":false,"hunde":[{"assistenz":true}]}`, "/hunde/0/ausweis/nummer", false},
	} {
		answers, _ := form.Check([]byte(tt.data), formular.Umstaende{})
		require.Equal(t, tt.want, answers.Asked(tt.pointer), "%s in %s", tt.pointer, tt.data)
	}
}

func TestAntworten_BeforeAnElementHaveNothingOfItOrBehindIt(t *testing.T) {
	form := formular.MustNew(formular.Kopf{}, formular.Text("name", "Name"), formular.Gruppe("hund", "Hund", formular.Text("ruf", "Rufname")),
		formular.Ganzzahl("zahl", "Zahl"), formular.Text("ende", "Ende"))
	a, findings := form.Check([]byte(`{"ende":"x","zahl":3,"hund":{"ruf":"Rex"},"name":"Erika"}`), formular.Umstaende{})
	require.Empty(t, findings)
	decoded := func(a formular.Antworten) string {
		var all map[string]any
		require.NoError(t, a.Decode(&all))
		out, err := json.Marshal(all)
		require.NoError(t, err)
		return string(out)
	}
	before := a.Before("zahl")
	require.JSONEq(t, `{"name":"Erika","hund":{"ruf":"Rex"}}`, decoded(before))
	require.True(t, before.Has("/hund/ruf"))
	require.True(t, before.Asked("/hund/ruf"))
	for _, behind := range []string{"/zahl", "/ende"} {
		require.True(t, a.Valid(behind))
		require.False(t, before.Has(behind), behind)
		require.False(t, before.Asked(behind), behind)
	}
	require.Equal(t, "null", decoded(a.Before("name")))
	require.Equal(t, "null", decoded(a.Before("unbekannt")))
	require.Equal(t, "null", decoded(formular.Antworten{}.Before("zahl")))
}

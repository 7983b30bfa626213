// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestJSONSchema_MatchesTheGoldenFile(t *testing.T) {
	form := formular.MustNew(formular.Kopf{ID: "hundesteuer", Version: "1.0", Titel: recht.NewText("Hundesteuer", ""), URI: "https://example.org/hundesteuer_1.0.schema.json"},
		formular.Hinweis("hinweis", "Bitte melden Sie jeden Hund an."),
		formular.Auswahl("art", "Art", formular.Eintrag{Code: "a", Titel: recht.NewText("Anmeldung", "")}, formular.Eintrag{Code: "b", Titel: recht.NewText("Abmeldung", "")}),
		formular.Gruppe("halter", "Halterin oder Halter",
			formular.Text("familienname", "Familienname").Len(1, 120).Hint(recht.NewText("Wie im Ausweis", "")).Under(recht.MustParseNorm("§ 9 MusterS")),
			formular.Teildatum("geburtsdatum", "Geburtsdatum"),
			formular.Text("plz", "<PLZ> & Ort").Match("^[0-9]{5}$").Optional()),
		formular.Gruppe("hunde", "Hunde",
			formular.Ganzzahl("groesse", "Größe").Between("5", "130"),
			formular.Geld("wert", "Wert").Between("0", "1e4").Optional(),
			formular.JaNein("assistenz", "Assistenzhund"),
			formular.Datei("nachweis", "Nachweis").OnlyIf(formular.Is("assistenz", true)),
			formular.Datum("ende", "Abgemeldet zum").RequiredIf(formular.Is("art", "b"))).Times(1, formular.Unbegrenzt),
		formular.Wahl("zahlung", "Zahlung", formular.Text("iban", "IBAN"), formular.JaNein("rechnung", "Rechnung")).Optional(),
		formular.Zeitpunkt("termin", "Termin").Times(0, 3).RequiredIf(formular.Any(formular.Given("zahlung/iban"), formular.Not(formular.In("art", "a", "b")))))
	got, err := form.JSONSchema()
	require.NoError(t, err)
	require.True(t, json.Valid(got))
	again, err := form.JSONSchema()
	require.NoError(t, err)
	require.Equal(t, got, again)
	const golden = "testdata/hundesteuer.schema.json"
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

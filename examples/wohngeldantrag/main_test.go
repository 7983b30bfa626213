// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What an authority finds in its folder: a pensioner whose pension the insurer gave.
const angekommen = `{"dienst":"wohngeld","fassung":"1","niveau":"hoch","eingelegt":"2026-11-30",
"daten":{"person":{"familienname":"Normalverbraucher","vornamen":"Otto","geburtsdatum":"1952-01-31"},
"wohnung":{"gemeinde":"16055000","plz":"99423","strasse":"Musterstraße","hausnummer":"1","seit":"2010-01-01"},"nutzung":"miete",
"miete":{"kalt":380,"nebenkosten":70,"heizung":60,"strom":0,"garage":0,"flaeche":45,"erhoeht":"2025-01-01","untermiete":0,"hilfe":0},"warmmiete":510,
"rente":{"hat":"ja","betrag":1100.5,"abzuege":["kranken"]},"luecke":"nein","vermoegen":{"viel":"nein"},"konto":{"iban":"DE89370400440532013000","inhaber":"Otto Normalverbraucher"}},
"herkunft":[{"pointer":"/rente/betrag","wert":1100.5,"bestand":{"wert":1100.5,"herkunft":{"quelle":"Rentenversicherung"}}}]}`

func TestRechne_ShowsTheOfficialTheWayAndTheOriginOfEachFact(t *testing.T) {
	file, err := json.Marshal(map[string]any{"daten": []byte(angekommen)})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "eingang.json")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	var out bytes.Buffer
	require.NoError(t, rechne(path, &out))
	for _, want := range []string{"Wohngeld vom 1.11.2026 bis zum 31.10.2027", "Rentenversicherung", "§ 19", "13.206,00 Euro"} {
		require.Contains(t, out.String(), want)
	}
	require.NotContains(t, out.String(), "Normalverbraucher", "a calculation names nobody")
}

func TestRechne_RefusesWhatIsNoApplication(t *testing.T) {
	for name, text := range map[string]string{"no JSON": "x", "no application": `{"daten":"e30="}`} {
		path := filepath.Join(t.TempDir(), "x.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.Error(t, rechne(path, &bytes.Buffer{}), name)
	}
	require.Error(t, rechne(filepath.Join(t.TempDir(), "fehlt.json"), &bytes.Buffer{}))
}

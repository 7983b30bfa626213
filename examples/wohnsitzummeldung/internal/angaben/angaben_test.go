// SPDX-License-Identifier: Apache-2.0

package angaben_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/kommune"
)

// datensatz has blanks and an order of its own: both must survive.
const datensatz = `{ "vornamen": "Erika Maria", "familienname":"Mustermann",
	"doktorgrad":"", "geburtsdatum":"1984-08-12", "unbekanntesFeld": [1.50],
	"ehegatte":{"familienname":"Mustermann","vornamen":"Max","geburtsdatum":"1982-03-04"},
	"kinder":[{"familienname":"Mustermann","vornamen":"Mia","geburtsdatum":"2017-04-03"}] }`

func auszug() *angaben.Auszug {
	sum := sha256.Sum256([]byte(datensatz))
	return &angaben.Auszug{Inhalt: []byte(datensatz), SHA256: hex.EncodeToString(sum[:]), Quelle: "Stadt Mühlhausen/Thüringen"}
}

func TestAuszug_StaysByteForByteThroughCorrectionsAndStorage(t *testing.T) {
	a := angaben.Angaben{Weg: angaben.WegAbruf, Auszug: auszug(), Bestaetigt: true}
	satz, err := a.Auszug.Satz()
	require.NoError(t, err)
	a.Person = satz.Person
	a.Person.Doktorgrad = "Dr."
	for range 3 {
		stored, err := a.Marshal()
		require.NoError(t, err)
		a, err = angaben.Unmarshal(stored)
		require.NoError(t, err)
	}
	require.True(t, bytes.Equal([]byte(datensatz), a.Auszug.Inhalt), "byte for byte, blanks too")
	require.True(t, a.Auszug.Unveraendert())
	korrekturen, err := a.Korrekturen()
	require.NoError(t, err)
	require.Equal(t, []angaben.Korrektur{{Pfad: "/doktorgrad", Register: "", Antwort: "Dr."}}, korrekturen)
	p, err := a.Gueltig()
	require.NoError(t, err)
	require.Equal(t, "Dr.", p.Doktorgrad)
}

func TestAuszug_ChangedByOneByteIsNotRead(t *testing.T) {
	a := auszug()
	a.Inhalt[len(a.Inhalt)/2] ^= 1
	require.False(t, a.Unveraendert())
	_, err := a.Satz()
	require.Error(t, err)
}

func TestSatz_NamesTheFamilyWithPointers(t *testing.T) {
	satz, err := auszug().Satz()
	require.NoError(t, err)
	familie := satz.Angehoerige()
	require.Len(t, familie, 2)
	require.Equal(t, "/ehegatte", familie[0].Pfad)
	require.Equal(t, angaben.Ehegatte, familie[0].Verhaeltnis)
	require.Equal(t, "/kinder/0", familie[1].Pfad)
	require.Equal(t, kommune.MustParseDatum("2017-04-03"), familie[1].Geburtsdatum)
}

func TestUnmarshal_RefusesOtherFormsAndQuotesNothing(t *testing.T) {
	for _, s := range []string{``, `{`, `{}`, `{"form":2}`, `{"form":1,"einzug":"gestern, Erika"}`} {
		_, err := angaben.Unmarshal([]byte(s))
		require.Error(t, err, s)
		require.NotContains(t, err.Error(), "Erika")
	}
}

func FuzzUnmarshal(f *testing.F) {
	full, err := angaben.Angaben{Weg: angaben.WegAbruf, Auszug: auszug(), Bestaetigt: true}.Marshal()
	require.NoError(f, err)
	f.Add([]byte(full))
	f.Add([]byte(`{"form":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := angaben.Unmarshal(b)
		if err != nil {
			return
		}
		once, err := a.Marshal()
		require.NoError(t, err)
		again, err := angaben.Unmarshal(once)
		require.NoError(t, err)
		twice, err := again.Marshal()
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
	})
}

// SPDX-License-Identifier: Apache-2.0

package melderegister_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

// register is that of the Meldebehörde where the account lives.
func register(t *testing.T, k testkonto.Konto) *melderegister.Register {
	t.Helper()
	traeger, err := kommune.Deutschland().Traeger(kommune.MustParseAGS(k.Gemeinde.Wert))
	require.NoError(t, err)
	return melderegister.New(traeger.Verband)
}

func person(t *testing.T, k testkonto.Konto, familienname string) onceonly.Person {
	t.Helper()
	p, err := onceonly.NewPerson(onceonly.PersonData{
		FamilyName: familienname, GivenNames: k.Vornamen.Wert, DateOfBirth: k.Geburtsdatum.Wert,
		Address: onceonly.Address{Street: k.Strasse.Wert, HouseNumber: k.Hausnummer.Wert, PostalCode: k.PLZ.Wert, Place: k.Ort.Wert},
	})
	require.NoError(t, err)
	return p
}

func TestLookup_FindsEveryTestAccountAsItsStorySays(t *testing.T) {
	want := map[string]int{"tk-4711-01": 1, "tk-4711-02": 1, "tk-4711-03": 1, "tk-4711-04": 2, "tk-4711-06": 1}
	for _, k := range testkonto.Konten() {
		if k.Stufe < testkonto.Hoch {
			continue
		}
		found, err := register(t, k).Lookup(t.Context(), melderegister.Datensatz, person(t, k, k.Familienname.Wert))
		if k.Kennung == "tk-4711-05" {
			require.Error(t, err, "the register of Gera is out of order")
			continue
		}
		require.NoError(t, err)
		require.Len(t, found.Documents, want[k.Kennung], k.Kennung)
		for _, d := range found.Documents {
			var satz angaben.Satz
			require.NoError(t, json.Unmarshal(d.Content(), &satz))
			require.Equal(t, k.Familienname.Wert, satz.Familienname)
		}
	}
}

func TestRegister_KeepsTheContractOfASource(t *testing.T) {
	k, err := testkonto.Find("tk-4711-01")
	require.NoError(t, err)
	onceonlytest.TestSource(t, func(t *testing.T) onceonlytest.SourceCase {
		return onceonlytest.SourceCase{
			Source: register(t, k), EvidenceType: melderegister.Datensatz, Fields: melderegister.Felder,
			Person: person(t, k, k.Familienname.Wert), Nobody: person(t, k, "Niemand"),
		}
	})
}

func TestLookup_MatchesBySearchFormAndByNothingLess(t *testing.T) {
	k, err := testkonto.Find("tk-4711-06")
	require.NoError(t, err)
	r := register(t, k)
	ohne := strings.NewReplacer("Þ", "TH", "ð", "d", "ó", "o", "ś", "s").Replace(k.Familienname.Wert)
	found, err := r.Lookup(t.Context(), melderegister.Datensatz, person(t, k, ohne))
	require.NoError(t, err)
	require.Len(t, found.Documents, 1, "typed without marks")
	found, err = r.Lookup(t.Context(), melderegister.Datensatz, person(t, k, "Musterhausen"))
	require.NoError(t, err)
	require.Empty(t, found.Documents)
	found, err = r.Lookup(t.Context(), onceonly.MustEvidenceType("urn:example:nachweis:anderer"), person(t, k, k.Familienname.Wert))
	require.NoError(t, err)
	require.Empty(t, found.Documents)
}

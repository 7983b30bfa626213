// SPDX-License-Identifier: Apache-2.0

package melderegister_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	normen "github.com/deutschland-stack/bausteine/kommune/recht/register"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

// register is that of the Meldebehörde where the account lives.
func register(t *testing.T, k nutzerkonto.Konto) *melderegister.Register {
	t.Helper()
	traeger, err := kommune.Deutschland().Traeger(kommune.MustParseAGS(k.Merkmal(nutzerkonto.Gemeinde).Wert))
	require.NoError(t, err)
	return melderegister.New(traeger.Verband)
}

func person(t *testing.T, k nutzerkonto.Konto, familienname string) onceonly.Person {
	t.Helper()
	p, err := onceonly.NewPerson(onceonly.PersonData{
		FamilyName: familienname, GivenNames: k.Merkmal(nutzerkonto.Vornamen).Wert, DateOfBirth: k.Merkmal(nutzerkonto.Geburtsdatum).Wert,
		Address: onceonly.Address{Street: k.Merkmal(nutzerkonto.Strasse).Wert, HouseNumber: k.Merkmal(nutzerkonto.Hausnummer).Wert, PostalCode: k.Merkmal(nutzerkonto.PLZ).Wert, Place: k.Merkmal(nutzerkonto.Ort).Wert},
	})
	require.NoError(t, err)
	return p
}

func TestLookup_FindsEveryTestAccountAsItsStorySays(t *testing.T) {
	want := map[string]int{"tk-4711-01": 1, "tk-4711-02": 1, "tk-4711-03": 1, "tk-4711-04": 2, "tk-4711-06": 1}
	for _, account := range testkonto.Konten() {
		k := account.Konto
		if !k.Reaches(recht.NiveauHoch) {
			continue
		}
		found, err := register(t, k).Lookup(t.Context(), melderegister.Datensatz, person(t, k, k.Merkmal(nutzerkonto.Familienname).Wert))
		if k.Kennung == "tk-4711-05" {
			require.Error(t, err, "the register of Gera is out of order")
			continue
		}
		require.NoError(t, err)
		require.Len(t, found.Documents, want[k.Kennung], k.Kennung)
		for _, d := range found.Documents {
			var satz angaben.Satz
			require.NoError(t, json.Unmarshal(d.Content(), &satz))
			require.Equal(t, k.Merkmal(nutzerkonto.Familienname).Wert, satz.Familienname)
		}
	}
}

func TestRegister_KeepsTheContractOfASource(t *testing.T) {
	k, err := testkonto.Find("tk-4711-01")
	require.NoError(t, err)
	jonas, err := testkonto.Find("tk-4711-04")
	require.NoError(t, err)
	for _, abruf := range []melderegister.Abruf{melderegister.Elektronisch(), melderegister.Meldeschein()} {
		onceonlytest.TestSource(t, func(t *testing.T) onceonlytest.SourceCase {
			return onceonlytest.SourceCase{
				Source: register(t, k), EvidenceType: abruf.Typ, Fields: abruf.Fields(true), Concerned: abruf.Concerned(true),
				Person: person(t, k, k.Merkmal(nutzerkonto.Familienname).Wert), Nobody: person(t, k, "Niemand"),
			}
		})
		found, err := register(t, jonas).Lookup(t.Context(), abruf.Typ, person(t, jonas, jonas.Merkmal(nutzerkonto.Familienname).Wert))
		require.NoError(t, err)
		require.Len(t, found.Documents, 2, "two persons agree in everything")
	}
}

// § 4 (2) BMeldDigiV: identified is who agrees with the register in all four, fully.
func TestLookup_MatchesWhatAgreesFullyAndNothingElse(t *testing.T) {
	k, err := testkonto.Find("tk-4711-06")
	require.NoError(t, err)
	r := register(t, k)
	name := k.Merkmal(nutzerkonto.Familienname).Wert
	found := func(attribute, value string) int {
		other := k
		other.Merkmale = slices.Clone(k.Merkmale)
		for i := range other.Merkmale {
			if other.Merkmale[i].Name == attribute {
				other.Merkmale[i].Wert = value
			}
		}
		found, err := r.Lookup(t.Context(), melderegister.Datensatz, person(t, other, other.Merkmal(nutzerkonto.Familienname).Wert))
		require.NoError(t, err)
		return len(found.Documents)
	}
	require.Equal(t, 1, found("", ""))
	require.Equal(t, 1, found(nutzerkonto.Familienname, norm.NFD.String(name)), "the same letters, put together otherwise")
	for _, tt := range []struct{ what, attribute, value string }{
		{"without the marks", nutzerkonto.Familienname, strings.NewReplacer("Þ", "TH", "ð", "d", "ó", "o", "ś", "s").Replace(name)},
		{"a part of the name", nutzerkonto.Familienname, "Musterhausen"},
		{"small letters", nutzerkonto.Familienname, strings.ToLower(name)},
		{"one of the names", nutzerkonto.Vornamen, "Aðalbjörg"},
		{"another day of birth", nutzerkonto.Geburtsdatum, "2001-12-25"},
		{"another street", nutzerkonto.Strasse, "Strasse der Beispiele"},
		{"another number", nutzerkonto.Hausnummer, "105a"},
		{"another postcode", nutzerkonto.PLZ, "99425"},
		{"another place", nutzerkonto.Ort, "Jena"},
		{"no place", nutzerkonto.Ort, ""},
	} {
		require.Zero(t, found(tt.attribute, tt.value), tt.what)
	}
	none, err := r.Lookup(t.Context(), onceonly.MustEvidenceType("urn:example:nachweis:anderer"), person(t, k, k.Merkmal(nutzerkonto.Familienname).Wert))
	require.NoError(t, err)
	require.Empty(t, none.Documents)
}

// The fields of § 9 (1) BMeldDigiV and § 4 (1) 1. BMeldDÜV as whole paths, written down
// here once more: a path is on the list or it is not asked for.
func TestAbruf_FieldsAreThoseOfTheListOfTheLaw(t *testing.T) {
	own := []string{
		"/familienname", "/geburtsname", "/vornamen", "/rufname", "/doktorgrad", "/ordensname", "/kuenstlername",
		"/geburtsdatum", "/geburtsort", "/geburtsstaat", "/geschlecht", "/idnr", "/staatsangehoerigkeit", "/religion", "/anschrift", "/einzug",
		"/familienstand", "/eheschliessung/datum", "/eheschliessung/ort", "/eheschliessung/staat",
		"/ausweise/behoerde", "/ausweise/ausgestellt", "/ausweise/gueltigBis", "/ausweise/seriennummer",
		"/sperren", "/uebermittlungssperren", "/azrNummer", "/passversagung",
	}
	family := []string{
		"/vertreter/familienname", "/vertreter/vornamen", "/vertreter/doktorgrad", "/vertreter/anschrift", "/vertreter/geburtsdatum", "/vertreter/geschlecht", "/vertreter/idnr",
		"/ehegatte/familienname", "/ehegatte/vornamen", "/ehegatte/geburtsname", "/ehegatte/doktorgrad", "/ehegatte/geburtsdatum",
		"/ehegatte/geschlecht", "/ehegatte/anschrift", "/ehegatte/idnr",
		"/kinder/familienname", "/kinder/vornamen", "/kinder/geburtsdatum", "/kinder/geschlecht", "/kinder/anschrift", "/kinder/idnr",
	}
	electronic, counter := melderegister.Elektronisch(), melderegister.Meldeschein()
	require.ElementsMatch(t, own, electronic.Fields(false).Paths())
	require.ElementsMatch(t, slices.Concat(own, family), electronic.Fields(true).Paths())
	require.ElementsMatch(t, slices.Concat(own, []string{"/auszug", "/letzteHauptwohnung"}), counter.Fields(false).Paths())
	numbers := map[int]bool{}
	for _, f := range electronic.Felder() {
		numbers[f.Nummer] = true
		require.NotEmpty(t, f.Blaetter, f.Pfad)
	}
	require.Len(t, numbers, 20, "every number of the list")
	for _, none := range []string{"/ehegatte/rufname", "/kinder/rufname", "/kinder/doktorgrad", "/ehegatte/sperren", "/kinder/sperren", "/vertreter/sperren", "/sterbedatum"} {
		require.False(t, electronic.Fields(true).Has(none), none)
		require.False(t, counter.Fields(true).Has(none), none)
	}
	// Each way has its own type, purpose, ground, norm, key and list.
	require.NotEqual(t, electronic.Typ, counter.Typ)
	require.NotEqual(t, electronic.Zweck, counter.Zweck)
	require.NotEqual(t, electronic.Basis, counter.Basis)
	for _, pair := range [][2]recht.Norm{{electronic.Norm, counter.Norm}, {electronic.Schluessel, counter.Schluessel}, {electronic.Liste, counter.Liste}, {electronic.Versicherung, counter.Versicherung}} {
		require.NotEqual(t, pair[0], pair[1])
		for _, n := range pair {
			_, known := normen.Lookup(n)
			require.True(t, known, n)
		}
	}
}

func TestLookup_StatesTheBlocksOfEverybodyAndTheReleaseKeepsThemIn(t *testing.T) {
	erika, err := testkonto.Find("tk-4711-01")
	require.NoError(t, err)
	release := func(k nutzerkonto.Konto, familie bool) (string, bool) {
		abruf := melderegister.Elektronisch()
		found, err := register(t, k).Lookup(t.Context(), abruf.Typ, person(t, k, k.Merkmal(nutzerkonto.Familienname).Wert))
		require.NoError(t, err)
		require.Len(t, found.Documents, 1)
		terms := onceonly.Terms{Fields: abruf.Fields(familie), Concerned: abruf.Concerned(familie)}
		d := found.Documents[0]
		released, blocked, err := terms.Release(terms.Fields, d.MediaType(), d.Content(), d.Persons())
		require.NoError(t, err)
		return string(released), blocked
	}
	record, blocked := release(erika, true)
	require.False(t, blocked)
	require.Contains(t, record, "Mia Sophie")
	require.NotContains(t, record, "Ben", "a child under a block")
	require.Equal(t, 1, strings.Count(record, "sperren"), "nobody's but the own")
	alone, _ := release(erika, false)
	for _, name := range []string{"Max", "Mia", "Ben", "ehegatte", "kinder"} {
		require.NotContains(t, alone, name, "without the assurance nothing about the family")
	}
	student, err := testkonto.Find("tk-4711-06")
	require.NoError(t, err)
	record, blocked = release(student, false)
	require.True(t, blocked)
	var satz angaben.Satz
	require.NoError(t, json.Unmarshal([]byte(record), &satz))
	require.True(t, satz.Sperren.Has(recht.SperreAuskunft), "the own block travels")
}

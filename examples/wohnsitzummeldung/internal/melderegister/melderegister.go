// SPDX-License-Identifier: Apache-2.0

// Package melderegister simulates the registers of Meldebehörden: who is
// registered where, how a person is matched, and what goes wrong. It is the
// source behind the provider's side of the retrieval; what may leave it is
// decided there, not here.
package melderegister

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

// Datensatz is the type of evidence that a register delivers for an electronic
// registration: the record of § 3(1) BMG (§ 23a BMG).
var Datensatz = onceonly.MustEvidenceType("urn:example:nachweis:meldedatensatz")

// Felder are the fields of the record that may be asked for: leaves only, each
// covered by a number of § 3(1) BMG.
var Felder = onceonly.MustFields(
	"/familienname", "/geburtsname", "/vornamen", "/rufname", "/doktorgrad", "/geburtsdatum", "/geburtsort",
	"/geschlecht", "/staatsangehoerigkeit", "/religion", "/familienstand", "/anschrift", "/einzug",
	"/ehegatte/familienname", "/ehegatte/vornamen", "/ehegatte/rufname", "/ehegatte/doktorgrad", "/ehegatte/geburtsdatum",
	"/kinder/familienname", "/kinder/vornamen", "/kinder/rufname", "/kinder/doktorgrad", "/kinder/geburtsdatum",
)

// Betroffene says whose data stand in the record, and where.
func Betroffene() []onceonly.Concerned {
	of := func(role onceonly.Role, at string) onceonly.Concerned {
		return onceonly.Concerned{Role: role, At: at, FamilyName: "familienname", GivenNames: "vornamen", DateOfBirth: "geburtsdatum"}
	}
	return []onceonly.Concerned{of(onceonly.RoleSelf, ""), of(onceonly.RolePartner, "/ehegatte"), of(onceonly.RoleChild, "/kinder")}
}

// errGestoert is what a register that is out of order says.
var errGestoert = errors.New("melderegister: out of order")

// eintrag is a person in a register with the key by which they are found
// (§ 4(2) 1. BMeldDÜV: names, date of birth, address at this authority).
type eintrag struct {
	satz       angaben.Satz
	strasse    string
	hausnummer string
	plz        string
}

// Register is the register of one Meldebehörde.
type Register struct {
	eintraege []eintrag
	gestoert  bool
}

// New returns the register of an authority, by the key of its Verband. An
// authority without invented persons has an empty one.
func New(behoerde kommune.Verbandsschluessel) *Register {
	return &Register{eintraege: bestand[behoerde.String()], gestoert: behoerde.String() == gera}
}

// Lookup implements dataprovider.Source: every record that fits the search key.
// Whether there is exactly one is for the caller to judge.
func (r *Register) Lookup(_ context.Context, evidenceType onceonly.EvidenceType, person onceonly.Person) (dataprovider.Found, error) {
	if r.gestoert {
		return dataprovider.Found{}, errGestoert
	}
	var found dataprovider.Found
	if evidenceType != Datensatz {
		return found, nil
	}
	for _, e := range r.eintraege {
		if !e.fits(person.Data()) {
			continue
		}
		content, err := json.Marshal(e.satz)
		if err != nil {
			return dataprovider.Found{}, fmt.Errorf("melderegister: encode record: %w", err)
		}
		found.Documents = append(found.Documents, dataprovider.NewDocument("application/json", content))
	}
	return found, nil
}

// fits compares names in the search form of DIN 91379 (Ä as AE, ß as SS), so
// that a name typed without its marks finds its owner.
func (e eintrag) fits(p onceonly.PersonData) bool {
	same := func(a, b string) bool { return din91379.SearchForm(a) == din91379.SearchForm(b) }
	return same(e.satz.Familienname, p.FamilyName) && same(e.satz.Vornamen, p.GivenNames) && e.satz.Geburtsdatum.String() == p.DateOfBirth &&
		same(e.strasse, p.Address.Street) && e.hausnummer == p.Address.HouseNumber && e.plz == p.Address.PostalCode
}

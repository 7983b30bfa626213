// SPDX-License-Identifier: Apache-2.0

// Package melderegister simulates the registers of Meldebehörden: who is registered
// where, how a person is matched, which blocks stand there, and what goes wrong. It is
// the source behind the provider's side of the retrieval; what may leave it is decided
// there, not here. [Elektronisch] and [Meldeschein] are the two ways to a record.
package melderegister

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

// The types of evidence: what the person requests for an electronic registration
// (§ 23a (1) BMG), and what the new authority requests for the form that it lays before
// the person (§ 23 (2), (3) BMG).
var (
	Datensatz                   = onceonly.MustEvidenceType("urn:example:nachweis:meldedatensatz")
	VorausgefuellterMeldeschein = onceonly.MustEvidenceType("urn:example:nachweis:vorausgefuellter-meldeschein")
)

// errGestoert is what a register that is out of order says.
var errGestoert = errors.New("melderegister: out of order")

// eintrag is a person in a register: the record, the address by which they are found,
// and the blocks of the person and of the family, in the order of the record.
type eintrag struct {
	satz                          angaben.Satz
	strasse, hausnummer, plz, ort string
	sperren, ehegatte             recht.Sperren
	kinder                        []recht.Sperren
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
	if evidenceType != Datensatz && evidenceType != VorausgefuellterMeldeschein {
		return found, nil
	}
	for _, e := range r.eintraege {
		if !e.fits(person.Data()) {
			continue
		}
		content, err := e.document()
		if err != nil {
			return dataprovider.Found{}, fmt.Errorf("melderegister: encode record: %w", err)
		}
		found.Documents = append(found.Documents, dataprovider.NewDocument("application/json", content, personen()...))
	}
	return found, nil
}

// fits reports whether all that the person is looked up with agrees fully with the
// register (§ 4 (1) sentence 2, (2) BMeldDigiV; § 4 (2), (3) 1. BMeldDÜV): family name,
// given names, date of birth, address. A search form, which takes Müller for Mueller,
// is looser than the law and releases nothing. Letters that are put together in one way
// or another are the same letters (DIN 91379: form C).
func (e eintrag) fits(p onceonly.PersonData) bool {
	same := func(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }
	return same(e.satz.Familienname, p.FamilyName) && same(e.satz.Vornamen, p.GivenNames) && e.satz.Geburtsdatum.String() == p.DateOfBirth &&
		same(e.strasse, p.Address.Street) && same(e.hausnummer, p.Address.HouseNumber) && same(e.plz, p.Address.PostalCode) && same(e.ort, p.Address.Place)
}

// document is the record as the register holds it: with the blocks of everybody in it.
// What others' records say of blocks never leaves the provider's side.
func (e eintrag) document() ([]byte, error) {
	type mitSperren struct {
		angaben.Angehoerig

		Sperren recht.Sperren `json:"sperren"`
	}
	record := struct {
		angaben.Satz

		Sperren  recht.Sperren `json:"sperren"`
		Ehegatte *mitSperren   `json:"ehegatte,omitempty"`
		Kinder   []mitSperren  `json:"kinder,omitempty"`
	}{Satz: e.satz, Sperren: e.sperren}
	if e.satz.Ehegatte != nil {
		record.Ehegatte = &mitSperren{*e.satz.Ehegatte, e.ehegatte}
	}
	if len(e.kinder) != len(e.satz.Kinder) {
		return nil, errors.New("melderegister: a child whose blocks are not stated")
	}
	for i, kind := range e.satz.Kinder {
		record.Kinder = append(record.Kinder, mitSperren{kind, e.kinder[i]})
	}
	return json.Marshal(record)
}

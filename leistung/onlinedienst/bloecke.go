// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Person is the block for somebody by name and birthday.
type Person struct {
	Familienname string      `json:"familienname,omitzero"`
	Vornamen     string      `json:"vornamen,omitzero"`
	Geburtsdatum datum.Datum `json:"geburtsdatum,omitzero"`
}

// Anschrift is the block for an address in Germany.
type Anschrift struct {
	Strasse    string `json:"strasse,omitzero"`
	Hausnummer string `json:"hausnummer,omitzero"`
	PLZ        string `json:"plz,omitzero"`
	Ort        string `json:"ort,omitzero"`
}

// Felder are the handles of the ready-made blocks.
type Felder struct {
	Familienname, Vornamen        Feld[Person, string]
	Geburtsdatum                  Feld[Person, datum.Datum]
	Strasse, Hausnummer, PLZ, Ort Feld[Anschrift, string]
}

// Bloecke returns the handles of the ready-made blocks, to be seen from outside
// of a group with [In].
func Bloecke() Felder {
	return Felder{
		Familienname: Text(func(p *Person) *string { return &p.Familienname }, T("Familienname", "Family name")).Len(1, 120).Chars(din91379.A).Autocomplete("family-name"),
		Vornamen:     Text(func(p *Person) *string { return &p.Vornamen }, T("Vornamen", "Given names")).Len(1, 120).Chars(din91379.A).Autocomplete("given-name"),
		Geburtsdatum: Datum(func(p *Person) *datum.Datum { return &p.Geburtsdatum }, T("Geburtsdatum", "Date of birth")).Autocomplete("bday"),
		Strasse:      Text(func(a *Anschrift) *string { return &a.Strasse }, T("Straße", "Street")).Len(1, 55).Chars(din91379.B).Autocomplete("address-line1"),
		Hausnummer:   Text(func(a *Anschrift) *string { return &a.Hausnummer }, T("Hausnummer", "House number")).Len(1, 10).Chars(din91379.B).Hint(T("Zum Beispiel 12 oder 12 a", "For example 12 or 12 a")),
		PLZ:          Text(func(a *Anschrift) *string { return &a.PLZ }, T("Postleitzahl", "Postcode")).Len(5, 5).Match("^[0-9]{5}$").Autocomplete("postal-code"),
		Ort:          Text(func(a *Anschrift) *string { return &a.Ort }, T("Ort", "Town")).Len(1, 60).Chars(din91379.B).Autocomplete("address-level2"),
	}
}

// PersonAls is the group of a person.
func PersonAls[P any](get func(*P) *Person, titel recht.Text) Feldgruppe[P, Person] {
	f := Bloecke()
	return Gruppe(get, titel, Element[Person](f.Familienname), f.Vornamen, f.Geburtsdatum)
}

// AnschriftAls is the group of an address.
func AnschriftAls[P any](get func(*P) *Anschrift, titel recht.Text) Feldgruppe[P, Anschrift] {
	f := Bloecke()
	return Gruppe(get, titel, Element[Anschrift](f.Strasse), f.Hausnummer, f.PLZ, f.Ort)
}

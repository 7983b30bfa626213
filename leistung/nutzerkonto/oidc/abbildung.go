// SPDX-License-Identifier: Apache-2.0

package oidc

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// maxWert bounds the value of an attribute in bytes.
const maxWert = 1 << 10

// Abbildung says how the claims of a provider are read. It is configuration, for
// each broker names its claims in its own way.
type Abbildung struct {
	// Pseudonym is the claim with the stable pseudonym of the person towards this
	// service; "" is sub. At BundID it is the bPK2: what SAML calls the name is
	// another at each login.
	Pseudonym string
	// Niveau is the claim with the level of the login; "" is acr.
	Niveau string
	// Niveaus says which level a word of the provider is. The spellings of STORK,
	// BundID and eIDAS are known without it. What it does not say is no level.
	Niveaus map[string]recht.Niveau
	// Mittel is what the person logs in with, as pages call it.
	Mittel string
	// Merkmale are attributes of the person, Organisation those of the organisation.
	Merkmale, Organisation []Claim
}

// Claim is where an attribute comes from.
type Claim struct {
	// Merkmal is its name in the service: [nutzerkonto.Familienname].
	Merkmal string
	// Claim is where its value stands, and Niveau where its level does; without, or
	// with a level that nobody knows, the value counts as typed by hand.
	Claim, Niveau string
}

// Unternehmenskonto reads the organisation account as a broker passes it on whose
// claims bear the names that the account uses. Firm and acting person are two
// things. The level of an attribute is that of the identification.
func Unternehmenskonto() Abbildung {
	const level = "trust_level_identification"
	claims := func(pairs ...string) (out []Claim) {
		for pair := range slices.Chunk(pairs, 2) {
			out = append(out, Claim{pair[0], pair[1], level})
		}
		return out
	}
	return Abbildung{
		Pseudonym: "preferred_username", Niveau: "trust_level_authentication", Mittel: "ELSTER-Organisationszertifikat",
		Niveaus:  map[string]recht.Niveau{"SUBSTANZIELL": recht.NiveauSubstantiell},
		Merkmale: claims(nutzerkonto.Vornamen, "given_name", nutzerkonto.Familienname, "family_name", nutzerkonto.Geburtsdatum, "date_of_birth"),
		Organisation: claims(
			nutzerkonto.Firma, "org_company_name", nutzerkonto.Rechtsform, "org_legal_form_text", nutzerkonto.RechtsformCode, "org_legal_form_code",
			nutzerkonto.Registerart, "org_register_type", nutzerkonto.Registernummer, "org_register_number", nutzerkonto.Registergericht, "org_register_court",
			nutzerkonto.Strasse, "org_street", nutzerkonto.Hausnummer, "org_building", nutzerkonto.PLZ, "org_zip_code", nutzerkonto.Ort, "org_city", nutzerkonto.Staat, "org_country",
		),
	}
}

func (a *Abbildung) check(f *recht.Befunde) {
	for kind, all := range map[string][]Claim{"merkmale": a.Merkmale, "organisation": a.Organisation} {
		seen := map[string]bool{}
		for i, c := range all {
			if c.Merkmal == "" || c.Claim == "" || seen[c.Merkmal] {
				f.Add("KTO-OIDC-04", "/abbildung/"+kind+"/"+strconv.Itoa(i), "needs a name and a claim, once")
			}
			seen[c.Merkmal] = true
		}
	}
	for word, n := range a.Niveaus {
		if word == "" || !n.IsValid() {
			f.Add("KTO-OIDC-05", "/abbildung/niveaus", "a word needs one of the four levels")
		}
	}
}

// asked are the words for levels that are enough, the lowest first: what a provider
// is asked for.
func (a *Abbildung) asked(least recht.Niveau) []string {
	words := slices.Sorted(maps.Keys(a.Niveaus))
	words = slices.DeleteFunc(words, func(w string) bool { return !a.Niveaus[w].Reicht(least) })
	slices.SortStableFunc(words, func(v, w string) int { return a.Niveaus[v].Compare(a.Niveaus[w]) })
	return words
}

// claims of an ID token, as they stand there.
type claims map[string]json.RawMessage

// text returns a claim that is text, and "" for none, for one of another kind, and
// for one that no attribute may be: too long, or with control characters.
func (c claims) text(name string) string {
	var s string
	if json.Unmarshal(c[name], &s) != nil || len(s) > maxWert || !utf8.ValidString(s) {
		return ""
	}
	for _, r := range s {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ""
		}
	}
	return s
}

// level reads a claim with a level.
func (a *Abbildung) level(c claims, claim string) recht.Niveau {
	word := c.text(claim)
	if n, ok := a.Niveaus[word]; ok {
		return n
	}
	if n, err := recht.ReadNiveau(word); err == nil {
		return n
	}
	return recht.NiveauUntergeordnet
}

// merkmale reads attributes, none above the level of the login.
func (a *Abbildung) merkmale(c claims, from []Claim, login recht.Niveau) []nutzerkonto.Merkmal {
	var out []nutzerkonto.Merkmal
	for _, m := range from {
		if value := c.text(m.Claim); value != "" {
			out = append(out, nutzerkonto.Merkmal{Name: m.Merkmal, Wert: value, Niveau: min(a.level(c, m.Niveau), login)})
		}
	}
	return out
}

// SPDX-License-Identifier: Apache-2.0

package melderegister

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Abruf is one way by law to the record of a person at the Meldebehörde that they
// move away from. There are two; each has its own requester, norm, key, list and log,
// and nothing of one serves the other.
type Abruf struct {
	// Typ is the type of evidence; a register delivers each way's own document.
	Typ onceonly.EvidenceType
	// Zweck is the code of the purpose.
	Zweck string
	Basis onceonly.Basis
	// Norm permits the retrieval; how long the log is kept hangs on it.
	Norm recht.Norm
	// Schluessel is the rule for what the person is looked up with, Liste the one for
	// what may be fetched.
	Schluessel, Liste recht.Norm
	// Versicherung is the rule under which data of the family may be fetched: whoever
	// asks for them has assured before to be entitled.
	Versicherung recht.Norm
	felder       []Feld
}

// Feld is one field of a list: its path in the record, the number of the list, and the
// sheets of the DSMeld that the list names there.
type Feld struct {
	Pfad     string
	Nummer   int
	Blaetter string
}

// Elektronisch is the electronic registration (§ 23a BMG): the person asks, the portal
// fetches on their application.
func Elektronisch() Abruf {
	return Abruf{
		Typ: Datensatz, Zweck: "anmeldung", Basis: onceonly.BasisChoice,
		Norm:         recht.MustParseNorm("§ 23a Abs. 1 BMG"),
		Schluessel:   recht.MustParseNorm("§ 4 Abs. 1 BMeldDigiV"),
		Liste:        recht.MustParseNorm("§ 9 Abs. 1 BMeldDigiV"),
		Versicherung: recht.MustParseNorm("§ 23a Abs. 1 Satz 5 BMG"),
		felder:       listeDigiV(),
	}
}

// Meldeschein is the prefilled form at the counter (§ 23 (2), (3) BMG): the new
// authority asks, and has to. The blocks of relatives, which the list names too, are
// for the register and never for the form, so that they are not fetched with it.
func Meldeschein() Abruf {
	return Abruf{
		Typ: VorausgefuellterMeldeschein, Zweck: "vorausgefuellter-meldeschein", Basis: onceonly.BasisStatute,
		Norm:         recht.MustParseNorm("§ 23 Abs. 3 BMG"),
		Schluessel:   recht.MustParseNorm("§ 4 Abs. 2 1. BMeldDÜV"),
		Liste:        recht.MustParseNorm("§ 4 Abs. 1 1. BMeldDÜV"),
		Versicherung: recht.MustParseNorm("§ 23 Abs. 4 Satz 3 BMG"),
		felder:       listeDUEV(),
	}
}

// Felder returns the fields with their numbers and sheets.
func (a Abruf) Felder() []Feld { return a.felder }

// Fields is what may be asked for: about the person alone, and with the assurance of
// [Abruf.Versicherung] about spouse or partner, minor children and representatives, too.
func (a Abruf) Fields(familie bool) onceonly.Fields {
	var paths []string
	for _, f := range a.felder {
		if familie || !vonFamilie(f.Pfad) {
			paths = append(paths, f.Pfad)
		}
	}
	return onceonly.MustFields(paths...)
}

// Concerned says whose data stand in the record, and where.
func (a Abruf) Concerned(familie bool) []onceonly.Concerned {
	of := func(role onceonly.Role, at string) onceonly.Concerned {
		return onceonly.Concerned{Role: role, At: at, FamilyName: "familienname", GivenNames: "vornamen", DateOfBirth: "geburtsdatum"}
	}
	self := []onceonly.Concerned{of(onceonly.RoleSelf, "")}
	if !familie {
		return self
	}
	return append(self, of(onceonly.RolePartner, ehegatte), of(onceonly.RoleChild, kinder), of(onceonly.RoleGuardian, vertreter))
}

// Where the family stands in a record, and which member of each holds the blocks.
const (
	ehegatte  = "/ehegatte"
	kinder    = "/kinder"
	vertreter = "/vertreter"
	sperren   = "sperren"
)

func vonFamilie(pfad string) bool {
	return slices.ContainsFunc([]string{ehegatte, kinder, vertreter}, func(at string) bool { return strings.HasPrefix(pfad, at+"/") })
}

// personen tells the provider's side where persons stand who may be under a block.
func personen() []onceonly.Held {
	return []onceonly.Held{{Blocks: sperren}, {At: ehegatte, Blocks: sperren}, {At: kinder, Blocks: sperren}, {At: vertreter, Blocks: sperren}}
}

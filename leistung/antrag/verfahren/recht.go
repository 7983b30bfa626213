// SPDX-License-Identifier: Apache-2.0

package verfahren

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Recht is a code of procedure with its own paragraphs, so that a case under SGB X
// never cites the VwVfG. The functions of this package return those that services
// use; a Land whose act has other numbers writes its own.
type Recht struct {
	Name string

	Beginn       recht.Norm // when a procedure begins
	Ermittlung   recht.Norm // the authority finds out the facts
	Mitwirkung   recht.Norm // the person helps with it
	Vertretung   recht.Norm // somebody acts for a party
	GesetzteZeit recht.Norm // a period that the authority sets
	Anhoerung    recht.Norm // hearing before a burden
	Ohne         recht.Norm // and when there need be none
	Begruendung  recht.Norm // reasons
	Belehrung    recht.Norm // instruction on the remedy
	Bekanntgabe  recht.Norm // announcement
	Berichtigung recht.Norm // correction of an obvious mistake
	Schriftform  recht.Norm // what replaces the written form
	Entwurf      recht.Norm // how long drafts are kept

	// Automatik is the norm on decisions by machine. GesetzNoetig says that it allows
	// them only where a further statute does.
	Automatik    recht.Norm
	GesetzNoetig bool `json:",omitempty"`

	// Untaetig is after how long silence of the authority opens the way to court.
	Untaetig     Spanne
	Untaetigkeit recht.Norm
	Behelf       Behelf

	// Niveau is the least of a login, by NiveauNorm; zero: the service says.
	Niveau     recht.Niveau `json:",omitzero"`
	NiveauNorm recht.Norm   `json:",omitzero"`
	// SofortBekannt is the norm by which what is shown in the dialogue counts as
	// announced on that day; zero: there is none.
	SofortBekannt recht.Norm `json:",omitzero"`
}

// BehelfArt is the kind of a remedy.
type BehelfArt string

// The remedies.
const (
	BehelfWiderspruch BehelfArt = "widerspruch"
	BehelfEinspruch   BehelfArt = "einspruch"
	BehelfKlage       BehelfArt = "klage"
	BehelfGericht     BehelfArt = "gericht" // the court is asked to order the authority
)

// Behelf is the remedy against a decision. Which of Widerspruch and Klage there is
// may depend on the Land: see package bescheid.
type Behelf struct {
	Art  BehelfArt
	Norm recht.Norm
	// Frist is zero where no period is set.
	Frist Spanne `json:",omitzero"`
}

func (b Behelf) valid() bool {
	switch b.Art {
	case BehelfWiderspruch, BehelfEinspruch, BehelfKlage:
		return !b.Norm.IsZero() && b.Frist.valid()
	case BehelfGericht:
		return !b.Norm.IsZero() && (b.Frist.IsZero() || b.Frist.valid())
	}
	return false
}

// VwVfG is general administrative law.
func VwVfG() Recht {
	return Recht{
		Name:         "VwVfG",
		Beginn:       recht.MustParseNorm("§ 22 Satz 1 VwVfG"),
		Ermittlung:   recht.MustParseNorm("§ 24 Abs. 1 Satz 1 VwVfG"),
		Mitwirkung:   recht.MustParseNorm("§ 26 Abs. 2 Satz 1 VwVfG"),
		Vertretung:   recht.MustParseNorm("§ 14 Abs. 1 Satz 1 VwVfG"),
		GesetzteZeit: recht.MustParseNorm("§ 31 Abs. 2 VwVfG"),
		Anhoerung:    recht.MustParseNorm("§ 28 Abs. 1 VwVfG"),
		Ohne:         recht.MustParseNorm("§ 28 Abs. 2 VwVfG"),
		Begruendung:  recht.MustParseNorm("§ 39 Abs. 1 VwVfG"),
		Belehrung:    recht.MustParseNorm("§ 37 Abs. 6 VwVfG"),
		Bekanntgabe:  recht.MustParseNorm("§ 41 Abs. 1 VwVfG"),
		Berichtigung: recht.MustParseNorm("§ 42 Satz 1 VwVfG"),
		Schriftform:  recht.MustParseNorm("§ 3a Abs. 3 VwVfG"),
		Entwurf:      recht.MustParseNorm("§ 8a Abs. 3 OZG"),
		Automatik:    recht.MustParseNorm("§ 35a VwVfG"),
		GesetzNoetig: true,
		Untaetig:     Monate(3),
		Untaetigkeit: recht.MustParseNorm("§ 75 Satz 2 VwGO"),
		Behelf:       Behelf{BehelfWiderspruch, recht.MustParseNorm("§ 70 Abs. 1 Satz 1 VwGO"), Monate(1)},
	}
}

// SGBX is social law.
func SGBX() Recht {
	return Recht{
		Name:         "SGB X",
		Beginn:       recht.MustParseNorm("§ 18 SGB X"),
		Ermittlung:   recht.MustParseNorm("§ 20 Abs. 1 Satz 1 SGB X"),
		Mitwirkung:   recht.MustParseNorm("§ 21 Abs. 2 Satz 1 SGB X"),
		Vertretung:   recht.MustParseNorm("§ 13 Abs. 1 Satz 1 SGB X"),
		GesetzteZeit: recht.MustParseNorm("§ 26 Abs. 2 SGB X"),
		Anhoerung:    recht.MustParseNorm("§ 24 Abs. 1 SGB X"),
		Ohne:         recht.MustParseNorm("§ 24 Abs. 2 SGB X"),
		Begruendung:  recht.MustParseNorm("§ 35 Abs. 1 Satz 2 SGB X"),
		Belehrung:    recht.MustParseNorm("§ 36 Satz 1 SGB X"),
		Bekanntgabe:  recht.MustParseNorm("§ 37 Abs. 1 Satz 1 SGB X"),
		Berichtigung: recht.MustParseNorm("§ 38 Satz 1 SGB X"),
		Schriftform:  recht.MustParseNorm("§ 36a Abs. 2a SGB I"),
		Entwurf:      recht.MustParseNorm("§ 8a Abs. 3 OZG"),
		Automatik:    recht.MustParseNorm("§ 31a Satz 1 SGB X"),
		Untaetig:     Monate(6),
		Untaetigkeit: recht.MustParseNorm("§ 88 Abs. 1 Satz 1 SGG"),
		Behelf:       Behelf{BehelfWiderspruch, recht.MustParseNorm("§ 84 Abs. 1 Satz 1 SGG"), Monate(1)},
	}
}

// AO is the law of taxes and of fees that follow it.
func AO() Recht {
	return Recht{
		Name:         "AO",
		Beginn:       recht.MustParseNorm("§ 86 Satz 1 AO"),
		Ermittlung:   recht.MustParseNorm("§ 88 Abs. 1 Satz 1 AO"),
		Mitwirkung:   recht.MustParseNorm("§ 90 Abs. 1 Satz 1 AO"),
		Vertretung:   recht.MustParseNorm("§ 80 Abs. 1 Satz 1 AO"),
		GesetzteZeit: recht.MustParseNorm("§ 108 Abs. 2 AO"),
		Anhoerung:    recht.MustParseNorm("§ 91 Abs. 1 Satz 1 AO"),
		Ohne:         recht.MustParseNorm("§ 91 Abs. 2 AO"),
		Begruendung:  recht.MustParseNorm("§ 121 Abs. 1 AO"),
		Belehrung:    recht.MustParseNorm("§ 356 Abs. 1 AO"),
		Bekanntgabe:  recht.MustParseNorm("§ 122 Abs. 1 Satz 1 AO"),
		Berichtigung: recht.MustParseNorm("§ 129 Satz 1 AO"),
		Schriftform:  recht.MustParseNorm("§ 87a Abs. 3 AO"),
		Entwurf:      recht.MustParseNorm("§ 8a Abs. 3 OZG"),
		Automatik:    recht.MustParseNorm("§ 155 Abs. 4 Satz 1 AO"),
		Untaetig:     Monate(6),
		Untaetigkeit: recht.MustParseNorm("§ 46 Abs. 1 Satz 2 FGO"),
		Behelf:       Behelf{BehelfEinspruch, recht.MustParseNorm("§ 355 Abs. 1 Satz 1 AO"), Monate(1)},
	}
}

// PStG is the law of civil status: the court orders the registrar to act, there is
// no Widerspruch and no period, and a login is of the highest level.
func PStG() Recht {
	r := VwVfG()
	r.Name = "PStG"
	r.Behelf = Behelf{Art: BehelfGericht, Norm: recht.MustParseNorm("§ 49 Abs. 1 PStG")}
	r.Untaetigkeit = r.Behelf.Norm
	r.Niveau, r.NiveauNorm = recht.NiveauHoch, recht.MustParseNorm("§ 6 Abs. 3 PStV")
	return r
}

// FZV is the law of vehicle registration: decided by machine and announced in the
// dialogue on the same day.
func FZV() Recht {
	r := VwVfG()
	r.Name = "FZV"
	r.Bekanntgabe = recht.MustParseNorm("§ 23 Abs. 1 FZV")
	r.SofortBekannt = recht.MustParseNorm("§ 23 Abs. 2 FZV")
	return r
}

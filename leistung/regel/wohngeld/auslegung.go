// SPDX-License-Identifier: Apache-2.0

package wohngeld

// Entwurf2027 is the name of the bill "Gesetz zur Vereinfachung und
// Fortentwicklung des Wohngeldgesetzes". It is not law: no date applies it.
const Entwurf2027 = "BT-Drs. 21/8284"

// Auslegung chooses how the law is read where it can be read in more than one
// way and nobody has decided. The zero value is the reading of this package; each
// field is one open question of the reading ([Frage]) and stands nowhere else.
type Auslegung struct {
	// YAufCent rounds the monthly income to cents, as the official examples print
	// it, instead of keeping a twelfth exact.
	YAufCent bool
	// Tafel13Wortlaut reads the tables for households of more than twelve at their
	// own size, as §§ 11 and 12 say, instead of at twelve, as the Länder advise.
	Tafel13Wortlaut bool
	// DeckelImmer caps the amount at the rent also up to twelve members.
	DeckelImmer bool
	// DeckelAufCent leaves the cents of the capped amount instead of cutting them.
	DeckelAufCent bool
	// NachtragRueckwirkend applies the Mietenstufen of April 2023 from January on.
	NachtragRueckwirkend bool
	// KapitalVoll counts capital income in full once it exceeds 100 euro, instead
	// of what exceeds them.
	KapitalVoll bool
	// GrundrenteNachAbzug takes the allowance of § 17a of the pension after the
	// deductions of § 16 instead of the pension itself.
	GrundrenteNachAbzug bool
}

// The codes of the open questions.
const (
	FrageYRundung   = "WOGG-Y-RUNDUNG"
	FrageTafel13    = "WOGG-TAFEL-13"
	FrageDeckel     = "WOGG-DECKEL-BIS-12"
	FrageDeckelCent = "WOGG-DECKEL-RUNDUNG"
	FrageNachtrag   = "WOGV-NACHTRAG-2023"
	FrageKapital    = "WOGG-KAPITAL-100"
	FrageGrundrente = "WOGG-GRUNDRENTE-BASIS"
	FrageInsel2020  = "WOGG-INSEL-2020"
	FrageGebiet     = "WOGV-GEBIETSSTAND"
	FrageZehnte     = "WOGG-ZEHNTE-STELLE"
	FrageWoGVwV     = "WOGVWV-2017"
	FrageEntwurf    = "ENTWURF-2027-UMFANG"
)

// flip is the same readings with the other one of the question.
func (a Auslegung) flip(bit Hinweis) Auslegung {
	switch bit {
	case HinweisYRundung:
		a.YAufCent = !a.YAufCent
	case HinweisTafel13:
		a.Tafel13Wortlaut = !a.Tafel13Wortlaut
	case HinweisNachtrag:
		a.NachtragRueckwirkend = !a.NachtragRueckwirkend
	case HinweisKapital:
		a.KapitalVoll = !a.KapitalVoll
	case HinweisGrundrente:
		a.GrundrenteNachAbzug = !a.GrundrenteNachAbzug
	default: // the formula itself says when these matter
	}
	return a
}

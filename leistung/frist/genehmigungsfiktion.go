// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Fiktionsregel says that a statute lets a permission count as granted when the
// authority is silent. There is none without a statute (§ 42a (1) VwVfG).
type Fiktionsregel struct {
	// Anordnung is the provision that orders the fiction.
	Anordnung recht.Norm
	// Dauer is the time to decide; the zero value is the three months of § 42a
	// (2) sentence 1.
	Dauer Dauer
}

// Fiktionsfall is one application under such a rule.
type Fiktionsfall struct {
	// Vollstaendig is the day on which the complete documents had arrived; zero
	// while something is missing.
	Vollstaendig kommune.Datum
	// Bestimmt says that the application is definite enough for a permission
	// with its content (§ 42a (1) sentence 1).
	Bestimmt bool
	// Verlaengerung is the one extension § 42a (2) allows, or nil.
	Verlaengerung *Fiktionsverlaengerung
	// Entschieden is the day on which a decision was announced; zero if none.
	Entschieden kommune.Datum
}

// Fiktionsverlaengerung is the one extension of the time to decide.
type Fiktionsverlaengerung struct {
	Um         Dauer
	Mitgeteilt kommune.Datum // when the applicant was told
	Begruendet bool          // by the difficulty of the matter, and told so
}

// Fiktion is the result: the permission counts as granted from Tag on, or why
// it does not.
type Fiktion struct {
	// GiltAb is the first day on which the permission counts as granted; zero
	// where it never will on these facts.
	GiltAb kommune.Datum
	// Frist is the time to decide; zero while it has not begun.
	Frist Frist
	// Gruende say why there is no fiction.
	Gruende  recht.Befunde
	Schritte Schritte
}

// Gilt reports whether the permission counts as granted on the day.
func (f Fiktion) Gilt(am kommune.Datum) bool { return !f.GiltAb.IsZero() && !am.Before(f.GiltAb) }

// Genehmigungsfiktion counts the time to decide and says whether and when the
// permission counts as granted. Like any period it ends on a working day (§ 31
// (3) VwVfG). An extension that was told too late, or gave no
// reasons, is disregarded and the result says so.
func (k Kalender) Genehmigungsfiktion(r Fiktionsregel, fall Fiktionsfall) (Fiktion, error) {
	var f Fiktion
	if r.Anordnung.IsZero() {
		f.Gruende = append(f.Gruende, grund("FIKTION-01", normFiktion,
			"Keine Rechtsvorschrift ordnet die Fiktion an (§ 42a Abs. 1 Satz 1 VwVfG).",
			"No provision orders the fiction (section 42a(1) sentence 1 VwVfG)."))
	}
	if !fall.Bestimmt {
		f.Gruende = append(f.Gruende, grund("FIKTION-02", normFiktion,
			"Der Antrag ist nicht hinreichend bestimmt (§ 42a Abs. 1 Satz 1 VwVfG).",
			"The application is not definite enough (section 42a(1) sentence 1 VwVfG)."))
	}
	if fall.Vollstaendig.IsZero() {
		f.Gruende = append(f.Gruende, grund("FIKTION-03", normVollstaendig,
			"Die Unterlagen sind nicht vollständig; die Frist läuft noch nicht (§ 42a Abs. 2 Satz 2 VwVfG).",
			"The documents are not complete; the period has not begun (section 42a(2) sentence 2 VwVfG)."))
	}
	if len(f.Gruende) > 0 {
		return f, nil
	}
	regel := Regel{Normen: normFiktionsfrist, Beginn: fall.Vollstaendig, Dauer: r.Dauer}
	if r.Dauer.IsZero() {
		regel.Dauer = Monate(3)
	} else {
		regel.Normen = recht.Normen{r.Anordnung}
	}
	frist, err := k.Berechne(regel)
	if err != nil {
		return Fiktion{}, err
	}
	var unbeachtlich Schritte
	if v := fall.Verlaengerung; v != nil {
		switch {
		case !v.Begruendet:
			unbeachtlich.add(normEinmal, frist.Ende, "die Verlängerung ist nicht begründet und zählt nicht", "the extension gave no reasons and does not count")
		case v.Mitgeteilt.IsZero() || v.Mitgeteilt.After(frist.Ende):
			unbeachtlich.add(normRechtzeitig, frist.Ende, "die Verlängerung ist nicht rechtzeitig mitgeteilt und zählt nicht", "the extension was not told in time and does not count")
		default:
			regel.Verlaengerungen = []Dauer{v.Um}
			if frist, err = k.Berechne(regel); err != nil {
				return Fiktion{}, err
			}
		}
	}
	f.Frist = frist
	f.Schritte = slices.Concat(frist.Schritte, unbeachtlich)
	if !fall.Entschieden.IsZero() && !fall.Entschieden.After(frist.Ende) {
		f.Gruende = recht.Befunde{grund("FIKTION-04", normFiktion,
			fmt.Sprintf("Die Behörde hat am %s entschieden, vor Ablauf der Frist.", deutsch(fall.Entschieden)),
			fmt.Sprintf("The authority decided on %s, before the end of the period.", english(fall.Entschieden)))}
		return f, nil
	}
	f.GiltAb = frist.Ende.AddDays(1)
	f.Schritte.add(normFiktion, f.GiltAb,
		fmt.Sprintf("mit Ablauf von %s gilt die Genehmigung als erteilt (%s)", deutsch(frist.Ende), r.Anordnung),
		fmt.Sprintf("with the end of %s the permission counts as granted (%s)", english(frist.Ende), r.Anordnung.English()))
	return f, nil
}

func grund(code string, normen recht.Normen, deutsch, english string) recht.Befund {
	return recht.Befund{Code: code, Severity: recht.SeverityNote, Normen: normen, Text: recht.NewText(deutsch, english)}
}

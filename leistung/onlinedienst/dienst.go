// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"io"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// Dienst is an online service: what a person answers is a struct A, what each
// Kommune sets for itself is a struct P. It is plain data, made once and never
// changed; [Dienst.Check] finds what contradicts itself.
type Dienst[A, P any] struct {
	Name      string // in addresses: short, stable, lower case
	Leistung  leistung.Schluessel
	Titel     recht.Text
	Kurz      recht.Text // one sentence below the title of the start page
	Grundlage recht.Normen
	Fassung   string       // version of the form; a draft keeps the one it was begun with
	Niveau    recht.Niveau // the least of a login
	// Senden is the least of a login that may send, where it is more: below it people
	// fill in, print, and hand it in at the office.
	Senden recht.Niveau
	Dauer  time.Duration
	// A start page is offered in Einfache Sprache, too, where its texts have it
	// ([recht.EinfacheSprache], third in the file that [ParseTexte] reads): Titel, Kurz,
	// Kosten, Kann, KannNicht, Braucht, all of them or none. An entry of the lists is then
	// one or more whole sentences. Check tells what is missing and what is not easy.

	// Kann, KannNicht and Braucht are the lists of the start page: who may use
	// it, who had better come to the office, and what is needed.
	// Kann ends the sentence "Online geht es, wenn Sie …" ("einen Hund halten"), KannNicht
	// "Bitte ins Amt, wenn …" ("der Hund jemand anderem gehört"); Braucht are things.
	Kann, KannNicht, Braucht []recht.Text
	// NurOnline says why it is not taken at the counter of the office. Zero: an official
	// may take it there, as who has no account has to get through, too.
	NurOnline recht.Text
	// Wirkung tells on the check page what happens when the person sends.
	Wirkung []recht.Text

	Seiten    []Seite[A]
	Konto     []Uebernahme[A] // from the attributes of the account
	Nachweise []Nachweis[A]
	// Bescheinigungen are what others state for the person, over a link of their own.
	Bescheinigungen []Dritte[A]
	Regeln          []Regel[A, P]
	Gebuehr         *Gebuehr[A, P]
	// Kosten tells on the start page and before sending what it costs where nothing is paid
	// here: a tax, a fee that a notice sets. Zero: it costs nothing.
	Kosten recht.Text
	// Auskunft tells the person what the answers come to, before they send. It is
	// asked only where nothing is missing or wrong.
	Auskunft func(Fall[A, P]) []Auskunft

	// Verfahren is the course that law gives a case, of the parts of package verfahren:
	// who takes part, what each may do when, decisions, periods, how long what is kept.
	// Its name, the parts that each writes and sees, the level of a login and the period
	// of drafts follow from the service and are not repeated. Nil: one person applies, an
	// authority works on it, asks back, decides (package antrag).
	Verfahren *verfahren.Verfahren
	// Worte are the words for states, acts and periods of the service's own, such as
	// "zustand.angemeldet", "akt.geschlossen", "frist.sechs-monate". Those of a decision are
	// the titles of Entscheidungen, where there are any.
	Worte map[string]recht.Text
	// Pruefung asks registers in the dialogue, and Automat decides by itself.
	Pruefung *Pruefung[A, P]
	Automat  *Automat[A, P]
	// Entscheidungen are the ways in which the authority decides at the desk; none is to
	// accept, and to refuse with reasons.
	Entscheidungen []Entscheidung[A, P]

	// Ablauf reminds people that what was granted ends; nil: nobody is reminded.
	Ablauf *Ablauf

	// Urkunden are the certificates that a person gets when the authority has decided as
	// applied for; nil is none.
	Urkunden *Urkunden[A]
	// Mit are the adults beside the applicant whom the case concerns as much; nil is nobody.
	Mit *Mit[A]

	// Blatt is a page of the service's own about a case, for the desk: a calculation.
	Blatt *Blatt
	// Hinweise are told at the desk besides what the rules say: what stands in evidence
	// that no question asks for, such as a block in a register.
	Hinweise func(Eingang) (recht.Befunde, error)

	// Gemeinde says whose case it is; from it follow the authority and P. Zero
	// as long as it cannot be told.
	Gemeinde func(A) kommune.AGS
	// Entwurf is how many days a draft is kept after the last change, and the
	// norm that says so; for 30 days that is § 8a Abs. 3 OZG. With a Verfahren whose own
	// period ends drafts it is zero.
	Entwurf Frist
	// Tut is what the service does beyond what its declaration tells by itself, such as
	// that it announces over a postbox, or that an authority decides by the two decisions
	// of the kit; one of Entscheidungen that refuses says so by itself. Duties hang on it.
	Tut pflichten.Merkmal
	// Pflichten say where duties are met that the kit does not meet for every service,
	// on one of the pages ("/hinweise") or elsewhere, or why one is missing; see
	// [Dienst.Schuldet].
	Pflichten []pflichten.Erfuellung
	// FIM are the ids that the form, its fields and groups have in FIM, where they have
	// some, for the form in XDatenfelder ("/formular.xdf3.xml"). Keys are pointers, see
	// [Feld.Pointer].
	FIM xdfform.Kennungen
	// Umbenannt tells drafts of earlier versions where their answers are now, see
	// [formular.Kopf].
	Umbenannt map[string]string
}

// Blatt is a page of a service's own at the desk: it writes one HTML page, without
// scripts, about what was handed in.
type Blatt struct {
	Titel recht.Text
	Write func(out io.Writer, in Eingang, sprache string) error
}

// Frist is a number of days with its norm.
type Frist struct {
	Tage int
	Norm recht.Norm
}

// Gebuehr is what is to be paid before an application is handed in; what a later notice
// sets, such as a tax, [Dienst].Kosten tells, and [Dienst].Auskunft how much. There is one
// payment for one assessment, whatever is clicked, and a new one only where the
// assessment changes.
type Gebuehr[A, P any] struct {
	Normen     recht.Normen
	Tabelle    func(P) *payment.FeeTable
	Positionen func(Fall[A, P]) []payment.Position
	// Ausgaenge says how much of it stays when the case ends otherwise than as applied
	// for, as the authority has set it in general: payment.OutcomeRefused,
	// OutcomeWithdrawn, and OutcomeNotBegun where nobody had begun to work on it. The
	// rest goes back to whoever paid, by itself.
	Ausgaenge func(P) payment.Outcomes
	// Rechnung says who charges and who pays, and where to, for a payer that asked for
	// an electronic invoice: a company or a public body. The kit fills in number, days,
	// lines and what was paid, when the money is there; the invoice then lies beside the
	// case, as long as it. False: nobody asked. Nil: the service writes none.
	Rechnung func(Fall[A, P]) (xrechnung.Notice, bool)
}

// Kommunen knows what each Kommune has set, dated.
type Kommunen[P any] interface {
	// At returns what holds in a Gemeinde on a day, and false where the Gemeinde
	// does not take part.
	At(gemeinde kommune.AGS, day datum.Datum) (P, bool)
}

// Satzung is what a Gemeinde has set, from a day on.
type Satzung[P any] struct {
	Gemeinde kommune.AGS
	Ab       datum.Datum
	Werte    P
}

// Satzungen are Kommunen from a list.
type Satzungen[P any] []Satzung[P]

// At returns the newest that holds on the day.
func (s Satzungen[P]) At(gemeinde kommune.AGS, day datum.Datum) (p P, ok bool) {
	var since datum.Datum
	for _, x := range s {
		if x.Gemeinde == gemeinde && !day.Before(x.Ab) && (!ok || x.Ab.After(since)) {
			p, since, ok = x.Werte, x.Ab, true
		}
	}
	return p, ok
}

// Ueberall is the same for every Gemeinde.
type Ueberall[P any] struct{ Werte P }

// At returns what holds everywhere.
func (u Ueberall[P]) At(kommune.AGS, datum.Datum) (P, bool) { return u.Werte, true }

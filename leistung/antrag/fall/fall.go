// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Fall is one case as its events made it. It is a value, and prints without personal
// data. What was stated is not part of it: see [Registratur.Sicht].
type Fall struct {
	id      uuid.UUID
	version uint64
	tabelle *verfahren.Tabelle
	zustand verfahren.Zustand
	verlauf []Ereignis
	stand   stand
}

// stand is what is state and no history: who takes part, and digests.
type stand struct {
	Personen    []person                   `json:"personen,omitempty"`
	Einladungen []einladung                `json:"einladungen,omitempty"`
	Teile       map[verfahren.Teil]teil    `json:"teile,omitempty"`
	Bestaetigt  map[verfahren.Rolle]string `json:"bestaetigt,omitempty"`
	Bezahlt     string                     `json:"bezahlt,omitempty"`
	Vorlage     *vorlage                   `json:"vorlage,omitempty"`
	// Bearbeitet is when, and with which version, a draft was changed last.
	Bearbeitet        time.Time `json:"bearbeitet,omitzero"`
	BearbeitetVersion uint64    `json:"bearbeitetVersion,omitempty"`
}

// person is somebody with a role.
type person struct {
	Rolle    verfahren.Rolle `json:"rolle"`
	Konto    string          `json:"konto"`
	An       string          `json:"an,omitempty"`
	Nachweis string          `json:"nachweis,omitempty"`
	// Vertritt says that the account acts for the role and is not it.
	Vertritt   bool            `json:"vertritt,omitempty"`
	Reichweite []verfahren.Akt `json:"reichweite,omitempty"`
}

type einladung struct {
	Rolle verfahren.Rolle `json:"rolle"`
	An    string          `json:"an,omitempty"`
	Code  string          `json:"code"` // digest
}

type teil struct {
	Digest  string `json:"digest"`
	Version uint64 `json:"version"` // of its stream
}

// vorlage is a decision that one of four eyes has proposed.
type vorlage struct {
	Akt    verfahren.Akt `json:"akt"`
	Digest string        `json:"digest"`
	Wer    string        `json:"wer"`
}

// ID returns the id of the case.
func (f Fall) ID() uuid.UUID { return f.id }

// Version returns how often it was changed.
func (f Fall) Version() uint64 { return f.version }

// Zustand returns where it stands.
func (f Fall) Zustand() verfahren.Zustand {
	if f.zustand == "" {
		return verfahren.ZustandNeu
	}
	return f.zustand
}

// Tabelle returns the table under which it began.
func (f Fall) Tabelle() *verfahren.Tabelle { return f.tabelle }

// Verlauf returns what happened, oldest first.
func (f Fall) Verlauf() []Ereignis { return slices.Clone(f.verlauf) }

// Letztes returns the newest event of an act.
func (f Fall) Letztes(akte ...verfahren.Akt) (Ereignis, bool) {
	for _, e := range slices.Backward(f.verlauf) {
		if slices.Contains(akte, e.Akt) {
			return e, true
		}
	}
	return Ereignis{}, false
}

// Bisher returns how often an act was done.
func (f Fall) Bisher(akt verfahren.Akt) (n int) {
	for i := range f.verlauf {
		if f.verlauf[i].Akt == akt {
			n++
		}
	}
	return n
}

// Entscheidung returns what was decided last; false: nothing yet, or it is erased.
func (f Fall) Entscheidung() (Beschluss, bool) {
	for _, e := range slices.Backward(f.verlauf) {
		if e.Beschluss != nil && e.Akt != verfahren.AktVorgelegt {
			return *e.Beschluss, true
		}
	}
	return Beschluss{}, false
}

// Behoerde returns the authority at which it lies; empty as long as nobody knows.
func (f Fall) Behoerde() string {
	for i := len(f.verlauf) - 1; i >= 0; i-- {
		if f.verlauf[i].Behoerde != "" {
			return f.verlauf[i].Behoerde
		}
	}
	return ""
}

// Konten returns the accounts that have a role, by pseudonym. Only what writes to them,
// or works on the case, needs them.
func (f Fall) Konten(rolle verfahren.Rolle) (konten []string) {
	for _, p := range f.stand.Personen {
		if p.Rolle == rolle {
			konten = append(konten, p.Konto)
		}
	}
	return konten
}

// Vertretung is that somebody acts for a role of another.
type Vertretung struct {
	Rolle    verfahren.Rolle // of whom is acted for
	Konto    string          // of who acts, by pseudonym
	Nachweis string
	// Reichweite are the acts that they may do for the role; none: all.
	Reichweite []verfahren.Akt
}

// String names the role and no person.
func (v Vertretung) String() string { return "Vertretung für " + string(v.Rolle) }

// GoString keeps %#v from printing personal data.
func (v Vertretung) GoString() string { return v.String() }

// Vertretungen returns who acts for whom, with proof and reach.
func (f Fall) Vertretungen() (out []Vertretung) {
	for _, p := range f.stand.Personen {
		if p.Vertritt {
			out = append(out, Vertretung{p.Rolle, p.Konto, p.Nachweis, slices.Clone(p.Reichweite)})
		}
	}
	return out
}

// vertretbar returns the roles that nobody has and that somebody may act for.
func (f Fall) vertretbar() (rollen []verfahren.Rolle) {
	for _, b := range f.tabelle.Verfahren().Beteiligte {
		if !b.Vertretbar.IsZero() && !slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Rolle == b.Rolle }) {
			rollen = append(rollen, b.Rolle)
		}
	}
	return rollen
}

// Moeglich returns the acts that a role may do now, if it says and states what they ask
// for. Those that happen by themselves are none of them.
func (f Fall) Moeglich(rolle verfahren.Rolle) (akte []verfahren.Akt) {
	for _, akt := range f.tabelle.Moeglich(f.Zustand(), rolle) {
		if akt == verfahren.AktVorgelegt || f.tabelle.NurFrist(f.Zustand(), akt) {
			continue
		}
		if _, err := f.tabelle.Step(f.Zustand(), akt, f.lage(&Handlung{Akt: akt, Text: "?"}, true)); err == nil {
			akte = append(akte, akt)
		}
	}
	return akte
}

// Vorgelegt reports whether the first of four eyes has proposed a decision that nobody
// has decided on yet.
func (f Fall) Vorgelegt() bool { return f.stand.Vorlage != nil }

// Bestaetigt reports whether a role has confirmed what it sees now.
func (f Fall) Bestaetigt(rolle verfahren.Rolle) bool {
	b, found := f.tabelle.Beteiligter(rolle)
	return found && f.stand.Bestaetigt[rolle] != "" && f.stand.Bestaetigt[rolle] == f.digest(b.Sieht)
}

// String names case, table and state, and no person.
func (f Fall) String() string {
	return fmt.Sprintf("Fall %s (%s, version %d)", f.id, f.Zustand(), f.version)
}

// GoString keeps %#v from printing personal data.
func (f Fall) GoString() string { return f.String() }

// digest identifies what is stated in parts.
func (f Fall) digest(teile []verfahren.Teil) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(teile)))
	hash := sha256.New()
	for _, name := range sorted {
		fmt.Fprintf(hash, "%q=%s\n", name, f.stand.Teile[name].Digest)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// rollen returns those that somebody has, in the order of the table, and those whom a
// login of that level may act in.
func (f Fall) rollen(wer Handelnder, akt verfahren.Akt) (rollen []verfahren.Rolle) {
	switch {
	case wer.system():
		return verfahren.Wer(verfahren.RolleSystem)
	case wer.amt:
		return verfahren.Wer(verfahren.RolleBehoerde)
	}
	for _, p := range f.stand.Personen {
		if p.Konto != wer.konto || akt != "" && len(p.Reichweite) > 0 && !slices.Contains(p.Reichweite, akt) {
			continue
		}
		b, found := f.tabelle.Beteiligter(p.Rolle)
		if found && genuegt(b, wer) && !slices.Contains(rollen, p.Rolle) {
			rollen = append(rollen, p.Rolle)
		}
	}
	return rollen
}

// genuegt reports whether the login is of the level that the role asks for.
func genuegt(b verfahren.Beteiligter, wer Handelnder) bool {
	return b.Niveau.IsZero() || wer.niveau.Reicht(b.Niveau)
}

// lage is what the conditions of the table look at.
func (f Fall) lage(h *Handlung, vollstaendig bool) verfahren.Lage {
	l := verfahren.Lage{Angaben: len(f.stand.Teile) > 0, Vollstaendig: vollstaendig, Text: h != nil && h.Text != ""}
	if h != nil {
		l.Bisher = f.Bisher(h.Akt)
		if h.Beschluss != nil && h.Beschluss.Gruende != "" {
			l.Text = true
		}
	}
	signs := 0
	l.Bestaetigt = true
	for _, b := range f.tabelle.Verfahren().Beteiligte {
		if b.Zeichnet {
			signs++
			l.Bestaetigt = l.Bestaetigt && f.Bestaetigt(b.Rolle)
		}
	}
	l.Bestaetigt = l.Bestaetigt && signs > 0
	l.Bezahlt = f.stand.Bezahlt != "" && f.stand.Bezahlt == f.alles()
	l.Gehoert = f.gehoert()
	l.Beantwortet = f.beantwortet()
	return l
}

// alles identifies all that is stated.
func (f Fall) alles() string {
	names := make([]verfahren.Teil, 0, len(f.stand.Teile))
	for name := range f.stand.Teile {
		names = append(names, name)
	}
	return f.digest(names)
}

// gehoert reports whether the last hearing came to its end.
func (f Fall) gehoert() bool {
	last, found := f.Letztes(verfahren.AktAngehoert, verfahren.AktGeaeussert, verfahren.AktAnhoerungVorbei)
	return found && last.Akt != verfahren.AktAngehoert
}

// beantwortet reports whether everybody who was asked has answered, or counts as
// having done so.
func (f Fall) beantwortet() bool {
	for _, fr := range f.tabelle.Verfahren().Fristen {
		if !fr.Je {
			continue
		}
		for _, e := range f.verlauf {
			if slices.Contains(fr.Ab, e.Akt) && !f.erledigt(&fr, e) {
				return false
			}
		}
	}
	return true
}

// erledigt reports whether who was asked with an event has answered, or was silent to
// the end.
func (f Fall) erledigt(fr *verfahren.Frist, gefragt Ereignis) bool {
	for _, e := range f.verlauf {
		if e.Version > gefragt.Version && e.An == gefragt.An && (slices.Contains(fr.Bis, e.Akt) || e.Akt == fr.Folge) {
			return true
		}
	}
	return false
}

// clone returns the state, sharing no memory with the old one.
func (s stand) clone() stand {
	s.Personen, s.Einladungen = slices.Clone(s.Personen), slices.Clone(s.Einladungen)
	teile, bestaetigt := make(map[verfahren.Teil]teil, len(s.Teile)), make(map[verfahren.Rolle]string, len(s.Bestaetigt))
	for k, v := range s.Teile {
		teile[k] = v
	}
	for k, v := range s.Bestaetigt {
		bestaetigt[k] = v
	}
	s.Teile, s.Bestaetigt = teile, bestaetigt
	return s
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// draft returns the case with the state that was stored.
func draft(f Fall, content []byte) (Fall, error) {
	var s stand
	if err := json.Unmarshal(content, &s); err != nil {
		return f, fmt.Errorf("fall: the state of a case: %w", journal.ErrDamaged)
	}
	f.stand = s
	return f, nil
}

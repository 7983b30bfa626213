// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The codes of findings about a table.
const (
	codeName         = "VERFAHREN-NAME"          // Name or Fassung is missing, or a name stands twice
	codeRecht        = "VERFAHREN-RECHT"         // the code of procedure lacks a paragraph
	codeBehelf       = "VERFAHREN-BEHELF"        // no remedy, or one without norm or period
	codeUnerreichbar = "VERFAHREN-UNERREICHBAR"  // a state or an act that nothing leads to
	codeNieGenommen  = "VERFAHREN-NIE-GENOMMEN"  // a row behind one that is always taken
	codeEnde         = "VERFAHREN-ENDE"          // an end that is left, or a state without an end
	codeAkteur       = "VERFAHREN-AKTEUR"        // a row that nobody may take, or a role that is not declared
	codeNorm         = "VERFAHREN-NORM"          // a row, a period or a decision without norm
	codeBedingung    = "VERFAHREN-BEDINGUNG"     // a condition that does not exist
	codeSelbst       = "VERFAHREN-SELBST"        // a step that happens by itself and must not
	codeRolle        = "VERFAHREN-ROLLE"         // a role that never acts, or is not told how it stands
	codeNiveau       = "VERFAHREN-NIVEAU"        // a login below what the law asks for
	codeZeichnung    = "VERFAHREN-ZEICHNUNG"     // who signs cannot confirm, sees nothing, or nobody waits for it
	codeOhneFrist    = "VERFAHREN-OHNE-FRIST"    // a state in which a case may stay for ever
	codeHalter       = "VERFAHREN-HALTER"        // a period that nobody has to keep
	codeFristDauer   = "VERFAHREN-FRIST-DAUER"   // a period without length, or with two
	codeFristOrt     = "VERFAHREN-FRIST-ORT"     // a period in a state or of an act that the table does not know
	codeFristWirkung = "VERFAHREN-FRIST-WIRKUNG" // a period whose end does nothing, or nothing possible
	codeSchweigen    = "VERFAHREN-SCHWEIGEN"     // what silence means is not said
	codeErgebnis     = "VERFAHREN-ERGEBNIS"      // a decision that comes to nothing
	codeSpielraum    = "VERFAHREN-SPIELRAUM"     // how free the authority is is not said
	codeAnhoerung    = "VERFAHREN-ANHOERUNG"     // a burden without hearing
	codeAutomatik    = "VERFAHREN-AUTOMATIK"     // a machine may not decide this
	codeVierAugen    = "VERFAHREN-VIER-AUGEN"    // two persons and none
	codeAufbewahrung = "VERFAHREN-AUFBEWAHRUNG"  // data kept for ever, or by two rows
	codeAnlass       = "VERFAHREN-ANLASS"        // an event that opens what it may only offer
)

// Codes returns the codes of findings, in the order in which they are looked for.
func Codes() []string {
	return []string{
		codeName, codeRecht, codeBehelf, codeUnerreichbar, codeNieGenommen, codeEnde, codeAkteur, codeNorm, codeBedingung, codeSelbst,
		codeRolle, codeNiveau, codeZeichnung, codeOhneFrist, codeHalter, codeFristDauer, codeFristOrt, codeFristWirkung, codeSchweigen,
		codeErgebnis, codeSpielraum, codeAnhoerung, codeAutomatik, codeVierAugen, codeAufbewahrung, codeAnlass,
	}
}

// Check proves the table and returns everything that contradicts itself, with the
// place as a pointer such as /Fristen/2.
func (v Verfahren) Check() recht.Befunde {
	c := &check{v: &v, zeilen: v.zeilen()}
	c.spec, c.rows = lebenslauf(v.Enden, c.zeilen)
	c.namen()
	c.recht()
	c.verlauf()
	c.schritte()
	c.selbst()
	c.beteiligte()
	c.fristen()
	c.entscheidungen()
	c.aufbewahrung()
	c.anlaesse()
	return c.befunde
}

// check is a proof while it runs.
type check struct {
	v       *Verfahren
	zeilen  []Schritt
	spec    lifecycle.Spec[Zustand, Akt, Lage]
	rows    []int
	befunde recht.Befunde
}

func (c *check) add(code, pointer, format string, args ...any) {
	c.befunde.Add(code, pointer, format, args...)
}

// place is the pointer to a row among all.
func (c *check) place(zeile int) string {
	if zeile < len(c.v.Schritte) {
		return fmt.Sprintf("/Schritte/%d", zeile)
	}
	for i := range c.v.Entscheidungen {
		if c.v.Entscheidungen[i].Akt == c.zeilen[zeile].Akt {
			return fmt.Sprintf("/Entscheidungen/%d", i)
		}
	}
	return "/Enden"
}

func (c *check) namen() {
	if c.v.Name == "" || c.v.Fassung == "" {
		c.add(codeName, "", "a procedure needs Name and Fassung")
	}
	var fristen, anlaesse []string
	var rollen []Rolle
	for i, f := range c.v.Fristen {
		c.once(&fristen, f.Name, fmt.Sprintf("/Fristen/%d", i))
	}
	for i, a := range c.v.Anlaesse {
		c.once(&anlaesse, a.Name, fmt.Sprintf("/Anlaesse/%d", i))
	}
	for i, b := range c.v.Beteiligte {
		place := fmt.Sprintf("/Beteiligte/%d", i)
		if b.Rolle == "" || b.Rolle == RolleBehoerde || b.Rolle == RolleSystem || slices.Contains(rollen, b.Rolle) {
			c.add(codeName, place, "role %q is empty, declared twice, or always there", b.Rolle)
		}
		rollen = append(rollen, b.Rolle)
	}
}

func (c *check) once(seen *[]string, name, place string) {
	if name == "" || slices.Contains(*seen, name) {
		c.add(codeName, place, "name %q is empty or stands twice", name)
	}
	*seen = append(*seen, name)
}

func (c *check) recht() {
	r := &c.v.Recht
	for _, n := range []struct {
		name string
		norm recht.Norm
	}{
		{"Beginn", r.Beginn},
		{"Ermittlung", r.Ermittlung},
		{"Mitwirkung", r.Mitwirkung},
		{"Vertretung", r.Vertretung},
		{"GesetzteZeit", r.GesetzteZeit},
		{"Anhoerung", r.Anhoerung},
		{"Ohne", r.Ohne},
		{"Begruendung", r.Begruendung},
		{"Belehrung", r.Belehrung},
		{"Bekanntgabe", r.Bekanntgabe},
		{"Berichtigung", r.Berichtigung},
		{"Schriftform", r.Schriftform},
		{"Entwurf", r.Entwurf},
		{"Automatik", r.Automatik},
		{"Untaetigkeit", r.Untaetigkeit},
	} {
		if n.norm.IsZero() {
			c.add(codeRecht, "/Recht/"+n.name, "the code of procedure names no norm for it")
		}
	}
	if r.Name == "" || !r.Untaetig.valid() || r.Niveau.IsZero() != r.NiveauNorm.IsZero() {
		c.add(codeRecht, "/Recht", "the code of procedure lacks its name, the time of inaction, or a norm for its level")
	}
	if !r.Behelf.valid() {
		c.add(codeBehelf, "/Recht/Behelf", "a remedy needs kind, norm and period; only a court may be asked without one")
	}
}

// verlauf holds the rows against the laws of life cycles.
func (c *check) verlauf() {
	for _, p := range lifecycle.Problems(c.spec) {
		place := "/Schritte"
		if p.Row >= 0 {
			place = c.place(c.rows[p.Row])
		}
		switch p.Kind {
		case lifecycle.Unreachable, lifecycle.Unused, lifecycle.Undeclared:
			if p.Event == string(AktGeloescht) {
				continue // said of the ends
			}
			c.add(codeUnerreichbar, place, "%s", p.Text)
		case lifecycle.Shadowed:
			c.add(codeNieGenommen, place, "%s", p.Text)
		default:
			c.add(codeEnde, place, "%s", p.Text)
		}
	}
	if len(c.v.Enden) == 0 {
		c.add(codeEnde, "/Enden", "a procedure without an end")
	}
	for i := range c.v.Schritte {
		s := &c.v.Schritte[i]
		for _, von := range s.Von {
			if slices.Contains(c.v.Enden, von) || von == ZustandGeloescht {
				c.add(codeEnde, c.place(i), "%s leaves the end %s", s.Akt, von)
			}
		}
	}
	for i := range c.v.Entscheidungen {
		for _, von := range c.v.Entscheidungen[i].Von {
			if slices.Contains(c.v.Enden, von) {
				c.add(codeEnde, fmt.Sprintf("/Entscheidungen/%d", i), "%s leaves the end %s", c.v.Entscheidungen[i].Akt, von)
			}
		}
	}
}

func (c *check) role(rolle Rolle) bool {
	if rolle == RolleBehoerde || rolle == RolleSystem {
		return true
	}
	_, found := c.v.beteiligter(rolle)
	return found
}

func (c *check) schritte() {
	for i := range c.zeilen {
		s := &c.zeilen[i]
		if len(s.Wer) == 0 {
			c.add(codeAkteur, c.place(i), "nobody may do %s", s.Akt)
		}
		for _, rolle := range s.Wer {
			if !c.role(rolle) {
				c.add(codeAkteur, c.place(i), "%s names the role %q, which is not declared", s.Akt, rolle)
			}
		}
		if s.Norm.IsZero() {
			c.add(codeNorm, c.place(i), "%s rests on no norm", s.Akt)
		}
		for _, b := range s.Wenn {
			if !b.known() {
				c.add(codeBedingung, c.place(i), "%s asks for %q, which nobody can tell", s.Akt, b.Was)
			}
		}
	}
}

// selbst looks at the steps that happen by themselves: they are the system's, wait for
// something, and do not go in a circle.
func (c *check) selbst() {
	next := map[Zustand][]Zustand{}
	for i := range c.zeilen {
		s := &c.zeilen[i]
		if !s.Selbst {
			continue
		}
		if !slices.Equal(s.Wer, Wer(RolleSystem)) || len(s.Wenn) == 0 {
			c.add(codeSelbst, c.place(i), "%s happens by itself: it must be the system's and wait for something", s.Akt)
		}
		for _, von := range s.Von {
			next[von] = append(next[von], s.Ziel(von))
		}
	}
	for von := range next {
		seen, todo := map[Zustand]bool{}, slices.Clone(next[von])
		for len(todo) > 0 {
			z := todo[0]
			todo = todo[1:]
			if z == von {
				c.add(codeSelbst, "/Schritte", "steps that happen by themselves go in a circle from %s", von)
				break
			}
			if !seen[z] {
				seen[z] = true
				todo = append(todo, next[z]...)
			}
		}
	}
}

func (c *check) beteiligte() {
	if len(c.v.Beteiligte) == 0 {
		c.add(codeRolle, "/Beteiligte", "a procedure that nobody takes part in")
	}
	waits := slices.ContainsFunc(c.zeilen, func(s Schritt) bool {
		return slices.ContainsFunc(s.Wenn, func(b Bedingung) bool { return b.Was == SacheBestaetigt })
	})
	signs := false
	for i, b := range c.v.Beteiligte {
		place := fmt.Sprintf("/Beteiligte/%d", i)
		acts := func(akt Akt) bool {
			return slices.ContainsFunc(c.zeilen, func(s Schritt) bool { return (akt == "" || s.Akt == akt) && s.Darf(b.Rolle) })
		}
		if b.Stellung == "" || b.Zugang == "" {
			c.add(codeRolle, place, "%s: how it stands to the case and how it comes in must be said", b.Rolle)
		}
		if (b.Zugang == ZugangKeiner) == acts("") {
			c.add(codeRolle, place, "%s never acts, or acts and never comes in", b.Rolle)
		}
		party := b.Stellung == StellungAntragsteller || b.Stellung == StellungBerechtigter
		login := b.Zugang == ZugangKonto || b.Zugang == ZugangEinladung
		switch {
		case b.Zugang == ZugangCode && (!b.Niveau.IsZero() || !c.v.Recht.Niveau.IsZero()):
			c.add(codeNiveau, place, "%s comes in with a code: nobody is identified", b.Rolle)
		case party && login && !b.Niveau.IsValid():
			c.add(codeNiveau, place, "%s: the level of the login must be said", b.Rolle)
		case party && login && !c.v.Recht.Niveau.IsZero() && !b.Niveau.Reicht(c.v.Recht.Niveau):
			c.add(codeNiveau, place, "%s: the law asks for the level %s", b.Rolle, c.v.Recht.Niveau.English())
		}
		signs = signs || b.Zeichnet
		if b.Zeichnet && (!acts(AktBestaetigt) || len(b.Sieht) == 0 || !waits) {
			c.add(codeZeichnung, place, "%s signs: it must see something, confirm it, and be waited for", b.Rolle)
		}
		for _, teil := range b.Schreibt {
			if !slices.Contains(b.Sieht, teil) {
				c.add(codeRolle, place, "%s writes %q and does not see it", b.Rolle, teil)
			}
		}
	}
	if waits && !signs {
		c.add(codeZeichnung, "/Beteiligte", "a step waits for confirmations, and nobody signs")
	}
}

func (c *check) aufbewahrung() {
	for i, l := range c.v.Aufbewahrung {
		place := fmt.Sprintf("/Aufbewahrung/%d", i)
		if !l.Nach.valid() || l.Norm.IsZero() || len(l.Was) == 0 {
			c.add(codeAufbewahrung, place, "a row of retention needs kinds of data, a length and a norm")
		}
		for _, z := range l.In {
			if !slices.Contains(c.v.Enden, z) {
				c.add(codeAufbewahrung, place, "%s is no end: what is kept in it goes by its periods", z)
			}
		}
	}
	for _, ende := range c.v.Enden {
		for _, was := range AlleDaten() {
			rows := 0
			for _, l := range c.v.Aufbewahrung {
				if slices.Contains(l.In, ende) && slices.Contains(l.Was, was) {
					rows++
				}
			}
			if rows != 1 {
				c.add(codeAufbewahrung, "/Aufbewahrung", "%d rows say how long %s is kept in %s", rows, was, ende)
			}
		}
	}
}

func (c *check) anlaesse() {
	for i, a := range c.v.Anlaesse {
		place := fmt.Sprintf("/Anlaesse/%d", i)
		if a.Norm.IsZero() {
			c.add(codeAnlass, place, "no norm lets the data of %s flow", a.Name)
		}
		if !c.role(a.Rolle) || a.Rolle == RolleBehoerde || a.Rolle == RolleSystem {
			c.add(codeAnlass, place, "%s is for nobody", a.Name)
		}
		switch {
		case a.Weise == AnlassBeginn && !c.v.NurAufAntrag.IsZero():
			c.add(codeAnlass, place, "%s opens a case where law asks for an application (%s): it may only offer", a.Name, c.v.NurAufAntrag)
		case a.Weise == AnlassBeginn && !c.v.Entgelt.IsZero():
			c.add(codeAnlass, place, "%s opens a case that costs a fee without a yes: it may only offer", a.Name)
		case a.Weise == AnlassBeginn && !slices.ContainsFunc(c.zeilen, func(s Schritt) bool { return slices.Contains(s.Von, ZustandNeu) && s.Darf(RolleSystem) }):
			c.add(codeAnlass, place, "%s opens a case, and the system has no row for it", a.Name)
		case a.Weise != AnlassBeginn && a.Weise != AnlassAngebot:
			c.add(codeAnlass, place, "%s: whether it offers or opens must be said", a.Name)
		}
	}
}

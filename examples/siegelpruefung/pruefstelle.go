// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// meldebestaetigung is the profile of the example wohnsitzummeldung.
const meldebestaetigung = "1;Meldebestätigung;Familienname;Vornamen;Doktorgrad;Geburtsdatum;Einzugsdatum;Datum der Anmeldung;Anschrift;Art der Wohnung"

// pruefstelle checks codes and names their values.
type pruefstelle struct {
	pruefer  *siegel.Pruefer
	profiles map[uint64]bescheid.Profil
}

func load(keys, profiles string, lists []string, now func() time.Time) (*pruefstelle, error) {
	known, err := readKeys(keys)
	if err != nil {
		return nil, err
	}
	p := &pruefstelle{}
	if p.pruefer, err = siegel.NewPruefer(known, siegel.Config{Now: now}); err != nil {
		return nil, err
	}
	for _, name := range lists {
		signed, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			return nil, err
		}
		if err := p.pruefer.Update(signed); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	text := meldebestaetigung
	if profiles != "" {
		data, err := os.ReadFile(filepath.Clean(profiles))
		if err != nil {
			return nil, err
		}
		text = string(data)
	}
	p.profiles, err = parseProfiles(text)
	return p, err
}

// lines are the lines of a file without comments.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func readKeys(name string) ([]siegel.Schluessel, error) {
	if name == "" {
		return nil, errors.New("-schluessel names no file of known keys")
	}
	data, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return nil, err
	}
	var out []siegel.Schluessel
	for i, line := range lines(string(data)) {
		var s siegel.Schluessel
		if err := s.UnmarshalText([]byte(line)); err != nil {
			return nil, fmt.Errorf("%s, key %d: %w", name, i+1, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func parseProfiles(text string) (map[uint64]bescheid.Profil, error) {
	out := map[uint64]bescheid.Profil{}
	for i, line := range lines(text) {
		fields := strings.Split(line, ";")
		n, err := strconv.ParseUint(fields[0], 10, 64)
		if err != nil || len(fields) < 3 || n == 0 || out[n].Nummer != 0 {
			return nil, fmt.Errorf("profile %d: number, title and names, with semicolons between", i+1)
		}
		out[n] = bescheid.Profil{Nummer: n, Titel: fields[1], Felder: fields[2:]}
	}
	return out, nil
}

// antwort is what a person learns of a code.
type antwort struct {
	siegel.Pruefung
	Titel   string
	Angaben []bescheid.Angabe
}

func (p *pruefstelle) check(code string) antwort {
	a := antwort{Pruefung: p.pruefer.Verify(code), Titel: "Bescheinigung"}
	if a.Zustand == siegel.ZustandUnecht {
		return a
	}
	profil, known := p.profiles[a.Inhalt.Profil]
	angaben, err := profil.Read(a.Inhalt)
	if known && err == nil {
		a.Titel, a.Angaben = profil.Titel, angaben
		return a
	}
	for i, wert := range a.Inhalt.Angaben { // genuine, but nobody here knows the names
		a.Angaben = append(a.Angaben, bescheid.Angabe{Name: "Angabe " + strconv.Itoa(i+1), Wert: wert})
	}
	return a
}

// Urteil says in one sentence what the check found.
func (a antwort) Urteil() string {
	switch a.Zustand {
	case siegel.ZustandGueltig:
		return "Das Siegel ist echt. Vergleichen Sie die Angaben mit dem Papier: Nur was hier steht, ist bestätigt."
	case siegel.ZustandAbgelaufen:
		return "Das Siegel ist echt, aber die Bescheinigung gilt nicht mehr."
	case siegel.ZustandGesperrt:
		return "Das Siegel ist echt, aber die Behörde hat die Bescheinigung gesperrt."
	default:
		return "Das Siegel ist nicht echt oder von keiner bekannten Behörde. Verlassen Sie sich nicht auf diese Bescheinigung."
	}
}

// Sperren says whether revocation was checked.
func (a antwort) Sperren() string {
	if a.Sperrstand.IsZero() {
		return "Ob die Behörde die Bescheinigung gesperrt hat, wurde nicht geprüft."
	}
	return "Mit den Sperrungen der Behörde verglichen, Stand " + datum.LegalTime(a.Sperrstand).Format("02.01.2006, 15:04") + " Uhr."
}

// Echt reports whether the content may be shown.
func (a antwort) Echt() bool { return a.Zustand != siegel.ZustandUnecht }

// Zeilen are the certificate line by line.
func (a antwort) Zeilen() []bescheid.Angabe {
	out := append([]bescheid.Angabe{{Name: "Behörde", Wert: a.Schluessel.Name}, {Name: "Nummer", Wert: a.Inhalt.Nummer}, {Name: "Ausgestellt am", Wert: tag(a.Inhalt.Vom)}}, a.Angaben...)
	if !a.Inhalt.Bis.IsZero() {
		out = append(out, bescheid.Angabe{Name: "Gültig bis", Wert: tag(a.Inhalt.Bis)})
	}
	return out
}

// tag writes a day as certificates do.
func tag(d datum.Datum) string {
	return fmt.Sprintf("%02d.%02d.%04d", d.Day(), int(d.Month()), d.Year())
}

// Text is the answer for a terminal.
func (a antwort) Text() string {
	if !a.Echt() {
		return a.Urteil()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n%s\n", a.Urteil(), a.Sperren(), a.Titel)
	for _, z := range a.Zeilen() {
		fmt.Fprintf(&b, "%s: %s\n", z.Name, z.Wert)
	}
	return strings.TrimRight(b.String(), "\n")
}

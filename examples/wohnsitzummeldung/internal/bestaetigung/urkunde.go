// SPDX-License-Identifier: Apache-2.0

package bestaetigung

import (
	"crypto"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// Profil says what the values of a sealed code mean: the eight things of § 24(2)
// BMG in the order of the document. Every checker knows it by its number.
func Profil() bescheid.Profil {
	p := bescheid.Profil{Nummer: 1, Titel: "Meldebestätigung"}
	for _, z := range (Inhalt{}).Zeilen() {
		p.Felder = append(p.Felder, z.Name)
	}
	return p
}

// Seal makes the document for paper: an accessible PDF file with a code that
// verifies from the print. The number names it when it is revoked.
func (d Dokument) Seal(behoerde bescheid.Behoerde, nummer string, am kommune.Datum, key crypto.Signer) (*bescheid.Urkunde, error) {
	angaben := make([]string, len(d.Zeilen))
	for i, z := range d.Zeilen {
		if z.Wert != leer {
			angaben[i] = z.Wert
		}
	}
	return bescheid.Bescheinigung{
		Behoerde: behoerde, Profil: Profil(), Nummer: nummer, Datum: am, Grundlage: recht.MustParseNorm("§ 24 Abs. 2 BMG"),
		Einleitung: []string{"Die Meldebehörde bestätigt die Anmeldung der folgenden Person."}, Angaben: angaben,
		Hinweise: []string{
			"Diese Bestätigung ist kostenfrei.",
			"Ob sie echt ist, prüfen Sie auf der Seite „Meldebestätigung prüfen“ des Onlinedienstes oder mit dem Programm siegelpruefung ohne Netz.",
		},
	}.Seal(key)
}

// FromCode gives the values of a checked code the form of a document that was
// read.
func FromCode(p siegel.Pruefung) (Dokument, error) {
	angaben, err := Profil().Read(p.Inhalt)
	if err != nil {
		return Dokument{}, fmt.Errorf("bestaetigung: %w", err)
	}
	d := Dokument{Behoerde: p.Schluessel.Name, KeyID: p.Schluessel.ID()}
	for _, a := range angaben {
		d.Zeilen = append(d.Zeilen, Zeile{a.Name, a.Wert})
	}
	return d, nil
}

// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"crypto"
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// Profil says what the values of a certificate mean. Its number stands in the
// sealed code; whoever checks codes knows the profile.
type Profil struct {
	Nummer uint64 // unique for the checker, not 0
	Titel  string // as "Meldebestätigung"
	Felder []string
}

// Angabe is one line of a certificate.
type Angabe struct{ Name, Wert string }

// ErrProfil reports values that do not fit the profile.
var ErrProfil = errors.New("bescheid: values that do not fit the profile")

// leer stands in a certificate for a value that there is none of.
const leer = "keine Angabe"

// Read gives the values of a checked code their names, so that a person can
// compare them with the paper.
func (p Profil) Read(in siegel.Inhalt) ([]Angabe, error) {
	if in.Profil != p.Nummer || len(in.Angaben) != len(p.Felder) {
		return nil, fmt.Errorf("%w: %d values of profile %d, wanted %d of %d", ErrProfil, len(in.Angaben), in.Profil, len(p.Felder), p.Nummer)
	}
	out := make([]Angabe, len(p.Felder))
	for i, name := range p.Felder {
		wert := in.Angaben[i]
		if blank(wert) {
			wert = leer
		}
		out[i] = Angabe{name, wert}
	}
	return out, nil
}

// Bescheinigung is what an authority certifies, as a Meldebestätigung. It decides
// nothing.
type Bescheinigung struct {
	Behoerde   Behoerde
	Profil     Profil
	Nummer     string // unique for the authority; names the certificate when it is revoked
	Datum      datum.Datum
	GueltigBis datum.Datum // zero for no end
	Grundlage  recht.Norm
	Einleitung []string
	Angaben    []string // one for each field of the profile; may be blank
	Hinweise   []string
	Pruefung   string // https address where the code is checked; may be empty
}

// String names the certificate and says nothing of the person.
func (b Bescheinigung) String() string {
	return "bescheid.Bescheinigung{" + b.Profil.Titel + " " + b.Nummer + "}"
}

// Urkunde is a sealed certificate. It never changes.
type Urkunde struct {
	code       string
	html, file []byte
}

// Code returns the text of the sealed code.
func (u *Urkunde) Code() string { return u.code }

// HTML returns the certificate as one accessible page.
func (u *Urkunde) HTML() []byte { return append([]byte(nil), u.html...) }

// PDF returns the certificate as an accessible file with the same words.
func (u *Urkunde) PDF() []byte { return append([]byte(nil), u.file...) }

// Seal makes the certificate with a code that verifies from paper. The same
// content under the same key is the same certificate, byte for byte. The error
// matches [ErrProfil], siegel.ErrInhalt, pdf.ErrDocument or pdf.ErrCharacter.
func (b Bescheinigung) Seal(key crypto.Signer) (*Urkunde, error) {
	in := siegel.Inhalt{
		Profil: b.Profil.Nummer, Nummer: b.Nummer, Stelle: b.Behoerde.Schluessel, Vom: b.Datum, Bis: b.GueltigBis, Angaben: b.Angaben,
	}
	lines, err := b.Profil.Read(in)
	if err != nil {
		return nil, err
	}
	if !b.Behoerde.complete() || b.Profil.Nummer == 0 || blank(b.Profil.Titel) {
		return nil, fmt.Errorf("%w: no authority with its address, or no number and title", ErrProfil)
	}
	code, err := siegel.Seal(in, key)
	if err != nil {
		return nil, err
	}
	d := &builder{}
	d.blocks = append(d.blocks, pdf.Paragraph{Text: pdf.Text{{Text: strings.TrimSpace(b.Behoerde.Name + "\n" + b.Behoerde.Amt), Strong: true}}})
	d.heading(1, b.Profil.Titel)
	d.paragraphs(b.Einleitung...)
	pairs := pdf.Pairs{}
	for _, l := range lines {
		pairs = append(pairs, pdf.Pair{Name: l.Name, Value: pdf.Plain(l.Wert)})
	}
	d.blocks = append(d.blocks, pairs)
	d.heading(2, "Ausstellung")
	issue := pdf.Pairs{
		{Name: "Behörde", Value: pdf.Plain(b.Behoerde.ort())}, {Name: "Nummer", Value: pdf.Plain(b.Nummer)}, {Name: "Ausgestellt am", Value: pdf.Plain(tag(b.Datum))},
	}
	if !b.GueltigBis.IsZero() {
		issue = append(issue, pdf.Pair{Name: "Gültig bis", Value: pdf.Plain(tag(b.GueltigBis))})
	}
	if !b.Grundlage.IsZero() {
		issue = append(issue, pdf.Pair{Name: "Rechtsgrundlage", Value: pdf.Plain(b.Grundlage.String())})
	}
	d.blocks = append(d.blocks, issue)
	d.section("Hinweise", b.Hinweise...)
	if err := d.seal(code, b.Pruefung, "dieser Bescheinigung"); err != nil {
		return nil, err
	}
	doc := pdf.Document{
		Title: b.Profil.Titel + " " + b.Nummer, Language: "de-DE", Author: b.Behoerde.Name, Created: b.Datum.Start(),
		Head: b.Profil.Titel + " " + b.Nummer, Foot: b.Behoerde.ort(), Body: d.blocks,
	}
	file, err := doc.Bytes()
	if err != nil {
		return nil, fmt.Errorf("bescheid: %w", err)
	}
	return &Urkunde{code: code, html: page(doc), file: file}, nil
}

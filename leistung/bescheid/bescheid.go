// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// Bescheid is a notice that lacks nothing. Only [Issue] makes one; it never
// changes.
type Bescheid struct {
	entwurf    Entwurf
	bemerkt    recht.Befunde
	html, file []byte
}

// Issue makes the notice. The error is a *recht.BefundError where a finding
// blocks, and matches pdf.ErrCharacter or pdf.ErrDocument where a text cannot be
// written.
func Issue(e Entwurf) (*Bescheid, error) {
	befunde := e.Check()
	if err := befunde.Err(); err != nil {
		return nil, err
	}
	d, err := e.document()
	if err != nil {
		return nil, err
	}
	file, err := d.Bytes()
	if err != nil {
		return nil, fmt.Errorf("bescheid: %w", err)
	}
	return &Bescheid{entwurf: e, bemerkt: befunde, html: page(d), file: file}, nil
}

// Bemerkungen are the findings that did not block.
func (b *Bescheid) Bemerkungen() recht.Befunde { return b.bemerkt }

// HTML returns the notice as one accessible page without scripts and without
// anything from elsewhere.
func (b *Bescheid) HTML() []byte { return append([]byte(nil), b.html...) }

// PDF returns the notice as an accessible PDF file with the same words.
func (b *Bescheid) PDF() []byte { return append([]byte(nil), b.file...) }

// String names the notice and says nothing of its content.
func (b *Bescheid) String() string { return "bescheid.Bescheid{" + b.entwurf.Behoerde.Name + "}" }

// pattern draws a sealed code.
func pattern(code string) (int, func(x, y int) bool, error) {
	size, black, err := siegel.QR(code)
	if err != nil {
		return 0, nil, fmt.Errorf("bescheid: %w", err)
	}
	return size, black, nil
}

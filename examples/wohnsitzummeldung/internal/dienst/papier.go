// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bestaetigung"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Papier returns the Meldebestätigung of person n, counted from 1, for paper:
// with a code that verifies from the print. It is made anew at each download and
// is the same file each time; nothing more is kept.
func (d *Dienst) Papier(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID, n int) (*bescheid.Urkunde, error) {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return nil, err
	}
	urkunden, err := d.Urkunden(ctx, konto, id)
	if err != nil {
		return nil, err
	}
	entscheidung, decided := v.Letztes(antrag.ArtStattgegeben)
	if n < 1 || n > len(urkunden) || !decided {
		return nil, ErrNichtGefunden
	}
	b, err := d.aemter.Find(v.Behoerde())
	if err != nil {
		return nil, err
	}
	key, err := d.siegel.Find(ctx, b.Schluessel())
	if err != nil {
		return nil, err
	}
	return urkunden[n-1].Dokument.Seal(d.aussteller(b), v.Nummer()+"-"+strconv.Itoa(n), kommune.DatumOf(entscheidung.Zeit), key)
}

// aussteller is an authority as a certificate names it. The register knows the
// postcode of a Gemeinde's seat and no street.
func (d *Dienst) aussteller(b amt.Behoerde) bescheid.Behoerde {
	ort := b.Traeger.Sitz
	if g, err := d.gebiete.Gemeinde(b.Traeger.AGS); err == nil {
		ort = strings.TrimSpace(g.PLZ + " " + g.Kurzname())
	}
	return bescheid.Behoerde{
		Stelle: bescheid.Stelle{Name: b.Name, Anschrift: []string{ort}, Sitz: b.Traeger.AGS}, Amt: "Meldebehörde", Schluessel: b.Schluessel(),
	}
}

// Siegelschluessel are the keys of all authorities that take part, by which
// everybody can check a code on paper. They hold as long as the example does; a
// real authority changes its keys and says from when to when each holds.
func (d *Dienst) Siegelschluessel(ctx context.Context) ([]siegel.Schluessel, error) {
	var out []siegel.Schluessel
	for _, b := range d.aemter.Behoerden() {
		keys, err := d.siegel.Oeffentlich(ctx, b.Schluessel())
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			out = append(out, siegel.Schluessel{
				Stelle: b.Schluessel(), Name: b.Name, Ab: kommune.MustParseDatum("2020-01-01"), Bis: kommune.MustParseDatum("2099-12-31"), Oeffentlich: key,
			})
		}
	}
	return out, nil
}

// isCode reports whether a text is that of a code on paper.
func isCode(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "DS1:") }

// verifyCode checks the code of a Meldebestätigung that somebody holds on paper.
func (d *Dienst) verifyCode(ctx context.Context, text string) (Pruefung, error) {
	keys, err := d.Siegelschluessel(ctx)
	if err != nil {
		return Pruefung{}, err
	}
	pruefer, err := siegel.NewPruefer(keys, siegel.Config{Now: d.now})
	if err != nil {
		return Pruefung{}, err
	}
	p := pruefer.Verify(strings.TrimRight(strings.TrimLeft(text, " \t\r\n"), "\r\n"))
	if p.Zustand != siegel.ZustandGueltig {
		return Pruefung{Lesbar: true}, nil
	}
	b, err := d.aemter.Find(p.Schluessel.Stelle)
	if err != nil {
		return Pruefung{}, err
	}
	dokument, err := bestaetigung.FromCode(p)
	if err != nil {
		return Pruefung{Lesbar: true}, nil //nolint:nilerr // a genuine code of something else is no Meldebestätigung
	}
	return Pruefung{Echt: true, Lesbar: true, Behoerde: b, Dokument: dokument}, nil
}

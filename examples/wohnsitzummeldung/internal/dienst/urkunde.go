// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bestaetigung"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// meldebestaetigungen returns the documents of an application, one for each
// person who moved, the applicant's own first.
func (d *Dienst) meldebestaetigungen(ctx context.Context, id uuid.UUID) ([]string, error) {
	var gefunden []antrag.Unterlage
	for u, err := range d.registratur.Unterlagen(ctx, id) {
		if err != nil {
			return nil, err
		}
		if u.Art == artMeldebestaetigung {
			gefunden = append(gefunden, u)
		}
	}
	slices.SortFunc(gefunden, func(a, b antrag.Unterlage) int { return strings.Compare(a.Name, b.Name) })
	texte := make([]string, len(gefunden))
	for i, u := range gefunden {
		u, err := d.registratur.Unterlage(ctx, id, u.ID)
		if err != nil {
			return nil, err
		}
		texte[i] = string(u.Inhalt)
	}
	return texte, nil
}

// Urkunde is a Meldebestätigung as issued.
type Urkunde struct {
	Text     string
	Dokument bestaetigung.Dokument
}

// Urkunden returns the Meldebestätigungen of an application, the applicant's
// own first. There is none before the authority has decided.
func (d *Dienst) Urkunden(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID) ([]Urkunde, error) {
	if _, err := d.Antrag(ctx, konto, id); err != nil {
		return nil, err
	}
	texte, err := d.meldebestaetigungen(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]Urkunde, 0, len(texte))
	for _, text := range texte {
		dokument, err := bestaetigung.Parse(text)
		if err != nil {
			return nil, err
		}
		out = append(out, Urkunde{text, dokument})
	}
	return out, nil
}

// wohnungsarten are the words of the document (§ 24 Abs. 2 Satz 2 Nr. 8 BMG).
var wohnungsarten = map[anmeldung.Wohnungsart]string{
	anmeldung.Alleinige:    "alleinige Wohnung",
	anmeldung.Hauptwohnung: "Hauptwohnung",
	anmeldung.Nebenwohnung: "Nebenwohnung",
}

// inhalte are the contents of the documents for everybody on the form, each with
// what was stated about that person's home.
func (d *Dienst) inhalte(a anmeldung.Antrag, am kommune.Datum) ([]bestaetigung.Inhalt, error) {
	person := a.Person
	anschrift, err := d.AnschriftText(a)
	if err != nil {
		return nil, err
	}
	grund := bestaetigung.Inhalt{Einzug: a.Einzug.Tag, Anmeldung: am, Anschrift: anschrift, Wohnung: wohnungsarten[a.Art]}
	erste := grund
	erste.Familienname, erste.Vornamen, erste.Rufname = person.Familienname, person.Vornamen, person.Rufname
	erste.Doktorgrad, erste.Geburtsdatum = person.Doktorgrad, person.Geburtsdatum
	out := []bestaetigung.Inhalt{erste}
	for _, m := range a.Familie {
		weitere := grund
		if weitere.Wohnung = wohnungsarten[m.Wohnung]; m.Mit != onlinedienst.Ja || weitere.Wohnung == "" {
			continue // who stays, and what nobody stated, is not certified
		}
		weitere.Familienname, weitere.Vornamen, weitere.Rufname = m.Familienname, m.Vornamen, m.Rufname
		weitere.Doktorgrad, weitere.Geburtsdatum = m.Doktorgrad, m.Geburtsdatum
		out = append(out, weitere)
	}
	return out, nil
}

// AnschriftText is the new address in one line.
func (d *Dienst) AnschriftText(a anmeldung.Antrag) (string, error) {
	g, err := d.gebiete.Gemeinde(a.AGS())
	if err != nil {
		return "", err
	}
	text := a.Anschrift.Strasse + " " + a.Anschrift.Hausnummer
	if a.Anschrift.Zusatz != "" {
		text += ", " + a.Anschrift.Zusatz
	}
	return text + ", " + a.Anschrift.PLZ + " " + g.Kurzname(), nil
}

// Pruefung is the outcome of checking a Meldebestätigung.
type Pruefung struct {
	Echt     bool
	Lesbar   bool
	Behoerde amt.Behoerde // who signed, if genuine
	Dokument bestaetigung.Dokument
}

// Verify checks a text that somebody holds against the keys of all authorities
// that take part. Whose key fits has signed it; the name in the text is no proof.
// The text is that of the signed file, or of the code on paper.
func (d *Dienst) Verify(ctx context.Context, text string) (Pruefung, error) {
	if isCode(text) {
		return d.verifyCode(ctx, text)
	}
	dokument, err := bestaetigung.Parse(bestaetigung.Normalize(text))
	if err != nil {
		return Pruefung{}, nil //nolint:nilerr // an unreadable text is a result, no fault of ours
	}
	p := Pruefung{Lesbar: true, Dokument: dokument}
	for _, b := range d.aemter.Behoerden() {
		keys, err := d.siegel.Oeffentlich(ctx, b.Schluessel())
		if err != nil {
			return Pruefung{}, err
		}
		if slices.ContainsFunc(keys, dokument.Verify) {
			p.Echt, p.Behoerde = true, b
			break
		}
	}
	return p, nil
}

// Geheimnis is a secret of 32 bytes for one use, the same in all processes. It comes from
// a signature, which Ed25519 makes the same each time, so that a key in hardware will do.
func (d *Dienst) Geheimnis(ctx context.Context, zweck string) ([]byte, error) {
	key, err := d.siegel.Find(ctx, "geheimnis")
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign(nil, []byte("wohnsitzummeldung: secret for "+zweck), crypto.Hash(0))
	if err != nil {
		return nil, err
	}
	return hkdf.Key(sha256.New, signature, nil, zweck, sha256.Size)
}

// PublicKey is the key with which everybody can check what an authority signed.
func (d *Dienst) PublicKey(ctx context.Context, b amt.Behoerde) (ed25519.PublicKey, error) {
	keys, err := d.siegel.Oeffentlich(ctx, b.Schluessel())
	if err != nil {
		return nil, err
	}
	return keys[0], nil
}

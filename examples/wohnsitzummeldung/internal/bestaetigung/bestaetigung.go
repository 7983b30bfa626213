// SPDX-License-Identifier: Apache-2.0

// Package bestaetigung is the Meldebestätigung: the document by which the
// authority confirms a registration (§ 24(2) BMG, free of charge).
//
// # Content
//
// The law lists eight things and nothing else. Each is one line of the
// document, in this order, "-" where there is nothing to say:
//
//	Familienname
//	Vornamen (the commonly used one in brackets after them)
//	Doktorgrad
//	Geburtsdatum
//	Einzugsdatum
//	Datum der Anmeldung
//	Anschrift
//	Art der Wohnung
//
// # Form
//
// The document is a UTF-8 text file with line feeds: a title line, an empty
// line, the eight lines, an empty line, and the signature of the authority:
//
//	Meldebestätigung
//
//	Familienname: Mustermann
//	…
//	Art der Wohnung: alleinige Wohnung
//
//	-----BEGIN SIGNATUR-----
//	Behörde: Stadt Jena
//	Schlüssel: 7f3c9d0a51b2e466
//	<Ed25519 signature, 88 characters of base64>
//	-----END SIGNATUR-----
//
// Signed are all bytes before the empty line that the signature block follows.
// The two lines in the block only help to find the key; who trusts the key
// knows whose it is. A sealed PDF would be another presentation of the same
// content; how the federal service seals its document is not published.
package bestaetigung

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// ErrSyntax reports a text that is not a Meldebestätigung in its one spelling.
var ErrSyntax = errors.New("bestaetigung: not a Meldebestätigung")

// Inhalt holds the eight things of § 24(2) BMG.
type Inhalt struct {
	Familienname string
	Vornamen     string
	Rufname      string // marks one of the Vornamen; empty if there is one only
	Doktorgrad   string
	Geburtsdatum kommune.Datum
	Einzug       kommune.Datum
	Anmeldung    kommune.Datum
	Anschrift    string
	Wohnung      string // "alleinige Wohnung", "Hauptwohnung", "Nebenwohnung"
}

const (
	titel  = "Meldebestätigung\n\n"
	anfang = "\n-----BEGIN SIGNATUR-----\n"
	ende   = "-----END SIGNATUR-----\n"
	leer   = "-"
)

// Zeile is one line of the document.
type Zeile struct{ Name, Wert string }

// Zeilen are the eight lines.
func (i Inhalt) Zeilen() []Zeile {
	vornamen := i.Vornamen
	if i.Rufname != "" && i.Rufname != i.Vornamen {
		vornamen += " (Rufname: " + i.Rufname + ")"
	}
	return []Zeile{
		{"Familienname", i.Familienname},
		{"Vornamen", vornamen},
		{"Doktorgrad", i.Doktorgrad},
		{"Geburtsdatum", tag(i.Geburtsdatum)},
		{"Einzugsdatum", tag(i.Einzug)},
		{"Datum der Anmeldung", tag(i.Anmeldung)},
		{"Anschrift", i.Anschrift},
		{"Art der Wohnung", i.Wohnung},
	}
}

func tag(d kommune.Datum) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d.%02d.%04d", d.Day(), int(d.Month()), d.Year())
}

// text is what gets signed. A line break inside a value would make two lines
// of one, so there is none.
func (i Inhalt) text() (string, error) {
	var b strings.Builder
	b.WriteString(titel)
	for _, z := range i.Zeilen() {
		wert := z.Wert
		if wert == "" {
			wert = leer
		}
		if strings.ContainsFunc(wert, bricht) {
			return "", fmt.Errorf("bestaetigung: %s holds a control character", z.Name)
		}
		b.WriteString(z.Name + ": " + wert + "\n")
	}
	return b.String(), nil
}

// bricht reports whether a character ends a line somewhere, or hides.
func bricht(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029'
}

// Behoerde is an authority with its key for signatures.
type Behoerde struct {
	Name       string
	Schluessel crypto.Signer
}

// KeyID names a public key by the start of its hash.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}

// Issue writes and signs the document. The same content under the same key is
// the same document, byte for byte: issuing twice doubles nothing.
func (b Behoerde) Issue(inhalt Inhalt) (string, error) {
	text, err := inhalt.text()
	if err != nil {
		return "", err
	}
	public, ok := b.Schluessel.Public().(ed25519.PublicKey)
	if !ok {
		return "", errors.New("bestaetigung: not an Ed25519 key")
	}
	signatur, err := b.Schluessel.Sign(nil, []byte(text), crypto.Hash(0))
	if err != nil {
		return "", fmt.Errorf("bestaetigung: sign: %w", err)
	}
	return text + anfang + "Behörde: " + b.Name + "\nSchlüssel: " + KeyID(public) + "\n" +
		base64.StdEncoding.EncodeToString(signatur) + "\n" + ende, nil
}

// Dokument is a Meldebestätigung that has been read, not yet verified.
type Dokument struct {
	Zeilen   []Zeile
	Behoerde string // as the document claims
	KeyID    string
	text     string
	signatur []byte
}

// Parse reads the one spelling of the document.
func Parse(s string) (Dokument, error) {
	text, rest, ok := strings.Cut(s, anfang)
	if !ok {
		return Dokument{}, fmt.Errorf("%w: no signature", ErrSyntax)
	}
	d := Dokument{text: text}
	body, ok := strings.CutPrefix(text, titel)
	if !ok {
		return Dokument{}, fmt.Errorf("%w: no title", ErrSyntax)
	}
	for i, z := range (Inhalt{}).Zeilen() {
		line, after, ok := strings.Cut(body, "\n")
		wert, named := strings.CutPrefix(line, z.Name+": ")
		if !ok || !named || wert == "" || strings.ContainsFunc(wert, bricht) {
			return Dokument{}, fmt.Errorf("%w: line %d", ErrSyntax, i+1)
		}
		d.Zeilen = append(d.Zeilen, Zeile{z.Name, wert})
		body = after
	}
	if body != "" {
		return Dokument{}, fmt.Errorf("%w: more than eight lines", ErrSyntax)
	}
	return d.parseSignatur(rest)
}

func (d Dokument) parseSignatur(block string) (Dokument, error) {
	lines := strings.Split(block, "\n")
	if len(lines) != 5 || lines[3]+"\n" != ende || lines[4] != "" {
		return Dokument{}, fmt.Errorf("%w: signature block", ErrSyntax)
	}
	var okName, okKey bool
	d.Behoerde, okName = strings.CutPrefix(lines[0], "Behörde: ")
	d.KeyID, okKey = strings.CutPrefix(lines[1], "Schlüssel: ")
	var err error
	d.signatur, err = base64.StdEncoding.Strict().DecodeString(lines[2])
	if !okName || !okKey || err != nil || len(d.signatur) != ed25519.SignatureSize {
		return Dokument{}, fmt.Errorf("%w: signature block", ErrSyntax)
	}
	return d, nil
}

// Normalize repairs what copying does to a text: line ends of other systems,
// blanks at line ends, empty lines around it. It is the lenient door before
// [Parse]; the signature decides all the same.
func Normalize(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(s, "\ufeff")), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Verify reports whether the owner of the key signed this document as it is.
func (d Dokument) Verify(key ed25519.PublicKey) bool {
	return KeyID(key) == d.KeyID && ed25519.Verify(key, []byte(d.text), d.signatur)
}

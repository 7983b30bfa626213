// SPDX-License-Identifier: Apache-2.0

// Package amt knows the Meldebehörden that take part in the example: six real
// administrations of Thüringen, simulated. It gives their clerks a test
// account and each authority a key for its signatures.
package amt

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
)

// ErrUnbekannt says that no such authority takes part.
var ErrUnbekannt = errors.New("amt: authority does not take part")

// angebunden are the administrations that take part, by the key of their
// Verband; a Gemeinde that administers itself has one of its own.
var angebunden = []string{
	"160520000", // Gera
	"160530000", // Jena
	"160550000", // Weimar
	"160640046", // Mühlhausen/Thüringen
	"160615001", // VG Lindenberg/Eichsfeld
	"160635057", // Ruhla, erfüllende Gemeinde for Seebach
}

// Behoerde is a Meldebehörde that takes part.
type Behoerde struct {
	Traeger kommune.Traeger
	// Name as a person would say it: "Stadt Jena".
	Name string
}

// Schluessel is the key of the authority in applications and in the database.
func (b Behoerde) Schluessel() string { return b.Traeger.Verband.String() }

// Verzeichnis is the list of those who take part.
type Verzeichnis struct {
	gebiete   *kommune.Verzeichnis
	behoerden []Behoerde
}

// New looks the authorities up in the register of municipalities.
func New(gebiete *kommune.Verzeichnis) (*Verzeichnis, error) {
	v := &Verzeichnis{gebiete: gebiete}
	for _, s := range angebunden {
		key, err := kommune.ParseVerbandsschluessel(s)
		if err != nil {
			return nil, fmt.Errorf("amt: %w", err)
		}
		for g := range gebiete.Members(key) {
			traeger, err := gebiete.Traeger(g.AGS)
			if err != nil {
				return nil, fmt.Errorf("amt: %w", err)
			}
			v.behoerden = append(v.behoerden, Behoerde{Traeger: traeger, Name: Name(traeger)})
			break // every member has the same administration
		}
	}
	if len(v.behoerden) != len(angebunden) {
		return nil, fmt.Errorf("amt: %d of %d authorities found in the register", len(v.behoerden), len(angebunden))
	}
	return v, nil
}

// Name is how people call an administration: "Stadt Jena",
// "Verwaltungsgemeinschaft Lindenberg/Eichsfeld".
func Name(t kommune.Traeger) string {
	g := kommune.Gemeinde{Name: t.Name}
	switch {
	case t.Art == kommune.TraegerVerband:
		return t.Bezeichnung()
	case g.Zusatz() == "Stadt":
		return "Stadt " + g.Kurzname()
	case g.Zusatz() == "":
		return "Gemeinde " + g.Kurzname()
	default:
		return t.Name
	}
}

// Behoerden returns all that take part.
func (v *Verzeichnis) Behoerden() []Behoerde { return slices.Clone(v.behoerden) }

// Find returns the authority of a key.
func (v *Verzeichnis) Find(schluessel string) (Behoerde, error) {
	for _, b := range v.behoerden {
		if b.Schluessel() == schluessel {
			return b, nil
		}
	}
	return Behoerde{}, ErrUnbekannt
}

// Schluesselbund holds the keys with which the authorities sign. They come from outside
// of the database, so that no copy of it signs in their name. It may be used by many
// goroutines.
type Schluesselbund struct{ quelle bausteine.Keys }

// NewSchluesselbund returns the keys of a source.
func NewSchluesselbund(quelle bausteine.Keys) (*Schluesselbund, error) {
	if quelle == nil {
		return nil, errors.New("amt: there is no source of keys")
	}
	return &Schluesselbund{quelle}, nil
}

// Find returns the key of somebody. A source that can make keys makes it at its first use.
func (b *Schluesselbund) Find(ctx context.Context, name string) (crypto.Signer, error) {
	key, err := b.quelle.Signer(ctx, name)
	if maker, can := b.quelle.(interface {
		Create(ctx context.Context, name string) (crypto.Signer, error)
	}); can && errors.Is(err, bausteine.ErrNotFound) {
		key, err = maker.Create(ctx, name)
	}
	if err != nil {
		return nil, fmt.Errorf("amt: read key: %w", err)
	}
	if _, ok := key.Public().(ed25519.PublicKey); !ok {
		return nil, errors.New("amt: the authorities of the example sign with Ed25519")
	}
	return key, nil
}

// Oeffentlich returns the public keys of somebody: the one in force, and those of before.
func (b *Schluesselbund) Oeffentlich(ctx context.Context, name string) ([]ed25519.PublicKey, error) {
	key, err := b.Find(ctx, name)
	if err != nil {
		return nil, err
	}
	former, err := b.quelle.Former(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("amt: read former keys: %w", err)
	}
	keys := []ed25519.PublicKey{key.Public().(ed25519.PublicKey)} //nolint:forcetypeassert // Find refuses others
	for _, old := range former {
		if key, ok := old.(ed25519.PublicKey); ok {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// Gemeinden are those whose administration takes part.
func (v *Verzeichnis) Gemeinden() (out []kommune.Gemeinde) {
	for _, b := range v.behoerden {
		for g := range v.gebiete.Members(b.Traeger.Verband) {
			out = append(out, g)
		}
	}
	return out
}

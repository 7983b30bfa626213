// SPDX-License-Identifier: Apache-2.0

// Package amt knows the Meldebehörden that take part in the example: six real
// administrations of Thüringen, simulated. It gives their clerks a test
// account and each authority a key for its signatures.
package amt

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
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

// schema is the table in which the keys lie.
const schema = `CREATE TABLE IF NOT EXISTS siegel (name TEXT PRIMARY KEY, seed BLOB NOT NULL) STRICT, WITHOUT ROWID`

// Schluesselbund holds the keys with which the authorities sign. They lie in the
// database of the example, where every process finds them; a real authority
// keeps such a key in hardware. It may be used by many goroutines.
type Schluesselbund struct {
	db *speicher.Datenbank

	mu      sync.Mutex
	bekannt map[string]ed25519.PrivateKey
}

// NewSchluesselbund makes the table for the keys.
func NewSchluesselbund(ctx context.Context, db *speicher.Datenbank) (*Schluesselbund, error) {
	if err := db.Schema(ctx, "amt", schema); err != nil {
		return nil, err
	}
	return &Schluesselbund{db: db, bekannt: map[string]ed25519.PrivateKey{}}, nil
}

// Find returns the key of somebody, and makes one at its first use.
func (b *Schluesselbund) Find(ctx context.Context, name string) (ed25519.PrivateKey, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if key, known := b.bekannt[name]; known {
		return key, nil
	}
	seed, err := b.read(ctx, name)
	if errors.Is(err, sql.ErrNoRows) {
		fresh := make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(fresh) // crypto/rand.Read never returns an error
		// Whoever comes second reads the key of the first.
		if _, err := b.db.ExecContext(ctx, `INSERT INTO siegel (name, seed) VALUES ($1, $2) ON CONFLICT DO NOTHING`, name, fresh); err != nil {
			return nil, fmt.Errorf("amt: keep key: %w", err)
		}
		seed, err = b.read(ctx, name)
	}
	if err != nil {
		return nil, fmt.Errorf("amt: read key: %w", err)
	}
	if len(seed) != ed25519.SeedSize {
		return nil, errors.New("amt: stored key is damaged")
	}
	b.bekannt[name] = ed25519.NewKeyFromSeed(seed)
	return b.bekannt[name], nil
}

func (b *Schluesselbund) read(ctx context.Context, name string) (seed []byte, err error) {
	err = b.db.QueryRowContext(ctx, `SELECT seed FROM siegel WHERE name = $1`, name).Scan(&seed)
	return seed, err
}

// Export returns the seeds of all keys by their names, to be kept apart from a
// backup of the data.
func (b *Schluesselbund) Export(ctx context.Context) (map[string][]byte, error) {
	rows, err := b.db.QueryContext(ctx, `SELECT name, seed FROM siegel`)
	if err != nil {
		return nil, fmt.Errorf("amt: read keys: %w", err)
	}
	defer rows.Close()
	seeds := map[string][]byte{}
	for rows.Next() {
		var name string
		var seed []byte
		if err := rows.Scan(&name, &seed); err != nil {
			return nil, fmt.Errorf("amt: read keys: %w", err)
		}
		seeds[name] = seed
	}
	return seeds, rows.Err()
}

// Import keeps keys that Export returned, in a place that has none yet.
func (b *Schluesselbund) Import(ctx context.Context, seeds map[string][]byte) error {
	for name, seed := range seeds {
		if len(seed) != ed25519.SeedSize {
			return errors.New("amt: a key of another size")
		}
		if _, err := b.db.ExecContext(ctx, `INSERT INTO siegel (name, seed) VALUES ($1, $2)`, name, seed); err != nil {
			return fmt.Errorf("amt: keep key: %w", err)
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

// Package sitzung keeps the sessions of citizens and clerks in the database
// and remembers what somebody typed into a form that could not be saved.
//
// A session is known by a random id of 256 bits. The id travels in a cookie;
// the database holds only its hash, so that whoever reads the database cannot
// take a session over.
package sitzung

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

// A session ends after Leerlauf without a request, and after Dauer at all
// events.
const (
	Leerlauf = 30 * time.Minute
	Dauer    = 8 * time.Hour
	// Nachlauf is how long an ended session is still recognised as such, so
	// that a form sent too late is kept for its owner.
	Nachlauf = 24 * time.Hour
	// uhren is how far the clocks of two processes may differ. A session from later
	// than that has ended: a clock was turned back, and nobody knows how far.
	uhren = time.Minute
)

// schritt bounds how often a request moves the idle time forward in the
// database: reading a page should not cost a write each time.
const schritt = time.Minute

var (
	// ErrUnbekannt says that no session has this id.
	ErrUnbekannt = errors.New("sitzung: unknown")
	// ErrAbgelaufen says that the session was there and has run out.
	ErrAbgelaufen = errors.New("sitzung: expired")
)

// Rolle says whose session it is.
type Rolle string

// The two sides of the counter.
const (
	Buerger Rolle = "buerger"
	Amt     Rolle = "amt"
)

// Sitzung is one login.
type Sitzung struct {
	Rolle Rolle
	Konto string
}

// FormularToken derives the token for forms from the secret of a cookie. The
// cookie cannot be computed from it.
func FormularToken(geheim string) string {
	sum := sha256.Sum256([]byte("formular\x00" + geheim))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// PruefeToken compares in constant time. Without a secret no token fits: the
// one that FormularToken derives from nothing is known to everybody.
func PruefeToken(geheim, token string) bool {
	return geheim != "" && subtle.ConstantTimeCompare([]byte(FormularToken(geheim)), []byte(token)) == 1
}

// NewGeheimnis returns 256 random bits as text.
func NewGeheimnis() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never returns an error
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Speicher keeps sessions.
type Speicher struct {
	db  *speicher.Datenbank
	now func() time.Time
}

// New prepares the tables and returns the store.
func New(ctx context.Context, db *speicher.Datenbank, now func() time.Time) (*Speicher, error) {
	if err := db.Schema(ctx, "sitzung", schema...); err != nil {
		return nil, err
	}
	return &Speicher{db: db, now: now}, nil
}

// schema holds the steps of the tables, see [speicher.Datenbank.Schema].
var schema = []string{
	`CREATE TABLE IF NOT EXISTS sitzung (
		hash    BLOB PRIMARY KEY,
		rolle   TEXT NOT NULL,
		konto   TEXT NOT NULL,
		beginn  INTEGER NOT NULL,
		zuletzt INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS eingabe (
		rolle TEXT NOT NULL,
		konto TEXT NOT NULL,
		pfad  TEXT NOT NULL,
		werte TEXT NOT NULL,
		zeit  INTEGER NOT NULL,
		PRIMARY KEY (rolle, konto, pfad)
	) STRICT, WITHOUT ROWID`,
}

func hash(geheim string) []byte {
	sum := sha256.Sum256([]byte("sitzung\x00" + geheim))
	return sum[:]
}

// Begin starts a session and returns the id for the cookie.
func (s *Speicher) Begin(ctx context.Context, rolle Rolle, konto string) (string, error) {
	geheim, t := NewGeheimnis(), s.now().Unix()
	if _, err := s.db.ExecContext(ctx,
		`INSERT INTO sitzung (hash, rolle, konto, beginn, zuletzt) VALUES ($1, $2, $3, $4, $5)`,
		hash(geheim), string(rolle), konto, t, t); err != nil {
		return "", fmt.Errorf("sitzung: begin: %w", err)
	}
	return geheim, nil
}

// Lookup finds the session of a cookie. With ErrAbgelaufen the session is
// returned too: it names whose it was and grants nothing.
func (s *Speicher) Lookup(ctx context.Context, rolle Rolle, geheim string) (Sitzung, error) {
	var konto string
	var beginn, zuletzt int64
	err := s.db.QueryRowContext(ctx,
		`SELECT konto, beginn, zuletzt FROM sitzung WHERE hash = $1 AND rolle = $2`, hash(geheim), string(rolle)).
		Scan(&konto, &beginn, &zuletzt)
	if errors.Is(err, sql.ErrNoRows) {
		return Sitzung{}, ErrUnbekannt
	}
	if err != nil {
		return Sitzung{}, fmt.Errorf("sitzung: lookup: %w", err)
	}
	found := Sitzung{Rolle: rolle, Konto: konto}
	t := s.now()
	idle, age := t.Sub(time.Unix(zuletzt, 0)), t.Sub(time.Unix(beginn, 0))
	if min(idle, age) < -uhren {
		return Sitzung{}, ErrUnbekannt // nothing is kept for it either
	}
	if idle > Leerlauf || age > Dauer {
		return found, ErrAbgelaufen
	}
	if t.Sub(time.Unix(zuletzt, 0)) >= schritt {
		if _, err := s.db.ExecContext(ctx, `UPDATE sitzung SET zuletzt = $1 WHERE hash = $2`, t.Unix(), hash(geheim)); err != nil {
			return Sitzung{}, fmt.Errorf("sitzung: prolong: %w", err)
		}
	}
	return found, nil
}

// End forgets the session.
func (s *Speicher) End(ctx context.Context, geheim string) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM sitzung WHERE hash = $1`, hash(geheim)); err != nil {
		return fmt.Errorf("sitzung: end: %w", err)
	}
	return nil
}

// Purge deletes what has run out for longer than Nachlauf.
func (s *Speicher) Purge(ctx context.Context) error {
	t := s.now()
	if _, err := s.db.ExecContext(ctx, `DELETE FROM sitzung WHERE zuletzt < $1 OR beginn < $2`,
		t.Add(-Leerlauf-Nachlauf).Unix(), t.Add(-Dauer-Nachlauf).Unix()); err != nil {
		return fmt.Errorf("sitzung: purge: %w", err)
	}
	if _, err := s.db.ExecContext(ctx, `DELETE FROM eingabe WHERE zeit < $1`, t.Add(-Nachlauf).Unix()); err != nil {
		return fmt.Errorf("sitzung: purge: %w", err)
	}
	return nil
}

// Ping says whether the database answers.
func (s *Speicher) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// SPDX-License-Identifier: Apache-2.0

// Package sitzung remembers what somebody typed into a form that could not be saved,
// and makes the secrets of forms before a login.
package sitzung

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

// Nachlauf is how long what was typed is kept for its owner.
const Nachlauf = 24 * time.Hour

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

// Speicher keeps what was typed.
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

// Purge deletes what is older than Nachlauf.
func (s *Speicher) Purge(ctx context.Context) error {
	t := s.now()
	if _, err := s.db.ExecContext(ctx, `DELETE FROM eingabe WHERE zeit < $1`, t.Add(-Nachlauf).Unix()); err != nil {
		return fmt.Errorf("sitzung: purge: %w", err)
	}
	return nil
}

// Ping says whether the database answers.
func (s *Speicher) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

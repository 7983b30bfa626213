// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Progress is told how far long work is. The total is 0 while nobody knows it.
type Progress func(done, total int64)

// ErrBackup says that what is to be restored is no whole backup of a store.
var ErrBackup = errors.New("bausteine: not a whole backup of a store")

// ErrNotEmpty says that a store to be filled from a backup holds something
// already.
var ErrNotEmpty = journal.ErrNotEmpty

// errNoFile says that a store in memory has no backup.
var errNoFile = errors.New("bausteine: a store in memory keeps nothing")

// backupForm is the version of the format that [Store.Backup] writes.
const backupForm = 1

// backupHead is the first line of a backup.
type backupHead struct {
	Form int       `json:"bausteine-backup"`
	Made time.Time `json:"made"`
}

// backupRow is a line of a backup: a row, or the end with the number of rows and
// the hash of all lines before.
type backupRow struct {
	Table  string            `json:"t,omitempty"`
	Values []json.RawMessage `json:"v,omitempty"`
	Rows   int64             `json:"rows,omitempty"`
	SHA256 string            `json:"sha256,omitempty"`
}

// Backup writes a copy of all that the store holds at one moment, while it goes
// on working. The copy is gzip of lines of JSON, the same for every database, so
// a store can move from SQLite to PostgreSQL by it. It holds personal data: keep
// it as the database is kept, and erase it in time.
func (s *Store) Backup(ctx context.Context, w io.Writer, progress Progress) error {
	source, ok := s.core.Store.(*journal.SQL)
	if !ok {
		return errNoFile
	}
	total, err := source.Rows(ctx)
	if err != nil {
		return fmt.Errorf("bausteine: backup: %w", err)
	}
	zip := gzip.NewWriter(w)
	out := backupWriter{to: zip, sum: sha256.New()}
	if err := out.line(backupHead{backupForm, s.config.Now().UTC()}); err != nil {
		return fmt.Errorf("bausteine: backup: %w", err)
	}
	rows := int64(0)
	err = source.Dump(ctx, func(row journal.Row) error {
		if rows++; progress != nil && rows%1000 == 0 {
			progress(rows, max(total, rows))
		}
		values := make([]json.RawMessage, len(row.Values))
		for i, value := range row.Values {
			encoded, err := json.Marshal(value)
			if err != nil {
				return err
			}
			values[i] = encoded
		}
		return out.line(backupRow{Table: row.Table, Values: values})
	})
	if err == nil {
		err = out.line(backupRow{Rows: rows, SHA256: hex.EncodeToString(out.sum.Sum(nil))})
	}
	if err == nil {
		err = zip.Close()
	}
	if err != nil {
		return fmt.Errorf("bausteine: backup: %w", err)
	}
	if progress != nil {
		progress(rows, rows)
	}
	return nil
}

type backupWriter struct {
	to  io.Writer
	sum hash.Hash
}

func (b *backupWriter) line(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	_, _ = b.sum.Write(text)
	_, err = b.to.Write(text)
	return err
}

// mayBeDone is why the effects of a restored store wait for a person.
const mayBeDone = "restored from a backup: it may have been carried out since"

// Restore fills an empty store from a backup, all of it or nothing, and erases
// again what was erased since: erased is what [Config.Erasures] got, or nil. What
// fell due since is erased by the next sweep. Effects that were open at the time
// of the backup may have been carried out since; they come back as given up and
// wait for [Store.Resume]. Call it before any block is made.
//
// Errors: [ErrBackup], [ErrNotEmpty].
func (s *Store) Restore(ctx context.Context, backup, erased io.Reader, progress Progress) error {
	target, ok := s.core.Store.(*journal.SQL)
	if !ok {
		return errNoFile
	}
	zip, err := gzip.NewReader(backup)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	in := &backupReader{lines: bufio.NewReaderSize(zip, 1<<20), sum: sha256.New(), progress: progress}
	if err := in.head(); err != nil {
		return err
	}
	if err := target.Refill(ctx, mayBeDone, in.next); err != nil {
		return fmt.Errorf("bausteine: restore: %w", err)
	}
	if erased == nil {
		return nil
	}
	return s.eraseAgain(ctx, erased)
}

type backupReader struct {
	lines    *bufio.Reader
	sum      hash.Hash
	rows     int64
	progress Progress
}

// maxLine bounds a line of a backup: a row with the largest content.
const maxLine = 2*journal.MaxPayload + 1<<20

func (b *backupReader) line(v any) error {
	var text []byte
	for {
		part, err := b.lines.ReadSlice('\n')
		text = append(text, part...)
		if len(text) > maxLine {
			return fmt.Errorf("%w: a line that is too long", ErrBackup)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return fmt.Errorf("%w: it ends too early", ErrBackup)
		}
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("%w: row %d cannot be read", ErrBackup, b.rows+1)
	}
	if row, ok := v.(*backupRow); ok && row.SHA256 != "" {
		return nil // the hash is over what comes before it
	}
	_, _ = b.sum.Write(text)
	return nil
}

func (b *backupReader) head() error {
	var head backupHead
	if err := b.line(&head); err != nil {
		return err
	}
	if head.Form != backupForm {
		return fmt.Errorf("%w: form %d, this program reads %d", ErrBackup, head.Form, backupForm)
	}
	return nil
}

// next returns the next row, or io.EOF at an end that fits what came before it.
func (b *backupReader) next() (journal.Row, error) {
	var line backupRow
	if err := b.line(&line); err != nil {
		return journal.Row{}, err
	}
	if line.SHA256 != "" {
		if line.Rows != b.rows || line.SHA256 != hex.EncodeToString(b.sum.Sum(nil)) {
			return journal.Row{}, fmt.Errorf("%w: its end does not fit", ErrBackup)
		}
		return journal.Row{}, io.EOF
	}
	if b.rows++; b.progress != nil && b.rows%1000 == 0 {
		b.progress(b.rows, 0)
	}
	kinds := journal.Kinds(line.Table)
	if len(kinds) != len(line.Values) || kinds == "" {
		return journal.Row{}, fmt.Errorf("%w: row %d is of no table", ErrBackup, b.rows)
	}
	row := journal.Row{Table: line.Table, Values: make([]any, len(kinds))}
	for i, kind := range kinds {
		value, err := restored(kind, line.Values[i])
		if err != nil {
			return journal.Row{}, fmt.Errorf("%w: row %d cannot be read", ErrBackup, b.rows)
		}
		row.Values[i] = value
	}
	return row, nil
}

func restored(kind rune, value json.RawMessage) (any, error) {
	switch kind {
	case 'i':
		return strconv.ParseInt(string(value), 10, 64)
	case 'b':
		if string(value) == "null" {
			return []byte(nil), nil
		}
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(text)
	default:
		var text string
		err := json.Unmarshal(value, &text)
		return text, err
	}
}

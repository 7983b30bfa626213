// SPDX-License-Identifier: Apache-2.0

// Package ordner delivers into folders of a disk, one for each authority, from
// which another program fetches: the simplest way to a specialised system.
package ordner

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// Ordner is a [zustellung.Zusteller] into folders.
type Ordner struct{ dir string }

// datei is a delivery as it lies in its folder: <folder>/<authority>/<id>.json. The
// name of the folder is the key of the authority in hexadecimal.
type datei struct {
	ID        uuid.UUID `json:"id"`
	Antrag    uuid.UUID `json:"antrag"`
	Leistung  string    `json:"leistung"`
	Behoerde  string    `json:"behoerde"`
	Eingang   time.Time `json:"eingang"`
	Medientyp string    `json:"medientyp"`
	Daten     []byte    `json:"daten"`
}

// New delivers below a folder, which must be there.
func New(dir string) (*Ordner, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, errors.New("ordner: no such folder")
	}
	return &Ordner{dir}, nil
}

// Deliver implements [zustellung.Zusteller]. The file appears whole or not at all,
// and is on the disk when it returns.
func (o *Ordner) Deliver(ctx context.Context, s zustellung.Sendung) error {
	if err := s.Check(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	text, err := json.Marshal(datei{s.ID, s.Antrag, s.Leistung.String(), s.Behoerde, s.Eingang.UTC(), s.Medientyp, s.Daten})
	if err != nil {
		return fmt.Errorf("ordner: encode: %w", err)
	}
	folder := filepath.Join(o.dir, hex.EncodeToString([]byte(s.Behoerde)))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	// An id is one delivery, to whichever authority.
	claim := filepath.Join(o.dir, s.ID.String())
	if err := o.write(claim, []byte(hex.EncodeToString([]byte(s.Behoerde)))); err != nil {
		return err
	}
	return o.write(filepath.Join(folder, s.ID.String()+".json"), text)
}

// write puts a file there once; the same content again is nothing new.
func (o *Ordner) write(path string, text []byte) error {
	if there, err := os.ReadFile(path); err == nil { //nolint:gosec // below the folder of the operator
		if !bytes.Equal(there, text) {
			return zustellung.ErrAndererInhalt
		}
		return nil
	}
	temp, err := os.CreateTemp(o.dir, ".neu-*")
	if err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	if err := os.Link(temp.Name(), path); errors.Is(err, fs.ErrExist) {
		return o.write(path, text) // somebody was faster; what is there decides
	} else if err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the name of a new file survive a crash.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // below the folder of the operator
	if err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	return nil
}

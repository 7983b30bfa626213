// SPDX-License-Identifier: Apache-2.0

// Package ordner delivers into folders of a disk, one for each authority, from
// which another program fetches: the simplest way to a specialised system.
package ordner

import (
	"bytes"
	"context"
	"crypto/sha256"
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
	Anlagen   []anlage  `json:"anlagen,omitempty"`
}

// anlage says in which file of the same folder an attachment lies.
type anlage struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name,omitempty"`
	Medientyp string    `json:"medientyp"`
	Datei     string    `json:"datei"`
	SHA256    string    `json:"sha256"`
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
	folder := filepath.Join(o.dir, hex.EncodeToString([]byte(s.Behoerde)))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("ordner: %w", err)
	}
	// An id is one delivery, to whichever authority.
	claim := filepath.Join(o.dir, s.ID.String())
	if err := o.write(claim, []byte(hex.EncodeToString([]byte(s.Behoerde)))); err != nil {
		return err
	}
	d := datei{s.ID, s.Antrag, s.Leistung.String(), s.Behoerde, s.Eingang.UTC(), s.Medientyp, s.Daten, nil}
	for _, a := range s.Anlagen {
		content, err := a.Load(ctx)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		entry := anlage{a.ID, a.Name, a.Medientyp, s.ID.String() + "." + a.ID.String(), hex.EncodeToString(sum[:])}
		if err := o.write(filepath.Join(folder, entry.Datei), content); err != nil {
			return err
		}
		d.Anlagen = append(d.Anlagen, entry)
	}
	text, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("ordner: encode: %w", err)
	}
	return o.write(filepath.Join(folder, s.ID.String()+".json"), text)
}

// Watch implements [zustellung.Zusteller]: a file that is there is with the
// authority.
func (o *Ordner) Watch(ctx context.Context, _, id uuid.UUID) (zustellung.Stand, error) {
	if err := ctx.Err(); err != nil {
		return zustellung.Stand{}, err
	}
	claim, err := os.ReadFile(filepath.Join(o.dir, id.String()))
	if errors.Is(err, fs.ErrNotExist) {
		return zustellung.Stand{}, zustellung.ErrUnbekannt
	}
	if err != nil {
		return zustellung.Stand{}, fmt.Errorf("ordner: %w", err)
	}
	behoerde, err := hex.DecodeString(string(claim))
	if err != nil {
		return zustellung.Stand{}, errors.New("ordner: a claim was changed from outside")
	}
	info, err := os.Stat(filepath.Join(o.dir, hex.EncodeToString(behoerde), id.String()+".json")) //nolint:gosec // hexadecimal only
	if errors.Is(err, fs.ErrNotExist) {
		return zustellung.Stand{Status: zustellung.StatusAngekuendigt}, nil
	}
	if err != nil {
		return zustellung.Stand{}, fmt.Errorf("ordner: %w", err)
	}
	return zustellung.Stand{Status: zustellung.StatusAngenommen, Seit: info.ModTime()}, nil
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

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// The bounds of files: the bytes of one, how many a question takes at most, and the
// bytes of a request that brings some.
const (
	MaxDatei   = 20 << 20
	MaxDateien = 10
	maxUpload  = 64 << 20
	// geprueft is how many forms have their files in memory at once.
	geprueft = 2
)

// ArtAnlage is the kind of the documents of a case that are files of the person.
const ArtAnlage = antragfall.ArtAnlage

// Datei is a file that the person has handed in; its content lies beside the case.
type Datei struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Typ     string    `json:"typ"` // "application/pdf", "image/jpeg", "image/png"
	Groesse int       `json:"groesse"`
	SHA256  string    `json:"sha256"`
	// Ungeprueft says that no scanner has looked into it: none was there, or it was
	// down and the operator takes files all the same.
	Ungeprueft bool `json:"ungeprueft,omitempty"`
}

// dateitypen are the kinds that are taken, by the first bytes of the content, which
// decide, and the endings that must agree with them.
var dateitypen = []struct {
	typ, anfang string
	endungen    []string
}{
	{"application/pdf", "%PDF-", []string{".pdf"}},
	{"image/jpeg", "\xff\xd8\xff", []string{".jpg", ".jpeg"}},
	{"image/png", "\x89PNG\r\n\x1a\n", []string{".png"}},
}

// Dateien asks for files: PDF, JPEG or PNG, from lowest to highest of them, each of
// [MaxDatei] at most. An answer is the id of a [Datei].
func Dateien[G any](get func(*G) *[]string, titel recht.Text, lowest, highest int) Feld[G, []string] {
	return feld(get, titel, func(name string, titel recht.Text) formular.Element {
		e := formular.Datei(name, titel).Times(lowest, min(highest, MaxDateien))
		e.MaxBytes = MaxDatei
		for _, t := range dateitypen {
			e.MediaTypes = append(e.MediaTypes, t.typ)
		}
		return e
	})
}

// upload is a file that a form brought.
type upload struct {
	Datei

	inhalt []byte
}

// kindOf is the kind of a file by its first bytes and the ending of its name, "" where
// they do not agree or it is none that is taken.
func kindOf(name string, head []byte) string {
	for _, t := range dateitypen {
		if bytes.HasPrefix(head, []byte(t.anfang)) && slices.Contains(t.endungen, strings.ToLower(path.Ext(name))) {
			return t.typ
		}
	}
	return ""
}

// mangel is why a file is not taken: for the security log, and for the person.
type mangel struct {
	grund string
	text  recht.Text
}

// readUpload reads one that was put aside; fault names why it is not taken.
func (a *akteur) readUpload(ctx context.Context, s sendung) (u upload, fault mangel, err error) {
	switch {
	case s.zuGross:
		return u, mangel{"large", text("file.large")}, nil
	case s.typ == "":
		return u, mangel{"kind", text("file.kind")}, nil
	}
	sent, err := s.lager.load()
	if err != nil {
		return u, fault, err
	}
	unseen := a.config.Virenscanner == nil
	if !unseen {
		found, err := a.config.Virenscanner.Scan(ctx, bytes.NewReader(sent))
		switch {
		case err != nil && ctx.Err() != nil:
			return u, fault, err
		case err != nil:
			a.log.ErrorContext(ctx, "onlinedienst: the virus scanner does not answer", "error", err)
			if unseen = a.config.AuchUngeprueft; !unseen {
				return u, mangel{"unscanned", text("file.unscanned")}, nil
			}
		case found != "":
			return u, mangel{"virus", text("file.virus")}, nil
		}
	}
	inhalt, err := bare(s.typ, sent)
	switch {
	case errors.Is(err, errPixels):
		return u, mangel{"pixels", text("file.pixels")}, nil
	case err != nil:
		return u, mangel{"damaged", text("file.damaged")}, nil
	}
	sum := sha256.Sum256(inhalt)
	return upload{Datei{ID: uuid.Must(uuid.NewV7()), Name: s.name, Typ: s.typ, Groesse: len(inhalt), SHA256: hex.EncodeToString(sum[:]), Ungeprueft: unseen}, inhalt}, fault, nil
}

// Virenscanner looks into files before they are kept. It may be asked by several
// goroutines at once.
type Virenscanner interface {
	// Scan names what it found, "" for nothing; an error says that it could not look.
	Scan(ctx context.Context, file io.Reader) (found string, err error)
}

// maxName bounds the name of a file, in characters.
const maxName = 120

// fileName is the last part of a name as browsers send it, without characters that
// are not seen or turn the direction of writing.
func fileName(sent string) string {
	sent = clean(sent)
	name := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, sent[strings.LastIndexAny(sent, `/\`)+1:])
	if runes := []rune(name); len(runes) > maxName {
		ext := []rune(path.Ext(name))
		ext = ext[:min(len(ext), 8)]
		name = string(runes[:maxName-len(ext)]) + string(ext)
	}
	if strings.Trim(name, ". ") == "" {
		return "datei"
	}
	return name
}

// anlagen are the files of the draft as its form checks them.
func (b beiwerk) anlagen() map[string]formular.Anlage {
	out := make(map[string]formular.Anlage, len(b.Dateien))
	for _, d := range b.Dateien {
		out[d.ID.String()] = formular.Anlage{MediaType: d.Typ, Bytes: int64(d.Groesse)}
	}
	return out
}

// datei finds a file of the draft.
func (b beiwerk) datei(id string) (Datei, bool) {
	i := slices.IndexFunc(b.Dateien, func(d Datei) bool { return d.ID.String() == id })
	if i < 0 {
		return Datei{}, false
	}
	return b.Dateien[i], true
}

// unnamed takes the files out of the draft that no answer names any more, and
// reports whether there were some.
func (f *fall) unnamed() bool {
	if len(f.bei.Dateien) == 0 {
		return false
	}
	named := map[string]bool{}
	for answer := range f.e.Answers() {
		named[strings.Trim(string(answer.Wert), `"`)] = true
	}
	before := len(f.bei.Dateien)
	f.bei.Dateien = slices.DeleteFunc(f.bei.Dateien, func(d Datei) bool { return !named[d.ID.String()] })
	return len(f.bei.Dateien) < before
}

// attached are the files of answers that are asked.
func (f *fall) attached() (out []Datei) {
	for answer := range f.e.Answers() {
		if d, ok := f.bei.datei(strings.Trim(string(answer.Wert), `"`)); ok && f.stand.antw.Asked(answer.Pointer) {
			out = append(out, d)
		}
	}
	return out
}

// fileField reports whether an element asks for files.
func fileField(el *formular.Element) bool { return el.Typ == formular.TypDatei }

// asksFiles reports whether one of the elements does.
func asksFiles(elements []formular.Element) bool {
	return slices.ContainsFunc(elements, func(e formular.Element) bool { return fileField(&e) || asksFiles(e.Kinder) })
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// The bounds of files: the bytes of one, how many a question takes at most, and the
// bytes of a request that brings some.
const (
	MaxDatei   = 10 << 20
	MaxDateien = 10
	maxUpload  = 12 << 20
)

// ArtAnlage is the kind of the documents of a case that are files of the person.
const ArtAnlage = "anlage"

// Datei is a file that the person has handed in; its content lies beside the case.
type Datei struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Typ     string    `json:"typ"` // "application/pdf", "image/jpeg", "image/png"
	Groesse int       `json:"groesse"`
	SHA256  string    `json:"sha256"`
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

// readUpload reads one; fault tells why it is not taken.
func readUpload(header *multipart.FileHeader) (u upload, fault recht.Text, err error) {
	if header.Size > MaxDatei {
		return u, text("file.large"), nil
	}
	file, err := header.Open()
	if err != nil {
		return u, fault, err
	}
	inhalt, err := io.ReadAll(io.LimitReader(file, MaxDatei+1))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return u, fault, err
	}
	name := fileName(header.Filename)
	for _, t := range dateitypen {
		if bytes.HasPrefix(inhalt, []byte(t.anfang)) && slices.Contains(t.endungen, strings.ToLower(path.Ext(name))) {
			sum := sha256.Sum256(inhalt)
			return upload{Datei{ID: uuid.Must(uuid.NewV7()), Name: name, Typ: t.typ, Groesse: len(inhalt), SHA256: hex.EncodeToString(sum[:])}, inhalt}, fault, nil
		}
	}
	return u, text("file.kind"), nil
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

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"crypto/hmac"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// The bounds of what a request brings.
const (
	maxForm  = 64 << 10 // bytes of its fields
	maxKopf  = 16 << 10 // bytes before one of its parts
	maxTeile = 1000     // fields
	// maxUnread is what is read and thrown away of a form that is too large, so that
	// the page that says so arrives.
	maxUnread = 64 << 20
	// A form with files may take as long as empfangsdauer, and no longer than stille
	// without a byte.
	empfangsdauer = 10 * time.Minute
	stille        = 30 * time.Second
)

// form reads a form of somebody whose session we know, also one that has ended.
func (a *anfrage) form() error {
	ctx := a.r.Context()
	if !a.gueltig && !a.spaet {
		a.notice(ctx, eventAccess, "page", a.r.Pattern)
		return errLogin
	}
	kind, params, err := mime.ParseMediaType(a.r.Header.Get("Content-Type"))
	files := kind == "multipart/form-data"
	if err != nil || (kind != "application/x-www-form-urlencoded" && !files) || !utf8Charset(params) {
		a.notice(ctx, eventInput, "page", a.r.Pattern)
		return statusError(http.StatusUnsupportedMediaType)
	}
	if !a.pforte.empfang.take(a.sitz.Konto) {
		a.notice(ctx, eventLimit, "of", "forms at once")
		return errTooMany
	}
	defer a.pforte.empfang.leave(a.sitz.Konto)
	if files {
		err = a.readParts(params["boundary"])
	} else {
		err = a.readFields()
	}
	if err != nil {
		return err
	}
	for name, values := range a.r.PostForm {
		for _, s := range append(values, name) {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, control) {
				a.notice(ctx, eventInput, "page", a.r.Pattern)
				return statusError(http.StatusBadRequest)
			}
		}
	}
	return a.checkToken(a.r.PostForm)
}

// utf8Charset reports whether no other charset is declared.
func utf8Charset(params map[string]string) bool {
	return params["charset"] == "" || strings.EqualFold(params["charset"], "utf-8")
}

// checkToken refuses a form that no page of this session has made.
func (a *anfrage) checkToken(form url.Values) error {
	if !hmac.Equal([]byte(a.token()), []byte(form.Get("token"))) {
		a.notice(a.r.Context(), eventToken, "page", a.r.Pattern)
		return errForbid
	}
	return nil
}

// readFields reads a form without files.
func (a *anfrage) readFields() error {
	body := a.r.Body
	a.r.Body = http.MaxBytesReader(a.w, body, maxForm)
	return a.unreadable(a.r.ParseForm(), body)
}

// unreadable makes of a fault in a form the page that says so.
func (a *anfrage) unreadable(err error, body io.Reader) error {
	if err == nil {
		return nil
	}
	if status, ok := errors.AsType[statusError](err); ok && status != errTooLarge {
		return err
	}
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	a.notice(a.r.Context(), eventInput, "page", a.r.Pattern)
	if tooLarge || errors.Is(err, errTooLarge) {
		_, _ = io.CopyN(io.Discard, body, maxUnread) // a browser reads the answer only after it has sent everything
		return errTooLarge
	}
	return statusError(http.StatusBadRequest)
}

// sendung is a file that the form brought, under the pointer of its question.
type sendung struct {
	pointer, name string
	typ           string // "" where it is of no kind that is taken
	lager         *zwischenlager
	zuGross       bool
}

// readParts reads a form with files. Who may send one to this page is known before a
// byte of it is read, and no file is looked at before the secret of the form.
func (a *anfrage) readParts(boundary string) error {
	mayBring := a.mayBring
	if a.bringt != nil {
		mayBring = a.bringt
	}
	if err := mayBring(); err != nil {
		return err
	}
	if !a.pforte.hochladen.take() {
		a.notice(a.r.Context(), eventLimit, "of", "uploads at once")
		return statusError(http.StatusServiceUnavailable)
	}
	a.danach = append(a.danach, a.pforte.hochladen.leave)
	body := newLangsam(a.w, a.r.Body)
	defer body.finish()
	parts := &strom{Reader: http.MaxBytesReader(a.w, io.NopCloser(body), maxUpload)}
	a.r.Body = io.NopCloser(parts)
	reader, err := a.r.MultipartReader()
	if err != nil {
		return statusError(http.StatusBadRequest)
	}
	err = a.parts(reader, parts)
	if err == nil && !parts.complete(boundary) {
		err = io.ErrUnexpectedEOF
	}
	return a.unreadable(err, body)
}

// parts reads the parts of a form one after the other.
func (a *anfrage) parts(reader *multipart.Reader, source *strom) error {
	form, room := url.Values{}, int64(maxForm)
	for n := 0; ; n++ {
		source.room = maxKopf
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			a.r.PostForm = form
			return nil
		}
		if err != nil {
			return err
		}
		if _, params, err := mime.ParseMediaType(part.Header.Get("Content-Type")); err == nil && !utf8Charset(params) {
			return statusError(http.StatusUnsupportedMediaType)
		}
		if part.FileName() != "" {
			if err := a.checkToken(form); err != nil {
				return err
			}
			if err := a.file(part, source); err != nil {
				return err
			}
			continue
		}
		source.room = room + maxKopf
		value, err := io.ReadAll(io.LimitReader(part, room+1))
		if err != nil {
			return err
		}
		name := part.FormName()
		if room -= int64(len(name) + len(value)); room < 0 || n >= maxTeile {
			return errTooLarge
		}
		form[name] = append(form[name], string(value))
	}
}

// file puts one file aside. Of one that is not taken nothing is.
func (a *anfrage) file(part *multipart.Part, source *strom) error {
	if len(a.dateien) >= 2*MaxDateien {
		return errTooLarge
	}
	s := sendung{pointer: part.FormName(), name: fileName(part.FileName())}
	defer func() { a.dateien = append(a.dateien, s) }()
	var held int64
	buffer := make([]byte, 32<<10)
	for {
		source.room = int64(len(buffer)) + maxKopf
		n, err := io.ReadFull(part, buffer)
		if held == 0 && n > 0 {
			if s.typ = kindOf(s.name, buffer[:n]); s.typ != "" {
				var failed error
				if s.lager, failed = newZwischenlager(); failed != nil {
					return failed
				}
				a.danach = append(a.danach, s.lager.close)
			}
		}
		if held += int64(n); held > MaxDatei {
			s.zuGross = true
		}
		if s.lager != nil && !s.zuGross {
			if err := s.lager.write(buffer[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// mayBring refuses files that nobody asked this person for at this address.
func (a *anfrage) mayBring() error {
	late := !a.gueltig
	a.gueltig = true // for the look at whose case it is
	f, err := a.load()
	if a.gueltig = !late; err != nil {
		return err
	}
	if act := a.r.PathValue("akt"); act != "" {
		if !slices.ContainsFunc(a.taten(f), func(t moeglich) bool { return t.URL == f.url("akt/"+act) && t.Dateien }) {
			return redirect(f.url(""))
		}
		return nil
	}
	if f.v.status != antrag.StatusEntwurf || f.bei.Zahlung != nil {
		return redirect(f.url(""))
	}
	if !slices.ContainsFunc(f.dienst.pages(), func(s seite) bool { return s.name == a.r.PathValue("seite") && asksFiles(s.elemente) }) {
		return errNotFound
	}
	return nil
}

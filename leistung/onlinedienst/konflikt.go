// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// take stores what was sent. Where another window has changed the same answers in
// between, it stores nothing, and f holds both: what was sent, and what the other
// window has saved. Files are stored at all events.
func (a *anfrage) take(f *fall, elements []formular.Element, prefix string) error {
	x, err := a.eingabe(f, elements, prefix)
	if err != nil {
		return err
	}
	if stored := a.seen(f, elements, prefix); stored != a.r.PostForm.Get("gesehen") {
		next := map[string]any{}
		x.answers(elements, prefix, f.e, next)
		if f.other = (zeichner{a, f, false}).others(elements, prefix, next); len(f.other) > 0 {
			if err := a.keepFiles(f, x, elements, prefix); err != nil {
				return err
			}
			f.gesehen = a.seen(f, elements, prefix)
			next = map[string]any{}
			x.answers(elements, prefix, f.e, next)
			if err := f.e.Set(next); err != nil {
				return unwritable(err)
			}
			return a.judge(f)
		}
	}
	return a.change(f, func(e *formular.Entwurf) error {
		next := map[string]any{}
		x.answers(elements, prefix, e, next)
		if err := unwritable(e.Set(next)); err != nil {
			return err
		}
		f.named(x.neu)
		return nil
	}, a.attach(f, x.neu)...)
}

// keepFiles stores the files of a form and nothing else of it.
func (a *anfrage) keepFiles(f *fall, x eingabe, elements []formular.Element, prefix string) error {
	if len(x.neu) == 0 {
		return nil
	}
	return a.change(f, func(e *formular.Entwurf) error {
		all, files := map[string]any{}, map[string]any{}
		x.answers(elements, prefix, e, all)
		for pointer, v := range all {
			if i := strings.LastIndexByte(pointer, '/'); x.neu[pointer[:i]] != nil {
				files[pointer] = v
			}
		}
		if err := unwritable(e.Set(files)); err != nil {
			return err
		}
		f.named(x.neu)
		return nil
	}, a.attach(f, x.neu)...)
}

// eingabe is the form of this request; what is wrong with its files stands in f.
func (a *anfrage) eingabe(f *fall, elements []formular.Element, prefix string) (eingabe, error) {
	x := eingabe{dienst: f.dienst, felder: a.r.PostForm, bei: &f.bei}
	if len(a.dateien) == 0 {
		return x, nil
	}
	if err := a.mayLoad(); err != nil {
		return x, err
	}
	for _, s := range a.dateien {
		el, asked := fileAt(elements, prefix, s.pointer)
		if !asked {
			continue
		}
		u, fault, err := a.readUpload(a.r.Context(), s)
		if err != nil {
			return x, err
		}
		if fault.grund == "" && len(x.neu[s.pointer]) >= el.Max {
			fault = mangel{"many", text("file.many")}
		}
		if fault.grund != "" {
			a.notice(a.r.Context(), eventFile, "page", a.r.Pattern, "why", fault.grund)
			if f.falsch == nil {
				f.falsch = map[string]string{}
			}
			f.falsch[s.pointer] = fault.text.In(a.sprache)
			continue
		}
		if x.neu == nil {
			x.neu = map[string][]upload{}
		}
		x.neu[s.pointer] = append(x.neu[s.pointer], u)
	}
	return x, nil
}

// mayLoad waits until there is room in memory for the files of this form.
func (a *anfrage) mayLoad() error {
	select {
	case a.pforte.geprueft <- struct{}{}:
		a.danach = append(a.danach, a.pforte.geprueft.leave)
		return nil
	case <-a.r.Context().Done():
		return a.r.Context().Err()
	}
}

// fileAt is the question for files at a pointer.
func fileAt(elements []formular.Element, prefix, pointer string) (*formular.Element, bool) {
	for i := range elements {
		el := &elements[i]
		switch here := prefix + "/" + el.Name; {
		case fileField(el) && here == pointer:
			return el, true
		case el.Typ == formular.TypGruppe && el.Max == 1 && strings.HasPrefix(pointer, here+"/"):
			return fileAt(el.Kinder, here, pointer)
		}
	}
	return nil, false
}

// attach keeps files together with the draft that names them: neither is without
// the other.
func (a *akteur) attach(f *fall, files map[string][]upload) (along []func(context.Context) error) {
	for _, list := range files {
		for _, u := range list {
			along = append(along, func(ctx context.Context) error { return a.halter(f.dienst).attach(ctx, f.v.id, u.Datei, u.inhalt) })
		}
	}
	return along
}

// named notes down in the draft what its files are.
func (f *fall) named(files map[string][]upload) {
	for _, list := range files {
		for _, u := range list {
			if _, there := f.bei.datei(u.ID.String()); !there {
				f.bei.Dateien = append(f.bei.Dateien, u.Datei)
			}
		}
	}
}

// unwritable makes of an answer that no draft can hold a form that cannot be read:
// no page of ours sends one.
func unwritable(err error) error {
	if errors.Is(err, formular.ErrWert) || errors.Is(err, formular.ErrPfad) {
		return statusError(http.StatusBadRequest)
	}
	return err
}

// others are the answers that another window has saved and that differ from what
// was sent.
func (z zeichner) others(elements []formular.Element, prefix string, sent map[string]any) []fakt {
	var out []fakt
	for i := range elements {
		el := &elements[i]
		pointer := prefix + "/" + el.Name
		if el.Typ == formular.TypGruppe {
			out = append(out, z.others(el.Kinder, pointer, sent)...)
			continue
		}
		if !fileField(el) && z.differs(el, pointer, sent) {
			out = append(out, z.fact(el, pointer))
		}
	}
	return out
}

func (z zeichner) differs(el *formular.Element, pointer string, sent map[string]any) bool {
	if el.Max != 1 {
		rows := 0
		for ; ; rows++ {
			v, ok := sent[pointer+"/"+strconv.Itoa(rows)]
			if !ok || v == nil {
				return rows != z.f.e.Rows(pointer)
			}
			if !same(raw(z.f.e, pointer+"/"+strconv.Itoa(rows)), v) {
				return true
			}
		}
	}
	return !same(raw(z.f.e, pointer), sent[pointer])
}

// same reports whether the draft holds the value.
func same(held json.RawMessage, value any) bool {
	if value == nil {
		return len(held) == 0 || string(held) == "null"
	}
	encoded, err := json.Marshal(value)
	return err == nil && string(encoded) == string(held)
}

// late keeps what somebody sent whose session has ended, and asks to log in.
func (a *anfrage) late(err error) error {
	if !errors.Is(err, errLogin) || !a.spaet {
		return err
	}
	a.gueltig = true // for this one form, which the session signed
	f, loadErr := a.draft()
	a.gueltig = false
	if loadErr != nil {
		return err
	}
	if _, s, pageErr := a.seiteOf(f); pageErr == nil && !s.liste {
		if saveErr := a.take(f, s.elemente, ""); saveErr != nil {
			return saveErr
		}
	}
	return err
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// take stores what was sent. Where another window has changed the same answers in
// between, it stores nothing, and f holds both: what was sent, and what the other
// window has saved.
func (a *anfrage) take(f *fall, elements []formular.Element, prefix string) error {
	sent := a.r.PostForm.Get("gesehen")
	if stored := a.seen(f, elements, prefix); stored != sent {
		next := map[string]any{}
		answers(elements, prefix, a.r.PostForm, f.e, next)
		if f.other = (zeichner{a, f, false}).others(elements, prefix, next); len(f.other) > 0 {
			f.gesehen = stored
			if err := f.e.Set(next); err != nil {
				return unwritable(err)
			}
			var err error
			f.stand, err = f.dienst.judge(f.e, f.v.id, a.heute(), a.sitz.Niveau)
			return err
		}
	}
	return a.save(f, func(e *formular.Entwurf) error {
		next := map[string]any{}
		answers(elements, prefix, a.r.PostForm, e, next)
		return unwritable(e.Set(next))
	})
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
		if z.differs(el, pointer, sent) {
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

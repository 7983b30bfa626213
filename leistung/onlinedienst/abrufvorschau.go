// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// ausgang is how a retrieval stands, for the person.
type ausgang string

const (
	ausgangBereit    ausgang = "bereit"    // waits for the decision
	ausgangMehrfach  ausgang = "mehrfach"  // not matched as the only one
	ausgangGestoert  ausgang = "gestoert"  // no answer; may be tried again
	ausgangVorbei    ausgang = "vorbei"    // refused, discarded or too late
	ausgangNichtsDa  ausgang = "nichts"    // nothing of what was asked for is there
	ausgangKeiner    ausgang = ""          // nothing was asked for
	ausgangUebergabe ausgang = "uebergabe" // taken over
)

// texts explain an outcome without evidence.
func (x ausgang) texts() (title, what recht.Text) {
	switch x {
	case ausgangMehrfach:
		return text("ev.mehrfach.title"), text("ev.mehrfach")
	case ausgangGestoert:
		return text("ev.gestoert.title"), text("ev.gestoert")
	case ausgangNichtsDa:
		return text("ev.nichts.title"), text("ev.nichts")
	default:
		return text("ev.vorbei.title"), text("ev.vorbei")
	}
}

// vorschau is what the person sees before deciding: the very bytes.
type vorschau struct {
	ausgang ausgang
	inhalt  []byte
	digest  string
}

// preview shows what came.
func (a *akteur) preview(ctx context.Context, f *fall, n nachweis) (vorschau, error) {
	z := f.bei.Abrufe[n.Name]
	switch {
	case z.Digest != "":
		return vorschau{ausgang: ausgangUebergabe}, nil
	case z.Abruf == uuid.Nil:
		return vorschau{}, nil
	}
	p, decision, err := a.config.Abrufe.Broker.Preview(ctx, z.Abruf, a.handelnd())
	if errors.Is(err, onceonly.ErrNotFound) {
		return vorschau{ausgang: ausgangGestoert}, nil // stopped before the register was asked
	}
	if err != nil {
		return vorschau{}, err
	}
	if !decision.Permitted {
		return a.nothing(ctx, z)
	}
	v := vorschau{ausgang: ausgangBereit, inhalt: p.Content(), digest: p.Digest.String()}
	if len(p.Missing) == len(paths("", n.mapping(z.Andere))) {
		v.ausgang = ausgangNichtsDa
	}
	return v, nil
}

// nothing says why there is nothing to see.
func (a *akteur) nothing(ctx context.Context, z zusage) (vorschau, error) {
	r, err := a.config.Abrufe.Broker.Retrieval(ctx, z.Abruf)
	if err != nil {
		return vorschau{}, err
	}
	switch r.State {
	case onceonly.RetrievalUnmatched:
		return vorschau{ausgang: ausgangMehrfach}, nil
	case onceonly.RetrievalNew, onceonly.RetrievalSent, onceonly.RetrievalUnanswered, onceonly.RetrievalDeferred, onceonly.RetrievalPostponed:
		return vorschau{ausgang: ausgangGestoert}, nil
	default:
		return vorschau{ausgang: ausgangVorbei}, nil
	}
}

// facts are what evidence says, in the words of the questions that it fills.
func (f *fall) evidence(mapping []uebernahme, inhalt []byte, language string) ([]fakt, error) {
	doc, err := decode(inhalt)
	if err != nil {
		return nil, err
	}
	return f.evidenceOf(mapping, doc, language), nil
}

func (f *fall) evidenceOf(mapping []uebernahme, doc any, language string) (out []fakt) {
	for _, u := range mapping {
		el := f.dienst.element(names(u.nach))
		if u.nach == "" {
			if v, ok := u.value(doc); ok {
				out = append(out, fakt{Titel: u.titel.In(language), Wert: u.says(v, language)})
			}
			continue
		}
		if len(u.zeilen) > 0 {
			for _, row := range rowsAt(doc, u.von) {
				var words []string
				for _, x := range f.evidenceOf(u.zeilen, row, language) {
					words = append(words, x.Wert)
				}
				out = append(out, fakt{Titel: el.Titel.In(language), Wert: strings.Join(words, ", ")})
			}
			continue
		}
		v, ok := u.value(doc)
		if !ok {
			continue
		}
		raw, err := json.Marshal(v)
		if err != nil {
			continue
		}
		out = append(out, fakt{Titel: el.Titel.In(language), Wert: inWords(&el, el.Liste, raw, language)})
	}
	return out
}

// says is what is passed on, in words.
func (u uebernahme) says(v any, language string) string {
	if u.worte == nil {
		return passed(v)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return passed(v)
	}
	return u.worte(raw).In(language)
}

// passed is what is passed on, as text.
func passed(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var all []string
		for _, x := range v {
			all = append(all, passed(x))
		}
		return strings.Join(all, ", ")
	case map[string]any:
		var all []string
		for _, name := range sorted(v) {
			all = append(all, passed(v[name]))
		}
		return strings.Join(all, ", ")
	default:
		return fmt.Sprint(v)
	}
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// ablage is how the kit keeps cases in the registry. Nobody reaches the case of
// another account: to them it is not there.
type ablage struct{ reg *antrag.Registratur }

// vorgang is a case as the pages need it.
type vorgang struct {
	id                 uuid.UUID
	version            uint64
	status             antrag.Status
	angaben            json.RawMessage
	behoerde           string
	eingang, geaendert time.Time
	leistung           leistung.Schluessel
	geladen            *antrag.Antrag // as it was looked at
	fall               *imFall        // of a case under a procedure
	worte              string         // what is noted along when it is handed in
}

func of(a antrag.Antrag) vorgang {
	return vorgang{id: a.ID(), version: a.Version(), status: a.Status(), angaben: a.Angaben(), behoerde: a.Behoerde(), eingang: a.Eingegangen(), geaendert: a.Geaendert(), leistung: a.Leistung(), geladen: &a}
}

// loaded is the case as it was looked at, as long as nothing was written since.
func (v vorgang) loaded() *antrag.Antrag {
	if v.geladen == nil || v.geladen.Version() != v.version {
		return nil
	}
	return v.geladen
}

// begin opens a draft; the same key opens it once.
func (b ablage) begin(ctx context.Context, konto, key string, l leistung.Schluessel, entwurf json.RawMessage) (vorgang, error) {
	a, err := b.reg.Do(ctx, antrag.Command{Key: key, Ereignisse: []antrag.Ereignis{{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: l, Konto: konto, Angaben: entwurf}}})
	return of(a), err
}

// load returns a case of the account; antrag.ErrNotFound for all others.
func (b ablage) load(ctx context.Context, konto string, id uuid.UUID) (vorgang, error) {
	a, err := b.reg.Load(ctx, id)
	if err != nil {
		return vorgang{}, err
	}
	if konto == "" || a.Konto() != konto {
		return vorgang{}, antrag.ErrNotFound
	}
	return of(a), nil
}

// any returns a case whosever it is, for the service's own acts.
func (b ablage) any(ctx context.Context, id uuid.UUID) (vorgang, error) {
	a, err := b.reg.Load(ctx, id)
	return of(a), err
}

// save replaces what the draft says; antrag.ErrConflict where it has changed.
func (b ablage) save(ctx context.Context, v vorgang, entwurf json.RawMessage) error {
	return b.do(ctx, v, "", antrag.Ereignis{Art: antrag.ArtBearbeitet, Angaben: entwurf})
}

// submit leaves in the draft what is delivered and hands it in.
func (b ablage) submit(ctx context.Context, v vorgang, key string, angaben json.RawMessage, behoerde string) error {
	if err := b.handIn(ctx, v, key, angaben, behoerde); err != nil {
		return err
	}
	return b.tidy(ctx, v)
}

// handIn is submit but for what is tidied up after it.
func (b ablage) handIn(ctx context.Context, v vorgang, key string, angaben json.RawMessage, behoerde string) error {
	return b.do(ctx, v, key, antrag.Ereignis{Art: antrag.ArtBearbeitet, Angaben: angaben}, antrag.Ereignis{Art: antrag.ArtEingereicht, Behoerde: behoerde, Text: v.worte})
}

// tidy removes the files of questions that are not asked any more.
func (b ablage) tidy(ctx context.Context, v vorgang) error {
	if !bytes.Contains(v.angaben, []byte(`"dateien":`)) {
		return nil
	}
	return b.dropFiles(ctx, v.id)
}

// attach keeps a file with a draft.
func (b ablage) attach(ctx context.Context, id uuid.UUID, d Datei, inhalt []byte) error {
	_, err := b.reg.Attach(ctx, antrag.Unterlage{ID: d.ID, Antrag: id, Art: ArtAnlage, Name: d.Name, Medientyp: d.Typ, Inhalt: inhalt})
	return err
}

// dropFiles removes the files that the case does not name. They are listed before
// the case is looked at: of those, what it does not name by then it never will
// again.
func (b ablage) dropFiles(ctx context.Context, id uuid.UUID) error {
	var files []uuid.UUID
	for u, err := range b.reg.Unterlagen(ctx, id) {
		if err != nil {
			return err
		}
		if u.Art == ArtAnlage {
			files = append(files, u.ID)
		}
	}
	if len(files) == 0 {
		return nil
	}
	v, err := b.any(ctx, id)
	if err != nil {
		return err
	}
	var named struct{ Dateien, Anlagen []Datei } // of a draft, and of what was handed in
	if json.Unmarshal(v.angaben, &named) != nil {
		return errors.New("onlinedienst: a case cannot be read")
	}
	for _, file := range files {
		if slices.ContainsFunc(append(named.Dateien, named.Anlagen...), func(d Datei) bool { return d.ID == file }) {
			continue
		}
		if err := b.reg.Detach(ctx, id, file); err != nil {
			return err
		}
	}
	return nil
}

// discard gives the draft up.
func (b ablage) discard(ctx context.Context, v vorgang) error {
	return b.do(ctx, v, "", antrag.Ereignis{Art: antrag.ArtVerworfen})
}

func (b ablage) do(ctx context.Context, v vorgang, key string, ereignisse ...antrag.Ereignis) error {
	for i := range ereignisse {
		ereignisse[i].Akteur = antrag.AkteurAntragsteller
	}
	_, err := b.reg.Do(ctx, antrag.Command{Antrag: v.id, Version: v.version, Loaded: v.loaded(), Key: key, Ereignisse: ereignisse})
	return err
}

// maxListe bounds the cases of one account on its page.
const maxListe = 100

// list returns the newest cases of an account for one Leistung, in these states or in any.
func (b ablage) list(ctx context.Context, konto string, l leistung.Schluessel, status ...antrag.Status) ([]antrag.Head, error) {
	var out []antrag.Head
	for head, err := range b.reg.List(ctx, antrag.Query{Konto: konto, Leistung: l, Status: status, Newest: true}) {
		if err != nil && head.Antrag != (uuid.UUID{}) {
			continue // one that is damaged hides no other
		}
		if err != nil {
			return nil, err
		}
		if out = append(out, head); len(out) == maxListe {
			break
		}
	}
	return out, nil
}

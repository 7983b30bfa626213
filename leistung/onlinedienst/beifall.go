// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// beiFall keeps cases under a procedure.
type beiFall struct{ reg *antragfall.Registratur }

// imFall is what the pages must know of a case under a procedure beside what they
// know of every case.
type imFall struct {
	ordnung *ordnung
	wer     antragfall.Handelnder
	sicht   antragfall.Sicht
	rolle   verfahren.Rolle // whose form the person fills in
}

// kann reports whether the person may do an act now.
func (f *imFall) kann(akt verfahren.Akt) bool {
	return f != nil && slices.Contains(f.sicht.Moeglich, akt)
}

// missesOthers reports whether nothing can be sent before somebody was invited.
func (f *imFall) missesOthers() bool {
	return f.kann(verfahren.AktEingeladen) && !f.kann(verfahren.AktBestaetigt) && !f.kann(verfahren.AktEingereicht) && !f.kann(verfahren.AktGeprueft)
}

func handelnd(s *sitzung) antragfall.Handelnder { return antragfall.Person(s.Konto, s.Niveau) }

func (b beiFall) begin(ctx context.Context, s *sitzung, d dienst, key string, e entwurf) (vorgang, error) {
	o := d.ordnung()
	teile, err := o.split(o.rollen[0], e)
	if err != nil {
		return vorgang{}, err
	}
	f, err := b.reg.Do(ctx, antragfall.Handlung{Key: key, Verfahren: d.kopf().Name, Wer: handelnd(s), Akt: verfahren.AktBegonnen, Teile: teile})
	if err != nil {
		return vorgang{}, err
	}
	return vorgang{id: f.ID()}, nil
}

func (b beiFall) load(ctx context.Context, s *sitzung, id uuid.UUID) (vorgang, error) {
	wer := handelnd(s)
	sicht, err := b.reg.Sicht(ctx, id, wer)
	if errors.Is(err, antragfall.ErrVerboten) {
		err = antragfall.ErrNotFound // of a login below the level
	}
	if err != nil {
		return vorgang{}, err
	}
	return vorgang{id: id, version: sicht.Version, fall: &imFall{wer: wer, sicht: sicht}}, nil
}

// of fills in what a case is to the pages of its service.
func (v *vorgang) of(d dienst) error {
	o, s := d.ordnung(), &v.fall.sicht
	i := slices.IndexFunc(s.Rollen, func(r verfahren.Rolle) bool { return o.formen[r] != nil })
	if s.Verfahren != d.kopf().Name || i < 0 {
		return antrag.ErrNotFound
	}
	v.fall.ordnung, v.fall.rolle = o, s.Rollen[i]
	v.leistung, v.status = d.kopf().Leistung, phase(v.fall)
	for _, e := range s.Verlauf {
		v.geaendert = e.Zeit
		if e.Akt == verfahren.AktEingereicht {
			v.eingang = e.Zeit
		}
		if e.Behoerde != "" {
			v.behoerde = e.Behoerde
		}
	}
	if v.status != antrag.StatusEntwurf {
		v.angaben = handedInOf(s.Teile[verfahren.Teil(v.fall.rolle)])
		return nil
	}
	var err error
	v.angaben, err = o.merge(v.fall.rolle, s.Teile)
	return err
}

// phase is the state of a case in the few words that the pages tell apart.
func phase(f *imFall) antrag.Status {
	switch z := f.sicht.Zustand; z {
	case verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen:
		return antrag.StatusVerworfen
	case verfahren.ZustandEingereicht, verfahren.ZustandInBearbeitung, verfahren.ZustandRueckfrage, verfahren.ZustandZurueckgenommen, verfahren.ZustandAbgelehnt, verfahren.ZustandGeloescht:
		return antrag.Status(z) // the same words
	case verfahren.ZustandAnhoerung:
		return antrag.StatusRueckfrage
	default: // by what the person may do, or by what was decided
	}
	if f.kann(verfahren.AktBearbeitet) || f.kann(verfahren.AktZahlung) {
		return antrag.StatusEntwurf
	}
	for _, e := range slices.Backward(f.sicht.Verlauf) {
		switch e.Ergebnis {
		case verfahren.ErgebnisStattgegeben, verfahren.ErgebnisTeilweise, verfahren.ErgebnisFingiert, verfahren.ErgebnisBerichtigt:
			return antrag.StatusStattgegeben
		case verfahren.ErgebnisAbgelehnt, verfahren.ErgebnisAufgehoben:
			return antrag.StatusAbgelehnt
		case "", verfahren.ErgebnisAnderes:
		}
	}
	return antrag.StatusInBearbeitung
}

func (b beiFall) save(ctx context.Context, v vorgang, e entwurf) (uint64, error) {
	teile, err := v.fall.ordnung.split(v.fall.rolle, e)
	if err != nil {
		return 0, err
	}
	maps.DeleteFunc(teile, func(name verfahren.Teil, content json.RawMessage) bool {
		return bytes.Equal(content, withoutEingang(v.fall.sicht.Teile[name]))
	})
	if len(teile) == 0 {
		return v.version, nil // nothing was changed: nobody is asked to confirm again
	}
	f, err := b.reg.Do(ctx, antragfall.Handlung{Fall: v.id, Version: v.version, Wer: v.fall.wer, Akt: verfahren.AktBearbeitet, Teile: teile})
	return f.Version(), err
}

// submit confirms where several sign, asks for the money where it is paid first, and
// hands in where neither is so.
func (b beiFall) submit(ctx context.Context, v vorgang, key string, angaben json.RawMessage, behoerde string) error {
	h := antragfall.Handlung{Fall: v.id, Version: v.version, Wer: v.fall.wer, Key: key, Behoerde: behoerde, Text: v.worte}
	for _, akt := range []verfahren.Akt{verfahren.AktBestaetigt, verfahren.AktEingereicht, verfahren.AktGeprueft} {
		if v.fall.kann(akt) {
			h.Akt = akt
			break
		}
	}
	if h.Akt == "" {
		return antrag.ErrConflict // the person has done it, or somebody else has gone on
	}
	if h.Akt == verfahren.AktBestaetigt {
		h.Gesehen = v.fall.sicht.Gesehen
	}
	own := verfahren.Teil(v.fall.rolle)
	content, err := withEingang(v.fall.sicht.Teile[own], angaben)
	if err != nil {
		return err
	}
	h.Teile = antragfall.Teile{own: content}
	_, err = b.reg.Do(ctx, h)
	return err
}

func (b beiFall) attach(ctx context.Context, id uuid.UUID, d Datei, inhalt []byte) error {
	return b.reg.Attach(ctx, antrag.Unterlage{ID: d.ID, Antrag: id, Art: ArtAnlage, Name: d.Name, Medientyp: d.Typ, Inhalt: inhalt})
}

// dropFiles removes the files that no part of the case names. They are listed before the
// case is looked at: of those, what it does not name by then it never will again.
func (b beiFall) dropFiles(ctx context.Context, id uuid.UUID) error {
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
	_, parts, err := b.reg.Angaben(ctx, id)
	if err != nil {
		return err
	}
	var named []Datei
	for _, content := range parts {
		var part struct {
			Dateien, Anlagen []Datei // of a draft, and of what was handed in
			Eingang          struct{ Anlagen []Datei }
		}
		if json.Unmarshal(content, &part) != nil {
			return errTeil
		}
		named = slices.Concat(named, part.Dateien, part.Anlagen, part.Eingang.Anlagen)
	}
	for _, file := range files {
		if slices.ContainsFunc(named, func(d Datei) bool { return d.ID == file }) {
			continue
		}
		if err := b.reg.Detach(ctx, id, file); err != nil {
			return err
		}
	}
	return nil
}

func (b beiFall) discard(ctx context.Context, v vorgang) error {
	return b.do(ctx, &v, antragfall.Handlung{Akt: verfahren.AktVerworfen})
}

// do is an act of the person in the case as they looked at it.
func (b beiFall) do(ctx context.Context, v *vorgang, h antragfall.Handlung) error {
	h.Fall, h.Version, h.Wer = v.id, v.version, v.fall.wer
	_, err := b.reg.Do(ctx, h)
	return err
}

func (b beiFall) list(ctx context.Context, s *sitzung, d dienst, drafts bool) ([]eigenes, error) {
	query := antragfall.Query{Konto: s.Konto, Verfahren: d.kopf().Name, Newest: true}
	for _, row := range d.ordnung().tabelle.Zeilen() {
		if drafts && (row.Akt == verfahren.AktBearbeitet || row.Akt == verfahren.AktZahlung) {
			query.Zustaende = append(query.Zustaende, row.Von...)
		}
	}
	page, err := b.reg.ListPage(ctx, query, maxListe)
	if err != nil {
		return nil, err
	}
	var out []eigenes
	for _, row := range page.Rows {
		switch row.Zustand {
		case verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen, verfahren.ZustandGeloescht:
		default:
			if row.Err == nil {
				out = append(out, eigenes{row.Fall, string(row.Zustand), row.Geaendert})
			}
		}
	}
	return out, nil
}

// system is an act of the service itself.
func (b beiFall) system(ctx context.Context, id uuid.UUID, key string, h antragfall.Handlung) error {
	h.Fall, h.Key, h.Wer = id, key, antragfall.System()
	if _, err := b.reg.Do(ctx, h); err != nil {
		return fmt.Errorf("onlinedienst: %s: %w", h.Akt, err)
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Files come with an act in a case under a procedure: what a person hands in later, or
// with an answer, and what the office sends along with a question. They lie beside the
// case in the commit of the act, which says whose they are, and go with the case.

// artBeigabe is the kind of the documents that came with an act; feldDateien is the
// field of its form.
const (
	artBeigabe  = "beigabe"
	feldDateien = "dateien"
)

// beigaben reads the files that a form brought along with an act; fault is what is wrong
// with one of them, and then none is taken.
func (a *anfrage) beigaben() (files []upload, fault string, err error) {
	if len(a.dateien) == 0 {
		return nil, "", nil
	}
	if err := a.mayLoad(); err != nil {
		return nil, "", err
	}
	for _, s := range a.dateien {
		if s.pointer != feldDateien {
			continue
		}
		u, wrong, err := a.readUpload(a.r.Context(), s)
		if err != nil {
			return nil, "", err
		}
		if wrong.grund == "" && len(files) == MaxDateien {
			wrong = mangel{"many", text("file.many")}
		}
		if wrong.grund != "" {
			a.notice(a.r.Context(), eventFile, "page", a.r.Pattern, "why", wrong.grund)
			return nil, wrong.text.In(a.sprache), nil
		}
		files = append(files, u)
	}
	return files, "", nil
}

// anlagenOf says what files are, for the act that they come with.
func anlagenOf(files []upload) (out []antragfall.Anlage) {
	for _, u := range files {
		out = append(out, antragfall.Anlage{ID: u.ID, Name: u.Name, Medientyp: u.Typ, SHA256: u.SHA256, Ungeprueft: u.Ungeprueft})
	}
	return out
}

// beilegen keeps files beside a case; under [bausteine.Store.Together] with the act.
func beilegen(ctx context.Context, attach func(context.Context, antrag.Unterlage) error, id uuid.UUID, files []upload) error {
	for _, u := range files {
		if err := attach(ctx, antrag.Unterlage{ID: u.ID, Antrag: id, Art: artBeigabe, Name: u.Name, Medientyp: u.Typ, Inhalt: u.inhalt}); err != nil {
			return err
		}
	}
	return nil
}

// fallfile is a file of a case as its page lists it.
type fallfile struct{ Name, URL, Herkunft string }

// unterlagen are the files of a case that the person sees: their own, and those that the
// office sent along.
func (a *anfrage) unterlagen(f *fall, in *Eingang) (out []fallfile) {
	if f.v.fall == nil {
		return nil
	}
	for _, d := range in.Anlagen {
		out = append(out, fallfile{d.Name, f.url("anlage/" + d.ID.String()), a.say("files.mine", LongDay(datum.Of(f.v.eingang), a.sprache))})
	}
	for _, e := range f.v.fall.sicht.Verlauf {
		day := LongDay(datum.Of(e.Zeit), a.sprache)
		from := a.say("files.mine", day)
		if slices.Contains(e.Rollen, verfahren.RolleBehoerde) {
			from = a.say("files.office", day)
		}
		for _, d := range e.Anlagen {
			out = append(out, fallfile{d.Name, f.url("anlage/" + d.ID.String()), from})
		}
	}
	return out
}

// eigeneAnlage hands out a file of a case to the person who sees it.
func (a *anfrage) eigeneAnlage() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	id, err := uuid.Parse(a.r.PathValue("datei"))
	if err != nil || f.v.fall == nil {
		return errNotFound
	}
	var in Eingang
	_ = json.Unmarshal(f.v.angaben, &in) // of what cannot be read there is no file
	for _, u := range a.unterlagen(f, &in) {
		if u.URL != f.url("anlage/"+id.String()) {
			continue
		}
		file, err := a.config.Akten.Unterlage(a.r.Context(), f.v.id, id)
		if err != nil {
			return err
		}
		return a.hand(file.Medientyp, "anlage-"+Nummer(f.v.id)+"."+endung(file.Medientyp), file.Inhalt, false)
	}
	return errNotFound
}

// desk lists the files of a case with where each came from.
func (a *amtsanfrage) herkunft(v *vorgangsakte, e *akteneintrag) (out []amtsdatei) {
	for _, d := range e.anlagen {
		who := e.rolle.In(a.sprache)
		if who == "" {
			who = a.say("amt.by." + string(e.akteur))
		}
		what := e.titel.In(a.sprache)
		if what == "" {
			what = a.say("amt.act." + e.akt)
		}
		out = append(out, amtsdatei{
			Name: d.Name, Art: strings.ToUpper(endung(d.Medientyp)), URL: v.url("anlagen/" + d.ID.String()), Bild: strings.HasPrefix(d.Medientyp, "image/"),
			Herkunft: a.say("amt.file.from", what, who, a.moment(e.zeit)),
		})
	}
	return out
}

// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// konto is the account of the citizen who is logged in.
func (a *anfrage) konto() nutzerkonto.Konto { return a.besuch.Konto }

// vorgang loads the application of the path, once it was handed in: a draft is the
// kit's. One that is not there, or belongs to somebody else, is "not found".
func (a *anfrage) vorgang() (dienst.Vorgang, error) {
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return dienst.Vorgang{}, &seitenfehler{status: http.StatusNotFound}
	}
	v, err := a.dienst.Load(a.r.Context(), a.konto(), id)
	if errors.Is(err, dienst.ErrNichtGefunden) || (err == nil && v.Status() == antrag.StatusVerworfen) {
		return v, &seitenfehler{status: http.StatusNotFound}
	}
	return v, err
}

func pfadOf(id uuid.UUID) string { return "/antrag/" + id.String() }

// entwurfOf is the page of the kit on which a draft is filled in.
func entwurfOf(id uuid.UUID) string { return "/" + anmeldung.Name + "/" + id.String() }

// version reads the version that the form was made from.
func (a *anfrage) version() (uint64, error) {
	n, err := strconv.ParseUint(a.r.PostForm.Get(feldVersion), 10, 64)
	if err != nil {
		return 0, &seitenfehler{status: http.StatusBadRequest}
	}
	return n, nil
}

// mangelhaft is the status of a page with faults: a conflict, if what it is about
// was changed since the form was made. To send it again overwrites the change,
// so it must be told even though nothing is saved yet.
func mangelhaft(form, jetzt uint64) int {
	if form != jetzt {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// merke keeps what was typed until it can be saved.
func (a *anfrage) merke(werte url.Values) error {
	return a.sitzungen.Remember(a.r.Context(), a.wer(), a.r.URL.Path, werte)
}

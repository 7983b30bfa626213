// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// stoerungsseite are effects that were given up.
type stoerungsseite struct{ Zeilen []stoerung }

// stoerung is one of them.
type stoerung struct {
	Nummer, Dienst, Was, Grund, Eingang, ID string
	Versuche                                int
}

// wanted reports whether what was given up still has something to do: of what was
// withdrawn or erased meanwhile nothing is left to be done.
func wanted(row *aktenzeile) bool {
	return row.status == antrag.StatusEingereicht || row.status == antrag.StatusGestoert || onDesk(row.status) && row.status != antrag.StatusZurueckgenommen
}

// givenUp are the effects of the official's authority that wait to be resumed.
func (a *amtsanfrage) givenUp(ctx context.Context, id uuid.UUID) (out []antrag.Aufgegeben, rows []aktenzeile, err error) {
	for given, err := range a.amt.akten(nil).givenUp(ctx, id) {
		if err != nil {
			return nil, nil, err
		}
		row, err := a.amt.akten(nil).row(ctx, given.Antrag)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if row.behoerde == a.wer.Behoerde && a.amt.dienstFor(row.leistung) != nil && wanted(&row) {
			out, rows = append(out, given), append(rows, row)
		}
	}
	return out, rows, nil
}

// operator is an official who sets effects going again.
func (a *amtsanfrage) operator() error {
	if err := a.official(); err != nil {
		return err
	}
	if !a.wer.hat(AmtsrolleBetrieb) {
		return errNotFound
	}
	return nil
}

func (a *amtsanfrage) stoerungen() error {
	if err := a.operator(); err != nil {
		return err
	}
	given, rows, err := a.givenUp(a.r.Context(), uuid.Nil)
	if err != nil {
		return err
	}
	var p stoerungsseite
	for i, g := range given {
		s := stoerung{Nummer: Nummer(g.Antrag), Was: g.Wirkung, Grund: g.Reason, ID: g.Antrag.String(), Versuche: g.Failures, Eingang: a.moment(rows[i].eingang)}
		if d := a.amt.dienstFor(rows[i].leistung); d != nil {
			s.Dienst = d.kopf().Titel.In(a.sprache)
		}
		p.Zeilen = append(p.Zeilen, s)
	}
	return a.draw(http.StatusOK, "stoerungen", a.say("amt.trouble"), p)
}

// nochmal resumes what was given up of one case. What runs already, or is done, stays
// as it is.
func (a *amtsanfrage) nochmal() error {
	if err := a.operator(); err != nil {
		return err
	}
	id, err := uuid.Parse(a.r.PostForm.Get("fall"))
	if err != nil || id == uuid.Nil {
		return errNotFound
	}
	given, _, err := a.givenUp(a.r.Context(), id)
	if err != nil {
		return err
	}
	for _, g := range given {
		if err := a.amt.akten(nil).resume(a.r.Context(), g); err != nil {
			return err
		}
	}
	return redirect("/amt/stoerungen")
}

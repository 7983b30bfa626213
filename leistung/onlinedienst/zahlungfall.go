// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/payment"
)

// maengel are what registers say otherwise; the case notes one try.
type maengel []Mangel

func (maengel) Error() string { return "onlinedienst: a register says otherwise" }

// handInFall takes the person's step in a case under a procedure: registers are asked
// first, then it is handed in, confirmed, or waits for the money.
func (a *akteur) handInFall(ctx context.Context, f *fall, content, behoerde string, angaben json.RawMessage) error {
	b := beiFall{a.config.Akten}
	if o := f.v.fall.ordnung; o.pruefe != nil {
		wrong, err := o.pruefe(ctx, eingereicht{fall: f.v.id, am: a.heute(), rolle: f.v.fall.rolle, angaben: angaben})
		if err != nil {
			return err
		}
		if len(wrong) > 0 {
			codes, err := json.Marshal(wrong)
			if err != nil {
				return err
			}
			key := fmt.Sprintf("onlinedienst-mangel-%s-%d", content, f.v.version)
			if err := b.system(ctx, f.v.id, key, antragfall.Handlung{Akt: verfahren.AktBeanstandet, Version: f.v.version, Text: string(codes)}); err != nil {
				return err
			}
			return maengel(wrong)
		}
	}
	if err := b.submit(ctx, f.v, fmt.Sprintf("onlinedienst-submit-%s-%d", content, f.v.version), angaben, behoerde); err != nil {
		return err
	}
	return a.settle(ctx, f)
}

// settle opens the payment where the case waits for one now; where nothing is owed it
// says so, and the case goes on.
func (a *akteur) settle(ctx context.Context, f *fall) error {
	err := a.reload(ctx, f)
	if err != nil || !f.v.fall.kann(verfahren.AktZahlung) {
		return err
	}
	if err := a.read(f); err != nil {
		return err
	}
	b := beiFall{a.config.Akten}
	if !f.stand.bill.IsPayable() || a.theke != nil { // at the counter the cash desk took it
		return b.system(ctx, f.v.id, "onlinedienst-free-"+f.v.id.String(), antragfall.Handlung{Akt: verfahren.AktBezahlt})
	}
	content, err := a.content(f)
	if err != nil {
		return err
	}
	tx, err := a.openPayment(ctx, f, content)
	if err != nil {
		return err
	}
	own := verfahren.Teil(f.v.fall.rolle)
	members := map[string]json.RawMessage{}
	if json.Unmarshal(f.v.fall.sicht.Teile[own], &members) != nil {
		return errTeil
	}
	if members["zahlung"], err = json.Marshal(zahlung{ID: tx.ID()}); err != nil {
		return err
	}
	part, err := json.Marshal(members)
	if err != nil {
		return err
	}
	return b.do(ctx, &f.v, antragfall.Handlung{Akt: verfahren.AktZahlung, Teile: antragfall.Teile{own: part}})
}

// warteFall shows how the payment of a case stands; where none is open there is a
// button that opens one.
func (a *anfrage) warteFall(f *fall) error {
	page := rahmen{Titel: a.say("pay.title"), Dienst: f.dienst}
	if f.bei.Zahlung.ID == uuid.Nil {
		if err := a.read(f); err != nil {
			return err
		}
		return a.render(http.StatusOK, "zahlung", page, zahlseite{Betrag: a.amount(f.stand.bill.Total), Beginnen: f.url("zahlung"), Bis: a.until(f)})
	}
	tx, err := a.config.Kasse.Refresh(a.r.Context(), f.bei.Zahlung.ID)
	if err != nil {
		return fmt.Errorf("onlinedienst: ask after the payment: %w", err)
	}
	switch {
	case tx.State().HasMoney():
		if err := a.paidFall(a.r.Context(), f.v.id, tx); err != nil {
			return err
		}
		return redirect(f.url("") + "?neu=1")
	case !tx.State().IsOpen():
		page.Titel = a.say("pay.failed")
		return a.render(http.StatusOK, "zahlung", page, zahlseite{Gescheitert: true, Betrag: a.amount(tx.Order().Amount), Beginnen: f.url("zahlung"), Bis: a.until(f)})
	default:
		return a.render(http.StatusOK, "zahlung", page, zahlseite{Betrag: a.amount(tx.Order().Amount), Bezahlen: tx.RedirectURL(), Nachsehen: f.url("zahlung"), Bis: a.until(f)})
	}
}

// zahle opens a payment, or leads to the one that is open.
func (a *anfrage) zahle() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	if !f.v.fall.kann(verfahren.AktZahlung) {
		return redirect(f.url(""))
	}
	if id := f.bei.Zahlung.ID; id != uuid.Nil {
		tx, err := a.config.Kasse.Refresh(a.r.Context(), id)
		if err != nil {
			return fmt.Errorf("onlinedienst: ask after the payment: %w", err)
		}
		if tx.State().IsOpen() || tx.State().HasMoney() {
			return redirect(f.url("zahlung"))
		}
	}
	if err := a.settle(a.r.Context(), f); err != nil && !errors.Is(err, antrag.ErrConflict) {
		return err
	}
	return redirect(f.url("zahlung"))
}

// paidFall tells a case that its money is there. Money that comes when the case waits
// for none any more goes back.
func (s *Server) paidFall(ctx context.Context, id uuid.UUID, tx payment.Transaction) error {
	b := &bezahlterFall{id: id, dienst: s.serves(tx.Order().Leistung)}
	f, teile, err := s.config.Akten.Angaben(ctx, id)
	if err != nil && !errors.Is(err, antragfall.ErrNotFound) {
		return err
	}
	if err == nil {
		b.eingang = handedInOf(teile[verfahren.Teil(b.dienst.ordnung().rollen[0])])
		b.behoerde = f.Behoerde()
	}
	err = s.store.Together(ctx, func(ctx context.Context) error {
		if err := (beiFall{s.config.Akten}).system(ctx, id, paidKey(tx.ID()), antragfall.Handlung{Akt: verfahren.AktBezahlt}); err != nil || len(b.eingang) == 0 {
			return err
		}
		return s.invoice(ctx, b, &abrechnung{tx: tx})
	})
	if !errors.Is(err, antragfall.ErrNichtMoeglich) && !errors.Is(err, antragfall.ErrNotFound) {
		return err
	}
	return s.late(ctx, tx)
}

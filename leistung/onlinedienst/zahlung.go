// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/payment"
)

// Kasse opens payments, knows them, and sends money back; *[payment.Service] does.
type Kasse interface {
	Start(ctx context.Context, order payment.Order, key string) (payment.Transaction, error)
	Refresh(ctx context.Context, id uuid.UUID) (payment.Transaction, error)
	Load(ctx context.Context, id uuid.UUID) (payment.Transaction, error)
	List(ctx context.Context, query payment.Query) iter.Seq2[payment.Head, error]
	Refund(ctx context.Context, id uuid.UUID, order payment.RefundOrder) (payment.Refund, error)
}

// zahlung is what a draft waits for: the payment, and what is handed in with it, as
// the person has confirmed it. As long as it waits the draft is not changed.
type zahlung struct {
	ID       uuid.UUID       `json:"id"`
	Behoerde string          `json:"behoerde"`
	Angaben  json.RawMessage `json:"angaben"`
}

// kassiere opens the one payment for what was confirmed, and lets the draft wait.
// Whatever is clicked or repeated, it is the same payment.
func (a *akteur) kassiere(ctx context.Context, f *fall, content, behoerde string, angaben json.RawMessage) error {
	tx, err := a.openPayment(ctx, f, content)
	if err != nil {
		return err
	}
	var in Eingang
	if err := json.Unmarshal(angaben, &in); err != nil {
		return fmt.Errorf("onlinedienst: what is handed in: %w", err)
	}
	in.Zahlung = tx.ID()
	if angaben, err = json.Marshal(in); err != nil {
		return fmt.Errorf("onlinedienst: what is handed in: %w", err)
	}
	f.bei.Zahlung = &zahlung{ID: tx.ID(), Behoerde: behoerde, Angaben: angaben}
	stored, err := f.bei.marshal(f.e)
	if err != nil {
		return err
	}
	if _, err := a.halter(f.dienst).save(ctx, f.v, entwurf{stored: stored}); err != nil && !errors.Is(err, antrag.ErrConflict) {
		return err
	}
	return nil // after a conflict the other window has done the same, or has changed it
}

// openPayment opens the payment for what was confirmed; the same one however often.
func (a *akteur) openPayment(ctx context.Context, f *fall, content string) (payment.Transaction, error) {
	items, err := f.stand.bill.Items()
	if err != nil {
		return payment.Transaction{}, fmt.Errorf("onlinedienst: items of the fee: %w", err)
	}
	k := f.dienst.kopf()
	tx, err := a.config.Kasse.Start(ctx, payment.Order{
		Application: f.v.id.String(), Leistung: k.Leistung.URN(), Purpose: k.Titel.String(), Description: k.Titel.In(a.sprache),
		Items: items, Amount: f.stand.bill.Total, ReturnURL: a.config.URL + f.url("zahlung"),
	}, fmt.Sprintf("onlinedienst-fee-%s-%d", content, f.v.version)) // after a payment that was given up the draft has another version
	if err != nil {
		return tx, fmt.Errorf("onlinedienst: open the payment: %w", err)
	}
	return tx, nil
}

// zahlseite waits for the money.
type zahlseite struct {
	Betrag, Bezahlen, Nachsehen string
	Gescheitert                 bool
	Weiter                      string
	Beginnen, Bis               string // opens a payment; until when there is time for it
}

// warte asks how the payment stands: paid hands in, given up frees the draft, and
// all else waits.
func (a *anfrage) warte(f *fall) error {
	z := f.bei.Zahlung
	switch {
	case z == nil:
		return redirect(f.url("pruefen"))
	case f.v.fall != nil:
		return a.warteFall(f)
	}
	tx, err := a.config.Kasse.Refresh(a.r.Context(), z.ID)
	if err != nil {
		return fmt.Errorf("onlinedienst: ask after the payment: %w", err)
	}
	switch {
	case tx.State().HasMoney():
		if err := a.submitPaid(a.r.Context(), f.dienst, f.v, z, tx); err != nil && !errors.Is(err, antrag.ErrConflict) {
			return err
		}
		return redirect(f.url("") + "?neu=1")
	case !tx.State().IsOpen():
		if err := a.read(f); err != nil {
			return err
		}
		if err := a.change(f, func(*formular.Entwurf) error { f.bei.Zahlung = nil; return nil }); err != nil {
			return err
		}
		return a.render(http.StatusOK, "zahlung", rahmen{Titel: a.say("pay.failed"), Dienst: f.dienst}, zahlseite{Gescheitert: true, Weiter: f.url("pruefen")})
	default:
		return a.render(http.StatusOK, "zahlung", rahmen{Titel: a.say("pay.title"), Dienst: f.dienst}, zahlseite{Betrag: a.amount(tx.Order().Amount), Bezahlen: tx.RedirectURL(), Nachsehen: f.url("zahlung")})
	}
}

// amount is an amount as people write it: "7,50 €".
func (a *akteur) amount(m payment.Amount) string { return m.Format(language.Make(a.sprache)) }

func paidKey(payment uuid.UUID) string { return "onlinedienst-paid-" + payment.String() }

// Paid hands in what was paid for, also where the browser never came back. It is
// meant for OnPaid of [payment.Config] and may be called as often as one likes; a
// payment of something else it leaves alone.
func (s *Server) Paid(ctx context.Context, notice payment.Notice) error {
	order := notice.Transaction.Order()
	id, err := uuid.Parse(order.Application)
	d := s.serves(order.Leistung)
	if err != nil || d == nil {
		return nil
	}
	if d.ordnung() != nil {
		return s.paidFall(ctx, id, notice.Transaction)
	}
	for range maxTries {
		v, err := s.registry.any(ctx, id)
		if errors.Is(err, antrag.ErrNotFound) {
			return s.late(ctx, notice.Transaction) // erased in the meantime
		}
		if err != nil {
			return err
		}
		if v.status != antrag.StatusEntwurf {
			return s.unwanted(ctx, v, notice.Transaction)
		}
		bei, err := parseBeiwerk(v.angaben)
		if err != nil {
			return err
		}
		z := bei.Zahlung
		if z == nil || z.ID != notice.Transaction.ID() { // given up by the person before the money came
			return s.late(ctx, notice.Transaction)
		}
		if err = s.submitPaid(ctx, d, v, z, notice.Transaction); err == nil || !errors.Is(err, antrag.ErrConflict) {
			return err
		}
	}
	return antrag.ErrConflict
}

// unwanted sends money back for a case that is no draft any more. The payment with which the case was
// handed in stays: the browser was faster.
func (s *Server) unwanted(ctx context.Context, v vorgang, tx payment.Transaction) error {
	if v.status != antrag.StatusVerworfen {
		var in Eingang
		if json.Unmarshal(v.angaben, &in) != nil || in.Zahlung == tx.ID() || in.Zahlung == uuid.Nil {
			return nil // also where nothing says which one it was: for a person to see
		}
	}
	return s.late(ctx, tx)
}

// submitPaid hands in what was paid for, with its invoice, and both or neither.
func (s *Server) submitPaid(ctx context.Context, d dienst, v vorgang, z *zahlung, tx payment.Transaction) error {
	err := s.store.Together(ctx, func(ctx context.Context) error {
		if err := s.invoice(ctx, &bezahlterFall{id: v.id, dienst: d, behoerde: z.Behoerde, eingang: z.Angaben}, &abrechnung{tx: tx}); err != nil {
			return err
		}
		return s.registry.handIn(ctx, v, paidKey(z.ID), z.Angaben, z.Behoerde)
	})
	if err != nil {
		return err
	}
	return s.registry.tidy(ctx, v)
}

// serves is the service of ours that has the URN, or nil.
func (s *Server) serves(urn string) dienst {
	for _, d := range s.dienste {
		if d.kopf().Leistung.URN() == urn {
			return d
		}
	}
	return nil
}

// sameLeistung reports whether a case belongs to the service.
func sameLeistung(v vorgang, d dienst) bool {
	return v.leistung == d.kopf().Leistung && v.leistung != (leistung.Schluessel{})
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// erstatten is the effect that sends money back; stored.
const erstatten = "erstatten"

// What keeps money from going back, as codes.
var (
	// errVonHand: the payment service sends nothing back, or has failed to. The cash
	// office does, notes it, and the effect is set going again.
	errVonHand = errors.New("ERSTATTUNG-VON-HAND")
	// errOffen: nothing says how much stays after such an end: the table of the authority has
	// no row for it, or what was handed in cannot be read by the form of today.
	errOffen = errors.New("ERSTATTUNG-OFFEN")
)

// Bleibt is the same for every Kommune: how much of a fee stays where the application is
// refused, is withdrawn after somebody has worked on it, and before; in hundredths of a
// percent. For [Gebuehr].Ausgaenge.
func Bleibt[P any](normen recht.Normen, abgelehnt, bearbeitet, unbearbeitet payment.Rate) func(P) payment.Outcomes {
	return func(P) payment.Outcomes {
		return payment.Outcomes{
			{Outcome: payment.OutcomeRefused, AtMost: abgelehnt, Normen: normen}, {Outcome: payment.OutcomeWithdrawn, AtMost: bearbeitet, Normen: normen}, {Outcome: payment.OutcomeNotBegun, AtMost: unbearbeitet, Normen: normen},
		}
	}
}

// repays sees to it that money goes back where a case of the service ends otherwise than
// as applied for. The registries carry it out.
func (s *Server) repays(d dienst, registratur *antrag.Registratur) error {
	o := d.ordnung()
	if o == nil {
		if s.erstattet[erstatten] {
			return nil // one registry keeps them all
		}
		s.erstattet[erstatten] = true
		w := antrag.Wirkung{Name: erstatten, Do: func(ctx context.Context, auftrag antrag.Auftrag) error { return s.giveBack(ctx, auftrag.Antrag) }}
		return errors.Join(registratur.After(antrag.ArtAbgelehnt, w), registratur.After(antrag.ArtZurueckgenommen, w))
	}
	for _, akt := range beendet(o.tabelle) {
		if !s.erstattet[string(akt)] {
			s.erstattet[string(akt)] = true
			s.config.Akten.After(akt, func(ctx context.Context, auftrag antragfall.Auftrag) error { return s.giveBack(ctx, auftrag.Fall) })
		}
	}
	return nil
}

// beendet are the acts after which money may have to go back: those that end a case that
// was handed in, and each refusal, also where an objection keeps the case open.
func beendet(t *verfahren.Tabelle) (out []verfahren.Akt) {
	for _, row := range t.Zeilen() {
		paid := slices.ContainsFunc(row.Von, func(z verfahren.Zustand) bool { return !vorher(z) })
		refused := slices.ContainsFunc(t.Verfahren().Entscheidungen, func(e verfahren.Entscheidung) bool {
			return e.Akt == row.Akt && slices.Contains(e.Ergebnis, verfahren.ErgebnisAbgelehnt)
		})
		ends := t.Ende(row.Nach) && row.Nach != verfahren.ZustandGeloescht
		if paid && (ends || refused) {
			out = append(out, row.Akt)
		}
	}
	return out
}

// vorher reports whether a case in this state has not been handed in, so that nothing was
// paid for it.
func vorher(z verfahren.Zustand) bool {
	switch z {
	case verfahren.ZustandNeu, verfahren.ZustandEntwurf, verfahren.ZustandMitzeichnung, verfahren.ZustandZahlung:
		return true
	default:
		return false
	}
}

// ausgang is how a case ended for its fee, "" where it did not, or as applied for.
func (s *Server) ausgang(ctx context.Context, d dienst, id uuid.UUID) (payment.Outcome, error) {
	withdrawn := func(begun bool) payment.Outcome {
		if begun {
			return payment.OutcomeWithdrawn
		}
		return payment.OutcomeNotBegun
	}
	if d.ordnung() != nil {
		f, _, err := s.config.Akten.Angaben(ctx, id)
		if err != nil {
			return "", err
		}
		b, decided := f.Entscheidung()
		switch {
		case decided && b.Ergebnis == verfahren.ErgebnisAbgelehnt:
			return payment.OutcomeRefused, nil
		case decided || !f.Tabelle().Ende(f.Zustand()):
			return "", nil
		default:
			return withdrawn(f.Bisher(verfahren.AktUebernommen) > 0), nil
		}
	}
	a, err := s.registry.reg.Load(ctx, id)
	if err != nil {
		return "", err
	}
	switch a.Status() {
	case antrag.StatusAbgelehnt:
		return payment.OutcomeRefused, nil
	case antrag.StatusZurueckgenommen:
		_, begun := a.Letztes(antrag.ArtUebernommen)
		return withdrawn(begun), nil
	default:
		return "", nil
	}
}

// bleibt says how much of what was paid stays after an outcome, and by which norms. The
// authority has chosen it for all such cases, in its table.
func (l laufend[A, P]) bleibt(e eingereicht, o payment.Outcome, paid payment.Amount) (payment.Charge, error) {
	f, err := l.handedIn(e)
	if err != nil {
		return payment.Charge{}, errOffen
	}
	table := l.kern.dienst.Gebuehr.Ausgaenge(f.Kommune)
	i := slices.IndexFunc(table, func(r payment.OutcomeRule) bool { return r.Outcome == o })
	if i < 0 {
		return payment.Charge{}, errOffen
	}
	most, err := table[i].AtMost.Of(paid, money.Down)
	if err != nil {
		return payment.Charge{}, err
	}
	return table.Charge(o, paid, most, "table of the authority")
}

// abrechnung is what became of the money of a case.
type abrechnung struct {
	tx      payment.Transaction
	bleibt  payment.Charge  // the zero Charge where the case did not end so
	eingang json.RawMessage // of a case that ended so
	am      datum.Datum     // the day of its further invoice
}

// offen is what is still to go back; not positive where that is nothing.
func (z *abrechnung) offen() (payment.Amount, error) {
	if !z.bleibt.Amount.IsSet() {
		return z.tx.Refundable(), nil
	}
	return z.tx.Refundable().Sub(z.bleibt.Amount)
}

// abrechnung looks up what was paid for a case, nil where nothing was. Of several
// payments it is the one of which most is there: one that came late, when another had
// done, went back whole. With errOffen it comes without what stays.
func (s *Server) abrechnung(ctx context.Context, d dienst, id uuid.UUID) (z *abrechnung, err error) {
	if d.kopf().Gebuehr == nil {
		return nil, nil
	}
	var most int64
	for head, err := range s.config.Kasse.List(ctx, payment.Query{Application: id.String()}) {
		if err != nil {
			return nil, err
		}
		tx, err := s.config.Kasse.Load(ctx, head.Payment)
		if err != nil {
			return nil, err
		}
		if rest := tx.Refundable().Minor(); (tx.State().HasMoney() || tx.Refunded().Sign() > 0) && rest >= most {
			z, most = &abrechnung{tx: tx}, rest
		}
	}
	if z == nil {
		return nil, nil
	}
	outcome, err := s.ausgang(ctx, d, id)
	if err != nil || outcome == "" {
		return z, err
	}
	if z.eingang, err = s.eingangOf(ctx, d, id); err != nil {
		return nil, err
	}
	var in Eingang
	if json.Unmarshal(z.eingang, &in) != nil {
		return z, errOffen
	}
	z.bleibt, err = d.bleibt(eingereicht{fall: id, am: in.Eingelegt, angaben: z.eingang}, outcome, z.tx.Order().Amount)
	return z, err
}

// giveBack sends back what does not stay of the fee of a case that ended otherwise than
// as applied for, and puts its invoice right. It may be called again and again.
func (s *Server) giveBack(ctx context.Context, id uuid.UUID) error {
	row, err := s.akten().row(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil // erased meanwhile
	}
	if err != nil {
		return err
	}
	d := s.dienstFor(row.leistung)
	if d == nil {
		return nil
	}
	z, err := s.abrechnung(ctx, d, id)
	if errors.Is(err, errOffen) {
		return antrag.Permanent(err)
	}
	if err != nil || z == nil || !z.bleibt.Amount.IsSet() {
		return err
	}
	err = s.refund(ctx, z)
	if errors.Is(err, errVonHand) {
		return antrag.Permanent(err)
	}
	if err != nil {
		return err
	}
	if z.bleibt.Amount == z.tx.Order().Amount {
		return nil // all of it stays, and its invoice with it
	}
	z.am = datum.Of(s.now())
	return s.invoice(ctx, &bezahlterFall{id: id, dienst: d, behoerde: row.behoerde, eingang: z.eingang}, z)
}

// refund sends back what is still open of it.
func (s *Server) refund(ctx context.Context, z *abrechnung) error {
	rest, err := z.offen()
	if err != nil || rest.Sign() <= 0 {
		return err
	}
	back, err := s.config.Kasse.Refund(ctx, z.tx.ID(), payment.RefundOrder{Amount: rest, Reason: "case-over", Key: "onlinedienst-back-" + z.tx.ID().String()})
	if errors.Is(err, payment.ErrUnsupported) || err == nil && back.State() == payment.RefundFailed {
		return errVonHand
	}
	return err
}

// late sends money back that came when nothing waited for it any more: all of it, for
// nothing was done for it.
func (s *Server) late(ctx context.Context, tx payment.Transaction) error {
	err := s.refund(ctx, &abrechnung{tx: tx})
	if errors.Is(err, errVonHand) {
		s.log.WarnContext(ctx, "onlinedienst: money for a case that is over stays with the cash office", "payment", tx.ID())
		return nil
	}
	return err
}

// faktum is a line of what became of the money.
type faktum struct {
	Titel string `json:"titel"`
	Text  string `json:"text"`
}

// geld tells what was paid, what went back, and what stays by which norm.
func (a *akteur) geld(ctx context.Context, d dienst, id uuid.UUID) (out []faktum, err error) {
	z, err := a.abrechnung(ctx, d, id)
	if err != nil && !errors.Is(err, errOffen) || z == nil {
		return nil, err
	}
	add := func(title string, m payment.Amount, rest string) {
		out = append(out, faktum{title, a.amount(m) + rest})
	}
	add(a.say("money.paid"), z.tx.Amount(), ", "+LongDay(datum.Of(z.tx.PaidAt()), a.sprache))
	if back := z.tx.Refunded(); back.Sign() > 0 {
		add(a.say("money.back"), back, "")
	}
	rest, err := z.offen()
	if err != nil || !z.bleibt.Amount.IsSet() {
		return out, err
	}
	if rest.Sign() > 0 {
		add(a.say("money.open"), rest, "")
	}
	add(a.say("money.stays"), z.bleibt.Amount, " ("+a.norms(z.bleibt.Normen)+")")
	return out, nil
}

// bliebe tells what would stay of a fee that is paid now.
func (a *akteur) bliebe(st *stand) (out []posten, err error) {
	for _, r := range st.ausgaenge {
		line := posten{Norm: a.norms(r.Normen)}
		switch r.Outcome {
		case payment.OutcomeRefused:
			line.Text = a.say("fee.refused")
		case payment.OutcomeWithdrawn:
			line.Text = a.say("fee.withdrawn")
		case payment.OutcomeNotBegun:
			line.Text = a.say("fee.notbegun")
		default:
			continue
		}
		stays, err := r.AtMost.Of(st.bill.Total, money.Down)
		if err != nil {
			return nil, err
		}
		line.Betrag = a.amount(stays)
		out = append(out, line)
	}
	return out, nil
}

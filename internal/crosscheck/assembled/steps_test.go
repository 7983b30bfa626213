// SPDX-License-Identifier: Apache-2.0

package assembled_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// person is who goes through the service, with what their browser still knows. Each step
// is sent again, with the same key, until it was answered.
type person struct {
	w         *world
	antrag    uuid.UUID
	file      uuid.UUID
	consent   onceonly.Consent
	retrieval uuid.UUID
	payment   uuid.UUID
	forms     map[string]uint64 // the version that each form was made for
}

// step is one thing to do, and how to see that it was done. The answer may be lost with the
// process: what was done is then found without having been acknowledged.
type step struct {
	name string
	do   func(ctx context.Context, p *process) error
	done func(ctx context.Context, p *process) (bool, error)
}

var self = onceonly.Actor{Subject: onceonly.MustSubject("konto-" + markName), Assurance: onceonly.AssuranceHigh}

// event sends a form: with its key, and the version that was looked at when it was filled
// in, also when it is sent again.
func (m *person) event(p *process, key string, events ...antrag.Ereignis) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if m.forms[key] == 0 {
			now, err := p.antraege.Load(ctx, m.antrag)
			if err != nil {
				return err
			}
			m.forms[key] = now.Version()
		}
		_, err := p.antraege.Do(ctx, antrag.Command{Antrag: m.antrag, Version: m.forms[key], Key: key, Ereignisse: events})
		return err
	}
}

// state asks whether the application is in one of these states, or beyond the draft.
func (m *person) state(states ...antrag.Status) func(ctx context.Context, p *process) (bool, error) {
	return func(ctx context.Context, p *process) (bool, error) {
		a, err := p.antraege.Load(ctx, m.antrag)
		for _, state := range states {
			if err == nil && a.Status() == state {
				return true, nil
			}
		}
		return false, err
	}
}

func (m *person) contains(text string) func(ctx context.Context, p *process) (bool, error) {
	return func(ctx context.Context, p *process) (bool, error) {
		a, err := p.antraege.Load(ctx, m.antrag)
		return strings.Contains(string(a.Angaben()), text), err
	}
}

const noted = "NACHWEIS-UEBERNOMMEN"

// steps is the way through the service.
func (m *person) steps() []step {
	submitted := []antrag.Status{antrag.StatusEingereicht, antrag.StatusZugestellt, antrag.StatusInBearbeitung, antrag.StatusStattgegeben}
	return []step{
		{"begin", m.begin, func(ctx context.Context, p *process) (bool, error) {
			_, err := p.antraege.Load(ctx, m.antrag)
			return err == nil, err
		}},
		{"save", func(ctx context.Context, p *process) error {
			return m.event(p, "save", antrag.Ereignis{Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: angaben(markName, "")})(ctx)
		}, m.contains(markName)},
		{"attach", m.attach, func(ctx context.Context, p *process) (bool, error) {
			u, err := p.antraege.Unterlage(ctx, m.antrag, m.file)
			return string(u.Inhalt) == markFile, err
		}},
		{"consent", m.giveConsent, func(ctx context.Context, p *process) (bool, error) {
			c, err := p.broker.Consent(ctx, m.consent.ID())
			return err == nil && c.State() != onceonly.ConsentProposed, err
		}},
		{"retrieve", m.retrieve, func(ctx context.Context, p *process) (bool, error) {
			r, err := p.broker.Retrieval(ctx, m.retrieval)
			return err == nil && (r.State == onceonly.RetrievalPreviewed || r.State == onceonly.RetrievalDelivered), err
		}},
		{"accept", m.accept, m.contains(noted)},
		{"fee", m.fee, func(ctx context.Context, p *process) (bool, error) {
			_, err := p.cash.Load(ctx, m.payment)
			return err == nil, err
		}},
		{"submit", m.submit, m.state(submitted...)},
		{"deliver", func(ctx context.Context, p *process) error {
			if _, err := p.store.Drain(ctx); err != nil {
				return err
			}
			done, err := m.state(submitted[1:]...)(ctx, p)
			if err == nil && !done {
				err = errors.Join(errors.New("a dead process has it in hand"), resume(ctx, p))
			}
			return err
		}, m.state(submitted[1:]...)},
		{"decide", func(ctx context.Context, p *process) error {
			return m.event(p, "decide", antrag.Ereignis{Art: antrag.ArtUebernommen, Akteur: antrag.AkteurBehoerde},
				antrag.Ereignis{Art: antrag.ArtStattgegeben, Akteur: antrag.AkteurBehoerde, Text: "Für " + markName})(ctx)
		}, m.state(antrag.StatusStattgegeben)},
	}
}

// resume is the operator, who takes up again what was given up: a delivery in which ten
// processes died, one after the other, is not tried for ever, and shows.
func resume(ctx context.Context, p *process) error {
	given, err := p.store.Effects(ctx, bausteine.EffectDead, 1)
	for _, effect := range given {
		err = errors.Join(err, p.store.Resume(ctx, effect))
	}
	return err
}

func (m *person) begin(ctx context.Context, p *process) error {
	a, err := p.antraege.Do(ctx, antrag.Command{Key: "begin", Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Konto: self.Subject.Clear(), Leistung: leistungsschluessel, Angaben: angaben(markReplaced, ""),
	}}})
	m.antrag = a.ID()
	return err
}

func (m *person) attach(ctx context.Context, p *process) error {
	_, err := p.antraege.Attach(ctx, antrag.Unterlage{ID: m.file, Antrag: m.antrag, Art: "anlage", Name: markFile + ".txt", Medientyp: "text/plain", Inhalt: []byte(markFile)})
	return err
}

func (m *person) giveConsent(ctx context.Context, p *process) error {
	if m.consent.ID() == uuid.Nil {
		commitment, err := onceonly.CommitPerson(m.w.person, nil)
		if err != nil {
			return err
		}
		if m.consent, err = p.broker.Propose(ctx, onceonly.Terms{
			Basis: onceonly.BasisChoice, Norm: norm, Assurance: onceonly.AssuranceHigh, Subject: self.Subject, Person: commitment,
			Requester: muehlhausen, Provider: weimar, EvidenceType: meldedaten, Fields: fields,
			Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung"}, Application: m.antrag.String(),
			Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
			NotBefore: begin, NotAfter: begin.AddDate(0, 0, 2), MaxUses: 1,
		}); err != nil {
			m.consent = onceonly.Consent{}
			return err
		}
	}
	// The page shows what was decided: nobody decides twice.
	if now, err := p.broker.Consent(ctx, m.consent.ID()); err != nil || now.State() == onceonly.ConsentGiven {
		if err == nil {
			m.consent = now
		}
		return err
	}
	given, err := p.broker.Give(ctx, m.consent.ID(), self)
	if err == nil {
		m.consent = given
	}
	return err
}

func (m *person) retrieve(ctx context.Context, p *process) error {
	r, err := p.broker.Retrieve(ctx, m.consent.Request(m.retrieval, m.w.person))
	if err != nil {
		return err
	}
	if r.State != onceonly.RetrievalReceived && r.State != onceonly.RetrievalPreviewed {
		return fmt.Errorf("the retrieval is %s: %v", r.State, r.Reasons)
	}
	_, decision, err := p.broker.Preview(ctx, m.retrieval, self)
	if err == nil && !decision.Permitted {
		err = fmt.Errorf("the preview is refused: %v", decision.Reasons)
	}
	return err
}

// accept takes the evidence over into the draft: both or neither.
func (m *person) accept(ctx context.Context, p *process) error {
	r, err := p.broker.Retrieval(ctx, m.retrieval)
	if err != nil {
		return err
	}
	accept := func(ctx context.Context) error {
		_, decision, err := p.broker.Accept(ctx, m.retrieval, r.Digest, self)
		if err == nil && !decision.Permitted {
			err = fmt.Errorf("the acceptance is refused: %v", decision.Reasons)
		}
		return err
	}
	take := m.event(p, "accept", antrag.Ereignis{Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: angaben(markName, noted)})
	return m.both(ctx, p, m.w.fault == acceptedApart, accept, take)
}

// both does two things in one commit, or wrongly in two.
func (m *person) both(ctx context.Context, p *process, apart bool, one, other func(context.Context) error) error {
	do := func(ctx context.Context) error {
		if err := one(ctx); err != nil {
			return err
		}
		return other(ctx)
	}
	if apart {
		return do(ctx)
	}
	return p.store.Together(ctx, do)
}

func (m *person) fee(ctx context.Context, p *process) error {
	order := paymenttest.Order()
	order.Application, order.Description = m.antrag.String(), "Gebühr "+markPayer
	order.Payer = &payment.Payer{Name: markPayer, FirstName: "Erika"}
	tx, err := p.cash.Start(ctx, order, "fee")
	if err == nil {
		m.payment = tx.ID()
		if tx.Ref() == "" { // a dead process has begun it: the worker goes on
			if _, err = paymenttest.Work(ctx, p.store); err == nil {
				err = errors.New("the payment is not there yet")
			}
		}
	}
	return err
}

// submit is what happens when the browser comes back from paying: paid and therefore
// submitted, both or neither.
func (m *person) submit(ctx context.Context, p *process) error {
	tx, err := p.cash.Load(ctx, m.payment)
	if err != nil {
		return err
	}
	if err := m.w.cash.Pay(tx.Ref()); err != nil && len(m.w.cash.Statement()) == 0 {
		return err
	}
	look := func(ctx context.Context) error {
		tx, err := p.cash.Refresh(ctx, m.payment)
		if err == nil && !tx.State().HasMoney() {
			err = fmt.Errorf("the payment is %s", tx.State())
		}
		return err
	}
	hand := m.event(p, "submit", antrag.Ereignis{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: "160550000"})
	return m.both(ctx, p, m.w.fault == paidApart, look, hand)
}

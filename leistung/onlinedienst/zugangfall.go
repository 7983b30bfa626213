// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Sicht is what the account sees of a case under a procedure.
func (z Zugang) Sicht(ctx context.Context, id uuid.UUID) (antragfall.Sicht, error) {
	if z.a.config.Akten == nil {
		return antragfall.Sicht{}, antrag.ErrNotFound
	}
	return z.a.config.Akten.Sicht(ctx, id, handelnd(&z.a.sitz))
}

// Act does what a page with a button does in a case under a procedure: a text goes
// with it where the table asks for one.
func (z Zugang) Act(ctx context.Context, id uuid.UUID, akt verfahren.Akt, text string) error {
	for _, name := range z.a.namen {
		if f, err := z.a.open(ctx, z.a.dienste[name], id); err == nil && f.v.fall != nil {
			return beiFall{z.a.config.Akten}.do(ctx, &f.v, antragfall.Handlung{Akt: akt, Text: text})
		}
	}
	return antrag.ErrNotFound
}

// Invite invites somebody into a draft of several, in a role, and returns the code.
func (z Zugang) Invite(ctx context.Context, id uuid.UUID, rolle verfahren.Rolle) (code string, err error) {
	f, err := z.load(ctx, id)
	if err != nil {
		return "", err
	}
	if f.v.fall == nil {
		return "", antrag.ErrNotFound
	}
	code = z.a.code(id, rolle)
	return code, beiFall{z.a.config.Akten}.do(ctx, &f.v, antragfall.Handlung{Akt: verfahren.AktEingeladen, Rolle: rolle, Code: code})
}

// Join takes part in the draft of another with the code of an invitation.
func (z Zugang) Join(ctx context.Context, dienst string, id uuid.UUID, code string) error {
	d, ok := z.a.dienste[dienst]
	if !ok || d.ordnung() == nil || !z.a.enough(d) {
		return antrag.ErrNotFound
	}
	return z.a.join(ctx, d, id, code)
}

// Settle looks how the payment stands that a case under a procedure waits for, as the
// person does who comes back from it.
func (z Zugang) Settle(ctx context.Context, id uuid.UUID) error {
	for _, name := range z.a.namen {
		f, err := z.a.open(ctx, z.a.dienste[name], id)
		if err != nil || f.v.fall == nil || f.bei.Zahlung == nil || f.bei.Zahlung.ID == uuid.Nil {
			continue
		}
		tx, err := z.a.config.Kasse.Refresh(ctx, f.bei.Zahlung.ID)
		if err != nil || !tx.State().HasMoney() {
			return err
		}
		return z.a.paidFall(ctx, id, tx)
	}
	return antrag.ErrNotFound
}

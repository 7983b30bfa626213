// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// Ablauf reminds people that what was granted to them ends: once, by a message in their
// postbox and one without content beside it. The end is that of [Beschluss].Geltung. It is
// for services without a procedure; that of a procedure declares it as one of its periods
// (verfahren.FristTagGeltung).
type Ablauf struct {
	Norm recht.Norm // of the time for which it is granted
	// Monate is how long before the last day they are reminded.
	Monate int
	// Laengstens is for how many months it is granted at most: so long the case must be
	// kept, or nobody knows whom to remind.
	Laengstens int
	// Betreff and Text are what they read, with the last day.
	Betreff, Text func(bis datum.Datum) recht.Text
}

// erinnern is the effect that reminds of an end; stored.
const erinnern = "erinnern"

// checkAblauf finds what is wrong with the reminder.
func (d *Dienst[A, P]) checkAblauf(list []beschluss, add func(where, format string, args ...any)) {
	a := d.Ablauf
	if a == nil {
		return
	}
	ends := false
	for i := range list {
		ends = ends || list[i].inhalt != nil
	}
	switch {
	case d.Verfahren != nil:
		add("/ablauf", "a procedure has a period of its own for it")
	case a.Norm.IsZero() || a.Monate < 1 || a.Laengstens <= a.Monate || a.Betreff == nil || a.Text == nil:
		add("/ablauf", "has no norm, no months or no words")
	case !ends:
		add("/ablauf", "no decision says until when it holds")
	default:
		for _, t := range []recht.Text{a.Betreff(datum.MustParse("2026-12-31")), a.Text(datum.MustParse("2026-12-31"))} {
			if _, english := t.Lookup(recht.Englisch); !english {
				add("/ablauf", "has no text, or none in English")
			}
		}
	}
}

// kept reports whether a case that was granted is still there when it ends.
func (a *Ablauf) kept(f antrag.Frist, from time.Time) bool {
	return a == nil || !grund.Period(f.Period).End(from).Before(from.AddDate(0, a.Laengstens, 0))
}

// remind notes, once, that the person is reminded of the end of what was granted. What
// follows is written with the note.
func (m *Amt) remind(ctx context.Context, id uuid.UUID) error {
	notes, err := m.notizen.load(ctx, id)
	if err != nil || notes.beschluss == nil || notes.beschluss.Gilt.IsZero() || !notes.erinnert.IsZero() {
		return err
	}
	row, err := m.server.akten().row(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	d, bis := m.dienstFor(row.leistung), notes.beschluss.Gilt
	if d == nil || d.kopf().Ablauf == nil {
		return nil
	}
	first, err := frist.Vor(bis, frist.Monate(d.kopf().Ablauf.Monate))
	if err != nil {
		return fmt.Errorf("onlinedienst: the end of what was granted: %w", err)
	}
	if today := datum.Of(m.server.now()); today.Before(first) || today.After(bis) {
		return nil
	}
	return m.notizen.note(ctx, id, row.behoerde, func(n notiz) []vermerk {
		if !n.erinnert.IsZero() {
			return nil // another process
		}
		return []vermerk{{Art: vermerkErinnert, Tag: bis}}
	})
}

// sendReminder tells each who handed in. Told again it is the same message.
func (m *Amt) sendReminder(ctx context.Context, leased journal.Leased) ([]byte, error) {
	v, err := m.decidedCase(ctx, leased.Ref.Stream)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil, nil // erased
	}
	if err != nil {
		return nil, err
	}
	a := v.dienst.kopf().Ablauf
	if a == nil || v.notiz.erinnert.IsZero() {
		return nil, nil
	}
	for i, an := range v.adressaten() {
		message := leased.Ref.ID()
		if i > 0 {
			message = uuid.NewSHA1(message, []byte(an.konto))
		}
		if an.empfaenger() == "" {
			continue
		}
		n := postfach.Nachricht{ID: message, Konto: an.empfaenger(), Antrag: v.id, Betreff: a.Betreff(v.notiz.erinnert), Text: a.Text(v.notiz.erinnert), Zeit: m.server.now()}
		if err := m.citizens.tell(ctx, n); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

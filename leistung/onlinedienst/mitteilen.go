// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// mitteilen is the effect that tells a person that something happened; stored.
const mitteilen = "mitteilen"

// What people are told, by the name of its words.
const (
	vomAmtGefragt   = "tell.asked"
	vomAmtGeladen   = "tell.invited"
	vomAmtGehoert   = "tell.heard"
	vomAmtBeschluss = "tell.decided"
	fristEndet      = "tell.soon"
	fristVorbei     = "tell.over"
)

// tells sees to it that people learn what the office wants of them, what it decided
// without a notice, and that a period of theirs ends: by a message in their postbox, and
// one without content to their address. Nobody has to look every day.
func (m *Amt) tells() error {
	s := m.citizens
	for _, name := range s.namen {
		d := s.dienste[name]
		if o := d.ordnung(); o != nil {
			for _, akt := range o.mitzuteilen() {
				if !s.mitgeteilt[string(akt)] {
					s.mitgeteilt[string(akt)] = true
					s.config.Akten.After(akt, m.tellFall)
				}
			}
			continue
		}
		if s.mitgeteilt[mitteilen] {
			continue // one registry keeps them all
		}
		s.mitgeteilt[mitteilen] = true
		for _, art := range []antrag.Art{antrag.ArtNachgefragt, antrag.ArtEingeladen, antrag.ArtStattgegeben, antrag.ArtAbgelehnt} {
			if err := s.registry.reg.After(art, antrag.Wirkung{Name: mitteilen, Do: m.tellAntrag}); err != nil {
				return err
			}
		}
	}
	return nil
}

// mitzuteilen are the acts of a procedure of which people are told.
func (o *ordnung) mitzuteilen() []verfahren.Akt {
	out := []verfahren.Akt{verfahren.AktNachgefragt, verfahren.AktAngehoert, antragfall.AktErinnert, antragfall.AktAbgelaufen}
	for _, e := range o.tabelle.Verfahren().Entscheidungen {
		out = append(out, e.Akt)
	}
	return out
}

// tellAntrag tells the one who applied. What has changed meanwhile is not told any more.
func (m *Amt) tellAntrag(ctx context.Context, auftrag antrag.Auftrag) error {
	a, err := m.citizens.registry.reg.Load(ctx, auftrag.Antrag)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil // erased
	}
	d := m.citizens.dienstFor(a.Leistung())
	if err != nil || d == nil {
		return err
	}
	var what string
	switch a.Status() {
	case antrag.StatusRueckfrage:
		what = vomAmtGefragt
	case antrag.StatusVorsprache:
		what = vomAmtGeladen
	case antrag.StatusStattgegeben, antrag.StatusAbgelehnt:
		what = vomAmtBeschluss
		if by, err := m.byNotice(ctx, d, a.ID()); by || err != nil {
			return err
		}
	default:
		return nil
	}
	if err := m.message(ctx, d, auftrag.ID, a.ID(), a.Konto(), what, recht.Text{}); err != nil || what != vomAmtBeschluss {
		return err
	}
	return m.tellAlong(ctx, d, auftrag.ID, &a)
}

// tellAlong tells those whom the case concerns as much, and who have come in.
func (m *Amt) tellAlong(ctx context.Context, d dienst, id uuid.UUID, a *antrag.Antrag) error {
	list, err := mitbetroffene(d, a.Angaben(), datum.Of(a.Eingegangen()))
	for _, one := range list {
		konto, err := m.citizens.beigetreten(ctx, a.ID(), one.Zeile)
		if err == nil && konto != "" {
			err = m.message(ctx, d, uuid.NewSHA1(id, []byte(one.Zeile)), a.ID(), konto, vomAmtBeschluss, recht.Text{})
		}
		if err != nil {
			return err
		}
	}
	return err
}

// byNotice reports whether a notice tells what was decided, which reaches people itself.
func (m *Amt) byNotice(ctx context.Context, d dienst, id uuid.UUID) (bool, error) {
	n, err := m.notizen.load(ctx, id)
	if err != nil || n.beschluss == nil {
		return false, err
	}
	b := beschlussOf(d, n.beschluss.Name)
	return b != nil && b.bescheid != nil, nil
}

// tellFall tells those whom an act concerns: whose period it is, who is asked, and of a
// decision all who handed in.
func (m *Amt) tellFall(ctx context.Context, auftrag antragfall.Auftrag) error {
	f, _, err := m.citizens.config.Akten.Angaben(ctx, auftrag.Fall)
	if errors.Is(err, antragfall.ErrNotFound) {
		return nil // erased
	}
	if err != nil {
		return err
	}
	d := m.citizens.dienste[f.Tabelle().Verfahren().Name]
	e, found := eventOf(f, auftrag)
	if d == nil || !found {
		return nil
	}
	var what string
	var more recht.Text
	var rollen []verfahren.Rolle
	switch auftrag.Akt {
	case antragfall.AktErinnert, antragfall.AktAbgelaufen:
		i := slices.IndexFunc(f.Tabelle().Verfahren().Fristen, func(x verfahren.Frist) bool { return x.Name == e.Frist })
		if i < 0 {
			return nil
		}
		what, rollen = fristEndet, verfahren.Wer(f.Tabelle().Verfahren().Fristen[i].Fuer)
		if auftrag.Akt == antragfall.AktAbgelaufen {
			what = fristVorbei
		}
		if more, err = m.period(d, f, e); err != nil {
			return err
		}
	case verfahren.AktNachgefragt, verfahren.AktAngehoert:
		if f.Zustand() != e.Zustand {
			return nil // answered, or taken back
		}
		if what, rollen = vomAmtGefragt, d.ordnung().rollen; auftrag.Akt == verfahren.AktAngehoert {
			what = vomAmtGehoert
		}
	default:
		if !slices.Contains(e.Rollen, verfahren.RolleBehoerde) {
			return nil // a machine decides while the person looks
		}
		if by, err := m.byNotice(ctx, d, f.ID()); by || err != nil {
			return err
		}
		what, rollen = vomAmtBeschluss, d.ordnung().rollen
	}
	var told []string
	for _, rolle := range rollen {
		for _, konto := range f.Konten(rolle) {
			if slices.Contains(told, konto) || e.An != "" && e.An != konto {
				continue
			}
			told = append(told, konto)
			if err := m.message(ctx, d, uuid.NewSHA1(auftrag.ID, []byte(konto)), f.ID(), konto, what, more); err != nil {
				return err
			}
		}
	}
	return nil
}

// eventOf is the act itself among what happened.
func eventOf(f antragfall.Fall, auftrag antragfall.Auftrag) (e antragfall.Ereignis, found bool) {
	for _, e := range slices.Backward(f.Verlauf()) {
		if e.Akt == auftrag.Akt && e.Version <= auftrag.Version {
			return e, true
		}
	}
	return e, false
}

// period says which period it is, and when it ends where it still runs.
func (m *Amt) period(d dienst, f antragfall.Fall, e antragfall.Ereignis) (recht.Text, error) {
	laeufe, err := m.citizens.config.Akten.Laeufe(f)
	if err != nil {
		return recht.Text{}, err
	}
	i := slices.IndexFunc(laeufe, func(l antragfall.Lauf) bool { return l.Name == e.Frist && l.An == e.An && !l.Ende.IsZero() })
	in := func(language string) string {
		a := akteur{Server: m.citizens, sprache: language}
		if i < 0 || e.Akt != antragfall.AktErinnert {
			return " " + a.wort(d, "frist."+e.Frist) + "."
		}
		return " " + a.say("tell.until", a.wort(d, "frist."+e.Frist), a.end(laeufe[i]))
	}
	return recht.NewText(in(recht.Deutsch), in(recht.Englisch)), nil
}

// message tells a person in words that hold nothing of the case but its number.
func (m *Amt) message(ctx context.Context, d dienst, id, fall uuid.UUID, konto, what string, more recht.Text) error {
	in := func(language string) string {
		return say(language, what+".what", d.kopf().Titel.In(language), Nummer(fall)) + more.In(language)
	}
	return m.citizens.tell(ctx, postfach.Nachricht{
		ID: id, Konto: konto, Antrag: fall, Betreff: text(what), Text: recht.NewText(in(recht.Deutsch), in(recht.Englisch)), Zeit: m.server.now(),
	})
}

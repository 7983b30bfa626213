// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// entscheide fills in a decision: held against the table, by two persons where it asks
// for them, by a machine with samples for a person.
func (z *zug) entscheide(e *Ereignis) error {
	f, h := &z.nachher, &z.h
	d := f.tabelle.Entscheidung(f.Zustand(), h.Akt)
	if d == nil {
		if h.Beschluss != nil {
			return fmt.Errorf("%w: %s is no decision", ErrInvalid, h.Akt)
		}
		return nil
	}
	if err := h.Beschluss.check(d); err != nil {
		return err
	}
	e.Beschluss, e.Ergebnis = h.Beschluss, h.Beschluss.Ergebnis
	if h.Wer.system() {
		z.ziehe(d, e)
	}
	if d.VierAugen {
		return z.vierAugen(d, e)
	}
	return nil
}

// ziehe draws the sample. Without a reservation a person decides in its place.
func (z *zug) ziehe(d *verfahren.Entscheidung, e *Ereignis) {
	a := d.Automatisch
	e.Stichprobe = z.h.Risiko || z.r.config.Ziehen(a.Stichprobe) == 0
	if e.Stichprobe && !a.Danach {
		e.Akt, e.Zustand, e.Beschluss, e.Ergebnis = verfahren.AktUebergeben, a.Sonst, nil, ""
	}
}

// vierAugen notes the proposal of the first; the second must be another person who
// decides the same.
func (z *zug) vierAugen(d *verfahren.Entscheidung, e *Ereignis) error {
	digest, err := e.Beschluss.digest()
	if err != nil {
		return err
	}
	f := &z.nachher
	if v := f.stand.Vorlage; v == nil || v.Akt != d.Akt || v.Digest != digest {
		f.stand.Vorlage = &vorlage{d.Akt, digest, z.h.Wer.konto}
		e.Akt, e.Zustand = verfahren.AktVorgelegt, f.Zustand()
		return nil
	}
	if f.stand.Vorlage.Wer == z.h.Wer.konto {
		return fmt.Errorf("%w: another person decides on what was proposed", ErrVerboten)
	}
	f.stand.Vorlage = nil
	return nil
}

// vermerke does the acts that change no state: a person has looked at a sample, or the
// authority extends a period.
func (z *zug) vermerke() error {
	f, h := &z.nachher, &z.h
	if !h.Wer.amt {
		return fmt.Errorf("%w: %s is for the authority", ErrVerboten, h.Akt)
	}
	e := Ereignis{Zeit: z.jetzt}
	e.Akt, e.Zustand, e.Rollen, e.Wer, e.Text = h.Akt, f.Zustand(), z.rollen, h.Wer.konto, h.Text
	switch h.Akt {
	case AktNachgesehen:
		if !f.Nachzusehen() {
			return fmt.Errorf("%w: there is no sample to look at", ErrNichtMoeglich)
		}
	case AktZurueckgegeben:
		if f.stand.Vorlage == nil {
			return fmt.Errorf("%w: nothing is proposed", ErrNichtMoeglich)
		}
		f.stand.Vorlage = nil
	case AktVerlaengert:
		run, err := z.verlaengerbar()
		if err != nil {
			return err
		}
		e.Frist, e.Lauf, e.Um = h.Frist, run.id, h.Um
	default:
		return fmt.Errorf("%w: %s happens by itself", ErrNichtMoeglich, h.Akt)
	}
	z.geschieht(e)
	return nil
}

// verlaengerbar holds an extension against the table: once, with reasons, in time, and
// no longer than the law lets it.
func (z *zug) verlaengerbar() (Lauf, error) {
	f, h := &z.nachher, &z.h
	fristen := f.tabelle.Verfahren().Fristen
	i := slices.IndexFunc(fristen, func(fr verfahren.Frist) bool { return fr.Name == h.Frist })
	if i < 0 || fristen[i].Laenger == nil {
		return Lauf{}, fmt.Errorf("%w: no law lets %q be extended", ErrNichtMoeglich, h.Frist)
	}
	most := fristen[i].Laenger.Hoechstens
	if dauer(h.Um).IsZero() || h.Um.Anzahl <= 0 || !most.IsZero() && (most.Einheit != h.Um.Einheit || h.Um.Anzahl > most.Anzahl) {
		return Lauf{}, fmt.Errorf("%w: %q may be extended by %s at most, in that unit", ErrInvalid, h.Frist, most)
	}
	if strings.TrimSpace(h.Text) == "" {
		return Lauf{}, fmt.Errorf("%w: an extension needs reasons (%s)", ErrInvalid, fristen[i].Laenger.Norm)
	}
	laeufe, err := f.Laeufe(z.r.kalender)
	if err != nil {
		return Lauf{}, err
	}
	for _, l := range laeufe {
		if l.Name != h.Frist {
			continue
		}
		if f.gewesen(l.id, AktVerlaengert) {
			return Lauf{}, fmt.Errorf("%w: %q was extended already (%s)", ErrNichtMoeglich, h.Frist, fristen[i].Laenger.Norm)
		}
		return l, nil
	}
	return Lauf{}, fmt.Errorf("%w: %q does not run", ErrNichtMoeglich, h.Frist)
}

// Nachzusehen reports whether a person has to look at what a machine decided. Who decides
// anew on it has looked.
func (f Fall) Nachzusehen() bool {
	for _, e := range slices.Backward(f.verlauf) {
		switch {
		case e.Stichprobe:
			return true
		case e.Akt == AktNachgesehen, e.Ergebnis != "" && e.Akt != verfahren.AktVorgelegt && e.durch(verfahren.RolleBehoerde):
			return false
		}
	}
	return false
}

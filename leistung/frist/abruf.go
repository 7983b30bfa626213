// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Abruf is the retrieval of a notice from a portal of the authority, with the
// person's consent (§ 41 (2a) VwVfG): the day after the retrieval counts. A notice
// that is not retrieved within ten days after the message about it was sent is not
// announced. Social matters have [AbrufSozial], the postbox of an account
// [Postfach].
type Abruf struct {
	Benachrichtigt kommune.Datum // the message about the notice was sent
	Abgerufen      kommune.Datum // zero while it is not
	// Normen are the provision of the Land where the Land acts; none is the federal
	// one. A Land may have more conditions, which this count does not know.
	Normen recht.Normen
}

// zumAbruf is how many days a notice stays to be retrieved.
const zumAbruf = 10

func (a Abruf) bekanntgabe(k Kalender) (Bekanntgabe, error) {
	norm := a.Normen
	if len(norm) == 0 {
		norm = normAbruf
	}
	angebot, err := k.Berechne(Regel{Normen: norm, Beginn: a.Benachrichtigt, Dauer: Tage(zumAbruf)})
	if err != nil {
		return Bekanntgabe{}, err
	}
	if !a.Abgerufen.IsZero() {
		if err := k.check(a.Abgerufen); err != nil {
			return Bekanntgabe{}, err
		}
	}
	var b Bekanntgabe
	b.Schritte.add(norm, angebot.Rechnerisch,
		fmt.Sprintf("Nachricht über die Bereitstellung am %s; abzurufen innerhalb von zehn Tagen, bis %s", deutsch(a.Benachrichtigt), deutsch(angebot.Rechnerisch)),
		fmt.Sprintf("message about the notice on %s; to be retrieved within ten days, until %s", english(a.Benachrichtigt), english(angebot.Rechnerisch)))
	switch {
	case a.Abgerufen.IsZero():
		b.none("BEKANNTGABE-01", norm,
			"Der Bescheid ist nicht abgerufen. Bis dahin ist er nicht bekannt gegeben; wird er nicht rechtzeitig abgerufen, endet die Bereitstellung.",
			"The notice is not retrieved. Until it is it counts as not announced; if it is not retrieved in time it is taken back.")
		return b, nil
	case a.Abgerufen.After(angebot.Spaetestens):
		b.none("BEKANNTGABE-02", norm,
			"Der Bescheid wurde nicht innerhalb von zehn Tagen abgerufen; die Bekanntgabe ist nicht bewirkt.",
			"The notice was not retrieved within ten days; it is not announced.")
		return b, nil
	case a.Abgerufen.After(angebot.Rechnerisch):
		b.Vorbehalte = append(b.Vorbehalte, warning("FRIST-BEKANNTGABE-04", norm,
			"Der zehnte Tag war kein Werktag. Ob der Abruf danach noch rechtzeitig war, ist offen.",
			"The tenth day was no working day. Whether a retrieval after it was in time is open."))
	}
	b.Tag = a.Abgerufen.AddDays(1)
	b.Schritte.add(norm, b.Tag,
		fmt.Sprintf("abgerufen am %s; gilt am Tag danach als bekannt gegeben: %s", deutsch(a.Abgerufen), deutsch(b.Tag)),
		fmt.Sprintf("retrieved on %s; counts as announced on the day after: %s", english(a.Abgerufen), english(b.Tag)))
	b.argue(k, norm)
	return b, nil
}

// AbrufSozial is the retrieval of a notice from a portal in social matters, with
// the person's consent (§ 37 (2a) SGB X): the fourth day after the message about
// it was sent counts. A [Postfach] holds there for parental allowance only.
type AbrufSozial struct {
	Benachrichtigt kommune.Datum // the message about the notice was sent
	Abgerufen      kommune.Datum // zero while it is not
	// Bestritten says that the person denies that the message arrived, or arrived
	// within four days, and the authority cannot prove it: then the day of the
	// retrieval counts.
	Bestritten bool
}

func (a AbrufSozial) bekanntgabe(k Kalender) (Bekanntgabe, error) {
	if err := k.check(a.Benachrichtigt); err != nil {
		return Bekanntgabe{}, err
	}
	var b Bekanntgabe
	if a.Bestritten {
		if a.Abgerufen.IsZero() {
			b.none("BEKANNTGABE-03", normAbrufSozial,
				"Der Zugang der Nachricht ist bestritten und nicht nachgewiesen, und der Bescheid ist nicht abgerufen; er ist nicht bekannt gegeben.",
				"That the message arrived is denied and not proved, and the notice is not retrieved; it is not announced.")
			return b, nil
		}
		if err := k.check(a.Abgerufen); err != nil {
			return Bekanntgabe{}, err
		}
		b.Tag = a.Abgerufen
		b.Schritte.add(normAbrufSozial, b.Tag,
			"Zugang der Nachricht bestritten und nicht nachgewiesen: es gilt der Tag des Abrufs, "+deutsch(b.Tag),
			"arrival of the message denied and not proved: the day of the retrieval counts, "+english(b.Tag))
		return b, nil
	}
	b.Tag = a.Benachrichtigt.AddDays(vierter)
	b.Schritte.add(normAbrufSozial, b.Tag,
		fmt.Sprintf("Nachricht über die Bereitstellung am %s; gilt am 4. Tag danach als bekannt gegeben: %s; der Tag des Abrufs ändert nichts", deutsch(a.Benachrichtigt), deutsch(b.Tag)),
		fmt.Sprintf("message about the notice on %s; counts as announced on day 4 after: %s; the day of the retrieval changes nothing", english(a.Benachrichtigt), english(b.Tag)))
	b.argue(k, normAbrufSozial)
	return b, nil
}

// Postfach is the postbox of an account under § 9 OZG: the fourth day after the
// notice was provided counts. The consent counts as given unless the person
// excluded it while using the service.
type Postfach struct {
	Bereitgestellt kommune.Datum
	// Benachrichtigt is the day of the message about it, which is due on the day of
	// provision at the latest; zero where none was sent.
	Benachrichtigt kommune.Datum
	Ausgeschlossen bool
	// ZuvorAbgerufen is the day of the first retrieval where this is a renewed
	// announcement and the notice had been retrieved before; it stays decisive.
	ZuvorAbgerufen kommune.Datum
}

func (p Postfach) bekanntgabe(k Kalender) (Bekanntgabe, error) {
	if err := k.check(p.Bereitgestellt); err != nil {
		return Bekanntgabe{}, err
	}
	var b Bekanntgabe
	switch {
	case p.Ausgeschlossen:
		b.none("BEKANNTGABE-04", normPostfach,
			"Die Bekanntgabe über das Postfach ist ausgeschlossen; es fehlt die Einwilligung.",
			"The person excluded the postbox; there is no consent.")
		return b, nil
	case !p.ZuvorAbgerufen.IsZero() && p.ZuvorAbgerufen.Before(p.Bereitgestellt):
		if err := k.check(p.ZuvorAbgerufen); err != nil {
			return Bekanntgabe{}, err
		}
		b.Tag = p.ZuvorAbgerufen
		b.Schritte.add(normPostfach, b.Tag,
			"vor der erneuten Bekanntgabe abgerufen: der Tag des ersten Abrufs bleibt maßgeblich, "+deutsch(b.Tag),
			"retrieved before the renewed announcement: the day of the first retrieval stays decisive, "+english(b.Tag))
		return b, nil
	}
	b.Tag = p.Bereitgestellt.AddDays(vierter)
	b.Schritte.add(normPostfach, b.Tag,
		fmt.Sprintf("im Postfach bereitgestellt am %s; gilt am 4. Tag danach als bekannt gegeben: %s; ein früherer Abruf ändert nichts", deutsch(p.Bereitgestellt), deutsch(b.Tag)),
		fmt.Sprintf("provided in the postbox on %s; counts as announced on day 4 after: %s; an earlier retrieval changes nothing", english(p.Bereitgestellt), english(b.Tag)))
	if p.Benachrichtigt.IsZero() || p.Benachrichtigt.After(p.Bereitgestellt) {
		b.Vorbehalte = append(b.Vorbehalte, warning("FRIST-BEKANNTGABE-05", normPostfach,
			"Die Nachricht über die Bereitstellung fehlt oder kam nach dem Tag der Bereitstellung; ob der 4. Tag dann gilt, ist offen.",
			"The message about the notice is missing or came after the day of provision; whether day 4 counts then is open."))
	}
	b.argue(k, normPostfach)
	return b, nil
}

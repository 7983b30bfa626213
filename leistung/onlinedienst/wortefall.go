// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// worteFall are the words for what the building parts of procedures bring; the rest a
// service says ([Dienst].Worte).
var worteFall = map[string]recht.Text{
	"zustand.entwurf":         T("Entwurf", "Draft"),
	"zustand.mitzeichnung":    T("Wartet auf alle Beteiligten", "Waits for all who take part"),
	"zustand.zahlung":         T("Wartet auf die Zahlung", "Waits for the payment"),
	"zustand.eingereicht":     T("Abgesendet", "Sent"),
	"zustand.in-bearbeitung":  T("In Bearbeitung", "Being worked on"),
	"zustand.rueckfrage":      T("Das Amt hat eine Frage an Sie", "The office has a question for you"),
	"zustand.anhoerung":       T("Das Amt hört Sie an", "The office hears you"),
	"zustand.verworfen":       T("Gelöscht", "Deleted"),
	"zustand.abgebrochen":     T("Abgebrochen", "Broken off"),
	"zustand.zurueckgenommen": T("Zurückgezogen", "Withdrawn"),
	"zustand.abgelehnt":       T("Entschieden: abgelehnt", "Decided: refused"),
	"zustand.geloescht":       T("Gelöscht", "Deleted"),

	"akt.begonnen":           T("Beginnen", "Begin"),
	"akt.bearbeitet":         T("Ändern", "Change"),
	"akt.verworfen":          T("Löschen", "Delete"),
	"akt.eingeladen":         T("Einladen", "Invite"),
	"akt.beigetreten":        T("Teilnehmen", "Take part"),
	"akt.bestaetigt":         T("Bestätigen", "Confirm"),
	"akt.eingereicht":        T("Absenden", "Send"),
	"akt.geprueft":           T("Absenden", "Send"),
	"akt.zahlung-begonnen":   T("Bezahlen", "Pay"),
	"akt.abgelehnt":          T("Ablehnen", "Refuse"),
	"akt.uebernommen":        T("In Bearbeitung nehmen", "Take over"),
	"akt.nachgefragt":        T("Nachfragen", "Ask back"),
	"akt.beantwortet":        T("Antworten", "Answer"),
	"akt.ergaenzt":           T("Etwas nachreichen", "Hand something in later"),
	"akt.zurueckgenommen":    T("Antrag zurückziehen", "Withdraw the application"),
	"akt.anhoerung-begonnen": T("Anhören", "Hear"),
	"akt.geaeussert":         T("Sich äußern", "Comment"),
	"akt.vertreten":          T("Für eine andere Person handeln", "Act for another person"),

	"frist.entwurf":      T("So lange ist der Entwurf gespeichert", "So long the draft is kept"),
	"frist.untaetigkeit": T("Bis dahin soll das Amt entschieden haben", "By then the office should have decided"),
	"frist.rueckfrage":   T("Bis dahin brauchen wir Ihre Antwort", "By then we need your answer"),
	"frist.anhoerung":    T("Bis dahin können Sie sich äußern", "Until then you can comment"),
}

// ereignisworte are what happened in a case, for the desk.
var ereignisworte = map[verfahren.Akt]recht.Text{
	verfahren.AktBegonnen: T("Begonnen", "Begun"), verfahren.AktEingeladen: T("Andere Person eingeladen", "Other person invited"), verfahren.AktBeigetreten: T("Beigetreten", "Joined"),
	verfahren.AktBestaetigt: T("Bestätigt", "Confirmed"), verfahren.AktEingereicht: T("Abgesendet", "Sent"), verfahren.AktGeprueft: T("Geprüft", "Checked"), verfahren.AktBeanstandet: T("Beanstandet", "Faulted"),
	verfahren.AktZahlung: T("Zahlung begonnen", "Payment begun"), verfahren.AktBezahlt: T("Bezahlt", "Paid"), verfahren.AktUebernommen: T("Übernommen", "Taken up"),
	verfahren.AktNachgefragt: T("Rückfrage", "Question"), verfahren.AktBeantwortet: T("Antwort", "Answer"), verfahren.AktErgaenzt: T("Nachgereicht", "Handed in later"), verfahren.AktZurueckgenommen: T("Zurückgezogen", "Withdrawn"),
	verfahren.AktAngehoert: T("Anhörung", "Hearing"), verfahren.AktGeaeussert: T("Äußerung", "Comment"), verfahren.AktAnhoerungVorbei: T("Anhörung vorbei", "Hearing over"),
	verfahren.AktUebergeben: T("An einen Menschen übergeben", "Handed to a person"), verfahren.AktVorgelegt: T("Entscheidung vorgeschlagen", "Decision proposed"), verfahren.AktVertreten: T("Vertretung nachgewiesen", "Representation shown"),
	antragfall.AktErinnert: T("Erinnert", "Reminded"), antragfall.AktAbgelaufen: T("Frist abgelaufen", "Period over"), antragfall.AktVerlaengert: T("Frist verlängert", "Period extended"),
	antragfall.AktNachgesehen: T("Stichprobe angesehen", "Sample looked at"), antragfall.AktZurueckgegeben: T("Vorschlag zurückgegeben", "Proposal sent back"), antragfall.AktDatenGeloescht: T("Daten gelöscht", "Data erased"),
}

// beteiligungsworte are what happened with those who are asked, by the end of the act
// ([verfahren.AktGefragt] and its sisters).
var beteiligungsworte = map[string]recht.Text{
	":gefragt": T("Gefragt", "Asked"), ":geantwortet": T("Antwort", "Answer"), ":geschwiegen": T("Keine Antwort", "No answer"),
}

// known reports whether the kit has words of its own.
func known(key string) bool {
	_, ok := worteFall[key]
	return ok
}

// wort is the word for something in the procedure of a service, "zustand.entwurf".
func (a *akteur) wort(d dienst, key string) string {
	if t, own := d.kopf().Worte[key]; own {
		return t.In(a.sprache)
	}
	return worteFall[key].In(a.sprache)
}

// zustand is the word for where a case stands.
func (a *akteur) zustand(d dienst, stand string) string {
	if d.ordnung() != nil {
		return a.wort(d, "zustand."+stand)
	}
	return a.say("status." + stand)
}

// zustandOf is the word for where a case stands.
func (a *akteur) zustandOf(f *fall) string {
	if f.v.fall != nil {
		return a.zustand(f.dienst, string(f.v.fall.sicht.Zustand))
	}
	return a.zustand(f.dienst, string(f.v.status))
}

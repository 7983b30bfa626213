// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// falltexte are what services with a procedure of their own say beside.
func falltexte() map[string]recht.Text {
	return map[string]recht.Text{
		"start.nologin":         T("nicht nötig", "not needed"),
		"pay.until":             T("Zeit dafür haben Sie bis: %s", "You have time for it until: %s"),
		"until.clock":           T("%s, %s Uhr", "%s, %s"),
		"holds.from":            T("Es gilt ab %s.", "It holds from %s."),
		"holds.from-to":         T("Es gilt von %s bis %s.", "It holds from %s to %s."),
		"decided.title":         T("Das ist entschieden", "This is decided"),
		"asked.title":           T("Das Amt schreibt Ihnen", "The office writes to you"),
		"periods.title":         T("Fristen", "Deadlines"),
		"acts.title":            T("Was Sie jetzt tun können", "What you can do now"),
		"others.title":          T("Wer noch mitmacht", "Who else takes part"),
		"others.not":            T("noch nicht eingeladen", "not invited yet"),
		"others.invited":        T("eingeladen", "invited"),
		"others.in":             T("macht mit", "takes part"),
		"others.confirmed":      T("hat schon bestätigt", "has confirmed already"),
		"others.unknown":        T("noch nicht bekannt", "not known yet"),
		"invite.title":          T("Andere Person einladen", "Invite the other person"),
		"invite.lead":           T("Die andere Person füllt ihren Teil selbst aus. Sie bekommt von Ihnen einen Link.", "The other person fills in their own part. They get a link from you."),
		"invite.own":            T("Ihre Angaben sieht die andere Person nicht, und Sie sehen ihre nicht. Ausgenommen ist, was Sie gemeinsam angeben und was wir ausdrücklich als bekannt zeigen.", "The other person does not see your answers, and you do not see theirs. Excepted is what you state together and what we expressly show as known."),
		"invite.login":          T("Die andere Person loggt sich mit ihrem eigenen Konto ein.", "The other person signs in with an account of their own."),
		"invite.both":           T("Abgesendet wird erst, wenn alle bestätigt haben.", "It is sent only when all have confirmed."),
		"invite.button":         T("Link erstellen", "Create the link"),
		"invite.again":          T("Link erneuern", "Renew the link"),
		"invite.send":           T("Geben Sie diesen Link weiter:", "Pass this link on:"),
		"invite.code":           T("Der Code darin ist:", "The code in it is:"),
		"invite.secret":         T("Der Link gilt einmal. Geben Sie ihn nur der Person, die mitmachen soll.", "The link works once. Give it only to the person who is to take part."),
		"join.title":            T("Sie sind eingeladen", "You are invited"),
		"join.lead":             T("Jemand hat begonnen und Sie eingeladen: %s.", "Somebody has begun and invited you: %s."),
		"join.own":              T("Sie füllen Ihren Teil selbst aus. Die andere Person sieht ihn nicht. Ausgenommen ist, was Sie gemeinsam angeben und was wir ausdrücklich als bekannt zeigen.", "You fill in your own part. The other person does not see it. Excepted is what you state together and what we expressly show as known."),
		"join.both":             T("Abgesendet wird erst, wenn alle bestätigt haben.", "It is sent only when all have confirmed."),
		"join.once":             T("Die Einladung gilt dann nicht mehr.", "The invitation is then used up."),
		"join.button":           T("Ja, ich mache mit", "Yes, I take part"),
		"join.not":              T("Diese Einladung gilt nicht", "This invitation does not count"),
		"join.why":              T("Sie ist schon benutzt, erneuert oder abgelaufen, oder Sie sind mit dem Konto eingeloggt, von dem sie kommt. Bitten Sie um einen neuen Link.", "It was used, renewed, or has run out, or you are signed in with the account that it comes from. Ask for a new link."),
		"state.confirmed":       T("bestätigt", "confirmed"),
		"check.confirm":         T("Bestätigen", "Confirm"),
		"check.invite.title":    T("Es fehlt noch jemand", "Somebody is still missing"),
		"check.invite":          T("Laden Sie die andere Person ein. Danach können Sie bestätigen.", "Invite the other person. Then you can confirm."),
		"check.confirmed.title": T("Das haben Sie so bestätigt", "You have confirmed this"),
		"check.confirmed":       T("Wenn sich etwas ändert, fragen wir Sie noch einmal. Abgesendet wird, sobald alle bestätigt haben.", "If something changes we ask you again. It is sent as soon as all have confirmed."),
		"start.kept.begun":      T("Was Sie eingeben, wird gespeichert und %s nach dem Beginn gelöscht, wenn Sie bis dahin nicht absenden (%s). Das Amt sieht es erst, wenn Sie absenden.", "What you enter is saved and erased %s after the start, if you have not sent it by then (%s). The office sees it only when you send."),
		"span.once":             T("gleich", "at once"),
		"span.minutes":          T("Minuten", "minutes"),
		"period.week":           T("Woche", "week"),
		"period.weeks":          T("Wochen", "weeks"),
		"privacy.machine.yes":   T("Ja (%s), wenn alles eindeutig ist. Sonst entscheidet ein Mensch. Etwa einen von %d Fällen und jeden auffälligen sieht danach ein Mensch an. Es entsteht kein Profil von Ihnen (Art. 22 DSGVO).", "Yes (%s), where all is clear. Otherwise a person decides. About one in %d cases, and each that is unusual, a person looks at afterwards. No profile of you is made (Article 22 GDPR)."),
	}
}

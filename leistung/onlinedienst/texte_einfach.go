// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// einfachetexte are the texts of the start page and of the help in Einfache Sprache, by
// the keys of those in German and English, as data for who writes them. What is not here
// is easy enough in German; a test holds both to the rules. They say all that the German
// ones say. What a text has to name stands at its number.
func einfachetexte() map[string]string {
	return map[string]string{
		"start.begin":      "Jetzt beginnen: %[1]s",
		"start.glance":     "Kurz gesagt",
		"start.time":       "Wie lange dauert das?",
		"start.minutes":    "Etwa %[1]d Minuten.",
		"start.pause":      "Sie können jederzeit eine Pause machen.",
		"start.cost":       "Was kostet das?",
		"start.free":       "Das kostet nichts.",
		"start.fee":        "Sie müssen etwas bezahlen. Den Preis sehen Sie vor dem Absenden.",
		"start.login":      "Wie loggen Sie sich ein?",
		"start.nologin":    "Gar nicht. Sie brauchen kein Konto.",
		"start.level":      "Sie brauchen ein Konto. Es braucht mindestens diese Stufe: %[1]s.",
		"start.send":       "Zum Absenden brauchen Sie mindestens diese Stufe: %[1]s.",
		"start.loginnow":   "Zuerst loggen Sie sich ein. Das heißt: Sie öffnen Ihr Konto.",
		"start.can":        "Für wen ist das?",
		"start.cannot":     "Wann gehen Sie besser zum Amt?",
		"start.need":       "Was brauchen Sie?",
		"start.basis":      "Dafür gibt es ein Gesetz (%[1]s).",
		"start.kept":       "Was Sie eingeben, bleibt gespeichert. %[1]d Tage nach der letzten Änderung löschen wir es (%[2]s). Das Amt sieht alles erst nach dem Absenden.",
		"start.kept.begun": "Was Sie eingeben, bleibt gespeichert. Senden Sie es nicht ab? Dann löschen wir es %[1]s nach dem Beginn (%[2]s). Das Amt sieht alles erst nach dem Absenden.",
		"start.privacy":    "Wer bekommt Ihre Daten? Welche Rechte haben Sie?",
		"start.means":      "Jedes Konto mit dieser Stufe geht. Auch ein anerkanntes aus einem anderen EU-Land geht.",
		"start.high":       "Für die Stufe „hoch“ brauchen Sie einen Ausweis mit Online-Funktion. Das kann Ihr Personalausweis sein. Oder ein Aufenthaltstitel mit Chip. Oder eine eID-Karte. Die eID ist hier eine Karte für Menschen aus anderen EU-Ländern. Auch ein anerkannter Ausweis aus einem anderen EU-Land geht.",
		"easy.next":        "Die nächsten Seiten sind in schwererem Deutsch. Brauchen Sie dabei Hilfe? Auf der Seite „Hilfe“ steht, wer Ihnen hilft.",

		"help.how":        "So geht es",
		"help.save":       "Sie drücken auf „Weiter“. Dann ist alles gespeichert. Sie können jederzeit aufhören. Später machen Sie weiter.",
		"help.check":      "Vor dem Absenden sehen Sie alles auf einer Seite. Dort können Sie alles noch ändern.",
		"help.office":     "Sie müssen das nicht online machen. Sie können immer ins Amt gehen.",
		"imprint.contact": "So erreichen Sie uns",
		"operator.none":   "Das ist ein Test. Hier steht niemand.",
		"operator.for":    "Für das Amt spricht: %[1]s",
		"operator.hours":  "Dann ist geöffnet: %[1]s",
	}
}

// withEinfach adds the texts in Einfache Sprache.
func withEinfach(all map[string]recht.Text) map[string]recht.Text {
	for key, text := range einfachetexte() {
		all[key] = all[key].With(recht.EinfacheSprache, text)
	}
	return all
}

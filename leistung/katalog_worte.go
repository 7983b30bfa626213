// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// stems cuts a text into folded word stems: lower case, umlauts written out, the
// commonest German endings dropped, so that "anmelden" meets "Anmeldung". In a
// question the words without meaning of their own are dropped too.
func stems(text string, question bool) []string {
	var worte []string
	for wort := range strings.FieldsFuncSeq(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if question && slices.Contains(fuellworte, wort) {
			continue
		}
		if s := stem(wort); !slices.Contains(worte, s) {
			worte = append(worte, s)
		}
	}
	return worte
}

// fold writes a text in lower case and umlauts as two letters, however they are
// composed. Other marks are dropped.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		switch r = unicode.ToLower(r); {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r == 'ä':
			b.WriteString("ae")
		case r == 'ö':
			b.WriteString("oe")
		case r == 'ü':
			b.WriteString("ue")
		case r == 'ß':
			b.WriteString("ss")
		default:
			for _, part := range norm.NFD.String(string(r)) {
				if !unicode.Is(unicode.Mn, part) {
					b.WriteRune(part)
				}
			}
		}
	}
	return b.String()
}

// endungen are tried from the longest; what stays must have four letters.
var endungen = []string{"ungen", "ung", "ern", "en", "er", "es", "em", "e", "n", "s"}

func stem(wort string) string {
	for _, endung := range endungen {
		if rest, ok := strings.CutSuffix(wort, endung); ok && len(rest) >= 4 {
			return rest
		}
	}
	return wort
}

// fuellworte carry nothing to search for, in folded form.
var fuellworte = strings.Fields(`
	ich du er sie wir ihr es man mein meine meinen meiner meinem mich mir uns unser unsere dein deine sein seine ihre
	der die das den dem des ein eine einen einem einer eines kein keine und oder aber wenn weil dass als wie was wo wer
	in im an am auf aus bei beim mit nach von vom vor zu zum zur fuer ueber um ohne gegen durch
	bin bist ist sind war habe hat haben werde wird werden will wollen moechte moechten muss muessen kann koennen soll sollen
	bitte jetzt neu neue neuen neuer neues nicht
	beantragen beantrage antrag antraege stellen stelle brauche brauchen bekommen bekomme machen mache tun`)

// alltagsworte says what people mean in the words of the catalogue: stems of
// everyday speech, and phrases, the likeliest first.
var alltagsworte = func() map[string][]string {
	table := map[string][]string{}
	for _, zeile := range []struct{ worte, phrasen string }{
		{"umziehen umzug umgezogen umziehe ziehe einziehen einzug zuziehen wohnungswechsel", "Wohnsitz Anmeldung|Wohnsitz Ummeldung|Personalausweis Adressänderung|Kraftfahrzeug Ummeldung"},
		{"wegziehen auswandern ausziehen auszug wegzug", "Wohnsitz Abmeldung"},
		{"zweitwohnung zweitwohnsitz", "Wohnsitz Nebenwohnsitz"},
		{"wohnung adresse", "Wohnsitz Anmeldung|Wohnberechtigungsschein"},
		{"heiraten heirat hochzeit trauung standesamt ehe", "Eheschließung Anmeldung"},
		{"miete mietzuschuss mietkosten", "Wohngeld"},
		{"auto pkw wagen motorrad kfz fahrzeug", "Kraftfahrzeug Zulassung|Kraftfahrzeug Ummeldung"},
		{"fuehrerschein", "Fahrerlaubnis Erteilung|Fahrerlaubnis"},
		{"pass", "Reisepass Ausstellung"},
		{"perso ausweis", "Personalausweis Ausstellung"},
		{"verloren gestohlen geklaut", "Meldung"},
		{"baby neugeborenes", "Geburtsurkunde Ausstellung|Elterngeld"},
		{"elternzeit", "Elterngeld Bewilligung"},
		{"alleinerziehend unterhalt", "Unterhaltsvorschuss Bewilligung"},
		{"firma gruenden selbstaendig selbststaendig unternehmen laden", "Gewerbe Anmeldung"},
		{"haus bauen hausbau anbauen bauantrag", "Baugenehmigung Erteilung"},
		{"behindert behinderung schwerbehindert behindertenausweis", "Schwerbehindertenausweis Ausstellung"},
		{"abschluss diplom zeugnis berufsabschluss beruf", "ausländische Berufsqualifikationen anerkennen|ausländische Berufsausbildungsabschlüsse Anerkennung"},
		{"anwohnerparken anwohnerparkausweis parken", "Bewohnerparkausweis Erteilung"},
		{"wbs sozialwohnung", "Wohnberechtigungsschein Ausstellung"},
		{"vorstrafen leumundszeugnis", "Führungszeugnis Erteilung"},
		{"hund", "Hundesteuer Anmeldung"},
		{"meldebescheinigung wohnsitzbescheinigung", "Meldebestätigung Ausstellung"},
		{"adressauskunft", "Melderegisterauskunft Erteilung"},
	} {
		for wort := range strings.FieldsSeq(zeile.worte) {
			table[stem(wort)] = append(table[stem(wort)], strings.Split(zeile.phrasen, "|")...)
		}
	}
	return table
}()

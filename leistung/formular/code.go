// SPDX-License-Identifier: Apache-2.0

package formular

// Findings about the document as JSON. After one of the first five nothing else
// is checked.
const (
	jsonSyntax  = "FORM-JSON-SYNTAX"  // not JSON
	jsonUTF8    = "FORM-JSON-UTF8"    // not UTF-8, or half a surrogate pair
	jsonTiefe   = "FORM-JSON-TIEFE"   // nested too deep
	jsonGroesse = "FORM-JSON-GROESSE" // too many bytes
	jsonUmfang  = "FORM-JSON-UMFANG"  // too many values
	jsonDoppelt = "FORM-JSON-DOPPELT" // a key stands twice in one object
	jsonZahl    = "FORM-JSON-ZAHL"    // a number of absurd length or size
	zuViele     = "FORM-ZU-VIELE"     // further findings were left out
)

// Findings about what was answered.
const (
	falscherTyp    = "FORM-TYP"
	unbekannt      = "FORM-UNBEKANNT" // the form has no such element
	fehlt          = "FORM-PFLICHT"
	nichtGefragt   = "FORM-NICHT-GEFRAGT" // given where its condition does not hold
	wahlVerletzt   = "FORM-WAHL"          // of a choice not exactly one is given
	zuWenige       = "FORM-ANZAHL-MIN"
	zuOft          = "FORM-ANZAHL-MAX"
	zuKurz         = "FORM-LAENGE-MIN"
	zuLang         = "FORM-LAENGE-MAX"
	musterVerletzt = "FORM-MUSTER"
	fremdeZeichen  = "FORM-ZEICHEN" // outside the set of characters
	codeUnbekannt  = "FORM-CODE"    // not in the list
	keinDatum      = "FORM-DATUM"
	keineUhrzeit   = "FORM-UHRZEIT"
	keinZeitpunkt  = "FORM-ZEITPUNKT"
	keinTeildatum  = "FORM-TEILDATUM" // a day without its month, or one the calendar does not have
	zuKlein        = "FORM-WERT-MIN"
	zuGross        = "FORM-WERT-MAX"
	nichtGanz      = "FORM-GANZZAHL"
	bruchteilCent  = "FORM-CENT"
)

// Findings about attachments.
const (
	anlageFehlt     = "FORM-ANLAGE-FEHLT"     // named and not attached
	anlageUngenannt = "FORM-ANLAGE-UNGENANNT" // attached and not named
	anlageTyp       = "FORM-ANLAGE-TYP"
	anlageGroesse   = "FORM-ANLAGE-GROESSE"
	anlagenGroesse  = "FORM-ANLAGEN-GROESSE" // all together
)

// texte are the sentences for each code, German and English. The mark %s takes
// the bound.
var texte = map[string][2]string{
	jsonSyntax:      {"Die Daten sind kein gültiges JSON (%s).", "The data are not valid JSON (%s)."},
	jsonUTF8:        {"Die Daten sind nicht in UTF-8 geschrieben.", "The data are not written in UTF-8."},
	jsonTiefe:       {"Die Daten sind zu tief verschachtelt (höchstens %s Ebenen).", "The data are nested too deep (at most %s levels)."},
	jsonGroesse:     {"Die Daten sind zu groß (höchstens %s Bytes).", "The data are too large (at most %s bytes)."},
	jsonUmfang:      {"Die Daten haben zu viele Werte (höchstens %s).", "The data hold too many values (at most %s)."},
	jsonDoppelt:     {"Die Angabe steht zweimal in den Daten.", "The answer stands twice in the data."},
	jsonZahl:        {"Die Zahl ist unzulässig lang oder groß.", "The number is absurdly long or large."},
	zuViele:         {"Weitere Mängel werden nicht aufgezählt.", "Further findings are left out."},
	falscherTyp:     {"Die Angabe hat nicht die erwartete Form.", "The answer does not have the expected form (%s)."},
	unbekannt:       {"Das Formular kennt eine der Angaben nicht (%s).", "The form does not know one of the answers (%s)."},
	fehlt:           {"Diese Angabe fehlt.", "This answer is missing."},
	nichtGefragt:    {"Nach dieser Angabe wird hier nicht gefragt.", "This answer is not asked for here."},
	wahlVerletzt:    {"Machen Sie genau eine dieser Angaben.", "Give exactly one of these answers."},
	zuWenige:        {"Machen Sie diese Angabe mindestens %s-mal.", "Give this answer at least %s times."},
	zuOft:           {"Machen Sie diese Angabe höchstens %s-mal.", "Give this answer at most %s times."},
	zuKurz:          {"Schreiben Sie mindestens %s Zeichen.", "Write at least %s characters."},
	zuLang:          {"Schreiben Sie höchstens %s Zeichen.", "Write at most %s characters."},
	musterVerletzt:  {"Die Angabe hat nicht die vorgesehene Schreibweise.", "The answer is not spelt as foreseen."},
	fremdeZeichen:   {"Die Angabe enthält Zeichen, die nicht zulässig sind (%s).", "The answer holds characters that are not allowed (%s)."},
	codeUnbekannt:   {"Wählen Sie einen Wert aus der Liste.", "Choose a value of the list."},
	keinDatum:       {"Das ist kein Tag des Kalenders (JJJJ-MM-TT).", "This is no day of the calendar (YYYY-MM-DD)."},
	keineUhrzeit:    {"Das ist keine Uhrzeit (HH:MM:SS mit Zeitzone).", "This is no time of day (HH:MM:SS with an offset)."},
	keinZeitpunkt:   {"Das ist kein Zeitpunkt (Tag, Uhrzeit und Zeitzone).", "This is no instant (day, time and offset)."},
	keinTeildatum:   {"Diesen Tag gibt es nicht, oder zum Tag fehlt der Monat.", "There is no such day, or the day has no month."},
	zuKlein:         {"Der Wert ist kleiner oder früher als %s.", "The value is smaller or earlier than %s."},
	zuGross:         {"Der Wert ist größer oder später als %s.", "The value is larger or later than %s."},
	nichtGanz:       {"Geben Sie eine ganze Zahl an.", "Give a whole number."},
	bruchteilCent:   {"Geben Sie den Betrag mit höchstens zwei Nachkommastellen an.", "Give the amount with at most two decimals."},
	anlageFehlt:     {"Die genannte Anlage liegt nicht bei.", "The attachment named is not there."},
	anlageUngenannt: {"Diese Anlage wird im Formular nicht genannt.", "The form does not name this attachment."},
	anlageTyp:       {"Diese Art von Datei ist hier nicht zulässig (zulässig: %s).", "This kind of file is not allowed here (allowed: %s)."},
	anlageGroesse:   {"Die Datei ist größer als %s Bytes.", "The file is larger than %s bytes."},
	anlagenGroesse:  {"Die Dateien sind zusammen größer als %s Bytes.", "The files together are larger than %s bytes."},
}

// Codes returns every code a finding can have, sorted, but for those of rules of
// your own.
func Codes() []string { return sortedKeys(texte) }

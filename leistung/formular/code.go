// SPDX-License-Identifier: Apache-2.0

package formular

// Code is the stable code of a finding.
type Code string

// Findings about the document as JSON. After one of the first five nothing else
// is checked.
const (
	JSONSyntax  Code = "FORM-JSON-SYNTAX"  // not JSON
	JSONUTF8    Code = "FORM-JSON-UTF8"    // not UTF-8, or half a surrogate pair
	JSONTiefe   Code = "FORM-JSON-TIEFE"   // nested too deep
	JSONGroesse Code = "FORM-JSON-GROESSE" // too many bytes
	JSONUmfang  Code = "FORM-JSON-UMFANG"  // too many values
	JSONDoppelt Code = "FORM-JSON-DOPPELT" // a key stands twice in one object
	JSONZahl    Code = "FORM-JSON-ZAHL"    // a number of absurd length or size
	ZuViele     Code = "FORM-ZU-VIELE"     // further findings were left out
)

// Findings about what was answered.
const (
	FalscherTyp    Code = "FORM-TYP"
	Unbekannt      Code = "FORM-UNBEKANNT" // the form has no such element
	Fehlt          Code = "FORM-PFLICHT"
	NichtGefragt   Code = "FORM-NICHT-GEFRAGT" // given where its condition does not hold
	WahlVerletzt   Code = "FORM-WAHL"          // of a choice not exactly one is given
	ZuWenige       Code = "FORM-ANZAHL-MIN"
	ZuOft          Code = "FORM-ANZAHL-MAX"
	ZuKurz         Code = "FORM-LAENGE-MIN"
	ZuLang         Code = "FORM-LAENGE-MAX"
	MusterVerletzt Code = "FORM-MUSTER"
	FremdeZeichen  Code = "FORM-ZEICHEN" // outside the set of characters
	CodeUnbekannt  Code = "FORM-CODE"    // not in the list
	KeinDatum      Code = "FORM-DATUM"
	KeineUhrzeit   Code = "FORM-UHRZEIT"
	KeinZeitpunkt  Code = "FORM-ZEITPUNKT"
	KeinTeildatum  Code = "FORM-TEILDATUM" // a day without its month, or one the calendar does not have
	ZuKlein        Code = "FORM-WERT-MIN"
	ZuGross        Code = "FORM-WERT-MAX"
	NichtGanz      Code = "FORM-GANZZAHL"
	BruchteilCent  Code = "FORM-CENT"
)

// Findings about attachments.
const (
	AnlageFehlt     Code = "FORM-ANLAGE-FEHLT"     // named and not attached
	AnlageUngenannt Code = "FORM-ANLAGE-UNGENANNT" // attached and not named
	AnlageTyp       Code = "FORM-ANLAGE-TYP"
	AnlageGroesse   Code = "FORM-ANLAGE-GROESSE"
)

// texte are the sentences for each code, German and English. The mark %s takes
// the bound.
var texte = map[Code][2]string{
	JSONSyntax:      {"Die Daten sind kein gültiges JSON (%s).", "The data are not valid JSON (%s)."},
	JSONUTF8:        {"Die Daten sind nicht in UTF-8 geschrieben.", "The data are not written in UTF-8."},
	JSONTiefe:       {"Die Daten sind zu tief verschachtelt (höchstens %s Ebenen).", "The data are nested too deep (at most %s levels)."},
	JSONGroesse:     {"Die Daten sind zu groß (höchstens %s Bytes).", "The data are too large (at most %s bytes)."},
	JSONUmfang:      {"Die Daten haben zu viele Werte (höchstens %s).", "The data hold too many values (at most %s)."},
	JSONDoppelt:     {"Die Angabe steht zweimal in den Daten.", "The answer stands twice in the data."},
	JSONZahl:        {"Die Zahl ist unzulässig lang oder groß.", "The number is absurdly long or large."},
	ZuViele:         {"Weitere Mängel werden nicht aufgezählt.", "Further findings are left out."},
	FalscherTyp:     {"Die Angabe hat nicht die erwartete Form.", "The answer does not have the expected form (%s)."},
	Unbekannt:       {"Das Formular kennt diese Angabe nicht.", "The form has no such element."},
	Fehlt:           {"Diese Angabe fehlt.", "This answer is missing."},
	NichtGefragt:    {"Nach dieser Angabe wird hier nicht gefragt.", "This answer is not asked for here."},
	WahlVerletzt:    {"Machen Sie genau eine dieser Angaben.", "Give exactly one of these answers."},
	ZuWenige:        {"Machen Sie diese Angabe mindestens %s-mal.", "Give this answer at least %s times."},
	ZuOft:           {"Machen Sie diese Angabe höchstens %s-mal.", "Give this answer at most %s times."},
	ZuKurz:          {"Schreiben Sie mindestens %s Zeichen.", "Write at least %s characters."},
	ZuLang:          {"Schreiben Sie höchstens %s Zeichen.", "Write at most %s characters."},
	MusterVerletzt:  {"Die Angabe hat nicht die vorgesehene Schreibweise.", "The answer is not spelt as foreseen."},
	FremdeZeichen:   {"Die Angabe enthält Zeichen, die nicht zulässig sind (%s).", "The answer holds characters that are not allowed (%s)."},
	CodeUnbekannt:   {"Wählen Sie einen Wert aus der Liste.", "Choose a value of the list."},
	KeinDatum:       {"Das ist kein Tag des Kalenders (JJJJ-MM-TT).", "This is no day of the calendar (YYYY-MM-DD)."},
	KeineUhrzeit:    {"Das ist keine Uhrzeit (HH:MM:SS mit Zeitzone).", "This is no time of day (HH:MM:SS with an offset)."},
	KeinZeitpunkt:   {"Das ist kein Zeitpunkt (Tag, Uhrzeit und Zeitzone).", "This is no instant (day, time and offset)."},
	KeinTeildatum:   {"Diesen Tag gibt es nicht, oder zum Tag fehlt der Monat.", "There is no such day, or the day has no month."},
	ZuKlein:         {"Der Wert ist kleiner oder früher als %s.", "The value is smaller or earlier than %s."},
	ZuGross:         {"Der Wert ist größer oder später als %s.", "The value is larger or later than %s."},
	NichtGanz:       {"Geben Sie eine ganze Zahl an.", "Give a whole number."},
	BruchteilCent:   {"Geben Sie den Betrag mit höchstens zwei Nachkommastellen an.", "Give the amount with at most two decimals."},
	AnlageFehlt:     {"Die genannte Anlage liegt nicht bei.", "The attachment named is not there."},
	AnlageUngenannt: {"Diese Anlage wird im Formular nicht genannt.", "The form does not name this attachment."},
	AnlageTyp:       {"Diese Art von Datei ist hier nicht zulässig (zulässig: %s).", "This kind of file is not allowed here (allowed: %s)."},
	AnlageGroesse:   {"Die Datei ist größer als %s Bytes.", "The file is larger than %s bytes."},
}

// Codes returns every code a finding can have, sorted, but for those of
// conditions of your own.
func Codes() []Code { return sortedKeys(texte) }

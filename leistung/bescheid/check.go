// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// maxNebenbestimmungen bounds the findings too.
const maxNebenbestimmungen = 100

// checker collects findings.
type checker struct {
	e       Entwurf
	befunde recht.Befunde
}

func (c *checker) add(code, pointer string, normen recht.Normen, text, english string) *recht.Befund {
	c.befunde = append(c.befunde, recht.Befund{Code: code, Pointer: pointer, Severity: recht.SeverityError, Normen: c.e.Behoerde.landesrecht(normen), Text: recht.NewText(text, english)})
	return &c.befunde[len(c.befunde)-1]
}

// Check holds the notice against what the law asks of it and returns all that is
// wrong. Issue refuses what has a blocking finding.
func (e Entwurf) Check() recht.Befunde {
	c := &checker{e: e}
	if !e.Verfahren.IsValid() {
		c.add("BESCHEID-VERFAHREN-01", "/verfahren", nil, "Welches Verfahrensrecht gilt, ist nicht angegeben.", "The code of procedure is not stated.")
	}
	c.head()
	c.decision()
	c.reasons()
	c.conditions()
	c.automatic()
	c.way()
	c.remedy()
	return c.befunde
}

func (c *checker) head() {
	e, v := c.e, c.e.Verfahren
	if !e.Behoerde.complete() || e.Behoerde.Sitz.IsZero() {
		c.add("BESCHEID-BEHOERDE-01", "/behoerde", v.norm("§ 37 Abs. 3 Satz 1 VwVfG", "§ 33 Abs. 3 Satz 1 SGB X"),
			"Die erlassende Behörde mit Anschrift und Gemeinde fehlt. Ein Bescheid, der seine Behörde nicht erkennen lässt, ist nichtig.",
			"The authority with its address and municipality is missing. A notice that does not show its authority is void.")
	}
	if n := len(e.Adressat.Anschrift); n < 2 || n > 6 || strings.TrimSpace(strings.Join(e.Adressat.Anschrift, "")) == "" {
		c.add("BESCHEID-ADRESSAT-01", "/adressat", v.norm("§ 41 Abs. 1 Satz 1 VwVfG", "§ 37 Abs. 1 Satz 1 SGB X"),
			"Name und Anschrift der Person fehlen, für die der Bescheid bestimmt ist (zwei bis sechs Zeilen).",
			"Name and address of the person that the notice is for are missing (two to six lines).")
	}
	if blank(e.Titel) || e.Datum.IsZero() {
		c.add("BESCHEID-KOPF-01", "/titel", nil, "Titel und Datum fehlen.", "Title and date are missing.")
	}
	mayLack := e.Automatisch && (v == VerfahrenSGBX || v == VerfahrenVwVfG && !e.Kanal.electronic())
	if blank(e.Zeichner.Name) && !mayLack {
		c.add("BESCHEID-ZEICHNER-01", "/zeichner", v.norm("§ 37 Abs. 3 Satz 1 VwVfG", "§ 33 Abs. 3 Satz 1 SGB X"),
			"Der Name der Behördenleitung, ihrer Vertretung oder einer beauftragten Person fehlt. Er darf nur bei Bescheiden fehlen, die mit Hilfe automatischer Einrichtungen erlassen werden, nach dem VwVfG nur bei schriftlichen.",
			"The name of the head of the authority, a deputy or a delegate is missing. It may be missing only where the notice is made by machine, under the VwVfG only on paper.")
	}
}

func (c *checker) decision() {
	e, v := c.e, c.e.Verfahren
	if blank(e.Tenor...) {
		c.add("BESCHEID-TENOR-01", "/tenor", v.norm("§ 37 Abs. 1 VwVfG", "§ 33 Abs. 1 SGB X"),
			"Was entschieden wird, ist nicht gesagt.", "What is decided is not said.")
	}
	if !e.Ergebnis.valid() {
		c.add("BESCHEID-ERGEBNIS-01", "/ergebnis", nil, "Ob stattgegeben, abgelehnt oder eingegriffen wird, ist nicht angegeben.", "Whether the notice grants, refuses or burdens is not stated.")
	}
	if e.Ergebnis == ErgebnisEingriff && e.Angehoert.IsZero() && blank(e.KeineAnhoerung) {
		c.add("BESCHEID-ANHOERUNG-01", "/angehoert", v.norm("§ 28 Abs. 1 VwVfG", "§ 24 Abs. 1 SGB X"),
			"Der Bescheid greift in Rechte ein. Die Person ist nicht angehört, und warum das nicht nötig war, ist nicht angegeben.",
			"The notice burdens the person, who was not heard; why that was not needed is not stated.")
	}
	if !e.Angehoert.IsZero() && e.Angehoert.After(e.Datum) {
		c.add("BESCHEID-ANHOERUNG-02", "/angehoert", v.norm("§ 28 Abs. 1 VwVfG", "§ 24 Abs. 1 SGB X"),
			"Die Anhörung liegt nach dem Bescheid.", "The hearing is after the notice.")
	}
}

func (c *checker) reasons() {
	e, v, g := c.e, c.e.Verfahren, c.e.Begruendung
	if g.Verzicht != 0 {
		ok := g.Verzicht <= VerzichtVorschrift
		switch g.Verzicht {
		case VerzichtStattgegeben:
			ok = e.Ergebnis == ErgebnisStattgegeben
		case VerzichtVorschrift:
			ok = len(g.Normen) > 0
		case VerzichtBekannt, VerzichtMassenhaft:
		}
		if !ok {
			c.add("BESCHEID-GRUENDE-03", "/begruendung/verzicht", v.norm("§ 39 Abs. 2 VwVfG", "§ 35 Abs. 2 SGB X"),
				"Auf die Begründung darf hier nicht verzichtet werden: Dem Antrag ist nicht ganz entsprochen, oder die Vorschrift fehlt, die den Verzicht erlaubt.",
				"Reasons may not be left out here: the application is not granted in full, or the provision that allows it is missing.")
		}
		return
	}
	if blank(g.Sachverhalt...) || blank(g.Recht...) || len(g.Normen) == 0 {
		c.add("BESCHEID-GRUENDE-01", "/begruendung", v.norm("§ 39 Abs. 1 Satz 2 VwVfG", "§ 35 Abs. 1 Satz 2 SGB X"),
			"Die wesentlichen tatsächlichen und rechtlichen Gründe mit den Vorschriften fehlen.",
			"The main reasons of fact and of law, with the provisions, are missing.")
	}
	if e.Ermessen && blank(g.Ermessen...) {
		b := c.add("BESCHEID-GRUENDE-02", "/begruendung/ermessen", v.norm("§ 39 Abs. 1 Satz 3 VwVfG", "§ 35 Abs. 1 Satz 3 SGB X"),
			"Die Gesichtspunkte, von denen die Behörde bei ihrem Ermessen ausgegangen ist, fehlen.",
			"The points of view that guided the discretion are missing.")
		if v == VerfahrenVwVfG {
			b.Severity = recht.SeverityWarning // "soll"; social law says "muss"
		}
	}
}

func (c *checker) conditions() {
	e, v := c.e, c.e.Verfahren
	if len(e.Nebenbestimmungen) > maxNebenbestimmungen {
		c.add("BESCHEID-NEBEN-04", "/nebenbestimmungen", v.norm("§ 36 Abs. 2 VwVfG", "§ 32 Abs. 2 SGB X"),
			"Mehr als hundert Nebenbestimmungen kann niemand lesen; fassen Sie sie zusammen.", "Nobody can read more than a hundred side conditions: put them together.")
		return
	}
	for i, n := range e.Nebenbestimmungen {
		at := "/nebenbestimmungen/" + strconv.Itoa(i)
		if n.Art.String() == "" || blank(n.Text) {
			c.add("BESCHEID-NEBEN-01", at, v.norm("§ 36 Abs. 2 VwVfG", "§ 32 Abs. 2 SGB X"),
				"Art oder Text der Nebenbestimmung fehlt.", "Kind or text of the side condition is missing.")
		}
		if e.Anspruch && n.Norm.IsZero() && !n.Sichert {
			c.add("BESCHEID-NEBEN-02", at, v.norm("§ 36 Abs. 1 VwVfG", "§ 32 Abs. 1 SGB X"),
				"Auf die Leistung besteht ein Anspruch. Die Nebenbestimmung braucht eine Vorschrift, die sie zulässt, oder sie muss sichern, dass die Voraussetzungen erfüllt werden.",
				"The person has a claim: a side condition needs a provision that allows it, or must secure that the preconditions are met.")
		}
	}
	if e.Ergebnis == ErgebnisAbgelehnt && len(e.Nebenbestimmungen) > 0 {
		c.add("BESCHEID-NEBEN-03", "/nebenbestimmungen", v.norm("§ 36 Abs. 2 VwVfG", "§ 32 Abs. 2 SGB X"),
			"Eine Ablehnung hat keine Nebenbestimmungen.", "A refusal has no side conditions.")
	}
}

func (c *checker) automatic() {
	e, v := c.e, c.e.Verfahren
	if !e.Automatisch {
		return
	}
	if v == VerfahrenVwVfG && e.Erlaubt.IsZero() {
		c.add("BESCHEID-AUTOMATISCH-01", "/erlaubt", v.norm("§ 35a VwVfG", "§ 31a Satz 1 SGB X"),
			"Die Vorschrift fehlt, die einen vollständig automatischen Bescheid zulässt.", "The provision that allows a fully automatic notice is missing.")
	}
	if e.Ermessen || e.Spielraum {
		c.add("BESCHEID-AUTOMATISCH-02", "/automatisch", v.norm("§ 35a VwVfG", "§ 31a Satz 1 SGB X"),
			"Wo Ermessen oder ein Beurteilungsspielraum besteht, entscheidet ein Mensch.", "Where there is discretion or a margin of judgement a person decides.")
	}
}

func (c *checker) way() {
	e, v := c.e, c.e.Verfahren
	bekanntgabe := v.norm("§ 41 Abs. 2a Satz 1 VwVfG", "§ 37 Abs. 2a Satz 1 SGB X")
	postfach := recht.Normen{recht.MustParseNorm("§ 9 Abs. 1 OZG")}
	switch {
	case !e.Kanal.IsValid():
		c.add("BESCHEID-KANAL-01", "/kanal", v.norm("§ 41 Abs. 1 Satz 1 VwVfG", "§ 37 Abs. 1 Satz 1 SGB X"),
			"Wie der Bescheid bekannt gegeben wird, ist nicht angegeben.", "How the notice is announced is not stated.")
	case e.Kanal == KanalAbruf && !e.Einwilligung:
		c.add("BESCHEID-KANAL-02", "/einwilligung", bekanntgabe,
			"Für die Bekanntgabe durch Abruf fehlt die Einwilligung.", "Announcement by retrieval needs consent, which is missing.")
	case e.Kanal == KanalPostfach && e.Ausgeschlossen:
		c.add("BESCHEID-KANAL-03", "/ausgeschlossen", postfach,
			"Die Person hat die Bekanntgabe über das Postfach ausgeschlossen.", "The person has excluded the postbox.")
	case e.Kanal == KanalPostfach && v == VerfahrenSGBX && !e.Elterngeld:
		c.add("BESCHEID-KANAL-04", "/kanal", recht.Normen{recht.MustParseNorm("§ 37 Abs. 2b SGB X")},
			"Im Sozialrecht wird über das Postfach nur beim Elterngeld bekannt gegeben; sonst durch Abruf mit Einwilligung.",
			"In social matters the postbox serves for parental allowance only; elsewhere it is retrieval with consent.")
	}
	if !e.Schriftform.IsZero() && e.Kanal.electronic() && !e.Siegelform {
		c.add("BESCHEID-FORM-01", "/siegelform", recht.Normen{e.Schriftform},
			"Die Schriftform ist angeordnet. Elektronisch braucht der Bescheid die qualifizierte Signatur oder das qualifizierte Siegel der Behörde, oder er geht auf Papier hinaus.",
			"Written form is ordered: an electronic notice needs the qualified signature or seal of the authority, or goes out on paper.")
	}
}

func (c *checker) remedy() {
	v, r := c.e.Verfahren, c.e.Rechtsbehelf
	norm := v.norm("§ 37 Abs. 6 Satz 1 VwVfG", "§ 36 Satz 1 SGB X")
	if r.Art < RechtsbehelfWiderspruch || r.Art > RechtsbehelfKeiner {
		c.add("BESCHEID-RECHTSBEHELF-01", "/rechtsbehelf", norm, "Der Rechtsbehelf fehlt.", "The remedy is missing.")
		return
	}
	if (r.Art == RechtsbehelfKlage || r.Art == RechtsbehelfWahl) && !r.Gericht.complete() {
		c.add("BESCHEID-RECHTSBEHELF-02", "/rechtsbehelf/gericht", norm,
			"Name und Sitz des Gerichts fehlen.", "Name and seat of the court are missing.")
	}
	if r.Stelle.Name != "" && !r.Stelle.complete() {
		c.add("BESCHEID-RECHTSBEHELF-02", "/rechtsbehelf/stelle", norm,
			"Der Sitz der Stelle fehlt, bei der der Widerspruch zu erheben ist.", "The seat of the body to object to is missing.")
	}
	if r.Art == RechtsbehelfEigner && (blank(r.Text...) || r.Frist.IsZero() != r.Unbefristet) {
		c.add("BESCHEID-RECHTSBEHELF-03", "/rechtsbehelf/text", norm,
			"Text oder Frist des Rechtsbehelfs fehlt, oder die Frist steht neben der Angabe, dass es keine gibt.", "Text or period of the remedy is missing, or the period stands beside the word that there is none.")
	}
	if r.Art == RechtsbehelfKlage && v == VerfahrenSGBX {
		c.add("BESCHEID-RECHTSBEHELF-05", "/rechtsbehelf/art", norm,
			"Im Sozialrecht gehört zur Belehrung die Form. Für die Klage zum Sozialgericht ist hier kein Text hinterlegt; geben Sie einen eigenen an.",
			"In social law the instruction names the form. For an action before the social court no text is kept here: give your own.")
	}
	if c.confirmed() || r.Zusage.given() {
		return
	}
	c.add("BESCHEID-RECHTSBEHELF-04", "/rechtsbehelf/zusage", norm,
		"Dass gegen diesen Bescheid dieser Rechtsbehelf gegeben ist, ist hier nicht bestätigt. Bestätigen Sie, dass keine Ausnahme gilt, oder sagen Sie den Rechtsbehelf selbst zu.",
		"That this is the remedy is not confirmed here: state that no exception holds, or answer for the remedy yourself.")
}

// confirmed reports whether the rule of the place says that this is the remedy.
func (c *checker) confirmed() bool {
	e, r := c.e, c.e.Rechtsbehelf
	if r.Art == RechtsbehelfKeiner { // social law instructs whom a notice burdens
		return e.Verfahren == VerfahrenSGBX && e.Ergebnis == ErgebnisStattgegeben && len(e.Nebenbestimmungen) == 0
	}
	rule, err := Vorverfahren(e.Verfahren, e.Behoerde)
	return err == nil && rule.Grundsatz == r.Art && (len(rule.Ausnahmen) == 0 || r.KeineAusnahme)
}

// blank reports whether no text says anything.
func blank(texts ...string) bool {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return false
		}
	}
	return true
}

// Codes returns all codes that Check gives, in order.
func Codes() []string {
	return []string{
		"BESCHEID-ADRESSAT-01", "BESCHEID-ANHOERUNG-01", "BESCHEID-ANHOERUNG-02", "BESCHEID-AUTOMATISCH-01", "BESCHEID-AUTOMATISCH-02",
		"BESCHEID-BEHOERDE-01", "BESCHEID-ERGEBNIS-01", "BESCHEID-FORM-01", "BESCHEID-GRUENDE-01", "BESCHEID-GRUENDE-02", "BESCHEID-GRUENDE-03",
		"BESCHEID-KANAL-01", "BESCHEID-KANAL-02", "BESCHEID-KANAL-03", "BESCHEID-KANAL-04", "BESCHEID-KOPF-01",
		"BESCHEID-NEBEN-01", "BESCHEID-NEBEN-02", "BESCHEID-NEBEN-03", "BESCHEID-NEBEN-04",
		"BESCHEID-RECHTSBEHELF-01", "BESCHEID-RECHTSBEHELF-02", "BESCHEID-RECHTSBEHELF-03", "BESCHEID-RECHTSBEHELF-04", "BESCHEID-RECHTSBEHELF-05",
		"BESCHEID-TENOR-01", "BESCHEID-VERFAHREN-01", "BESCHEID-ZEICHNER-01",
	}
}

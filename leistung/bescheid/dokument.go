// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

var monate = [...]string{"", "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}

// tag writes a day as in a letter: 30. November 2026.
func tag(d datum.Datum) string {
	return fmt.Sprintf("%d. %s %d", d.Day(), monate[d.Month()], d.Year())
}

// letter is the upper part of a letter from the authority.
func (b Behoerde) letter(anschrift []string, info pdf.Pairs) *pdf.Letter {
	head := b.Name
	if b.Amt != "" {
		head += "\n" + b.Amt
	}
	add := func(name, value, link string) {
		if value != "" {
			info = append(info, pdf.Pair{Name: name, Value: pdf.Text{{Text: value, Link: link}}})
		}
	}
	add("Telefon", b.Telefon, "")
	add("E-Mail", b.EMail, prefixed("mailto:", b.EMail))
	add("Internet", strings.TrimPrefix(b.Internet, "https://"), b.Internet)
	return &pdf.Letter{
		Letterhead: pdf.Plain(head), Return: strings.Join(append([]string{b.Name}, b.Anschrift...), " · "), Address: anschrift, Info: info,
	}
}

func prefixed(scheme, s string) string {
	if s == "" {
		return ""
	}
	return scheme + s
}

// builder collects blocks.
type builder struct{ blocks []pdf.Block }

func (b *builder) heading(level int, text string) {
	b.blocks = append(b.blocks, pdf.Heading{Level: level, Text: pdf.Plain(text)})
}

func (b *builder) paragraphs(texts ...string) {
	for _, t := range texts {
		if !blank(t) {
			b.blocks = append(b.blocks, pdf.Paragraph{Text: pdf.Plain(bound(t))})
		}
	}
}

// bound keeps the parts of a citation on one line.
func bound(s string) string {
	return strings.NewReplacer("§ ", "§\u00a0", "Abs. ", "Abs.\u00a0", "Absatz ", "Absatz\u00a0", "Nr. ", "Nr.\u00a0", "Satz ", "Satz\u00a0").Replace(s)
}

func (b *builder) section(title string, texts ...string) {
	if !blank(texts...) {
		b.heading(2, title)
		b.paragraphs(texts...)
	}
}

// seal adds the code with the words that say what it is for.
func (b *builder) seal(code, address, what string) error {
	size, black, err := pattern(code)
	if err != nil {
		return err
	}
	beside := pdf.Text{{Text: "Der Code enthält die Angaben " + what + " und ein Siegel der Behörde. Wer ihn liest, kann prüfen, ob sie unverändert sind."}}
	if address != "" {
		beside = append(beside, pdf.Span{Text: "\nPrüfen: "}, pdf.Span{Text: strings.TrimPrefix(address, "https://"), Link: address})
	}
	b.heading(2, "Echtheit prüfen")
	b.blocks = append(b.blocks, pdf.Figure{
		Alt: "QR-Code mit den Angaben " + what + " und dem Siegel der Behörde", Size: size, Black: black, Module: siegel.Modul, Beside: beside,
	})
	return nil
}

// document lays the notice out.
func (e Entwurf) document() (pdf.Document, error) {
	info := pdf.Pairs{{Name: "Datum", Value: pdf.Plain(tag(e.Datum))}}
	if !blank(e.Aktenzeichen) {
		info = append(pdf.Pairs{{Name: "Aktenzeichen", Value: pdf.Plain(e.Aktenzeichen)}}, info...)
	}
	if !blank(e.Auskunft) {
		info = append(info, pdf.Pair{Name: "Auskunft", Value: pdf.Plain(e.Auskunft)})
	}
	b := &builder{}
	b.heading(1, e.Titel)
	anrede := e.Adressat.Anrede
	if blank(anrede) {
		anrede = "Guten Tag,"
	}
	b.paragraphs(anrede)
	if e.Automatisch {
		b.paragraphs("dieser Bescheid wurde vollständig durch automatische Einrichtungen erlassen.")
	}
	b.heading(2, "Entscheidung")
	b.numbered(e.Tenor)
	if len(e.Nebenbestimmungen) > 0 {
		b.heading(2, "Nebenbestimmungen")
		var items []string
		for _, n := range e.Nebenbestimmungen {
			text := n.Art.String() + ": " + n.Text
			if !n.Norm.IsZero() {
				text += " (" + n.Norm.String() + ")"
			}
			items = append(items, text)
		}
		b.numbered(items)
	}
	b.reasons(e)
	b.section("Kosten", e.Kosten...)
	b.section("Hinweise", e.Hinweise...)
	b.section("Bekanntgabe", e.Kanal.hinweis(e.Verfahren))
	b.section("Rechtsbehelfsbelehrung", e.belehrung()...)
	if !blank(e.Zeichner.Name) {
		b.paragraphs(strings.TrimSpace("Mit freundlichen Grüßen\n" + e.Zeichner.Zeichen + "\n" + e.Zeichner.Name))
	}
	if e.Code != "" {
		if err := b.seal(e.Code, e.Pruefung, "dieses Bescheids"); err != nil {
			return pdf.Document{}, err
		}
	}
	if !e.Erlaeuterung.IsZero() {
		b.heading(2, "Erläuterung")
		b.paragraphs("Dieser Teil erklärt den Bescheid in anderen Worten. Er gehört nicht zur Entscheidung.")
		for _, language := range e.Erlaeuterung.Languages() {
			text, _ := e.Erlaeuterung.Lookup(language)
			for p := range strings.SplitSeq(text, "\n\n") {
				if !blank(p) {
					b.blocks = append(b.blocks, pdf.Paragraph{Text: pdf.Text{{Text: p, Lang: spoken(language)}}})
				}
			}
		}
	}
	head := e.Behoerde.Name
	if !blank(e.Aktenzeichen) {
		head += " · " + e.Aktenzeichen
	}
	return pdf.Document{
		Title: e.Titel, Language: "de-DE", Author: e.Behoerde.Name, Created: e.Datum.Start(), Head: head, Foot: e.Behoerde.ort(),
		Letter: e.Behoerde.letter(e.Adressat.Anschrift, info), Body: b.blocks,
	}, nil
}

// spoken is the language a screen reader needs: the first part of a tag, and none
// where it is that of the document.
func spoken(language string) string {
	first, _, _ := strings.Cut(language, "-")
	if first == "de" {
		return ""
	}
	return language
}

func (b *builder) numbered(texts []string) {
	texts = slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return blank(t) })
	if len(texts) == 1 {
		b.paragraphs(texts[0])
		return
	}
	l := pdf.List{Numbered: true}
	for _, t := range texts {
		l.Items = append(l.Items, pdf.Item{Text: pdf.Plain(bound(t))})
	}
	b.blocks = append(b.blocks, l)
}

func (b *builder) reasons(e Entwurf) {
	g := e.Begruendung
	if g.Verzicht != 0 {
		if e.Verfahren == VerfahrenSGBX && g.Verzicht <= VerzichtMassenhaft {
			b.section("Begründung", "Von einer Begründung wurde abgesehen. Sie können innerhalb eines Jahres nach der Bekanntgabe verlangen, dass dieser Bescheid begründet wird (§ 35 Abs. 3 SGB X).")
		}
		return
	}
	b.heading(2, "Begründung")
	b.paragraphs(g.Sachverhalt...)
	b.paragraphs(g.Recht...)
	b.paragraphs(g.Ermessen...)
	if len(g.Normen) > 0 {
		b.paragraphs("Rechtsgrundlagen: " + g.Normen.String())
	}
}

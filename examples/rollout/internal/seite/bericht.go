// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"net/http"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
)

// reportPDF is the report as an accessible file for archives: the same answers
// and the same tables as on the page.
func (s *server) reportPDF(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	list, err := a.fragen()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	title := "Bericht: " + a.dienst.Name + " in Thüringen (Simulation)"
	body := []pdf.Block{
		pdf.Heading{Level: 1, Text: pdf.Plain(title)},
		pdf.Paragraph{Text: pdf.Plain("Alle Stände, Fälle und Störungen sind erfunden. Behörden, Gebiete und Einwohner sind echt.")},
		pdf.Pairs{
			{Name: "Stand", Value: pdf.Plain(tagText(a.tag.Gueltig))},
			{Name: "Wissensstand", Value: pdf.Plain(tagText(a.tag.Bekannt) + ", 8:00 Uhr")},
			{Name: "Programm", Value: pdf.Plain(a.buch.Programm().Titel + ", Ziel " + tagText(a.buch.Programm().Ziel))},
		},
	}
	for _, text := range a.unconfirmed() {
		body = append(body, pdf.Paragraph{Text: pdf.Plain("Nicht belegt: " + text)})
	}
	for _, f := range list {
		body = append(body, pdf.Heading{Level: 2, Text: pdf.Plain(f.Frage)}, pdf.Paragraph{Text: pdf.Text{{Text: f.Wert + ". ", Strong: true}, {Text: f.Text}}})
		for i := range f.Tabellen {
			body = append(body, pdfTable(&f.Tabellen[i])...)
		}
	}
	body = append(body, pdf.Paragraph{Text: pdf.Plain(kommune.Deutschland().Quelle())})
	file, err := pdf.Document{
		Title: title, Language: "de-DE", Author: "Roll-out Thüringen (Simulation)", Created: s.sim.Now(), Head: title, Foot: "Stand " + kurz(a.tag.Gueltig), Body: body,
	}.Bytes()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	download(w, "application/pdf", "bericht-"+a.tag.Gueltig.String()+".pdf")
	_, _ = w.Write(file)
}

func pdfTable(t *tabelle) []pdf.Block {
	if len(t.Reihe) == 0 {
		return []pdf.Block{pdf.Paragraph{Text: pdf.Plain(t.Titel + ": " + t.Leer)}}
	}
	table := pdf.Table{Caption: pdf.Plain(t.Titel), HeaderColumn: true}
	for i, name := range t.Kopf {
		table.Head = append(table.Head, pdf.Plain(name))
		if i < len(t.Zahl) && t.Zahl[i] {
			table.Right = append(table.Right, i)
		}
	}
	for _, row := range t.Reihe {
		var cells []pdf.Text
		for _, c := range row {
			cells = append(cells, pdf.Plain(c.Text))
		}
		table.Rows = append(table.Rows, cells)
	}
	return []pdf.Block{table}
}

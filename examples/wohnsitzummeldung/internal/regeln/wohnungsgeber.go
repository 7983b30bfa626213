// SPDX-License-Identifier: Apache-2.0

package regeln

import (
	"strings"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
)

// checkWohnungsgeber is R12: the confirmation, its code, the owner's own word,
// or the notice that there is none.
func (p *pruefung) checkWohnungsgeber() {
	const norm = "§ 19 BMG"
	g := p.a.Wohnungsgeber
	switch g.Weg {
	case angaben.GeberEigentum:
		if !g.Erklaerung {
			p.add("WSM-R12-5", "/wohnungsgeber/erklaerung", norm, "Bestätigen Sie, dass die Wohnung Ihnen gehört und Sie dort eingezogen sind.", "Confirm that the home is yours and that you have moved in.")
		}
		return
	case angaben.GeberVerweigert:
		p.need("WSM-R12-6", "/wohnungsgeber/grund", g.Grund, "Schreiben Sie kurz, warum Sie noch keine Bestätigung haben.", "Write briefly why you have no confirmation yet.")
	case angaben.GeberDatei:
		if g.Datei == nil {
			p.add("WSM-R12-3", "/wohnungsgeber/datei", norm, "Wählen Sie die Datei mit der Bestätigung aus (PDF, JPG oder PNG, höchstens 5 MB).", "Choose the file with the confirmation (PDF, JPG or PNG, at most 5 MB).")
		}
	case angaben.GeberMerkmal:
		p.need("WSM-R12-4", "/wohnungsgeber/merkmal", g.Merkmal, "Geben Sie das Zuordnungsmerkmal an. Sie bekommen es von Ihrem Wohnungsgeber.", "Enter the reference code. You get it from your landlord.")
	default:
		p.add("WSM-R12-1", "/wohnungsgeber/weg", "§ 19, § 23 Absatz 1 BMG", "Wählen Sie, wie Sie Ihren Einzug belegen.", "Choose how you prove that you moved in.")
		return
	}
	p.need("WSM-R12-2", "/wohnungsgeber/name", g.Name, "Geben Sie den Namen des Wohnungsgebers an.", "Enter the name of the landlord.")
	p.need("WSM-R12-7", "/wohnungsgeber/anschrift", g.Anschrift, "Geben Sie die Anschrift des Wohnungsgebers an.", "Enter the address of the landlord.")
	if g.Weg == angaben.GeberVerweigert {
		return
	}
	switch {
	case g.Einzug.IsZero():
		p.add("WSM-R12-8", "/wohnungsgeber/einzug", "§ 19 Absatz 3 BMG", "Geben Sie das Einzugsdatum an, das in der Bestätigung steht.", "Enter the day of moving in that the confirmation states.")
	case g.Einzug != p.a.Einzug:
		p.hinweis("WSM-R12-9", "/wohnungsgeber/einzug", "§ 19 Absatz 3 BMG", "In der Bestätigung steht ein anderer Einzugstag als in Ihrer Anmeldung. Die Meldebehörde klärt das mit Ihnen.", "The confirmation states another day than your registration. The office will clear this up with you.")
	}
	q := p.a.Person
	if q.Familienname != "" && strings.EqualFold(strings.TrimSpace(g.Name), q.Vornamen+" "+q.Familienname) {
		p.hinweis("WSM-R12-10", "/wohnungsgeber/name", norm, "Sie haben sich selbst als Wohnungsgeber genannt. Gehört die Wohnung Ihnen, wählen Sie bitte „Die Wohnung gehört mir“.", "You named yourself as landlord. If the home is yours, please choose “The home is mine”.")
	}
}

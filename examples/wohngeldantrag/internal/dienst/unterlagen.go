// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"slices"
	"strings"

	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// unterlage is a paper that the answers call for.
type unterlage struct {
	de, en string
	da     bool
}

// gebraucht are the papers that the answers call for, and which of them are there: as a
// file, from a register, or certified by somebody else. Whether a file shows what it
// should only a person can tell.
func gebraucht(a Antrag, belegt []string) []unterlage {
	has := func(name string) bool { return slices.Contains(belegt, name) }
	out := []unterlage{{"Mietvertrag und letzte Mieterhöhung", "lease and last rise of the rent", has(vomVermieter) || len(a.Belege.Wohnung) > 0}}
	if a.Nutzung == ImHeim {
		out = []unterlage{{"Heimvertrag", "contract with the home", len(a.Belege.Wohnung) > 0}}
	}
	add := func(u unterlage) {
		if !slices.ContainsFunc(out, func(x unterlage) bool { return x.de == u.de }) {
			out = append(out, u)
		}
	}
	files := len(a.Belege.Einkommen) > 0
	if a.Rente.Hat == od.Ja {
		add(unterlage{"Rentenbescheid", "pension notice", has("rentenbezug") || files})
	}
	for _, e := range a.Einkommen {
		switch e.Art {
		case "lohn", "minijob_pauschal", "zuschlaege":
			add(unterlage{"Lohnabrechnungen der letzten zwölf Monate", "payslips of the last twelve months", has(vomArbeitgeber) || files})
		case "rente", "versorgung":
			add(unterlage{"Rentenbescheid", "pension notice", files})
		case "selbststaendig", "gewerbe", "vermietung":
			add(unterlage{"Einkommensteuerbescheid und Gewinnrechnung", "tax assessment and statement of profit", files})
		case "kapital":
			add(unterlage{"Bescheinigung der Bank über Zinsen", "certificate of the bank about interest", files})
		default:
			add(unterlage{"Bescheid oder Beleg zu jedem anderen Einkommen", "notice or receipt for every other income", files})
		}
	}
	other := len(a.Belege.Sonstige) > 0
	if len(a.Leistungen) > 0 {
		add(unterlage{"Bescheid über Bürgergeld, Sozialhilfe oder Entschädigung", "notice about basic support or compensation", other})
	}
	if len(a.Umstaende) > 0 {
		add(unterlage{"Nachweis zu dem, was Sie als Besonderes genannt haben", "proof of what you named as special", other})
	}
	if len(a.Unterhalt) > 0 {
		add(unterlage{"Nachweis der Zahlungen von Unterhalt", "proof of the maintenance paid", other})
	}
	return out
}

// unterlagen tells whether the application is complete when it is sent: the weeks of the
// authority begin there.
func unterlagen(a Antrag, belegt []string) od.Auskunft {
	var da, fehlt, there, missing []string
	for _, u := range gebraucht(a, belegt) {
		if u.da {
			da, there = append(da, u.de), append(there, u.en)
		} else {
			fehlt, missing = append(fehlt, u.de), append(missing, u.en)
		}
	}
	if len(fehlt) == 0 {
		return od.Auskunft{
			Titel: od.T("Ihr Antrag ist vollständig, wenn Sie ihn so absenden", "Your application is complete if you send it like this"),
			Text: od.T("Da ist: "+strings.Join(da, "; ")+". Die Zeit bis zur Entscheidung beginnt, sobald er im Amt ankommt. Hat das Amt dazu noch eine Frage, meldet es sich.",
				"There is: "+strings.Join(there, "; ")+". The time to the decision begins as soon as it arrives at the office. If the office has a question about it, it will ask."),
		}
	}
	out := od.Auskunft{
		Titel: od.T("Es fehlt noch etwas: Diese Unterlagen braucht das Amt", "Something is missing: the office needs these papers"),
		Text: od.T(strings.Join(fehlt, "; ")+". Sie dürfen sie nachreichen und schon jetzt absenden: Wohngeld gibt es vom Monat des Antrags an. Die Zeit bis zur Entscheidung beginnt erst, wenn alle da sind.",
			strings.Join(missing, "; ")+". You may hand them in later and send now: Wohngeld begins with the month of the application. The time to the decision begins only when all are there."),
	}
	if len(da) > 0 {
		out.Text = od.T(out.Text.String()+" Schon da: "+strings.Join(da, "; ")+".", out.Text.English()+" There already: "+strings.Join(there, "; ")+".")
	}
	return out
}

// SPDX-License-Identifier: Apache-2.0

package regeln

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
)

// Umstaende are the facts beside the application that the rules look at.
type Umstaende struct {
	Heute       kommune.Datum
	Stufe       testkonto.Stufe
	Verzeichnis *kommune.Verzeichnis
}

// pruefung collects findings.
type pruefung struct {
	u       Umstaende
	a       angaben.Angaben
	befunde Befunde
}

func (p *pruefung) add(code, pfad, norm, de, en string) {
	p.befunde = append(p.befunde, Befund{Code: code, Pfad: pfad, Norm: norm, DE: de, EN: en})
}

func (p *pruefung) hinweis(code, pfad, norm, de, en string) {
	p.befunde = append(p.befunde, Befund{Code: code, Pfad: pfad, Norm: norm, DE: de, EN: en, Hinweis: true})
}

// need reports an empty field.
func (p *pruefung) need(code, pfad, wert, de, en string) {
	if strings.TrimSpace(wert) == "" {
		p.add(code, pfad, "", de, en)
	}
}

// Check goes through the whole application and reports every finding.
func Check(a angaben.Angaben, u Umstaende) Befunde {
	p := &pruefung{u: u, a: a}
	p.checkAnschrift()
	p.checkEinzug()
	p.checkAuszug()
	p.checkPerson()
	p.checkWohnung()
	p.checkFamilie()
	p.checkWohnungsgeber()
	p.checkZeichen()
	if !Nachgewiesen(u.Stufe) {
		p.add("WSM-R14", "", "§ 23a Absatz 4, § 10 Absatz 2 und 3 BMG",
			"Online absenden geht nur mit dem Online-Ausweis (Vertrauensniveau „hoch“). Drucken Sie Ihre Angaben aus und geben Sie sie im Amt ab.",
			"Sending online is possible only with the electronic identity card (trust level “high”). Print your answers and hand them in at the office.")
	}
	return p.befunde
}

func (p *pruefung) checkAnschrift() {
	if p.a.Gemeinde.IsZero() {
		p.add("WSM-GEMEINDE-01", "/gemeinde", "", "Wählen Sie Ihre neue Gemeinde.", "Choose your new municipality.")
	} else if g, err := p.u.Verzeichnis.Gemeinde(p.a.Gemeinde); err != nil || g.Gemeindefrei() {
		p.add("WSM-GEMEINDE-02", "/gemeinde", "", "Diese Gemeinde gibt es im Verzeichnis nicht. Suchen Sie noch einmal.", "This municipality is not in the register. Search again.")
	} else if gueltigePLZ(p.a.Anschrift.PLZ) && !g.MehrerePLZ && g.PLZ != "" && g.PLZ != p.a.Anschrift.PLZ {
		p.hinweis("WSM-PLZ-03", "/anschrift/plz", "", fmt.Sprintf("Zu %s gehört nach dem Gemeindeverzeichnis die Postleitzahl %s. Stimmt Ihre Angabe?", g.Kurzname(), g.PLZ),
			fmt.Sprintf("According to the register of municipalities, %s has the postcode %s. Is yours correct?", g.Kurzname(), g.PLZ))
	}
	p.need("WSM-STRASSE-01", "/anschrift/strasse", p.a.Anschrift.Strasse, "Geben Sie die Straße an.", "Enter the street.")
	p.need("WSM-HAUSNUMMER-01", "/anschrift/hausnummer", p.a.Anschrift.Hausnummer, "Geben Sie die Hausnummer an.", "Enter the house number.")
	switch plz := p.a.Anschrift.PLZ; {
	case plz == "":
		p.add("WSM-PLZ-01", "/anschrift/plz", "", "Geben Sie die Postleitzahl an.", "Enter the postcode.")
	case !gueltigePLZ(plz):
		p.add("WSM-PLZ-02", "/anschrift/plz", "", "Die Postleitzahl hat fünf Ziffern, zum Beispiel 99974.", "The postcode has five digits, for example 99974.")
	}
}

func gueltigePLZ(s string) bool {
	return len(s) == 5 && strings.Trim(s, "0123456789") == "" && s >= "01000"
}

func (p *pruefung) checkEinzug() {
	const norm = "§ 17 Absatz 1 BMG"
	switch einzug := p.a.Einzug; {
	case einzug.IsZero():
		p.add("WSM-EINZUG-01", "/einzug", norm, "Geben Sie den Tag an, an dem Sie eingezogen sind.", "Enter the day you moved in.")
	case !Bezogen(einzug, p.u.Heute):
		p.add("WSM-R02", "/einzug", norm, "Der Einzug liegt in der Zukunft. Anmelden können Sie sich ab dem Tag, an dem Sie eingezogen sind. Ihr Entwurf bleibt gespeichert.",
			"The day you move in lies in the future. You can register from the day you have moved in. Your draft stays saved.")
	case einzug.Before(p.u.Heute.AddMonths(-100 * 12)):
		p.add("WSM-EINZUG-02", "/einzug", norm, "Dieser Tag liegt mehr als 100 Jahre zurück. Prüfen Sie das Jahr.", "This day is more than 100 years ago. Check the year.")
	case !p.befreit() && p.verspaetet():
		p.hinweis("WSM-R01", "/einzug", norm, "Die zwei Wochen sind schon vorbei. Melden Sie sich bitte trotzdem jetzt an.", "The two weeks are over already. Please register now all the same.")
	}
}

// checkAuszug is R6: whoever stays for a short time need not register.
func (p *pruefung) checkAuszug() {
	const norm = "§ 27 Absatz 2 BMG"
	switch einzug, auszug := p.a.Einzug, p.a.AuszugGeplant; {
	case einzug.IsZero() || auszug.IsZero():
	case !auszug.After(einzug):
		p.add("WSM-R06-2", "/auszugGeplant", norm, "Der Auszug muss nach dem Einzug liegen. Prüfen Sie beide Tage.", "You must leave after you have moved in. Check both days.")
	case p.befreit():
		p.hinweis("WSM-R06", "/auszugGeplant", norm,
			"Sie bleiben höchstens sechs Monate. Sind Sie in Deutschland schon mit einer anderen Wohnung gemeldet, müssen Sie sich hier nicht anmelden. Wohnen Sie nach sechs Monaten doch noch hier, haben Sie dann zwei Wochen Zeit für die Anmeldung.",
			"You stay six months at most. If you are registered with another home in Germany already, you need not register here. If you still live here after six months, you have two weeks from then to register.")
	}
}

func (p *pruefung) befreit() bool {
	auszug := p.a.AuszugGeplant
	return !auszug.IsZero() && auszug.After(p.a.Einzug) && Befreit(p.a.Einzug, auszug)
}

// verspaetet reports whether the time to register is over. Of a day so long ago
// that no calendar of holidays reaches back, it is over without counting.
func (p *pruefung) verspaetet() bool {
	if p.a.Gemeinde.IsZero() {
		return false
	}
	f, err := Frist(p.a.Einzug, p.a.Gemeinde)
	if err != nil {
		return p.a.Einzug.AddDays(28).Before(p.u.Heute)
	}
	return f.AbgelaufenAm(p.u.Heute)
}

func (p *pruefung) checkPerson() {
	switch {
	case p.a.Weg == "":
		p.add("WSM-DATEN-01", "/weg", "", "Wählen Sie, ob wir Ihre Daten abrufen oder ob Sie sie selbst eintippen.", "Choose whether we fetch your data or you type it.")
		return
	case p.a.Weg == angaben.WegAbruf && p.a.Auszug == nil:
		p.add("WSM-DATEN-02", "/weg", "", "Sehen Sie sich die abgerufenen Daten an und übernehmen oder verwerfen Sie sie.", "Look at the data fetched, and accept or discard it.")
		return
	case !p.a.Bestaetigt:
		p.add("WSM-DATEN-03", "/person", "", "Prüfen Sie Ihre Daten und bestätigen Sie sie.", "Check your data and confirm it.")
		return
	}
	q := p.a.Person
	p.need("WSM-NAME-01", "/person/familienname", q.Familienname, "Geben Sie Ihren Familiennamen an.", "Enter your family name.")
	p.need("WSM-NAME-02", "/person/vornamen", q.Vornamen, "Geben Sie Ihre Vornamen an.", "Enter your given names.")
	if q.Rufname != "" && !enthaeltVorname(q.Vornamen, q.Rufname) {
		p.add("WSM-NAME-03", "/person/rufname", "§ 3 Absatz 1 Nummer 3 BMG", "Der Rufname muss einer Ihrer Vornamen sein.", "The name you use must be one of your given names.")
	}
	p.checkGeburt("/person/geburtsdatum", q.Geburtsdatum)
	if !q.Geburtsdatum.IsZero() && q.Geburtsdatum.Before(p.u.Heute) && !Meldepflichtig(q.Geburtsdatum, p.u.Heute) {
		p.add("WSM-R04", "/person/geburtsdatum", "§ 17 Absatz 3 BMG", "Wer noch nicht 16 ist, wird von den Eltern oder der Person angemeldet, zu der er oder sie zieht.",
			"Under 16, you are registered by your parents or by the person whose home you move into.")
	}
	if i := p.a.Identitaet; i.Familienname != "" && (i.Familienname != q.Familienname || i.Vornamen != q.Vornamen || i.Geburtsdatum != q.Geburtsdatum) {
		p.hinweis("WSM-R14-2", "/person/familienname", "§ 23a Absatz 4 BMG", "Name oder Geburtsdatum weichen von der Anmeldung am Nutzerkonto ab. Die Meldebehörde wird danach fragen.",
			"Name or date of birth differ from the login. The office will ask about this.")
	}
	p.need("WSM-GEBURTSORT-01", "/person/geburtsort", q.Geburtsort, "Geben Sie Ihren Geburtsort an.", "Enter your place of birth.")
	p.need("WSM-STAAT-01", "/person/staatsangehoerigkeit", q.Staatsangehoerigkeit, "Geben Sie Ihre Staatsangehörigkeit an.", "Enter your nationality.")
}

func (p *pruefung) checkGeburt(pfad string, tag kommune.Datum) {
	switch {
	case tag.IsZero():
		p.add("WSM-GEBURT-01", pfad, "", "Geben Sie das Geburtsdatum an, zum Beispiel 12.8.1984.", "Enter the date of birth, for example 12.8.1984.")
	case tag.After(p.u.Heute) || tag.Before(p.u.Heute.AddMonths(-130*12)):
		p.add("WSM-GEBURT-02", pfad, "", "Prüfen Sie das Geburtsdatum.", "Check the date of birth.")
	}
}

// enthaeltVorname reports whether the commonly used name is one of the given
// names, also one part of a hyphenated one.
func enthaeltVorname(vornamen, rufname string) bool {
	for _, v := range strings.Fields(vornamen) {
		if v == rufname {
			return true
		}
	}
	return strings.Contains(" "+vornamen+" ", " "+rufname+" ")
}

func (p *pruefung) checkWohnung() {
	const norm = "§ 21 BMG"
	switch p.a.Wohnung.Art {
	case angaben.Alleinige:
		if len(p.a.Wohnung.Weitere) > 0 {
			p.add("WSM-R10-2", "/wohnung/art", norm, "Sie haben weitere Wohnungen genannt. Dann ist die neue Ihre Haupt- oder Nebenwohnung.", "You named other homes. Then the new one is your main or secondary home.")
		}
	case angaben.Hauptwohnung, angaben.Nebenwohnung:
		if len(p.a.Wohnung.Weitere) == 0 {
			p.add("WSM-R10-1", "/wohnung/weitere/0/strasse", "§ 21 Absatz 4 BMG", "Nennen Sie Ihre weiteren Wohnungen in Deutschland.", "Name your other homes in Germany.")
		}
	default:
		p.add("WSM-WOHNUNG-01", "/wohnung/art", norm, "Wählen Sie, was die neue Wohnung für Sie ist.", "Choose what the new home is for you.")
	}
	for i, w := range p.a.Wohnung.Weitere {
		pfad := fmt.Sprintf("/wohnung/weitere/%d", i)
		p.need("WSM-WEITERE-01", pfad+"/strasse", w.Strasse, "Geben Sie Straße und Hausnummer der weiteren Wohnung an.", "Enter street and number of the other home.")
		if !gueltigePLZ(w.PLZ) {
			p.add("WSM-WEITERE-02", pfad+"/plz", "", "Geben Sie die Postleitzahl der weiteren Wohnung mit fünf Ziffern an.", "Enter the postcode of the other home with five digits.")
		}
		p.need("WSM-WEITERE-03", pfad+"/ort", w.Ort, "Geben Sie den Ort der weiteren Wohnung an.", "Enter the place of the other home.")
	}
}

func bekannt(art angaben.Wohnungsart) bool {
	return art == angaben.Alleinige || art == angaben.Hauptwohnung || art == angaben.Nebenwohnung
}

func (p *pruefung) checkFamilie() {
	f := p.a.Familie
	if !f.Gefragt {
		p.add("WSM-FAMILIE-01", "/familie", "§ 23 Absatz 5 BMG", "Geben Sie an, ob jemand aus Ihrer Familie mit umzieht.", "Say whether somebody of your family moves with you.")
		return
	}
	for i, m := range f.Personen {
		pfad := fmt.Sprintf("/familie/personen/%d", i)
		p.need("WSM-FAMILIE-02", pfad+"/familienname", m.Familienname, "Geben Sie den Familiennamen der Person an, die mit umzieht.", "Enter the family name of the person who moves with you.")
		p.need("WSM-FAMILIE-03", pfad+"/vornamen", m.Vornamen, "Geben Sie die Vornamen der Person an, die mit umzieht.", "Enter the given names of the person who moves with you.")
		p.checkGeburt(pfad+"/geburtsdatum", m.Geburtsdatum)
		switch m.Verhaeltnis {
		case angaben.Ehegatte, angaben.Partner, angaben.Kind:
		default:
			p.add("WSM-FAMILIE-04", pfad+"/verhaeltnis", "§ 23 Absatz 5 BMG", "Wählen Sie, wie die Person zu Ihnen gehört.", "Choose how the person belongs to you.")
		}
		if f.GleicheWohnung == "nein" && !bekannt(m.Wohnung) {
			p.add("WSM-FAMILIE-06", pfad+"/wohnung", "§ 21 BMG", "Wählen Sie, was die neue Wohnung für diese Person ist.", "Choose what the new home is for this person.")
		}
	}
	if len(f.Personen) > 0 && f.GleicheWohnung != "ja" && f.GleicheWohnung != "nein" {
		p.add("WSM-FAMILIE-05", "/familie/gleicheWohnung", "§ 21 BMG", "Sagen Sie, ob die neue Wohnung für alle, die mitziehen, dasselbe ist wie für Sie.",
			"Say whether the new home is for all who move with you what it is for you.")
	}
	if len(f.Personen) > 0 && !f.Versicherung {
		p.add("WSM-R11", "/familie/versicherung", "§ 23 Absatz 5 BMG", "Versichern Sie, dass Sie die Daten der anderen Personen erhalten dürfen.", "Assure that you may receive the data of the other persons.")
	}
}

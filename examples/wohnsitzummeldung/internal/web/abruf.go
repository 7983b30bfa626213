// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

// warumKeinAbruf explains why data cannot be fetched; typing is always open.
var warumKeinAbruf = map[dienst.Grund]zweisprachig{
	dienst.GrundVertrauen: {
		"Abrufen dürfen wir nur, wenn Sie sich mit dem Online-Ausweis angemeldet haben (Vertrauensniveau „hoch“). Mit Ihrem jetzigen Konto geht das nicht.",
		"We may fetch data only if you have logged in with the electronic identity card (trust level “high”). With your present account this is not possible.",
	},
	dienst.GrundOhneAnschrift: {
		"Ihr Konto nennt keine bisherige Gemeinde, bei der wir fragen könnten.", "Your account names no previous municipality that we could ask.",
	},
	dienst.GrundNichtDabei: {
		"Ihre bisherige oder Ihre neue Meldebehörde ist noch nicht angebunden.", "Your previous or your new office is not connected yet.",
	},
}

// datenSeite is what the page for the choice shows.
type datenSeite struct {
	Moeglich     bool
	Kopf         string
	Hinweis      []antwortzeile // what the person is told before choosing
	Warum        string
	ErneutFragen bool // the record was fetched for another authority
}

func (a *anfrage) datenSeite(konto testkonto.Konto, v dienst.Vorgang) (datenSeite, error) {
	angebot, grund, err := a.dienst.Offer(konto, v)
	if err != nil {
		return datenSeite{}, err
	}
	if grund != dienst.KeinGrund {
		return datenSeite{Warum: warumKeinAbruf[grund].in(a.sprache)}, nil
	}
	t := a.sprache.Text
	return datenSeite{Moeglich: true, Kopf: t("Das geschieht beim Abruf", "What happens when data is fetched"), Hinweis: []antwortzeile{
		{Name: t("Wer fragt", "Who asks"), Wert: t("Sie selbst, über diesen Onlinedienst (§ 23a Absatz 1 BMG)", "You yourself, over this online service (§ 23a(1) BMG)")},
		{Name: t("Wer antwortet", "Who answers"), Wert: angebot.Antwortet.Name},
		{Name: t("Wonach", "About"), Wert: t("Ihr Datensatz im Melderegister: ", "Your record in the register: ") + strings.Join(a.feldliste(), ", ")},
		{Name: t("Wozu", "What for"), Wert: t("nur für diese Anmeldung (§ 23a Absatz 1 BMG)", "only for this registration (§ 23a(1) BMG)")},
		{Name: t("Wer die Daten bekommt", "Who gets the data"), Wert: t("Sie sehen die Daten zuerst. Was Sie bestätigen, bekommt: ", "You see the data first. What you confirm goes to: ") + angebot.Empfaengt.Name},
		{Name: t("Ihre Familie", "Your family"), Wert: t(
			"Nur wenn Sie es unten versichern, fragen wir auch nach Ihrem Ehegatten oder Lebenspartner, Ihren minderjährigen Kindern und gesetzlichen Vertretern. Auch sie sehen den Abruf dann im Protokoll.",
			"Only if you assure it below, we also ask for your spouse or partner, your minor children and legal representatives. They, too, then see the retrieval in the log.")},
		{Name: t("Wie lange gilt Ihre Wahl", "How long your choice holds"), Wert: t(
			"für einen Abruf, eine Stunde lang. Danach fragt niemand mehr.", "for one retrieval, for one hour. Afterwards nobody asks any more.")},
		{Name: t("Protokoll", "Log"), Wert: t("Der Abruf steht in Ihrem Konto unter „Wer hat meine Daten abgerufen?“.",
			"The retrieval is listed in your account under “Who fetched my data?”.")},
	}}, nil
}

// feldliste names what is asked for; of the family the persons, not each field.
func (a *anfrage) feldliste() []string {
	gefragt := map[string]bool{}
	for _, pfad := range melderegister.Elektronisch().Fields(true).Paths() {
		erst, _, _ := strings.Cut(pfad[1:], "/")
		gefragt["/"+erst] = true
	}
	var out []string
	for _, f := range feldnamen {
		if gefragt[f.pfad] {
			out = append(out, f.name.in(a.sprache))
		}
	}
	return out
}

// hinweis is the text that the choice rests on: heading and lines as the page
// shows them. Nothing in it depends on the clock, so that what is written down
// with the choice is what was shown before it.
func (d datenSeite) hinweis() string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Kopf)
	for _, z := range d.Hinweis {
		fmt.Fprintf(&b, "%s: %s\n", z.Name, z.Wert)
	}
	return b.String()
}

func zeigeDaten(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	return a.zeigeDatenSeite(konto, v, http.StatusOK, url.Values{"weg": {string(v.Angaben.Weg)}}, nil, false)
}

func (a *anfrage) zeigeDatenSeite(konto testkonto.Konto, v dienst.Vorgang, status int, werte url.Values, fehler []fehlend, geaendert bool) error {
	d, err := a.datenSeite(konto, v)
	if err != nil {
		return err
	}
	s := a.neueSeite("Woher sollen Ihre Daten kommen?", "Where shall your data come from?")
	d.ErneutFragen = v.Angaben.ErneutFragen
	s.Schritt, s.Schritte, s.Zurueck = 4, schritte, pfadOf(v, "zustaendig")
	s.Version = strconv.FormatUint(v.Version(), 10)
	s.Werte, s.Fehler, s.Geaendert, s.Daten = werte, fehler, geaendert, d
	return a.zeige(status, "daten", s)
}

func waehleDaten(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	d, err := a.datenSeite(konto, v)
	if err != nil {
		return err
	}
	weg := angaben.Weg(a.r.PostForm.Get("weg"))
	ziel := "person"
	switch {
	case weg == angaben.WegHand:
		v, err = a.dienst.TypeByHand(a.r.Context(), konto, v.ID(), version)
	case weg == angaben.WegAbruf && d.Moeglich:
		ziel = "vorschau"
		v, err = a.dienst.ChooseAbruf(a.r.Context(), konto, v.ID(), version, dienst.Wahl{
			Sprache: string(a.sprache), Hinweis: d.hinweis(), Familie: a.r.PostForm.Get("familie") == "ja",
		})
	default:
		status := mangelhaft(version, v.Version())
		return a.zeigeDatenSeite(konto, v, status, nil, []fehlend{{Feld: "weg", Text: a.sprache.Text(
			"Wählen Sie, ob wir Ihre Daten abrufen oder ob Sie sie selbst eintippen.", "Choose whether we fetch your data or you type it.")}}, status == http.StatusConflict)
	}
	switch {
	case errors.Is(err, dienst.ErrGeaendert):
		return a.zeigeDatenSeite(konto, v, http.StatusConflict, url.Values{"weg": {string(weg)}}, nil, true)
	case errors.Is(err, dienst.ErrNichtMoeglich):
		redirect(a.w, a.r, pfadOf(v, ""))
		return nil
	case err != nil:
		return err
	}
	if err := a.vergissPerson(v); err != nil {
		return err
	}
	redirect(a.w, a.r, pfadOf(v, ziel))
	return nil
}

// vergissPerson drops what was typed about the person and not saved: it
// belonged to the other way.
func (a *anfrage) vergissPerson(v dienst.Vorgang) error {
	for _, name := range []string{"person", "familie"} {
		if err := a.forget(pfadOf(v, name)); err != nil {
			return err
		}
	}
	return nil
}

// keinAuszug explains an outcome without a record.
var keinAuszug = map[dienst.Ausgang]struct{ kopf, text zweisprachig }{
	dienst.AusgangNichtEindeutig: {
		zweisprachig{"Das Register konnte Sie nicht eindeutig zuordnen", "The register could not match you as the only one"},
		zweisprachig{"Darum wurde nichts übermittelt. Das liegt nicht an Ihnen und hat keine Nachteile. Tippen Sie Ihre Daten bitte selbst ein.", "Therefore nothing was transmitted. This is not your fault and has no disadvantage. Please type your data yourself."},
	},
	dienst.AusgangGestoert: {
		zweisprachig{"Das Melderegister antwortet gerade nicht", "The register does not answer at present"},
		zweisprachig{"Es wurde nichts übermittelt. Sie können es noch einmal versuchen oder Ihre Daten selbst eintippen.", "Nothing was transmitted. You can try again or type your data yourself."},
	},
	dienst.AusgangVorbei: {
		zweisprachig{"Dieser Abruf ist beendet", "This retrieval has ended"},
		zweisprachig{"Die Zeit zum Ansehen ist abgelaufen oder der Abruf wurde nicht erlaubt. Die Daten sind gelöscht. Tippen Sie sie bitte selbst ein, oder wählen Sie den Abruf neu.", "The time to look at it is over, or the retrieval was not permitted. The data is erased. Please type it yourself, or choose the retrieval anew."},
	},
}

func zeigeVorschau(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	return a.zeigeVorschauSeite(konto, v, http.StatusOK, false)
}

func (a *anfrage) zeigeVorschauSeite(konto testkonto.Konto, v dienst.Vorgang, status int, geaendert bool) error {
	if v.Angaben.Abruf == nil {
		redirect(a.w, a.r, pfadOf(v, "daten"))
		return nil
	}
	vorschau, err := a.dienst.Preview(a.r.Context(), konto, v)
	if err != nil {
		return err
	}
	if vorschau.Ausgang == dienst.AusgangUebernommen {
		redirect(a.w, a.r, pfadOf(v, "person"))
		return nil
	}
	s := a.neueSeite("Diese Daten haben wir abgerufen", "This is the data we fetched")
	bereit := vorschau.Ausgang == dienst.AusgangBereit
	if !bereit {
		s.Titel = a.sprache.Text("Der Abruf hat nicht geklappt", "The retrieval did not work")
	}
	s.Schritt, s.Schritte, s.Zurueck = 4, schritte, pfadOf(v, "daten")
	s.Version, s.Geaendert = strconv.FormatUint(v.Version(), 10), geaendert
	text := keinAuszug[vorschau.Ausgang]
	s.Daten = struct {
		Bereit, Wiederholbar bool
		Quelle, Roh, SHA256  string
		Zeilen               []antwortzeile
		Kopf, Text           string
	}{
		bereit, vorschau.Ausgang == dienst.AusgangGestoert, vorschau.Quelle, string(vorschau.Inhalt), vorschau.SHA256,
		a.satzZeilen(vorschau.Satz), text.kopf.in(a.sprache), text.text.in(a.sprache),
	}
	return a.zeige(status, "vorschau", s)
}

// satzZeilen shows a record as a list.
func (a *anfrage) satzZeilen(x angaben.Satz) []antwortzeile {
	var out []antwortzeile
	for _, z := range []struct{ pfad, wert string }{
		{"/familienname", x.Familienname},
		{"/geburtsname", x.Geburtsname},
		{"/vornamen", x.Vornamen},
		{"/rufname", x.Rufname},
		{"/doktorgrad", x.Doktorgrad},
		{"/geburtsdatum", tagText(x.Geburtsdatum)},
		{"/geburtsort", x.Geburtsort},
		{"/geschlecht", x.Geschlecht},
		{"/staatsangehoerigkeit", x.Staatsangehoerigkeit},
		{"/religion", x.Religion},
		{"/familienstand", x.Familienstand},
		{"/anschrift", x.Anschrift},
		{"/einzug", tagText(x.Einzug)},
		{"/sperren", x.Sperren.Text().In(string(a.sprache))},
	} {
		if z.wert != "" {
			out = append(out, antwortzeile{Name: feldname(z.pfad).in(a.sprache), Wert: z.wert})
		}
	}
	for _, m := range x.Angehoerige() {
		out = append(out, antwortzeile{
			Name: verhaeltnisse[m.Verhaeltnis].in(a.sprache),
			Wert: m.Vornamen + " " + m.Familienname + ", " + a.sprache.Text("geboren am ", "born on ") + tagText(m.Geburtsdatum),
		})
	}
	return out
}

func entscheideVorschau(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	ziel := "person"
	switch a.r.PostForm.Get("wahl") {
	case "uebernehmen":
		v, err = a.dienst.Accept(a.r.Context(), konto, v.ID(), version, a.r.PostForm.Get("sha256"))
	case "verwerfen":
		v, err = a.dienst.TypeByHand(a.r.Context(), konto, v.ID(), version)
	case "nochmal":
		ziel = "vorschau"
		err = a.dienst.AskAgain(a.r.Context(), konto, v.ID())
	default:
		return &seitenfehler{status: http.StatusBadRequest}
	}
	switch {
	case errors.Is(err, dienst.ErrGeaendert), errors.Is(err, dienst.ErrNichtMoeglich):
		_, now, loadErr := a.vorgang()
		if loadErr != nil {
			return loadErr
		}
		return a.zeigeVorschauSeite(konto, now, http.StatusConflict, errors.Is(err, dienst.ErrGeaendert))
	case err != nil:
		return err
	}
	if err := a.vergissPerson(v); err != nil {
		return err
	}
	redirect(a.w, a.r, pfadOf(v, ziel))
	return nil
}

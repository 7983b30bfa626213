// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// The clerk's account is the key of their authority: the role comes from the
// login, never from the address of the page.

func zeigeAmtAnmelden(a *anfrage) error {
	s := a.neueSeite("Als Sachbearbeitung anmelden", "Log in as a clerk")
	s.Bereich = amtBereich
	s.Daten = struct {
		Behoerden []amt.Behoerde
		Weiter    string
	}{a.dienst.Aemter().Behoerden(), a.r.URL.Query().Get("weiter")}
	return a.zeige(http.StatusOK, "amt_anmelden", s)
}

// amtBereich marks the pages of the authority.
const amtBereich = "amt"

func amtAnmelden(a *anfrage) error {
	behoerde, err := a.dienst.Aemter().Find(a.r.PostForm.Get("behoerde"))
	if err != nil {
		return &seitenfehler{status: http.StatusBadRequest}
	}
	if err := a.beginAmt(behoerde.Schluessel()); err != nil {
		return err
	}
	ziel := a.r.PostForm.Get("weiter")
	if ziel == "" {
		ziel = "/amt"
	}
	redirect(a.w, a.r, ziel)
	return nil
}

func (a *anfrage) behoerde() (amt.Behoerde, error) { return a.dienst.Aemter().Find(a.sitzung.Konto) }

// fallzeile is a case in the list.
type fallzeile struct {
	dienst.Fall
	Name  string
	Wo    string
	Stand stand
}

// falldaten is what the page of a case shows.
type falldaten struct {
	fallzeile
	Identitaet string
	Abschnitte []onlinedienst.Abschnitt
	Hinweise   []string
	Verlauf    []verlaufszeile
	Basis      string
	// What the life cycle allows now: take up, decide, "was here", refuse.
	Neu, Kann, Wartet, Nur bool
	Ausstellung            dienst.Ausstellung
}

func zeigeFaelle(a *anfrage) error {
	behoerde, err := a.behoerde()
	if err != nil {
		return err
	}
	faelle, err := a.dienst.Faelle(a.r.Context(), behoerde)
	if err != nil {
		return err
	}
	stoerungen, err := a.dienst.Stoerungen(a.r.Context(), behoerde)
	if err != nil {
		return err
	}
	var offen, fertig []fallzeile
	for _, f := range faelle {
		z, err := a.fallzeile(f)
		if err != nil {
			return err
		}
		if f.Vorgang.Status().Offen() {
			offen = append(offen, z)
		} else {
			fertig = append(fertig, z)
		}
	}
	s := a.neueSeite("Anmeldungen", "Registrations")
	s.Daten = struct {
		Behoerde      string
		Stoerungen    []dienst.Stoerung
		Offen, Fertig []fallzeile
	}{behoerde.Name, stoerungen, offen, fertig}
	return a.zeige(http.StatusOK, "amt_faelle", s)
}

func (a *anfrage) fallzeile(f dienst.Fall) (fallzeile, error) {
	p := f.Angaben.Person
	wo, err := a.dienst.AnschriftText(f.Angaben)
	return fallzeile{f, p.Familienname + ", " + p.Vornamen, wo, a.stand(f.Vorgang.Status())}, err
}

// fall loads the case of the path; that of another authority is not found.
func (a *anfrage) fall() (amt.Behoerde, dienst.Fall, error) {
	behoerde, err := a.behoerde()
	if err != nil {
		return behoerde, dienst.Fall{}, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return behoerde, dienst.Fall{}, &seitenfehler{status: http.StatusNotFound}
	}
	f, err := a.dienst.Fall(a.r.Context(), behoerde, id)
	if errors.Is(err, dienst.ErrNichtGefunden) {
		return behoerde, f, &seitenfehler{status: http.StatusNotFound}
	}
	return behoerde, f, err
}

func zeigeFall(a *anfrage) error {
	_, f, err := a.fall()
	if err != nil {
		return err
	}
	werte, err := a.recall(a.r.URL.Path)
	if err != nil {
		return err
	}
	return a.fallSeite(f, http.StatusOK, werte, nil)
}

func (a *anfrage) fallSeite(f dienst.Fall, status int, werte url.Values, fehler []fehlend) error {
	z, err := a.fallzeile(f)
	if err != nil {
		return err
	}
	abschnitte, befunde, err := a.portal.Read(f.Eingang, string(a.sprache))
	if err != nil {
		return err
	}
	s := a.neueSeite("Anmeldung "+f.Nummer(), "Registration "+f.Nummer())
	s.Zurueck, s.Version = "/amt", strconv.FormatUint(f.Vorgang.Version(), 10)
	s.Fehler, s.Geaendert = fehler, status == http.StatusConflict
	if werte != nil {
		s.Werte = werte
	}
	hinweise, err := a.sperren(f.Eingang)
	if err != nil {
		return err
	}
	for _, b := range befunde {
		hinweise = append(hinweise, b.Text.In(string(a.sprache)))
	}
	ausstellung, err := a.dienst.Ausstellung(a.r.Context(), f.Vorgang)
	if err != nil {
		return err
	}
	moeglich := f.Vorgang.Moeglich()
	s.Daten = falldaten{
		fallzeile: z, Abschnitte: abschnitte, Hinweise: hinweise, Verlauf: a.verlauf(f.Vorgang),
		Basis: "/amt/faelle/" + f.Antrag.String(), Identitaet: a.identitaet(f.Eingang.Identitaet),
		Neu:         slices.Contains(moeglich, antrag.ArtUebernommen),
		Kann:        slices.Contains(moeglich, antrag.ArtStattgegeben),
		Wartet:      slices.Contains(moeglich, antrag.ArtVorgesprochen),
		Nur:         slices.Contains(moeglich, antrag.ArtAbgelehnt),
		Ausstellung: ausstellung,
	}
	return a.zeige(status, "amt_fall", s)
}

// sperren says that the person is under a block, which the register delivered with the
// record: the new authority stores it at once (§ 33(4) BMG).
func (a *anfrage) sperren(in onlinedienst.Eingang) (out []string, err error) {
	for _, n := range in.Nachweise {
		if !n.Unveraendert() {
			return nil, errors.New("web: the record is not the one that the person saw")
		}
		var satz angaben.Satz
		if json.Unmarshal(n.Inhalt, &satz) != nil {
			return nil, errors.New("web: the record cannot be read")
		}
		if satz.Sperren.IsZero() || satz.Sperren.Frei() {
			continue
		}
		normen := append(satz.Sperren.Normen(), recht.MustParseNorm("§ 33 Abs. 4 BMG"))
		text := satz.Sperren.Text()
		out = append(out, a.sprache.Text(text.String()+" ("+normen.String()+")", text.English()+" ("+normen.English()+")"))
	}
	return out, nil
}

// identitaet is who handed in, as the login proved it.
func (a *anfrage) identitaet(i onlinedienst.Identitaet) string {
	tag := i.Geburtsdatum
	if d, err := kommune.ParseDatum(tag); err == nil {
		tag = tagText(d)
	}
	return i.Vornamen + " " + i.Familienname + ", " + a.sprache.Text("geboren am ", "born on ") + tag + " (" + i.Mittel + ")"
}

// entscheide carries an act of the clerk out.
func entscheide(a *anfrage) error {
	behoerde, f, err := a.fall()
	if err != nil {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	werte := tidy(a.r.PostForm)
	if err := a.merke(werte); err != nil {
		return err
	}
	akt := dienst.Akt(werte.Get("akt"))
	text := werte.Get("text")
	status := mangelhaft(version, f.Vorgang.Version())
	if akt == "" {
		return a.fallSeite(f, status, werte, []fehlend{{Feld: "akt", Text: a.sprache.Text("Wählen Sie, was geschehen soll.", "Choose what shall happen.")}})
	}
	if akt == dienst.Fragen || akt == dienst.Einladen || akt == dienst.Ablehnen {
		if fehler := a.pruefeText(text, "text"); fehler != nil {
			return a.fallSeite(f, status, werte, fehler)
		}
	} else {
		text = ""
	}
	_, err = a.dienst.Decide(a.r.Context(), behoerde, f.Antrag, version, akt, text)
	if errors.Is(err, dienst.ErrGeaendert) || errors.Is(err, dienst.ErrNichtMoeglich) {
		_, now, loadErr := a.fall()
		if loadErr != nil {
			return loadErr
		}
		return a.fallSeite(now, http.StatusConflict, werte, nil)
	}
	if err != nil {
		return err
	}
	if err := a.forget(a.r.URL.Path); err != nil {
		return err
	}
	redirect(a.w, a.r, "/amt/faelle/"+f.Antrag.String())
	return nil
}

// zuDenFaellen answers the reload of a page that came from the button below.
func zuDenFaellen(a *anfrage) error {
	redirect(a.w, a.r, "/amt")
	return nil
}

// wiederhole resumes what was given up of an application.
func wiederhole(a *anfrage) error {
	behoerde, err := a.behoerde()
	if err != nil {
		return err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return &seitenfehler{status: http.StatusNotFound}
	}
	err = a.dienst.Resume(a.r.Context(), behoerde, id)
	if errors.Is(err, dienst.ErrNichtGefunden) {
		return &seitenfehler{status: http.StatusNotFound}
	}
	if err != nil {
		return err
	}
	ziel := "/amt"
	if _, err := a.dienst.Fall(a.r.Context(), behoerde, id); err == nil {
		ziel = "/amt/faelle/" + id.String()
	}
	redirect(a.w, a.r, ziel)
	return nil
}

// ladeAnlage hands a file that was handed in out: as a file, never as a page.
func ladeAnlage(a *anfrage) error {
	behoerde, f, err := a.fall()
	if err != nil {
		return err
	}
	datei, err := uuid.Parse(a.r.PathValue("datei"))
	if err != nil {
		return &seitenfehler{status: http.StatusNotFound}
	}
	u, err := a.dienst.Anlage(a.r.Context(), behoerde, f.Antrag, datei)
	if errors.Is(err, dienst.ErrNichtGefunden) {
		return &seitenfehler{status: http.StatusNotFound}
	}
	if err != nil {
		return err
	}
	endung := map[string]string{"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[u.Medientyp]
	a.anhang(u.Medientyp, "anlage."+endung, u.Inhalt)
	return nil
}

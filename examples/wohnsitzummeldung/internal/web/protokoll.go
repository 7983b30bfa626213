// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// protokollSeite is how many entries a page of the log shows.
const protokollSeite = cockpit.DefaultLimit

// zeigeProtokoll is "who fetched my data?".
func zeigeProtokoll(a *anfrage) error {
	konto := a.konto()
	vor, err := uuid.Parse(a.r.URL.Query().Get("vor"))
	if err != nil {
		vor = uuid.Nil
	}
	type zeile struct {
		cockpit.Item
		Text, Vorgang string
	}
	daten := struct {
		Hoch    bool
		Zeilen  []zeile
		Weitere string
	}{Hoch: true}
	items, err := a.dienst.Protokoll(a.r.Context(), konto, vor)
	if errors.Is(err, dienst.ErrVertrauen) {
		daten.Hoch = false
	} else if err != nil {
		return err
	}
	for _, item := range items {
		z := zeile{Item: item, Text: item.Text(cockpit.Language(a.sprache))}
		if id, err := uuid.Parse(item.Application); err == nil {
			z.Vorgang = dienst.Nummer(id)
		}
		daten.Zeilen = append(daten.Zeilen, z)
	}
	if len(items) == protokollSeite {
		daten.Weitere = "/abrufe?vor=" + items[len(items)-1].ID.String()
	}
	s := a.neueSeite("Wer hat meine Daten abgerufen?", "Who fetched my data?")
	s.Zurueck = "/konto"
	s.Daten = daten
	return a.zeige(http.StatusOK, "abrufe", s)
}

// beleg loads the entry of the path with its proof.
func (a *anfrage) beleg() (dienst.Beleg, error) {
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return dienst.Beleg{}, &seitenfehler{status: http.StatusNotFound}
	}
	b, err := a.dienst.Beleg(a.r.Context(), a.konto(), id)
	if errors.Is(err, dienst.ErrNichtGefunden) || errors.Is(err, dienst.ErrVertrauen) {
		return b, &seitenfehler{status: http.StatusNotFound}
	}
	return b, err
}

// zeigeBeleg checks one entry of the log against its signed head.
func zeigeBeleg(a *anfrage) error {
	b, err := a.beleg()
	if err != nil {
		return err
	}
	s := a.neueSeite("Beweis zu einem Eintrag", "Proof of an entry")
	s.Zurueck = "/abrufe"
	s.Daten = struct {
		dienst.Beleg
		Text string
		Nr   uint64
	}{b, b.Eintrag.Text(cockpit.Language(a.sprache)), b.Index + 1}
	return a.zeige(http.StatusOK, "beleg", s)
}

// ladeBeleg hands the proof out as a file to keep.
func ladeBeleg(a *anfrage) error {
	b, err := a.beleg()
	if err != nil {
		return err
	}
	a.anhang("application/json", "beleg.json", b.Datei)
	return nil
}

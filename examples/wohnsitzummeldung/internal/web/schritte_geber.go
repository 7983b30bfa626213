// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

// geberSchritt asks how the person proves that they moved in (R12).
func geberSchritt() *schritt {
	return &schritt{
		name: "wohnungsgeber", nr: 8, vorlage: "wohnungsgeber", pfade: []string{"/wohnungsgeber/weg"}, weiter: nach("nachweis"),
		titel: zweisprachig{"Wie belegen Sie Ihren Einzug?", "How do you prove that you moved in?"},
		laden: func(_ *anfrage, _ testkonto.Konto, v dienst.Vorgang) (url.Values, error) {
			return url.Values{"wohnungsgeber.weg": {string(v.Angaben.Wohnungsgeber.Weg)}}, nil
		},
		lesen: func(_ *anfrage, _ dienst.Vorgang, w url.Values, ziel *angaben.Angaben) ([]fehlend, error) {
			ziel.Wohnungsgeber.Weg = angaben.Geberweg(w.Get("wohnungsgeber.weg"))
			return nil, nil
		},
	}
}

// nachweisSchritt asks for what the chosen way needs.
func nachweisSchritt() *schritt {
	return &schritt{
		name: "nachweis", nr: 8, vorlage: "nachweis", weiter: nach("pruefen"), rumpf: rumpfAnlage,
		pfade: []string{
			"/wohnungsgeber/name", "/wohnungsgeber/anschrift", "/wohnungsgeber/eigentuemer", "/wohnungsgeber/einzug",
			"/wohnungsgeber/merkmal", "/wohnungsgeber/datei", "/wohnungsgeber/grund", "/wohnungsgeber/erklaerung",
		},
		titel: zweisprachig{"Angaben zur Wohnungsgeberbestätigung", "About the landlord's confirmation"},
		laden: func(_ *anfrage, _ testkonto.Konto, v dienst.Vorgang) (url.Values, error) {
			g := v.Angaben.Wohnungsgeber
			w := url.Values{
				"wohnungsgeber.name": {g.Name}, "wohnungsgeber.anschrift": {g.Anschrift}, "wohnungsgeber.eigentuemer": {g.Eigentuemer},
				"wohnungsgeber.merkmal": {g.Merkmal}, "wohnungsgeber.grund": {g.Grund}, "wohnungsgeber.einzug": {tagText(g.Einzug)},
			}
			if g.Erklaerung {
				w.Set("wohnungsgeber.erklaerung", "ja")
			}
			if g.Einzug.IsZero() {
				w.Set("wohnungsgeber.einzug", tagText(v.Angaben.Einzug))
			}
			return w, nil
		},
		lesen: leseNachweis,
		daten: func(_ *anfrage, _ testkonto.Konto, v dienst.Vorgang, _ url.Values) (any, error) {
			return v.Angaben.Wohnungsgeber, nil
		},
	}
}

func leseNachweis(a *anfrage, _ dienst.Vorgang, w url.Values, ziel *angaben.Angaben) ([]fehlend, error) {
	weg := ziel.Wohnungsgeber.Weg
	g := angaben.Wohnungsgeber{
		Weg: weg, Name: zeile(w, "wohnungsgeber.name"), Anschrift: zeile(w, "wohnungsgeber.anschrift"),
		Eigentuemer: zeile(w, "wohnungsgeber.eigentuemer"), Grund: w.Get("wohnungsgeber.grund"),
		Merkmal: zeile(w, "wohnungsgeber.merkmal"), Erklaerung: w.Get("wohnungsgeber.erklaerung") == "ja",
		Datei: ziel.Wohnungsgeber.Datei,
	}
	fehler := a.tagFeld(w, "wohnungsgeber.einzug", &g.Einzug)
	if weg == angaben.GeberDatei {
		f, err := a.readDatei()
		if err != nil {
			return nil, err
		}
		fehler = append(fehler, f...)
		if a.hochgeladen != nil {
			g.Datei = &a.hochgeladen.Datei
		}
	}
	ziel.Wohnungsgeber = g
	return fehler, nil
}

// dateiHoechstens is what a file may have.
const dateiHoechstens = 5 << 20

// dateitypen are the kinds of files that are taken, by their content.
var dateitypen = map[string]bool{"application/pdf": true, "image/jpeg": true, "image/png": true}

// readDatei reads the uploaded file, once in a request. No file is no fault here.
func (a *anfrage) readDatei() ([]fehlend, error) {
	const feld = "wohnungsgeber.datei"
	if a.hochgeladen != nil {
		return nil, nil
	}
	file, header, err := a.r.FormFile(feld)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	inhalt, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if len(inhalt) == 0 && header.Filename == "" {
		return nil, nil
	}
	typ := http.DetectContentType(inhalt)
	if len(inhalt) > dateiHoechstens || !dateitypen[typ] {
		return []fehlend{{Feld: feld, Text: a.sprache.Text(
			"Diese Datei können wir nicht annehmen. Wählen Sie ein PDF, JPG oder PNG mit höchstens 5 MB.",
			"We cannot accept this file. Choose a PDF, JPG or PNG of at most 5 MB.")}}, nil
	}
	a.hochgeladen = &dienst.Upload{Datei: angaben.NewDatei(dateiname(header.Filename), typ, inhalt), Inhalt: inhalt}
	return nil, nil
}

// dateiVersuche is how often a file is saved again because another tab was
// faster.
const dateiVersuche = 5

// behalteDatei saves of a page that cannot be saved the uploaded file alone: a
// browser shows typed values again, but never a chosen file.
func (a *anfrage) behalteDatei(konto testkonto.Konto, v dienst.Vorgang) (dienst.Vorgang, error) {
	if a.hochgeladen == nil {
		return v, nil
	}
	var err error
	for range dateiVersuche {
		v, err = a.dienst.SaveUpload(a.r.Context(), konto, v.ID(), v.Version(), a.hochgeladen, func(ziel *angaben.Angaben) error {
			ziel.Wohnungsgeber.Datei = &a.hochgeladen.Datei
			return nil
		})
		if !errors.Is(err, dienst.ErrGeaendert) {
			break
		}
	}
	return v, err
}

// dateiname keeps of a file name what can be shown.
func dateiname(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(filepath.Base(strings.ReplaceAll(name, "\\", "/")), "�"))
	name = strings.Map(func(r rune) rune {
		if steuerzeichen(r) || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 80 {
		name = string(runes[:80])
	}
	return name
}

// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bestaetigung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
)

// zeigeUrkunden shows the Meldebestätigungen of an application.
func zeigeUrkunden(a *anfrage) error {
	v, err := a.vorgang()
	if err != nil {
		return err
	}
	urkunden, err := a.dienst.Urkunden(a.r.Context(), a.konto(), v.ID())
	if err != nil {
		return err
	}
	if len(urkunden) == 0 {
		return &seitenfehler{status: http.StatusNotFound}
	}
	s := a.neueSeite("Ihre Meldebestätigung", "Your confirmation of registration")
	s.Zurueck = pfadOf(v.ID())
	s.Daten = struct {
		Urkunden []dienst.Urkunde
		Basis    string
	}{urkunden, pfadOf(v.ID())}
	return a.zeige(http.StatusOK, "urkunde", s)
}

// ladeUrkunde hands a document out: the signed text, or with ".pdf" the file for
// paper with its code.
func ladeUrkunde(a *anfrage) error {
	v, err := a.vorgang()
	if err != nil {
		return err
	}
	if nr, papier := strings.CutSuffix(a.r.PathValue("nr"), ".pdf"); papier {
		return a.ladePapier(v.ID(), nr)
	}
	urkunden, err := a.dienst.Urkunden(a.r.Context(), a.konto(), v.ID())
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(a.r.PathValue("nr"))
	if err != nil || n < 1 || n > len(urkunden) {
		return &seitenfehler{status: http.StatusNotFound}
	}
	a.anhang("text/plain; charset=utf-8", "meldebestaetigung.txt", []byte(urkunden[n-1].Text))
	return nil
}

func (a *anfrage) ladePapier(id uuid.UUID, nr string) error {
	n, err := strconv.Atoi(nr)
	if err != nil {
		return &seitenfehler{status: http.StatusNotFound}
	}
	urkunde, err := a.dienst.Papier(a.r.Context(), a.konto(), id, n)
	if errors.Is(err, dienst.ErrNichtGefunden) {
		return &seitenfehler{status: http.StatusNotFound}
	}
	if err != nil {
		return err
	}
	a.anhang("application/pdf", "meldebestaetigung.pdf", urkunde.PDF())
	return nil
}

// siegelDatei are the keys with which everybody can check a code on paper, one a
// line.
func siegelDatei(a *anfrage) error {
	keys, err := a.dienst.Siegelschluessel(a.r.Context())
	if err != nil {
		return err
	}
	var out []byte
	for _, key := range keys {
		line, err := key.MarshalText()
		if err != nil {
			return err
		}
		out = append(append(out, line...), '\n')
	}
	a.anhang("text/plain; charset=utf-8", "schluessel.txt", out)
	return nil
}

// anhang sends a file to be saved, never to be shown as a page.
func (a *anfrage) anhang(typ, name string, inhalt []byte) {
	h := a.w.Header()
	h.Set("Content-Type", typ)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"; filename*=UTF-8''`+url.PathEscape(name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, _ = a.w.Write(inhalt)
}

// schluesselDatei is the public key of an authority.
func schluesselDatei(a *anfrage) error {
	if a.r.PathValue("datei") == "siegel.txt" {
		return siegelDatei(a)
	}
	b, err := a.dienst.Aemter().Find(strings.TrimSuffix(a.r.PathValue("datei"), ".pem"))
	if err != nil {
		return &seitenfehler{status: http.StatusNotFound}
	}
	key, err := a.dienst.PublicKey(a.r.Context(), b)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return err
	}
	a.anhang("application/x-pem-file", "behoerde.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	return nil
}

// pruefung is what the page for checking a document shows.
type pruefung struct {
	Geprueft bool
	dienst.Pruefung
	Behoerden []amt.Behoerde
	Offline   string
}

func (a *anfrage) pruefungSeite(status int, p pruefung, werte url.Values, fehler []fehlend) error {
	s := a.neueSeite("Meldebestätigung prüfen", "Verify a confirmation of registration")
	p.Behoerden, p.Offline = a.dienst.Aemter().Behoerden(), bestaetigung.OfflineBefehle
	s.Daten, s.Fehler = p, fehler
	if werte != nil {
		s.Werte = werte
	}
	return a.zeige(status, "pruefung", s)
}

func zeigePruefung(a *anfrage) error { return a.pruefungSeite(http.StatusOK, pruefung{}, nil, nil) }

// pruefeUrkunde checks a document that somebody pastes or uploads. Nothing of
// it is kept.
func pruefeUrkunde(a *anfrage) error {
	text := a.r.PostForm.Get("text")
	if file, _, err := a.r.FormFile("datei"); err == nil {
		inhalt, err := io.ReadAll(file)
		_ = file.Close()
		if err != nil {
			return err
		}
		if len(inhalt) > 0 {
			text = string(inhalt)
		}
	}
	if strings.TrimSpace(text) == "" {
		return a.pruefungSeite(http.StatusUnprocessableEntity, pruefung{}, nil, []fehlend{{Feld: "text", Text: a.sprache.Text(
			"Fügen Sie den Text der Meldebestätigung ein oder wählen Sie die Datei.", "Paste the text of the confirmation or choose the file.")}})
	}
	if !utf8.ValidString(text) {
		return a.pruefungSeite(http.StatusOK, pruefung{Geprueft: true}, nil, nil)
	}
	ergebnis, err := a.dienst.Verify(a.r.Context(), text)
	if err != nil {
		return err
	}
	return a.pruefungSeite(http.StatusOK, pruefung{Geprueft: true, Pruefung: ergebnis}, url.Values{"text": {text}}, nil)
}

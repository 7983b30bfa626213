// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// lauf is a service that is stopped and started again, and whose raw data are searched.
type lauf struct {
	*haus

	cfg     betrieb.Config
	betrieb *betrieb.Betrieb
	handler atomic.Pointer[http.Handler]
}

func newLauf(t *testing.T) *lauf {
	t.Helper()
	l := &lauf{haus: &haus{t: t, uhr: &uhr{}, daten: speichertest.Ziel(t)}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*l.handler.Load()).ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	l.url = server.URL
	l.cfg = betrieb.Config{
		Daten: l.daten, Now: l.uhr.now, URL: server.URL, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Schluessel: bausteine.NewKeyFolder(t.TempDir()),
	}
	l.start()
	t.Cleanup(func() { require.NoError(t, l.betrieb.Close()) })
	return l
}

func (l *lauf) start() {
	var err error
	l.betrieb, err = betrieb.Start(l.t.Context(), l.cfg)
	require.NoError(l.t, err)
	l.handler.Store(&l.betrieb.Handler)
}

// spaeter lets the time pass, and the service clean up as it does when it starts.
func (l *lauf) spaeter(d time.Duration) {
	l.t.Helper()
	require.NoError(l.t, l.betrieb.Close())
	l.uhr.dreh(d)
	l.start()
}

// spuren says which marks the raw data hold: the files of SQLite with its log, or the rows of
// PostgreSQL.
func (l *lauf) spuren(marken ...string) (gefunden []string) {
	l.t.Helper()
	if speicher.IsPostgreSQL(l.daten) {
		db := speichertest.Open(l.t, l.daten)
		for _, marke := range marken {
			if len(speichertest.Enthaelt(l.t, db, marke)) > 0 {
				gefunden = append(gefunden, marke)
			}
		}
		return gefunden
	}
	files, err := filepath.Glob(l.daten + "*")
	require.NoError(l.t, err)
	for _, file := range files {
		info, err := os.Stat(file)
		require.NoError(l.t, err)
		if info.IsDir() {
			continue
		}
		content, err := os.ReadFile(file)
		require.NoError(l.t, err)
		for _, marke := range marken {
			if bytes.Contains(content, []byte(marke)) && !slices.Contains(gefunden, marke) {
				gefunden = append(gefunden, marke)
			}
		}
	}
	return gefunden
}

// weg waits until nothing is left, with the service running.
func (l *lauf) weg(warum string, marken ...string) {
	l.t.Helper()
	var left []string
	for range 300 {
		if left = l.spuren(marken...); len(left) == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	require.Empty(l.t, left, warum)
}

func (l *lauf) da(warum string, marken ...string) {
	l.t.Helper()
	require.ElementsMatch(l.t, marken, l.spuren(marken...), warum)
}

var alleVersteckten = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// bescheinigung applies for a certificate in a street and pays for it. It returns the id
// of the application.
func (b *besucher) bescheinigung(strasse string) uuid.UUID {
	b.t.Helper()
	fill := func(a antwort, pairs ...string) url.Values {
		v := url.Values{}
		for _, m := range alleVersteckten.FindAllStringSubmatch(a.text, -1) {
			v.Set(m[1], html.UnescapeString(m[2]))
		}
		return with(v, pairs...)
	}
	b.post("/testkonto", fill(b.get("/login?ziel=/bescheinigung/"), "konto", erika))
	draft := b.post("/bescheinigung/", fill(b.get("/bescheinigung/"))).pfad
	step := func(page string, pairs ...string) antwort {
		return b.post(draft+page, fill(b.get(draft+page), pairs...))
	}
	step("/person", "/person/familienname", "Mustermann", "/person/vornamen", "Erika Maria", "/person/geburtsdatum", "12. August 1984")
	step("/wohnung", "/wohnung/gemeinde", "16064046", "/wohnung/strasse", strasse, "/wohnung/hausnummer", "12", "/wohnung/plz", "99974")
	step("/inhalt", "/bescheinigung/umfang", "einfach")
	step("/weg", "/weg", "papier")
	pay := b.post(draft+"/absenden", fill(b.get(draft+"/pruefen"), "richtig", "ja"))
	require.Equal(b.t, draft+"/zahlung", pay.pfad, pay.kurz())
	b.post(regexp.MustCompile(`href="(/bezahlen/[^"]+)"`).FindStringSubmatch(pay.text)[1], url.Values{"wie": {"bezahlen"}})
	require.Equal(b.t, draft, b.get(draft+"/zahlung").pfad)
	return uuid.MustParse(draft[strings.LastIndex(draft, "/")+1:])
}

// beende has the applicant take an application back that no page of the desk shows.
func (l *lauf) beende(id uuid.UUID) {
	l.t.Helper()
	registratur := l.betrieb.Dienst.Registratur()
	require.Eventually(l.t, func() bool {
		a, err := registratur.Load(l.t.Context(), id)
		return err == nil && a.Status() == antrag.StatusZugestellt
	}, 20*time.Second, 50*time.Millisecond)
	_, err := registratur.Update(l.t.Context(), id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
		return []antrag.Ereignis{{Art: antrag.ArtZurueckgenommen, Akteur: antrag.AkteurAntragsteller}}, nil
	})
	require.NoError(l.t, err)
}

// TestSpuren_NothingStaysLongerThanThePrivacyNoticeSays walks the marked data of a person
// through everything that the service does, and searches the raw data after each deadline:
// for what may not be there any more, and, so that the search is one, for what still may.
func TestSpuren_NothingStaysLongerThanThePrivacyNoticeSays(t *testing.T) {
	l := newLauf(t)
	notice := l.besucher().get("/datenschutz").kurz()
	for _, promise := range []string{
		"verschwindet nach 24 Stunden", "Ein Entwurf wird 30 Tage nach der letzten Änderung gelöscht", "eine abgeschlossene Anmeldung nach einem Jahr",
		"Ein Eintrag im Abrufprotokoll bleibt zwölf Monate (§ 40 Abs. 5 BMG)", "Was zu einer Gebühr gehört, bleibt bis zum Ende des dritten Jahres nach der Zahlung (§ 21 BGebG)",
	} {
		require.Contains(t, notice, promise)
	}
	const (
		ersetzt, strasse, entwurf, getippt = "Ersetztweg", "Bleibeweg", "Entwurfsweg", "Tippfehlerweg"
		frage, antwortText, geber          = "FRAGEMARKE", "ANTWORTMARKE", "Geberin Markenhaus"
		datei, gebuehr                     = "ANLAGEMARKE", "Kassenweg"
	)
	at := func(street string) url.Values { return with(anschrift, "anschrift.strasse", street) }

	// A move from the login to the certificate, with question and answer.
	b := l.besucher()
	b.login(erika)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/anschrift", at(ersetzt), "/zustaendig")
	b.next(pfad+"/anschrift", at(strasse), "/zustaendig")
	vorschau := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
	sha := regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`).FindStringSubmatch(vorschau.text)[1]
	b.next(pfad+"/vorschau", url.Values{"wahl": {"uebernehmen"}, "sha256": {sha}}, "/person")
	b.next(pfad+"/person", person, "/wohnung")
	b.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.next(pfad+"/familie", url.Values{"familie.register": {"/kinder/0"}, "familie.gleicheWohnung": {"ja"}, "familie.versicherung": {"ja"}}, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"datei"}}, "/nachweis")
	pdf := []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% " + datei + "\ntrailer\n<<>>\n%%EOF\n")
	require.Equal(t, pfad+"/pruefen", b.upload(pfad+"/nachweis", datei+".pdf", pdf, url.Values{
		"wohnungsgeber.name": {geber}, "wohnungsgeber.anschrift": {"Hauptstraße 1, Jena"}, "wohnungsgeber.einzug": {"9.11.2026"},
	}).pfad)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	clerk, fall := l.clerk(amtJena), fallOf(pfad)
	clerk.next(fall, url.Values{"akt": {"uebernehmen"}}, fall)
	clerk.next(fall, url.Values{"akt": {"fragen"}, "text": {frage}}, fall)
	b.post(pfad+"/antwort", with(b.get(pfad).token(t), "text", antwortText))
	clerk.next(fall, url.Values{"akt": {"annehmen"}}, fall)
	b.waitFor(pfad+"/meldebestaetigung", "Meldebestätigung")
	require.Contains(t, b.get(pfad+"/meldebestaetigung/1").text, strasse)
	require.Contains(t, b.get("/abrufe").kurz(), "hat Ihre Daten von")

	// A draft that is left lying, something typed that could not be saved, a fee.
	zweiter := b.begin()
	b.choose(zweiter, jena)
	b.next(zweiter+"/anschrift", at(entwurf), "/zustaendig")
	require.Equal(t, http.StatusUnprocessableEntity, b.send(zweiter+"/anschrift", with(at(getippt), "anschrift.plz", "x")).status)
	l.beende(b.bescheinigung(gebuehr))

	l.weg("an answer that was replaced is gone at once", ersetzt)
	l.da("what is needed is there", strasse, entwurf, frage, antwortText, geber, datei, gebuehr, "Mustermann", "Gabler")

	l.spaeter(26 * time.Hour)
	l.weg("what was typed and not saved, after 24 hours", getippt)
	l.da("a draft of yesterday is there", entwurf)

	l.spaeter(31 * 24 * time.Hour)
	l.weg("a draft after 30 days", entwurf, getippt)
	l.da("what was decided is there", strasse, frage, antwortText, geber, datei, "Gabler")
	require.Contains(t, l.nochmal().get(pfad).kurz(), frage)

	l.spaeter(330 * 24 * time.Hour)
	require.Contains(t, l.nochmal().get("/abrufe").kurz(), "hat Ihre Daten von", "an entry of the log stays as long as the notice says")
	l.da("and so does what was decided", strasse, frage, antwortText, geber, datei, gebuehr, "Gabler")
	l.spaeter(5 * 24 * time.Hour)
	l.weg("what was decided, a year after", strasse, frage, antwortText, geber, datei, ersetzt, gebuehr, "Gabler")
	require.NotContains(t, l.nochmal().get("/abrufe").kurz(), "hat Ihre Daten von", "and the log no longer")

	l.spaeter(3 * 366 * 24 * time.Hour)
	l.weg("the fee at the end of the third year after", "Mustermann", "Gabler", "tk-4711", gebuehr, "1984-08-12", "Mia Sophie")
}

// nochmal is the person who logs in again.
func (l *lauf) nochmal() *besucher {
	b := l.besucher()
	b.login(erika)
	return b
}

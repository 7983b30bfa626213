// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"mime/multipart"
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

	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// lauf is a service that is stopped and started again, and whose raw data are searched.
type lauf struct {
	*haus

	schluessel string
	anlage     *od.Anlage
	ende       func()
	handler    atomic.Pointer[http.Handler]
}

func newLauf(t *testing.T) *lauf {
	t.Helper()
	l := &lauf{haus: &haus{t: t, uhr: &uhr{}, daten: speichertest.Ziel(t)}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*l.handler.Load()).ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	l.url = server.URL
	l.schluessel = t.TempDir()
	l.start()
	t.Cleanup(func() { l.ende() })
	return l
}

func (l *lauf) start() {
	l.anlage = anlage(l.t, l.uhr.now, l.daten, l.schluessel, l.url)
	l.ende = arbeite(l.t, l.anlage)
	l.handler.Store(&l.anlage.Handler)
}

// spaeter lets the time pass, and the service clean up as it does when it starts.
func (l *lauf) spaeter(d time.Duration) {
	l.t.Helper()
	l.ende()
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

// anhang sends the confirmation of the landlord as a file.
func (b *besucher) anhang(pfad, geber, inhalt string) {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for feld, werte := range with(b.get(pfad+"/wohnungsgeber").token(b.t), "/wohnungsgeber/weg", "datei",
		"/wohnungsgeber/name", geber, "/wohnungsgeber/anschrift", "Hauptstraße 1, Jena", "/wohnungsgeber/einzug", "9.11.2026") {
		require.NoError(b.t, form.WriteField(feld, werte[0]))
	}
	file, err := form.CreateFormFile("/wohnungsgeber/dateien", inhalt+".pdf")
	require.NoError(b.t, err)
	_, err = file.Write([]byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% " + inhalt + "\ntrailer\n<<>>\n%%EOF\n"))
	require.NoError(b.t, err)
	require.NoError(b.t, form.Close())
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.haus.url+pfad+"/wohnungsgeber", &body)
	require.NoError(b.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	a := b.do(req)
	require.Equal(b.t, pfad+"/widerspruch", a.pfad, a.kurz())
}

// bescheinigung applies for a certificate in a street and pays for it. It returns the id
// of the application.
func (b *besucher) bescheinigung(strasse string) uuid.UUID {
	b.t.Helper()
	fill := func(a antwort, pairs ...string) url.Values { return with(a.token(b.t), pairs...) }
	draft := b.post("/bescheinigung/", fill(b.get("/bescheinigung/"))).pfad
	step := func(page string, pairs ...string) {
		b.post(draft+page, fill(b.get(draft+page), pairs...))
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
	registratur := l.anlage.Registratur
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
	for page, promises := range map[string][]string{
		"/anmeldung/datenschutz":     {"30 Tage nach der letzten Änderung gelöscht", "wie beantragt: gelöscht nach 365 Tagen", "Wer Ihre Daten abgefragt hat, steht im Abrufprotokoll."},
		"/bescheinigung/datenschutz": {"am Ende des 3. Kalenderjahres danach (§ 21 BGebG)"},
	} {
		notice := l.besucher().get(page).kurz()
		for _, promise := range promises {
			require.Contains(t, notice, promise)
		}
	}
	const (
		ersetzt, strasse, entwurf, getippt = "Ersetztweg", "Bleibeweg", "Entwurfsweg", "Tippfehlerweg"
		frage, antwortText, geber          = "FRAGEMARKE", "ANTWORTMARKE", "Geberin Markenhaus"
		datei, gebuehr                     = "ANLAGEMARKE", "Kassenweg"
		geraet, gesucht, falsch            = "GERAETEMARKE", "SUCHMARKE", "KONTOMARKE"
		gelesen, unfertig                  = "GELESENMARKE", "UNFERTIGMARKE"
	)
	nirgends := []string{geraet, gesucht, falsch} // whatever happens, this is never stored
	at := func(street string) url.Values { return with(wohnung, "/anschrift/strasse", street) }

	// A move from the login to the certificate, with question and answer.
	b := l.besucher()
	b.geraet = "Mozilla/5.0 (X11; Linux x86_64) " + geraet
	b.post("/testkonto", with(b.get("/login").token(t), "konto", falsch))
	b.login(erika)
	pfad := b.begin()
	b.get("/anmeldung/?q=" + gesucht)
	b.get("/" + gesucht)
	b.choose(pfad, jena)
	b.next(pfad+"/wohnung", at(ersetzt), "/zustaendig")
	b.next(pfad+"/wohnung", at(strasse), "/zustaendig")
	b.decide(pfad, "abrufen", "/meldedaten")
	b.decide(pfad, "uebernehmen", "/person")
	b.next(pfad+"/person", person, "/bisher")
	b.next(pfad+"/bisher", nil, "/art")
	b.next(pfad+"/art", url.Values{"/art": {"alleinige"}}, "/familie")
	for row, name := range []string{"Max", "Mia Sophie"} {
		at := fmt.Sprintf("/familie/%d", row)
		b.next(pfad+at, url.Values{
			at + "/verhaeltnis": {[]string{"ehegatte", "kind"}[row]}, at + "/familienname": {"Mustermann"}, at + "/vornamen": {name}, at + "/rufname": {""},
			at + "/geburtsdatum": {[]string{"4.3.1982", "3.4.2017"}[row]}, at + "/mit": {"ja"}, at + "/wohnung": {"alleinige"},
		}, "/familie")
	}
	b.next(pfad+"/familie", url.Values{"noch": {"nein"}}, "/versicherung")
	b.next(pfad+"/versicherung", url.Values{"/versicherung": {"ja"}}, "/wohnungsgeber")
	b.anhang(pfad, geber, datei)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	fall := fallOf(pfad)
	other, clerk := l.besucher(), l.clerk(amtJena)
	other.amtslogin("/amt/", amtJena+"/2")
	other.akt(fall, "uebernommen", nil)
	clerk.post(fall, with(clerk.get(fall).token(t), "grund", "other", "text", gelesen)) // it is not theirs
	require.Contains(t, clerk.get(fall).kurz(), gelesen)
	form := with(other.get(fall+"/nachgefragt").token(t), "text", unfertig)
	l.uhr.dreh(time.Hour)
	other.post(fall+"/nachgefragt", form) // their session has ended
	l.da("what is typed at the desk is not lost", unfertig)
	other.amtslogin("/amt/", amtJena+"/2")
	require.Contains(t, other.get(fall+"/nachgefragt").text, unfertig)
	other.akt(fall, "weitergeben", url.Values{"an": {amtJena + "/1"}})
	clerk = l.clerk(amtJena)
	clerk.akt(fall, "nachgefragt", url.Values{"text": {frage}})
	b.login(erika)
	b.post(pfad+"/antwort", with(b.get(pfad).token(t), "text", antwortText))
	clerk.akt(fall, "stattgeben", nil)
	b.waitFor(pfad, "Ihre Urkunden")
	lines, err := pdftest.Text([]byte(b.get(pfad + "/urkunden/1.pdf").text))
	require.NoError(t, err)
	require.Contains(t, fmt.Sprint(lines), strasse)
	require.Contains(t, b.get("/einsicht/abrufe").kurz(), "hat Ihre Daten von")

	// A draft that is left lying, something typed that could not be saved, a fee.
	zweiter := b.begin()
	b.choose(zweiter, jena)
	b.next(zweiter+"/wohnung", at(entwurf), "/zustaendig")
	b.send(zweiter+"/wohnung", with(at(getippt), "/anschrift/plz", "x"))
	l.beende(b.bescheinigung(gebuehr))

	l.weg("an answer that was replaced is gone at once", ersetzt, entwurf)
	l.weg("never kept: of a browser but its kind, of a search, of a login that failed", nirgends...)
	l.weg("what the official wrote and did not send, as soon as they went on", unfertig)
	l.da("what is needed is there", strasse, getippt, frage, antwortText, geber, datei, gebuehr, gelesen, "Mustermann", "Gabler")

	l.spaeter(26 * time.Hour)
	l.da("a draft of yesterday is there, with what does not fit yet", getippt)

	l.spaeter(31 * 24 * time.Hour)
	l.weg("a draft after 30 days", entwurf, getippt)
	l.da("what was decided is there", strasse, frage, antwortText, geber, datei, gelesen, "Gabler")
	require.Contains(t, l.nochmal().get(pfad).kurz(), frage)

	l.spaeter(330 * 24 * time.Hour)
	require.Contains(t, l.nochmal().get("/einsicht/abrufe").kurz(), "hat Ihre Daten von", "an entry of the log stays as long as the notice says")
	l.da("and so does what was decided", strasse, frage, antwortText, geber, datei, gebuehr, "Gabler")
	l.spaeter(5 * 24 * time.Hour)
	l.weg("what was decided, a year after, with what the desk noted of it", gelesen, strasse, frage, antwortText, geber, datei, ersetzt, gebuehr, "Gabler")
	require.NotContains(t, l.nochmal().get("/einsicht/abrufe").kurz(), "hat Ihre Daten von", "and the log no longer")

	l.spaeter(3 * 366 * 24 * time.Hour)
	l.weg("the fee at the end of the third year after", "Mustermann", "Gabler", "tk-4711", gebuehr, "1984-08-12", "Mia Sophie")
}

// nochmal is the person who logs in again.
func (l *lauf) nochmal() *besucher {
	b := l.besucher()
	b.login(erika)
	return b
}

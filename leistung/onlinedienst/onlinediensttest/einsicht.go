// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// jeEinSchluessel has another key for each authority.
type jeEinSchluessel struct{}

func (jeEinSchluessel) Signer(_ context.Context, name string) (crypto.Signer, error) {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:]), nil
}

func (jeEinSchluessel) Former(context.Context, string) ([]crypto.PublicKey, error) { return nil, nil }

// sealed is who seals certificates.
func sealed(seat kommune.AGS) *onlinedienst.Siegel {
	return &onlinedienst.Siegel{Keys: jeEinSchluessel{}, Behoerden: map[string]bescheid.Behoerde{
		"amt-1": stelle("Stadt Musterstadt", seat), "amt-2": stelle("Stadt Beispielstadt", seat),
	}}
}

// stelle is an authority as its papers name it.
func stelle(name string, seat kommune.AGS) bescheid.Behoerde {
	return bescheid.Behoerde{Stelle: bescheid.Stelle{Name: name, Anschrift: []string{"Musterstraße 1", "99999 " + strings.TrimPrefix(name, "Stadt ")}, Sitz: seat}}
}

// einsichtOf is what a person downloads of themselves.
func einsichtOf(t *testing.T, b *browser) (out struct {
	Konto     string
	Merkmale  []struct{ Name, Wert string }
	Vorgaenge []struct {
		ID      string
		Stand   string
		Daten   json.RawMessage
		Verlauf []struct{ Art string }
	}
	Abrufe []json.RawMessage
},
) {
	t.Helper()
	b.get("/einsicht/meine-daten.json")
	require.Equal(t, http.StatusOK, b.status)
	require.NoError(t, json.Unmarshal([]byte(b.page), &out))
	return out
}

// tellsWhatIsKnown sends a case and looks at what the person is told of themselves, and
// nobody else of them.
func tellsWhatIsKnown[A, P any](t *testing.T, s *stand[A, P]) {
	if !s.probe.Dienst.Niveau.IsValid() {
		t.Skip("nobody is logged in")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	s.send(t, b)
	id := s.stored(t, draft).ID().String()
	for _, language := range []string{"de", "en"} {
		b.lang = language
		inOrder(t, b.get("/einsicht/"), language)
		require.Contains(t, b.page, `href="`+draft+`"`)
		require.Contains(t, b.page, "Mustermann")
		inOrder(t, b.get(draft), language)
	}
	b.lang = ""
	if s.akten == nil {
		require.Contains(t, b.get(draft).page, "Von Ihnen abgesendet")
		require.Contains(t, b.page, "Wie es weitergeht")
	}
	mine := einsichtOf(t, b)
	require.Equal(t, kontoErika, mine.Konto)
	require.NotEmpty(t, mine.Merkmale)
	require.Len(t, mine.Vorgaenge, 1)
	require.Equal(t, id, mine.Vorgaenge[0].ID)
	require.NotEmpty(t, mine.Vorgaenge[0].Verlauf)
	if s.akten == nil {
		require.JSONEq(t, string(s.stored(t, draft).Angaben()), string(mine.Vorgaenge[0].Daten), "all that is kept")
	}

	max := s.login(t, kontoMax)
	require.NotContains(t, max.get("/einsicht/").page, draft)
	require.Empty(t, einsichtOf(t, max).Vorgaenge, "nobody else is told of it")
	stranger := newBrowser(t, s.handler)
	for _, page := range []string{"/einsicht/", "/einsicht/meine-daten.json", "/einsicht/abrufe", "/einsicht/abrufe/beweis", "/einsicht/abrufe/beleg.json"} {
		require.Equal(t, http.StatusUnauthorized, stranger.get(page).status, page)
	}
}

// showsWhoFetched fetches evidence and follows the entry in the log to its proof.
func showsWhoFetched[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Auszug == nil {
		t.Skip("nothing is fetched")
	}
	b := s.login(t, kontoErika)
	require.NotContains(t, b.get("/einsicht/abrufe").page, quelle)
	names := s.offers(t, b, s.begin(t, b))
	draft := s.begin(t, b)
	for _, name := range names {
		b.get(draft + "/nachweis/" + name)
		b.choose(t, "abrufen")
	}
	inOrder(t, b.get("/einsicht/abrufe"), "de")
	require.Contains(t, b.page, quelle)
	require.NotEmpty(t, einsichtOf(t, b).Abrufe)
	b.get("/einsicht/abrufe")
	proof := ""
	for _, to := range b.links() {
		if strings.Contains(to, "/beweis?") {
			proof = to
		}
	}
	inOrder(t, b.get(proof), "de")
	require.Contains(t, b.page, "Der Eintrag steht unverändert im Protokoll")
	receipt := strings.Replace(proof, "/beweis?", "/beleg.json?", 1)
	require.Contains(t, b.get(receipt).page, `"proof"`)

	max := s.login(t, kontoMax)
	require.NotContains(t, max.get("/einsicht/abrufe").page, quelle)
	require.Equal(t, http.StatusNotFound, max.get(proof).status, "an entry about somebody else is not there")
	require.Equal(t, http.StatusNotFound, max.get(receipt).status)
	require.Equal(t, http.StatusNotFound, b.get("/einsicht/abrufe/beweis?eintrag=x").status)
}

// issues decides a case as applied for, and checks each certificate that follows.
func issues[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Urkunden == nil {
		t.Skip("the service issues none")
	}
	b, draft, _ := s.arrived(t)
	first := draft + "/urkunden/1.pdf"
	require.Equal(t, http.StatusNotFound, b.get(first).status, "none before the decision")
	_, err := s.reg.Update(t.Context(), s.stored(t, draft).ID(), func(antrag.Antrag) ([]antrag.Ereignis, error) {
		return []antrag.Ereignis{{Art: antrag.ArtUebernommen, Akteur: antrag.AkteurBehoerde}, {Art: antrag.ArtStattgegeben, Akteur: antrag.AkteurBehoerde}}, nil
	})
	require.NoError(t, err)
	inOrder(t, b.get(draft), "de")
	links := b.links()
	z := s.server.Zugang(nutzerkonto.Konto{Kennung: kontoErika, Niveau: recht.NiveauHoch}, "de")
	list, err := z.Urkunden(t.Context(), s.stored(t, draft).ID())
	require.NoError(t, err)
	require.NotEmpty(t, list)
	stranger := newBrowser(t, s.handler)
	for i, code := range list {
		u, err := z.Urkunde(t.Context(), s.stored(t, draft).ID(), i+1)
		require.NoError(t, err)
		require.Equal(t, u.Code(), code)
		at := fmt.Sprintf("%s/urkunden/%d.pdf", draft, i+1)
		require.Contains(t, links, at)
		require.Equal(t, http.StatusOK, b.get(at).status)
		require.Empty(t, pdftest.Inspect([]byte(b.page)))
		require.Equal(t, string(u.PDF()), b.page, "the same file each time")

		for _, code := range []string{u.Code(), "  \n" + u.Code() + "\r\n"} {
			stranger.do(http.MethodPost, "/urkunden/", url.Values{"code": {code}})
			inOrder(t, stranger, "de")
			require.Contains(t, stranger.page, "Echt und unverändert")
			require.Contains(t, stranger.page, "Stadt Musterstadt")
			for _, field := range s.probe.Dienst.Urkunden.Profil.Felder {
				require.Contains(t, stranger.page, field)
			}
		}
		for _, bad := range []string{strings.Replace(u.Code(), "A", "B", 1), u.Code()[:len(u.Code())-3], "DS1:", "x"} {
			stranger.do(http.MethodPost, "/urkunden/", url.Values{"code": {bad}})
			require.Contains(t, stranger.page, "Nicht bestätigt")
			require.NotContains(t, stranger.page, "Mustermann")
		}
	}
	for _, missing := range []string{"0.pdf", "-1.pdf", "x.pdf", "1", fmt.Sprintf("%d.pdf", len(list)+1)} {
		require.Equal(t, http.StatusNotFound, b.get(draft+"/urkunden/"+missing).status, missing)
	}
	require.Equal(t, http.StatusNotFound, s.login(t, kontoMax).get(first).status, "for nobody else")
	require.Equal(t, http.StatusUnauthorized, stranger.get(first).status)
	stranger.do(http.MethodPost, "/urkunden/", url.Values{})
	require.Equal(t, http.StatusUnprocessableEntity, stranger.status)
	inOrder(t, stranger, "de")
	inOrder(t, stranger.get("/urkunden/"), "de")
	require.Contains(t, stranger.get("/urkunden/schluessel.txt").page, "amt-1 ")
}

// certificatesEnd grants for a time: until the last day the certificate is valid, after it
// genuine and over, and the case shows both.
func certificatesEnd[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Urkunden == nil || s.probe.Befristet == "" {
		t.Skip("the service issues none that ends")
	}
	b, draft, fall := s.arrived(t)
	desk := s.official(t, amtSabine)
	desk.get(fall).to(fall + "/uebernommen")
	s.settle(t, desk, s.official(t, amtKai), fall, s.probe.Befristet)
	z := s.server.Zugang(nutzerkonto.Konto{Kennung: kontoErika, Niveau: recht.NiveauHoch}, "de")
	codes, err := z.Urkunden(t.Context(), s.stored(t, draft).ID())
	require.NoError(t, err)
	require.NotEmpty(t, codes)
	require.Equal(t, http.StatusOK, b.get(draft+"/urkunden/1.pdf").status)
	require.Empty(t, pdftest.Inspect([]byte(b.page)))
	stranger := newBrowser(t, s.handler)
	check := func() string {
		stranger.do(http.MethodPost, "/urkunden/", url.Values{"code": {codes[0]}})
		inOrder(t, stranger, "de")
		return stranger.page
	}
	last := regexp.MustCompile(`Sie gilt bis [^.]*, ([0-9]+\. [A-Za-zä]+ [0-9]{4})\.`).FindStringSubmatch(check())
	require.NotNil(t, last, stranger.page)
	end, err := time.ParseInLocation("2. January 2006", english.Replace(last[1]), time.UTC)
	require.NoError(t, err)
	s.now = end.Add(20 * time.Hour)
	require.Contains(t, check(), "Echt und unverändert", "also on its last day")
	who, _, err := s.server.CheckUrkunde(t.Context(), codes[0])
	require.NoError(t, err)
	require.NotEmpty(t, who)
	s.now = end.Add(48 * time.Hour)
	require.Contains(t, check(), "Abgelaufen")
	require.Contains(t, stranger.page, last[1])
	who, _, err = s.server.CheckUrkunde(t.Context(), codes[0])
	require.NoError(t, err)
	require.Empty(t, who, "a program does not take it for valid")
	stranger.do(http.MethodPost, "/urkunden/", url.Values{"code": {strings.Replace(codes[0], "A", "B", 1)}})
	require.Contains(t, stranger.page, "Nicht bestätigt")
}

// english are the months as package time reads them.
var english = strings.NewReplacer("Januar", "January", "Februar", "February", "März", "March", "Mai", "May", "Juni", "June", "Juli", "July", "Oktober", "October", "Dezember", "December")

// describesItself holds the description of a service to one language, and to telling its
// maturity.
func describesItself[A, P any](t *testing.T, s *stand[A, P]) {
	b := newBrowser(t, s.handler)
	at := "/" + s.probe.Dienst.Name + "/beschreibung"
	require.Contains(t, b.get(at).page, "Reifegrad")
	inOrder(t, b, "de")
	b.lang = "en"
	inOrder(t, b.get(at), "en")
	require.Contains(t, b.page, "Maturity")
	if level := s.probe.Dienst.Niveau; level.IsValid() {
		require.Contains(t, b.page, "("+level.English()+")")
		require.NotContains(t, b.page, "("+level.String()+")")
	}
}

// SPDX-License-Identifier: Apache-2.0

package routing_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing/routingtest"
)

var (
	anmeldung = leistung.MustParseSchluessel("99115005104000")
	wohngeld  = leistung.MustParseSchluessel("99107023017000")
	jena      = kommune.MustParseARS("160530000000")
	teistung  = kommune.MustParseARS("160615001114") // member of a Verwaltungsgemeinschaft
)

func gebiet(s string) kommune.ARS {
	g, err := zustaendigkeit.ParseGebiet(s)
	if err != nil {
		panic(err)
	}
	return g
}

func day(s string) kommune.Datum { return kommune.MustParseDatum(s) }

func codes(e zustaendigkeit.Ergebnis) []string {
	var all []string
	for _, g := range e.Gruende() {
		all = append(all, g.Code)
	}
	return all
}

func ids(treffer []zustaendigkeit.Treffer) []string {
	var all []string
	for _, t := range treffer {
		all = append(all, t.Stelle.ID)
	}
	slices.Sort(all)
	return all
}

func mittags() time.Time { return time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC) }

func uuid(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// dienst is a routing service with one destination for Jena, two for a member
// of a Verwaltungsgemeinschaft, and a client of it.
func dienst(t *testing.T) (*routingtest.Server, *routing.Client) {
	t.Helper()
	s := routingtest.NewServer(
		t, mittags,
		routingtest.Route{Leistung: anmeldung, Gebiet: "160530000000", Destination: uuid(1), Name: "Bürgerservice Jena", Parameter: map[string]any{"gebuehr": "frei", "zahl": 7}},
		routingtest.Route{Leistung: anmeldung, Gebiet: "160615001", Destination: uuid(2), Name: "VG"},
		routingtest.Route{Leistung: anmeldung, Gebiet: "16061", Destination: uuid(3), Name: "Kreis"},
	)
	r, err := routing.New(s.Config())
	require.NoError(t, err)
	return s, r
}

func TestClient_AnswersLikeAnIndex(t *testing.T) {
	_, r := dienst(t)
	for _, tt := range []struct {
		name string
		ars  kommune.ARS
		want zustaendigkeit.Antwort
		ids  []string
	}{
		{"one", jena, zustaendigkeit.Eine, []string{uuid(1)}},
		{"several, with shortened areas in the signature", teistung, zustaendigkeit.Mehrere, []string{uuid(2), uuid(3)}},
		{"none", kommune.MustParseARS("110000000000"), zustaendigkeit.Keine, nil},
		{"no place", kommune.ARS{}, zustaendigkeit.Rueckfrage, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var resolver zustaendigkeit.Aufloeser = r
			e, err := resolver.Zustaendig(t.Context(), anmeldung, tt.ars, day("2026-11-20"))
			require.NoError(t, err)
			require.Equal(t, tt.want, e.Art())
			require.Equal(t, tt.ids, ids(e.Behoerden()))
			require.Empty(t, e.Onlinedienste())
			require.NotEmpty(t, e.Gruende())
		})
	}
	e, err := r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
	require.NoError(t, err)
	one, ok := e.Behoerde()
	require.True(t, ok)
	require.Equal(t, "Bürgerservice Jena", one.Stelle.Name)
	require.Equal(t, "submission.example.test", one.Stelle.Adresse)
	require.Equal(t, map[string]string{"gebuehr": "frei"}, one.Parameter)
}

func TestClient_RefusesEveryForgedRoute(t *testing.T) {
	s, r := dienst(t)
	for _, attack := range routingtest.Angriffe() {
		t.Run(string(attack), func(t *testing.T) {
			s.Misbehave(attack)
			for _, ars := range []kommune.ARS{jena, teistung} {
				e, err := r.Zustaendig(t.Context(), anmeldung, ars, kommune.Datum{})
				require.ErrorIs(t, err, routing.ErrSignature)
				require.Empty(t, e.Behoerden(), "nothing of a forged answer comes through")
			}
		})
	}
	s.Misbehave("")
	_, err := r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
	require.NoError(t, err)
}

func TestClient_RefusesAKeyThatIsNotForThis(t *testing.T) {
	s, _ := dienst(t)
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for _, keys := range []func(context.Context, string) (*jose.JSONWebKey, error){
		func(context.Context, string) (*jose.JSONWebKey, error) { return nil, nil },
		func(context.Context, string) (*jose.JSONWebKey, error) { return &jose.JSONWebKey{Key: private}, nil },
		func(context.Context, string) (*jose.JSONWebKey, error) { return nil, errors.New("unreachable") },
		func(ctx context.Context, kid string) (*jose.JSONWebKey, error) {
			key, err := s.Config().Key(ctx, kid)
			key.Use = "enc"
			return key, err
		},
		func(ctx context.Context, kid string) (*jose.JSONWebKey, error) {
			key, err := s.Config().Key(ctx, kid)
			key.Algorithm = "RSA-OAEP-256"
			return key, err
		},
		func(context.Context, string) (*jose.JSONWebKey, error) {
			return &jose.JSONWebKey{Key: []byte("a shared secret of some length..")}, nil
		},
	} {
		config := s.Config()
		config.Key = keys
		r, err := routing.New(config)
		require.NoError(t, err)
		_, err = r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
		require.ErrorIs(t, err, routing.ErrSignature)
	}
}

func TestClient_ReportsWhatFails(t *testing.T) {
	s, r := dienst(t)
	for _, failure := range routingtest.Ausfaelle() {
		t.Run(string(failure), func(t *testing.T) {
			s.Misbehave(failure)
			_, err := r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
			require.ErrorIs(t, err, routing.ErrAnswer)
			limit, limited := errors.AsType[*routing.RateLimitError](err)
			require.Equal(t, failure == routingtest.Gedrosselt, limited)
			if limited {
				require.Equal(t, 7*time.Second, limit.RetryAfter)
				require.ErrorContains(t, err, "7s")
			}
		})
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := r.Zustaendig(cancelled, anmeldung, jena, kommune.Datum{})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, routing.ErrAnswer)
}

func TestClient_ReadsEveryPage(t *testing.T) {
	var routes []routingtest.Route
	for i := range 230 {
		routes = append(routes, routingtest.Route{Leistung: wohngeld, Gebiet: "16", Destination: uuid(i)})
	}
	s := routingtest.NewServer(t, mittags, routes...)
	r, err := routing.New(s.Config())
	require.NoError(t, err)
	e, err := r.Zustaendig(t.Context(), wohngeld, jena, kommune.Datum{})
	require.NoError(t, err)
	require.Len(t, e.Behoerden(), 230)
}

func TestClient_RefusesAnOldSignatureWhereAsked(t *testing.T) {
	now := mittags()
	s := routingtest.NewServer(t, mittags, routingtest.Route{Leistung: anmeldung, Gebiet: "16053", Destination: uuid(1)})
	config := s.Config()
	config.Now, config.MaxAge = func() time.Time { return now }, time.Hour
	r, err := routing.New(config)
	require.NoError(t, err)
	_, err = r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
	require.NoError(t, err)
	now = now.Add(time.Hour + time.Second)
	_, err = r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
	require.ErrorIs(t, err, routing.ErrSignature)
}

func TestClient_ARouteForAPartOfTheAreaAsksBack(t *testing.T) {
	s := routingtest.NewServer(
		t, mittags,
		routingtest.Route{Leistung: anmeldung, Gebiet: "16", Destination: uuid(1)},
		routingtest.Route{Leistung: anmeldung, Gebiet: "16", Signiert: "16053", Destination: uuid(2)},
	)
	r, err := routing.New(s.Config())
	require.NoError(t, err)
	e, err := r.Zustaendig(t.Context(), anmeldung, gebiet("16"), kommune.Datum{})
	require.NoError(t, err)
	require.Equal(t, zustaendigkeit.Rueckfrage, e.Art())
	require.Equal(t, []string{uuid(1)}, ids(e.Behoerden()))
	require.Equal(t, []string{zustaendigkeit.CodeRouting, zustaendigkeit.CodeUneinig}, codes(e))
	_, err = r.Zustaendig(t.Context(), anmeldung, teistung, kommune.Datum{})
	require.ErrorIs(t, err, routing.ErrSignature, "signed for another place")
}

func TestClient_AnswersForTodayOnly(t *testing.T) {
	_, r := dienst(t)
	_, err := r.Zustaendig(t.Context(), anmeldung, jena, day("2026-11-21"))
	require.ErrorIs(t, err, routing.ErrTodayOnly)
	_, err = r.Zustaendig(t.Context(), leistung.Schluessel{}, jena, kommune.Datum{})
	require.ErrorIs(t, err, zustaendigkeit.ErrEingabe)
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	s, _ := dienst(t)
	for name, spoil := range map[string]func(*routing.Config){
		"no address":       func(c *routing.Config) { c.BaseURL = "" },
		"relative address": func(c *routing.Config) { c.BaseURL = "/v2" },
		"other scheme":     func(c *routing.Config) { c.BaseURL = "ftp://routing.example.test" },
		"no TLS":           func(c *routing.Config) { c.InsecureAllowPlainHTTP = false },
		"no user agent":    func(c *routing.Config) { c.UserAgent = "" },
		"no keys":          func(c *routing.Config) { c.Key = nil },
		"negative age":     func(c *routing.Config) { c.MaxAge = -1 },
		"no issuer":        func(c *routing.Config) { c.Issuers = nil },
	} {
		config := s.Config()
		spoil(&config)
		_, err := routing.New(config)
		require.ErrorIs(t, err, zustaendigkeit.ErrEingabe, name)
	}
	config := s.Config()
	config.Now, config.HTTP = nil, nil
	_, err := routing.New(config)
	require.NoError(t, err, "clock and client have defaults")
}

func TestServer_RefusesQuestionsAsTheRealOneDocuments(t *testing.T) {
	s, _ := dienst(t)
	for query, want := range map[string]int{
		"leikaKey=99115005104000&ars=160530000000&offset=0&limit=1": http.StatusOK,
		"leikaKey=99115005104000&ars=1605&offset=0&limit=1":         http.StatusBadRequest,
		"leikaKey=9911500510400&ars=16053&offset=0&limit=1":         http.StatusBadRequest,
		"leikaKey=99115005104000&ars=16053&offset=0&limit=501":      http.StatusBadRequest,
		"leikaKey=99115005104000&ars=16053&offset=-1&limit=1":       http.StatusBadRequest,
		"leikaKey=99115005104000&ars=990530000000&offset=0&limit=1": http.StatusBadRequest,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/v2/routes?"+query, http.NoBody)
		require.NoError(t, err)
		request.Header.Set("User-Agent", "test")
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, want, response.StatusCode, query)
	}
	response, err := http.Get(s.URL + "/v2/routes?leikaKey=99115005104000&ars=16053&offset=0&limit=1")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusForbidden, response.StatusCode, "who does not name himself is refused")
}

// body answers every request with the same bytes.
type body []byte

func (b body) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(b)), Header: http.Header{}, Request: request}, nil
}

// FuzzRoutingAnswer feeds the client what any server might send. Without the
// key nothing may come through as an authority.
func FuzzRoutingAnswer(f *testing.F) {
	for _, seed := range []string{
		"", "null", `{"totalCount":0}`, `{"totalCount":1,"routes":[{"destinationId":"x","destinationSignature":"e30.e30."}]}`,
		`{"totalCount":-1,"routes":[{}]}`, `{"totalCount":2,"routes":[{"destinationSignature":"eyJhbGciOiJub25lIn0.e30."}]}`,
	} {
		f.Add([]byte(seed))
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, answer []byte) {
		r, err := routing.New(routing.Config{
			BaseURL: "https://routing.example.test", UserAgent: "fuzz", Issuers: []string{"x"}, Now: mittags,
			HTTP: &http.Client{Transport: body(answer)},
			Key: func(context.Context, string) (*jose.JSONWebKey, error) {
				return &jose.JSONWebKey{Key: key.Public()}, nil
			},
		})
		require.NoError(t, err)
		e, err := r.Zustaendig(t.Context(), anmeldung, jena, kommune.Datum{})
		if err == nil {
			require.Equal(t, zustaendigkeit.Keine, e.Art())
		}
	})
}

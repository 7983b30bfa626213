// SPDX-License-Identifier: Apache-2.0

// Package routingtest is a Routing API of FIT-Connect (version 2) in the
// process: it checks questions as the real one documents, pages, signs its
// routes, and can be told to misbehave.
package routingtest

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing"
)

// Aussteller is the issuer of the routes of this service.
const Aussteller = "https://routing.example.test"

const keyID = "routing-1"

// Stoerung is one way in which the service misbehaves.
type Stoerung string

// What can go wrong. The first group is an attack, the second a failure.
const (
	FremderSchluessel   Stoerung = "signed by a key that nobody trusts, under the trusted id"
	FremdeKennung       Stoerung = "signed under an unknown key id"
	AndererAlgorithmus  Stoerung = "signed with PS256"
	OhneSignatur        Stoerung = "not signed"
	AlgNone             Stoerung = "signed with the algorithm none"
	SymmetrischSigniert Stoerung = "signed with HS256 and the public key as the secret"
	InhaltVeraendert    Stoerung = "signed content changed afterwards"
	KopfVeraendert      Stoerung = "signed header changed afterwards"
	AnderesZiel         Stoerung = "signature of another destination"
	AndereLeistung      Stoerung = "signature for another Leistung"
	AnderesGebiet       Stoerung = "signature for another area"
	AndererAussteller   Stoerung = "another issuer"
	AusDerZukunft       Stoerung = "dated in the future"
	OhneDatum           Stoerung = "not dated"
	Abgelaufen          Stoerung = "expired"
	NochNichtGueltig    Stoerung = "not yet valid"
	KeinJSON            Stoerung = "signed content is not JSON"

	Gedrosselt   Stoerung = "too many requests"
	Kaputt       Stoerung = "internal error"
	Umgeleitet   Stoerung = "redirects elsewhere"
	Verstuemmelt Stoerung = "broken JSON"
	Endlos       Stoerung = "an answer without end"
	LeereSeiten  Stoerung = "promises routes and sends none"
	ZuViele      Stoerung = "more routes than anybody wants"
)

// Angriffe are the misbehaviours that a signature must reveal.
func Angriffe() []Stoerung {
	return []Stoerung{
		FremderSchluessel, FremdeKennung, AndererAlgorithmus, OhneSignatur, AlgNone, SymmetrischSigniert, InhaltVeraendert, KopfVeraendert,
		AnderesZiel, AndereLeistung, AnderesGebiet, AndererAussteller, AusDerZukunft, OhneDatum, Abgelaufen, NochNichtGueltig, KeinJSON,
	}
}

// Ausfaelle are the misbehaviours that are no attack.
func Ausfaelle() []Stoerung {
	return []Stoerung{Gedrosselt, Kaputt, Umgeleitet, Verstuemmelt, Endlos, LeereSeiten, ZuViele}
}

// Route is one destination the service knows.
type Route struct {
	Leistung    leistung.Schluessel
	Gebiet      string // the beginning of each ARS it covers: 2, 3, 5, 9 or 12 digits
	Signiert    string // the area in its signature where that is another
	Destination string // a UUID
	Name        string
	Parameter   map[string]any
}

// Server is the service. Use [NewServer].
type Server struct {
	URL    string
	client *http.Client
	key    *rsa.PrivateKey
	fremd  *rsa.PrivateKey
	heute  func() time.Time

	mu       sync.Mutex
	routes   []Route
	stoerung Stoerung
}

// NewServer starts the service for the test, with the clock of the caller.
func NewServer(tb testing.TB, heute func() time.Time, routes ...Route) *Server {
	tb.Helper()
	s := &Server{routes: routes, heute: heute}
	for _, key := range []**rsa.PrivateKey{&s.key, &s.fremd} {
		made, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			tb.Fatal(err)
		}
		*key = made
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/routes", s.serveRoutes)
	mux.HandleFunc("GET /elsewhere", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"totalCount":0}`)) // who follows is told that nobody is responsible
	})
	server := httptest.NewServer(mux)
	tb.Cleanup(server.Close)
	s.URL, s.client = server.URL, server.Client()
	return s
}

// Config returns a configuration that trusts the service.
func (s *Server) Config() routing.Config {
	return routing.Config{
		BaseURL: s.URL, UserAgent: "bausteine-test", Issuers: []string{Aussteller}, Now: s.heute, HTTP: s.client,
		InsecureAllowPlainHTTP: true,
		Key: func(_ context.Context, kid string) (*jose.JSONWebKey, error) {
			if kid != keyID {
				return nil, errors.New("key is not known")
			}
			return &jose.JSONWebKey{Key: s.key.Public(), KeyID: keyID, Algorithm: string(jose.PS512)}, nil
		},
	}
}

// Misbehave makes the service misbehave from the next request on; "" heals it.
func (s *Server) Misbehave(how Stoerung) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stoerung = how
}

func (s *Server) serveRoutes(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	how, routes := s.stoerung, s.routes
	s.mu.Unlock()
	if r.UserAgent() == "" || strings.HasPrefix(r.UserAgent(), "Go-http-client") {
		problem(w, http.StatusForbidden)
		return
	}
	if s.fail(w, how) {
		return
	}
	q, err := ask(r)
	if err != nil {
		problem(w, http.StatusBadRequest)
		return
	}
	var found []Route
	for _, route := range routes {
		if route.Leistung == q.key && strings.HasPrefix(q.ars, route.Gebiet) {
			found = append(found, route)
		}
	}
	total := len(found)
	found = found[min(q.offset, total):min(q.offset+q.limit, total)]
	out := []map[string]any{}
	for _, route := range found {
		out = append(out, map[string]any{
			"destinationId": route.Destination, "destinationName": route.Name,
			"destinationSignature": s.sign(route, how), "customParameters": route.Parameter, "origin": "PVOG",
		})
	}
	switch how {
	case LeereSeiten:
		out, total = nil, total+1
	case ZuViele:
		total = 1 << 30
	default:
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"count": len(out), "offset": q.offset, "totalCount": total, "routes": out})
}

// fail answers a failure and reports whether it did.
func (s *Server) fail(w http.ResponseWriter, how Stoerung) bool {
	switch how {
	case Gedrosselt:
		w.Header().Set("Retry-After", "7")
		problem(w, http.StatusTooManyRequests)
	case Kaputt:
		problem(w, http.StatusInternalServerError)
	case Umgeleitet:
		w.Header().Set("Location", "/elsewhere")
		problem(w, http.StatusFound)
	case Verstuemmelt:
		_, _ = w.Write([]byte(`{"routes":[{"destinationId":`))
	case Endlos:
		for range 5 << 10 {
			if _, err := w.Write([]byte(strings.Repeat(" ", 1<<10))); err != nil {
				return true
			}
		}
	default:
		return false
	}
	return true
}

type frage struct {
	key           leistung.Schluessel
	ars           string
	offset, limit int
}

func ask(r *http.Request) (q frage, err error) {
	values := r.URL.Query()
	if q.key, err = leistung.ParseSchluessel(values.Get("leikaKey")); err != nil {
		return q, err
	}
	q.ars = values.Get("ars")
	switch len(q.ars) {
	case 2, 3, 5, 9, 12:
	default:
		return q, fmt.Errorf("an ars has not %d digits", len(q.ars))
	}
	if _, err := zustaendigkeit.ParseGebiet(q.ars); err != nil {
		return q, err
	}
	if q.offset, err = strconv.Atoi(values.Get("offset")); err != nil || q.offset < 0 {
		return q, errors.New("offset")
	}
	if q.limit, err = strconv.Atoi(values.Get("limit")); err != nil || q.limit < 1 || q.limit > 500 {
		return q, errors.New("limit")
	}
	return q, nil
}

func problem(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status})
}

// sign makes the signature of a route, or what an attacker would put there.
func (s *Server) sign(route Route, how Stoerung) string {
	if how == OhneSignatur {
		return ""
	}
	key, kid, alg, issuer, issued := s.key, keyID, jose.PS512, Aussteller, s.heute()
	switch how {
	case FremderSchluessel:
		key = s.fremd
	case FremdeKennung:
		key, kid = s.fremd, "other"
	case AndererAlgorithmus:
		alg = jose.PS256
	case AnderesZiel:
		route.Destination = "00000000-0000-4000-8000-00000000dead"
	case AndereLeistung:
		route.Leistung = leistung.MustParseSchluessel("99999999999999")
	case AnderesGebiet:
		route.Signiert = "020000000000"
	case AndererAussteller:
		issuer = "https://routing.attacker.test"
	case AusDerZukunft:
		issued = issued.Add(time.Hour)
	default:
	}
	claims := map[string]any{
		"submissionHost": "submission.example.test", "iss": issuer, "destinationId": route.Destination,
		"iat": issued.Unix(), "jti": "7f3c", "services": []map[string]any{{
			"gebietIDs":   []string{"urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:" + cmp.Or(route.Signiert, route.Gebiet)},
			"leistungIDs": []string{route.Leistung.URN()},
		}},
	}
	switch how {
	case OhneDatum:
		delete(claims, "iat")
	case Abgelaufen:
		claims["exp"] = s.heute().Unix()
	case NochNichtGueltig:
		claims["nbf"] = s.heute().Add(time.Hour).Unix()
	default:
	}
	payload := marshal(claims)
	if how == KeinJSON {
		payload = []byte("destination")
	}
	compact := compactJWS(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, payload)
	parts := strings.Split(compact, ".")
	switch how {
	case AlgNone:
		return encode(`{"alg":"none","kid":"`+kid+`"}`) + "." + parts[1] + "."
	case SymmetrischSigniert:
		public, err := x509.MarshalPKIXPublicKey(s.key.Public())
		if err != nil {
			panic(err) // impossible: it is an RSA key
		}
		secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
		return compactJWS(jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: secret, KeyID: kid}}, payload)
	case InhaltVeraendert:
		claims["submissionHost"] = "submission.attacker.test"
		parts[1] = encode(string(marshal(claims)))
	case KopfVeraendert:
		parts[0] = encode(`{"alg":"PS512","kid":"` + kid + `","typ":"JWT"}`)
	default:
	}
	return strings.Join(parts, ".")
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func marshal(claims map[string]any) []byte {
	b, err := json.Marshal(claims)
	if err != nil {
		panic(err) // impossible: strings and numbers only
	}
	return b
}

func compactJWS(key jose.SigningKey, payload []byte) string {
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		panic(err) // impossible: the keys are of this package
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return compact
}

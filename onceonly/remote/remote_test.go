// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
	"github.com/deutschland-stack/bausteine/onceonly/remote"
)

var (
	muehlhausen = onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"}
	weimar      = onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"}
	meldedaten  = onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")
	start       = time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	fields      = onceonly.MustFields("/familyName", "/givenNames")
)

func now() time.Time                { return start }
func key(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }
func person(given string) onceonly.Person {
	p, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: given, DateOfBirth: "1964-08-12"})
	if err != nil {
		panic(err)
	}
	return p
}

// authority makes certificates.
type authority struct {
	certificate *x509.Certificate
	key         ed25519.PrivateKey
	pool        *x509.CertPool
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	require.NoError(t, err)
	certificate, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(certificate)
	return &authority{certificate, private, pool}
}

func (a *authority) issue(t *testing.T, name string) tls.Certificate {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, public, a.key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}
}

// two is both machines.
type two struct {
	authority    *authority
	source       *onceonlytest.Source
	provider     *dataprovider.Provider
	intermediary *permission.Intermediary
	own          tls.Certificate // of the requester
	server       *httptest.Server
	handler      atomic.Pointer[http.Handler]
	register     *remote.Register
}

func newTwo(t *testing.T) *two {
	t.Helper()
	w := &two{authority: newAuthority(t), source: &onceonlytest.Source{}}
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: start.AddDate(-1, 0, 0),
	})
	require.NoError(t, err)
	w.intermediary, err = permission.NewIntermediary(rules, key(1), time.Minute)
	require.NoError(t, err)
	there := bausteine.NewMemory(bausteine.Config{Now: now})
	w.provider, err = dataprovider.New(there, onceonlytest.NewLog(t, there, "provider"), dataprovider.Config{
		Party: weimar, Source: w.source, Key: key(2), TokenKey: w.intermediary.Key(),
	})
	require.NoError(t, err)
	w.source.Add(meldedaten, person("Erika"), dataprovider.NewDocument("application/json", []byte(`{"familyName":"Mustermann","givenNames":"Erika","religion":"x"}`)))
	for range 2 {
		w.source.Add(meldedaten, person("Kim"), dataprovider.NewDocument("application/json", []byte(`{}`)))
	}
	w.own = w.authority.issue(t, "muehlhausen")
	w.serve(t, w.provider)
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { (*w.handler.Load()).ServeHTTP(rw, r) }))
	w.server.TLS = remote.ServerTLS(w.authority.issue(t, "weimar"), w.authority.pool)
	w.server.StartTLS()
	t.Cleanup(w.server.Close)
	w.register = w.ask(t, w.own, remote.Config{})
	return w
}

// serve puts a register behind the server.
func (w *two) serve(t *testing.T, register onceonly.Register) {
	t.Helper()
	handler, err := remote.NewHandler(register, remote.Pinned(map[string]onceonly.PartyID{remote.Fingerprint(w.own.Leaf): muehlhausen.ID}), remote.Config{})
	require.NoError(t, err)
	var h http.Handler = handler
	w.handler.Store(&h)
}

func (w *two) ask(t *testing.T, own tls.Certificate, config remote.Config) *remote.Register {
	t.Helper()
	register, err := remote.NewRegister(w.server.URL+"/evidence", remote.ClientTLS(own, w.authority.pool), config)
	require.NoError(t, err)
	return register
}

func (w *two) terms() onceonly.Terms {
	return onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceHigh, Subject: onceonly.MustSubject("erika"),
		Requester: muehlhausen, Provider: weimar, EvidenceType: meldedaten, Fields: fields,
		Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung"}, Application: "antrag-1",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("n")), Language: "de"},
		NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1,
	}
}

func (w *two) broker(t *testing.T) (*onceonly.Broker, onceonly.Request) {
	t.Helper()
	here := bausteine.NewMemory(bausteine.Config{Now: now})
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Connection: onceonly.Connection{
		Register: w.register, Key: key(2).Public().(ed25519.PublicKey),
	}})
	broker, err := onceonly.NewBroker(here, onceonlytest.NewLog(t, here, "broker"), w.intermediary, directory, onceonly.Config{})
	require.NoError(t, err)
	terms := w.terms()
	terms.Person, err = onceonly.CommitPerson(person("Erika"), nil)
	require.NoError(t, err)
	proposed, err := broker.Propose(t.Context(), terms)
	require.NoError(t, err)
	given, err := broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: terms.Subject, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	return broker, given.Request(proposed.ID(), person("Erika"))
}

func TestRegister_OverLoopbackKeepsTheContract(t *testing.T) {
	t.Parallel()
	onceonlytest.TestRegister(t, func(t *testing.T) onceonlytest.RegisterCase {
		w := newTwo(t)
		return onceonlytest.RegisterCase{
			Connection: onceonly.Connection{Register: w.register, Key: key(2).Public().(ed25519.PublicKey)},
			Permission: w.intermediary, Terms: w.terms(), Now: now,
			Person: person("Erika"), Nobody: person("Niemand"), Several: person("Kim"),
		}
	})
}

func TestRegister_GoesOnWhereOneSideWasKilled(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	broker, request := w.broker(t)
	// The provider answers, logs, and dies before the answer is out.
	w.serve(t, dying{w.provider, w.server})
	retrieval, err := broker.Retrieve(t.Context(), request)
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
	require.Equal(t, 1, w.source.Lookups())
	w.serve(t, w.provider) // it comes back over the same store
	retrieval, err = broker.Retrieve(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	require.Equal(t, 1, w.source.Lookups(), "the same answer, not another one")
	w.server.Close()
	broker, request = w.broker(t)
	retrieval, err = broker.Retrieve(t.Context(), request)
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
}

// dying cuts all connections once the register has answered.
type dying struct {
	onceonly.Register

	server *httptest.Server
}

func (d dying) Fetch(ctx context.Context, query onceonly.Query) (onceonly.Answer, error) {
	answer, err := d.Register.Fetch(ctx, query)
	d.server.CloseClientConnections()
	return answer, err
}

func TestHandler_AnswersOnlyToThePartyOfTheCertificate(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	_, request := w.broker(t)
	query := onceonly.Query{Request: request, Terms: w.terms()}
	_, err := w.register.Fetch(t.Context(), query)
	require.NoError(t, err, "a refusal is an answer")

	other := query
	other.Request.Requester = onceonly.MustPartyID("de.th.other")
	_, err = w.register.Fetch(t.Context(), other)
	require.ErrorContains(t, err, "403")
	_, err = w.ask(t, w.authority.issue(t, "unknown"), remote.Config{}).Fetch(t.Context(), query)
	require.ErrorContains(t, err, "403")
	_, err = w.ask(t, newAuthority(t).issue(t, "foreign"), remote.Config{}).Fetch(t.Context(), query)
	require.Error(t, err)
	foreign, err := remote.NewRegister(w.server.URL, remote.ClientTLS(w.own, newAuthority(t).pool), remote.Config{})
	require.NoError(t, err)
	_, err = foreign.Fetch(t.Context(), query)
	require.Error(t, err, "the server is not the expected one")
	require.Zero(t, w.source.Lookups())
	plain := httptest.NewRecorder()
	(*w.handler.Load()).ServeHTTP(plain, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/evidence", strings.NewReader("{}")))
	require.Equal(t, http.StatusForbidden, plain.Code, "without TLS nobody is known")
}

func TestRegister_BoundsWhatItTakes(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	_, request := w.broker(t)
	query := onceonly.Query{Request: request, Terms: w.terms()}
	for name, behave := range map[string]http.HandlerFunc{
		"endless": func(rw http.ResponseWriter, _ *http.Request) {
			for range 200 {
				if _, err := rw.Write(make([]byte, 1<<12)); err != nil {
					return
				}
			}
		},
		"redirect": func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/other", http.StatusFound) },
		"silent": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		},
		"not JSON": func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "x") },
		"two things": func(rw http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(rw, `{"askAgain":"2026-11-22T10:00:00Z","refused":[{"code":"X"}]}`)
		},
		"more members": func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, `{"more":1}`) },
		"more behind":  func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, `{} {}`) },
	} {
		var h http.Handler = behave
		w.handler.Store(&h)
		_, err := w.ask(t, w.own, remote.Config{MaxEvidence: 1, Timeout: 500 * time.Millisecond}).Fetch(t.Context(), query)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "Mustermann", name)
	}
}

func TestHandler_SaysAStatusAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	_, request := w.broker(t)
	w.serve(t, failing{})
	_, err := w.register.Fetch(t.Context(), onceonly.Query{Request: request, Terms: w.terms()})
	require.ErrorContains(t, err, "503")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: remote.ClientTLS(w.own, w.authority.pool)}}
	t.Cleanup(client.CloseIdleConnections)
	for _, c := range []struct {
		method, kind, body string
		want               int
	}{
		{http.MethodGet, "application/json", "", http.StatusMethodNotAllowed},
		{http.MethodPost, "text/plain", "{}", http.StatusUnsupportedMediaType},
		{http.MethodPost, "application/json", "{}", http.StatusBadRequest},
		{http.MethodPost, "application/json", `"` + strings.Repeat("x", 1<<20) + `"`, http.StatusRequestEntityTooLarge},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, w.server.URL, strings.NewReader(c.body))
		require.NoError(t, err)
		r.Header.Set("Content-Type", c.kind)
		response, err := client.Do(r)
		require.NoError(t, err)
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, c.want, response.StatusCode)
		require.Equal(t, http.StatusText(c.want)+"\n", string(text))
	}
}

type failing struct{}

func (failing) Fetch(_ context.Context, q onceonly.Query) (onceonly.Answer, error) {
	return onceonly.Answer{}, errors.New("cannot find " + q.Request.Person.Data().FamilyName)
}

func TestNew_RefusesWhatIsNotSafe(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://weimar.example", "weimar.example", "", "https://"} {
		_, err := remote.NewRegister(address, &tls.Config{MinVersion: tls.VersionTLS13}, remote.Config{})
		require.Error(t, err, address)
	}
	_, err := remote.NewRegister("https://weimar.example", nil, remote.Config{})
	require.Error(t, err)
	_, err = remote.NewHandler(failing{}, nil, remote.Config{})
	require.Error(t, err)
	_, err = remote.NewHandler(failing{}, remote.Pinned(nil), remote.Config{MaxEvidence: -1})
	require.Error(t, err)
	server := remote.NewServer("127.0.0.1:0", http.NotFoundHandler(), nil)
	require.NotZero(t, server.ReadHeaderTimeout)
	require.NotZero(t, server.ReadTimeout)
}

func FuzzParseQuery(f *testing.F) {
	f.Add([]byte(`{}`))
	about, err := onceonly.CommitPerson(person("Erika"), nil)
	require.NoError(f, err)
	terms := (&two{}).terms()
	terms.Person = about
	query, err := onceonly.Query{Token: "t", Terms: terms, Request: onceonly.Request{
		Subject: onceonly.MustSubject("erika"), Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Fields: fields,
		Purpose: "p", Application: "a", Person: person("Erika"),
	}}.ClearJSON()
	require.NoError(f, err)
	parsed, err := onceonly.ParseQuery(query)
	require.NoError(f, err)
	require.True(f, parsed.Terms.Person.Opens(parsed.Request.Person), "the commitment arrives with its salt")
	f.Add(query)
	f.Fuzz(func(t *testing.T, document []byte) {
		one, err := onceonly.ParseQuery(document)
		if err != nil {
			return
		}
		again, err := one.ClearJSON()
		require.NoError(t, err)
		other, err := onceonly.ParseQuery(again)
		require.NoError(t, err)
		require.Equal(t, one, other)
	})
}

func FuzzParseAnswer(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"refused":[{"code":"X"}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		one, err := onceonly.ParseAnswer(document)
		if err != nil {
			return
		}
		again, err := one.ClearJSON()
		if err != nil {
			return // a time that JSON does not write
		}
		require.True(t, json.Valid(again))
		_, err = onceonly.ParseAnswer(again)
		require.NoError(t, err)
	})
}

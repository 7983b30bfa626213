// SPDX-License-Identifier: Apache-2.0

package bundid_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/postfach/bundid"
	"github.com/deutschland-stack/bausteine/leistung/postfach/postfachtest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

const (
	nachricht = "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6"
	status    = "urn:schema-fitko-de:fit-connect:id.bund.de:status_v6"
	schema    = "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json"
)

// haus is an authority, FIT-Connect, and the postbox behind it.
type haus struct {
	*bundid.Postkorb

	t        *testing.T
	now      time.Time
	store    *bausteine.Store
	client   *fitconnect.Client
	config   bundid.Config
	service  *fitconnecttest.Service
	inbox    *posteingang.Posteingang
	postbox  *fitconnect.Subscriber
	rejects  bool
	mailbox  map[string]uuid.UUID
	refusals int
}

func newHaus(t *testing.T, plan fitconnecttest.Plan) *haus {
	t.Helper()
	h := &haus{t: t, now: time.Now(), mailbox: map[string]uuid.UUID{"konto-1": uuid.New(), "konto-2": uuid.New()}}
	ziel, err := fitconnecttest.DefaultDestination()
	require.NoError(t, err)
	taken := []fitconnect.Schema{{URI: schema, MimeType: "application/json"}}
	ziel.Services = []fitconnect.DestinationService{{Identifier: nachricht, Schemas: taken}, {Identifier: status, Schemas: taken}}
	var config fitconnect.Config
	h.service, config = fitconnecttest.Start(t, fitconnecttest.Config{Destinations: []fitconnecttest.Destination{ziel}, Plan: plan})
	h.client, err = fitconnect.NewClient(config)
	require.NoError(t, err)

	theirs := bausteine.NewMemory(bausteine.Config{})
	t.Cleanup(func() { require.NoError(t, theirs.Close()) })
	h.inbox, err = posteingang.New(theirs, posteingang.Config{})
	require.NoError(t, err)
	h.postbox, err = fitconnect.NewSubscriber(h.client, ziel.ID, ziel.Signature, []fitconnect.PrivateKey{ziel.Encryption}, fitconnect.SubscriberConfig{
		Schemas: []string{schema},
		Validate: func(context.Context, fitconnect.Schema, []byte) error {
			if h.rejects {
				h.refusals++
				return errors.New("not taken")
			}
			return nil
		},
		Problem: func(string) (fitconnect.Problem, bool) {
			return fitconnect.Problem{Type: "https://schema.fitko.de/fit-connect/events/problems/schema-violation", Title: "not taken", Instance: "data"}, true
		},
	})
	require.NoError(t, err)

	key, err := fitconnecttest.RSAKey("other-sig")
	require.NoError(t, err)
	h.config = bundid.Config{
		Ziel: ziel.ID, Absender: "Stadt Musterstadt", Dienst: "Wohnsitz anmelden", Niveau: recht.NiveauHoch, Key: key, Certificate: certificate(t, key, "Stadt Musterstadt Testsiegel"),
		Mailbox: func(_ context.Context, n postfach.Nachricht) (uuid.UUID, error) {
			id, ok := h.mailbox[n.Konto]
			if !ok {
				return id, postfach.ErrUnbekannt
			}
			return id, nil
		},
	}
	h.store = bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return h.now }})
	t.Cleanup(func() { require.NoError(t, h.store.Close()) })
	h.Postkorb, err = bundid.New(h.store, h.client, h.config)
	require.NoError(t, err)
	return h
}

func certificate(t *testing.T, key *rsa.PrivateKey, name string) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return cert
}

// fetch lets the postbox take what waits.
func (h *haus) fetch() {
	h.t.Helper()
	_, err := h.postbox.Poll(h.t.Context(), empfang.New(h.inbox))
	require.NoError(h.t, err)
}

// received are the messages in the postbox, in the order in which they came.
func (h *haus) received() (out []map[string]any) {
	h.t.Helper()
	for _, e := range h.entries() {
		out = append(out, h.content(e))
	}
	return out
}

func (h *haus) entries() []posteingang.Eingang {
	h.t.Helper()
	all, err := h.inbox.List(h.t.Context(), h.config.Ziel.String(), posteingang.StatusAngenommen, uuid.Nil, 100)
	require.NoError(h.t, err)
	order := h.service.Submissions()
	slices.SortFunc(all, func(a, b posteingang.Eingang) int { return slices.Index(order, a.ID) - slices.Index(order, b.ID) })
	return all
}

// content opens an envelope as the postbox does, with another's hands: the certificate's
// key holds for the content and, by go-jose, for the token.
func (h *haus) content(e posteingang.Eingang) map[string]any {
	h.t.Helper()
	data, err := h.inbox.Read(h.t.Context(), e.ID, empfang.Daten)
	require.NoError(h.t, err)
	var envelope map[string]string
	require.NoError(h.t, json.Unmarshal(data, &envelope))
	require.Len(h.t, envelope, 4)
	block, rest := pem.Decode([]byte(envelope["authorCertificate"]))
	require.Empty(h.t, rest)
	cert, err := x509.ParseCertificate(block.Bytes)
	require.NoError(h.t, err)
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	require.True(h.t, isRSA)
	signature, err := base64.StdEncoding.DecodeString(envelope["sha512sum"])
	require.NoError(h.t, err)
	sum := sha512.Sum512([]byte(envelope["content"]))
	require.NoError(h.t, rsa.VerifyPKCS1v15(key, crypto.SHA512, sum[:], signature))
	token, err := jose.ParseSignedCompact(envelope["authorToken"], []jose.SignatureAlgorithm{jose.RS512})
	require.NoError(h.t, err)
	payload, err := token.Verify(key)
	require.NoError(h.t, err)
	var claims struct {
		Iat, Exp int64
		Signer   string
		Roles    []string
	}
	require.NoError(h.t, json.Unmarshal(payload, &claims))
	require.Equal(h.t, "Stadt Musterstadt Testsiegel", claims.Signer)
	require.Equal(h.t, []string{"THIRD_PARTY"}, claims.Roles)
	require.EqualValues(h.t, 1800, claims.Exp-claims.Iat)
	var content map[string]any
	require.NoError(h.t, json.Unmarshal([]byte(envelope["content"]), &content))
	return content
}

func brief(konto string) postfach.Nachricht {
	return postfach.Nachricht{
		ID: uuid.New(), Konto: konto, Antrag: uuid.New(), Zeit: time.Now(), Betreff: recht.NewText("Ihr Bescheid ist da", "Your notice is here"),
		Text: recht.NewText("Guten Tag Erika Mustermann", "Hello Erika Mustermann"), Anlage: []byte("%PDF-1.7 Bescheid"),
	}
}

// eager fetches at once what waits, as often as it is asked for.
type eager struct{ *haus }

func (e eager) Put(ctx context.Context, n postfach.Nachricht) error {
	for {
		err := e.Postkorb.Put(ctx, n)
		if !errors.Is(err, bundid.ErrUnterwegs) {
			return err
		}
		if _, err := e.postbox.Poll(ctx, empfang.New(e.inbox)); err != nil {
			return err
		}
	}
}

func TestPostkorb_IsAPostfach(t *testing.T) {
	postfachtest.TestPostfach(t, func(t *testing.T) postfachtest.Pruefling {
		t.Helper()
		h := newHaus(t, nil)
		watch := watching{eager: eager{h}, ids: &sync.Map{}}
		return postfachtest.Pruefling{Postfach: watch, List: func(t *testing.T, konto string) (out []uuid.UUID) {
			t.Helper()
			for _, m := range slices.Backward(h.received()) {
				if m["mailboxUuid"] == h.mailbox[konto].String() {
					id, _ := watch.ids.Load(m["applicationId"])
					out = append(out, id.(uuid.UUID))
				}
			}
			return out
		}}
	})
}

// watching notes which message belongs to which application.
type watching struct {
	eager

	ids *sync.Map // of messages, by what the postbox knows of them
}

func (w watching) Put(ctx context.Context, n postfach.Nachricht) error {
	w.ids.Store(n.Antrag.String(), n.ID)
	return w.eager.Put(ctx, n)
}

func TestPut_TheMessageIsThereWhenThePostboxHasAccepted(t *testing.T) {
	h, n := newHaus(t, nil), brief("konto-1")
	require.ErrorIs(t, h.Put(t.Context(), n), bundid.ErrUnterwegs)
	require.ErrorIs(t, h.Put(t.Context(), n), bundid.ErrUnterwegs, "nobody has fetched it")
	h.fetch()
	require.NoError(t, h.Put(t.Context(), n))
	require.NoError(t, h.Put(t.Context(), n))
	require.Len(t, h.service.Submissions(), 1)

	sum := sha512.Sum512(n.Anlage)
	require.Equal(t, []map[string]any{{
		"stork_qaa_level": 4.0, "mailboxUuid": h.mailbox["konto-1"].String(), "sender": "Stadt Musterstadt", "title": "Ihr Bescheid ist da",
		"content": "Guten Tag Erika Mustermann\n\nHello Erika Mustermann", "service": "Wohnsitz anmelden", "applicationId": n.Antrag.String(),
		"attachments": []any{map[string]any{"filename": "Schreiben.pdf", "sha512sum": hex.EncodeToString(sum[:]), "contentLength": float64(len(n.Anlage))}},
	}}, h.received())
	for _, part := range h.entries()[0].Teile {
		if part.Dateiname == "Schreiben.pdf" {
			content, err := h.inbox.Read(t.Context(), h.entries()[0].ID, part.Name)
			require.NoError(t, err)
			require.Equal(t, n.Anlage, content)
			return
		}
	}
	t.Fatal("the notice did not come")
}

func TestPut_GoesOnAfterALostAnswerAndARestart(t *testing.T) {
	for _, step := range []fitconnecttest.Step{fitconnecttest.StepAnnounce, fitconnecttest.StepAttachment, fitconnecttest.StepSubmit, fitconnecttest.StepEvents} {
		for _, fault := range []fitconnecttest.Fault{fitconnecttest.LoseRequest, fitconnecttest.LoseAnswer, fitconnecttest.Broken} {
			t.Run(string(step)+"/"+string(fault), func(t *testing.T) {
				var failed atomic.Bool
				h, n := newHaus(t, func(at fitconnecttest.Step) fitconnecttest.Fault {
					if at == step && failed.CompareAndSwap(false, true) {
						return fault
					}
					return fitconnecttest.None
				}), brief("konto-1")
				var err error
				for range 12 {
					if err = h.Put(t.Context(), n); err == nil {
						break
					}
					if _, poll := h.postbox.Poll(t.Context(), empfang.New(h.inbox)); poll != nil {
						continue // the fault met the postbox
					}
				}
				require.NoError(t, err)
				require.Len(t, h.received(), 1, "once, whatever failed")
			})
		}
	}
}

func TestPut_AnEnvelopeThatGrewOldIsMadeAnewUnlessItWasHandedIn(t *testing.T) {
	var up atomic.Bool
	h, n := newHaus(t, func(at fitconnecttest.Step) fitconnecttest.Fault {
		if !up.Load() && at == fitconnecttest.StepSubmit {
			return fitconnecttest.Unavailable
		}
		return fitconnecttest.None
	}), brief("konto-1")
	n.Anlage = nil
	require.Error(t, h.Put(t.Context(), n))
	h.now = h.now.Add(11 * time.Minute)
	up.Store(true)
	require.ErrorIs(t, h.Put(t.Context(), n), bundid.ErrUnterwegs)
	h.fetch()
	require.NoError(t, h.Put(t.Context(), n))
	require.Len(t, h.received(), 1)
}

func TestPut_WhatIsRejectedThreeTimesIsRefused(t *testing.T) {
	h, n := newHaus(t, nil), brief("konto-1")
	h.rejects = true
	var err error
	for range 12 {
		if err = h.Put(t.Context(), n); !errors.Is(err, bundid.ErrUnterwegs) {
			break
		}
		h.fetch()
	}
	require.ErrorIs(t, err, postfach.ErrAbgelehnt)
	h.rejects = false
	require.ErrorIs(t, h.Put(t.Context(), n), postfach.ErrAbgelehnt, "that stays")
	require.Equal(t, 3, h.refusals)
	require.Empty(t, h.received())
}

func TestPut_NobodysPostboxIsNone(t *testing.T) {
	h := newHaus(t, nil)
	require.ErrorIs(t, h.Put(t.Context(), brief("konto-9")), postfach.ErrUnbekannt)
	first := brief("konto-1")
	require.ErrorIs(t, h.Put(t.Context(), first), bundid.ErrUnterwegs)
	first.Text = recht.NewText("Etwas anderes", "Something else")
	require.ErrorIs(t, h.Put(t.Context(), first), postfach.ErrAbgelehnt, "one id is one message")
	long := brief("konto-1")
	long.Betreff = recht.NewText(strings.Repeat("ä", 1025), "x")
	err := h.Put(t.Context(), long)
	require.ErrorIs(t, err, postfach.ErrAbgelehnt)
	require.NotContains(t, err.Error(), "ää")
}

func TestPut_NothingOfAMessageStaysOnceItIsThere(t *testing.T) {
	h, n := newHaus(t, nil), brief("konto-1")
	require.NoError(t, eager{h}.Put(t.Context(), n))
	h.now = h.now.AddDate(0, 0, 31)
	ended, err := h.store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, ended)
	require.NoError(t, h.Put(t.Context(), n), "and it goes no second time")
	require.Len(t, h.service.Submissions(), 1)
}

func TestReport_TellsTheStatusMonitor(t *testing.T) {
	h := newHaus(t, nil)
	report := bundid.Statusmeldung{
		Antrag: uuid.New(), Status: bundid.StatusHandeln, Leistung: "Wohnsitz anmelden", Behoerde: "Stadt Musterstadt", Einzelnes: "Eine Frage ist offen", Zeit: time.Date(2026, 11, 30, 10, 0, 0, 5e8, time.UTC),
	}
	id := uuid.New()
	require.ErrorIs(t, h.Report(t.Context(), id, report), bundid.ErrUnterwegs)
	h.fetch()
	require.NoError(t, h.Report(t.Context(), id, report))
	require.Equal(t, []map[string]any{{
		"applicationId": report.Antrag.String(), "status": "ACTION_REQUIRED", "publicServiceName": map[string]any{"de": "Wohnsitz anmelden"}, "senderName": "Stadt Musterstadt",
		"createdDate": "2026-11-30T10:00:00.500Z", "statusDetails": map[string]any{"de": "Eine Frage ist offen"},
	}}, h.received())
}

func TestStatusmeldung_CheckFindsAllAtOnce(t *testing.T) {
	found := bundid.Statusmeldung{Status: "DONE", Leistung: strings.Repeat("x", 101), Einzelnes: strings.Repeat("x", 51), Weiteres: strings.Repeat("x", 101), Zeichen: strings.Repeat("x", 51)}.Check()
	var at []string
	for _, f := range found {
		at = append(at, f.Code+" "+f.Pointer)
	}
	require.ElementsMatch(t, []string{
		"PF-BUNDID-01 /antrag", "PF-BUNDID-01 /zeit", "PF-BUNDID-03 /status", "PF-BUNDID-02 /leistung", "PF-BUNDID-01 /behoerde", "PF-BUNDID-02 /einzelnes", "PF-BUNDID-02 /weiteres", "PF-BUNDID-02 /zeichen",
	}, at)
}

func TestNew_RefusesWhatCannotSend(t *testing.T) {
	h := newHaus(t, nil)
	other, err := fitconnecttest.RSAKey("service-sig")
	require.NoError(t, err)
	for name, spoil := range map[string]func(*bundid.Config){
		"destination": func(c *bundid.Config) { c.Ziel = uuid.Nil }, "sender": func(c *bundid.Config) { c.Absender = "" }, "service": func(c *bundid.Config) { c.Dienst = strings.Repeat("x", 256) },
		"level": func(c *bundid.Config) { c.Niveau = 0 }, "mailboxes": func(c *bundid.Config) { c.Mailbox = nil }, "key": func(c *bundid.Config) { c.Key = nil },
		"another key": func(c *bundid.Config) { c.Key = other }, "certificate": func(c *bundid.Config) { c.Certificate = nil },
		"nameless": func(c *bundid.Config) { c.Certificate = certificate(t, h.config.Key.(*rsa.PrivateKey), "") },
	} {
		config := h.config
		spoil(&config)
		store := bausteine.NewMemory(bausteine.Config{})
		_, err := bundid.New(store, h.client, config)
		require.Error(t, err, name)
		require.NoError(t, store.Close())
	}
	_, err = bundid.New(nil, h.client, h.config)
	require.ErrorIs(t, err, bausteine.ErrNoStore)
}

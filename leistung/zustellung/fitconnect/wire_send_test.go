// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

// application is one as a sender has it.
func application(attachments ...string) fitconnect.Application {
	a := fitconnect.Application{
		Destination: destination, Service: fitconnect.Service{Identifier: "urn:de:fim:leika:leistung:99115005104000", Name: "Wohnsitz anmelden"},
		Schema: fitconnect.Schema{URI: "https://schema.example/1", MimeType: "application/json"}, Data: []byte(`{"name":"Mustermann"}`),
	}
	for _, text := range attachments {
		a.Attachments = append(a.Attachments, fitconnect.Attachment{Purpose: fitconnect.PurposeAttachment, MimeType: "application/pdf", Load: func(context.Context) ([]byte, error) { return []byte(text), nil }})
	}
	return a
}

func keepNothing(context.Context, *fitconnect.Progress) error { return nil }

func TestSend_RefusesWhatTheDestinationDoesNotTake(t *testing.T) {
	d, err := fitconnecttest.DefaultDestination()
	require.NoError(t, err)
	d.Services = []fitconnect.DestinationService{{Identifier: "urn:de:fim:leika:leistung:99115005104000", Schemas: []fitconnect.Schema{{URI: "https://schema.example/1"}}}}
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: []fitconnecttest.Destination{d}})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	send := func(a fitconnect.Application) error {
		return client.Send(t.Context(), a, &fitconnect.Progress{}, keepNothing)
	}
	a := application()
	a.Service.Identifier = "urn:de:fim:leika:leistung:99000000000000"
	refused(t, "FC-DEST-02", send(a))
	a = application()
	a.Schema.URI = "https://schema.example/2"
	refused(t, "FC-DEST-03", send(a))
	a = application()
	a.Data = nil
	refused(t, "FC-SEND-01", send(a))
	refused(t, "FC-SEND-02", send(application("")))
	require.NoError(t, send(application("eins")))
}

func TestSend_GoesOnFromItsProgressAndPrintsNothingOfIt(t *testing.T) {
	service, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	a := application("eins", "zwei", "drei")
	crash := errors.New("crash")
	var stored []byte
	saves := 0
	for stop := 1; ; stop++ { // a crash after each step, each time a step later
		var p fitconnect.Progress
		if stored != nil {
			require.NoError(t, json.Unmarshal(stored, &p))
		}
		n := 0
		err := client.Send(t.Context(), a, &p, func(_ context.Context, p *fitconnect.Progress) error {
			text, err := json.Marshal(p)
			require.NoError(t, err)
			stored, saves = text, saves+1
			if n++; n == 1 {
				return crash
			}
			return nil
		})
		if err == nil {
			require.True(t, p.Done())
			require.NotContains(t, strings.ToLower(textOf(p)), "key")
			break
		}
		require.ErrorIs(t, err, crash)
		require.Less(t, stop, 20)
	}
	require.Len(t, service.Submissions(), 1)
	require.Equal(t, 1, service.Calls(fitconnecttest.StepAnnounce))
	require.Equal(t, 3, service.Calls(fitconnecttest.StepAttachment), "each attachment travels once")

	var p fitconnect.Progress
	require.NoError(t, json.Unmarshal(stored, &p))
	changed := application("eins", "zwei", "vier")
	require.ErrorIs(t, client.Send(t.Context(), changed, &p, keepNothing), fitconnect.ErrChanged)
	changed = a
	changed.Data = []byte(`{}`)
	require.ErrorIs(t, client.Send(t.Context(), changed, &p, keepNothing), fitconnect.ErrChanged)
	p.Forget()
	text, err := json.Marshal(p)
	require.NoError(t, err)
	require.NotContains(t, string(text), `"box"`)
}

func TestSend_ARejectionBeforeTheSubmissionIsNoSuccess(t *testing.T) {
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	var p fitconnect.Progress
	crash := errors.New("crash")
	require.ErrorIs(t, client.Send(t.Context(), application(), &p, func(_ context.Context, p *fitconnect.Progress) error {
		if p.Submitting {
			return crash
		}
		return nil
	}), crash)
	about := func(e *fitconnect.Event) { e.Subject.ID, e.Case = p.Submission, p.Case }
	log, err := json.Marshal(map[string]any{"eventLog": []string{event(t, fitconnect.EventCreate, about), event(t, fitconnect.EventReject, about)}})
	require.NoError(t, err)
	other := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "jwks.json") {
			_, _ = w.Write([]byte(`{"keys":[` + string(jwk(t, "other-sig", nil)) + `,` + string(jwk(t, "service-sig", nil)) + `]}`))
			return
		}
		_, _ = w.Write(log)
	})
	refused(t, "FC-SEND-03", other.Send(t.Context(), application(), &p, keepNothing))
	require.False(t, p.Done())
}

func TestReceive_ASwappedCiphertextIsRefused(t *testing.T) {
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Plan: func(s fitconnecttest.Step) fitconnecttest.Fault {
		if s == fitconnecttest.StepFetch {
			return fitconnecttest.SwapData
		}
		return fitconnecttest.None
	}})
	w := newWire(t, config)
	w.handIn(good(t))
	ref := w.handIn(good(t))
	_, err := subscriber(t, config, func(c *fitconnect.SubscriberConfig) { c.Problem = nil }).Receive(t.Context(), ref, newInbox())
	refused(t, "FC-RECV-03", err)
}

func textOf(v any) string { return fmt.Sprintf("%v %+v %#v", v, v, v) }

// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

var tags = fitconnect.Tags{Metadata: "bWV0YWRhdGEtdGFnLTAwMA", Data: "ZGF0YS10YWctMDAwMDAwMA", Attachments: map[uuid.UUID]string{attachment: "YW5sYWdlLXRhZy0wMDAwMA"}}

func expected() fitconnect.Expected {
	return fitconnect.Expected{Destination: destination, Case: caseID, Subject: fitconnect.Subject{ID: submission}, Tags: &tags}
}

// event is one by who writes such events, changed by some.
func event(tb testing.TB, kind fitconnect.EventKind, change ...func(*fitconnect.Event)) string {
	tb.Helper()
	e := fitconnect.Event{ID: uuid.New(), Issuer: issuer, Time: noon, Subject: fitconnect.Subject{ID: submission}, Case: caseID, Kind: kind}
	signer := key(tb, "service-sig")
	if kind == fitconnect.EventAccept || kind == fitconnect.EventForward {
		e.Issuer, signer = destination.String(), key(tb, "dest-sig")
	}
	if kind == fitconnect.EventSubmit || kind == fitconnect.EventAccept {
		e.Tags = &tags
	}
	for _, f := range change {
		f(&e)
	}
	text, err := e.Sign(signer)
	require.NoError(tb, err)
	return text
}

// raw signs claims that no client of ours would.
func raw(tb testing.TB, keyName, header string, change map[string]any) string {
	tb.Helper()
	claim := map[string]any{
		"$schema": fitconnect.SchemaSET, "jti": uuid.NewString(), "iss": issuer, "iat": noon.Unix(), "sub": "submission:" + submission.String(), "txn": "case:" + caseID.String(),
		"events": map[string]any{"https://schema.fitko.de/fit-connect/events/create-submission": map[string]any{}},
	}
	for name, v := range change {
		if claim[name] = v; v == nil {
			delete(claim, name)
		}
	}
	payload, err := json.Marshal(claim)
	require.NoError(tb, err)
	return sign(tb, keyName, header, payload)
}

func sign(tb testing.TB, keyName, header string, payload []byte) string {
	tb.Helper()
	var head map[string]any
	require.NoError(tb, json.Unmarshal([]byte(header), &head))
	private, err := fitconnecttest.RSAKey(keyName)
	require.NoError(tb, err)
	options := &jose.SignerOptions{}
	for name, v := range head {
		if name != "alg" {
			options = options.WithHeader(jose.HeaderKey(name), v)
		}
	}
	alg, _ := head["alg"].(string)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: private}, options)
	require.NoError(tb, err)
	signed, err := signer.Sign(payload)
	require.NoError(tb, err)
	text, err := signed.CompactSerialize()
	require.NoError(tb, err)
	return text
}

const serviceHeader = `{"alg":"PS512","typ":"secevent+jwt","kid":"test-service-sig"}`

func TestLog_OfASubmissionTellsHowFarItIs(t *testing.T) {
	log := []string{event(t, fitconnect.EventCreate), event(t, fitconnect.EventSubmit), event(t, fitconnect.EventNotify), event(t, fitconnect.EventForward), event(t, fitconnect.EventAccept), event(t, fitconnect.EventDelete)}
	for i, want := range []fitconnect.Status{"", fitconnect.StatusAnnounced, fitconnect.StatusSubmitted, fitconnect.StatusNotified, fitconnect.StatusForwarded, fitconnect.StatusAccepted, fitconnect.StatusDeleted} {
		got, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), log[:i])
		require.NoError(t, err)
		require.Equal(t, want, got.Status)
		require.Len(t, got.Events, i)
		require.Equal(t, i >= 5, got.Outcome == fitconnect.StatusAccepted, "and it stays when it is deleted")
	}
	got, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), log)
	require.NoError(t, err)
	require.Equal(t, tags, *got.Tags)
	require.Equal(t, fitconnect.SchemaSET, got.Schema)
	require.Equal(t, noon, got.Events[0].Time)

	problem := fitconnect.Problem{Type: "https://schema.fitko.de/fit-connect/events/problems/example", Title: "t", Instance: "metadata"}
	for _, by := range []string{"service-sig", "dest-sig"} {
		rejected := event(t, fitconnect.EventReject, func(e *fitconnect.Event) { e.Problems = []fitconnect.Problem{problem} })
		if by == "dest-sig" {
			e := fitconnect.Event{Issuer: destination.String(), Time: noon, Subject: fitconnect.Subject{ID: submission}, Case: caseID, Kind: fitconnect.EventReject, Problems: []fitconnect.Problem{problem}}
			rejected, err = e.Sign(key(t, by))
			require.NoError(t, err)
		}
		got, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), append(slices.Clone(log[:2]), rejected))
		require.NoError(t, err, "by the subscriber, or by the service after its time limit")
		require.Equal(t, fitconnect.StatusRejected, got.Outcome)
		require.Equal(t, []fitconnect.Problem{problem}, got.Problems)
	}
}

func TestLog_IsRefusedWhereOneEntryDoesNotHold(t *testing.T) {
	created, submitted := event(t, fitconnect.EventCreate), event(t, fitconnect.EventSubmit)
	tagged := func(change func(*fitconnect.Tags)) func(*fitconnect.Event) {
		return func(e *fitconnect.Event) {
			other := tags
			other.Attachments = map[uuid.UUID]string{attachment: tags.Attachments[attachment]}
			change(&other)
			e.Tags = &other
		}
	}
	resigned := func(kind fitconnect.EventKind, iss, by string) string {
		e := fitconnect.Event{Issuer: iss, Time: noon, Subject: fitconnect.Subject{ID: submission}, Case: caseID, Kind: kind, Tags: &tags}
		text, err := e.Sign(key(t, by))
		require.NoError(t, err)
		return text
	}
	parts := strings.Split(created, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	tampered := parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), "create-submission", "notify-submission", 1))) + "." + parts[2]
	unsigned := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"secevent+jwt","kid":"test-service-sig"}`)) + "." + parts[1] + "."
	header := func(text string) string { return raw(t, "service-sig", text, nil) }
	claim := func(name string, v any) string { return raw(t, "service-sig", serviceHeader, map[string]any{name: v}) }
	two := map[string]any{"https://schema.fitko.de/fit-connect/events/create-submission": map[string]any{}, "https://schema.fitko.de/fit-connect/events/submit-submission": map[string]any{}}

	for name, tt := range map[string]struct {
		log  []string
		code string
	}{
		"no JWS":                      {[]string{"a.b"}, "FC-SET-01"},
		"nothing":                     {[]string{""}, "FC-SET-01"},
		"four parts":                  {[]string{created + ".x"}, "FC-SET-01"},
		"huge":                        {[]string{strings.Repeat("a", 2<<20)}, "FC-SET-01"},
		"twice the name":              {[]string{sign(t, "service-sig", serviceHeader, []byte(`{"jti":"a","jti":"b"}`))}, "FC-SET-01"},
		"not signed":                  {[]string{unsigned}, "FC-SET-02"},
		"another algorithm":           {[]string{header(`{"alg":"RS512","typ":"secevent+jwt","kid":"test-service-sig"}`)}, "FC-SET-02"},
		"another type":                {[]string{header(`{"alg":"PS512","typ":"JWT","kid":"test-service-sig"}`)}, "FC-SET-02"},
		"no key id":                   {[]string{header(`{"alg":"PS512","typ":"secevent+jwt"}`)}, "FC-SET-02"},
		"a header more":               {[]string{header(`{"alg":"PS512","typ":"secevent+jwt","kid":"test-service-sig","jku":"https://evil.example"}`)}, "FC-SET-02"},
		"no jti":                      {[]string{claim("jti", nil)}, "FC-SET-03"},
		"jti is no UUID":              {[]string{claim("jti", "1")}, "FC-SET-03"},
		"no iss":                      {[]string{claim("iss", nil)}, "FC-SET-03"},
		"no iat":                      {[]string{claim("iat", nil)}, "FC-SET-03"},
		"iat before 2020":             {[]string{claim("iat", 1577833199)}, "FC-SET-03"},
		"iat as text":                 {[]string{claim("iat", "1577833200")}, "FC-SET-03"},
		"sub without prefix":          {[]string{claim("sub", submission.String())}, "FC-SET-03"},
		"txn without prefix":          {[]string{claim("txn", caseID.String())}, "FC-SET-03"},
		"another schema":              {[]string{claim("$schema", "https://schema.example")}, "FC-SET-04"},
		"two events":                  {[]string{claim("events", two)}, "FC-SET-05"},
		"no event":                    {[]string{claim("events", map[string]any{})}, "FC-SET-05"},
		"an event that is no object":  {[]string{claim("events", map[string]any{"https://schema.fitko.de/fit-connect/events/create-submission": 1})}, "FC-SET-05"},
		"submit without tags":         {[]string{created, event(t, fitconnect.EventSubmit, func(e *fitconnect.Event) { e.Tags = nil })}, "FC-SET-06"},
		"other data submitted":        {[]string{created, event(t, fitconnect.EventSubmit, tagged(func(o *fitconnect.Tags) { o.Data = "x" }))}, "FC-SET-06"},
		"other metadata submitted":    {[]string{created, event(t, fitconnect.EventSubmit, tagged(func(o *fitconnect.Tags) { o.Metadata = "x" }))}, "FC-SET-06"},
		"other attachment submitted":  {[]string{created, event(t, fitconnect.EventSubmit, tagged(func(o *fitconnect.Tags) { o.Attachments[attachment] = "x" }))}, "FC-SET-06"},
		"an attachment more":          {[]string{created, event(t, fitconnect.EventSubmit, tagged(func(o *fitconnect.Tags) { o.Attachments[submission] = "x" }))}, "FC-SET-06"},
		"an attachment less":          {[]string{created, event(t, fitconnect.EventSubmit, tagged(func(o *fitconnect.Tags) { o.Attachments = nil }))}, "FC-SET-06"},
		"another attachment's id":     {[]string{created, event(t, fitconnect.EventSubmit, tagged(func(o *fitconnect.Tags) { o.Attachments = map[uuid.UUID]string{submission: o.Attachments[attachment]} }))}, "FC-SET-06"},
		"something else accepted":     {[]string{created, submitted, event(t, fitconnect.EventAccept, tagged(func(o *fitconnect.Tags) { o.Data = "x" }))}, "FC-SET-06"},
		"changed":                     {[]string{tampered}, "FC-SET-07"},
		"another key":                 {[]string{raw(t, "other-sig", serviceHeader, nil)}, "FC-SET-07"},
		"unknown key":                 {[]string{header(`{"alg":"PS512","typ":"secevent+jwt","kid":"test-nobody"}`)}, "FC-SET-07"},
		"another case":                {[]string{event(t, fitconnect.EventCreate, func(e *fitconnect.Event) { e.Case = submission })}, "FC-SET-08"},
		"another submission":          {[]string{event(t, fitconnect.EventCreate, func(e *fitconnect.Event) { e.Subject.ID = caseID })}, "FC-SET-08"},
		"a reply":                     {[]string{event(t, fitconnect.EventCreate, func(e *fitconnect.Event) { e.Subject.Reply = true })}, "FC-SET-08"},
		"another destination":         {[]string{created, submitted, event(t, fitconnect.EventAccept, func(e *fitconnect.Event) { e.Issuer = caseID.String() })}, "FC-SET-09"},
		"accepted by the service":     {[]string{created, submitted, resigned(fitconnect.EventAccept, issuer, "service-sig")}, "FC-SET-10"},
		"submitted by the subscriber": {[]string{created, resigned(fitconnect.EventSubmit, destination.String(), "dest-sig")}, "FC-SET-10"},
		"deleted by the subscriber":   {[]string{created, submitted, resigned(fitconnect.EventDelete, destination.String(), "dest-sig")}, "FC-SET-10"},
		"the same twice":              {[]string{created, created}, "FC-SET-11"},
		"accepted, never submitted":   {[]string{created, event(t, fitconnect.EventAccept)}, "FC-SET-13"},
		"submitted twice":             {[]string{created, submitted, event(t, fitconnect.EventSubmit)}, "FC-SET-13"},
		"accepted and rejected":       {[]string{created, submitted, event(t, fitconnect.EventAccept), event(t, fitconnect.EventReject)}, "FC-SET-13"},
		"rejected and accepted":       {[]string{created, submitted, event(t, fitconnect.EventReject), event(t, fitconnect.EventAccept)}, "FC-SET-13"},
	} {
		t.Run(name, func(t *testing.T) {
			log, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), tt.log)
			refused(t, tt.code, err)
			require.Empty(t, log.Events)
			require.Contains(t, err.Error(), fmt.Sprintf("/%d", len(tt.log)-1), "it says at which entry")
		})
	}
	_, err = fitconnect.VerifyLog(t.Context(), keys(t), fitconnect.Expected{}, nil)
	refused(t, "FC-SET-08", err, "nothing is expected")
}

func TestLog_UnknownEventsChangeNothingAndTheOrderIsThatOfTheEntries(t *testing.T) {
	late := func(e *fitconnect.Event) { e.Time = noon.Add(-time.Hour) }
	got, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), []string{
		event(t, fitconnect.EventCreate), event(t, "https://example.org/events/something"), event(t, "read-submission"),
		event(t, fitconnect.EventSubmit, late), event(t, fitconnect.EventAccept, late), event(t, fitconnect.EventNotify),
	})
	require.NoError(t, err)
	require.Equal(t, fitconnect.StatusAccepted, got.Status, "a late notice does not lead back")
	require.Len(t, got.Events, 6)
}

func TestLog_MayOnlyGrow(t *testing.T) {
	log := []string{event(t, fitconnect.EventCreate), event(t, fitconnect.EventSubmit), event(t, fitconnect.EventNotify)}
	first, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), log[:2])
	require.NoError(t, err)
	text, err := json.Marshal(first.Seen)
	require.NoError(t, err)
	later := expected()
	require.NoError(t, json.Unmarshal(text, &later.Seen))
	_, err = fitconnect.VerifyLog(t.Context(), keys(t), later, log)
	require.NoError(t, err)
	_, err = fitconnect.VerifyLog(t.Context(), keys(t), later, log[:1])
	refused(t, "FC-SET-12", err, "an entry is gone")
	_, err = fitconnect.VerifyLog(t.Context(), keys(t), later, []string{log[0], event(t, fitconnect.EventSubmit), log[2]})
	refused(t, "FC-SET-12", err, "a valid entry is another one than before")
	_, err = fitconnect.VerifyLog(t.Context(), keys(t), expected(), make([]string, 10_001))
	refused(t, "FC-SET-01", err)
}

func TestLog_ATroubleWithKeysIsNoVerdict(t *testing.T) {
	k := keys(t)
	k.err = errors.New("no network")
	_, err := fitconnect.VerifyLog(t.Context(), k, expected(), []string{event(t, fitconnect.EventCreate)})
	require.ErrorIs(t, err, k.err)
	_, is := fitconnect.Refused(err)
	require.False(t, is)
}

func TestLog_AsksForEachKeyOnce(t *testing.T) {
	k := keys(t)
	_, err := fitconnect.VerifyLog(t.Context(), k, expected(), []string{event(t, fitconnect.EventCreate), event(t, fitconnect.EventSubmit), event(t, fitconnect.EventNotify), event(t, fitconnect.EventAccept)})
	require.NoError(t, err)
	require.Equal(t, 2, k.asked)
}

func TestLog_OfAReply(t *testing.T) {
	reply := func(e *fitconnect.Event) { e.Subject.Reply = true }
	e := expected()
	e.Subject.Reply, e.Tags = true, nil
	got, err := fitconnect.VerifyLog(t.Context(), keys(t), e, []string{event(t, fitconnect.EventCreateReply, reply), event(t, fitconnect.EventSubmitReply, reply)})
	require.NoError(t, err)
	require.Equal(t, fitconnect.StatusSubmitted, got.Status)
	_, err = fitconnect.VerifyLog(t.Context(), keys(t), e, []string{event(t, fitconnect.EventCreate)})
	refused(t, "FC-SET-08", err)
}

func TestSign_MakesTheHeaderExactlyAndRefusesHalfAnEvent(t *testing.T) {
	text := event(t, fitconnect.EventCreate)
	head, err := base64.RawURLEncoding.DecodeString(strings.Split(text, ".")[0])
	require.NoError(t, err)
	require.JSONEq(t, serviceHeader, string(head))
	signature, err := base64.RawURLEncoding.DecodeString(strings.Split(text, ".")[2])
	require.NoError(t, err)
	private, err := fitconnecttest.RSAKey("service-sig")
	require.NoError(t, err)
	require.NoError(t, verifyPS512(&private.PublicKey, text[:strings.LastIndexByte(text, '.')], signature), "with a salt as long as the hash")
	_, err = (fitconnect.Event{Issuer: issuer, Time: noon}).Sign(key(t, "service-sig"))
	refused(t, "FC-SET-03", err)
	_, err = (fitconnect.Event{}).Sign(key(t, "dest-enc"))
	refused(t, "FC-KEY-03", err)
}

func FuzzVerifyLog(f *testing.F) {
	f.Add(event(f, fitconnect.EventCreate))
	f.Add("e30.e30.e30")
	k := keys(f)
	f.Fuzz(func(t *testing.T, text string) {
		log, err := fitconnect.VerifyLog(t.Context(), k, expected(), []string{text})
		if err == nil {
			require.Len(t, log.Events, 1)
			require.Equal(t, caseID, log.Events[0].Case)
			return
		}
		_, ok := fitconnect.Refused(err)
		require.True(t, ok, "%v", err)
	})
}

func verifyPS512(key *rsa.PublicKey, signed string, signature []byte) error {
	sum := sha512.Sum512([]byte(signed))
	return rsa.VerifyPSS(key, crypto.SHA512, sum[:], signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
}

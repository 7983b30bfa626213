// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/consentrecord"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/idnr"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

// Every identifier of the leak test carries a mark that is easy to find.
const (
	markSubject = "LEAK1-subject"
	markActor   = "LEAK2-actor"
	markName    = "LEAK3-name"
	markContent = "LEAK4-content"
	markStreet  = "LEAK5-street"
	markIDNr    = "86095742719"
)

// sink collects everything that a program could print of a value.
type sink struct{ out bytes.Buffer }

func (s *sink) show(values ...any) {
	for _, v := range values {
		type wrapper struct {
			Shown  any
			hidden any
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			for _, printed := range []any{v, []any{v}, wrapper{v, v}, map[string]any{"k": v}} {
				fmt.Fprintf(&s.out, verb+"\n", printed)
			}
		}
		for _, h := range []slog.Handler{slog.NewTextHandler(&s.out, nil), slog.NewJSONHandler(&s.out, nil)} {
			slog.New(h).Error("event", "value", v, "wrapped", wrapper{v, v})
		}
		if err, isError := v.(error); isError {
			fmt.Fprintln(&s.out, fmt.Errorf("while serving: %w", err))
		}
		if document, err := json.Marshal(v); err == nil {
			s.out.Write(document)
		}
	}
}

// direct shows values whose innards lie open by design: the clear forms that
// drivers work with.
func (s *sink) direct(values ...any) {
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&s.out, verb+"\n", v)
		}
		for _, h := range []slog.Handler{slog.NewTextHandler(&s.out, nil), slog.NewJSONHandler(&s.out, nil)} {
			slog.New(h).Error("event", "value", v)
		}
		if document, err := json.Marshal(v); err == nil {
			s.out.Write(document)
		}
	}
}

// found returns the marks that came out, in any of the usual encodings.
func (s *sink) found() (leaks []string) {
	out := strings.ToLower(s.out.String())
	for _, mark := range []string{markSubject, markActor, markName, markContent, markStreet, markIDNr} {
		for _, form := range []string{mark, hex.EncodeToString([]byte(mark)), base64.StdEncoding.EncodeToString([]byte(mark))[:12], decimal(mark)} {
			if strings.Contains(out, strings.ToLower(form)) {
				leaks = append(leaks, form)
			}
		}
	}
	return leaks
}

// decimal is how fmt shows bytes.
func decimal(s string) string {
	numbers := make([]string, len(s))
	for i := range len(s) {
		numbers[i] = strconv.Itoa(int(s[i]))
	}
	return strings.Join(numbers, " ")
}

func TestLeak_TheSinkFindsWhatLeaks(t *testing.T) {
	t.Parallel()
	var s sink
	s.show("x " + markName + " y")
	require.NotEmpty(t, s.found())
	var b sink
	b.show([]byte(markContent))
	require.NotEmpty(t, b.found())
}

func TestG12_NoIdentifierLeavesThroughErrorsLogsPanicsOrFormatting(t *testing.T) {
	t.Parallel()
	var s sink
	subject, actor := onceonly.MustSubject(markSubject), onceonly.MustSubject(markActor)
	self := onceonly.Actor{Subject: actor, Proof: power, Assurance: onceonly.AssuranceHigh}
	w := newWorld(t, traced(&s), configured(func(c *onceonly.Config) {
		c.Representation = onceonlytest.Representation{{Proof: power, Actor: actor, Subject: subject}}
	}))
	ctx := t.Context()
	id, err := idnr.Parse(markIDNr)
	require.NoError(t, err)
	data := onceonly.PersonData{
		FamilyName: markName, GivenNames: markName, DateOfBirth: "1964-08-12", BirthName: markName, PlaceOfBirth: markName,
		Address: onceonly.Address{Street: markStreet, Place: markName}, IDNr: id,
	}
	p, err := onceonly.NewPerson(data)
	require.NoError(t, err)
	s.direct(data, &data, data.Address)
	data.DateOfBirth = markName
	_, err = onceonly.NewPerson(data)
	require.Error(t, err)
	s.show(err)
	document := dataprovider.NewDocument("application/json", []byte(`{"familyName":"`+markContent+`"}`))
	w.source.Add(meldedaten, p, document)
	marked := terms()
	marked.Subject, marked.Person, marked.MayUseIDNr, marked.MaxUses = subject, commitment(p), true, 100
	marked.Fields = onceonly.MustFields("/familyName")
	s.show(marked.Person, onceonly.Identify(p), onceonly.Declaration{Text: "x"}, self)
	s.show(subject, actor, id, p, &p, document, marked, &marked)

	incomplete := marked
	incomplete.Norm, incomplete.Application = recht.Norm{}, ""
	_, err = w.broker.Propose(ctx, incomplete)
	require.Error(t, err)
	s.show(err)
	proposed, err := w.broker.Propose(ctx, marked)
	require.NoError(t, err)
	_, err = w.broker.Give(ctx, proposed.ID(), onceonly.Actor{Subject: actor, Assurance: onceonly.AssuranceHigh})
	require.Error(t, err)
	s.show(err, proposed, &proposed, onceonly.Actor{Subject: actor, Proof: power})
	consent, err := w.broker.Give(ctx, proposed.ID(), onceonly.Actor{Subject: actor, Proof: power, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	s.show(consent, &consent, consent.Terms(), consent.Actor())

	request := func() onceonly.Request {
		r := requestFor(consent)
		r.Subject, r.Person, r.Fields = subject, p, marked.Fields
		return r
	}
	for _, fault := range []onceonlytest.Fault{
		onceonlytest.FaultGone, onceonlytest.FaultLostAnswer, onceonlytest.FaultPanic, onceonlytest.FaultNoSeal,
		onceonlytest.FaultBytes, onceonlytest.FaultEmpty,
	} {
		w.register.Plan(fault)
		r := request()
		retrieval, err := w.broker.Retrieve(ctx, r)
		require.ErrorIs(t, err, onceonly.ErrRegister, fault)
		s.show(r, &r, retrieval, &retrieval, err, err.Error(), retrieval.Decision())
		s.show(onceonly.Query{Request: r, Terms: marked})
	}
	r := request()
	retrieval, err := w.broker.Retrieve(ctx, r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	r.Purpose = "x"
	_, err = w.broker.Retrieve(ctx, r)
	s.show(retrieval, err)
	preview, decision, err := w.broker.Preview(ctx, retrieval.ID, self)
	require.NoError(t, err)
	require.Contains(t, string(preview.Content()), markContent, "the flow carries the marks")
	s.show(preview, &preview, decision)
	evidence, decision, err := w.broker.Accept(ctx, retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	s.show(evidence, &evidence, decision, evidence.Binding())
	_, err = w.broker.Consent(ctx, uuid.Must(uuid.NewV7()))
	s.show(err)
	_, err = w.broker.Refuse(ctx, consent.ID(), onceonly.Actor{Subject: subject})
	require.Error(t, err)
	s.show(err)
	answer, err := w.provider.Fetch(ctx, onceonly.Query{Request: request(), Terms: marked, Token: "forged"})
	require.NoError(t, err)
	s.show(answer, &answer)
	sealed, err := onceonly.Seal(onceonly.Binding{IssuedAt: start, ExpiresAt: start.Add(time.Hour)}, []byte(markContent), w.providerKey)
	require.NoError(t, err)
	s.show(sealed, &sealed, onceonly.Answer{Evidence: &sealed})
	for _, entry := range w.entries(t) {
		s.show(entry, &entry)
	}
	discarded, err := w.broker.Retrieve(ctx, request())
	require.NoError(t, err)
	decision, err = w.broker.Discard(ctx, discarded.ID, self)
	require.NoError(t, err)
	s.show(discarded, decision)
	replaced, err := w.broker.Replace(ctx, consent.ID(), marked)
	require.NoError(t, err)
	s.show(replaced, replaced.History(), replaced.Digest())
	_, err = w.broker.Withdraw(ctx, replaced.ID(), onceonly.Actor{Subject: actor})
	s.show(err)
	for _, person := range []onceonly.Person{p, person()} { // matched, and not
		query := w.query(t, func() onceonly.Request { r := request(); r.Person = person; return r }())
		query.Terms.MayUseIDNr = true
		answer, err := w.provider.Fetch(ctx, query)
		require.NoError(t, err)
		s.show(query, answer, err)
	}
	for one, err := range w.broker.Consents(ctx, subject, uuid.Nil) {
		s.show(one, err)
	}
	record, err := consentrecord.Export(&consent, exportContext(), start)
	require.NoError(t, err)
	s.direct(record.RecordID)
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		fmt.Fprintf(&s.out, verb, record)
		fmt.Fprintf(&s.out, verb, consentrecord.NewReceipt(consent.ID(), start, record))
	}
	for logged, err := range w.log.Of(ctx, subject.Clear(), uuid.Nil) {
		require.NoError(t, err)
		s.direct(logged, &logged)
	}
	_, _, err = marked.Fields.Filter("application/json", []byte(`{"familyName":"`+markContent))
	s.show(err)
	_, err = onceonly.ParseSubject(markSubject + " blank")
	s.show(err)
	require.Empty(t, s.found())
	for _, span := range []string{"Store.Append", "Store.Load", "Store.Content", "Permission.Ask", "Directory.Find", "Register.Fetch"} {
		require.Contains(t, s.out.String(), "span "+span, "the drivers were watched")
	}
}

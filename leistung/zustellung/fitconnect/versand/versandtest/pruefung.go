// SPDX-License-Identifier: Apache-2.0

package versandtest

import (
	"context"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// check looks at both sides when everything is quiet.
func (l *lauf) check(sendungen []zustellung.Sendung) {
	l.mu.Lock()
	l.calm = true
	l.mu.Unlock()
	ctx := context.Background()
	inbox, end := l.inbox()
	_, err := l.subscriber().Poll(ctx, empfang.New(inbox))
	require.NoError(l.tb, err)
	arrived := map[string]posteingang.Eingang{} // by data
	for after := uuid.Nil; ; {
		page, err := inbox.List(ctx, l.ziel.String(), posteingang.StatusAngenommen, after, 100)
		require.NoError(l.tb, err)
		for _, e := range page {
			after = e.ID
			data, err := inbox.Read(ctx, e.ID, empfang.Daten)
			require.NoError(l.tb, err)
			require.NotContains(l.tb, arrived, string(data), "it arrived twice")
			arrived[string(data)] = e
		}
		if len(page) < 100 {
			break
		}
	}
	require.Len(l.tb, arrived, len(sendungen))
	rejected, err := inbox.Count(ctx, l.ziel.String(), posteingang.StatusZurueckgewiesen)
	require.NoError(l.tb, err)
	require.EqualValues(l.tb, l.result.Rejected, rejected, "those with a wrong key, and nobody else")
	open, err := inbox.Count(ctx, l.ziel.String(), posteingang.StatusEingegangen)
	require.NoError(l.tb, err)
	require.Zero(l.tb, open)
	require.Len(l.tb, l.service.Submissions(), len(sendungen)+l.result.Rejected, "each was submitted once")
	for _, s := range sendungen {
		l.intact(ctx, s, arrived[string(s.Daten)], inbox)
	}
	end()

	v, end := l.sender()
	defer end()
	for _, s := range sendungen {
		stand, err := v.Watch(ctx, s.Antrag, s.ID)
		require.NoError(l.tb, err, "the sender's view of the log, with the tags of what it sealed")
		require.Equal(l.tb, zustellung.StatusAngenommen, stand.Status)
		require.NoError(l.tb, v.Deliver(ctx, s), "and once more is nothing new")
		l.result.Delivered++
	}
	for open, err := range v.Open(ctx) {
		require.NoError(l.tb, err)
		l.tb.Errorf("the delivery %s is still open", open.ID)
	}
	require.Len(l.tb, l.service.Submissions(), len(sendungen)+l.result.Rejected)
}

// intact holds what arrived against what was sent, and the log of both sides against
// one another.
func (l *lauf) intact(ctx context.Context, s zustellung.Sendung, e posteingang.Eingang, inbox *posteingang.Posteingang) {
	files := map[string]int{}
	for _, t := range e.Teile {
		if t.Name == empfang.Daten || t.Name == empfang.Metadaten {
			continue
		}
		content, err := inbox.Read(ctx, e.ID, t.Name)
		require.NoError(l.tb, err)
		files[fitconnect.Hash(content)]++
	}
	require.Len(l.tb, e.Teile, len(s.Anlagen)+2)
	for _, a := range s.Anlagen {
		content, err := a.Load(ctx)
		require.NoError(l.tb, err)
		files[fitconnect.Hash(content)]--
	}
	for _, n := range files {
		require.Zero(l.tb, n, "files are not those that were sent")
	}
	expected := fitconnect.Expected{Destination: l.ziel, Case: e.Vorgang, Subject: fitconnect.Subject{ID: e.ID}}
	fetched, err := l.newClient().Log(ctx, expected)
	require.NoError(l.tb, err)
	kept, err := fitconnect.VerifyLog(ctx, l.newClient(), expected, l.service.Log(e.ID))
	require.NoError(l.tb, err)
	require.Equal(l.tb, kept, fetched)
	require.Equal(l.tb, fitconnect.StatusAccepted, fetched.Outcome)
	accepted := 0
	for _, event := range fetched.Events {
		if event.Kind == fitconnect.EventAccept {
			accepted++
		}
	}
	require.Equal(l.tb, 1, accepted)
}

// Count returns how many requests went wrong.
func (r Result) Count() (n int) {
	for _, k := range r.Faults {
		n += k
	}
	return n
}

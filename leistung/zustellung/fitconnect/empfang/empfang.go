// SPDX-License-Identifier: Apache-2.0

// Package empfang puts what a subscriber of FIT-Connect receives into the inbox on
// the store of the process:
//
//	inbox, err := posteingang.New(store, posteingang.Config{})
//	n, err := subscriber.Poll(ctx, empfang.New(inbox))
package empfang

import (
	"context"
	"errors"
	"iter"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// The names of the parts that every submission has. Those of attachments are their
// ids.
const (
	Daten     = "daten"
	Metadaten = "metadaten"
)

// Eingang is a [fitconnect.Inbox] over the inbox of a store. Use [New].
type Eingang struct{ inbox *posteingang.Posteingang }

// New receives into an inbox.
func New(inbox *posteingang.Posteingang) Eingang { return Eingang{inbox} }

// Status implements [fitconnect.Inbox].
func (e Eingang) Status(ctx context.Context, submission uuid.UUID) (fitconnect.InboxStatus, error) {
	there, err := e.inbox.Load(ctx, submission)
	if errors.Is(err, posteingang.ErrNotFound) {
		return 0, nil
	}
	return map[posteingang.Status]fitconnect.InboxStatus{
		posteingang.StatusEingegangen: fitconnect.InboxStored, posteingang.StatusAngenommen: fitconnect.InboxAccepted, posteingang.StatusZurueckgewiesen: fitconnect.InboxRejected,
	}[there.Status], err
}

func teil(part fitconnect.AttachmentPart, content []byte) posteingang.Teil {
	return posteingang.NewTeil(part.ID.String(), part.MimeType, part.Filename, content)
}

// PutAttachment implements [fitconnect.Inbox].
func (e Eingang) PutAttachment(ctx context.Context, ref fitconnect.Ref, part fitconnect.AttachmentPart, content []byte) error {
	return e.inbox.PutTeil(ctx, ref.Submission, teil(part, content), content)
}

// Put implements [fitconnect.Inbox].
func (e Eingang) Put(ctx context.Context, r fitconnect.Received) error {
	entry := posteingang.Eingang{ID: r.Submission, Vorgang: r.Case, Ziel: r.Destination.String(), Zeit: r.Submitted}
	for _, own := range []struct {
		t       posteingang.Teil
		content []byte
	}{
		{posteingang.NewTeil(Daten, r.Metadata.Content.Data.Schema.MimeType, "", r.Data), r.Data},
		{posteingang.NewTeil(Metadaten, "application/json", "", r.MetadataRaw), r.MetadataRaw},
	} {
		if err := e.inbox.PutTeil(ctx, r.Submission, own.t, own.content); err != nil {
			return err
		}
		entry.Teile = append(entry.Teile, own.t)
	}
	for i, part := range r.Metadata.Content.Attachments {
		entry.Teile = append(entry.Teile, posteingang.Teil{Name: part.ID.String(), Medientyp: part.MimeType, Dateiname: part.Filename, Groesse: r.Sizes[i], SHA512: part.Hash.Content})
	}
	return e.inbox.Put(ctx, entry)
}

// Settle implements [fitconnect.Inbox].
func (e Eingang) Settle(ctx context.Context, ref fitconnect.Ref, outcome fitconnect.Status) error {
	status := posteingang.StatusAngenommen
	if outcome == fitconnect.StatusRejected {
		status = posteingang.StatusZurueckgewiesen
	}
	return e.inbox.Settle(ctx, ref.Submission, ref.Destination.String(), status)
}

// Unsettled implements [fitconnect.Inbox].
func (e Eingang) Unsettled(ctx context.Context, destination uuid.UUID) iter.Seq2[fitconnect.Ref, error] {
	return func(yield func(fitconnect.Ref, error) bool) {
		const size = 100
		for after := uuid.Nil; ; {
			page, err := e.inbox.List(ctx, destination.String(), posteingang.StatusEingegangen, after, size)
			if err != nil {
				yield(fitconnect.Ref{}, err)
				return
			}
			for _, there := range page {
				after = there.ID
				if !yield(fitconnect.Ref{Destination: destination, Submission: there.ID, Case: there.Vorgang}, nil) {
					return
				}
			}
			if len(page) < size {
				return
			}
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"
)

// maxAttachments bounds the attachments of a submission.
const maxAttachments = 100

var (
	// ErrChanged reports an application that is not the one that was begun with.
	ErrChanged = errors.New("fitconnect: another content than the one that was begun with")
	// ErrNotConfirmed reports that the log does not show the submission yet. It is
	// worth another try.
	ErrNotConfirmed = errors.New("fitconnect: the log of the service does not show the submission yet")
)

// Application is what a sender hands over. It prints nothing of itself.
type Application struct {
	Destination uuid.UUID
	Service     Service
	Region      string // one of the destination's; empty: none is named
	Schema      Schema // of the data
	Data        []byte
	Attachments []Attachment

	// What follows goes into the metadata as it is.
	Payment    *PaymentInfo
	Reply      *ReplyChannel
	References *ReferenceInfo
	Author     *SourceSystem
	DataSets   []DataSet
}

// Service is what is applied for.
type Service struct {
	Identifier string `json:"identifier"` // urn:de:fim:leika:leistung:99…
	Name       string `json:"name"`
}

// Attachment is a file that goes with an application.
type Attachment struct {
	Purpose               Purpose
	Filename, Description string
	MimeType              string
	Signature             *Signature
	// Load returns the content, the same each time.
	Load func(ctx context.Context) ([]byte, error)
}

// String keeps the content out of logs.
func (a Application) String() string { return "fitconnect.Application" }

// GoString keeps %#v from printing it.
func (a Application) GoString() string { return a.String() }

// String keeps the name out of logs.
func (a Attachment) String() string { return "fitconnect.Attachment" }

// GoString keeps %#v from printing it.
func (a Attachment) GoString() string { return a.String() }

// Progress is how far an application is sent. It is to be kept as JSON beside the
// application, and as secret as this, until [Progress.Done]: with it sending goes on
// after a lost answer, a crash or a restart without a second submission.
type Progress struct {
	Ref
	Metadata    Part   `json:"metadata"`
	Data        Part   `json:"data"`
	Attachments []Part `json:"attachments"`
	// Submitting is set before everything is handed in, Submitted when the log of
	// the service has confirmed that the very ciphertexts arrived.
	Submitting bool   `json:"submitting,omitempty"`
	Submitted  bool   `json:"submitted,omitempty"`
	Seen       Seen   `json:"seen,omitzero"`
	Outcome    Status `json:"outcome,omitempty"` // accepted or rejected
}

// Part is one ciphertext of a submission.
type Part struct {
	ID       uuid.UUID `json:"id,omitzero"` // of an attachment
	Envelope *Envelope `json:"envelope,omitempty"`
	Hash     string    `json:"hash,omitempty"` // of the content
	Tag      string    `json:"tag,omitempty"`  // once it was handed over
}

// String keeps keys out of logs.
func (p Progress) String() string { return "fitconnect.Progress" }

// GoString keeps %#v from printing it.
func (p Progress) GoString() string { return p.String() }

// Done reports whether sending is over.
func (p *Progress) Done() bool { return p.Submitted }

// Forget drops the keys of the envelopes, which nobody needs when it is done.
func (p *Progress) Forget() {
	p.Metadata.Envelope, p.Data.Envelope = nil, nil
	for i := range p.Attachments {
		p.Attachments[i].Envelope = nil
	}
}

// tags are those of everything that was handed over.
func (p *Progress) tags() *Tags {
	t := Tags{Metadata: p.Metadata.Tag, Data: p.Data.Tag}
	for _, a := range p.Attachments {
		if t.Attachments == nil {
			t.Attachments = make(map[uuid.UUID]string, len(p.Attachments))
		}
		t.Attachments[a.ID] = a.Tag
	}
	return &t
}

func (p *Progress) expected() Expected {
	return Expected{Destination: p.Destination, Case: p.Case, Subject: Subject{ID: p.Submission}, Tags: p.tags(), Seen: p.Seen}
}

// Send announces an application, hands over its attachments one by one, submits it,
// and reads in the log of the service that it arrived as it was. It goes on where
// progress says; keep is called with each step and must have it durable before it
// returns.
//
// Announcing is not idempotent: where its answer is lost, a second announcement is
// made, and the first one stays empty and is never submitted. So there is one
// submission, whatever happens.
//
// Errors: a [*recht.BefundError] for a key, a destination or a log that is not as it
// must be; [ErrChanged]; a [*ProblemError], which may be Permanent; [ErrSimulator];
// others are worth another try with the same progress.
func (c *Client) Send(ctx context.Context, a Application, progress *Progress, keep func(context.Context, *Progress) error) error {
	if len(a.Data) == 0 || len(a.Data) > MaxData || len(a.Attachments) > maxAttachments {
		return refusal("FC-SEND-01", "", fmt.Sprintf("not 1 to %d bytes of data and up to %d attachments", MaxData, maxAttachments))
	}
	if progress.Submission == uuid.Nil {
		if err := c.announce(ctx, a, progress); err != nil {
			return err
		}
		if err := keep(ctx, progress); err != nil {
			return err
		}
	}
	if progress.Destination != a.Destination || progress.Data.Hash != Hash(a.Data) || len(progress.Attachments) != len(a.Attachments) {
		return ErrChanged
	}
	for i := range a.Attachments {
		if err := c.sendAttachment(ctx, a.Attachments[i], progress, i, keep); err != nil {
			return err
		}
	}
	if progress.Submitted {
		return nil
	}
	return c.submit(ctx, a, progress, keep)
}

// announce asks for ids and makes what is needed to seal everything.
func (c *Client) announce(ctx context.Context, a Application, progress *Progress) error {
	d, err := c.Destination(ctx, a.Destination)
	if err != nil {
		return err
	}
	if err := d.accepts(a.Service.Identifier, a.Schema.URI); err != nil {
		return err
	}
	key, err := c.EncryptionKey(ctx, d)
	if err != nil {
		return err
	}
	next := Progress{Ref: Ref{Destination: a.Destination}, Data: Part{Hash: Hash(a.Data)}, Attachments: make([]Part, len(a.Attachments))}
	parts := []*Part{&next.Metadata, &next.Data}
	ids := make([]uuid.UUID, len(a.Attachments))
	for i := range next.Attachments {
		if ids[i], err = uuid.NewRandom(); err != nil {
			return fmt.Errorf("fitconnect: new id: %w", err)
		}
		next.Attachments[i].ID = ids[i]
		parts = append(parts, &next.Attachments[i])
	}
	for _, p := range parts {
		e, err := NewEnvelope(key)
		if err != nil {
			return err
		}
		p.Envelope = &e
	}
	body, err := json.Marshal(struct {
		Destination uuid.UUID   `json:"destinationId"`
		Attachments []uuid.UUID `json:"announcedAttachments"`
		Service     Service     `json:"publicService"`
		Region      string      `json:"region,omitempty"`
	}{a.Destination, ids, a.Service, a.Region})
	if err != nil {
		return fmt.Errorf("fitconnect: encode the announcement: %w", err)
	}
	answer, err := c.do(ctx, call{method: http.MethodPost, path: "submissions", media: mediaJSON, body: body})
	if err != nil {
		return err
	}
	var got Ref
	if err := json.Unmarshal(answer, &got); err != nil || got.Submission == uuid.Nil || got.Case == uuid.Nil {
		return fmt.Errorf("%w: no ids for the submission", ErrAnswer)
	}
	next.Submission, next.Case = got.Submission, got.Case
	*progress = next
	return nil
}

// sendAttachment hands over an attachment, or looks that it is still the one that
// was.
func (c *Client) sendAttachment(ctx context.Context, a Attachment, progress *Progress, i int, keep func(context.Context, *Progress) error) error {
	part := &progress.Attachments[i]
	content, err := a.Load(ctx)
	if err != nil {
		return err
	}
	if len(content) == 0 || len(content) > c.config.MaxAttachment {
		return refusal("FC-SEND-02", fmt.Sprintf("/attachments/%d", i), fmt.Sprintf("not 1 to %d bytes", c.config.MaxAttachment))
	}
	sum := sha512.Sum512(content)
	hash := hex.EncodeToString(sum[:])
	if part.Hash != "" && part.Hash != hash {
		return ErrChanged
	}
	if part.Tag != "" {
		return nil
	}
	if part.Envelope == nil {
		return refusal("FC-JWE-06", "", "the progress was not kept whole")
	}
	sealed, err := part.Envelope.seal(a.MimeType, content, sum)
	if err != nil {
		return err
	}
	content = nil //nolint:ineffassign,wastedassign // the content is let go before the ciphertext is on its way
	path := "submissions/" + progress.Submission.String() + "/attachments/" + part.ID.String()
	// What exists already is what lies here: the envelope seals to the same bytes.
	if err := c.put(ctx, path, mediaJOSE, sealed); err != nil {
		return err
	}
	tag, err := Tag(sealed)
	if err != nil {
		return err
	}
	part.Hash, part.Tag = hash, tag
	return keep(ctx, progress)
}

// put takes "exists already" for success.
func (c *Client) put(ctx context.Context, path, media string, body []byte) error {
	_, err := c.do(ctx, call{method: http.MethodPut, path: path, media: media, body: body})
	if p, ok := errors.AsType[*ProblemError](err); ok && p.Status == http.StatusConflict {
		return nil
	}
	return err
}

func (c *Client) submit(ctx context.Context, a Application, progress *Progress, keep func(context.Context, *Progress) error) error {
	metadata, err := a.metadata(progress).Encode()
	if err != nil {
		return err
	}
	if progress.Metadata.Envelope == nil || progress.Data.Envelope == nil {
		return refusal("FC-JWE-06", "", "the progress was not kept whole")
	}
	sealedMetadata, err1 := progress.Metadata.Envelope.Seal(mediaJSON, metadata)
	sealedData, err2 := progress.Data.Envelope.Seal(a.Schema.MimeType, a.Data)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	tagMetadata, err1 := Tag(sealedMetadata)
	tagData, err2 := Tag(sealedData)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if progress.Submitting && (progress.Metadata.Tag != tagMetadata || progress.Data.Tag != tagData) {
		return ErrChanged
	}
	if !progress.Submitting {
		progress.Submitting, progress.Metadata.Hash = true, Hash(metadata)
		progress.Metadata.Tag, progress.Data.Tag = tagMetadata, tagData
		if err := keep(ctx, progress); err != nil {
			return err
		}
	} else if err := c.confirm(ctx, progress, keep); !errors.Is(err, ErrNotConfirmed) {
		return err // it had arrived, and only the answer was lost
	}
	body, err := json.Marshal(struct {
		Metadata string `json:"encryptedMetadata"`
		Data     string `json:"encryptedData"`
	}{string(sealedMetadata), string(sealedData)})
	if err != nil {
		return fmt.Errorf("fitconnect: encode the submission: %w", err)
	}
	if err := c.put(ctx, "submissions/"+progress.Submission.String(), mediaJSON, body); err != nil {
		return err
	}
	return c.confirm(ctx, progress, keep)
}

func (a Application) metadata(progress *Progress) Metadata {
	m := Metadata{
		Schema:  SchemaMetadata,
		Content: ContentStructure{Data: DataPart{Hash: HashValue{"sha512", progress.Data.Hash}, Schema: a.Schema}},
		Payment: a.Payment, Reply: a.Reply, References: a.References, Author: a.Author, DataSets: a.DataSets,
	}
	for i, f := range a.Attachments {
		part := progress.Attachments[i]
		m.Content.Attachments = append(m.Content.Attachments, AttachmentPart{
			ID: part.ID, Purpose: f.Purpose, Filename: f.Filename, Description: f.Description, MimeType: f.MimeType, Signature: f.Signature, Hash: HashValue{"sha512", part.Hash},
		})
	}
	return m
}

// confirm reads in the log that the ciphertexts arrived.
func (c *Client) confirm(ctx context.Context, progress *Progress, keep func(context.Context, *Progress) error) error {
	log, err := c.Log(ctx, progress.expected())
	if err != nil {
		return err
	}
	switch {
	case log.Tags == nil && log.Outcome == "":
		return ErrNotConfirmed
	case log.Tags == nil:
		return refusal("FC-SEND-03", "", "rejected before it was handed in")
	}
	progress.Submitted, progress.Seen, progress.Outcome = true, log.Seen, log.Outcome
	return keep(ctx, progress)
}

// Watch reads how far a submission is. It changes progress, which is to be kept, so
// that a log that lost an entry shows. A submission that nobody fetched is rejected
// by the service after 14 days: go on watching until there is an outcome.
func (c *Client) Watch(ctx context.Context, progress *Progress) (Log, error) {
	if progress.Submission == uuid.Nil {
		return Log{}, nil
	}
	expected := progress.expected()
	if !progress.Submitting {
		expected.Tags = nil
	}
	log, err := c.Log(ctx, expected)
	if err != nil {
		return Log{}, err
	}
	progress.Seen = log.Seen
	if log.Tags != nil {
		progress.Submitted = true
	}
	if log.Outcome != "" {
		progress.Outcome = log.Outcome
	}
	return log, nil
}

// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"
)

// codeForeignKey is the finding about a key that this subscriber does not have. It
// may be the fault of its own configuration, so nothing is rejected for it.
const codeForeignKey = "FC-JWE-04"

// sealedSubmission is a submission as the service returns it.
type sealedSubmission struct {
	Ref
	Service     Service     `json:"publicService"`
	Metadata    string      `json:"encryptedMetadata"`
	Data        string      `json:"encryptedData"`
	Attachments []uuid.UUID `json:"attachments"`
}

// take fetches a submission and has the inbox keep it. The checks come in the order
// of the documentation, part by part, because one attachment at a time lies in
// memory: tags, decryption, metadata, service and schema, the set of attachments,
// hashes, data.
func (s *Subscriber) take(ctx context.Context, ref Ref, log Log, inbox Inbox) error {
	sealed, err := s.fetch(ctx, ref, log)
	if err != nil {
		return err
	}
	raw, err := s.unseal([]byte(sealed.Metadata), maxMetadata)
	if err != nil {
		return err
	}
	data, err := s.unseal([]byte(sealed.Data), MaxData)
	if err != nil {
		return err
	}
	metadata, err := ParseMetadata(raw)
	if err != nil {
		return err
	}
	if err := s.takes(sealed.Service, metadata.Content.Data.Schema); err != nil {
		return err
	}
	if err := sameAttachments(metadata.Content.Attachments, sealed.Attachments, log.Tags); err != nil {
		return err
	}
	if metadata.Content.Data.Hash != NewHash(data) {
		return refusal("FC-RECV-06", "/data", "the data do not fit their hash")
	}
	sizes := make([]int, len(metadata.Content.Attachments))
	for i, part := range metadata.Content.Attachments {
		if sizes[i], err = s.takeAttachment(ctx, ref, part, i, log.Tags.Attachments[part.ID], inbox); err != nil {
			return err
		}
	}
	if err := s.valid(ctx, metadata.Content.Data.Schema, data); err != nil {
		return err
	}
	received := Received{Ref: ref, Service: sealed.Service, Metadata: metadata, MetadataRaw: raw, Data: data, Sizes: sizes}
	for _, e := range log.Events {
		if e.Kind == EventSubmit {
			received.Submitted = e.Time
		}
	}
	return inbox.Put(ctx, received)
}

// fetch gets a submission whose ciphertexts are those that the log names. What does
// not fit is fetched once more, before anybody is blamed for it.
func (s *Subscriber) fetch(ctx context.Context, ref Ref, log Log) (sealed sealedSubmission, err error) {
	limit := sealedMax(MaxData) + sealedMax(maxMetadata) + maxAnswer
	for range 2 {
		var got sealedSubmission
		if err := s.client.get(ctx, "submissions/"+ref.Submission.String(), limit, &got); err != nil {
			return sealed, err
		}
		if got.Ref != ref {
			return sealed, fmt.Errorf("%w: another submission than the one asked for", ErrAnswer)
		}
		if err = fits(got.Metadata, log.Tags.Metadata, "/metadata"); err == nil {
			err = fits(got.Data, log.Tags.Data, "/data")
		}
		if err == nil {
			return got, nil
		}
	}
	return sealed, err
}

func fits(jwe, tag, pointer string) error {
	got, err := Tag([]byte(jwe))
	if err != nil || got != tag {
		return refusal("FC-RECV-03", pointer, "not the ciphertext that was submitted")
	}
	return nil
}

// unseal opens a part with the key that it names.
func (s *Subscriber) unseal(jwe []byte, limit int) (content []byte, err error) {
	err = refusal(codeForeignKey, "/kid", "encrypted to a key that is not at hand")
	for _, key := range s.open {
		content, _, err2 := key.Open(jwe, limit)
		if err2 == nil {
			return content, nil
		}
		if code, _ := Refused(err2); code != codeForeignKey {
			err = err2
		}
	}
	return nil, err
}

// takes reports a service or schema that this subscriber does not take.
func (s *Subscriber) takes(service Service, schema Schema) error {
	if len(s.config.Services) > 0 && service.Identifier != "" && !slices.Contains(s.config.Services, service.Identifier) {
		return refusal("FC-RECV-04", "/publicService", "a service that this destination does not take")
	}
	if len(s.config.Schemas) > 0 && !slices.Contains(s.config.Schemas, schema.URI) {
		return refusal("FC-RECV-04", "/contentStructure/data/submissionSchema", "a schema that this destination does not take")
	}
	return nil
}

// sameAttachments holds the attachments of metadata, announcement and log against
// one another.
func sameAttachments(parts []AttachmentPart, announced []uuid.UUID, tags *Tags) error {
	differ := len(parts) != len(tags.Attachments) || len(parts) != len(announced)
	for _, p := range parts {
		_, tagged := tags.Attachments[p.ID]
		differ = differ || !tagged || !slices.Contains(announced, p.ID)
	}
	if differ {
		return refusal("FC-RECV-05", "/attachments", "metadata, announcement and log name other attachments")
	}
	return nil
}

func (s *Subscriber) takeAttachment(ctx context.Context, ref Ref, part AttachmentPart, i int, tag string, inbox Inbox) (size int, err error) {
	pointer := "/attachments/" + strconv.Itoa(i)
	var sealed []byte
	for range 2 {
		got, err := s.client.do(ctx, call{
			method: http.MethodGet, path: "submissions/" + ref.Submission.String() + "/attachments/" + part.ID.String(), limit: sealedMax(s.client.config.MaxAttachment),
		})
		if err != nil {
			return 0, err
		}
		if t, err := Tag(got); err == nil && t == tag {
			sealed = got
			break
		}
	}
	if sealed == nil {
		return 0, refusal("FC-RECV-03", pointer, "not the ciphertext that was submitted")
	}
	content, err := s.unseal(sealed, s.client.config.MaxAttachment)
	if err != nil {
		return 0, err
	}
	if part.Hash != NewHash(content) {
		return 0, refusal("FC-RECV-06", pointer, "the attachment does not fit its hash")
	}
	return len(content), inbox.PutAttachment(ctx, ref, part, content)
}

// valid checks syntax and schema of the data.
func (s *Subscriber) valid(ctx context.Context, schema Schema, data []byte) error {
	if schema.MimeType == mediaJSON {
		if _, err := readJSON(data); err != nil {
			return refusal("FC-RECV-07", "/data", "not JSON")
		}
	}
	if s.config.Validate == nil {
		return nil
	}
	if err := s.config.Validate(ctx, schema, data); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return refusal("FC-RECV-08", "/data", "the data break their schema")
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// MediaType is the type of a message among the payloads of an envelope.
const MediaType = "application/x-ebrs+xml"

// Header is the ebMS 3.0 header under which a message travels.
type Header struct {
	MessageID      string
	RefToMessageID string
	Timestamp      string
	From, To       Identifier
	Service        string
	Action         string
	ConversationID string
	Properties     []Property
	Parts          []Part
}

// Property is a property of a message, such as originalSender.
type Property struct{ Name, Type, Value string }

// Property returns the value of the first property of the name.
func (h Header) Property(name string) string {
	for _, p := range h.Properties {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Part announces a payload.
type Part struct{ Reference, MediaType string }

// Payload is what travels under a header: the message, and documents beside it.
// It is masked in every output.
type Payload struct {
	Reference string
	MediaType string
	content   masked.Box[[]byte]
}

// Content returns the bytes. The caller must not change them.
func (p Payload) Content() []byte { return p.content.Get() }

// Format shows reference and media type alone.
func (p Payload) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "edm.Payload{"+p.Reference+" "+p.MediaType+"}")
}

// Envelope is what an access point hands over: the header and the payloads.
type Envelope struct {
	Header   Header
	Payloads []Payload
}

const (
	nsSOAP = "http://www.w3.org/2003/05/soap-envelope"
	// One payload is one token of the reader.
	payloadLimit  = 32 << 20
	envelopeLimit = 64 << 20
)

// ParseHeader reads an ebMS header that stands alone.
func ParseHeader(r io.Reader) (Header, error) {
	root, err := xmltree.Open(r, limits, ErrSyntax)
	if err != nil {
		return Header{}, err
	}
	if root.Name.Space != nsEBMS || root.Name.Local != "Messaging" {
		return Header{}, fmt.Errorf("%w: the root is no ebMS header", ErrUnknown)
	}
	return header(root)
}

// ParseEnvelope reads the SOAP envelope in which an access point hands over a
// message: the ebMS header in the SOAP header, the payloads in base64 in the
// body. The errors are like those of Parse.
func ParseEnvelope(r io.Reader) (Envelope, error) {
	root, err := xmltree.Open(r, xmlstream.Limits{Bytes: envelopeLimit, Token: payloadLimit, Depth: 64}, ErrSyntax)
	if err != nil {
		return Envelope{}, err
	}
	messaging := root.Child(nsSOAP, "Header").Child(nsEBMS, "Messaging")
	body := root.Child(nsSOAP, "Body")
	if root.Name.Space != nsSOAP || root.Name.Local != "Envelope" || messaging == nil || body == nil {
		return Envelope{}, fmt.Errorf("%w: no SOAP envelope with an ebMS header", ErrUnknown)
	}
	var envelope Envelope
	if envelope.Header, err = header(messaging); err != nil {
		return Envelope{}, err
	}
	for _, operation := range body.Children {
		for _, p := range operation.Children {
			if p.Name.Local != "payload" {
				continue
			}
			content, err := base64.StdEncoding.DecodeString(payloadText(p))
			if err != nil {
				return Envelope{}, fmt.Errorf("%w: a payload is not base64", ErrSyntax)
			}
			reference := p.Attr("", "payloadId")
			envelope.Payloads = append(envelope.Payloads, Payload{reference, envelope.Header.mediaType(reference), masked.NewBox(content)})
		}
	}
	return envelope, nil
}

func payloadText(p *xmltree.Element) string {
	for _, c := range p.Children {
		if c.Name.Local == "value" {
			return c.Value()
		}
	}
	return p.Value()
}

func (h Header) mediaType(reference string) string {
	for _, p := range h.Parts {
		if p.Reference == reference {
			return p.MediaType
		}
	}
	return ""
}

// Message parses the one payload that is a message.
func (e Envelope) Message() (Message, error) {
	for _, p := range e.Payloads {
		if p.MediaType == MediaType {
			return Parse(strings.NewReader(string(p.Content())))
		}
	}
	return Message{}, fmt.Errorf("%w: no payload of type %s", ErrUnknown, MediaType)
}

// Evidence returns the payload that a response refers to.
func (e Envelope) Evidence(reference string) (Payload, bool) {
	for _, p := range e.Payloads {
		if p.Reference == reference {
			return p, true
		}
	}
	return Payload{}, false
}

func header(messaging *xmltree.Element) (Header, error) {
	m := messaging.Child(nsEBMS, "UserMessage")
	if m == nil {
		return Header{}, fmt.Errorf("%w: an ebMS header without a user message", ErrUnknown)
	}
	info, collaboration := m.Child(nsEBMS, "MessageInfo"), m.Child(nsEBMS, "CollaborationInfo")
	h := Header{
		MessageID:      info.Child(nsEBMS, "MessageId").Value(),
		RefToMessageID: info.Child(nsEBMS, "RefToMessageId").Value(),
		Timestamp:      info.Child(nsEBMS, "Timestamp").Value(),
		From:           party(m.Child(nsEBMS, "PartyInfo").Child(nsEBMS, "From")),
		To:             party(m.Child(nsEBMS, "PartyInfo").Child(nsEBMS, "To")),
		Service:        collaboration.Child(nsEBMS, "Service").Value(),
		Action:         collaboration.Child(nsEBMS, "Action").Value(),
		ConversationID: collaboration.Child(nsEBMS, "ConversationId").Value(),
	}
	for _, p := range m.Child(nsEBMS, "MessageProperties").All(nsEBMS, "Property") {
		h.Properties = append(h.Properties, Property{p.Attr("", "name"), p.Attr("", "type"), p.Value()})
	}
	for _, p := range m.Child(nsEBMS, "PayloadInfo").All(nsEBMS, "PartInfo") {
		part := Part{Reference: p.Attr("", "href")}
		for _, property := range p.Child(nsEBMS, "PartProperties").All(nsEBMS, "Property") {
			if property.Attr("", "name") == "MimeType" {
				part.MediaType = property.Value()
			}
		}
		h.Parts = append(h.Parts, part)
	}
	return h, nil
}

func party(e *xmltree.Element) Identifier {
	id := e.Child(nsEBMS, "PartyId")
	if id == nil {
		return Identifier{}
	}
	return Identifier{Scheme: id.Attr("", "type"), Value: id.Value()}
}

// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"fmt"
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// Kind tells messages apart.
type Kind string

// The kinds of messages.
const (
	KindRequest  Kind = "request"
	KindResponse Kind = "response"
	KindError    Kind = "error" // a response with status Failure
)

// Status is how a response ended.
type Status string

// The states of a response.
const (
	StatusSuccess     Status = "Success"
	StatusUnavailable Status = "Unavailable"
	StatusFailure     Status = "Failure"
)

const statusPrefix = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"

// Message is a request or a response of the evidence exchange. It keeps the whole
// document, also parts that this package has no words for, and is masked in
// every output. It is immutable.
type Message struct{ document xmltree.Document }

func newMessage(root *xmltree.Element) Message { return Message{xmltree.NewDocument(root)} }

// limits bound a message. Evidence travels beside it, not in it.
var limits = xmlstream.Limits{Bytes: 16 << 20, Token: 1 << 20, Depth: 64}

// Parse reads a message. Whether it keeps the rules of the format is Check's
// business. The errors wrap ErrSyntax or ErrUnknown; an error of the reader is
// passed on.
func Parse(r io.Reader) (Message, error) {
	root, err := xmltree.Open(r, limits, ErrSyntax)
	if err != nil {
		return Message{}, err
	}
	if root.Name.Space != nsQuery || root.Name.Local != "QueryRequest" && root.Name.Local != "QueryResponse" {
		return Message{}, fmt.Errorf("%w: the root is neither a query nor its response", ErrUnknown)
	}
	return newMessage(root), nil
}

// WriteTo writes the message with prefixes and indentation of its own. Reading
// it again gives an equal message.
func (m Message) WriteTo(w io.Writer) (int64, error) {
	return m.document.Write(w, standardPrefixes)
}

// Equal reports whether two messages mean the same, whatever their prefixes,
// indentation and order of attributes.
func (m Message) Equal(o Message) bool { return m.document.Equal(o.document) }

// IsZero reports whether there is no message.
func (m Message) IsZero() bool { return m.document.IsZero() }

// Format shows the kind alone.
func (m Message) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "edm.Message{"+string(m.Kind())+"}")
}

func (m Message) root() *xmltree.Element { return m.document.Root() }

// Kind returns what the message is.
func (m Message) Kind() Kind {
	switch {
	case m.root().Name.Local == "QueryRequest":
		return KindRequest
	case m.Status() == StatusFailure:
		return KindError
	default:
		return KindResponse
	}
}

// Status returns how a response ended; empty for a request.
func (m Message) Status() Status {
	return Status(strings.TrimPrefix(m.root().Attr("", "status"), statusPrefix))
}

// ID returns the id of a request, "urn:uuid:" with a UUID.
func (m Message) ID() string { return m.root().Attr("", "id") }

// RequestID returns the id of the request that a response answers.
func (m Message) RequestID() string { return m.root().Attr("", "requestId") }

// Specification returns the version of the format, such as "oots-edm:v2.0".
func (m Message) Specification() string { return slotValue(m.root(), "SpecificationIdentifier") }

// IssueDateTime returns the time as it is written.
func (m Message) IssueDateTime() string { return slotValue(m.root(), "IssueDateTime") }

// Procedure returns the code of the procedure, such as "V1". Older versions
// write it as a localised string.
func (m Message) Procedure() string {
	if code := slotValue(m.root(), "Procedure"); code != "" {
		return code
	}
	localized := slot(m.root(), "Procedure").Child(nsRIM, "SlotValue").Child(nsRIM, "Value").Child(nsRIM, "LocalizedString")
	if localized == nil {
		return ""
	}
	return localized.Attr("", "value")
}

// PreviewLocation returns where the person looks at the evidence: of a second
// request, or of the error that asks for the preview.
func (m Message) PreviewLocation() string {
	if location := slotValue(m.root(), "PreviewLocation"); location != "" {
		return location
	}
	for _, e := range m.Exceptions() {
		if e.PreviewLocation != "" {
			return e.PreviewLocation
		}
	}
	return ""
}

// PossibilityForPreview reports whether the requester can send the person to a preview.
func (m Message) PossibilityForPreview() bool {
	return slotValue(m.root(), "PossibilityForPreview") == "true"
}

// ExplicitRequestGiven reports whether the person asked for the exchange.
func (m Message) ExplicitRequestGiven() bool {
	return slotValue(m.root(), "ExplicitRequestGiven") == "true"
}

// AvailableAt returns from when on a deferred response can be asked for.
func (m Message) AvailableAt() string { return slotValue(m.root(), "ResponseAvailableDateTime") }

func slot(e *xmltree.Element, name string) *xmltree.Element {
	for _, s := range e.All(nsRIM, "Slot") {
		if s.Attr("", "name") == name {
			return s
		}
	}
	return nil
}

func slotValue(e *xmltree.Element, name string) string {
	return slot(e, name).Child(nsRIM, "SlotValue").Child(nsRIM, "Value").Value()
}

// slotContents returns what a slot holds: one thing, or the elements of a collection.
func slotContents(e *xmltree.Element, name string) (contents []*xmltree.Element) {
	value := slot(e, name).Child(nsRIM, "SlotValue")
	if value == nil {
		return nil
	}
	for _, c := range value.Children {
		if c.Name.Space == nsRIM && c.Name.Local == "Element" {
			contents = append(contents, c.Children...)
		} else {
			contents = append(contents, c)
		}
	}
	return contents
}

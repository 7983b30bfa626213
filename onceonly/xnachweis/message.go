// SPDX-License-Identifier: Apache-2.0

package xnachweis

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// Specification is what every message says of its format.
const Specification = "urn:xoev-de:bva:standard:xnachweis_1.4.0"

// The namespaces of the format.
const (
	nsTypes  = "urn:xoev-de:bva:standard:xnachweis:schema:xnachweis-basisdatentypen_1.4"
	nsBlocks = "urn:xoev-de:bva:standard:xnachweis:schema:xnachweis-baukasten_1.4"
	nsEU     = "urn:xoev-de:bva:standard:xnachweis:schema:xnachweis-eu-edm_1.4"
	nsDE     = "urn:xoev-de:bva:standard:xnachweis:schema:xnachweis-de-noots_1.4"
	nsBasis  = "http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1"
	nsDSig   = "http://www.w3.org/2000/09/xmldsig#"
)

var prefixes = map[string]string{
	nsTypes: "xn-bdt", nsBlocks: "xn-bk", nsEU: "xn-eu-edm", nsDE: "xn-de", nsBasis: "bn-g2g", nsDSig: "ds",
	xmltree.NSXSI: "xsi", xmltree.NSXML: "xml",
}

// Kind tells messages apart by their number.
type Kind string

// The kinds of messages.
const (
	KindRequest  Kind = "0101"
	KindResponse Kind = "0102"
	KindError    Kind = "0103"
)

var kinds = map[string]Kind{
	"DE.EvidenceRequest.0101": KindRequest, "DE.EvidenceResponse.0102": KindResponse, "DE.EvidenceErrorResponse.0103": KindError,
}

// Status is how an answer ended.
type Status string

// The states of an answer.
const (
	StatusSuccess     Status = "Success"
	StatusUnavailable Status = "Unavailable"
	StatusFailure     Status = "Failure"
)

const statusPrefix = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"

// Message is one of the three messages. It keeps the whole document, also parts
// that this package has no words for, and is masked in every output.
type Message struct{ document xmltree.Document }

func newMessage(root *xmltree.Element) Message { return Message{xmltree.NewDocument(root)} }

// limits bound a message. Evidence is one token of it.
var limits = xmlstream.Limits{Bytes: 32 << 20, Token: 30 << 20, Depth: 64}

// Parse reads a message. Whether it keeps the rules of the format is Check's
// business. The errors wrap ErrSyntax or ErrUnknown; an error of the reader is
// passed on.
func Parse(r io.Reader) (Message, error) {
	root, err := xmltree.Open(r, limits, ErrSyntax)
	if err != nil {
		return Message{}, err
	}
	if _, known := kinds[root.Name.Local]; !known || root.Name.Space != nsDE {
		return Message{}, ErrUnknown
	}
	return newMessage(root), nil
}

// WriteTo writes the message with prefixes and indentation of its own. Reading
// it again gives an equal message.
func (m Message) WriteTo(w io.Writer) (int64, error) {
	return m.document.Write(w, prefixes)
}

// Equal reports whether two messages mean the same, whatever their prefixes,
// indentation and order of attributes.
func (m Message) Equal(o Message) bool { return m.document.Equal(o.document) }

// IsZero reports whether there is no message.
func (m Message) IsZero() bool { return m.document.IsZero() }

// Format shows the kind alone.
func (m Message) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "xnachweis.Message{"+string(m.Kind())+"}")
}

func (m Message) root() *xmltree.Element { return m.document.Root() }

// Kind returns what the message is.
func (m Message) Kind() Kind { return kinds[m.root().Name.Local] }

// ID returns the UUID of the message, or uuid.Nil. The same message, sent once
// more, has the same; a corrected message has another.
func (m Message) ID() uuid.UUID {
	id, _ := parseUUID(value(find(m.root(), "nachrichtenkopf", "identifikation.nachricht", "nachrichtenUUID")))
	return id
}

// CreatedAt returns when the message was made.
func (m Message) CreatedAt() (time.Time, bool) {
	return parseTime(value(find(m.root(), "nachrichtenkopf", "identifikation.nachricht", "erstellungszeitpunkt")))
}

// IsTest reports whether the message must not be processed in production.
func (m Message) IsTest() bool { return hasAttr(m.root(), "test") }

// RequestID returns which request an answer belongs to, or uuid.Nil.
func (m Message) RequestID() uuid.UUID {
	id, _ := parseURN(m.root().Attr("", "requestid"))
	return id
}

// Answers reports whether the message is an answer to the request.
func (m Message) Answers(request Message) bool {
	return m.Kind() != KindRequest && request.Kind() == KindRequest && m.RequestID() != uuid.Nil && m.RequestID() == request.ID()
}

// Status returns how an answer ended; empty for a request.
func (m Message) Status() Status {
	status, prefixed := strings.CutPrefix(code(find(m.root(), "Status")), statusPrefix)
	if !prefixed {
		return ""
	}
	return Status(status)
}

// AvailableAt returns from when on evidence can be asked for again, of a
// deferred answer.
func (m Message) AvailableAt() (time.Time, bool) {
	return parseTime(value(find(m.root(), "EvidenceAvailability", "ResponseAvailableDateTime")))
}

// ours reports whether names of the namespace belong to the format.
func ours(space string) bool {
	return space == "" || space == nsTypes || space == nsBlocks || space == nsEU || space == nsDE || space == nsBasis
}

// find follows names downwards and returns the first element, or nil.
func find(e *xmltree.Element, path ...string) *xmltree.Element {
	for _, local := range path {
		found := all(e, local)
		if len(found) == 0 {
			return nil
		}
		e = found[0]
	}
	return e
}

func all(e *xmltree.Element, local string) (found []*xmltree.Element) {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name.Local == local && ours(c.Name.Space) {
			found = append(found, c)
		}
	}
	return found
}

func value(e *xmltree.Element) string { return e.Value() }

// code returns what a code says: XÖV puts it into an element of its own.
func code(e *xmltree.Element) string {
	if inner := find(e, "code"); inner != nil {
		return inner.Value()
	}
	return e.Value()
}

func hasAttr(e *xmltree.Element, local string) bool {
	return slices.ContainsFunc(e.Attrs, func(a xmltree.Attribute) bool { return a.Name.Space == "" && a.Name.Local == local })
}

// parseUUID accepts 8-4-4-4-12 hexadecimal digits, as the format does.
func parseUUID(s string) (uuid.UUID, bool) {
	id, err := uuid.Parse(s)
	return id, err == nil && len(s) == 36
}

// parseURN accepts "urn:uuid:" before a UUID.
func parseURN(s string) (uuid.UUID, bool) {
	rest, prefixed := strings.CutPrefix(s, "urn:uuid:")
	if !prefixed {
		return uuid.Nil, false
	}
	return parseUUID(rest)
}

func parseTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil
}

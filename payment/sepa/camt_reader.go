// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// The messages of this package, without their version.
const (
	messageReport       = "camt.052.001."
	messageStatement    = "camt.053.001."
	messageNotification = "camt.054.001."
)

// maxElementText bounds the text of one element; the longest that the format
// knows has a few hundred characters.
const maxElementText = 64 << 10

// camtReader walks through a document and builds a tree of one entry at a time.
type camtReader struct {
	xml    *xmlstream.Reader
	limits Limits
	space  string // of the document inside; "" outside of one

	statement Statement
	inside    bool           // a statement
	name      string         // of the message: "camt.053.001.08"
	message   string         // page of the message, where there are several
	page      string         // page of the statement
	prefix    string         // of the keys of this statement; "" before its first entry
	entries   int            // in this statement
	keys      map[string]int // how often a reference came in this statement
	before    map[string]int // how often a statement of this name came in the document

	foreign int  // how deep inside of what may hold other namespaces
	cut     bool // something of the tree was left out
	mangled bool // it has text that could not be decoded
}

// node is an element with its text and the elements in it.
type node struct {
	name     string
	currency string // the attribute Ccy
	text     string
	children []*node
}

// messageOf returns which message a namespace stands for. Austrian banks have one
// of their own for the same elements.
func messageOf(space string) (string, bool) {
	name, ok := strings.CutPrefix(space, "urn:iso:std:iso:20022:tech:xsd:")
	if !ok {
		if name, ok = strings.CutPrefix(space, "ISO:"); !ok {
			return "", false
		}
		name, _, _ = strings.Cut(name, ":")
	}
	for _, known := range []string{messageReport, messageStatement, messageNotification} {
		if version, ok := strings.CutPrefix(name, known); ok && version != "" {
			return name, true
		}
	}
	return "", false
}

func (r *camtReader) read(yield func(Entry, error) bool) error {
	r.before = map[string]int{}
	for {
		token, err := r.xml.Next()
		if errors.Is(err, io.EOF) {
			switch {
			case r.space == "":
				return r.wrong("not a camt.052, camt.053 or camt.054")
			case !r.inside:
				return r.wrong("a document without a statement")
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrStatement, err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if element.Name.Local == "Document" { // the root, or in the envelope of a transport
			if r.name, ok = messageOf(element.Name.Space); !ok {
				return r.wrong("not a camt.052, camt.053 or camt.054")
			}
			r.space, r.inside, r.message = element.Name.Space, false, ""
			continue
		}
		if element.Name.Space != r.space || r.space == "" {
			continue
		}
		if err := r.element(element, yield); err != nil {
			return err
		}
	}
}

func (r *camtReader) element(element xml.StartElement, yield func(Entry, error) bool) error {
	if strings.HasPrefix(element.Name.Local, "BkToCstmr") {
		return nil // the frame around the statements; the first versions have another name for it
	}
	switch element.Name.Local {
	case "Stmt", "Ntfctn", "Rpt":
		r.statement, r.inside, r.prefix, r.page = Statement{Message: r.name}, true, "", r.message
		r.entries, r.keys = 0, map[string]int{}
	case "Ntry":
		return r.entry(element, yield)
	case "GrpHdr", "StmtPgntn", "NtfctnPgntn", "RptPgntn", "Acct", "Id":
		return r.head(element)
	default: // balances, sums and whatever a newer version adds
		_, err := r.tree(element, nil)
		return err
	}
	return nil
}

// head reads what stands before the entries of a statement. That there are pages
// older versions say in the message and newer ones in the statement.
func (r *camtReader) head(element xml.StartElement) error {
	budget := 10_000
	r.cut = false
	n, err := r.tree(element, &budget)
	switch {
	case err != nil:
		return err
	case r.cut: // without the account and the id the movements have no keys of their own
		return r.wrong("a head of too much text or too many elements")
	}
	switch n.name {
	case "Id":
		r.statement.ID = n.text
	case "GrpHdr":
		r.message = n.at("MsgPgntn", "PgNb")
	case "StmtPgntn", "NtfctnPgntn", "RptPgntn":
		r.page = n.at("PgNb")
	case "Acct":
		r.statement.AccountID = first(n.at("Id", "IBAN"), n.at("Id", "Othr", "Id"))
		if iban, err := NormalizeIBAN(n.at("Id", "IBAN")); err == nil {
			r.statement.Account, r.statement.AccountID = iban, iban.String()
		}
	}
	return nil
}

func (r *camtReader) entry(element xml.StartElement, yield func(Entry, error) bool) error {
	if r.entries++; r.entries > r.limits.Entries {
		return r.wrong("too many entries")
	}
	if !r.inside {
		return r.wrong("an entry outside a statement")
	}
	budget := r.limits.Nodes
	r.cut, r.mangled = false, false
	n, err := r.tree(element, &budget)
	if err != nil {
		return err
	}
	entry := n.entry(r.statement, r.cut)
	if r.mangled {
		entry.Findings.Add("SEP-TEXT-01", "/Ntry", "a character that the declared encoding does not have")
	}
	r.number(&entry)
	if !yield(entry, nil) {
		return errStopped
	}
	return nil
}

// number gives each movement its key: account, statement and reference, where
// the bank gives none the place of the entry, and a running number where several
// share one. Pages of one statement share its name, and a document may hold two
// statements of one name: neither may take the keys of the other, or money would
// pass for read before.
func (r *camtReader) number(e *Entry) {
	if r.prefix == "" {
		r.prefix = e.Statement.AccountID + "/" + e.Statement.ID
		if r.page != "" && r.page != "1" {
			r.prefix += "/page " + r.page
		}
		if r.before[r.prefix]++; r.before[r.prefix] > 1 {
			r.prefix += "/again " + strconv.Itoa(r.before[r.prefix])
		}
		r.prefix += "/"
	}
	base := first(e.Reference, e.ServicerReference, "@"+strconv.Itoa(r.entries))
	for i := range e.Movements {
		r.keys[base]++
		e.Movements[i].Key = r.prefix + base + "/" + strconv.Itoa(r.keys[base])
	}
}

// supplementary is where a bank may put what the format has no room for, in a
// namespace of its own.
const supplementary = "SplmtryData"

// tree builds the element that was just opened. A nil budget passes over it. An
// element of another namespace is passed over too, but in supplementary data, and so
// is what exceeds the budget.
func (r *camtReader) tree(element xml.StartElement, budget *int) (*node, error) {
	if budget != nil {
		if *budget--; *budget < 0 {
			r.cut, budget = true, nil
		}
	}
	n := &node{name: element.Name.Local}
	if n.name == supplementary || r.foreign > 0 {
		r.foreign++
		defer func() { r.foreign-- }()
	}
	for _, attribute := range element.Attr {
		if attribute.Name.Local == "Ccy" {
			n.currency = attribute.Value
		}
	}
	for {
		token, err := r.xml.Next()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrStatement, err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if budget == nil {
				return nil, nil //nolint:nilnil // there is no tree of what is passed over
			}
			n.text = strings.Trim(n.text, xmlstream.Space)
			return n, nil
		case xml.CharData:
			if budget == nil || len(n.children) > 0 {
				continue
			}
			if len(n.text)+len(t) > maxElementText {
				r.cut = true
				continue
			}
			n.text += string(t)
			r.mangled = r.mangled || strings.ContainsRune(string(t), '\ufffd')
		case xml.StartElement:
			inside := budget
			if t.Name.Space != r.space && r.foreign == 0 {
				inside = nil
			}
			child, err := r.tree(t, inside)
			if err != nil {
				return nil, err
			}
			if child != nil {
				n.children, n.text = append(n.children, child), ""
			}
		}
	}
}

func (r *camtReader) wrong(reason string) error {
	return fmt.Errorf("%w: %w", ErrStatement, r.xml.Errorf("%s", reason))
}

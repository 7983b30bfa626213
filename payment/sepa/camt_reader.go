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

const camtNamespace = "urn:iso:std:iso:20022:tech:xsd:"

// maxElementText bounds the text of one element; the longest that the format
// knows has a few hundred characters.
const maxElementText = 64 << 10

// camtReader walks through a document and builds a tree of one entry at a time.
type camtReader struct {
	xml    *xmlstream.Reader
	limits Limits
	space  string

	statement Statement
	inside    bool           // a statement
	message   string         // page of the message, where there are several
	page      string         // page of the statement
	prefix    string         // of the keys of this statement; "" before its first entry
	entries   int            // in this statement
	keys      map[string]int // how often a reference came in this statement
	before    map[string]int // how often a statement of this name came in the document
}

// node is an element with its text and the elements in it.
type node struct {
	name     string
	currency string // the attribute Ccy
	text     string
	children []*node
}

func (r *camtReader) read(yield func(Entry, error) bool) error {
	root, err := r.start()
	if err != nil {
		return err
	}
	message, ours := strings.CutPrefix(root.Name.Space, camtNamespace)
	if root.Name.Local != "Document" || !ours || !strings.HasPrefix(message, "camt.053.001.") && !strings.HasPrefix(message, "camt.054.001.") {
		return r.wrong("not a camt.053 or camt.054")
	}
	r.space, r.before = root.Name.Space, map[string]int{}
	for {
		token, err := r.xml.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrStatement, err)
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Space != r.space {
			continue
		}
		switch element.Name.Local {
		case "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn": // the frame around the statements
		case "Stmt", "Ntfctn":
			r.statement, r.inside, r.prefix, r.page = Statement{Message: message}, true, "", r.message
			r.entries, r.keys = 0, map[string]int{}
		case "Ntry":
			if err := r.entry(element, yield); err != nil {
				return err
			}
		case "GrpHdr", "StmtPgntn", "NtfctnPgntn", "Acct", "Id":
			if err := r.head(element); err != nil {
				return err
			}
		default: // balances, sums and whatever a newer version adds
			if _, err := r.tree(element, nil); err != nil {
				return err
			}
		}
	}
}

func (r *camtReader) start() (xml.StartElement, error) {
	for {
		token, err := r.xml.Next()
		if err != nil {
			return xml.StartElement{}, fmt.Errorf("%w: %w", ErrStatement, err)
		}
		if element, ok := token.(xml.StartElement); ok {
			return element, nil
		}
	}
}

// head reads what stands before the entries of a statement. That there are pages
// older versions say in the message and newer ones in the statement.
func (r *camtReader) head(element xml.StartElement) error {
	budget := 10_000
	n, err := r.tree(element, &budget)
	if err != nil {
		return err
	}
	switch n.name {
	case "Id":
		r.statement.ID = n.text
		return nil
	case "GrpHdr":
		r.message = n.at("MsgPgntn", "PgNb")
		return nil
	case "StmtPgntn", "NtfctnPgntn":
		r.page = n.at("PgNb")
		return nil
	}
	r.statement.AccountID = n.at("Id", "IBAN")
	if r.statement.AccountID == "" {
		r.statement.AccountID = n.at("Id", "Othr", "Id")
		return nil
	}
	iban, err := ParseIBAN(r.statement.AccountID)
	if err != nil {
		return r.wrong("the account is not an IBAN")
	}
	r.statement.Account = iban
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
	n, err := r.tree(element, &budget)
	if err != nil {
		return err
	}
	entry, problem := n.entry(r.statement)
	if problem != "" {
		return r.wrong(problem)
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

// tree builds the element that was just opened. A nil budget passes over it. An
// element of another namespace is passed over too.
func (r *camtReader) tree(element xml.StartElement, budget *int) (*node, error) {
	if budget != nil {
		if *budget--; *budget < 0 {
			return nil, r.wrong("an entry of too many elements")
		}
	}
	n := &node{name: element.Name.Local}
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
			n.text = strings.Trim(n.text, xmlstream.Space)
			return n, nil
		case xml.CharData:
			if budget != nil && len(n.children) == 0 {
				if n.text += string(t); len(n.text) > maxElementText {
					return nil, r.wrong("an element of too much text")
				}
			}
		case xml.StartElement:
			inside := budget
			if t.Name.Space != r.space {
				inside = nil
			}
			child, err := r.tree(t, inside)
			if err != nil {
				return nil, err
			}
			if inside != nil {
				n.children, n.text = append(n.children, child), ""
			}
		}
	}
}

func (r *camtReader) wrong(reason string) error {
	return fmt.Errorf("%w: %w", ErrStatement, r.xml.Errorf("%s", reason))
}

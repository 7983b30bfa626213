// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// ErrStatement reports a document that is no statement this package reads, that
// breaks off, or that is beyond all bounds. It never repeats text of the document.
var ErrStatement = errors.New("sepa: not a readable bank statement")

// Statement is what all entries of one statement have in common.
type Statement struct {
	Message string // "camt.053.001.08"
	ID      string
	Account IBAN // of the authority; zero where the bank names it otherwise
	// AccountID is the account as the bank names it.
	AccountID string
}

// IsPreview reports whether this is what the bank sees during the day (camt.052).
// It may change until the day is over, so nothing of it is booked.
func (s Statement) IsPreview() bool { return strings.HasPrefix(s.Message, messageReport) }

// Entry is one line of a statement. It may be a batch of many movements.
type Entry struct {
	Statement         Statement
	Reference         string // of the entry
	ServicerReference string // of the bank
	// Amount is less than zero for a debit. It is not set where the bank wrote
	// something that is no amount; AmountText has what it wrote then.
	Amount     money.Amount
	AmountText string
	Reversal   bool // takes back an earlier entry
	// Status is BOOK, PDNG, INFO or FUTR, or behind "Prtry/" a word of the bank's
	// own. Only BOOK has moved the account.
	Status    string
	Booked    datum.Datum
	Value     datum.Datum
	Movements []Movement
	// Rest is what the movements do not explain, such as the fee of a return
	// debit. Movements and Rest always add up to Amount. Where the details of an
	// entry contradict it, the entry is its only movement and quotes nothing.
	Rest money.Amount
	// Unclear are the details that are in no movement, because their amount
	// cannot be read or because they contradict the entry: for a person to look
	// at. They have neither key nor amount.
	Unclear []Movement
	// Findings say what of the entry could not be read as it stands; see the
	// package comment. They repeat none of its text.
	Findings recht.Befunde
}

// Movement is one payment inside an entry.
type Movement struct {
	// Key is the same whenever the same statement is read, and another for
	// every movement: book it once.
	Key               string
	Amount            money.Amount // less than zero: a debit
	EndToEndID        string
	InstructionID     string
	TransactionID     string
	ServicerReference string
	MandateID         string
	Structured        []string // creditor references
	Unstructured      []string // what the payer typed
	// Additional is what the bank adds in words. Some banks have the text of the
	// payer only there.
	Additional []string
	// Others are the references of every other kind, such as the number of a
	// document that the payment is for.
	Others []string
	// Counterparty and CounterpartyName are the other side: who has paid, or was
	// paid. UltimateName is the one on whose behalf, where a payment service or
	// another person stands in between.
	Counterparty     IBAN
	CounterpartyName string
	UltimateName     string
	ReturnReason     string // of a return debit, such as AC04; "unstated" where the bank gives none
}

// reasonUnstated is the reason of a return for which the bank gives none, or only words.
const reasonUnstated = "unstated"

// Format prints key and amount, and nothing about a person.
func (m Movement) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "movement %s of %s", m.Key, m.Amount) }

// Format prints statement, reference and amount, and nothing about a person.
func (e Entry) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "entry %s of %s in %d movements", e.Reference, e.Amount, len(e.Movements))
}

// Limits bound what [ReadEntries] takes in. Zero fields are the default.
type Limits struct {
	Bytes int64 // length of the document in UTF-8; default 1 GiB
	// Nodes bounds the elements of one entry; default 500,000, about 10,000
	// movements. What goes beyond is not read, and the entry says so.
	Nodes   int
	Entries int // entries of one statement; default 1,000,000
}

func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 1 << 30
	}
	if l.Nodes <= 0 {
		l.Nodes = 500_000
	}
	if l.Entries <= 0 {
		l.Entries = 1_000_000
	}
	return l
}

// ReadEntries reads the statements (camt.053), notifications (camt.054) and
// previews (camt.052) of a document entry by entry. Memory grows with the largest
// entry and with the number of references in a statement, not with the document.
//
// An odd part of an entry is a finding of that entry and ends nothing: the entries
// before and behind it are read as ever. An error means that the document as a
// whole is none or breaks off. It ends the reading; what was yielded before is
// right by itself, but the document is not complete, so book nothing before the
// end.
//
// A notification repeats what a statement says, and a bank may send a statement
// again under another id. Read each movement of the account from one of them
// only, or money is booked twice. A preview books nothing.
func ReadEntries(r io.Reader, limits Limits) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		limits := limits.orDefault()
		text, err := utf8Reader(r)
		if err != nil {
			yield(Entry{}, fmt.Errorf("%w: %w", ErrStatement, err))
			return
		}
		reader := &camtReader{
			limits: limits,
			xml:    xmlstream.NewReader(text, xmlstream.Limits{Bytes: limits.Bytes, Token: 64 << 10, Depth: 64}),
		}
		if err := reader.read(yield); err != nil && !errors.Is(err, errStopped) {
			yield(Entry{}, err)
		}
	}
}

// errStopped says that the caller wants no more.
var errStopped = errors.New("stopped")

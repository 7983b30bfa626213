// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// DayLineKind is what a line of the day's list is about.
type DayLineKind string

// The kinds of lines.
const (
	DayPaid     DayLineKind = "paid"     // the service, or the bank, says that the whole was paid
	DayReceived DayLineKind = "received" // money on the account
	DayReversed DayLineKind = "reversed" // taken back from the account
	DayRefunded DayLineKind = "refunded" // sent back; more than zero: it came back, or never went
)

// words is what the cash office reads, without letters that a spreadsheet may take for others.
func (k DayLineKind) words() string {
	switch k {
	case DayPaid:
		return "bezahlt"
	case DayReceived:
		return "eingegangen"
	case DayReversed:
		return "zurueckgebucht"
	case DayRefunded:
		return "erstattet"
	default:
		return string(k)
	}
}

// DayLine is one thing that happened to the money of a payment on a day.
type DayLine struct {
	Payment     uuid.UUID   `json:"p"`
	Refund      uuid.UUID   `json:"f,omitzero"`
	Time        time.Time   `json:"t"`
	Kind        DayLineKind `json:"k"`
	Amount      Amount      `json:"a"`           // less than zero: it left the authority
	Reference   string      `json:"r,omitempty"` // Kassenzeichen
	Application string      `json:"ap,omitempty"`
	Entry       string      `json:"e,omitempty"` // of the bank statement
	// Positions say what was paid for, with their booking entries; on a line of the
	// kind paid only. They add up to Amount.
	Positions []DayPosition `json:"i,omitempty"`
}

// DayPosition is one position of a payment with its booking entries.
type DayPosition struct {
	Reference string  `json:"r"`
	Amount    Amount  `json:"a"`
	Booking   []Entry `json:"b,omitempty"`
}

// DayList is what the cash office has to do with on a day: every line in the order
// of time, and the sum of each kind.
type DayList struct {
	Day   datum.Datum
	Lines []DayLine
	Sums  map[DayLineKind]Amount // in euro
	// Foreign are the sums of other currencies, as of fees of missions abroad; nil where
	// there are none.
	Foreign map[Currency]map[DayLineKind]Amount
	// Damaged are the lines that cannot be read.
	Damaged int
}

// maxDayLines bounds one list.
const maxDayLines = 200_000

// ErrDayTooLong reports a day of more than 200,000 lines.
var ErrDayTooLong = errors.New("payment: more lines on a day than one list has")

// Day returns the list of a day, by German legal time: what was recorded on it. So
// the list of a day that is over does not change any more. It is one query. What is
// odd stands on another list: [Service.CashOffice].
func (s *Service) Day(ctx context.Context, day datum.Datum) (DayList, error) {
	list := DayList{Day: day, Sums: map[DayLineKind]Amount{}}
	for head, err := range s.core.List(ctx, journal.Query{Kind: kindLine, Key: journal.Key{Name: keyDay, Value: day.String()}}) {
		var line DayLine
		if err == nil {
			line, err = lineOf(&head)
		}
		switch {
		case errors.Is(err, journal.ErrDamaged):
			list.Damaged++
			continue
		case err != nil:
			return DayList{}, fmt.Errorf("payment: list of a day: %w", err)
		case len(list.Lines) == maxDayLines:
			return DayList{}, ErrDayTooLong
		}
		list.Lines = append(list.Lines, line)
	}
	slices.SortStableFunc(list.Lines, func(a, b DayLine) int {
		return cmp.Or(a.Time.Compare(b.Time), slices.Compare(a.Payment[:], b.Payment[:]), cmp.Compare(a.Kind, b.Kind))
	})
	for i := range list.Lines {
		if err := list.count(&list.Lines[i]); err != nil {
			return DayList{}, fmt.Errorf("payment: sums of a day: %w", err)
		}
	}
	return list, nil
}

// count adds a line to the sum of its kind and currency.
func (l *DayList) count(line *DayLine) error {
	sums, currency := l.Sums, line.Amount.Currency()
	if currency != EUR {
		if l.Foreign == nil {
			l.Foreign = map[Currency]map[DayLineKind]Amount{}
		}
		if l.Foreign[currency] == nil {
			l.Foreign[currency] = map[DayLineKind]Amount{}
		}
		sums = l.Foreign[currency]
	}
	sum := sums[line.Kind]
	if !sum.IsSet() {
		sum = NewAmount(0, currency)
	}
	sum, err := sum.Add(line.Amount)
	sums[line.Kind] = sum
	return err
}

// line is what an event means for the list of its day.
func (t Transaction) line(e Event) (DayLine, bool) {
	line := DayLine{Payment: t.id, Time: e.Time, Amount: e.Amount, Reference: t.reference, Application: t.order.Application, Entry: e.Entry}
	switch e.Kind {
	case EventPaid:
		line.Kind, line.Amount = DayPaid, t.order.Amount
		for i := range t.order.Items {
			item := &t.order.Items[i]
			gross, err := item.Net.Add(item.Tax)
			if err != nil {
				return DayLine{}, false // an order whose items do not add up was never taken
			}
			line.Positions = append(line.Positions, DayPosition{Reference: item.Reference, Amount: gross, Booking: item.Booking})
		}
	case EventReceived, EventSettled:
		line.Kind = DayReceived
	case EventReversed:
		line.Kind = DayReversed
		line.Amount, _ = e.Amount.Neg() // it is more than zero
	default:
		return DayLine{}, false
	}
	return line, true
}

// refundLine is the line of a refund that was sent, or came back.
func (t Transaction) refundLine(r Refund, now time.Time) DayLine {
	line := DayLine{Payment: t.id, Refund: r.id, Time: now, Kind: DayRefunded, Amount: r.amount, Reference: t.reference, Application: t.order.Application}
	if r.state == RefundSucceeded {
		line.Amount, _ = r.amount.Neg() // it is more than zero
	}
	return line
}

// commit is what is stored of a line. It stands in the keys, so that the list of a
// day is one query, and so that erasing removes it.
func (l DayLine) commit(of uuid.UUID, version uint64) (journal.Commit, error) {
	content, err := json.Marshal(l)
	if err != nil {
		return journal.Commit{}, fmt.Errorf("payment: encode a line: %w", err)
	}
	keys := []journal.Key{{Name: keyDay, Value: datum.Of(l.Time).String()}}
	for part := 0; len(content) > 0; part++ {
		n := min(len(content), journal.MaxValue)
		for n < len(content) && !utf8.RuneStart(content[n]) {
			n--
		}
		keys = append(keys, journal.Key{Name: fmt.Sprintf("%s/%04d", keyLine, part), Value: string(content[:n])})
		content = content[n:]
	}
	return journal.Commit{
		Kind: kindLine, Stream: uuid.NewSHA1(of, strconv.AppendUint([]byte(keyLine+"/"), version, 10)), State: string(l.Kind), Keys: keys,
		Events: []journal.Event{{Type: string(l.Kind), Time: l.Time, Data: []byte("{}")}},
	}, nil
}

// lineOf reads what commit stored.
func lineOf(head *journal.Head) (DayLine, error) {
	var parts []journal.Key
	for _, key := range head.Keys {
		if strings.HasPrefix(key.Name, keyLine+"/") {
			parts = append(parts, key)
		}
	}
	slices.SortFunc(parts, func(a, b journal.Key) int { return cmp.Compare(a.Name, b.Name) })
	var content strings.Builder
	for _, part := range parts {
		content.WriteString(part.Value)
	}
	var line DayLine
	if err := json.Unmarshal([]byte(content.String()), &line); err != nil {
		return DayLine{}, journal.ErrDamaged
	}
	return line, nil
}

// WriteCSV writes the list for a spreadsheet of a German cash office: separated by
// semicolons, amounts with a comma. A payment has a row for each position, with its
// booking entries; the sum of the column of amounts over the rows of a kind is the
// sum of the list. The last rows are those sums.
func (l DayList) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	rows := [][]string{{"Tag", "Uhrzeit", "Art", "Betrag", "Waehrung", "Kassenzeichen", "Position", "Buchung", "Kontoauszug", "Antrag", "Zahlung", "Erstattung"}}
	for i := range l.Lines {
		line := &l.Lines[i]
		positions := line.Positions
		if len(positions) == 0 {
			positions = []DayPosition{{Amount: line.Amount}}
		}
		for _, position := range positions {
			refund := ""
			if line.Refund != uuid.Nil {
				refund = line.Refund.String()
			}
			rows = append(rows, []string{
				l.Day.String(), datum.LegalTime(line.Time).Format("15:04:05"), line.Kind.words(), comma(position.Amount), position.Amount.Currency().String(),
				text(line.Reference), text(position.Reference), text(bookings(position.Booking)), text(line.Entry), text(line.Application), line.Payment.String(), refund,
			})
		}
	}
	sums := []map[DayLineKind]Amount{l.Sums}
	for _, currency := range slices.Sorted(maps.Keys(l.Foreign)) {
		sums = append(sums, l.Foreign[currency])
	}
	for _, of := range sums {
		for _, kind := range []DayLineKind{DayPaid, DayReceived, DayReversed, DayRefunded} {
			if sum := of[kind]; sum.IsSet() {
				rows = append(rows, []string{l.Day.String(), "", "Summe " + kind.words(), comma(sum), sum.Currency().String(), "", "", "", "", "", "", ""})
			}
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("payment: write the list of a day: %w", err)
	}
	return nil
}

func comma(a Amount) string { return strings.Replace(a.Decimal(), ".", ",", 1) }

func bookings(entries []Entry) string {
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = e.Key + "=" + e.Value
	}
	return strings.Join(texts, " ")
}

// text keeps a spreadsheet from taking a text that others have written for a
// formula.
func text(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// TaxRounding says where value added tax is rounded, half up to the cent. The
// two differ: three times 8.40 at 19 % is 4.79 per line and 4.80 per unit.
type TaxRounding string

const (
	// TaxPerLine rounds once, on the total of the line.
	TaxPerLine TaxRounding = "per-line"
	// TaxPerUnit rounds the tax of one unit and multiplies it. It applies to
	// fees per unit; where there is no unit it is the same as per line.
	TaxPerUnit TaxRounding = "per-unit"
)

// Collection says when an authority wants its fees.
type Collection string

// When a fee is collected.
const (
	CollectWithOrder  Collection = "with-order" // nothing happens before it is paid
	CollectOptional   Collection = "optional"   // may be paid at once, the debt stays otherwise
	CollectOnRequest  Collection = "on-request" // not before the authority asks for it
	CollectAfterwards Collection = "afterwards" // the amount is known after the service only
)

// FeeSchedule is the content of a fee table, as it is read from a file.
type FeeSchedule struct {
	Authority   string      `json:"authority"`
	Source      string      `json:"source"` // where the figures were published
	Currency    Currency    `json:"currency"`
	TaxRounding TaxRounding `json:"taxRounding"`
	Collection  Collection  `json:"collection"`
	// Reference is a payment reference that all payments share, where the cash
	// office works so; empty otherwise.
	Reference string `json:"reference,omitempty"`
	Fees      []Fee  `json:"fees"`
}

// FeeTable is a checked schedule. It is immutable and may be used by any number
// of goroutines.
type FeeTable struct {
	schedule FeeSchedule
	byID     map[string][]*Fee
	remarks  recht.Befunde
}

// maxFeeTable bounds what [ReadFeeTable] takes in.
const maxFeeTable = 4 << 20

// ReadFeeTable reads a schedule from JSON. Members that it does not know are
// refused: a misspelt "validTo" must not become a fee without end.
func ReadFeeTable(r io.Reader) (*FeeTable, error) {
	limited := &io.LimitedReader{R: r, N: maxFeeTable + 1}
	decoder := json.NewDecoder(limited)
	decoder.DisallowUnknownFields()
	var schedule FeeSchedule
	if err := decoder.Decode(&schedule); err != nil {
		return nil, fmt.Errorf("payment: read fee table: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) || limited.N <= 0 {
		return nil, fmt.Errorf("payment: read fee table: more than one document or more than %d bytes", maxFeeTable)
	}
	return NewFeeTable(schedule)
}

// NewFeeTable checks a schedule and returns its table. The error is a
// [*recht.BefundError] with everything that is wrong.
func NewFeeTable(schedule FeeSchedule) (*FeeTable, error) {
	var found recht.Befunde
	if schedule.Authority == "" || schedule.Source == "" {
		found.Add("FEE-TABLE-01", "/authority", "authority and source are required")
	}
	switch schedule.TaxRounding {
	case TaxPerLine, TaxPerUnit:
	default:
		found.Add("FEE-TABLE-02", "/taxRounding", "neither per-line nor per-unit")
	}
	switch schedule.Collection {
	case CollectWithOrder, CollectOptional, CollectOnRequest, CollectAfterwards:
	default:
		found.Add("FEE-TABLE-03", "/collection", "not a way to collect")
	}
	table := &FeeTable{schedule: schedule, byID: make(map[string][]*Fee, len(schedule.Fees))}
	table.schedule.Fees = slices.Clone(schedule.Fees)
	for i := range table.schedule.Fees {
		fee := &table.schedule.Fees[i]
		*fee = fee.clone()
		at := "/fees/" + strconv.Itoa(i)
		fee.check(&found, at)
		if fee.currency() != schedule.Currency {
			found.Add("FEE-CURRENCY-01", at, "not in the currency of the table")
		}
		for _, other := range table.byID[fee.ID] {
			if fee.overlaps(other) {
				found.Add("FEE-VALID-02", at+"/validFrom", "holds on a day on which another rule of the same id does")
			}
		}
		table.byID[fee.ID] = append(table.byID[fee.ID], fee)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	table.remarks = found
	return table, nil
}

// Remarks are the warnings about the table: what does not forbid its use and is to be
// looked at, such as FEE-TAX-04, fees of which nobody said how they are taxed from 2027
// on.
func (t *FeeTable) Remarks() recht.Befunde { return slices.Clone(t.remarks) }

// Schedule returns a copy of the data of the table.
func (t *FeeTable) Schedule() FeeSchedule {
	schedule := t.schedule
	schedule.Fees = slices.Clone(schedule.Fees)
	for i := range schedule.Fees {
		schedule.Fees[i] = schedule.Fees[i].clone()
	}
	return schedule
}

// Fee returns a copy of the rule that holds on the day.
func (t *FeeTable) Fee(id string, day datum.Datum) (Fee, bool) {
	fee := t.fee(id, day)
	if fee == nil {
		return Fee{}, false
	}
	return fee.clone(), true
}

func (t *FeeTable) fee(id string, day datum.Datum) *Fee {
	for _, fee := range t.byID[id] {
		if fee.validOn(day) {
			return fee
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package signedpay

import (
	"time"

	"github.com/deutschland-stack/bausteine/payment"
)

// opening is what the client sends to open a payment.
type opening struct {
	Amount      payment.Amount `json:"amount"`
	Items       []item         `json:"items,omitempty"`
	Reference   string         `json:"reference"` // the request id
	Description string         `json:"description"`
	ReturnURL   string         `json:"return_url"`
}

// item is a position of a payment.
type item struct {
	ID       string         `json:"id"`
	Quantity int64          `json:"quantity"`
	Net      payment.Amount `json:"net"`
	Tax      payment.Amount `json:"tax"`
}

// ordered returns the items of an order as they are sent.
func ordered(items []payment.Item) []item {
	sent := make([]item, len(items))
	for i := range items {
		sent[i] = item{ID: items[i].ID, Quantity: items[i].Quantity, Net: items[i].Net, Tax: items[i].Tax}
	}
	return sent
}

// kept and told turn what is sent into what the books hold, and back.
func kept(items []item) []payment.ReportItem {
	var held []payment.ReportItem
	for _, i := range items {
		held = append(held, payment.ReportItem(i))
	}
	return held
}

func told(items []payment.ReportItem) []item {
	var sent []item
	for _, i := range items {
		sent = append(sent, item(i))
	}
	return sent
}

// paymentState is a payment as the service tells it, in an answer or a message.
type paymentState struct {
	ID        string         `json:"payment_id"`
	Reference string         `json:"reference"`
	Amount    payment.Amount `json:"amount"`
	Items     []item         `json:"items,omitempty"`
	State     struct {
		Status   string `json:"status"`
		Finished bool   `json:"finished"`
	} `json:"state"`
	Method  string    `json:"method,omitempty"`
	PaidAt  time.Time `json:"paid_at,omitzero"`
	NextURL string    `json:"next_url,omitempty"`
}

// The states of the service.
const (
	stateCreated   = "created"
	stateSuccess   = "success"
	stateFailed    = "failed"
	stateCancelled = "cancelled"
)

// refunding is what the client sends to have money sent back.
type refunding struct {
	ID        string         `json:"refund_id"`
	Amount    payment.Amount `json:"amount"`
	Available payment.Amount `json:"refund_amount_available"`
}

// refundState is a refund as the service tells it.
type refundState struct {
	ID     string         `json:"refund_id"`
	Amount payment.Amount `json:"amount"`
	Status string         `json:"status"`
}

const refundSuccess = "success"

// failure is what the service says where it refuses.
type failure struct {
	Code string `json:"code"`
}

// The codes of the service.
const (
	codeInvalid  = "INVALID"
	codeConflict = "IDEMPOTENCY_KEY_REUSED"
	codeRefund   = "REFUND_AMOUNT_MISMATCH"
	codeNotFound = "NOT_FOUND"
	codeToken    = "UNAUTHORIZED"
	codeTrouble  = "TROUBLE"
)

// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Provider is the driver of one payment service. Its comments are the contract;
// paymenttest.TestProvider proves an implementation. Users talk to a [Service].
//
// All methods may be called by many goroutines at once. They do not retry:
// the Service does, on its published schedule. They return when their context
// ends; a [Service] may ask twice at the same time where one does not.
type Provider interface {
	// Check lists what of the request the format of the service cannot carry.
	// It is pure and changes nothing, above all it shortens nothing.
	Check(request Request) recht.Befunde

	// Create asks the service to open a payment. The same request id with the
	// same content opens one payment, however often it is asked.
	//
	// Errors: ErrRefused if the service said no and there is certainly no such
	// payment; ErrExists if it knows the request id and tells no more. Every
	// other error means that the outcome is not known.
	Create(ctx context.Context, request Request) (Report, error)

	// Status reads what the service knows of a payment. ErrNotFound if it says
	// that it knows none. Every other error says nothing about the payment.
	Status(ctx context.Context, ref string) (Report, error)
}

// Finder is a [Provider] that can find a payment by request id alone, which
// recovers a create whose answer was lost. ErrNotFound as in Status.
type Finder interface {
	Find(ctx context.Context, requestID string) (Report, error)
}

// Notified is a [Provider] that is told of changes by a signed message.
type Notified interface {
	// ParsePush checks the signature of a message and reads it. ErrSignature
	// where it does not fit; ErrReport where it cannot be read.
	ParsePush(header http.Header, body []byte) (Report, error)
}

// Refunder is a [Provider] that sends money back.
type Refunder interface {
	// Refund asks for a refund. The same refund id asks for one refund, however
	// often it is asked. Errors as for Create.
	Refund(ctx context.Context, request RefundRequest) (RefundReport, error)
	// RefundStatus reads how far a refund is. Errors as for Status.
	RefundStatus(ctx context.Context, refundID string) (RefundReport, error)
}

// What providers answer.
var (
	// ErrRefused says that the service refused for good; the error is a
	// [*RefusedError].
	ErrRefused = errors.New("payment: the payment service refused")
	// ErrExists says that the service knows the request id already.
	ErrExists = errors.New("payment: the payment service knows this request")
	// ErrNotFound says that there is no such payment or refund; it is
	// [bausteine.ErrNotFound].
	ErrNotFound = bausteine.ErrNotFound
	// ErrSignature says that a message is not from the payment service.
	ErrSignature = errors.New("payment: the signature does not fit")
	// ErrReport says that an answer or message cannot be read.
	ErrReport = errors.New("payment: unreadable answer of the payment service")
	// ErrUnsupported says that the provider cannot do this at all.
	ErrUnsupported = errors.New("payment: the payment service does not offer this")
)

// RefusedError carries the code with which a service refused. It is
// [ErrRefused].
type RefusedError struct{ Code string }

func (e *RefusedError) Error() string { return ErrRefused.Error() + ": " + e.Code }

// Unwrap ties the error to [ErrRefused].
func (e *RefusedError) Unwrap() error { return ErrRefused }

// Request is what a provider is asked to open.
type Request struct {
	ID    string    // deterministic; see [RequestID]
	Time  time.Time // of the order, the same on every try
	Order Order
}

// Status is what a payment service says of a payment.
type Status string

// The states that services know of, in the words of this package.
const (
	StatusOpen     Status = "open" // nobody has paid yet
	StatusPaid     Status = "paid"
	StatusFailed   Status = "failed" // given up by the service, also after time-out
	StatusCanceled Status = "canceled"
	// StatusUnknown is a value that the driver does not know. It is no error:
	// services grow. Raw has it as it came.
	StatusUnknown Status = "unknown"
)

// Report is what a payment service says of a payment, in an answer or a message.
type Report struct {
	Ref       string // id at the service
	RequestID string // as the service has it
	Status    Status
	Raw       string // the status as it came
	Amount    Amount // as the service has it
	// Items are the positions as the service has them, in any order; none where
	// it keeps none.
	Items        []ReportItem
	RedirectURL  string // pay page, while open
	Reference    string // business reference, such as a Kassenzeichen
	Method       string
	MethodDetail string
	PaidAt       time.Time
	Payload      [32]byte // SHA-256 of the answer or message
}

// ReportItem is a position as the payment service has it.
type ReportItem struct {
	ID       string
	Quantity int64  // 0: the service does not tell
	Net, Tax Amount // of the line
}

// RefundRequest is what a provider is asked to send back.
type RefundRequest struct {
	ID     string // of the refund
	Ref    string // of the payment
	Amount Amount
	// Available is how much can be refunded as the caller sees it, this refund
	// not counted.
	Available Amount
}

// RefundReport is what a service says of a refund.
type RefundReport struct {
	ID      string
	Amount  Amount
	Status  RefundStatus
	Payload [32]byte
}

// RefundStatus is how far a service is with a refund.
type RefundStatus string

// The states of refunds at services.
const (
	RefundAccepted RefundStatus = "accepted" // under way
	RefundDone     RefundStatus = "done"
	RefundRefused  RefundStatus = "refused"
)

// SPDX-License-Identifier: Apache-2.0

package payment

// State is where a transaction stands. The values go into the database.
type State string

const (
	// StateNew is the zero transaction, before its first event. It is never stored.
	StateNew State = "new"
	// StateInitiating means: the intent is stored, the service is being asked.
	StateInitiating State = "initiating"
	// StateUnknown means: the service was asked and gave no answer that can be read.
	StateUnknown State = "unknown"
	// StateInitial means: the service has opened the payment, nobody has paid yet.
	StateInitial State = "initial"
	// StateRejected means: the service refused to open it.
	StateRejected State = "rejected"
	// StatePaid means: the service says that the payer has paid.
	StatePaid State = "paid"
	// StateFailed means: the service gave up.
	StateFailed State = "failed"
	// StateCanceled means: the payer gave up.
	StateCanceled State = "canceled"
	// StateExpired means: our own deadline has passed.
	StateExpired State = "expired"
	// StateLate means: paid after it was given up. Money has moved: somebody must
	// accept the payment or send it back.
	StateLate State = "late"
	// StateSettled means: the money is on the account of the authority.
	StateSettled State = "settled"
	// StateReversed means: the money was taken back, by return debit or chargeback.
	StateReversed State = "reversed"
)

// IsOpen reports whether the outcome of the transaction is not known yet.
func (s State) IsOpen() bool {
	return s == StateInitiating || s == StateUnknown || s == StateInitial
}

// HasMoney reports whether the payer has paid and the money was not taken back.
func (s State) HasMoney() bool { return s == StatePaid || s == StateLate || s == StateSettled }

// isGivenUp reports whether a payment is not expected any more.
func (s State) isGivenUp() bool {
	return s == StateRejected || s == StateFailed || s == StateCanceled || s == StateExpired
}

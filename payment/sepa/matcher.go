// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// Claim is money that the authority waits for.
type Claim struct {
	ID     string // of the caller, such as the id of a transaction
	Amount money.Amount
	// References are what a payer may quote: RF reference, Kassenzeichen,
	// end-to-end id. No two claims share one.
	References []string
	// Received is what came in before; not set is nothing.
	Received money.Amount
}

// MatchKind says what a movement is to the claims.
type MatchKind string

// The kinds of matches.
const (
	MatchExact      MatchKind = "exact"      // the claim is now paid, to the cent
	MatchPartial    MatchKind = "partial"    // something is still missing
	MatchOver       MatchKind = "over"       // more than was asked for
	MatchReversal   MatchKind = "reversal"   // money of the claim was taken back: the bank calls it a return
	MatchOutgoing   MatchKind = "outgoing"   // the authority sent money, such as a refund; the claim stays paid
	MatchBounced    MatchKind = "bounced"    // money that the authority had sent came back; nobody has paid
	MatchRepeated   MatchKind = "repeated"   // the movement was read before; nothing to book
	MatchAmbiguous  MatchKind = "ambiguous"  // quotes several claims
	MatchSuggestion MatchKind = "suggestion" // quotes none, but one open claim has this amount; for a person
	MatchUnmatched  MatchKind = "unmatched"  // nobody waits for it
	MatchRest       MatchKind = "rest"       // what the movements of an entry do not explain
	MatchPending    MatchKind = "pending"    // not booked by the bank yet, or never
	MatchUnreadable MatchKind = "unreadable" // the bank wrote no amount that can be read; for a person
)

// Books reports whether a match of the kind is to be booked on its claim.
func (k MatchKind) Books() bool {
	return k == MatchExact || k == MatchPartial || k == MatchOver || k == MatchReversal
}

// Match is what became of one movement.
type Match struct {
	Kind     MatchKind
	Claim    string // id; empty where there is none
	Movement Movement
	Amount   money.Amount // of the movement, or of the rest
	Open     money.Amount // what the claim lacks afterwards; less than zero: too much
}

// Matcher brings movements and claims together. It is not for use by several
// goroutines at once.
type Matcher struct {
	claims map[string]*claimState // by id
	quotes quotes
	booked map[string]bool // keys of movements
	find   func(text string) []string
}

type claimState struct {
	claim    Claim
	received money.Amount
}

// NewMatcher returns a matcher over the open claims. booked lists the keys of
// movements that were booked before; they are not booked again.
//
// The references of the claims are found in the way people type them: in groups,
// between other signs, in small letters. find picks more out of what a payer
// typed, such as the Find of a kassenzeichen.Format, which takes Kassenzeichen out
// of words that they are glued to; nil picks nothing more.
func NewMatcher(claims []Claim, booked []string, find func(text string) []string) (*Matcher, error) {
	m := &Matcher{claims: map[string]*claimState{}, quotes: newQuotes(), booked: map[string]bool{}, find: find}
	if find == nil {
		m.find = func(string) []string { return nil }
	}
	for _, key := range booked {
		m.booked[key] = true
	}
	var f recht.Befunde
	for _, claim := range claims {
		state := &claimState{claim: claim, received: claim.Received}
		if !claim.Received.IsSet() {
			state.received = money.NewAmount(0, claim.Amount.Currency())
		}
		if claim.ID == "" || m.claims[claim.ID] != nil || claim.Amount.Sign() <= 0 || state.received.Currency() != claim.Amount.Currency() {
			f.Add("SEP-CLAIM-01", "/claims", "an id of its own and amounts of one currency are required")
		}
		m.claims[claim.ID] = state
		for _, reference := range claim.References {
			if !m.quotes.add(reference, state) {
				f.Add("SEP-CLAIM-02", "/claims", "a reference that is empty or of two claims")
			}
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// Match says what the movements of an entry are. The amounts of the matches
// always add up to the amount of the entry, so that no cent is passed over. The
// error is [money.ErrOverflow].
func (m *Matcher) Match(e Entry) ([]Match, error) {
	matches := make([]Match, 0, len(e.Movements)+1)
	for _, movement := range e.Movements {
		match, err := m.match(movement, e)
		if err != nil {
			return nil, err
		}
		matches = append(matches, match)
	}
	if e.Rest.Sign() != 0 {
		matches = append(matches, Match{Kind: MatchRest, Amount: e.Rest})
	}
	return matches, nil
}

func (m *Matcher) match(movement Movement, e Entry) (Match, error) {
	match := Match{Movement: movement, Amount: movement.Amount}
	switch {
	case e.Status != booked || e.Statement.IsPreview():
		match.Kind = MatchPending
	case m.booked[movement.Key]:
		match.Kind = MatchRepeated
	case !movement.Amount.IsSet():
		match.Kind = MatchUnreadable
	}
	if match.Kind != "" {
		return match, nil
	}
	quoted := m.quoted(&movement)
	if len(quoted) != 1 {
		match.Kind = MatchAmbiguous
		if len(quoted) == 0 {
			match.Kind, match.Claim = m.guess(movement)
		}
		return match, nil
	}
	claim := quoted[0]
	if claim.claim.Amount.Currency() != movement.Amount.Currency() {
		match.Kind = MatchUnmatched
		return match, nil
	}
	// Only what the bank calls a return takes money from a claim. A debit that
	// quotes one may be its refund, and a credit may be a refund that came back.
	returned, out := e.Reversal || movement.ReturnReason != "", movement.Amount.Sign() < 0
	if returned != out {
		match.Claim, match.Kind = claim.claim.ID, MatchOutgoing
		if returned {
			match.Kind = MatchBounced
		}
		return match, nil
	}
	received, err := claim.received.Add(movement.Amount)
	if err != nil {
		return match, err
	}
	open, err := claim.claim.Amount.Sub(received)
	if err != nil {
		return match, err
	}
	claim.received = received
	m.booked[movement.Key] = true
	match.Claim, match.Open = claim.claim.ID, open
	switch {
	case out:
		match.Kind = MatchReversal
	case open.Sign() > 0:
		match.Kind = MatchPartial
	case open.Sign() < 0:
		match.Kind = MatchOver
	default:
		match.Kind = MatchExact
	}
	return match, nil
}

// guess names the one open claim of the very amount, for a person to look at.
func (m *Matcher) guess(movement Movement) (MatchKind, string) {
	candidate := ""
	for id, state := range m.claims {
		open, err := state.claim.Amount.Sub(state.received)
		if err != nil || open != movement.Amount || movement.Amount.Sign() <= 0 {
			continue
		}
		if candidate != "" {
			return MatchUnmatched, ""
		}
		candidate = id
	}
	if candidate == "" {
		return MatchUnmatched, ""
	}
	return MatchSuggestion, candidate
}

// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// State is the state of a log at a size, without its name.
type State struct {
	Size uint64
	Root Hash
}

// Epoch is a signed act: a log that lost entries because a backup was restored, or that
// changes its key, goes on and says so. Every later head carries the act, so that
// whoever sees one, as a witness or in a receipt, sees where and why.
//
// The act is signed with the key before and, by every head that carries it, with the
// key from then on. It does not make a loss lawful, it makes it visible.
type Epoch struct {
	// Number counts the epochs of a log from 1; the first one has no act.
	Number uint64
	// Last is the last head that was seen before, and LastTime when it was signed.
	Last     State
	LastTime time.Time
	// Kept is what the log still has of it. Entries from Kept.Size up to Last.Size are
	// lost; if both are equal, nothing is.
	Kept State
	// Time is when the epoch began.
	Time time.Time
	// Before signed until then, Key signs from then on.
	Before, Key Verifier
	// Reason says why, in the words of the operator.
	Reason string
}

const (
	epochPrefix = "epoch "
	epochFields = 11 // the reason is the last and may have blanks
	epochLimit  = 64
	reasonLimit = 200
)

// signed is what the key before signs: the acts before and this one.
func (e Epoch) signed(origin string, before Epochs) []byte {
	return []byte("auditlog-epoch/v1\n" + origin + "\n" + before.lines + e.fields() + "\n" + e.Reason + "\n")
}

func (e Epoch) fields() string {
	return strings.Join([]string{
		strconv.FormatUint(e.Number, 10),
		strconv.FormatUint(e.Last.Size, 10), base64.StdEncoding.EncodeToString(e.Last.Root[:]), e.LastTime.UTC().Format(time.RFC3339),
		strconv.FormatUint(e.Kept.Size, 10), base64.StdEncoding.EncodeToString(e.Kept.Root[:]), e.Time.UTC().Format(time.RFC3339),
		e.Before.String(), e.Key.String(),
	}, " ")
}

// check finds what no act may say.
func (e Epoch) check(before Epochs) error {
	last, any := before.last()
	switch {
	case e.Number != uint64(before.Len())+2:
		return fmt.Errorf("%w: epochs are counted from 2, without gaps", ErrSyntax)
	case e.Kept.Size > e.Last.Size || e.Kept.Size == e.Last.Size && e.Kept.Root != e.Last.Root:
		return fmt.Errorf("%w: an epoch keeps a beginning of the log that was seen", ErrSyntax)
	case any && (e.Before != last.Key || e.Last.Size < last.Kept.Size):
		return fmt.Errorf("%w: an epoch follows the one before", ErrSyntax)
	case e.Reason == "" || len(e.Reason) > reasonLimit || !utf8.ValidString(e.Reason) ||
		strings.ContainsFunc(e.Reason, unicode.IsControl) || strings.TrimSpace(e.Reason) != e.Reason:
		return fmt.Errorf("%w: an epoch has a reason, in one line of at most %d bytes", ErrSyntax, reasonLimit)
	}
	return nil
}

// Epochs are the acts of a log, the first one first; values can be compared. The zero
// value is a log in its first epoch.
type Epochs struct{ lines string }

// Len returns how many acts there are: one less than the number of the epoch.
func (e Epochs) Len() int { return strings.Count(e.lines, "\n") }

// All returns the acts, the first one first.
func (e Epochs) All() []Epoch {
	acts := make([]Epoch, 0, e.Len())
	for line := range strings.Lines(e.lines) {
		act, _, err := parseEpoch(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil // what is in an Epochs was parsed before
		}
		acts = append(acts, act)
	}
	return acts
}

func (e Epochs) last() (act Epoch, any bool) {
	acts := e.All()
	if len(acts) == 0 {
		return Epoch{}, false
	}
	return acts[len(acts)-1], true
}

// continues reports whether the acts begin with those of an older head.
func (e Epochs) continues(old Epochs) bool { return strings.HasPrefix(e.lines, old.lines) }

// parseEpochs reads the acts of a log, and checks that each was signed with the key
// that was in force before it.
func parseEpochs(origin string, lines []string) (Epochs, error) {
	var epochs Epochs
	if len(lines) > epochLimit {
		return Epochs{}, fmt.Errorf("%w: a log has at most %d epochs", ErrSyntax, epochLimit)
	}
	for _, line := range lines {
		act, signature, err := parseEpoch(line)
		if err != nil {
			return Epochs{}, err
		}
		if err := act.check(epochs); err != nil {
			return Epochs{}, err
		}
		if !ed25519.Verify(ed25519.PublicKey(act.Before.key), act.signed(origin, epochs), signature) {
			return Epochs{}, fmt.Errorf("%w: the act of epoch %d", ErrSignature, act.Number)
		}
		epochs.lines += line + "\n"
	}
	return epochs, nil
}

// parseEpoch reads one act, without its newline.
func parseEpoch(line string) (act Epoch, signature []byte, err error) {
	broken := fmt.Errorf("%w: an epoch has its number, the last head, what was kept, the time, two keys, the signature and the reason", ErrSyntax)
	text, found := strings.CutPrefix(line, epochPrefix)
	parts := strings.SplitN(text, " ", epochFields)
	if !found || len(parts) != epochFields {
		return Epoch{}, nil, broken
	}
	var errs [9]error
	act.Number, errs[0] = strconv.ParseUint(parts[0], 10, 64)
	act.Last, errs[1] = parseState(parts[1], parts[2])
	act.LastTime, errs[2] = time.Parse(time.RFC3339, parts[3])
	act.Kept, errs[3] = parseState(parts[4], parts[5])
	act.Time, errs[4] = time.Parse(time.RFC3339, parts[6])
	act.Before, errs[5] = ParseVerifier(parts[7])
	act.Key, errs[6] = ParseVerifier(parts[8])
	signature, errs[7] = base64.StdEncoding.Strict().DecodeString(parts[9])
	act.Reason = parts[10]
	for _, err := range errs {
		if err != nil {
			return Epoch{}, nil, broken
		}
	}
	if act.line(signature) != line {
		return Epoch{}, nil, fmt.Errorf("%w: an epoch has one spelling", ErrSyntax)
	}
	return act, signature, nil
}

func parseState(size, root string) (state State, err error) {
	if state.Size, err = strconv.ParseUint(size, 10, 64); err != nil {
		return State{}, err
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(root)
	if err != nil || len(raw) != len(state.Root) {
		return State{}, ErrSyntax
	}
	state.Root = Hash(raw)
	return state, nil
}

func (e Epoch) line(signature []byte) string {
	return epochPrefix + e.fields() + " " + base64.StdEncoding.EncodeToString(signature) + " " + e.Reason
}

// begin signs an act and adds it to those before.
func (e Epochs) begin(origin string, act Epoch, before *Signer) (Epochs, error) {
	act.Before = before.Verifier()
	act.LastTime, act.Time = act.LastTime.UTC().Truncate(time.Second), act.Time.UTC().Truncate(time.Second)
	if err := act.check(e); err != nil {
		return Epochs{}, err
	}
	signature, err := before.key.Sign(nil, act.signed(origin, e), crypto.Hash(0))
	if err != nil {
		return Epochs{}, fmt.Errorf("auditlog: sign the act of an epoch: %w", err)
	}
	if e.Len() == epochLimit {
		return Epochs{}, fmt.Errorf("auditlog: a log has at most %d epochs: begin one under another name", epochLimit)
	}
	return Epochs{e.lines + act.line(signature) + "\n"}, nil
}

// Common returns what a log must still hold of what an older head of it covered, given
// a younger head: all of it within one epoch, and what the acts between the two say
// was kept else. ErrRolledBack: the older head knows more than the younger one and its
// acts admit. ErrForked: they are heads of two histories.
func Common(old, young Head) (State, error) {
	kept := State{old.Size, old.Root}
	switch {
	case old.Origin != young.Origin:
		return State{}, fmt.Errorf("%w: heads of two logs", ErrForked)
	case old.Epochs.continues(young.Epochs) && old.Epochs != young.Epochs:
		return State{}, fmt.Errorf("%w: epoch %d was seen, and this is a head of epoch %d", ErrRolledBack, old.Epochs.Len()+1, young.Epochs.Len()+1)
	case !young.Epochs.continues(old.Epochs):
		return State{}, fmt.Errorf("%w: the acts of its epochs are others", ErrForked)
	}
	for i, act := range young.Epochs.All()[old.Epochs.Len():] {
		if i == 0 && act.Last.Size < old.Size {
			return State{}, fmt.Errorf("%w: epoch %d was begun as if %d entries had been signed, and %d were seen", ErrRolledBack, act.Number, act.Last.Size, old.Size)
		}
		if i == 0 && act.Last.Size == old.Size && act.Last.Root != old.Root {
			return State{}, fmt.Errorf("%w: epoch %d names another head over %d entries", ErrForked, act.Number, old.Size)
		}
		if act.Kept.Size < kept.Size {
			kept = act.Kept
		}
	}
	return kept, nil
}

// VerifyGrowth checks that the log of a younger head continues that of an older one,
// with a proof that begins at the size which Common returns. It returns that size: if
// it is less than old.Size, the entries behind it were lost, and the acts of the younger
// head say when and why. The errors wrap ErrRolledBack, ErrForked or ErrProof.
func VerifyGrowth(old, young Head, proof []Hash) (kept uint64, err error) {
	common, err := Common(old, young)
	if err != nil {
		return 0, err
	}
	return common.Size, VerifyConsistency(common.Size, young.Size, common.Root, young.Root, proof)
}

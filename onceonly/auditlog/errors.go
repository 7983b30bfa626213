// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"errors"

	"github.com/deutschland-stack/bausteine"
)

var (
	// ErrSyntax reports text that is not of the expected form.
	ErrSyntax = errors.New("auditlog: malformed")
	// ErrRange reports an index or a size that the tree does not have.
	ErrRange = errors.New("auditlog: outside of the tree")
	// ErrProof reports a proof that does not prove what it claims.
	ErrProof = errors.New("auditlog: proof does not hold")
	// ErrSignature reports a head without a valid signature of the expected key.
	ErrSignature = errors.New("auditlog: signature does not hold")
	// ErrRolledBack reports a store that lost entries that a signed head has covered:
	// an old backup was restored, or somebody cut the log.
	ErrRolledBack = errors.New("auditlog: the store is older than a head that was signed")
	// ErrForked reports a store whose entries are others than those that a signed head
	// has covered.
	ErrForked = errors.New("auditlog: the store holds another history than a head that was signed")
	// ErrKey reports a key that is not the one of the log: a change of keys is an act, see
	// BeginEpoch.
	ErrKey = errors.New("auditlog: not the key of the log")
	// ErrNotFound reports an entry that the log does not hold: never written, or erased at its deadline.
	ErrNotFound = bausteine.ErrNotFound
	// ErrConflict reports that the store moved on meanwhile; load again.
	ErrConflict = bausteine.ErrConflict
	// ErrBusy reports that the store takes no more work at present; nothing was
	// written, try again.
	ErrBusy = bausteine.ErrBusy
)

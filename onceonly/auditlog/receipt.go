// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"encoding/json"
	"fmt"
)

// Receipt is what a person takes home: one entry, the salt of its commitment,
// its place in the log, and a signed head that covers it. It can be checked
// without the log and without its operator, and it keeps holding after the log
// has erased the entry. As JSON it is a file to keep; blanks and the order of
// names do not matter in it.
type Receipt struct {
	Entry json.RawMessage `json:"entry"`
	Salt  Salt            `json:"salt"`
	Index uint64          `json:"index"`
	Proof []Hash          `json:"proof"`
	// Head is the signed head as text.
	Head string `json:"head"`
}

// Verify checks that the entry stands in the log of one of the keys and returns
// the head that says so; its epochs say what was lost before. The errors wrap
// ErrSyntax, ErrSignature or ErrProof.
func (r Receipt) Verify(verifiers ...Verifier) (Head, error) {
	signed, err := OpenHead(r.Head, verifiers...)
	if err != nil {
		return Head{}, err
	}
	entry, err := Canonical(r.Entry)
	if err != nil {
		return Head{}, err
	}
	commitment := Commit(r.Salt, entry)
	head := signed.Head()
	if err := VerifyInclusion(head.Root, head.Size, r.Index, HashLeaf(commitment[:]), r.Proof); err != nil {
		return Head{}, err
	}
	return head, nil
}

// ParseReceipt reads the JSON form. Unknown members are refused: nobody should
// believe them covered by the proof.
func ParseReceipt(document []byte) (Receipt, error) {
	if _, err := Canonical(document); err != nil {
		return Receipt{}, err
	}
	var receipt Receipt
	if err := unmarshalStrict(document, &receipt, "entry", "salt", "index", "proof", "head"); err != nil {
		return Receipt{}, fmt.Errorf("%w: not a receipt", ErrSyntax)
	}
	return receipt, nil
}

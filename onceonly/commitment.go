// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Commitment ties terms or an entry of the audit log to one person without
// naming the person: SHA-256 over 32 random bytes of salt and the identification.
// Whoever has the identification and the salt can open it; the digest alone
// tells nothing. The zero Commitment is "not set" and opens for nobody.
type Commitment struct {
	salt   auditlog.Salt
	digest Digest
}

// CommitPerson commits to all the data by which a register will look the person
// up. A nil random is the system's.
func CommitPerson(person Person, random io.Reader) (Commitment, error) {
	if person.IsZero() {
		return Commitment{}, checkError([]Reason{{Code: CodeMissing, Pointer: "/person"}})
	}
	var buffer [commitBuffer]byte
	return commitTo(person.appendTo(buffer[:saltSize]), random)
}

// commitTo commits to a message that begins behind room for the salt.
func commitTo(message []byte, random io.Reader) (c Commitment, err error) {
	if random == nil {
		random = rand.Reader
	}
	if _, err := io.ReadFull(random, c.salt[:]); err != nil {
		return Commitment{}, fmt.Errorf("onceonly: draw salt: %w", err)
	}
	c.digest = c.over(message)
	return c, nil
}

// Opens reports whether the commitment was made to this very person, with the
// same data throughout.
func (c Commitment) Opens(person Person) bool {
	var buffer [commitBuffer]byte
	return !c.IsZero() && !person.IsZero() && c.over(person.appendTo(buffer[:saltSize])) == c.digest
}

const saltSize = len(auditlog.Salt{})

// over returns the digest of a message that begins behind room for the salt.
func (c Commitment) over(message []byte) Digest {
	copy(message, c.salt[:])
	return sha256.Sum256(message)
}

// Digest returns the part that tells nothing without the salt.
func (c Commitment) Digest() Digest { return c.digest }

// IsZero reports whether there is no commitment.
func (c Commitment) IsZero() bool { return c == Commitment{} }

// Format hides the salt from every formatting verb.
func (Commitment) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Commitment{[masked]}")
}

// MarshalText hides the salt from JSON, too.
func (Commitment) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// commitmentWire is the clear form, for the personal part of what is stored.
type commitmentWire struct {
	Salt   auditlog.Salt `json:"salt"`
	Digest Digest        `json:"digest"`
}

func (c Commitment) wire() *commitmentWire {
	if c.IsZero() {
		return nil
	}
	return &commitmentWire{c.salt, c.digest}
}

func (w *commitmentWire) commitment() Commitment {
	if w == nil {
		return Commitment{}
	}
	return Commitment{w.Salt, w.Digest}
}

// commitBuffer is enough for the data of most persons, so that a check needs no
// memory for them.
const commitBuffer = 320

// appendTo appends the person in one spelling: a line of context, then every
// member behind its length. The person is set.
func (p Person) appendTo(b []byte) []byte {
	d := p.data.Ref()
	b = append(b, "bausteine/onceonly/person/v1\n"...)
	b = appendMember(b, d.FamilyName)
	b = appendMember(b, d.GivenNames)
	b = appendMember(b, d.DateOfBirth)
	b = appendMember(b, d.BirthName)
	b = appendMember(b, d.PlaceOfBirth)
	b = appendMember(b, d.Address.Street)
	b = appendMember(b, d.Address.HouseNumber)
	b = appendMember(b, d.Address.PostalCode)
	b = appendMember(b, d.Address.Place)
	return appendMember(b, d.IDNr.Clear())
}

func appendMember(b []byte, member string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(member)))
	return append(b, member...)
}

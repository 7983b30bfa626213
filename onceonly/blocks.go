// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Held says where persons stand in the documents of a register, and which member of
// each object holds the blocks of that person, in the words of recht.Sperren: "keine",
// "auskunftssperre". Unlike [Concerned] it is the register's own word and in no terms.
type Held struct {
	// At is the path of the object about one such person, such as "/spouse"; empty is
	// the person whom the document is about. Where it is an array, each element is one.
	At string
	// Blocks is the name of the member, such as "sperren".
	Blocks string
}

// Release is Fields.Filter for a document in which persons can stand who are under a
// block (§§ 51, 52 BMG). Of anybody but the subject who is under one, or of whom the
// document does not say that there is none, nothing is released: no field, no empty
// object, no place in an array, so that the result is byte for byte that of a register
// which does not know the person (§ 23 (2) sentence 2, § 23a (1) sentence 4 BMG). The
// member with the blocks of another person is never released. Nor is anything about
// persons whom the terms do not declare; see [Concerned].
//
// The subject's own blocks are a field like others. Blocked reports that there is one,
// or that the document does not say where it should; whether the one who asks may have
// the document all the same is for the caller to say.
func (t *Terms) Release(asked Fields, mediaType string, content []byte, persons []Held) (released []byte, blocked bool, err error) {
	for _, h := range persons {
		if h.At != "" && !validPath(h.At) || !validPath("/"+h.Blocks) || strings.ContainsAny(h.Blocks, "@/~") {
			return nil, false, fmt.Errorf("%w: where persons stand in a document", ErrSyntax)
		}
		if h.At != "" && !t.declares(h.At) {
			asked = asked.outside(h.At)
		}
	}
	filter := blockFilter{persons: persons}
	released, dropped, err := asked.filter(mediaType, content, &filter)
	if err == nil && !dropped && len(persons) == 0 {
		released = content // as the register wrote it
	}
	return released, filter.at(nil) != nil && !filter.subject.Frei(), err
}

// declares reports whether somebody else than the subject is declared to stand there.
func (t *Terms) declares(at string) bool {
	return slices.ContainsFunc(t.Concerned, func(c Concerned) bool { return c.Role != RoleSelf && c.At == at })
}

// outside returns the fields that are not at the path or below it.
func (f Fields) outside(at string) Fields {
	return Fields{slices.DeleteFunc(slices.Clone(f.paths), func(p string) bool {
		return p == at || len(p) > len(at) && p[:len(at)] == at && p[len(at)] == '/'
	})}
}

// blockFilter finds, while a document is filtered, the persons who are not released.
// The zero value knows of none.
type blockFilter struct {
	persons []Held
	stated  []recht.Sperren // of the objects that are open: what each says of its person
	subject recht.Sperren
}

// at returns the entry about persons at the path.
func (b *blockFilter) at(path []byte) *Held {
	for i := range b.persons {
		if b.persons[i].At == string(path) {
			return &b.persons[i]
		}
	}
	return nil
}

// open begins an object.
func (b *blockFilter) open() { b.stated = append(b.stated, 0) }

// state notes what a member of the open object says of its blocks. What is said twice,
// or cannot be read, counts as a block.
func (b *blockFilter) state(text string) {
	s, err := recht.ParseSperren(text)
	last := &b.stated[len(b.stated)-1]
	if err != nil || *last != 0 {
		s = recht.SperreAuskunft
	}
	*last = s
}

// close ends an object and reports whether its person may be released.
func (b *blockFilter) close(person *Held) bool {
	last := len(b.stated) - 1
	s := b.stated[last]
	b.stated = b.stated[:last]
	switch {
	case person == nil:
		return true
	case person.At == "":
		b.subject |= s
		return true
	default:
		return s.Frei()
	}
}

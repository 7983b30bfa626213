// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Role is the part that a person plays in a document of evidence.
type Role string

// The roles. What the document says beside the listed places is about RoleSelf.
const (
	RoleSelf     Role = "self"        // the person that the terms are about
	RolePartner  Role = "partner"     // spouse or registered partner
	RoleChild    Role = "minor-child" // minor child
	RoleGuardian Role = "guardian"    // legal representative: parents, guardian, Betreuer
)

func (r Role) valid() bool {
	return r == RoleSelf || r == RolePartner || r == RoleChild || r == RoleGuardian
}

// Concerned says where in the evidence the persons of one role stand, and by
// which members each of them can be told. All of that is part of the terms: the
// person who decides sees whose data will come, and everybody whose data came
// finds the exchange in the log.
type Concerned struct {
	Role Role `json:"role"`
	// At is the path of the object about one such person, such as "/spouse"; empty
	// is the document itself. Where it is an array, each element is a person.
	At string `json:"at,omitempty"`
	// The names of the members below At that hold family name, given names and date
	// of birth (YYYY-MM-DD). They must be among the fields of the terms, and a
	// request for anything below At must ask for them, too.
	FamilyName  string `json:"familyName"`
	GivenNames  string `json:"givenNames"`
	DateOfBirth string `json:"dateOfBirth"`
}

// identifying returns the paths of the three members.
func (c Concerned) identifying() [3]string {
	return [3]string{c.At + "/" + c.FamilyName, c.At + "/" + c.GivenNames, c.At + "/" + c.DateOfBirth}
}

// below reports whether the path leads into the object.
func (c Concerned) below(path string) bool {
	return len(path) > len(c.At) && strings.HasPrefix(path, c.At) && path[len(c.At)] == '/'
}

// check appends what is wrong with the roles of terms.
func (t *Terms) checkConcerned(found *findings) {
	if len(t.Concerned) > concernedLimit {
		found.add(CodeMalformed, "/concerned")
		return
	}
	for i, c := range t.Concerned {
		path := "/concerned/" + strconv.Itoa(i)
		found.missing(!c.Role.valid(), path+"/role")
		found.missing(c.Role != RoleSelf && c.At == "", path+"/at")
		found.malformed(c.At != "" && !validPath(c.At), path+"/at")
		for _, p := range c.identifying() {
			if !t.Fields.Has(p) {
				found.add(CodeConsentFields, path)
				break
			}
		}
	}
}

// concernedLimit bounds the places at which persons can stand in a document, and
// personsLimit the persons that one document can name.
const (
	concernedLimit = 20
	personsLimit   = 100
)

// ConcernsOthers reports whether the evidence can hold data about somebody else
// than the person whom the terms are about. Whoever decides on such terms first
// declares why; see Declaration.
func (t *Terms) ConcernsOthers() bool {
	for _, c := range t.Concerned {
		if c.Role != RoleSelf {
			return true
		}
	}
	return false
}

// fieldsOf returns those of the fields that are about a person of the place.
func fieldsOf(all Fields, c Concerned, others []Concerned) Fields {
	var paths []string
	for _, p := range all.paths {
		if !c.below(p) {
			continue
		}
		// The document itself is the place of what no other place holds.
		if c.At == "" && insideAny(p, others) {
			continue
		}
		paths = append(paths, p)
	}
	return Fields{paths}
}

func insideAny(path string, places []Concerned) bool {
	for _, c := range places {
		if c.At != "" && c.below(path) {
			return true
		}
	}
	return false
}

// unidentified reports whether the fields ask for something about a person of a
// place without that by which the person is told.
func (t *Terms) unidentified(asked Fields) bool {
	for _, c := range t.Concerned {
		if c.Role == RoleSelf {
			continue
		}
		for _, p := range asked.paths {
			if !c.below(p) {
				continue
			}
			for _, id := range c.identifying() {
				if !asked.Has(id) {
					return true
				}
			}
			break
		}
	}
	return false
}

// Identification is what tells one person from another where there is no account:
// family name, given names and date of birth. It is masked in every output.
type Identification struct{ family, given, birth secret }

// Identify returns the identification of a person.
func Identify(person Person) Identification {
	d := person.Data()
	return identification(d.FamilyName, d.GivenNames, d.DateOfBirth)
}

// identification brings names to one spelling: composed letters, single blanks,
// lower case. A login and a register differ in these.
func identification(family, given, birth string) Identification {
	one := func(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
	return Identification{masked.New(strings.ToLower(one(family))), masked.New(strings.ToLower(one(given))), masked.New(one(birth))}
}

// IsZero reports whether nothing is known.
func (i Identification) IsZero() bool { return i == Identification{} }

// complete reports whether the three are known.
func (i Identification) complete() bool {
	return !i.family.IsZero() && !i.given.IsZero() && !i.birth.IsZero()
}

func (i Identification) message() []byte {
	b := append(make([]byte, saltSize, commitBuffer), "bausteine/onceonly/concerned/v1\n"...)
	for _, member := range [...]string{i.family.Clear(), i.given.Clear(), i.birth.Clear()} {
		b = appendMember(b, member)
	}
	return b
}

// LogKey is the key under which the audit log finds the entries about a person who
// stood in evidence about somebody else: a digest of the identification. It lies
// beside the entries, is erased with them, and tells no more than they do to
// whoever holds them. It is empty where something of the identification is missing.
func (i Identification) LogKey() string {
	if !i.complete() {
		return ""
	}
	sum := sha256.Sum256(i.message())
	return logKeyPrefix + hex.EncodeToString(sum[:])
}

// logKeyPrefix keeps the keys of identifications apart from pseudonyms.
const logKeyPrefix = "person:"

// Names reports whether the commitment was made to the identification.
func (c Commitment) Names(i Identification) bool {
	return !c.IsZero() && i.complete() && c.over(i.message()) == c.digest
}

// Format hides the identification from every formatting verb.
func (Identification) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Identification{[masked]}")
}

// concernedPerson is somebody who stood in a document that was handed over, as it
// is stored with the retrieval.
type concernedPerson struct {
	Role   Role            `json:"role"`
	Person *commitmentWire `json:"person,omitempty"` // none: the document does not tell who it is
	Key    string          `json:"key,omitempty"`    // see Identification.LogKey
	Fields Fields          `json:"fields"`
}

// concernedBy finds everybody who stands in a document, and commits to each.
func (t *Terms) concernedBy(asked Fields, mediaType string, content []byte, random io.Reader) ([]concernedPerson, error) {
	if len(t.Concerned) == 0 {
		return nil, nil
	}
	root, err := parseTree(mediaType, content)
	if err != nil {
		return nil, err
	}
	var persons []concernedPerson
	for i, place := range t.Concerned {
		others := slices.Delete(slices.Clone(t.Concerned), i, i+1)
		fields := fieldsOf(asked, place, others)
		for _, n := range root.at(place.At) {
			if fields.IsZero() || n.empty() {
				continue
			}
			p := concernedPerson{Role: place.Role, Fields: fields}
			who := identification(n.text(place.FamilyName), n.text(place.GivenNames), n.text(place.DateOfBirth))
			if who.complete() {
				c, err := commitTo(who.message(), random)
				if err != nil {
					return nil, err
				}
				p.Person, p.Key = c.wire(), who.LogKey()
			}
			if persons = append(persons, p); len(persons) > personsLimit {
				return nil, fmt.Errorf("%w: more than %d persons in one document", ErrSyntax, personsLimit)
			}
		}
	}
	return persons, nil
}

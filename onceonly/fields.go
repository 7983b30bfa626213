// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fields is the explicit allow-list of what may be delivered. There is no way
// to say "all".
//
// Each entry is a path of names from the root of the document, written like a
// JSON pointer: "/familyName", "/address/postalCode". Arrays do not appear in
// it: a path goes through every element. A path stands for a single value; an
// object at its end is not delivered, because the register could add members to
// it that the person never agreed to. In XML an attribute is "@" and its name.
type Fields struct{ paths []string } // sorted, without repetition

const fieldsLimit = 500

// ParseFields reads one or more paths.
func ParseFields(paths ...string) (Fields, error) {
	if len(paths) == 0 || len(paths) > fieldsLimit {
		return Fields{}, fmt.Errorf("%w: between 1 and %d fields must be listed", ErrSyntax, fieldsLimit)
	}
	for _, p := range paths {
		if !validPath(p) {
			return Fields{}, fmt.Errorf("%w: field %q", ErrSyntax, p)
		}
	}
	sorted := slices.Clone(paths)
	slices.Sort(sorted)
	return Fields{slices.Compact(sorted)}, nil
}

// MustFields is ParseFields for tests, examples and services that list their
// fields in source; it panics on a mistake.
func MustFields(paths ...string) Fields { return must(ParseFields(paths...)) }

// validPath accepts "/" and a name, once or more. "~" is only allowed as the
// escapes "~0" and "~1" of RFC 6901, "*" not at all.
func validPath(p string) bool {
	if p == "" || p[0] != '/' || len(p) > identifierLimit || !utf8.ValidString(p) || strings.Contains(p, "*") {
		return false
	}
	for name := range strings.SplitSeq(p[1:], "/") {
		if name == "" || strings.Count(name, "~") != strings.Count(name, "~0")+strings.Count(name, "~1") {
			return false
		}
	}
	return true
}

// Paths returns the paths, sorted.
func (f Fields) Paths() []string { return slices.Clone(f.paths) }

// IsZero reports whether nothing is listed.
func (f Fields) IsZero() bool { return len(f.paths) == 0 }

// Has reports whether the path is listed.
func (f Fields) Has(path string) bool {
	_, found := slices.BinarySearch(f.paths, path)
	return found
}

// Within reports whether every field of f is also listed in all.
func (f Fields) Within(all Fields) bool {
	i := 0
	for _, p := range f.paths {
		for i < len(all.paths) && all.paths[i] != p {
			i++
		}
		if i == len(all.paths) {
			return false
		}
		i++ // both are without repetition
	}
	return true
}

// MarshalJSON returns the paths as an array.
func (f Fields) MarshalJSON() ([]byte, error) { return json.Marshal(f.paths) }

// UnmarshalJSON reads an array that ParseFields accepts.
func (f *Fields) UnmarshalJSON(document []byte) error {
	var paths []string
	if err := json.Unmarshal(document, &paths); err != nil {
		return fmt.Errorf("%w: fields", ErrSyntax)
	}
	parsed, err := ParseFields(paths...)
	if err != nil {
		return err
	}
	*f = parsed
	return nil
}

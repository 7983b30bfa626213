// SPDX-License-Identifier: Apache-2.0

package recht

import "strings"

// maxNormen bounds how many places one text may cite.
const maxNormen = 32

// Normen are several places that a thing rests on together, the one that carries
// it first.
type Normen []Norm

// ParseNormen reads norms that are separated by ", ". A place without its act
// belongs to the act of the one behind it: "§ 188 Abs. 2, § 189 BGB". Empty text
// is no norms.
func ParseNormen(s string) (Normen, error) {
	if s == "" {
		return nil, nil
	}
	if len(s) > maxNormen*maxNorm {
		return nil, &SyntaxError{"norm", maxNormen * maxNorm, "too long"}
	}
	var texts []string
	var offsets []int
	for from := 0; ; {
		if len(texts) == maxNormen {
			return nil, &SyntaxError{"norm", from, "more than 32 norms"}
		}
		end := nextNorm(s, from)
		offsets = append(offsets, from)
		if end < 0 {
			texts = append(texts, s[from:])
			break
		}
		texts = append(texts, s[from:end])
		from = end + len(", ")
	}
	normen := make(Normen, len(texts))
	act := ""
	for i := len(texts) - 1; i >= 0; i-- {
		text := texts[i]
		if p := (scanner{s: text}); act != "" && len(text) <= maxNorm && p.place() == nil && p.at == len(text) {
			text += " " + act
		}
		norm, err := ParseNorm(text)
		if err != nil {
			syntax := *err.(*SyntaxError) //nolint:errorlint,forcetypeassert // ParseNorm gives no other
			syntax.Offset += offsets[i]
			return nil, &syntax
		}
		normen[i], act = norm, norm.Act()
	}
	return normen, nil
}

// MustParseNormen is ParseNormen for tests and tables; it panics on malformed text.
func MustParseNormen(s string) Normen {
	ns, err := ParseNormen(s)
	if err != nil {
		panic(err)
	}
	return ns
}

// nextNorm finds the comma before the next norm.
func nextNorm(s string, from int) int {
	for i := from; i < len(s); i++ {
		if rest, ok := strings.CutPrefix(s[i:], ", "); ok &&
			(strings.HasPrefix(rest, "§") || strings.HasPrefix(rest, "Art. ") || strings.HasPrefix(rest, "Anlage ")) {
			return i
		}
	}
	return -1
}

// String returns the form that [ParseNormen] reads: "§ 188 Abs. 2, § 189 BGB".
func (ns Normen) String() string {
	var b strings.Builder
	for i, n := range ns {
		if i > 0 {
			b.WriteString(", ")
		}
		if i+1 < len(ns) && n.Act() == ns[i+1].Act() {
			b.WriteString(n.Place())
		} else {
			b.WriteString(n.String())
		}
	}
	return b.String()
}

// English returns the norms for English text.
func (ns Normen) English() string {
	texts := make([]string, len(ns))
	for i, n := range ns {
		texts[i] = n.English()
	}
	return strings.Join(texts, ", ")
}

// MarshalText returns the form that [ParseNormen] reads.
func (ns Normen) MarshalText() ([]byte, error) { return []byte(ns.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (ns *Normen) UnmarshalText(b []byte) (err error) {
	*ns, err = ParseNormen(string(b))
	return err
}

// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"slices"
	"strings"
)

// loosely is how many letters and digits a reference has at least that is found
// in groups and between other signs. A shorter one would be found in any date.
const loosely = 6

// maxTyped is how much of a text is searched, in bytes. A credit transfer has room
// for 140 characters, a few banks give more.
const maxTyped = 4 << 10

// quotes finds claims by what payers quote.
type quotes struct {
	exact map[string]*claimState   // by the reference in capitals without blanks
	loose map[string][]*claimState // by its letters and digits alone
	most  int                      // letters and digits of the longest
}

func newQuotes() quotes {
	return quotes{exact: map[string]*claimState{}, loose: map[string][]*claimState{}}
}

// add is false for a reference that says nothing or is another claim's.
func (q *quotes) add(reference string, claim *claimState) bool {
	exact := normalize(reference)
	other := q.exact[exact]
	q.exact[exact] = claim
	if loose := bare(exact); len(loose) >= loosely && !slices.Contains(q.loose[loose], claim) {
		q.loose[loose], q.most = append(q.loose[loose], claim), max(q.most, len(loose))
	}
	return exact != "" && (other == nil || other == claim)
}

// lookup returns the claims that a text as a whole names.
func (q *quotes) lookup(text string) []*claimState {
	exact := normalize(text)
	if claim := q.exact[exact]; claim != nil {
		return []*claimState{claim}
	}
	return q.loose[bare(exact)]
}

// in returns the claims that a text quotes among other things: as a word, or, for
// a reference that is long enough, in whatever groups and with whatever signs
// between them. A reference ends where a digit is not followed by another one, so
// that a longer number is not taken for it.
func (q *quotes) in(text string) []*claimState {
	var found []*claimState
	for word := range strings.FieldsSeq(text) {
		found = append(found, q.lookup(word)...)
		found = append(found, q.lookup(strings.Trim(word, ".,;:!?()[]{}\"'"))...)
	}
	letters, ends := spelled(text)
	for start := range letters {
		if start > 0 && !ends[start-1] && (!isUpper(letters[start-1]) || !isDigit(letters[start])) && !isRFHead(letters[start:]) {
			continue // in the middle of a word
		}
		for n := min(q.most, len(letters)-start); n >= loosely; n-- {
			last := start + n - 1
			if !ends[last] && (last+1 >= len(letters) || !isDigit(letters[last]) || isDigit(letters[last+1])) {
				continue
			}
			if claims := q.loose[letters[start:last+1]]; claims != nil {
				// Of several that differ by their signs alone the word may have named one.
				if len(claims) == 1 || !slices.ContainsFunc(claims, func(c *claimState) bool { return slices.Contains(found, c) }) {
					found = append(found, claims...)
				}
				break
			}
		}
	}
	return found
}

// isRFHead reports whether an RF reference may begin here, glued to a word or not.
func isRFHead(s string) bool {
	return len(s) > rfHead && s[:2] == "RF" && isDigit(s[2]) && isDigit(s[3])
}

// spelled returns the letters and digits of a text as capitals, and behind which
// of them something else comes.
func spelled(text string) (letters string, ends []bool) {
	b := make([]byte, 0, len(text))
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		switch {
		case isUpper(c) || isDigit(c):
			b, ends = append(b, c), append(ends, false)
		case len(ends) > 0:
			ends[len(ends)-1] = true
		}
	}
	if len(ends) > 0 {
		ends[len(ends)-1] = true
	}
	return string(b), ends
}

// bare is a normalized reference without what separates its parts.
func bare(reference string) string {
	letters, _ := spelled(reference)
	return letters
}

// quoted returns the claims that a movement quotes, looking in the place that
// errs least first and no further once one was found.
func (m *Matcher) quoted(movement *Movement) []*claimState {
	for _, place := range []struct {
		texts []string
		typed bool // by a person, among other things
	}{
		{movement.Structured, false},
		{[]string{movement.EndToEndID}, false},
		{movement.Unstructured, true},
		{movement.Additional, true},
		{movement.Others, false},
		{[]string{movement.InstructionID, movement.TransactionID}, false},
		{[]string{movement.ServicerReference}, false},
	} {
		texts := place.texts
		if len(texts) > 1 && place.typed {
			texts = append(slices.Clone(texts), strings.Join(texts, "")) // banks cut lines anywhere
		}
		var found []*claimState
		for _, text := range texts {
			claims := slices.Clip(m.quotes.lookup(text)) // what is appended must not get into the index
			if place.typed {
				text = text[:min(len(text), maxTyped)]
				claims = append(claims, m.quotes.in(text)...)
				for _, reference := range m.find(text) {
					claims = append(claims, m.quotes.lookup(reference)...)
				}
			}
			for _, claim := range claims {
				if !slices.Contains(found, claim) {
					found = append(found, claim)
				}
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// What a seal holds at most.
const (
	maxBytes   = 1024 // of the message
	maxAngaben = 32
	maxKennung = 40 // bytes of a number or authority
)

// Inhalt is what a seal protects.
type Inhalt struct {
	Profil  uint64 // what the values mean
	Nummer  string // of the certificate, unique for the authority
	Stelle  string // key of the authority, as its ARS: letters, digits, ".", "-", ":" and "/"
	Vom     datum.Datum
	Bis     datum.Datum // last day of validity; zero for no end
	Angaben []string
}

// String names the certificate and nothing of its values.
func (in Inhalt) String() string {
	return fmt.Sprintf("siegel.Inhalt{%d %s %s}", in.Profil, in.Stelle, in.Nummer)
}

func (in Inhalt) check() error {
	switch {
	case !isKennung(in.Nummer):
		return fmt.Errorf("%w: number", ErrInhalt)
	case !isKennung(in.Stelle):
		return fmt.Errorf("%w: authority", ErrInhalt)
	case in.Vom.Before(epoch):
		return fmt.Errorf("%w: no day of issue, or one before 1970", ErrInhalt)
	case !in.Bis.IsZero() && in.Bis.Before(in.Vom):
		return fmt.Errorf("%w: the validity ends before it begins", ErrInhalt)
	case len(in.Angaben) == 0 || len(in.Angaben) > maxAngaben:
		return fmt.Errorf("%w: %d values", ErrInhalt, len(in.Angaben))
	}
	for i, s := range in.Angaben {
		if len(s) > maxBytes || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			return fmt.Errorf("%w: value %d", ErrInhalt, i+1)
		}
	}
	return nil
}

// isKennung reports whether a text may name a certificate or an authority.
func isKennung(s string) bool {
	return s != "" && len(s) <= maxKennung && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune(".-:/", r)
	})
}

// epoch is day 0 of the format.
var epoch = datum.MustParse("1970-01-01")

// lastDay is the last day that a Datum can name.
var lastDay = uint64(epoch.DaysUntil(datum.MustParse("9999-12-31")))

func days(d datum.Datum) uint64 {
	if d.IsZero() {
		return 0
	}
	return uint64(epoch.DaysUntil(d))
}

func (in Inhalt) cbor() []byte {
	b := appendHead(nil, majorMap, 6)
	b = appendHead(append(b, 1), majorUint, in.Profil)
	b = appendText(append(b, 2), in.Nummer)
	b = appendText(append(b, 3), in.Stelle)
	b = appendHead(append(b, 4), majorUint, days(in.Vom))
	b = appendHead(append(b, 5), majorUint, days(in.Bis))
	b = appendHead(append(b, 6), majorArray, uint64(len(in.Angaben)))
	for _, s := range in.Angaben {
		b = appendText(b, s)
	}
	return b
}

// parseInhalt reads the payload of a seal.
func parseInhalt(payload []byte) (Inhalt, bool) {
	r := &reader{b: payload}
	var in Inhalt
	r.want(majorMap, 6)
	r.want(majorUint, 1)
	in.Profil = r.head(majorUint)
	r.want(majorUint, 2)
	in.Nummer = r.text()
	r.want(majorUint, 3)
	in.Stelle = r.text()
	r.want(majorUint, 4)
	vom := r.head(majorUint)
	r.want(majorUint, 5)
	bis := r.head(majorUint)
	r.want(majorUint, 6)
	for n := r.head(majorArray); n > 0 && !r.bad && len(in.Angaben) <= maxAngaben; n-- {
		in.Angaben = append(in.Angaben, r.text())
	}
	if r.bad || len(r.b) != 0 || vom > lastDay || bis > lastDay {
		return Inhalt{}, false
	}
	in.Vom = epoch.AddDays(int(vom))
	if bis > 0 {
		in.Bis = epoch.AddDays(int(bis))
	}
	return in, in.check() == nil
}

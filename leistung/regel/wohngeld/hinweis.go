// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Hinweis is a set of remarks on a result: the open questions of the law that
// this very result hangs on, and what a person must decide.
type Hinweis uint16

// The remarks. Those of open questions are set where the other reading gives
// another amount.
const (
	HinweisYRundung Hinweis = 1 << iota
	HinweisTafel13
	HinweisDeckel
	HinweisDeckelCent
	HinweisNachtrag
	HinweisKapital
	HinweisGrundrente
	HinweisInsel2020
	HinweisGrundrenteFehlt // § 17a Abs. 3: without the allowance until the insurer says so
	HinweisVermoegen       // § 21 Nr. 3: a person decides
	HinweisPlausibilitaet  // a person asks how the rest is paid
)

// hinweisCodes are the questions and decisions behind the bits, in their order.
var hinweisCodes = [...]string{
	FrageYRundung, FrageTafel13, FrageDeckel, FrageDeckelCent, FrageNachtrag, FrageKapital, FrageGrundrente, FrageInsel2020,
	"WOGG-GRUNDRENTE-MITTEILUNG", "WOGG-VERMOEGEN", "WOGG-PLAUSIBILITAET",
}

// ermessen are the remarks that wait for a person.
const ermessen = HinweisVermoegen | HinweisPlausibilitaet

// Offen reports whether a person must decide before the result is a decision.
func (h Hinweis) Offen() bool { return h&ermessen != 0 }

// Codes returns the codes of the remarks: those of open questions are found by
// [regel.Regelwerk.Frage].
func (h Hinweis) Codes() []string {
	var codes []string
	for i, code := range hinweisCodes {
		if h&(1<<i) != 0 {
			codes = append(codes, code)
		}
	}
	return codes
}

// MarshalJSON writes the codes.
func (h Hinweis) MarshalJSON() ([]byte, error) { return marshalCodes(h.Codes()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (h *Hinweis) UnmarshalJSON(b []byte) error {
	codes, err := unmarshalCodes(b)
	if err != nil {
		return err
	}
	*h = 0
	for _, code := range codes {
		i := slices.Index(hinweisCodes[:], code)
		if i < 0 {
			return fmt.Errorf("wohngeld: remark: %w", recht.ErrSyntax)
		}
		*h |= 1 << i
	}
	return nil
}

func marshalCodes(codes []string) ([]byte, error) {
	if codes == nil {
		codes = []string{}
	}
	return json.Marshal(codes)
}

func unmarshalCodes(b []byte) ([]string, error) {
	var codes []string
	if err := json.Unmarshal(b, &codes); err != nil {
		return nil, fmt.Errorf("wohngeld: list of codes: %w", recht.ErrSyntax)
	}
	return codes, nil
}

// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Datum is the civil day of package datum, under the name by which this package
// speaks of it.
type Datum = datum.Datum

// NewDatum is [datum.New].
func NewDatum(year int, month time.Month, day int) (Datum, error) { return datum.New(year, month, day) }

// DatumOf is [datum.Of]: the day on which an instant falls in Germany.
func DatumOf(t time.Time) Datum { return datum.Of(t) }

// ParseDatum is [datum.Parse].
func ParseDatum(s string) (Datum, error) { return datum.Parse(s) }

// MustParseDatum is [datum.MustParse], for literals in tests and tables.
func MustParseDatum(s string) Datum { return datum.MustParse(s) }

// SPDX-License-Identifier: Apache-2.0

package money

// Rounding says what happens to the part of a result that is smaller than the
// smallest coin. There is no default: who multiplies by a fraction chooses.
type Rounding uint8

const (
	// HalfUp rounds to the nearest, a half away from zero: kaufmaennisches
	// Runden, the usual one for taxes and fees.
	HalfUp Rounding = iota + 1
	// HalfEven rounds to the nearest, a half to the even neighbour.
	HalfEven
	// HalfDown rounds to the nearest, a half towards zero.
	HalfDown
	// Down cuts off: towards zero.
	Down
	// Up rounds away from zero.
	Up
	// Floor rounds towards minus infinity.
	Floor
	// Ceil rounds towards plus infinity.
	Ceil
)

// Roundings returns all modes in the order of the constants.
func Roundings() []Rounding { return []Rounding{HalfUp, HalfEven, HalfDown, Down, Up, Floor, Ceil} }

// String names the mode for documentation and lines of an assessment.
func (r Rounding) String() string {
	switch r {
	case HalfUp:
		return "half-up"
	case HalfEven:
		return "half-even"
	case HalfDown:
		return "half-down"
	case Down:
		return "down"
	case Up:
		return "up"
	case Floor:
		return "floor"
	case Ceil:
		return "ceil"
	}
	return ""
}

// grows reports whether the magnitude of a truncated quotient gets one more.
// The rest lies in [0, den); den is not zero.
func (r Rounding) grows(quotient, rest, den uint64, negative bool) (bool, error) {
	if r < HalfUp || r > Ceil {
		return false, ErrRounding
	}
	if rest == 0 {
		return false, nil
	}
	missing := den - rest // compares rest with a half without doubling it
	switch r {
	case HalfUp:
		return rest >= missing, nil
	case HalfEven:
		return rest > missing || rest == missing && quotient&1 == 1, nil
	case HalfDown:
		return rest > missing, nil
	case Up:
		return true, nil
	case Floor:
		return negative, nil
	case Ceil:
		return !negative, nil
	default: // Down
		return false, nil
	}
}

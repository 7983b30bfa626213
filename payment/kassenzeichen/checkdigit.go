// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

// CheckDigit is a method of computing one digit over the digits before it. An
// own method of a cash office implements it.
type CheckDigit interface {
	// Digit returns the check digit of a text of ASCII digits, or false where
	// the method has none for it; the number is then unusable.
	Digit(payload string) (digit byte, ok bool)
}

// Method is one of the methods that the Deutsche Bundesbank publishes for
// account numbers.
type Method string

const (
	// Modulus10 is method 00: weights 2, 1 from the right, sum of the digits of
	// the products, 10 minus the units. Also known as Luhn's.
	Modulus10 Method = "00"
	// Modulus10Weights371 is method 01: weights 3, 7, 1 from the right, plain sum.
	Modulus10Weights371 Method = "01"
	// Modulus11 is method 02: weights 2 to 9 from the right, 11 minus the
	// remainder; remainder 0 gives 0, remainder 1 makes the number unusable.
	Modulus11 Method = "02"
)

// Digit implements [CheckDigit]. A payload with anything but digits has none.
func (m Method) Digit(payload string) (byte, bool) {
	sum := 0
	for i := range len(payload) {
		c := payload[len(payload)-1-i]
		if c < '0' || c > '9' {
			return 0, false
		}
		sum += m.term(int(c-'0'), i)
	}
	switch m {
	case Modulus10, Modulus10Weights371:
		return byte('0' + (10-sum%10)%10), true
	case Modulus11:
		rest := sum % 11
		if rest == 1 {
			return 0, false
		}
		return byte('0' + (11-rest)%11), true
	}
	return 0, false
}

// term is what a digit adds at a place counted from the right.
func (m Method) term(digit, place int) int {
	switch m {
	case Modulus10:
		product := digit * (2 - place%2)
		return product/10 + product%10
	case Modulus10Weights371:
		return digit * [...]int{3, 7, 1}[place%3]
	case Modulus11:
		return digit * (2 + place%8)
	}
	return 0
}

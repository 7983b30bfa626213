// SPDX-License-Identifier: Apache-2.0

package sepa

// ibanLength returns the length of an IBAN of the country, from the IBAN
// registry that SWIFT keeps for ISO 13616, or 0 where the country has none.
func ibanLength(a, b byte) int {
	const shift = 8
	switch uint16(a)<<shift | uint16(b) {
	case 'N'<<shift | 'O':
		return 15
	case 'B'<<shift | 'E':
		return 16
	case 'D'<<shift | 'K', 'F'<<shift | 'I', 'F'<<shift | 'K', 'F'<<shift | 'O', 'G'<<shift | 'L',
		'N'<<shift | 'L', 'S'<<shift | 'D':
		return 18
	case 'M'<<shift | 'K', 'S'<<shift | 'I':
		return 19
	case 'A'<<shift | 'T', 'B'<<shift | 'A', 'E'<<shift | 'E', 'K'<<shift | 'Z', 'L'<<shift | 'T',
		'L'<<shift | 'U', 'M'<<shift | 'N', 'X'<<shift | 'K':
		return 20
	case 'C'<<shift | 'H', 'H'<<shift | 'R', 'L'<<shift | 'I', 'L'<<shift | 'V':
		return 21
	case 'B'<<shift | 'G', 'B'<<shift | 'H', 'C'<<shift | 'R', 'D'<<shift | 'E', 'G'<<shift | 'B',
		'G'<<shift | 'E', 'I'<<shift | 'E', 'M'<<shift | 'E', 'R'<<shift | 'S', 'V'<<shift | 'A':
		return 22
	case 'A'<<shift | 'E', 'G'<<shift | 'I', 'I'<<shift | 'L', 'I'<<shift | 'Q', 'O'<<shift | 'M',
		'S'<<shift | 'O', 'T'<<shift | 'L':
		return 23
	case 'A'<<shift | 'D', 'C'<<shift | 'Z', 'E'<<shift | 'S', 'M'<<shift | 'D', 'P'<<shift | 'K',
		'R'<<shift | 'O', 'S'<<shift | 'A', 'S'<<shift | 'E', 'S'<<shift | 'K', 'T'<<shift | 'N',
		'V'<<shift | 'G':
		return 24
	case 'L'<<shift | 'Y', 'P'<<shift | 'T', 'S'<<shift | 'T':
		return 25
	case 'I'<<shift | 'S', 'T'<<shift | 'R':
		return 26
	case 'B'<<shift | 'I', 'D'<<shift | 'J', 'F'<<shift | 'R', 'G'<<shift | 'R', 'I'<<shift | 'T',
		'M'<<shift | 'C', 'M'<<shift | 'R', 'S'<<shift | 'M':
		return 27
	case 'A'<<shift | 'L', 'A'<<shift | 'Z', 'B'<<shift | 'Y', 'C'<<shift | 'Y', 'D'<<shift | 'O',
		'G'<<shift | 'T', 'H'<<shift | 'N', 'H'<<shift | 'U', 'L'<<shift | 'B', 'N'<<shift | 'I',
		'P'<<shift | 'L', 'S'<<shift | 'V':
		return 28
	case 'B'<<shift | 'R', 'E'<<shift | 'G', 'P'<<shift | 'S', 'Q'<<shift | 'A', 'U'<<shift | 'A':
		return 29
	case 'J'<<shift | 'O', 'K'<<shift | 'W', 'M'<<shift | 'U', 'Y'<<shift | 'E':
		return 30
	case 'M'<<shift | 'T', 'S'<<shift | 'C':
		return 31
	case 'L'<<shift | 'C':
		return 32
	case 'R'<<shift | 'U':
		return 33
	}
	return 0
}

// SPDX-License-Identifier: Apache-2.0

package wohngeld

// Ergebnis is the result of a calculation. No Wohngeld is always a [Grund].
type Ergebnis struct {
	Wohngeld Cent  `json:"wohngeld"` // a month, whole euro
	Grund    Grund `json:"grund,omitzero"`
	// M and Y are what the formula was calculated with, minima applied; zero where
	// it was not reached.
	M Zehn `json:"m"`
	Y Zehn `json:"y"`
	// Miete is the rent that counts without the heating amount, a month, exact to
	// ten decimals: what § 27 compares.
	Miete Zehn `json:"miete"`
	// Wohnkosten is the rent or burden a month before caps and shares, which a notice
	// names because of the duties of § 27 Abs. 3.
	Wohnkosten Zehn `json:"wohnkosten"`
	// Gesamteinkommen is the income of § 13, a year, in units of 1/10,000 euro.
	Gesamteinkommen int64 `json:"gesamteinkommen"`
	// Brutto is the sum of the gross monthly income of § 24 Abs. 3; 0 where only
	// sums were given.
	Brutto     Cent    `json:"brutto,omitzero"`
	Mitglieder int     `json:"mitglieder"` // who is counted
	Hinweise   Hinweis `json:"hinweise,omitzero"`
}

// SPDX-License-Identifier: Apache-2.0

package sepa

// bban returns the structure of the account numbers of a country, which stand
// behind the check digits of an IBAN: counts of digits (n), capitals (a) and
// either (c), such as "4a14n". It is "" for a country without IBAN.
//
// The structures are those of the 89 countries in release 103 (September 2026)
// of the IBAN registry that SWIFT keeps for ISO 13616, neighbouring parts of one
// kind written as one. Territories that the registry lists under another country
// use that country's code.
func bban(country string) string {
	switch country {
	case "NO":
		return "11n"
	case "BE":
		return "12n"
	case "DK", "FI", "FO", "GL", "SD":
		return "14n"
	case "FK":
		return "2a12n"
	case "NL":
		return "4a10n"
	case "SI":
		return "15n"
	case "MK":
		return "3n10c2n"
	case "AT", "BA", "EE", "LT", "MN", "XK":
		return "16n"
	case "KZ", "LU":
		return "3n13c"
	case "HR":
		return "17n"
	case "CH", "LI":
		return "5n12c"
	case "LV":
		return "4a13c"
	case "CR", "DE", "ME", "RS", "VA":
		return "18n"
	case "GE":
		return "2a16n"
	case "GB", "IE":
		return "4a14n"
	case "BG":
		return "4a6n8c"
	case "BH":
		return "4a14c"
	case "AE", "IL", "SO", "TL":
		return "19n"
	case "OM":
		return "3n16c"
	case "IQ":
		return "4a15n"
	case "GI":
		return "4a15c"
	case "CZ", "ES", "SE", "SK", "TN":
		return "20n"
	case "SA":
		return "2n18c"
	case "AD":
		return "8n12c"
	case "VG":
		return "4a16n"
	case "PK", "RO":
		return "4a16c"
	case "MD":
		return "20c"
	case "LY", "PT", "ST":
		return "21n"
	case "IS":
		return "22n"
	case "TR":
		return "6n16c"
	case "BI", "DJ", "MR":
		return "23n"
	case "FR", "MC":
		return "10n11c2n"
	case "GR":
		return "7n16c"
	case "IT", "SM":
		return "1a10n12c"
	case "HU", "PL":
		return "24n"
	case "HN", "NI", "SV":
		return "4a20n"
	case "DO":
		return "4c20n"
	case "AL", "CY":
		return "8n16c"
	case "LB":
		return "4n20c"
	case "AZ":
		return "4a20c"
	case "BY":
		return "4c4n16c"
	case "GT":
		return "24c"
	case "EG":
		return "25n"
	case "UA":
		return "6n19c"
	case "PS", "QA":
		return "4a21c"
	case "BR":
		return "8c15n2c"
	case "MU":
		return "4a19n3a"
	case "JO", "YE":
		return "4a4n18c"
	case "KW":
		return "4a22c"
	case "SC":
		return "4a20n3a"
	case "MT":
		return "4a5n18c"
	case "LC":
		return "4a24c"
	case "RU":
		return "14n15c"
	}
	return ""
}

const (
	wrongLength    = "not the length of the country"
	wrongCharacter = "not a character that accounts of the country have there"
)

// misfit says where an account does not have its structure, and why; reason ""
// means that it has.
func misfit(account, structure string) (at int, reason string) {
	for i := 0; i < len(structure); i++ {
		count := 0
		for ; isDigit(structure[i]); i++ {
			count = count*10 + int(structure[i]-'0')
		}
		for kind := structure[i]; count > 0; count-- {
			if at == len(account) {
				return at, wrongLength
			}
			if !isOf(kind, account[at]) {
				return at, wrongCharacter
			}
			at++
		}
	}
	if at < len(account) {
		return at, wrongLength
	}
	return at, ""
}

// isOf reports whether a character is of a kind of [bban].
func isOf(kind, c byte) bool {
	if isDigit(c) {
		return kind != 'a'
	}
	return kind != 'n' && isUpper(c)
}

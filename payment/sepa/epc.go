// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"strings"
	"unicode"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// EPC is the content of an EPC QR code (EPC069-12, in Germany known as
// GiroCode): a credit transfer that a banking app fills in. Payload makes the
// bytes; drawing them is the caller's, with error correction level M.
type EPC struct {
	Version   EPCVersion // zero: EPC002
	Charset   EPCCharset // zero: EPCUTF8
	BIC       string     // 8 or 11 characters; required in EPC001 only
	Name      string     // of the beneficiary, 1 to 70 characters
	IBAN      IBAN       // of the beneficiary
	Amount    money.Amount
	Purpose   string // code of up to 4 capitals and digits, or empty
	Reference string // structured, up to 35 characters; checked where it is an RF
	Text      string // unstructured, up to 140 characters; not beside a Reference
	Note      string // to the payer, up to 70 characters
}

// EPCVersion is line 2 of the code.
type EPCVersion string

const (
	// EPC001 requires the BIC.
	EPC001 EPCVersion = "001"
	// EPC002 makes the BIC optional.
	EPC002 EPCVersion = "002"
)

const (
	epcLines    = 12
	epcMaxBytes = 331 // version 13 of a QR code at level M
	epcHead     = "BCD"
	epcTransfer = "SCT"
	epcMaxCents = 99999999999
)

// Payload returns the bytes of the code, in the character set that it names,
// lines joined by LF and nothing behind the last one used. The error is a
// [*recht.BefundError] that lists all that does not fit.
func (e EPC) Payload() (string, error) {
	if e.Version == "" {
		e.Version = EPC002
	}
	if e.Charset == 0 {
		e.Charset = EPCUTF8
	}
	if err := e.check().Err(); err != nil {
		return "", err
	}
	amount := ""
	if e.Amount.IsSet() {
		amount = "EUR" + e.Amount.Decimal()
	}
	text := strings.TrimRight(strings.Join([]string{
		epcHead, string(e.Version), string('0' + rune(e.Charset)), epcTransfer, e.BIC, e.Name, e.IBAN.String(), amount, e.Purpose, e.Reference, e.Text, e.Note,
	}, "\n"), "\n")

	var findings recht.Befunde
	encoded, bad := e.Charset.encode(text)
	if bad != 0 {
		findings.Add("EPC-CHARSET-02", "/charset", "the character %q is not in the set", bad)
	} else if len(encoded) > epcMaxBytes {
		findings.Add("EPC-SIZE-01", "", "%d bytes, the code holds %d", len(encoded), epcMaxBytes)
	}
	if err := findings.Err(); err != nil {
		return "", err
	}
	return encoded, nil
}

// check lists what is wrong with the single fields.
func (e EPC) check() recht.Befunde {
	var f recht.Befunde
	if e.Version != EPC001 && e.Version != EPC002 {
		f.Add("EPC-VERSION-01", "/version", "neither 001 nor 002")
	}
	if e.Charset > EPC8859x15 {
		f.Add("EPC-CHARSET-01", "/charset", "not a set from 1 to 8")
	}
	switch {
	case e.BIC == "" && e.Version == EPC001:
		f.Add("EPC-BIC-01", "/bic", "required in version 001")
	case e.BIC != "" && !validBIC(e.BIC):
		f.Add("EPC-BIC-02", "/bic", "not a BIC of 8 or 11 characters")
	}
	if strings.TrimSpace(e.Name) == "" {
		f.Add("EPC-NAME-01", "/name", "required")
	}
	checkLine(&f, "EPC-NAME-02", "/name", e.Name, 70)
	switch {
	case e.IBAN.IsZero():
		f.Add("EPC-IBAN-01", "/iban", "required")
	case !inSEPA(e.IBAN.Country()):
		f.Add("EPC-IBAN-02", "/iban", "of a country that SEPA credit transfers do not reach")
	}
	if e.Amount.IsSet() {
		switch {
		case e.Amount.Currency() != money.EUR:
			f.Add("EPC-AMOUNT-01", "/amount", "not in EUR")
		case e.Amount.Minor() < 1 || e.Amount.Minor() > epcMaxCents:
			f.Add("EPC-AMOUNT-02", "/amount", "not from 0.01 to 999999999.99")
		}
	}
	if !validPurpose(e.Purpose) {
		f.Add("EPC-PURPOSE-01", "/purpose", "not up to 4 capitals and digits")
	}
	if e.Reference != "" && e.Text != "" {
		f.Add("EPC-REFERENCE-01", "/reference", "a structured reference and a text exclude each other")
	}
	checkLine(&f, "EPC-REFERENCE-02", "/reference", e.Reference, 35)
	if strings.HasPrefix(e.Reference, "RF") {
		if _, err := ParseRF(e.Reference); err != nil {
			f.Add("EPC-REFERENCE-03", "/reference", "begins with RF and is no RF reference")
		}
	}
	checkLine(&f, "EPC-TEXT-01", "/text", e.Text, 140)
	checkLine(&f, "EPC-NOTE-01", "/note", e.Note, 70)
	return f
}

// checkLine looks at the length in characters and at what would end the line.
func checkLine(f *recht.Befunde, code, pointer, text string, limit int) {
	n := 0
	for _, r := range text {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || r == '\u2028' || r == '\u2029' {
			f.Add(code, pointer, "the character %q cannot stand in a line", r)
			return
		}
		n++
	}
	if n > limit {
		f.Add(code, pointer, "%d characters, at most %d", n, limit)
	}
}

// validBIC checks the form of ISO 9362: 4 characters, country, 2 characters and
// optionally the branch of 3.
func validBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i := range len(s) {
		if !isUpper(s[i]) && (!isDigit(s[i]) || i == 4 || i == 5) {
			return false
		}
	}
	return true
}

func validPurpose(s string) bool {
	for i := range len(s) {
		if !isUpper(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return len(s) <= 4
}

// inSEPA reports whether accounts of the country are reached by SEPA credit
// transfers: the countries of EPC409-09 (2026) by the code that their IBANs have.
// Dependencies use the code of another one, such as FR or GB.
func inSEPA(country string) bool {
	const countries = "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA"
	return len(country) == 2 && strings.Contains(countries, country)
}

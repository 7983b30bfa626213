// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// ParseEPC reads the bytes of a code, also as others write it: lines that end
// with CR LF, amounts without decimals ("EUR20"), empty lines at the end. The
// error is a [*recht.BefundError].
func ParseEPC(payload string) (EPC, error) {
	var f recht.Befunde
	if len(payload) > epcMaxBytes {
		f.Add("EPC-SIZE-01", "", "%d bytes, the code holds %d", len(payload), epcMaxBytes)
		return EPC{}, f.Err()
	}
	lines := strings.Split(strings.ReplaceAll(payload, "\r\n", "\n"), "\n")
	for len(lines) > epcLines && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if len(lines) < 7 || len(lines) > epcLines || lines[0] != epcHead || lines[3] != epcTransfer {
		f.Add("EPC-FORM-01", "", "not the 7 to 12 lines of a credit transfer")
		return EPC{}, f.Err()
	}
	lines = append(lines, make([]string, epcLines-len(lines))...)

	e := EPC{Version: EPCVersion(lines[1])}
	if n := lines[2]; len(n) == 1 && n[0] >= '1' && n[0] <= '8' {
		e.Charset = EPCCharset(n[0] - '0')
	} else {
		f.Add("EPC-CHARSET-01", "/charset", "not a set from 1 to 8")
	}
	for i := range lines {
		text, ok := e.Charset.decode(lines[i])
		if !ok {
			f.Add("EPC-CHARSET-02", "/charset", "line %d has bytes that mean nothing in the set", i+1)
		}
		lines[i] = text
	}
	e.BIC, e.Name, e.Purpose, e.Reference, e.Text, e.Note = lines[4], lines[5], lines[8], lines[9], lines[10], lines[11]
	if iban, err := ParseIBAN(lines[6]); err == nil {
		e.IBAN = iban
	} else if lines[6] != "" {
		f.Add("EPC-IBAN-02", "/iban", "not an IBAN")
	}
	if text := lines[7]; text != "" {
		number, euro := strings.CutPrefix(text, "EUR")
		amount, err := money.ParseDecimal(number, money.EUR)
		if !euro || err != nil || strings.ContainsAny(number, "eE") {
			f.Add("EPC-AMOUNT-03", "/amount", "not EUR and a number")
		}
		e.Amount = amount
	}
	f = append(f, slices.DeleteFunc(e.check(), func(found recht.Befund) bool {
		return found.Code == "EPC-IBAN-01" && lines[6] != "" // it is there, but wrong
	})...)
	if err := f.Err(); err != nil {
		return EPC{}, err
	}
	return e, nil
}

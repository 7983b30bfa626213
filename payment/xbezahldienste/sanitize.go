// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/payment"
)

// Sanitize makes the free texts of an order fit the format and returns the
// places that it changed, as JSON pointers. It is never called for you: a text
// that was shortened or spelt otherwise is another text, and somebody should
// know. Ids, references, booking data and amounts it leaves alone: a
// Kassenzeichen that was cut off books to somebody else.
//
// Umlauts become two letters where the format knows none (Gebühr, Gebuehr),
// other letters lose their marks, a slash becomes a hyphen, & becomes "und", an
// apostrophe goes, and what is left over becomes a blank. A text that is too
// long ends early.
func Sanitize(order payment.Order) (sane payment.Order, changed []string) {
	fix := func(pointer string, text *string, most int, allowed func(rune) bool) {
		if fixed := sanitize(*text, most, allowed); fixed != *text {
			*text = fixed
			changed = append(changed, pointer)
		}
	}
	fix("/purpose", &order.Purpose, maxPurpose, isPurpose)
	fix("/description", &order.Description, maxText, isText)
	order.Items = append([]payment.Item(nil), order.Items...)
	for i := range order.Items {
		fix("/items/"+strconv.Itoa(i)+"/description", &order.Items[i].Description, maxText, isText)
	}
	if order.Payer != nil {
		payer := *order.Payer
		order.Payer = &payer
		fix("/requestor/name", &payer.Name, maxText, isText)
		fix("/requestor/firstName", &payer.FirstName, maxText, isText)
		fix("/requestor/organizationName", &payer.OrganizationName, maxText, isText)
		fix("/requestor/address/street", &payer.Street, maxText, isText)
		fix("/requestor/address/city", &payer.City, maxText, isText)
		// "12 a" is one number, so its blank goes rather than becoming a hyphen.
		fix("/requestor/address/houseNumber", &payer.HouseNumber, maxHouseNumber, isID)
		payer.AddressLines = append([]string(nil), payer.AddressLines...)
		for i := range payer.AddressLines {
			fix("/requestor/address/addressLine/"+strconv.Itoa(i), &payer.AddressLines[i], maxText, isText)
		}
	}
	return order, changed
}

// sanitize is idempotent: what it returns it returns unchanged.
func sanitize(text string, most int, allowed func(rune) bool) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		writeSane(&b, r, allowed)
	}
	runes := []rune(strings.Join(strings.Fields(b.String()), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}

func writeSane(b *strings.Builder, r rune, allowed func(rune) bool) {
	if allowed(r) {
		b.WriteRune(r)
		return
	}
	if replacement, known := replacementOf(r); known {
		for _, x := range replacement {
			if allowed(x) {
				b.WriteRune(x)
			}
		}
		return
	}
	blank := true
	for _, x := range norm.NFD.String(string(r)) { // a letter and its marks
		if allowed(x) {
			b.WriteRune(x)
		}
		if allowed(x) || unicode.Is(unicode.Mn, x) {
			blank = false
		}
	}
	if blank && allowed(' ') {
		b.WriteByte(' ')
	}
}

func replacementOf(r rune) (string, bool) {
	switch r {
	case 'ä', 'æ':
		return "ae", true
	case 'ö', 'œ', 'ø':
		return "oe", true
	case 'ü':
		return "ue", true
	case 'Ä', 'Æ':
		return "Ae", true
	case 'Ö', 'Œ', 'Ø':
		return "Oe", true
	case 'Ü':
		return "Ue", true
	case 'ß':
		return "ss", true
	case 'ẞ':
		return "SS", true
	case 'ł':
		return "l", true
	case 'Ł':
		return "L", true
	case 'đ':
		return "d", true
	case 'Đ':
		return "D", true
	case '/', '–', '—':
		return "-", true
	case '&':
		return " und ", true
	case '\'', '’', '`', '´':
		return "", true
	}
	return "", false
}

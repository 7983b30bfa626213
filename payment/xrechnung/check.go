// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// Check judges the invoice by the rules of a fee notice. Findings are in the order of
// the parts; the doc of the package names their codes.
func (i *Invoice) Check() recht.Befunde {
	c := &check{i: i, found: slices.Clone(i.read)}
	c.texts()
	c.head()
	c.parties()
	c.means()
	c.amounts()
	c.taxes()
	c.lines()
	return c.found
}

// check gathers findings.
type check struct {
	i     *Invoice
	found recht.Befunde
}

// must reports a rule where it does not hold.
func (c *check) must(holds bool, code, pointer, detail string) {
	if !holds {
		c.found.Add(code, pointer, "%s", detail)
	}
}

// should reports one whose breach goes on.
func (c *check) should(holds bool, severity recht.Severity, code, pointer, detail string) {
	if !holds {
		c.found = append(c.found, recht.Befund{Code: code, Pointer: pointer, Severity: severity, Detail: detail})
	}
}

func (c *check) present(value, code, pointer string) {
	c.must(strings.TrimSpace(value) != "", code, pointer, "missing")
}

// code reports a word that is not of a list; what is missing is another rule's.
func (c *check) code(value, list, rule, pointer string) {
	c.must(value == "" || codes()[list][value], rule, pointer, "not a code of the list")
}

// place is the pointer of an element of a list.
func place(list string, k int) string { return "/" + list + "/" + strconv.Itoa(k) }

func (c *check) head() {
	i := c.i
	c.present(i.Specification, "BR-01", "/specification")
	c.present(i.Number, "BR-02", "/number")
	c.present(i.Issued, "BR-03", "/issued")
	c.present(i.Type, "BR-04", "/type")
	c.present(i.Currency, "BR-05", "/currency")
	c.present(i.Process, "PEPPOL-EN16931-R001", "/process")
	c.present(i.BuyerReference, "BR-DE-15", "/buyerReference")
	c.must(i.Type == "" || codes()["invoice"][i.Type] || i.Syntax == CII && slices.Contains(creditTypes[:], i.Type), "BR-CL-01", "/type", "not a code of an invoice")
	c.should(slices.Contains(usualTypes[:], i.Type), recht.SeverityWarning, "BR-DE-17", "/type", "not a code that XRechnung wants")
	c.should(strings.HasPrefix(i.Specification, specification) && slices.Contains(profiles[:], i.Specification[len(specification):]), recht.SeverityWarning, "BR-DE-21", "/specification", "not that of XRechnung 3.0")
	c.should(i.Type != typeCorrected || i.Preceding != "", recht.SeverityWarning, "BR-DE-26", "/preceding", "a correction names what it corrects")
	c.code(i.Currency, "currency", "BR-CL-04", "/currency")
	c.must(skontoFits(i.Terms), "BR-DE-18", "/terms", "a line that begins with # must be a term of early payment")
	c.should(i.Delivered != "" || i.Period != nil, recht.SeverityNote, "BR-DE-TMP-32", "/period", "no day or period of what it is for")
	if p := i.Period; p != nil {
		c.must(p.From != "" || p.To != "", "BR-CO-19", "/period", "neither first nor last day")
		c.must(p.From == "" || p.To == "" || p.From <= p.To, "BR-29", "/period/to", "before the first day")
	}
	days := []named{{"/issued", i.Issued}, {"/due", i.Due}, {"/delivered", i.Delivered}}
	if i.Period != nil {
		days = append(days, named{"/period/from", i.Period.From}, named{"/period/to", i.Period.To})
	}
	for _, d := range days {
		_, err := datum.Parse(d.text)
		c.must(d.text == "" || err == nil, "XR-DATE-01", d.pointer, "not a day")
	}
}

// named is a text with its pointer.
type named struct{ pointer, text string }

// profiles are what may follow the identifier of XRechnung: nothing, its extension,
// and the variant for vehicles.
var profiles = [...]string{"", "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0", "#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9"}

var (
	skonto = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(^|\r?\n)#(SKONTO)#TAGE=([0-9]+#PROZENT=[0-9]+\.[0-9]{2})(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#$`)
	})
	eMail = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^@\s]+@([^@.\s]+\.)+[^@.\s]+$`) })
)

// skontoFits reports whether every line that begins with # is a term of early payment
// in the form of XRechnung, and a line feed follows the last.
func skontoFits(terms string) bool {
	found := false
	for line := range strings.Lines(terms) {
		if line = strings.Join(strings.FieldsFunc(line, isSpace), " "); strings.HasPrefix(line, "#") {
			if found = true; !skonto().MatchString(line) {
				return false
			}
		}
	}
	rest := strings.TrimLeft(terms[strings.LastIndexByte(terms, '#')+1:], " \t\r")
	return !found || strings.HasPrefix(rest, "\n")
}

// isSpace reports what XML calls white space, which a no-break space is not.
func isSpace(r rune) bool { return strings.ContainsRune(xmlstream.Space, r) }

func (c *check) parties() {
	s, b := &c.i.Seller, &c.i.Buyer
	c.present(s.Name, "BR-06", "/seller/name")
	c.present(b.Name, "BR-07", "/buyer/name")
	c.must(*s == Party{} || s.ID.ID != "" || s.LegalID.ID != "" || s.VATID != "", "BR-CO-26", "/seller/id", "no identifier by which the payer knows the seller")
	c.must(s.Address != nil, "BR-08", "/seller/address", "missing")
	c.must(b.Address != nil, "BR-10", "/buyer/address", "missing")
	if a := s.Address; a != nil {
		c.present(a.Country, "BR-09", "/seller/address/country")
		c.present(a.City, "BR-DE-3", "/seller/address/city")
		c.present(a.PostCode, "BR-DE-4", "/seller/address/postCode")
		c.code(a.Country, "country", "BR-CL-14", "/seller/address/country")
	}
	if a := b.Address; a != nil {
		c.present(a.Country, "BR-11", "/buyer/address/country")
		c.present(a.City, "BR-DE-8", "/buyer/address/city")
		c.present(a.PostCode, "BR-DE-9", "/buyer/address/postCode")
		c.code(a.Country, "country", "BR-CL-14", "/buyer/address/country")
	}
	c.must(s.Contact != nil, "BR-DE-2", "/seller/contact", "missing")
	if k := s.Contact; k != nil {
		c.present(k.Name, "BR-DE-5", "/seller/contact/name")
		c.present(k.Phone, "BR-DE-6", "/seller/contact/phone")
		c.present(k.EMail, "BR-DE-7", "/seller/contact/eMail")
		c.should(digits(k.Phone) >= 3, recht.SeverityWarning, "BR-DE-27", "/seller/contact/phone", "fewer than three digits")
		c.should(eMail().MatchString(k.EMail), recht.SeverityWarning, "BR-DE-28", "/seller/contact/eMail", "not an e-mail address")
	}
	c.endpoint(s.Endpoint, "PEPPOL-EN16931-R020", "BR-62", "/seller/endpoint")
	c.endpoint(b.Endpoint, "PEPPOL-EN16931-R010", "BR-63", "/buyer/endpoint")
	for _, id := range []named{{"/seller/id", s.ID.Scheme}, {"/seller/legalId", s.LegalID.Scheme}, {"/buyer/id", b.ID.Scheme}, {"/buyer/legalId", b.LegalID.Scheme}} {
		c.code(id.text, "icd", "BR-CL-10", id.pointer)
	}
}

func (c *check) endpoint(e Identifier, missing, scheme, pointer string) {
	c.present(e.ID, missing, pointer)
	c.must(e.ID == "" || e.Scheme != "", scheme, pointer, "an address without its scheme")
	c.code(e.Scheme, "eas", "BR-CL-25", pointer)
}

func digits(s string) (n int) {
	for k := range len(s) {
		if s[k] >= '0' && s[k] <= '9' {
			n++
		}
	}
	return n
}

func (c *check) means() {
	c.must(len(c.i.Means) > 0, "BR-DE-1", "/means", "missing")
	for k := range c.i.Means {
		m, at := &c.i.Means[k], place("means", k)
		c.present(m.Code, "BR-49", at+"/code")
		c.code(m.Code, "means", "BR-CL-16", at+"/code")
		account, card, mandate := m.Account != nil, m.Card, m.Mandate != nil
		c.must(!account || m.Account.IBAN != "", "BR-50", at+"/account", "no account")
		switch m.Code {
		case "30", meansSEPA:
			c.must(account && m.Account.IBAN != "", "BR-61", at+"/account/iban", "a transfer without an account")
			c.must(account, "BR-DE-23-a", at+"/account", "missing")
			c.must(!card && !mandate, "BR-DE-23-b", at, "a transfer with a card or a mandate")
			c.should(m.Code != meansSEPA || !account || isIBAN(m.Account.IBAN), recht.SeverityWarning, "BR-DE-19", at+"/account/iban", "not an IBAN")
		case "48", "54", "55":
			c.must(card, "BR-DE-24-a", at+"/card", "missing")
			c.must(!account && !mandate, "BR-DE-24-b", at, "a card with an account or a mandate")
		case meansDebit:
			c.must(mandate, "BR-DE-25-a", at+"/mandate", "missing")
			c.must(!account && !card, "BR-DE-25-b", at, "a debit with an account or a card")
			c.should(!mandate || isIBAN(m.Mandate.IBAN), recht.SeverityWarning, "BR-DE-20", at+"/mandate/iban", "not an IBAN")
		}
		if mandate {
			c.present(m.Mandate.ID, "PEPPOL-EN16931-R061", at+"/mandate/id")
			c.present(m.Mandate.IBAN, "BR-DE-31", at+"/mandate/iban")
			c.present(c.i.CreditorID, "BR-DE-30", "/creditorId")
		}
	}
}

func isIBAN(text string) bool {
	_, err := sepa.NormalizeIBAN(text)
	return err == nil
}

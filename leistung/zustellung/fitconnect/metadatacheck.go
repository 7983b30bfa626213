// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"encoding/json"
	"math/big"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// maxFound bounds the findings about one document.
const maxFound = 100

// CheckMetadata finds everything in which a document breaks metadata schema 2.1.0,
// its formats included, and attachments or data sets that have one id.
func CheckMetadata(text []byte) recht.Befunde {
	c := &checker{}
	if len(text) > maxMetadata {
		c.add("FC-META-01", "", "longer than "+strconv.Itoa(maxMetadata)+" bytes")
		return c.found
	}
	value, err := readJSON(text)
	if err != nil {
		c.add("FC-META-01", "", err.Error())
		return c.found
	}
	root := c.object(value, "", "$schema", "contentStructure")
	c.text(root, "", "$schema", rule{"FC-META-02", "not a version 2.x of the metadata schema", isVersion2})
	if v, ok := root["contentStructure"]; ok {
		c.content(v, "/contentStructure")
	}
	if v, ok := root["paymentInformation"]; ok {
		c.payment(v, "/paymentInformation")
	}
	if v, ok := root["replyChannel"]; ok {
		c.reply(v, "/replyChannel")
	}
	if v, ok := root["additionalReferenceInfo"]; ok {
		c.references(v, "/additionalReferenceInfo")
	}
	if v, ok := root["author"]; ok {
		author := c.object(v, "/author", "name", "product")
		c.texts(author, "/author", "name", "description", "url")
		if p, ok := author["product"]; ok {
			c.texts(c.object(p, "/author/product", "name", "version", "manufacturer"), "/author/product", "name", "description", "version", "manufacturer")
		}
	}
	if v, ok := root["dataSets"]; ok {
		c.dataSets(v, "/dataSets")
	}
	return c.found
}

// checker collects findings.
type checker struct{ found recht.Befunde }

// rule is what a text must fulfil.
type rule struct {
	code, detail string
	ok           func(string) bool
}

var (
	aUUID   = rule{"FC-META-06", "not a UUID", uuidShape}
	aURI    = rule{"FC-META-06", "not a URI", isURI}
	aMail   = rule{"FC-META-06", "not an e-mail address", isMail}
	aHash   = rule{"FC-META-06", "not SHA-512 in lower-case hexadecimal", isHash}
	aWord   = rule{"FC-META-06", "not 1 to 36 letters, digits, _ or -", isWord}
	aFile   = rule{"FC-META-06", "not a media type", isMediaType}
	aDate   = rule{"FC-META-06", "not a date", func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }}
	aTime   = rule{"FC-META-06", "not a time of RFC 3339", func(s string) bool { _, err := time.Parse(time.RFC3339Nano, s); return err == nil }}
	aPGP    = rule{"FC-META-06", "not a PGP public key", func(s string) bool { return strings.HasPrefix(s, "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n") }}
	aBase64 = rule{"FC-META-06", "not Base64", isBase64ish}
)

func oneOf(values ...string) rule {
	return rule{"FC-META-05", "not one of " + strings.Join(values, ", "), func(s string) bool { return slices.Contains(values, s) }}
}

func most(n int) rule {
	return rule{"FC-META-07", "longer than " + strconv.Itoa(n) + " characters", func(s string) bool { return utf8.RuneCountInString(s) <= n }}
}

func least(n int) rule {
	return rule{"FC-META-07", "shorter than " + strconv.Itoa(n) + " characters", func(s string) bool { return utf8.RuneCountInString(s) >= n }}
}

func (c *checker) add(code, pointer, detail string) {
	if len(c.found) < maxFound {
		c.found.Add(code, pointer, "%s", detail)
	}
}

// object returns a value as object, with what it must have.
func (c *checker) object(v any, at string, required ...string) map[string]any {
	o, ok := v.(map[string]any)
	if !ok {
		c.add("FC-META-04", at, "not an object")
		return nil
	}
	for _, name := range required {
		if _, there := o[name]; !there {
			c.add("FC-META-03", at+"/"+name, "missing")
		}
	}
	return o
}

// text checks a member that is a text, if it is there.
func (c *checker) text(o map[string]any, at, name string, rules ...rule) {
	v, there := o[name]
	if !there {
		return
	}
	s, ok := v.(string)
	if !ok {
		c.add("FC-META-04", at+"/"+name, "not a text")
		return
	}
	for _, r := range rules {
		if !r.ok(s) {
			c.add(r.code, at+"/"+name, r.detail)
		}
	}
}

func (c *checker) texts(o map[string]any, at string, names ...string) {
	for _, name := range names {
		c.text(o, at, name)
	}
}

func (c *checker) flag(o map[string]any, at, name string) {
	if v, there := o[name]; there {
		if _, ok := v.(bool); !ok {
			c.add("FC-META-04", at+"/"+name, "neither true nor false")
		}
	}
}

// list returns a member that is a list, if it is there.
func (c *checker) list(v any, at string) []any {
	list, ok := v.([]any)
	if !ok {
		c.add("FC-META-04", at, "not a list")
	}
	return list
}

// words checks a list of texts.
func (c *checker) words(v any, at string, rules ...rule) []any {
	list := c.list(v, at)
	for i, entry := range list {
		place := strconv.Itoa(i)
		c.text(map[string]any{place: entry}, at, place, rules...)
	}
	return list
}

func (c *checker) hash(o map[string]any, at string) {
	v, there := o["hash"]
	if !there {
		return
	}
	h := c.object(v, at+"/hash", "type", "content")
	c.text(h, at+"/hash", "type", oneOf("sha512"))
	c.text(h, at+"/hash", "content", aHash)
}

func (c *checker) content(v any, at string) {
	o := c.object(v, at, "attachments", "data")
	if v, ok := o["data"]; ok {
		place := at + "/data"
		d := c.object(v, place, "hash", "submissionSchema")
		c.hash(d, place)
		c.signature(d, place)
		if v, ok := d["submissionSchema"]; ok {
			c.schema(v, place+"/submissionSchema", "application/json", "application/xml")
		}
	}
	v, ok := o["attachments"]
	if !ok {
		return
	}
	ids := map[string]bool{}
	for i, entry := range c.list(v, at+"/attachments") {
		place := at + "/attachments/" + strconv.Itoa(i)
		a := c.object(entry, place, "hash", "purpose", "mimeType", "attachmentId")
		c.hash(a, place)
		c.signature(a, place)
		c.text(a, place, "purpose", oneOf("form", "attachment", "report", "data"))
		c.texts(a, place, "filename", "description")
		c.text(a, place, "mimeType", aFile)
		c.text(a, place, "attachmentId", aUUID)
		if id := strings.ToLower(str(a, "attachmentId")); id != "" && ids[id] {
			c.add("FC-META-09", place+"/attachmentId", "the id of another attachment")
		} else {
			ids[id] = true
		}
		if v, ok := a["fragments"]; ok {
			c.fragments(v, place+"/fragments")
		}
	}
}

func (c *checker) fragments(v any, at string) {
	list := c.words(v, at, aUUID)
	if len(list) == 0 {
		c.add("FC-META-07", at, "empty")
	}
	seen := map[any]bool{}
	for i, entry := range list {
		id, _ := entry.(string)
		if seen[id] {
			c.add("FC-META-09", at+"/"+strconv.Itoa(i), "twice")
		}
		seen[id] = true
	}
}

func (c *checker) signature(o map[string]any, at string) {
	v, there := o["signature"]
	if !there {
		return
	}
	at += "/signature"
	s := c.object(v, at, "signatureFormat", "detachedSignature")
	c.text(s, at, "signatureFormat", oneOf("cms", "xml", "pdf", "asic", "json"))
	c.flag(s, at, "detachedSignature")
	const ades = "http://uri.etsi.org/ades/191x2/level/baseline/"
	c.text(s, at, "eidasAdesProfile", oneOf(ades+"B-B#", ades+"B-T#", ades+"B-LT#", ades+"B-LTA#"))
	c.text(s, at, "content", aBase64)
}

func (c *checker) schema(v any, at string, media ...string) {
	s := c.object(v, at, "schemaUri", "mimeType")
	c.text(s, at, "schemaUri", aURI)
	c.text(s, at, "mimeType", oneOf(media...))
}

func (c *checker) payment(v any, at string) {
	p := c.object(v, at, "transactionReference", "transactionId", "paymentMethod", "status")
	c.text(p, at, "transactionReference")
	c.text(p, at, "transactionId", aWord)
	c.text(p, at, "paymentMethodDetail", aWord)
	c.text(p, at, "paymentMethod", oneOf("GIROPAY", "PAYDIRECT", "CREDITCARD", "PAYPAL", "INVOICE", "OTHER"))
	c.text(p, at, "status", oneOf("INITIAL", "BOOKED", "FAILED", "CANCELED"))
	c.text(p, at, "transactionUrl", aURI)
	c.text(p, at, "transactionTimestamp", aTime)
	gross, there := p["grossAmount"]
	if !there {
		return
	}
	number, ok := gross.(json.Number)
	if !ok {
		c.add("FC-META-04", at+"/grossAmount", "not a number")
	} else if _, ok := centsOf(number.String()); !ok {
		c.add("FC-META-07", at+"/grossAmount", "not a whole number of cents from 0.01 on")
	}
}

func (c *checker) reply(v any, at string) {
	o := c.object(v, at)
	if o != nil && len(o) != 1 {
		c.add("FC-META-08", at, "not exactly one reply channel")
	}
	if v, ok := o["eMail"]; ok {
		e := c.object(v, at+"/eMail", "address")
		c.text(e, at+"/eMail", "address", aMail)
		c.text(e, at+"/eMail", "pgpPublicKey", aPGP)
	}
	if v, ok := o["deMail"]; ok {
		c.text(c.object(v, at+"/deMail"), at+"/deMail", "address", aMail)
	}
	if v, ok := o["fink"]; ok {
		f := c.object(v, at+"/fink", "finkPostfachRef")
		c.text(f, at+"/fink", "finkPostfachRef", most(150), rule{"FC-META-06", "not the address of a mailbox", isFink})
		c.text(f, at+"/fink", "host", aURI)
	}
	if v, ok := o["elster"]; ok {
		e := c.object(v, at+"/elster", "accountId")
		c.texts(e, at+"/elster", "accountId", "lieferTicket")
		c.text(e, at+"/elster", "geschaeftszeichen", most(60))
	}
	if v, ok := o["fitConnect"]; ok {
		c.replyKey(v, at+"/fitConnect")
	}
	if v, ok := o["idBundDeMailbox"]; ok {
		c.text(c.object(v, at+"/idBundDeMailbox", "mailboxUuid"), at+"/idBundDeMailbox", "mailboxUuid", aUUID)
	}
}

func (c *checker) replyKey(v any, at string) {
	f := c.object(v, at, "processStandards", "encryptionPublicKey")
	if v, ok := f["processStandards"]; ok {
		if list := c.words(v, at+"/processStandards", aURI); len(list) == 0 {
			c.add("FC-META-07", at+"/processStandards", "empty")
		}
	}
	v, ok := f["encryptionPublicKey"]
	if !ok {
		return
	}
	at += "/encryptionPublicKey"
	k := c.object(v, at, "kty", "key_ops", "alg", "kid", "n", "e")
	c.text(k, at, "kty", oneOf("RSA"))
	if v, ok := k["key_ops"]; ok {
		c.words(v, at+"/key_ops", oneOf("wrapKey"))
	}
	c.text(k, at, "alg", oneOf(algEncrypt))
	c.text(k, at, "kid", least(minKid), most(maxKid))
	c.text(k, at, "n", least(minModulus))
	c.text(k, at, "e", oneOf("AQAB"))
}

func (c *checker) references(v any, at string) {
	o := c.object(v, at)
	for name := range o {
		if !slices.Contains([]string{"senderReference", "applicationDate", "idBundDeApplicationId", "zustimmungZumDigitalenBescheid"}, name) {
			c.add("FC-META-08", at, "a member that is not known")
			break
		}
	}
	c.text(o, at, "senderReference")
	c.text(o, at, "applicationDate", aDate)
	c.text(o, at, "idBundDeApplicationId", aUUID)
	c.flag(o, at, "zustimmungZumDigitalenBescheid")
}

func (c *checker) dataSets(v any, at string) {
	ids := map[string]bool{}
	for i, entry := range c.list(v, at) {
		place := at + "/" + strconv.Itoa(i)
		d := c.object(entry, place, "dataSetId", "schema", "hash", "content")
		c.text(d, place, "dataSetId", aUUID)
		if id := strings.ToLower(str(d, "dataSetId")); id != "" && ids[id] {
			c.add("FC-META-09", place+"/dataSetId", "the id of another data set")
		} else {
			ids[id] = true
		}
		c.text(d, place, "description")
		c.hash(d, place)
		if v, ok := d["schema"]; ok {
			c.schema(v, place+"/schema", "application/json", "application/xml", "application/jose")
		}
	}
}

func isVersion2(s string) bool {
	version, ok1 := strings.CutPrefix(s, metadataPrefix)
	version, ok2 := strings.CutSuffix(version, metadataSuffix)
	parts := strings.Split(version, ".")
	return ok1 && ok2 && len(parts) == 3 && parts[0] == "2" && all(parts[1], isDigit) && all(parts[2], isDigit)
}

// all reports whether a text has characters and all are of a kind.
func all(s string, kind func(byte) bool) bool {
	for i := range len(s) {
		if !kind(s[i]) {
			return false
		}
	}
	return s != ""
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
func isWordByte(b byte) bool {
	return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_'
}
func isHexByte(b byte) bool { return isDigit(b) || b >= 'a' && b <= 'f' }

func isHash(s string) bool { return len(s) == 128 && all(s, isHexByte) }
func isWord(s string) bool {
	return len(s) <= 36 && all(s, func(b byte) bool { return isWordByte(b) || b == '-' })
}

func isMediaType(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	return ok && all(kind, func(b byte) bool { return isWordByte(b) || b == '-' || b == '.' }) &&
		all(sub, func(b byte) bool { return isWordByte(b) || b == '-' || b == '.' || b == '+' })
}

func isFink(s string) bool {
	return all(s, func(b byte) bool { return b >= 'a' && b <= 'z' || isDigit(b) || strings.IndexByte("-._~/", b) >= 0 })
}

// isBase64ish is the pattern of the schema, which looks at the first or the last
// character only.
func isBase64ish(s string) bool {
	if s == "" {
		return false
	}
	first, last := s[0], s[len(s)-1]
	return first != '_' && isWordByte(first) || strings.IndexByte("+/=", first) >= 0 || isWordByte(last) || last == '-'
}

func uuidShape(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		b := s[i]
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (b == '-') || !dash && !isHexByte(b|0x20) {
			return false
		}
	}
	return true
}

func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.IsAbs() && !strings.ContainsAny(s, " <>\"{}|\\^`")
}

func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == ""
}

// centsOf reads a JSON number that is a whole number of cents, at least one,
// without ever rounding.
func centsOf(s string) (int64, bool) {
	const longest = 40
	if len(s) > longest {
		return 0, false
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(s), "e"); ok {
		if n, err := strconv.Atoi(exponent); err != nil || n > 18 || n < -30 {
			return 0, false
		}
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, false
	}
	r.Mul(r, big.NewRat(100, 1))
	if !r.IsInt() || !r.Num().IsInt64() || r.Num().Int64() < 1 {
		return 0, false
	}
	return r.Num().Int64(), true
}

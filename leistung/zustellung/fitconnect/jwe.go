// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

const (
	ivSize    = 12
	tagSize   = 16
	cekSize   = 32
	maxHeader = 8 << 10 // bytes of a protected header, encoded
)

var b64 = base64.RawURLEncoding.Strict()

// Envelope seals one part of a submission: its metadata, its data, one attachment.
// Sealing the same content again gives the same bytes, so that whoever lost an
// answer can hand over again what is there already, also after a restart: keep the
// envelope by [Envelope.MarshalText]. Other content gets another nonce, so an
// envelope used twice by mistake gives nothing away.
//
// An envelope opens what it sealed: it is as secret as the content.
type Envelope struct {
	kid string
	key [cekSize]byte // content encryption key
	box []byte        // the same, encrypted to the receiver
}

// NewEnvelope makes an envelope that only the owner of the key can open.
func NewEnvelope(to PublicKey) (Envelope, error) {
	if to.IsZero() {
		return Envelope{}, refusal("FC-KEY-01", "", "no key to encrypt to")
	}
	e := Envelope{kid: to.kid}
	if _, err := rand.Read(e.key[:]); err != nil {
		return Envelope{}, fmt.Errorf("fitconnect: random key: %w", err)
	}
	box, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, to.rsa, e.key[:], nil)
	if err != nil {
		return Envelope{}, fmt.Errorf("fitconnect: encrypt a key: %w", err)
	}
	e.box = box
	return e, nil
}

type envelopeText struct {
	Kid string `json:"kid"`
	Key []byte `json:"key"`
	Box []byte `json:"box"`
}

// MarshalText is how an envelope is kept until its submission is through.
func (e Envelope) MarshalText() ([]byte, error) {
	return json.Marshal(envelopeText{e.kid, e.key[:], e.box})
}

// UnmarshalText reads what MarshalText wrote.
func (e *Envelope) UnmarshalText(text []byte) error {
	var t envelopeText
	if err := json.Unmarshal(text, &t); err != nil || len(t.Key) != cekSize || len(t.Box) < minBits/8 || len(t.Kid) < minKid {
		return refusal("FC-JWE-06", "", "not an envelope")
	}
	*e = Envelope{kid: t.Kid, key: [cekSize]byte(t.Key), box: t.Box}
	return nil
}

// String keeps the envelope out of logs.
func (e Envelope) String() string { return "fitconnect.Envelope" }

// GoString keeps %#v from printing it.
func (e Envelope) GoString() string { return e.String() }

type header struct {
	Alg string `json:"alg"`
	Enc string `json:"enc"`
	Kid string `json:"kid"`
	Cty string `json:"cty,omitempty"`
}

// Seal encrypts content into a compact JWE. contentType is application/json or
// application/xml for metadata and data, and the media type of an attachment.
// Beside the content it needs the memory of the result, four thirds of its size.
func (e Envelope) Seal(contentType string, content []byte) ([]byte, error) {
	return e.seal(contentType, content, sha512.Sum512(content))
}

// seal is Seal where the hash of the content is known already.
func (e Envelope) seal(contentType string, content []byte, sum [sha512.Size]byte) ([]byte, error) {
	if len(e.box) == 0 {
		return nil, refusal("FC-JWE-06", "", "not an envelope")
	}
	if contentType == "" {
		return nil, refusal("FC-JWE-03", "/cty", "no content type")
	}
	head, err := json.Marshal(header{algEncrypt, encContent, e.kid, contentType})
	if err != nil {
		return nil, fmt.Errorf("fitconnect: encode a header: %w", err)
	}
	gcm, err := gcmOf(e.key[:])
	if err != nil {
		return nil, err
	}
	// The nonce is bound to everything that is sealed with it: under one key a
	// nonce comes back only with the same content.
	mac := hmac.New(sha256.New, e.key[:])
	mac.Write(head)
	mac.Write(sum[:])
	nonce := mac.Sum(nil)[:ivSize]

	out := b64.AppendEncode(make([]byte, 0, b64.EncodedLen(len(head))+b64.EncodedLen(len(e.box))+b64.EncodedLen(ivSize)+b64.EncodedLen(len(content))+b64.EncodedLen(tagSize)+4), head)
	protected := out[:len(out):len(out)]
	out = b64.AppendEncode(append(out, '.'), e.box)
	out = append(b64.AppendEncode(append(out, '.'), nonce), '.')
	// The ciphertext is made at the end of the result and encoded from there to its
	// beginning: what is written stays behind what is still to be read.
	end := out[cap(out)-len(content)-tagSize : cap(out)]
	sealed := gcm.Seal(end[:0], nonce, content, protected)
	tag := [tagSize]byte(sealed[len(content):])
	var chunk [3 << 10]byte
	for rest := sealed[:len(content)]; len(rest) > 0; {
		n := copy(chunk[:], rest)
		out, rest = b64.AppendEncode(out, chunk[:n]), rest[n:]
	}
	return b64.AppendEncode(append(out, '.'), tag[:]), nil
}

// Seal encrypts content to a receiver in an envelope of its own.
func Seal(to PublicKey, contentType string, content []byte) ([]byte, error) {
	e, err := NewEnvelope(to)
	if err != nil {
		return nil, err
	}
	// Used once, its nonce needs no content: any value will do.
	var sum [sha512.Size]byte
	if _, err := rand.Read(sum[:]); err != nil {
		return nil, fmt.Errorf("fitconnect: random nonce: %w", err)
	}
	return e.seal(contentType, content, sum)
}

// Tag is the authentication tag of a compact JWE as event logs name it: its fifth
// and last part.
func Tag(jwe []byte) (string, error) {
	if bytes.Count(jwe, []byte(".")) != 4 {
		return "", refusal("FC-JWE-01", "", "not five parts")
	}
	tag := jwe[bytes.LastIndexByte(jwe, '.')+1:]
	if raw, err := b64.AppendDecode(nil, tag[:min(len(tag), 2*tagSize)]); err != nil || len(tag) != b64.EncodedLen(tagSize) || len(raw) != tagSize {
		return "", refusal("FC-JWE-01", "", "no authentication tag")
	}
	return string(tag), nil
}

// Hash is the SHA-512 of content in lower-case hexadecimal, as metadata names it.
func Hash(content []byte) string {
	sum := sha512.Sum512(content)
	return hex.EncodeToString(sum[:])
}

// Open decrypts a compact JWE that gives at most limit bytes, and returns the
// content and its type (cty). It gives nothing out before the tag was checked.
// Beside the JWE it needs the memory of the content.
//
// A wrong key and a changed ciphertext are the same refusal, FC-JWE-05.
func (k PrivateKey) Open(jwe []byte, limit int) (content []byte, contentType string, err error) {
	if k.rsa == nil || k.alg != algEncrypt {
		return nil, "", refusal("FC-KEY-03", "/alg", "not a key to open with")
	}
	if len(jwe) > sealedMax(limit) {
		return nil, "", refusal("FC-JWE-02", "", fmt.Sprintf("more than %d bytes", limit))
	}
	parts := bytes.SplitN(jwe, []byte("."), 6)
	if len(parts) != 5 || len(parts[0]) > maxHeader || len(parts[1]) > maxHeader {
		return nil, "", refusal("FC-JWE-01", "", "not five parts")
	}
	head, zipped, err := k.header(parts[0])
	if err != nil {
		return nil, "", err
	}
	box, err1 := b64.AppendDecode(nil, parts[1])
	nonce, err2 := b64.AppendDecode(nil, parts[2])
	tag, err3 := b64.AppendDecode(nil, parts[4])
	sealed, err4 := b64.AppendDecode(make([]byte, 0, b64.DecodedLen(len(parts[3]))+tagSize), parts[3])
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || len(nonce) != ivSize || len(tag) != tagSize {
		return nil, "", refusal("FC-JWE-01", "", "parts that are not base64url of the right length")
	}
	broken := refusal("FC-JWE-05", "", "it does not open: another key, or changed on its way")
	key, err := rsa.DecryptOAEP(sha256.New(), nil, k.rsa, box, nil)
	if err != nil || len(key) != cekSize {
		return nil, "", broken
	}
	gcm, err := gcmOf(key)
	if err != nil {
		return nil, "", err
	}
	sealed = append(sealed, tag...)
	if content, err = gcm.Open(sealed[:0], nonce, sealed, parts[0]); err != nil {
		return nil, "", broken
	}
	if zipped {
		content, err = inflate(content, limit)
	}
	if err == nil && len(content) > limit {
		err = refusal("FC-JWE-02", "", fmt.Sprintf("more than %d bytes", limit))
	}
	if err != nil {
		return nil, "", err
	}
	return content, head.Cty, nil
}

// sealedMax is how long the compact JWE of content of a size may be.
func sealedMax(limit int) int { return b64.EncodedLen(limit) + 2*maxHeader + 64 }

// header checks a protected header. Only what it must have may stand there, and
// zip DEF, which senders of version 1 use.
func (k PrivateKey) header(encoded []byte) (h header, zipped bool, err error) {
	raw, err := b64.AppendDecode(nil, encoded)
	if err != nil {
		return h, false, refusal("FC-JWE-01", "", "a header that is not base64url")
	}
	object, err := readObject(raw)
	if err != nil {
		return h, false, refusal("FC-JWE-01", "", "a header that is not a JSON object")
	}
	h = header{str(object, "alg"), str(object, "enc"), str(object, "kid"), str(object, "cty")}
	if h.Alg != algEncrypt || h.Enc != encContent {
		return h, false, refusal("FC-JWE-03", "", "not "+algEncrypt+" with "+encContent)
	}
	if _, critical := object["crit"]; critical {
		return h, false, refusal("FC-JWE-03", "/crit", "extensions that are not known")
	}
	if zip, there := object["zip"]; there {
		if zip != "DEF" {
			return h, false, refusal("FC-JWE-03", "/zip", "not DEF")
		}
		zipped = true
	}
	if h.Kid != k.kid {
		return h, false, refusal("FC-JWE-04", "/kid", "encrypted to another key")
	}
	return h, zipped, nil
}

func inflate(packed []byte, limit int) ([]byte, error) {
	r := flate.NewReader(bytes.NewReader(packed))
	content, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, refusal("FC-JWE-01", "/zip", "not deflated")
	}
	if len(content) > limit {
		return nil, refusal("FC-JWE-02", "", fmt.Sprintf("more than %d bytes", limit))
	}
	return content, nil
}

func gcmOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("fitconnect: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("fitconnect: %w", err)
	}
	return gcm, nil
}

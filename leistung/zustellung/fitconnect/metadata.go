// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"encoding/json"
	"fmt"

	exact "github.com/go-jose/go-jose/v4/json"
	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/payment/money"
)

const (
	metadataPrefix = "https://schema.fitko.de/fit-connect/metadata/"
	metadataSuffix = "/metadata.schema.json"
	// SchemaMetadata is the version that is written. Read is every 2.x.
	SchemaMetadata = metadataPrefix + "2.1.0" + metadataSuffix
	// maxMetadata bounds a metadata document, in bytes.
	maxMetadata = 4 << 20
)

// Metadata says what a submission consists of and how to answer it: metadata
// schema 2.1.0. It prints nothing of itself. Members that are not known pass.
type Metadata struct {
	Schema     string           `json:"$schema"`
	Content    ContentStructure `json:"contentStructure"`
	Payment    *PaymentInfo     `json:"paymentInformation,omitempty"`
	Reply      *ReplyChannel    `json:"replyChannel,omitempty"` // nil: by letter
	References *ReferenceInfo   `json:"additionalReferenceInfo,omitempty"`
	Author     *SourceSystem    `json:"author,omitempty"`
	DataSets   []DataSet        `json:"dataSets,omitempty"`
}

// String keeps the content out of logs.
func (m Metadata) String() string { return "fitconnect.Metadata" }

// GoString keeps %#v from printing it.
func (m Metadata) GoString() string { return m.String() }

// ContentStructure names data and attachments.
type ContentStructure struct {
	Data        DataPart         `json:"data"`
	Attachments []AttachmentPart `json:"attachments"`
}

// HashValue is a hash as metadata names it: over the exact bytes before encryption.
type HashValue struct {
	Type    string `json:"type"` // "sha512"
	Content string `json:"content"`
}

// NewHash hashes content.
func NewHash(content []byte) HashValue { return HashValue{"sha512", Hash(content)} }

// Schema names the schema of data.
type Schema struct {
	URI      string `json:"schemaUri"`
	MimeType string `json:"mimeType"` // application/json or application/xml
}

// DataPart describes the data.
type DataPart struct {
	Hash      HashValue  `json:"hash"`
	Schema    Schema     `json:"submissionSchema"`
	Signature *Signature `json:"signature,omitempty"`
}

// Purpose says what an attachment is for.
type Purpose string

// The purposes.
const (
	PurposeForm       Purpose = "form"       // the whole application as PDF
	PurposeAttachment Purpose = "attachment" // uploaded by the applicant
	PurposeReport     Purpose = "report"     // made by the online service
	PurposeData       Purpose = "data"       // data that are too large for the submission
)

// AttachmentPart describes an attachment.
type AttachmentPart struct {
	ID          uuid.UUID   `json:"attachmentId"`
	Purpose     Purpose     `json:"purpose"`
	Filename    string      `json:"filename,omitempty"`
	Description string      `json:"description,omitempty"`
	MimeType    string      `json:"mimeType"`
	Hash        HashValue   `json:"hash"`
	Signature   *Signature  `json:"signature,omitempty"`
	Fragments   []uuid.UUID `json:"fragments,omitempty"`
}

// Signature describes a signature of data or an attachment.
type Signature struct {
	Format   string `json:"signatureFormat"` // cms, xml, pdf, asic, json
	Detached bool   `json:"detachedSignature"`
	Profile  string `json:"eidasAdesProfile,omitempty"`
	Content  string `json:"content,omitempty"`
}

// PaymentInfo is what the payment service said. Its words are not those of
// XBezahldienste: map them, status and amount too, and never copy.
type PaymentInfo struct {
	Reference string `json:"transactionReference"` // such as a Kassenzeichen
	ID        string `json:"transactionId"`
	Method    string `json:"paymentMethod"` // GIROPAY, PAYDIRECT, CREDITCARD, PAYPAL, INVOICE, OTHER
	Status    string `json:"status"`        // INITIAL, BOOKED, FAILED, CANCELED
	URL       string `json:"transactionUrl,omitempty"`
	Time      string `json:"transactionTimestamp,omitempty"`
	Detail    string `json:"paymentMethodDetail,omitempty"`
	Gross     *Gross `json:"grossAmount,omitempty"`
}

// Gross is an amount in euro cents. In JSON it is a decimal number, which is never
// computed with as one.
type Gross int64

// MarshalJSON writes 1999 cents as 19.99.
func (g Gross) MarshalJSON() ([]byte, error) {
	if g < 1 {
		return nil, refusal("FC-META-07", "/paymentInformation/grossAmount", "less than one cent")
	}
	return fmt.Appendf(nil, "%d.%02d", g/100, g%100), nil
}

// UnmarshalJSON reads any spelling of a whole number of cents.
func (g *Gross) UnmarshalJSON(text []byte) error {
	cents, ok := centsOf(string(text))
	if !ok {
		return refusal("FC-META-07", "/paymentInformation/grossAmount", "not a whole number of cents")
	}
	*g = Gross(cents)
	return nil
}

// NewGross takes an amount in euros.
func NewGross(amount money.Amount) (Gross, error) {
	if amount.Currency() != money.EUR || amount.Minor() < 1 {
		return 0, refusal("FC-META-07", "/paymentInformation/grossAmount", "not at least one cent in euros")
	}
	return Gross(amount.Minor()), nil
}

// ReplyChannel is how the applicant wants the answer; exactly one is set.
type ReplyChannel struct {
	EMail      *EMail          `json:"eMail,omitempty"`
	DeMail     *EMail          `json:"deMail,omitempty"`
	Elster     *Elster         `json:"elster,omitempty"`
	FitConnect *FitConnect     `json:"fitConnect,omitempty"`
	BundID     *BundIDMailbox  `json:"idBundDeMailbox,omitempty"`
	Fink       json.RawMessage `json:"fink,omitempty"` // deprecated; only read
}

// EMail is an address for answers.
type EMail struct {
	Address string `json:"address"`
	PGP     string `json:"pgpPublicKey,omitempty"`
}

// Elster is an account of the tax administration's portal.
type Elster struct {
	Account   string `json:"accountId"`
	Ticket    string `json:"lieferTicket,omitempty"`
	Reference string `json:"geschaeftszeichen,omitempty"`
}

// FitConnect asks for replies over FIT-Connect, encrypted to a key of the sender,
// see [NewReplyChannel].
type FitConnect struct {
	Standards []string        `json:"processStandards"`
	Key       json.RawMessage `json:"encryptionPublicKey"`
}

// BundIDMailbox is the mailbox of a BundID account: the legacyPostkorbHandle of the
// login.
type BundIDMailbox struct {
	Mailbox uuid.UUID `json:"mailboxUuid"`
}

// NewReplyChannel asks for replies over FIT-Connect to the owner of the key, which
// is to be kept as long as the case is open. standards are URIs of the exchange
// standards that are understood, at least one.
func NewReplyChannel(key PrivateKey, standards ...string) (*ReplyChannel, error) {
	if key.rsa == nil || key.alg != algEncrypt || len(standards) == 0 {
		return nil, refusal("FC-KEY-03", "/alg", "no key to open replies with, or no standard")
	}
	jwk, err := key.JWK()
	if err != nil {
		return nil, err
	}
	return &ReplyChannel{FitConnect: &FitConnect{Standards: standards, Key: jwk}}, nil
}

// ReferenceInfo refers to what is outside of FIT-Connect.
type ReferenceInfo struct {
	Sender          string     `json:"senderReference,omitempty"`
	ApplicationDate string     `json:"applicationDate,omitempty"` // 2006-01-02
	ApplicationID   *uuid.UUID `json:"idBundDeApplicationId,omitempty"`
	// DigitalNotice is whether the applicant agreed to a digital notice; nil only
	// where nobody asked, a refusal is false.
	DigitalNotice *bool `json:"zustimmungZumDigitalenBescheid,omitempty"`
}

// SourceSystem is who sends, for the case of trouble.
type SourceSystem struct {
	Name        string  `json:"name"`
	Description string  `json:"description,omitempty"`
	URL         string  `json:"url,omitempty"`
	Product     Product `json:"product"`
}

// Product is the software that sends.
type Product struct {
	Name         string `json:"name"`
	Description  string `json:"description,omitempty"`
	Version      string `json:"version"`
	Manufacturer string `json:"manufacturer"`
}

// DataSet is something beside the data, such as an identification report.
type DataSet struct {
	ID          uuid.UUID       `json:"dataSetId"`
	Schema      Schema          `json:"schema"`
	Hash        HashValue       `json:"hash"`
	Description string          `json:"description,omitempty"`
	Content     json.RawMessage `json:"content"`
}

// Text returns the content of a data set that is a text, such as a JWS, if it fits
// its hash.
func (d DataSet) Text() (string, error) {
	var text string
	if err := json.Unmarshal(d.Content, &text); err != nil {
		return "", refusal("FC-META-04", "/content", "not a text")
	}
	if d.Hash != NewHash([]byte(text)) {
		return "", refusal("FC-META-09", "/hash", "of another content")
	}
	return text, nil
}

// Encode writes the document and holds it against all rules. The bytes are what is
// to be hashed and encrypted.
func (m Metadata) Encode() ([]byte, error) {
	if m.Schema == "" {
		m.Schema = SchemaMetadata
	}
	if m.Content.Attachments == nil {
		m.Content.Attachments = []AttachmentPart{}
	}
	text, err := json.Marshal(m)
	if err != nil {
		if _, refused := Refused(err); refused {
			return nil, err
		}
		return nil, refusal("FC-META-01", "", "it cannot be written as JSON")
	}
	if err := CheckMetadata(text).Err(); err != nil {
		return nil, err
	}
	return text, nil
}

// ParseMetadata reads a document of any version 2.x and holds it against all rules.
// The error is a [*recht.BefundError], FC-META-01 to 09.
func ParseMetadata(text []byte) (Metadata, error) {
	if err := CheckMetadata(text).Err(); err != nil {
		return Metadata{}, err
	}
	var m Metadata
	// This reader takes names as they are spelled, as the check does.
	if err := exact.Unmarshal(text, &m); err != nil {
		return Metadata{}, refusal("FC-META-04", "", "members that do not fit their meaning")
	}
	return m, nil
}

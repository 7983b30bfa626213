// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// SchemaReport is the schema of identification reports.
const SchemaReport = "https://raw.githubusercontent.com/Governikus/IdentificationReport/2.0.0/schema/identification-report.json"

const maxReport = 256 << 10

var levels = []string{
	"http://eidas.europa.eu/LoA/low", "http://eidas.europa.eu/LoA/substantial", "http://eidas.europa.eu/LoA/high",
	"http://eidas.europa.eu/NotNotified/LoA/low", "http://eidas.europa.eu/NotNotified/LoA/substantial", "http://eidas.europa.eu/NotNotified/LoA/high",
	"http://bsi.bund.de/eID/LoA/normal", "http://bsi.bund.de/eID/LoA/substantiell", "http://bsi.bund.de/eID/LoA/hoch", "unknown",
}

// Report is an identification report 2.0.0: the receipt of an identity service that
// somebody was identified. It prints nothing of itself.
type Report struct {
	ID             string
	Server         string // serverIdentity
	Time           time.Time
	Identification time.Time
	Status         string // success, incomplete, failure, unknown
	Level          string // levelOfAssurance, one of the URIs of the schema
	Documents      []DocumentReference
}

// DocumentReference binds a report to a document by its digest.
type DocumentReference struct {
	ID, Name  string
	Algorithm string // SHA-256 or SHA-512; other reports use other spellings
	Digest    string // in hexadecimal
}

// String keeps the person out of logs.
func (r Report) String() string { return "fitconnect.Report " + r.Level }

// GoString keeps %#v from printing it.
func (r Report) GoString() string { return r.String() }

// Identified reports whether the identification succeeded and at which level is
// said. A report without status counts as the schema says: as unknown.
func (r Report) Identified() bool { return r.Status == "success" && r.Level != "unknown" }

// National reports whether the level is one of BSI TR-03107-1, the only ones that
// are to be used in a national context.
func (r Report) National() bool { return strings.HasPrefix(r.Level, "http://bsi.bund.de/") }

// Binds reports whether the report names the very document, by SHA-256 or SHA-512.
func (r Report) Binds(document []byte) bool {
	sum256, sum512 := sha256.Sum256(document), sha512.Sum512(document)
	return slices.ContainsFunc(r.Documents, func(d DocumentReference) bool {
		switch strings.ToUpper(d.Algorithm) {
		case "SHA-256", "SHA256":
			return strings.EqualFold(d.Digest, hex.EncodeToString(sum256[:]))
		case "SHA-512", "SHA512":
			return strings.EqualFold(d.Digest, hex.EncodeToString(sum512[:]))
		}
		return false
	})
}

// OpenReport verifies the JWS of a report and reads it. key is that of the identity
// service, one that the caller trusts, such as a *rsa.PublicKey; algorithms are those
// agreed on with it.
func OpenReport(jws string, key any, algorithms ...jose.SignatureAlgorithm) (Report, error) {
	if key == nil || len(algorithms) == 0 || len(jws) > maxReport {
		return Report{}, refusal("FC-REPORT-01", "", "no key, no algorithm, or too long")
	}
	signed, err := jose.ParseSignedCompact(jws, algorithms)
	if err != nil {
		return Report{}, refusal("FC-REPORT-01", "", "not a JWS with an agreed algorithm")
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return Report{}, refusal("FC-REPORT-02", "", "not signed with the key of the identity service")
	}
	return ParseReport(payload)
}

// ParseReport reads a report whose origin was checked otherwise.
func ParseReport(text []byte) (Report, error) {
	if len(text) > maxReport {
		return Report{}, refusal("FC-REPORT-03", "", "too long")
	}
	object, err := readObject(text)
	if err != nil {
		return Report{}, refusal("FC-REPORT-03", "", "not a JSON object")
	}
	var found recht.Befunde
	text1 := func(name string) string {
		s, ok := object[name].(string)
		if !ok {
			found.Add("FC-REPORT-04", "/"+name, "missing or not a text")
		}
		return s
	}
	instant := func(name string) time.Time {
		t, err := time.Parse(time.RFC3339Nano, text1(name))
		if err != nil {
			found.Add("FC-REPORT-05", "/"+name, "not a time of RFC 3339")
		}
		return t
	}
	r := Report{ID: text1("reportId"), Server: text1("serverIdentity"), Time: instant("reportTime"), Identification: instant("identificationTime"), Status: "unknown", Level: text1("levelOfAssurance")}
	if !slices.Contains(levels, r.Level) {
		found.Add("FC-REPORT-06", "/levelOfAssurance", "not a level of the schema")
	}
	if status, there := object["idStatus"]; there {
		r.Status, _ = status.(string)
		if !slices.Contains([]string{"success", "incomplete", "failure", "unknown"}, r.Status) {
			found.Add("FC-REPORT-06", "/idStatus", "not a status of the schema")
		}
	}
	if list, there := object["documentReferences"]; there {
		entries, ok := list.([]any)
		if !ok || len(entries) > maxTags {
			found.Add("FC-REPORT-07", "/documentReferences", "not a list of up to %d", maxTags)
			entries = nil
		}
		for i, entry := range entries {
			d, ok := entry.(map[string]any)
			if !ok {
				found.Add("FC-REPORT-07", fmt.Sprintf("/documentReferences/%d", i), "not an object")
				continue
			}
			algorithm := str(d, "digestAlgorithm")
			if algorithm == "" {
				algorithm = str(d, "hashAlgo") // the published sample spells it so
			}
			r.Documents = append(r.Documents, DocumentReference{str(d, "documentId"), str(d, "documentName"), algorithm, str(d, "digest")})
		}
	}
	if err := found.Err(); err != nil {
		return Report{}, err
	}
	return r, nil
}

// NewReportDataSet puts the JWS of a report into metadata.
func NewReportDataSet(id uuid.UUID, jws string) (DataSet, error) {
	content, err := json.Marshal(jws)
	if err != nil {
		return DataSet{}, fmt.Errorf("fitconnect: encode a report: %w", err)
	}
	return DataSet{ID: id, Schema: Schema{SchemaReport, "application/jose"}, Hash: NewHash([]byte(jws)), Content: content}, nil
}

// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

func TestReport_PublishedSampleVerifies(t *testing.T) {
	read := func(name string) []byte {
		text, err := os.ReadFile(shareddata.Path(t, "fitconnect/identification-report-"+name))
		require.NoError(t, err)
		return text
	}
	block, _ := pem.Decode(read("sample-cert.pem"))
	require.NotNil(t, block)
	certificate, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	jws := strings.TrimSpace(string(read("sample.jws")))
	r, err := fitconnect.OpenReport(jws, certificate.PublicKey, jose.RS256)
	require.NoError(t, err)
	require.Equal(t, "be4f9806-0b5f-45c3-a008-96fd2750f8cb", r.ID)
	require.True(t, r.Identified())
	require.False(t, r.National(), "a level of eIDAS, and not one of the BSI")
	require.Len(t, r.Documents, 1)
	require.Equal(t, "SHA-256", r.Documents[0].Algorithm)
	plain, err := fitconnect.ParseReport(read("sample.json"))
	require.NoError(t, err)
	require.Equal(t, plain, r)

	_, err = fitconnect.OpenReport(jws, certificate.PublicKey, jose.PS512)
	refused(t, "FC-REPORT-01", err, "an algorithm nobody agreed on")
	_, err = fitconnect.OpenReport(jws, key(t, "other-sig").Public(), jose.RS256)
	refused(t, "FC-REPORT-02", err)
	_, err = fitconnect.OpenReport(jws, nil, jose.RS256)
	refused(t, "FC-REPORT-01", err)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", r, r, r), "be4f")
}

const report = `{"reportId":"1","serverIdentity":"https://eid.example","reportTime":"2026-11-30T10:00:00+01:00","identificationTime":"2026-11-30T09:59:00+01:00",` +
	`"idStatus":"success","subjectRef":{"firstName":"Erika"},"documentReferences":[{"documentName":"a.pdf","digestAlgorithm":"SHA-512","digest":"HASH"}],"levelOfAssurance":"http://bsi.bund.de/eID/LoA/hoch"}`

func TestReport_BindsTheVeryDocument(t *testing.T) {
	r, err := fitconnect.ParseReport([]byte(strings.Replace(report, "HASH", fitconnect.Hash([]byte("pdf")), 1)))
	require.NoError(t, err)
	require.True(t, r.National() && r.Identified())
	require.True(t, r.Binds([]byte("pdf")))
	require.False(t, r.Binds([]byte("pdf ")))
}

func TestReport_IsRefusedWhereItBreaksItsSchema(t *testing.T) {
	for old, tt := range map[string][2]string{
		`"reportId":"1",`:                 {"", "FC-REPORT-04"},
		`2026-11-30T10:00:00+01:00`:       {"gestern", "FC-REPORT-05"},
		`http://bsi.bund.de/eID/LoA/hoch`: {"http://bsi.bund.de/eID/LoA/high", "FC-REPORT-06"},
		`"success"`:                       {`"maybe"`, "FC-REPORT-06"},
		`[{"documentName":"a.pdf","digestAlgorithm":"SHA-512","digest":"HASH"}]`: {`[1]`, "FC-REPORT-07"},
		`{"reportId"`: {`["reportId"`, "FC-REPORT-03"},
	} {
		_, err := fitconnect.ParseReport([]byte(strings.Replace(report, old, tt[0], 1)))
		refused(t, tt[1], err, old)
		require.NotContains(t, err.Error(), "Erika")
	}
}

func TestReport_TravelsInADataSet(t *testing.T) {
	jws := "a.b.c"
	d, err := fitconnect.NewReportDataSet(uuid.New(), jws)
	require.NoError(t, err)
	text, err := d.Text()
	require.NoError(t, err)
	require.Equal(t, jws, text)
	d.Content = []byte(`"x.y.z"`)
	_, err = d.Text()
	refused(t, "FC-META-09", err, "another report under its hash")
}

func FuzzParseReport(f *testing.F) {
	f.Add([]byte(report))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := fitconnect.ParseReport(text)
		if err == nil {
			require.NotEmpty(t, r.Level)
			return
		}
		_, ok := fitconnect.Refused(err)
		require.True(t, ok)
	})
}

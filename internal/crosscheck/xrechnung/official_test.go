// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// notices are what the package may write: each way to pay, each kind of payer.
func notices() []xrechnung.Notice {
	transfer := xrechnung.Notice{
		Number: "GB-2026-000042", Issued: datum.MustParse("2026-11-30"), Due: datum.MustParse("2026-12-30"), From: datum.MustParse("2026-11-01"), To: datum.MustParse("2026-11-30"),
		Note: "Gebührenbescheid, Aktenzeichen 2026-000042 <>&\"'.", Terms: "Zahlbar bis 30.12.2026.\n#Bescheid beachten",
		Authority: xrechnung.Authority{
			ID: "16099999", Name: "Stadt Musterstadt", EMail: "kasse@musterstadt.example",
			Address: xrechnung.Address{Street: "Markt 1", Additional: "Rathaus", City: "Musterstadt", PostCode: "99999", Country: "DE"},
			Contact: xrechnung.Contact{Name: "Bürgeramt", Phone: "+49 361 1234567", EMail: "buergeramt@musterstadt.example"},
		},
		Payer: xrechnung.Payer{
			Name: "Beispiel GmbH", Reference: "Auftrag 7", EMail: "rechnung@firma.example",
			Address: xrechnung.Address{Street: "Werkstraße 7", City: "Beispielhausen", PostCode: "99998", Country: "DE"},
		},
		Payment: xrechnung.Payment{Kassenzeichen: "512540000001", IBAN: sepa.MustParseIBAN("DE89370400440532013000"), Holder: "Stadtkasse"},
		Items: []xrechnung.Item{
			{Name: "Erweiterte Melderegisterauskunft", Quantity: 3, Price: money.Cents(1500)},
			{Name: "Ermäßigung", Quantity: -1, Price: money.Cents(499)},
			{Name: "Arbeitszeit", Quantity: 2, Price: money.Cents(4275), Unit: "HUR"},
		},
	}
	debit, public, corrected := transfer, transfer, transfer
	debit.Authority.Creditor = sepa.MustParseCreditorID("DE98ZZZ09999999999")
	debit.Payment = xrechnung.Payment{Kassenzeichen: "512540000001", Debit: &xrechnung.Debit{Mandate: "M-1", IBAN: sepa.MustParseIBAN("DE02120300000000202051")}}
	public.Payer.Leitweg, public.Payer.Reference, public.Payer.EMail = leitweg.MustParse("04011000-1234512345-06"), "", ""
	corrected.Corrects, corrected.Due, corrected.From, corrected.To = "GB-2026-000041", datum.Datum{}, datum.Datum{}, datum.Datum{}
	paid := transfer
	paid.Authority.Creditor, paid.Due, paid.Terms, paid.Paid = debit.Authority.Creditor, datum.Datum{}, "Bezahlt am 30.11.2026.", money.Cents(12551)
	return []xrechnung.Notice{transfer, debit, public, corrected, paid}
}

// judged are the files and the ids of the official rules that each breaks.
func judged(t *testing.T, s xrechnung.Syntax, files [][]byte) [][]string {
	t.Helper()
	folder := os.Getenv("XRECHNUNG")
	if folder == "" {
		t.Skip("XRECHNUNG names no folder with the official rules")
	}
	dir := t.TempDir()
	for k, file := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.xml", k)), file, 0o600))
	}
	cmd := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", `
		const [folder, syntax, dir] = process.argv.slice(1)
		const {createRequire} = await import('node:module')
		const {readFileSync, readdirSync} = await import('node:fs')
		const SaxonJS = createRequire(folder + '/x.js')('saxon-js')
		const stylesheetInternal = JSON.parse(readFileSync(folder + '/EN16931-' + syntax + '-validation.sef.json', 'utf8'))
		const verdicts = readdirSync(dir).sort().map(name => {
			const svrl = SaxonJS.transform({stylesheetInternal, sourceText: readFileSync(dir + '/' + name, 'utf8'), destination: 'serialized'}).principalResult
			if (!svrl.includes('fired-rule')) throw new Error('no rule was tried')
			return [...svrl.matchAll(/<svrl:failed-assert[^>]*?\sid="([^"]*)"/g)].map(m => m[1])
		})
		console.log(JSON.stringify(verdicts))`, folder, string(s), dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var verdicts [][]string
	require.NoError(t, json.Unmarshal(out, &verdicts))
	require.Len(t, verdicts, len(files))
	for k := range verdicts {
		slices.Sort(verdicts[k])
		verdicts[k] = slices.Compact(verdicts[k])
	}
	return verdicts
}

func write(t *testing.T, n xrechnung.Notice, s xrechnung.Syntax) []byte {
	t.Helper()
	file, err := n.UBL()
	if s == xrechnung.CII {
		file, err = n.CII()
	}
	require.NoError(t, err)
	return file
}

func TestNotices_AreRightByTheOfficialRules(t *testing.T) {
	for _, s := range []xrechnung.Syntax{xrechnung.UBL, xrechnung.CII} {
		var files [][]byte
		for _, n := range notices() {
			files = append(files, write(t, n, s))
		}
		for k, broken := range judged(t, s, files) {
			require.Empty(t, broken, "%s %d", s, k)
		}
	}
}

// without returns a file once for each of its elements, with that one left out, and
// what was left out.
func without(t *testing.T, file []byte) (files [][]byte, names []string) {
	t.Helper()
	type element struct {
		start int64
		name  string
	}
	var open []element
	dec := xml.NewDecoder(bytes.NewReader(file))
	for {
		start := dec.InputOffset()
		token, err := dec.Token()
		if err != nil {
			return files, names
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, element{start, token.Name.Local})
		case xml.EndElement:
			last := open[len(open)-1]
			if open = open[:len(open)-1]; len(open) > 0 {
				files = append(files, append(append([]byte{}, file[:last.start]...), file[dec.InputOffset():]...))
				names = append(names, open[len(open)-1].name+"/"+last.name)
			}
		}
	}
}

// With any element left out a file passes here only where it passes the official
// rules, and the findings are the same but in few cases: what is missing with the
// group around it is told once by the one and once for each part by the other.
func TestFindings_AreThoseOfTheOfficialRules(t *testing.T) {
	for _, s := range []xrechnung.Syntax{xrechnung.UBL, xrechnung.CII} {
		files, names := without(t, write(t, notices()[0], s))
		verdicts := judged(t, s, files)
		known := map[string]bool{}
		own := make([][]string, len(files))
		for k, file := range files {
			i, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
			require.NoError(t, err)
			for _, f := range i.Check() {
				if !strings.HasPrefix(f.Code, "BR-DE-") && !strings.HasPrefix(f.Code, "PEPPOL-") && !strings.HasPrefix(f.Code, "XR-") && !slices.Contains(own[k], f.Code) {
					own[k] = append(own[k], f.Code)
					known[f.Code] = true
				}
			}
			slices.Sort(own[k])
		}
		same := 0
		for k := range files {
			official := slices.DeleteFunc(slices.Clone(verdicts[k]), func(code string) bool { return !known[code] })
			if slices.Equal(official, own[k]) {
				same++
			} else {
				t.Logf("%s without %s: official %v, own %v", s, names[k], verdicts[k], own[k])
			}
			if len(verdicts[k]) > 0 {
				i, err := xrechnung.Read(bytes.NewReader(files[k]), xrechnung.Limits{})
				require.NoError(t, err)
				require.Error(t, i.Check().Err(), "%s without %s breaks %v, and passes here", s, names[k], verdicts[k])
			}
		}
		t.Logf("%s: %d of %d the same", s, same, len(files))
		require.Greater(t, same*100, 85*len(files))
	}
}

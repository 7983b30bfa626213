// SPDX-License-Identifier: Apache-2.0

package pdftest

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
)

func sample(tb testing.TB) []byte {
	tb.Helper()
	plain := pdf.Plain
	file, err := pdf.Document{
		Title: "Bescheid", Language: "de-DE", Author: "Stadt Musterstadt", Created: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), Foot: "Fuß",
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: plain("Bescheid")},
			pdf.Paragraph{Text: pdf.Text{{Text: "Die "}, {Text: "Gebühr", Strong: true}, {Text: " online zahlen", Link: "https://zahlung.example/"}}},
			pdf.Heading{Level: 2, Text: plain("Gründe")},
			pdf.List{Items: []pdf.Item{{Text: plain("Erstens")}}},
			pdf.Table{Caption: plain("Beträge"), Head: []pdf.Text{plain("Was"), plain("Betrag")}, Rows: [][]pdf.Text{{plain("Gebühr"), plain("10 €")}, {plain("Auslagen"), plain("2 €")}}},
			pdf.Figure{Alt: "Code", Size: 21, Module: 500, Black: func(x, y int) bool { return (x+y)%3 == 0 }},
		},
	}.Bytes()
	require.NoError(tb, err)
	return file
}

// change puts other words for the first ones found, in an object or its stream.
func change(raws map[int]raw, old, changed string) bool {
	for _, n := range slices.Sorted(maps.Keys(raws)) {
		r := raws[n]
		for _, part := range []*[]byte{&r.value, &r.data} {
			if bytes.Contains(*part, []byte(old)) {
				*part = bytes.Replace(*part, []byte(old), []byte(changed), 1)
				raws[n] = r
				return true
			}
		}
	}
	return false
}

func ids(found []Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.Condition)
	}
	return out
}

// TestInspect_FindsEachBrokenCondition breaks one thing at a time and wants it
// found under its condition; each condition has at least one such break.
func TestInspect_FindsEachBrokenCondition(t *testing.T) {
	file := sample(t)
	require.Empty(t, Inspect(file))
	broken := map[string]bool{}
	for _, m := range []struct{ condition, old, changed string }{
		{"01-003", "EMC\n/Artifact BMC", "\n/Artifact BMC"},
		{"01-004", "EMC\n/Strong", "\n/Strong"},
		{"01-004", "EMC\n", "\n"},
		{"01-005", "/P<</MCID 1>>BDC", "/P BMC"},
		{"01-005", "/Artifact BMC", ""},
		{"02-001", "/S/H2", "/S/Hx"},
		{"02-001", "/Strong/Span", "/Strong/Stark"},
		{"02-001", "/RoleMap<<", "/RoleMap<</P/Span"},
		{"06-001", "/Marked true", "/Marked false"},
		{"06-001", "/Marked true", "/Marked true/Suspects true"},
		{"06-002", "<pdfuaid:part>1", "<pdfuaid:part>3"},
		{"06-002", "<pdfaid:conformance>A", "<pdfaid:conformance>B"},
		{"06-002", "dc:title>", "dc:titel>"},
		{"07-001", "/DisplayDocTitle true", "/DisplayDocTitle false"},
		{"09-004", "/S/LBody", "/S/P"},
		{"09-004", "/S/TR", "/S/LI"},
		{"09-004", "/S/TD", "/S/P"},
		{"10-001", "<0002><", "<0F02><"},
		{"10-001", "<0002><0065>", "<0002><FEFF>"},
		{"11-001", "/Lang<", "/Lann<"},
		{"13-004", "/Alt<", "/Alu<"},
		{"13-004", "/BBox[", "/BBoy["},
		{"14-003", "/S/H2", "/S/H3"},
		{"15-003", "/Scope/Column", "/Scopf/Column"},
		{"15-003", "/Scope/Column", "/Scope/Columx"},
		{"16-001", "/ListNumbering", "/ListNumberinx"},
		{"20-001", "/Type/Catalog", "/Type/Catalog/AcroForm<<>>"},
		{"20-001", "/Type/Catalog", "/Type/Catalog/OpenAction 1"},
		{"28-009", "/Tabs/S", "/Tabs/R"},
		{"28-010", "/StructParent ", "/StructParent 9"},
		{"28-011", "/Type/OBJR", "/Type/MCR/MCID 9"},
		{"28-012", "/Contents<FEFF", "/Contentx<FEFF"},
		{"28-012", "/F 4", "/F 2"},
		{"31-005", "/CIDToGIDMap ", "/CIDToGIDMaq "},
		{"31-009", "/FontFile2", "/FontFile9"},
		{"31-016", "glyf", "glyg"},
		{"31-024", "/DW 0/W[1[", "/DW 0/W[1[1"},
		{"31-030", "[<0001", "[<7777"},
		{"31-030", "[<0001", "[<0000"},
		{"A 6.2.3", "/DestOutputProfile", "/DestOutputProfily"},
		{"A 6.2.3", "/OutputIntents[", "/OutputIntenty["},
		{"file", "/Type/Catalog", "/Type/Catalog/Pages 1"},
		{"file", "TJ ET", "TJ ET sh2"},
		{"tree", "/P<</MCID 1>>BDC", "/P<</MCID 71>>BDC"},
		{"tree", "/P<</MCID 1>>BDC", "/Artifact BMC"},
		{"tree", "/K[0 ]", "/K[]"},
		{"tree", "/ParentTree ", "/ParentTref "},
	} {
		raws, trailer, err := split(file)
		require.NoError(t, err)
		require.True(t, change(raws, m.old, m.changed), "%q is not in the file", m.old)
		require.Contains(t, ids(inspect(raws, trailer)), m.condition, "%q for %q", m.changed, m.old)
		broken[m.condition] = true
	}
	raws, trailer, err := split(file)
	require.NoError(t, err)
	for n, r := range raws { // one more cell in one row
		if bytes.Contains(r.value, []byte("/S/TR")) {
			raws[n] = raw{value: bytes.Replace(r.value, []byte("/K["), []byte("/K[1 0 R "), 1)}
			break
		}
	}
	require.Contains(t, ids(inspect(raws, trailer)), "15-005")
	broken["15-005"] = true
	for name, entry := range map[string]string{"26-001": "Encrypt", "A 6.1.3": "ID"} {
		raws, trailer, err := split(file)
		require.NoError(t, err)
		if trailer["ID"] != nil && entry == "ID" {
			delete(trailer, "ID")
		} else {
			trailer["Encrypt"] = dict{}
		}
		require.Equal(t, name, inspect(raws, trailer)[0].Condition)
		broken[name] = true
	}
	for _, c := range Conditions() {
		require.True(t, broken[c.ID], "%s is broken by no case", c.ID)
	}
}

// A byte lost or changed anywhere outside of packed data is found too.
func TestInspect_FindsAFileThatIsCutOrShifted(t *testing.T) {
	file := sample(t)
	for _, bad := range [][]byte{nil, file[:len(file)/2], file[1:], append([]byte("%"), file...), append(bytes.Clone(file), "x"...), bytes.Replace(file, []byte("endobj"), nil, 1)} {
		found := Inspect(bad)
		require.Len(t, found, 1)
		require.Equal(t, "file", found[0].Condition)
		_, err := Text(bad)
		require.Error(t, err)
	}
}

func TestConditions_AreInOrderAndUnique(t *testing.T) {
	var ids []string
	for _, c := range Conditions() {
		ids = append(ids, c.ID)
	}
	require.True(t, slices.IsSorted(ids))
	require.Len(t, slices.Compact(ids), len(ids))
	require.GreaterOrEqual(t, len(ids), 27)
}

// FuzzInspect reads any bytes without a panic. The objects of a sample are
// changed too, because random bytes seldom reach them.
func FuzzInspect(f *testing.F) {
	file := sample(f)
	f.Add(file, uint16(3), []byte("<<"))
	f.Add([]byte("%PDF-1.7\n%"), uint16(0), []byte("/Length -1"))
	f.Fuzz(func(t *testing.T, b []byte, at uint16, insert []byte) {
		if Inspect(b) == nil {
			_, err := Text(b)
			require.NoError(t, err)
		}
		raws, trailer, err := split(file)
		require.NoError(t, err)
		keys := slices.Sorted(maps.Keys(raws))
		n := keys[int(at)%len(keys)]
		r := raws[n]
		for _, part := range []*[]byte{&r.value, &r.data} {
			if i := int(at) % (len(*part) + 1); len(*part) > 0 {
				*part = slices.Concat((*part)[:i], insert, (*part)[i:])
			}
		}
		raws[n] = r
		inspect(raws, trailer)
	})
}

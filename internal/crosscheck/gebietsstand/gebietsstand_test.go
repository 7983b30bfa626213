// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/deutschland-stack/bausteine/kommune"
)

// line builds a record of GV100AD: blanks, with the fields at their positions.
func line(fields map[int]string) string {
	text := []rune(strings.Repeat(" ", 220))
	for position, field := range fields {
		copy(text[position-1:], []rune(field))
	}
	return string(text)
}

// edition is an invented one of one Kreis with Gemeinden of the names, by number.
func edition(t *testing.T, day string, names map[string]string) string {
	t.Helper()
	rows := []string{
		line(map[int]string{1: "10" + day, 11: "16", 23: "Musterland"}),
		line(map[int]string{1: "40" + day, 11: "16061", 23: "Musterkreis", 123: "44"}),
	}
	for number, name := range names {
		rows = append(rows,
			line(map[int]string{1: "50" + day, 11: "16061", 19: "0" + number, 23: name, 123: "50"}),
			line(map[int]string{
				1: "60" + day, 11: "16061" + number + "0" + number, 23: name, 123: "64",
				129: "00000000100", 140: "00000000200", 151: "00000000100",
			}))
	}
	slices.Sort(rows)
	path := filepath.Join(t.TempDir(), day+".txt")
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o600))
	return path
}

// workbook is an invented list in the form in which Destatis publishes it.
func workbook(t *testing.T, rows ...[]any) string {
	t.Helper()
	book := excelize.NewFile()
	_, err := book.NewSheet("Gebietsaenderungen")
	require.NoError(t, err)
	all := append([][]any{
		{"Gebietsänderungen vom 01.01. - 31.12.2030"},
		{"Kennziffer", "Regionaleinheit", "Abgebende / Aufgelöste Gemeinde", "", "", "", "", "", "Aufnehmende / Neugebildete Gemeinde", "", "", "Wirksamkeitsdatum"},
		{"", "", "Amtlicher Regionalschlüssel (ARS)", "Amtlicher Gemeinde-\nschlüssel (AGS)", "Name", "Änderungs-art 1)", "Fläche qm", "Einwohner", "Amtlicher Regionalschlüssel (ARS)", "Amtlicher Gemeinde-schlüssel (AGS)", "Name", "juristisch", "statistisch"},
		{},
	}, rows...)
	all = append(all, []any{"1) Schlüssel der Änderungsarten:"}, []any{"    1 = Auflösung"})
	for i, row := range all {
		require.NoError(t, book.SetSheetRow("Gebietsaenderungen", "A"+string(rune('0'+(i+1)/10))+string(rune('0'+(i+1)%10)), &row))
	}
	path := filepath.Join(t.TempDir(), "2030.xlsx")
	require.NoError(t, book.SaveAs(path))
	return path
}

func TestRun_ReportsNewEndedRenamedAndUnclear(t *testing.T) {
	alt := edition(t, "20300101", map[string]string{"001": "Altdorf", "002": "Bach", "003": "Celle", "004": "Dorf"})
	neu := edition(t, "20301231", map[string]string{"001": "Altdorf am See", "002": "Bach", "005": "Neudorf", "006": "Rätsel"})
	liste := workbook(t,
		[]any{"16/2030/0001-R", "Gemeinde", "160610003003", "16061003", "Celle", "1", 1000, 200, "160610005005", "16061005", "Neudorf", 47604, 47604.0},
		[]any{"16/2030/0002-R", "Gemeinde", "160610002002", "16061002", "Bach", 1, 1000, 200, "160610005005", "16061005", "Neudorf", "01.05.2030", "01.05.2030"},
		[]any{"16/2030/0003-R", "Gemeindeverband", "160610002", "", "Bach", 1, "", "", "160610005", "", "Neudorf", "01.05.2030", "01.05.2030"},
	)
	out := t.TempDir()
	var report bytes.Buffer
	require.NoError(t, auftrag{alt, neu, liste, out}.run(&report))
	require.Equal(t, `2030-01-01 to 2030-12-31

new: 2
  16061005 Neudorf
  16061006 Rätsel

ended: 2
  16061003 Celle: to 16061005
  16061004 Dorf

renamed: 1
  16061001 Altdorf: now Altdorf am See

other ARS: 0

unclear: 3
  16061002: ends by the list (16/2030/0002-R), and the new edition has it
  16061004 Dorf: ended, and no row of the list says what took its place
  16061006 Rätsel: new, and no row of the list leads to it
`, report.String())
	table, err := os.ReadFile(filepath.Join(out, "aenderungen.csv"))
	require.NoError(t, err)
	list, err := kommune.ReadAenderungen(bytes.NewReader(table))
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "2030-05-01", list[0].Statistisch.String(), "a day that the workbook counts")
	v, _, err := load(filepath.Join(out, "gv100ad.txt"))
	require.NoError(t, err)
	require.Equal(t, "2030-12-31", v.Stand().String())
}

func TestRun_RefusesWhatItCannotRead(t *testing.T) {
	neu := edition(t, "20301231", map[string]string{"001": "Altdorf"})
	var report bytes.Buffer
	require.Error(t, auftrag{neu: "missing"}.run(&report))
	require.ErrorIs(t, auftrag{neu: "main.go"}.run(&report), kommune.ErrSyntax)
	require.ErrorIs(t, auftrag{alt: "main.go", neu: neu}.run(&report), kommune.ErrSyntax)
	require.ErrorIs(t, auftrag{neu: neu, liste: neu}.run(&report), kommune.ErrSyntax)
	book := excelize.NewFile()
	path := filepath.Join(t.TempDir(), "other.xlsx")
	require.NoError(t, book.SaveAs(path))
	require.ErrorContains(t, auftrag{neu: neu, liste: path}.run(&report), "no sheet")
	require.Error(t, auftrag{neu: neu, liste: "main.xlsx"}.run(&report))
}

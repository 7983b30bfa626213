// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// maxMappe bounds what is unpacked of a workbook, in bytes.
const maxMappe = 64 << 20

// readTable returns a list of changes as a table with semicolons: the text of a
// table as it is, the sheet "Gebietsaenderungen" of a workbook row by row.
func readTable(path string) ([]byte, error) {
	if !strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return os.ReadFile(path) //nolint:gosec // the command reads the file it is told to read
	}
	book, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxMappe, UnzipXMLSizeLimit: maxMappe, RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer book.Close()
	sheet := ""
	for _, name := range book.GetSheetList() {
		if strings.HasPrefix(strings.ToLower(name), "gebiets") {
			sheet = name
		}
	}
	if sheet == "" {
		return nil, errors.New("has no sheet Gebietsaenderungen")
	}
	rows, err := book.GetRows(sheet)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	table := csv.NewWriter(&out)
	table.Comma = ';'
	for _, row := range rows {
		row = row[:min(len(row), columns)]
		for i := dayFrom; i < len(row); i++ {
			row[i] = day(row[i])
		}
		if err := table.Write(row); err != nil {
			return nil, err
		}
	}
	table.Flush()
	return out.Bytes(), table.Error()
}

// The list has thirteen columns; the last two are days.
const (
	columns = 13
	dayFrom = 11
)

// day writes the number by which a workbook counts days as YYYY-MM-DD; what is no
// number stays as it is.
func day(cell string) string {
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil || n < 1 || n > 100_000 {
		return cell
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Format(time.DateOnly)
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

var columns = [...]string{"id", "stichtag", "mitglieder", "ausgeschlossen", "stufe", "miete_monat", "gesamteinkommen_jahr"}

// fall is one line of the file.
type fall struct {
	id       string
	stichtag datum.Datum
	groessen wohngeld.Groessen
	row      []string // all columns as they stand in the file
}

// faelle reads a file line by line; it keeps none of them.
type faelle struct {
	file   *os.File
	csv    *csv.Reader
	header []string
	at     [len(columns)]int // where each column stands
}

// openFaelle opens the file and reads its header.
func openFaelle(path string) (*faelle, error) {
	file, err := os.Open(path) //nolint:gosec // the file is named by whoever runs the command
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewReader(file)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		if _, err := buffered.Discard(3); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	f := &faelle{file: file, csv: csv.NewReader(buffered)}
	f.csv.Comma, f.csv.Comment, f.csv.ReuseRecord = ';', '#', false
	if f.header, err = f.csv.Read(); err != nil {
		return nil, errors.Join(fmt.Errorf("header line: %w", noEnd(err)), file.Close())
	}
	for i, name := range columns {
		if f.at[i] = slices.Index(f.header, name); f.at[i] < 0 {
			return nil, errors.Join(fmt.Errorf("header line: column %q is missing", name), file.Close())
		}
	}
	return f, nil
}

func (f *faelle) Close() error { return f.file.Close() }

// next returns the next line, and io.EOF after the last.
func (f *faelle) next() (fall, error) {
	row, err := f.csv.Read()
	if err != nil {
		return fall{}, err
	}
	line, _ := f.csv.FieldPos(0)
	refuse := func(column int, err error) (fall, error) {
		return fall{}, fmt.Errorf("line %d, column %s: %w", line, columns[column], err)
	}
	c := fall{id: row[f.at[0]], row: row}
	if c.stichtag, err = datum.Parse(row[f.at[1]]); err != nil {
		return refuse(1, err)
	}
	if c.groessen.Mitglieder, err = strconv.Atoi(row[f.at[2]]); err != nil {
		return refuse(2, errNumber)
	}
	if c.groessen.Ausgeschlossen, err = strconv.Atoi(row[f.at[3]]); err != nil {
		return refuse(3, errNumber)
	}
	if c.groessen.Stufe, err = parseStufe(row[f.at[4]]); err != nil {
		return refuse(4, err)
	}
	if c.groessen.Miete, err = parseCent(row[f.at[5]]); err != nil {
		return refuse(5, err)
	}
	if c.groessen.Gesamteinkommen, err = parseCent(row[f.at[6]]); err != nil {
		return refuse(6, err)
	}
	if bs := c.groessen.Check(); len(bs) > 0 {
		return fall{}, fmt.Errorf("line %d: %w: %s", line, bs.Err(), bs[0].Text)
	}
	return c, nil
}

var errNumber = errors.New("no number")

func parseStufe(s string) (stufe wohngeld.Mietenstufe, err error) {
	if len(s) == 1 && s[0] >= '1' && s[0] <= '7' {
		return wohngeld.Mietenstufe(s[0] - '0'), nil
	}
	if err = stufe.UnmarshalText([]byte(s)); err == nil && !stufe.IsValid() {
		err = errNumber
	}
	return stufe, err
}

func parseCent(s string) (wohngeld.Cent, error) {
	return wohngeld.ParseCent(strings.Replace(s, ",", ".", 1))
}

// noEnd turns the end of a file into an error where there must be more.
func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

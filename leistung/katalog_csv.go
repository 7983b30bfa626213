// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/csvlimit"
	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// maxTabelle bounds what is read of a table; the whole catalogue is half a
// megabyte.
const maxTabelle = 16 << 20

// maxSpalten bounds the fields of a row before they are read.
const maxSpalten = 100

// Columns of the two tables. Those in brackets may be missing.
var (
	spaltenLeistungen = []string{"leistungsschluessel", "bezeichnung", "typisierung", "ozg_id", "gesetz_kurz", "[gueltig_ab]", "[gueltig_bis]", "[nachfolger]"}
	spaltenBuendel    = []string{"ozg_id", "bezeichnung", "lage", "themenfeld"}
)

// ReadLeistungenCSV reads entries from a table in UTF-8 with semicolons and a
// header: leistungsschluessel, bezeichnung, typisierung, ozg_id, gesetz_kurz,
// and if present gueltig_ab, gueltig_bis (YYYY-MM-DD) and nachfolger. Cells of
// typisierung, ozg_id, gesetz_kurz and nachfolger may hold several values with
// commas between. Rows of the same key and time that follow each other join what
// they list; they must agree on the rest. A column of another name is an error, so
// that nothing is dropped unseen. Errors are [ErrKatalog] and name the line.
func ReadLeistungenCSV(r io.Reader) ([]Leistung, error) {
	var leistungen []Leistung
	err := readTable(r, spaltenLeistungen, func(cell func(string) string) error {
		l, err := leistungFrom(cell)
		if err != nil {
			return err
		}
		if last := len(leistungen) - 1; last >= 0 && leistungen[last].Schluessel == l.Schluessel && leistungen[last].GueltigAb == l.GueltigAb {
			return leistungen[last].join(&l)
		}
		leistungen = append(leistungen, l)
		return nil
	})
	return leistungen, err
}

// ReadBuendelCSV reads bundles from a table in UTF-8 with semicolons and the
// header ozg_id, bezeichnung, lage, themenfeld. Errors are [ErrKatalog].
func ReadBuendelCSV(r io.Reader) ([]Buendel, error) {
	var buendel []Buendel
	err := readTable(r, spaltenBuendel, func(cell func(string) string) error {
		b := Buendel{ID: cell("ozg_id"), Bezeichnung: cell("bezeichnung"), Lage: cell("lage"), Themenfeld: cell("themenfeld")}
		if !isBuendelID(b.ID) {
			return errors.New("an ozg_id has five digits")
		}
		buendel = append(buendel, b)
		return nil
	})
	return buendel, err
}

func leistungFrom(cell func(string) string) (l Leistung, err error) {
	if l.Schluessel, err = ParseSchluessel(cell("leistungsschluessel")); err != nil {
		return l, err
	}
	if l.Bezeichnung = cell("bezeichnung"); l.Bezeichnung == "" {
		return l, errors.New("no bezeichnung")
	}
	if l.Typisierungen, err = ParseTypisierungen(cell("typisierung")); err != nil {
		return l, err
	}
	l.OZG = list(cell("ozg_id"))
	for _, id := range l.OZG {
		if !isBuendelID(id) {
			return l, errors.New("an ozg_id has five digits")
		}
	}
	l.Rechtsgrundlagen = list(cell("gesetz_kurz"))
	if l.GueltigAb, err = tag(cell, "gueltig_ab"); err != nil {
		return l, err
	}
	if l.GueltigBis, err = tag(cell, "gueltig_bis"); err != nil {
		return l, err
	}
	for _, text := range list(cell("nachfolger")) {
		key, err := ParseSchluessel(text)
		if err != nil {
			return l, err
		}
		l.Nachfolger = append(l.Nachfolger, key)
	}
	return l, nil
}

// tag reads a day, zero for an empty cell.
func tag(cell func(string) string, name string) (datum.Datum, error) {
	text := cell(name)
	if text == "" {
		return datum.Datum{}, nil
	}
	day, err := datum.Parse(text)
	if err != nil {
		return datum.Datum{}, fmt.Errorf("%s: %w", name, err)
	}
	return day, nil
}

func isBuendelID(id string) bool {
	return len(id) == 5 && strings.Trim(id, "0123456789") == ""
}

// list splits a cell at commas and drops blanks.
func list(cell string) []string {
	var parts []string
	for part := range strings.SplitSeq(cell, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// join takes over what another row of the entry lists.
func (l *Leistung) join(other *Leistung) error {
	if l.Bezeichnung != other.Bezeichnung || l.GueltigBis != other.GueltigBis {
		return errors.New("another bezeichnung or gueltig_bis than in the row before, of the same key and time")
	}
	l.OZG, l.Rechtsgrundlagen = union(l.OZG, other.OZG), union(l.Rechtsgrundlagen, other.Rechtsgrundlagen)
	l.Typisierungen, l.Nachfolger = union(l.Typisierungen, other.Typisierungen), union(l.Nachfolger, other.Nachfolger)
	return nil
}

func union[T comparable](a, b []T) []T {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// readTable calls row for each row with a function that returns the trimmed
// cell of a column, "" for an optional column that is missing.
func readTable(r io.Reader, columns []string, row func(cell func(string) string) error) error {
	limited := &io.LimitedReader{R: r, N: maxTabelle + 1}
	table := csv.NewReader(csvlimit.NewReader(limited, ';', maxSpalten))
	table.Comma, table.ReuseRecord = ';', true
	header, err := table.Read()
	if err != nil {
		return fmt.Errorf("%w: header: %w", ErrKatalog, err)
	}
	place, err := places(header, columns)
	if err != nil {
		return err
	}
	for {
		record, err := table.Read()
		if limited.N == 0 {
			return fmt.Errorf("%w: the table is larger than %d bytes", ErrKatalog, maxTabelle)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrKatalog, err)
		}
		cell := func(name string) string {
			if i, ok := place[name]; ok {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		if err := row(cell); err != nil {
			line, _ := table.FieldPos(0)
			return fmt.Errorf("%w: line %d: %w", ErrKatalog, line, err)
		}
	}
}

// places finds the columns and refuses a header with others.
func places(header, columns []string) (map[string]int, error) {
	place := map[string]int{}
	for i, name := range header {
		name = strings.TrimPrefix(name, "\uFEFF")
		if !slices.Contains(columns, name) && !slices.Contains(columns, "["+name+"]") {
			return nil, fmt.Errorf("%w: column %d has a name that is not known", ErrKatalog, i+1)
		}
		if _, twice := place[name]; twice {
			return nil, fmt.Errorf("%w: column %s stands twice", ErrKatalog, name)
		}
		place[name] = i
	}
	for _, name := range columns {
		if _, ok := place[name]; !ok && name[0] != '[' {
			return nil, fmt.Errorf("%w: column %s is missing", ErrKatalog, name)
		}
	}
	return place, nil
}

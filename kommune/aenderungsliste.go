// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package kommune

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/csvlimit"
)

// These bound what a reader takes in; a year has a few hundred rows.
const (
	maxAenderungen = 50_000
	maxListe       = 8 << 20
	maxSpalten     = 200 // spreadsheets add empty ones
)

// limitedReader ends with an error, other than io.LimitedReader, which would
// make a long file look complete.
type limitedReader struct {
	r    io.Reader
	left int
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left == 0 {
		return 0, listError("", "is longer than such a list can be")
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

func listError(part, reason string) error { return &SyntaxError{"list of changes", part, reason} }

// ReadAenderungen reads the official list "Namens-, Grenz- und
// Schlüsseländerungen" of Destatis as it is published, saved as a table: with
// semicolons, commas or tabs, with its title, its two header rows, blank rows and
// footnotes. It also reads a table with one header row that names the columns
// kennziffer, einheit, ags_alt, art, flaeche_qm, einwohner, ags_neu,
// wirksam_juristisch and wirksam_statistisch in any order.
//
// Days are YYYY-MM-DD or DD.MM.YYYY; numbers may have separators of thousands; an
// AGS that a spreadsheet took for a number may lack its zero; fields at the end of
// a row may be missing where they are empty. Rows of other units than "Gemeinde"
// are passed over, and so is a byte order mark. An error names the line and
// matches [ErrSyntax]. What is longer than 8 MB is no such list.
func ReadAenderungen(r io.Reader) ([]Aenderung, error) {
	text, err := io.ReadAll(&limitedReader{r: r, left: maxListe})
	if err != nil {
		return nil, err
	}
	content := strings.TrimPrefix(string(text), "\uFEFF")
	if strings.TrimSpace(content) == "" {
		return nil, listError("", "is empty")
	}
	separator := separatorOf(content)
	table := csv.NewReader(csvlimit.NewReader(strings.NewReader(content), separator, maxSpalten))
	table.Comma = rune(separator)
	table.FieldsPerRecord = -1
	table.ReuseRecord = true
	l := aenderungsliste{table: table}
	if err := l.header(); err != nil {
		return nil, err
	}
	return l.rows()
}

// separatorOf returns what parts the fields of the row with the word
// "Kennziffer".
func separatorOf(content string) byte {
	line := content
	if at := strings.Index(strings.ToLower(content), "kennziffer"); at >= 0 {
		from := strings.LastIndexByte(content[:at], '\n') + 1
		line = content[from:]
	}
	line, _, _ = strings.Cut(line, "\n")
	best := byte(';')
	for _, separator := range []byte(",\t") {
		if strings.Count(line, string(separator)) > strings.Count(line, string(best)) {
			best = separator
		}
	}
	return best
}

// The columns of a list.
const (
	columnKennziffer = iota
	columnEinheit
	columnAlt
	columnArt
	columnFlaeche
	columnEinwohner
	columnNeu
	columnJuristisch
	columnStatistisch
	columnCount
)

// columnNames are those of the table with one header row.
var columnNames = [columnCount]string{
	"kennziffer", "einheit", "ags_alt", "art", "flaeche_qm", "einwohner", "ags_neu",
	"wirksam_juristisch", "wirksam_statistisch",
}

type aenderungsliste struct {
	table   *csv.Reader
	columns [columnCount]int
}

// header finds the columns.
func (l *aenderungsliste) header() error {
	for {
		row, err := l.table.Read()
		if errors.Is(err, io.EOF) {
			return listError("header", "has no column kennziffer")
		}
		if err != nil {
			return tableError(err)
		}
		switch {
		case slices.Contains(row, columnNames[columnKennziffer]):
			for i, name := range columnNames {
				if l.columns[i] = slices.Index(row, name); l.columns[i] < 0 {
					return listError("header", "has no column "+name)
				}
			}
			return nil
		case strings.TrimSpace(row[0]) == "Kennziffer":
			upper := slices.Clone(row)
			lower, err := l.table.Read()
			if err != nil {
				return listError("header", "has one row of two")
			}
			return l.official(upper, lower)
		}
	}
}

// official finds the columns in the two header rows of the official list: the
// upper one names the giving and the taking Gemeinde and the days, the lower one
// what stands below each.
func (l *aenderungsliste) official(upper, lower []string) error {
	at := func(row []string, from int, word string) int {
		for i := from; i >= 0 && i < len(row); i++ {
			if strings.Contains(strings.ToLower(row[i]), word) {
				return i
			}
		}
		return -1
	}
	giving, taking, days := at(upper, 0, "abgebende"), at(upper, 0, "aufnehmende"), at(upper, 0, "wirksam")
	l.columns = [columnCount]int{
		columnKennziffer: 0, columnEinheit: at(upper, 0, "einheit"),
		columnAlt: at(lower, giving, "(ags)"), columnArt: at(lower, giving, "art"),
		columnFlaeche: at(lower, giving, "qm"), columnEinwohner: at(lower, giving, "einwohner"),
		columnNeu: at(lower, taking, "(ags)"), columnJuristisch: at(lower, days, "juristisch"), columnStatistisch: at(lower, days, "statistisch"),
	}
	for i, column := range l.columns {
		if column < 0 {
			return listError("header", "has no column for "+columnNames[i])
		}
	}
	return nil
}

// rows reads the rows of Gemeinden.
func (l *aenderungsliste) rows() (list []Aenderung, err error) {
	for {
		row, err := l.table.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, tableError(err)
		}
		var fields [columnCount]string
		for i, column := range l.columns {
			if column < len(row) {
				fields[i] = strings.TrimSpace(row[column])
			}
		}
		line, _ := l.table.FieldPos(0)
		if fields[columnEinheit] == "" && isKennziffer(fields[columnKennziffer]) {
			return nil, listError("line "+strconv.Itoa(line), "names no unit")
		}
		if fields[columnEinheit] != "Gemeinde" {
			continue
		}
		a, err := parseAenderung(fields)
		if err != nil {
			return nil, listError("line "+strconv.Itoa(line), err.Error())
		}
		if len(list) == maxAenderungen {
			return nil, listError("", "more rows than such a list can have")
		}
		list = append(list, a)
	}
}

// isKennziffer reports whether a field begins as the number of a change does:
// "16/2023/0002-R". A footnote does not.
func isKennziffer(s string) bool {
	land, rest, ok := strings.Cut(s, "/")
	year, _, more := strings.Cut(rest, "/")
	_, number := digits(land + year)
	return ok && more && number && len(land) == 2 && len(year) == 4
}

// tableError tells a broken table from a broken reader.
func tableError(err error) error {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return listError("line "+strconv.Itoa(parse.Line), parse.Err.Error())
	}
	if errors.Is(err, csvlimit.ErrColumns) {
		return listError("", "a row has more columns than such a list can have")
	}
	return err
}

func parseAenderung(f [columnCount]string) (a Aenderung, err error) {
	var errs [6]error
	a.Kennziffer = f[columnKennziffer]
	a.Alt, _, errs[0] = NormalizeAGS(f[columnAlt])
	a.Arten, errs[1] = parseArten(f[columnArt])
	a.FlaecheQm, errs[2] = optionalNumber("area", f[columnFlaeche])
	a.Einwohner, errs[3] = optionalNumber("inhabitants", f[columnEinwohner])
	a.Neu, _, errs[4] = NormalizeAGS(f[columnNeu])
	a.Juristisch, err = parseAnyDatum(f[columnJuristisch])
	a.Statistisch, errs[5] = parseAnyDatum(f[columnStatistisch])
	return a, errors.Join(append(errs[:], err)...)
}

// parseArten reads "1" or a list such as "3, 4".
func parseArten(s string) (arten []Aenderungsart, err error) {
	for part := range strings.SplitSeq(s, ",") {
		art, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || art < int(Aufloesung) || art > int(Namensaenderung) {
			return nil, &SyntaxError{"kind of change", "", "must be 1 to 4, or several with commas"}
		}
		arten = append(arten, Aenderungsart(art))
	}
	return arten, nil
}

// optionalNumber reads digits, also in groups of three.
func optionalNumber(what, s string) (int, error) {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ' ' || r == '\u00A0' || r == '\u202F' })
	for i, group := range groups {
		if len(groups) > 1 && (i > 0 && len(group) != 3 || len(group) > 3) {
			return 0, &SyntaxError{what, "", "must be digits"}
		}
	}
	s = strings.Join(groups, "")
	n, ok := digits(s)
	if !ok || len(s) > 12 {
		return 0, &SyntaxError{what, "", "must be digits"}
	}
	return int(n), nil
}

// parseAnyDatum reads YYYY-MM-DD or DD.MM.YYYY.
func parseAnyDatum(s string) (Datum, error) {
	if len(s) == len("02.01.2006") && s[2] == '.' && s[5] == '.' {
		s = s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	return ParseDatum(s)
}

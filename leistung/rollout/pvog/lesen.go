// SPDX-License-Identifier: Apache-2.0

package pvog

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// ErrSyntax reports what is no extract at all.
var ErrSyntax = datum.ErrSyntax

// ErrTooLarge reports an extract beyond the bounds.
var ErrTooLarge = errors.New("pvog: too large")

// Bounds: the catalogue has some 3.5 million entries.
const (
	maxBytes    = 4 << 30
	maxRows     = 10_000_000
	maxColumns  = 100
	maxFindings = 1000
	maxPage     = 32 << 20
)

// known are the columns, without underscores and in small letters.
var known = []string{
	"leikakey", "leikaname", "ars", "arsname", "arsfederalstate", "bundesland", "leikabezeichnung", "ozgid", "ozgbezeichnung", "url",
	"onlinestatus", "aktiv", "artflaechendeckung", "begruendungnichtberuecksichtigt", "exportdatum", "datenstandpvogimport",
}

func fold(column string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.TrimSpace(column)))
}

// ReadCSV reads an export. The separator is told by the header. What is no table
// of this kind is an error; rows that do not fit are findings and left out.
func ReadCSV(r io.Reader, c Config) (*Abzug, error) {
	limited := &io.LimitedReader{R: r, N: maxBytes}
	head := make([]byte, 4096)
	n, err := io.ReadFull(limited, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	head = bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf"))
	first, _, _ := bytes.Cut(head, []byte("\n"))
	reader := csv.NewReader(io.MultiReader(bytes.NewReader(head), limited))
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		reader.Comma = ';'
	}
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("pvog: no header line: %w", ErrSyntax)
	}
	if len(header) > maxColumns {
		return nil, fmt.Errorf("%w: more than %d columns", ErrTooLarge, maxColumns)
	}
	a := &Abzug{Stand: c.Stand, MitUebergeordneten: c.MitUebergeordneten}
	columns := make([]string, len(header))
	for i, name := range header {
		columns[i] = fold(name)
		if !slices.Contains(known, columns[i]) {
			a.Unbekannt = append(a.Unbekannt, strings.Clone(name))
		}
	}
	for _, must := range []string{"leikakey", "ars", "url"} {
		if !slices.Contains(columns, must) {
			return nil, fmt.Errorf("pvog: a column is missing, %s: %w", must, ErrSyntax)
		}
	}
	seen := map[string]bool{}
	for row := 1; ; row++ {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("pvog: row %d cannot be read: %w", row, ErrSyntax)
		}
		if row > maxRows || limited.N <= 0 {
			return nil, fmt.Errorf("%w: more than %d rows", ErrTooLarge, maxRows)
		}
		if len(record) != len(columns) {
			a.finding("PVOG-ZEILE-01", row, "Die Zeile hat eine andere Zahl von Spalten.", "The row has another number of columns.")
			continue
		}
		fields := make(map[string]string, len(columns))
		for i, value := range record {
			fields[columns[i]] = strings.Clone(value)
		}
		a.take(fields, row, seen)
	}
	return a, nil
}

// Page is one page of the JSON interface.
type Page struct {
	Number, Total int
	Last          bool // there is nothing behind it
}

// AddPage reads a page of the JSON interface into the extract: totalPages,
// number and last stand at the top or inside "page". An empty page is the last.
func (a *Abzug) AddPage(r io.Reader) (Page, error) {
	limited := &io.LimitedReader{R: r, N: maxPage}
	var body struct {
		Content    []map[string]any `json:"content"`
		TotalPages *int             `json:"totalPages"`
		Number     *int             `json:"number"`
		Last       *bool            `json:"last"`
		Page       *struct {
			TotalPages int `json:"totalPages"`
			Number     int `json:"number"`
		} `json:"page"`
	}
	decoder := json.NewDecoder(limited)
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		if limited.N <= 0 {
			return Page{}, fmt.Errorf("%w: a page has at most %d bytes", ErrTooLarge, maxPage)
		}
		return Page{}, fmt.Errorf("pvog: no page of JSON: %w", ErrSyntax)
	}
	if len(a.Zeilen)+len(body.Content) > maxRows {
		return Page{}, fmt.Errorf("%w: more than %d rows", ErrTooLarge, maxRows)
	}
	p := Page{Last: len(body.Content) == 0}
	switch {
	case body.TotalPages != nil && body.Number != nil:
		p.Total, p.Number = *body.TotalPages, *body.Number
		p.Last = p.Last || body.Last != nil && *body.Last || p.Number+1 >= p.Total
	case body.Page != nil:
		p.Total, p.Number = body.Page.TotalPages, body.Page.Number
		p.Last = p.Last || p.Number+1 >= p.Total
	default:
		return Page{}, fmt.Errorf("pvog: neither shape of a page: %w", ErrSyntax)
	}
	seen := map[string]bool{}
	for i := range a.Zeilen {
		seen[a.Zeilen[i].key()] = true
	}
	for i, entry := range body.Content {
		fields := make(map[string]string, len(entry))
		for name, value := range entry {
			column := fold(name)
			if !slices.Contains(known, column) && !slices.Contains(a.Unbekannt, name) && len(a.Unbekannt) < maxColumns {
				a.Unbekannt = append(a.Unbekannt, name)
			}
			switch v := value.(type) {
			case string:
				fields[column] = v
			case json.Number:
				fields[column] = v.String()
			case bool:
				fields[column] = map[bool]string{true: "ja", false: "nein"}[v]
			}
		}
		a.take(fields, i+1, seen)
	}
	return p, nil
}

func (z *Zeile) key() string { return z.Leistung.String() + z.ARS + z.URL }

// take adds a row, or says what is wrong with it.
func (a *Abzug) take(fields map[string]string, row int, seen map[string]bool) {
	key, err := leistung.ParseSchluessel(strings.TrimSpace(fields["leikakey"]))
	if err != nil {
		a.finding("PVOG-LEISTUNG-01", row, "Der Leistungsschlüssel hat nicht 14 Ziffern.", "The key of the Leistung has not 14 digits.")
		return
	}
	ars := strings.TrimSpace(fields["ars"])
	if len(ars) == 11 { // a leading zero that a spreadsheet dropped
		ars = "0" + ars
	}
	if len(ars) != 12 || strings.Trim(ars, "0123456789") != "" {
		a.finding("PVOG-ARS-01", row, "Der Regionalschlüssel hat nicht 12 Ziffern.", "The regional key has not 12 digits.")
		return
	}
	z := Zeile{
		Leistung: key, Name: fields["leikaname"], ARS: ars, Ort: fields["arsname"], URL: strings.TrimSpace(fields["url"]),
		Online: answer(fields["onlinestatus"]), Aktiv: answer(fields["aktiv"]),
		Flaechendeckung: fields["artflaechendeckung"], Begruendung: fields["begruendungnichtberuecksichtigt"],
	}
	if z.Online == AntwortUnbekannt {
		a.finding("PVOG-STATUS-01", row, "online_status hat einen unbekannten Wert.", "online_status has an unknown value.")
	}
	if z.Aktiv == AntwortUnbekannt {
		a.finding("PVOG-AKTIV-01", row, "aktiv hat einen unbekannten Wert.", "aktiv has an unknown value.")
	}
	if seen[z.key()] {
		return
	}
	seen[z.key()] = true
	a.Zeilen = append(a.Zeilen, z)
}

func (a *Abzug) finding(code string, row int, de, en string) {
	if len(a.Befunde) < maxFindings {
		a.Befunde = append(a.Befunde, recht.Befund{
			Code: code, Pointer: "/zeilen/" + strconv.Itoa(row), Severity: recht.SeverityWarning, Text: recht.NewText(de, en),
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
)

// Nutzung is how often services were used, by month and area: transactions as
// the central statistics component counts them, without personal data.
type Nutzung struct {
	// Von and Bis are the first and the last day that the data speak of.
	Von, Bis datum.Datum
	// Vollstaendig says that an area without a row had no case. Otherwise nothing
	// is known of it, which is not the same.
	Vollstaendig bool
	zeilen       []nutzungszeile
}

type nutzungszeile struct {
	monat    datum.Datum
	leistung leistung.Schluessel
	ars      string
	anzahl   int64
}

// ReadNutzung reads monthly figures: CSV with the columns monat (YYYY-MM), leika,
// ars (12 digits), anzahl; comma or semicolon. Either all rows are taken or none:
// the findings name every row that does not fit.
func ReadNutzung(r io.Reader, vollstaendig bool) (*Nutzung, recht.Befunde, error) {
	n := &Nutzung{Vollstaendig: vollstaendig}
	befunde, err := readTable(r, []string{"monat", "leika", "ars", "anzahl"}, nil, func(f map[string]string) (string, string) {
		month, errMonth := datum.Parse(f["monat"] + "-01")
		key, errKey := leistung.ParseSchluessel(f["leika"])
		count, errCount := strconv.ParseInt(f["anzahl"], 10, 64)
		switch {
		case errMonth != nil:
			return "monat", "kein Monat (JJJJ-MM)"
		case errKey != nil:
			return "leika", "kein Leistungsschlüssel"
		case len(f["ars"]) != 12 || strings.Trim(f["ars"], "0123456789") != "":
			return "ars", "kein Regionalschlüssel mit 12 Ziffern"
		case errCount != nil || count < 0 || count > 1e12:
			return "anzahl", "keine Zahl"
		}
		n.zeilen = append(n.zeilen, nutzungszeile{month, key, f["ars"], count})
		if n.Von.IsZero() || month.Before(n.Von) {
			n.Von = month
		}
		if last := month.AddMonths(1).AddDays(-1); last.After(n.Bis) {
			n.Bis = last
		}
		return "", ""
	})
	if err != nil || len(befunde) > 0 {
		return nil, befunde, err
	}
	return n, nil, nil
}

// cases returns how many cases an authority had, and false where nothing is
// known of it.
func (n *Nutzung) cases(dienst leistung.Schluessel, stelle Stelle, rows []Gemeindezeile) (int64, bool) {
	if n == nil {
		return 0, false
	}
	sum, known := int64(0), n.Vollstaendig
	for i := range n.zeilen {
		z := &n.zeilen[i]
		if z.leistung == dienst && matches(z.ars, stelle, rows, false) {
			sum, known = sum+z.anzahl, true
		}
	}
	return sum, known
}

// matches reports whether a row of another register is about the authority: its
// Verband, one of its Gemeinden, or its Kreis. With above, a Kreis or a Land
// covers all inside.
func matches(ars string, stelle Stelle, rows []Gemeindezeile, above bool) bool {
	prefix, verband := (&pvog.Zeile{ARS: ars}).Covers()
	switch {
	case verband != "":
		return stelle.s == verband
	case stelle.s == prefix:
		return true
	case len(prefix) == 5 && len(rows) == 1 && rows[0].AGS.String() == prefix+"000":
		return true // a kreisfreie Stadt, by the table and not by the digits
	case len(prefix) < 8 && !above:
		return false
	}
	return slices.ContainsFunc(rows, func(g Gemeindezeile) bool { return strings.HasPrefix(g.AGS.String(), prefix) })
}

const maxTableRows = 2_000_000

// readTable reads CSV with a header and calls take for each row; it returns the
// column and what is wrong with it. All findings come at once, at most 1,000.
func readTable(r io.Reader, must, may []string, take func(map[string]string) (column, fault string)) (recht.Befunde, error) {
	limited := &io.LimitedReader{R: r, N: 1 << 30}
	text, err := io.ReadAll(limited)
	if err != nil {
		return nil, err
	}
	if limited.N <= 0 {
		return nil, ErrTooLarge
	}
	body := strings.TrimPrefix(string(text), "\ufeff")
	first, _, _ := strings.Cut(body, "\n")
	reader := csv.NewReader(strings.NewReader(body))
	reader.FieldsPerRecord = -1
	if strings.Count(first, ";") > strings.Count(first, ",") {
		reader.Comma = ';'
	}
	header, err := reader.Read()
	if err != nil {
		return nil, &SyntaxError{Kind: "CSV", Line: 1, Reason: "no header"}
	}
	var befunde recht.Befunde
	finding := func(row int, column, fault string) {
		if len(befunde) < 1000 {
			befunde = append(befunde, recht.Befund{
				Code: "ROLLOUT-CSV-01", Pointer: "/" + strconv.Itoa(row) + "/" + column,
				Text: recht.NewText("Zeile "+strconv.Itoa(row)+", Spalte "+column+": "+fault+".", "Row "+strconv.Itoa(row)+", column "+column+" cannot be used."),
			})
		}
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
	}
	for _, name := range must {
		if !slices.Contains(header, name) {
			finding(0, name, "fehlt")
		}
	}
	for i, name := range header {
		if !slices.Contains(must, name) && !slices.Contains(may, name) {
			finding(0, strconv.Itoa(i+1), "unbekannte Spalte")
		}
	}
	if len(befunde) > 0 {
		return befunde, nil
	}
	for row := 1; ; row++ {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return befunde, nil
		}
		if err != nil {
			return befunde, &SyntaxError{Kind: "CSV", Line: row + 1, Reason: "quotes do not fit"}
		}
		if row > maxTableRows {
			return befunde, ErrTooLarge
		}
		if len(record) != len(header) {
			finding(row, "0", "andere Zahl von Spalten")
			continue
		}
		fields := make(map[string]string, len(header))
		for i, name := range header {
			fields[name] = strings.TrimSpace(record[i])
		}
		if column, fault := take(fields); fault != "" {
			finding(row, column, fault)
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package kommune

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Aenderungsart is the kind of a change in the official list.
type Aenderungsart uint8

// The kinds. Aufloesung and Schluesselaenderung move a whole Gemeinde; after a
// Teilausgliederung it lives on; a Namensaenderung changes nothing but the name.
const (
	Aufloesung          Aenderungsart = 1
	Teilausgliederung   Aenderungsart = 2
	Schluesselaenderung Aenderungsart = 3
	Namensaenderung     Aenderungsart = 4
)

// Aenderung is a row of the list "Namens-, Grenz- und Schlüsseländerungen" of
// Destatis that concerns a Gemeinde. Rows of one change share the Kennziffer;
// a Gemeinde that is split up has one row for each part.
type Aenderung struct {
	Kennziffer string
	Alt, Neu   AGS
	Arten      []Aenderungsart
	FlaecheQm  int // area that moves, in square metres
	Einwohner  int // inhabitants that move
	// Juristisch is the day of legal effect, Statistisch the one from which
	// the register follows it; they can be years apart.
	Juristisch, Statistisch Datum
}

// moves reports whether the row ends the old key.
func (a Aenderung) moves() bool {
	whole := slices.Contains(a.Arten, Aufloesung) || slices.Contains(a.Arten, Schluesselaenderung)
	return whole && a.Alt != a.Neu
}

// aenderungColumns are the columns that must be there; others are passed over.
var aenderungColumns = [...]string{
	"kennziffer", "einheit", "ags_alt", "art", "flaeche_qm", "einwohner", "ags_neu",
	"wirksam_juristisch", "wirksam_statistisch",
}

// These bound what a reader takes in; a year has a few hundred rows.
const (
	maxAenderungen = 100_000
	maxListe       = 16 << 20
)

// limitedReader ends with an error, other than io.LimitedReader, which would
// make a long file look complete.
type limitedReader struct {
	r    io.Reader
	left int
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left == 0 {
		return 0, &SyntaxError{"list of changes", "", "is longer than such a list can be"}
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// ReadAenderungen reads the official list, saved as a table with semicolons and
// one header row that names the columns kennziffer, einheit, ags_alt, art,
// flaeche_qm, einwohner, ags_neu, wirksam_juristisch and wirksam_statistisch in
// any order. Days are YYYY-MM-DD or DD.MM.YYYY. Rows of other units than
// "Gemeinde" are passed over, and so is a byte order mark. An error names the
// line and matches [ErrSyntax]. What is longer than 16 MB is no such list.
func ReadAenderungen(r io.Reader) ([]Aenderung, error) {
	table := csv.NewReader(&limitedReader{r: r, left: maxListe})
	table.Comma = ';'
	table.ReuseRecord = true
	header, err := table.Read()
	if err != nil {
		return nil, tableError(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\uFEFF")
	var columns [len(aenderungColumns)]int
	for i, name := range aenderungColumns {
		if columns[i] = slices.Index(header, name); columns[i] < 0 {
			return nil, &SyntaxError{"list of changes", "header", "has no column " + name}
		}
	}
	var list []Aenderung
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, tableError(err)
		}
		var fields [len(columns)]string
		for i, column := range columns {
			fields[i] = strings.TrimSpace(row[column])
		}
		if fields[1] != "Gemeinde" {
			continue
		}
		line, _ := table.FieldPos(0)
		a, err := parseAenderung(fields)
		if err != nil {
			return nil, &SyntaxError{"list of changes", "line " + strconv.Itoa(line), err.Error()}
		}
		if len(list) == maxAenderungen {
			return nil, &SyntaxError{"list of changes", "", "more rows than such a list can have"}
		}
		list = append(list, a)
	}
}

// tableError tells a broken table from a broken reader.
func tableError(err error) error {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return &SyntaxError{"list of changes", "line " + strconv.Itoa(parse.Line), parse.Err.Error()}
	}
	if errors.Is(err, io.EOF) {
		return &SyntaxError{"list of changes", "", "is empty"}
	}
	return err
}

func parseAenderung(f [len(aenderungColumns)]string) (a Aenderung, err error) {
	var errs [6]error
	a.Kennziffer = f[0]
	a.Alt, errs[0] = ParseAGS(f[2])
	a.Arten, errs[1] = parseArten(f[3])
	a.FlaecheQm, errs[2] = optionalNumber("area", f[4])
	a.Einwohner, errs[3] = optionalNumber("inhabitants", f[5])
	a.Neu, errs[4] = ParseAGS(f[6])
	a.Juristisch, err = parseAnyDatum(f[7])
	a.Statistisch, errs[5] = parseAnyDatum(f[8])
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

func optionalNumber(what, s string) (int, error) {
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

// WithAenderungen returns the same edition with more history: the rows of the
// list that move a whole Gemeinde (Aufloesung, Schluesselaenderung), by the day
// of their statistical effect. Rows that repeat a known change replace it, so a
// list may overlap with what is there. knownUntil is the day until which all
// changes are known with them; the zero Datum leaves it as it is.
func (v *Verzeichnis) WithAenderungen(list []Aenderung, knownUntil Datum) *Verzeichnis {
	before := v.historie()
	if knownUntil.IsZero() {
		knownUntil = before.knownUntil
	}
	added := changesOf(list)
	type keyYear struct {
		key  AGS
		year int
	}
	replaced := make(map[keyYear]bool, len(added))
	for _, c := range added {
		replaced[keyYear{c.from, c.ab.Year()}] = true
	}
	changes := added
	for old := range before.changes {
		if !replaced[keyYear{old.from, old.ab.Year()}] {
			changes = append(changes, old)
		}
	}
	history := newHistorie(changes, knownUntil)
	more := *v
	more.historie = func() *historie { return history }
	return &more
}

// changesOf turns rows into changes with shares.
func changesOf(list []Aenderung) []change {
	type end struct {
		key AGS
		ab  Datum
	}
	people, area := make(map[end]int), make(map[end]int)
	for _, a := range list {
		if a.moves() {
			people[end{a.Alt, a.Statistisch}] += a.Einwohner
			area[end{a.Alt, a.Statistisch}] += a.FlaecheQm
		}
	}
	var changes []change
	for _, a := range list {
		if !a.moves() {
			continue
		}
		at := end{a.Alt, a.Statistisch}
		changes = append(changes, change{
			from: a.Alt, ab: a.Statistisch, exact: true,
			edge: edge{a.Neu, share{ratio(a.Einwohner, people[at]), ratio(a.FlaecheQm, area[at])}},
		})
	}
	return changes
}

// ratio returns a share of what all parts come to.
func ratio(part, all int) int32 {
	if all == 0 {
		return unstated
	}
	return int32(math.Round(float64(part) / float64(all) * whole))
}

// String returns the label of the official list in German.
func (a Aenderungsart) String() string {
	switch a {
	case Aufloesung:
		return "Auflösung"
	case Teilausgliederung:
		return "Teilausgliederung"
	case Schluesselaenderung:
		return "Schlüsseländerung"
	case Namensaenderung:
		return "Namensänderung"
	default:
		return fmt.Sprintf("Aenderungsart(%d)", uint8(a))
	}
}

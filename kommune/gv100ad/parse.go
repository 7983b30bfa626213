// SPDX-License-Identifier: Apache-2.0

package gv100ad

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/deutschland-stack/bausteine/kommune"
)

// field is a part of a record; positions count characters from 1, inclusive.
type field struct {
	name        string
	first, last int
}

func (f field) String() string { return fmt.Sprintf("%s (%d-%d)", f.name, f.first, f.last) }

func (f field) width() int { return f.last - f.first + 1 }

var (
	fieldSatzart         = field{"Satzart", 1, 2}
	fieldGebietsstand    = field{"Gebietsstand", 3, 10}
	fieldLand            = field{"Land", 11, 12}
	fieldBezirk          = field{"Regierungsbezirk", 13, 13}
	fieldKreis           = field{"Kreis", 14, 15}
	fieldRegion          = field{"Region", 14, 14}
	fieldGemeinde        = field{"Gemeinde", 16, 18}
	fieldVerband         = field{"Gemeindeverband", 19, 22}
	fieldName            = field{"Bezeichnung", 23, 72}
	fieldSitz            = field{"Sitz", 73, 122}
	fieldTextkennzeichen = field{"Textkennzeichen", 123, 124}
	fieldFlaeche         = field{"Fläche", 129, 139}
	fieldEinwohner       = field{"Bevölkerung", 140, 150}
	fieldMaennlich       = field{"Bevölkerung männlich", 151, 161}
	fieldPLZ             = field{"PLZ", 166, 170}
	fieldMehrerePLZ      = field{"PLZ eindeutig", 171, 175}
	fieldFinanzamt       = field{"Finanzamt", 178, 181}
	fieldGericht         = field{"Gericht", 182, 185}
	fieldArbeitsagentur  = field{"Arbeitsagentur", 186, 190}
	fieldWahlkreisVon    = field{"Bundestagswahlkreis von", 191, 193}
	fieldWahlkreisBis    = field{"Bundestagswahlkreis bis", 194, 196}
	fieldLandesintern    = field{"landesintern", 201, 220}
)

// textkennzeichen bounds the codes a Satzart may carry.
var textkennzeichen = map[Satzart][2]int{
	SatzartKreis: {41, 45}, SatzartVerband: {50, 58}, SatzartGemeinde: {60, 67},
}

// parser reads the fields of one record and keeps the first error.
type parser struct {
	record *record
	err    error
}

func parse(r *record) (Satz, error) {
	p := parser{record: r}
	s := Satz{Zeile: r.number, Satzart: p.satzart(), Gebietsstand: p.gebietsstand()}
	s.Land = p.digits(fieldLand)
	switch s.Satzart {
	case SatzartLand:
	case SatzartBezirk:
		s.Bezirk = p.digits(fieldBezirk)
	case SatzartRegion:
		s.Bezirk, s.Kreis = p.digits(fieldBezirk), p.digits(fieldRegion)
	case SatzartKreis:
		s.Bezirk, s.Kreis = p.digits(fieldBezirk), p.digits(fieldKreis)
	case SatzartVerband:
		s.Bezirk, s.Kreis, s.Verband = p.digits(fieldBezirk), p.digits(fieldKreis), p.digits(fieldVerband)
	case SatzartGemeinde:
		s.Bezirk, s.Kreis, s.Verband = p.digits(fieldBezirk), p.digits(fieldKreis), p.digits(fieldVerband)
		s.Gemeinde = p.digits(fieldGemeinde)
		p.gemeinde(&s)
	}
	s.Name = p.text(fieldName)
	if s.Name == "" {
		p.fail(fieldName, "is blank")
	}
	if s.Satzart != SatzartGemeinde {
		s.Sitz = p.text(fieldSitz)
	}
	if bounds, ok := textkennzeichen[s.Satzart]; ok {
		s.Textkennzeichen = p.number(fieldTextkennzeichen)
		if s.Textkennzeichen < bounds[0] || s.Textkennzeichen > bounds[1] {
			p.fail(fieldTextkennzeichen, fmt.Sprintf("must be %d to %d", bounds[0], bounds[1]))
		}
	}
	s.Landesintern = p.text(fieldLandesintern)
	return s, p.err
}

func (p *parser) gemeinde(s *Satz) {
	s.FlaecheHa = p.number(fieldFlaeche)
	s.Einwohner = p.number(fieldEinwohner)
	s.Maennlich = p.number(fieldMaennlich)
	s.PLZ = p.optionalDigits(fieldPLZ)
	s.MehrerePLZ = p.text(fieldMehrerePLZ) != ""
	s.Finanzamt = p.optionalDigits(fieldFinanzamt)
	s.Gericht = p.optionalCode(fieldGericht, "a digit or a capital letter", digitOrCapital)
	s.Arbeitsagentur = p.optionalDigits(fieldArbeitsagentur)
	s.WahlkreisVon = p.optionalDigits(fieldWahlkreisVon)
	s.WahlkreisBis = p.optionalDigits(fieldWahlkreisBis)
}

func (p *parser) satzart() Satzart {
	switch p.text(fieldSatzart) {
	case "10":
		return SatzartLand
	case "20":
		return SatzartBezirk
	case "30":
		return SatzartRegion
	case "40":
		return SatzartKreis
	case "50":
		return SatzartVerband
	case "60":
		return SatzartGemeinde
	default:
		p.fail(fieldSatzart, "must be 10, 20, 30, 40, 50 or 60")
		return 0
	}
}

// gebietsstand reads YYYYMMDD.
func (p *parser) gebietsstand() kommune.Datum {
	s := p.digits(fieldGebietsstand)
	if s == "" {
		return kommune.Datum{}
	}
	day, err := kommune.ParseDatum(s[:4] + "-" + s[4:6] + "-" + s[6:])
	if err != nil {
		p.fail(fieldGebietsstand, "is no day")
	}
	return day
}

// text reads a field of any printable characters.
func (p *parser) text(f field) string {
	s := string(p.record.bytes(f.first, f.last))
	if strings.ContainsFunc(s, unicode.IsControl) {
		p.fail(f, "holds a control character")
		return ""
	}
	return s
}

// digits reads a field filled with digits.
func (p *parser) digits(f field) string {
	s := p.optionalDigits(f)
	if s == "" {
		p.fail(f, "is blank")
	}
	return s
}

// optionalDigits reads a field that is blank or filled with digits.
func (p *parser) optionalDigits(f field) string {
	return p.optionalCode(f, "a digit", digit)
}

// optionalCode reads a field that is blank or filled with allowed characters.
func (p *parser) optionalCode(f field, what string, allowed func(byte) bool) string {
	s := p.text(f)
	for i := range len(s) {
		if !allowed(s[i]) {
			p.fail(f, "holds another character than "+what)
			return ""
		}
	}
	if s != "" && len(s) != f.width() {
		p.fail(f, fmt.Sprintf("has %d characters instead of %d", len(s), f.width()))
		return ""
	}
	return s
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// digitOrCapital: where a Oberlandesgericht has more than nine Landgerichte,
// the register goes on with letters.
func digitOrCapital(b byte) bool { return digit(b) || 'A' <= b && b <= 'Z' }

func (p *parser) number(f field) int {
	s := p.digits(f)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		p.fail(f, "is no number")
	}
	return n
}

func (p *parser) fail(f field, reason string) {
	if p.err == nil {
		p.err = p.record.errorf(f, reason)
	}
}

// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func (c *check) feld(f *Feld, anzahl string) {
	c.merkmale(&f.Merkmale, 'F')
	c.when(f.Schemaelementart == ArtAbstrakt, 1014, "schemaelementart")
	c.when(!f.Feldart.Known(), 1027, "feldart")
	c.when(!f.Datentyp.Known(), 1028, "datentyp")
	c.when(!f.Vorbefuellung.Known(), 1030, "vorbefuellung")

	text := f.Datentyp == DatentypText || f.Datentyp == DatentypLatin
	opaque := f.Datentyp == DatentypDatei || f.Datentyp == DatentypObjekt
	if f.Feldart == FeldartStatisch {
		c.when(f.Datentyp.Known() && !text && f.Datentyp != DatentypObjekt, 1090, "datentyp")
		c.when(f.Inhalt == "" && !opaque, 1109, "inhalt")
	}
	c.when(opaque && f.Inhalt != "", 1100, "inhalt")
	c.when(opaque && f.Praezisierung.Muster != "", 1120, "praezisierung")
	c.when(f.Datentyp != DatentypDatei && f.MaxSize != "", 1056, "maxSize")
	c.when(f.Datentyp != DatentypDatei && len(f.MediaTypes) > 0, 1057, "mediaType")
	if f.Datentyp == DatentypDatei {
		a, err := ParseAnzahl(anzahl)
		c.when(err == nil && a.Max != Unbegrenzt, 1139, "anzahl")
	}
	c.auswahl(f)
	c.laenge(f, text)
	c.bereich(f)
	c.when(f.Datentyp == DatentypBool && f.Inhalt != "" && f.Inhalt != "true" && f.Inhalt != "false", 1077, "inhalt")
	c.regeln(f.Regeln)
}

// laenge checks the lengths of a text and of its content.
func (c *check) laenge(f *Feld, text bool) {
	z := &f.Praezisierung
	if z.MinLaenge == "" && z.MaxLaenge == "" {
		c.when(text && f.Feldart == FeldartEingabe, 1102, "praezisierung")
		return
	}
	c.when(f.Feldart == FeldartAuswahl || f.Feldart == FeldartStatisch, 1012, "praezisierung")
	c.when(!text, 1015, "praezisierung")
	low, lowOK := count(z.MinLaenge)
	high, highOK := count(z.MaxLaenge)
	c.when(z.MinLaenge != "" && !lowOK, 1059, "praezisierung")
	c.when(z.MaxLaenge != "" && (!highOK || high == 0), 1060, "praezisierung")
	c.when(lowOK && highOK && low > high, 1061, "praezisierung")
	if text && f.Inhalt != "" {
		n := utf8.RuneCountInString(f.Inhalt)
		c.when(lowOK && n < low, 1074, "inhalt")
		c.when(highOK && n > high, 1075, "inhalt")
	}
}

func count(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err == nil
}

// bound tells how values of one data type read and compare, and which messages
// there are for a lower bound, an upper bound and a content that are none.
type bound struct {
	min, max, inhalt int
	compare          func(a, b string) (order int, aOK, bOK bool)
}

var bounds = map[Datentyp]bound{
	DatentypZahl:      {1062, 1063, 1069, compareNumbers},
	DatentypGeld:      {1062, 1063, 1069, compareNumbers},
	DatentypGanzzahl:  {1065, 1066, 1070, compareWhole},
	DatentypDatum:     {1067, 1068, 1071, compareTimes(time.DateOnly)},
	DatentypZeitpunkt: {1079, 1080, 1083, compareTimes(time.RFC3339, "2006-01-02T15:04:05")},
	DatentypUhrzeit:   {1081, 1082, 1084, compareTimes(time.TimeOnly, "15:04:05Z07:00", "15:04")},
}

// bereich checks the range of a number or a time and its content.
func (c *check) bereich(f *Feld) {
	z := &f.Praezisierung
	b, ok := bounds[f.Datentyp]
	if !ok {
		c.when(z.MinWert != "" || z.MaxWert != "", 1016, "praezisierung")
		return
	}
	c.when(z.MinWert == "" && z.MaxWert == "" && f.Datentyp != DatentypUhrzeit && f.Datentyp != DatentypZeitpunkt, 1103, "praezisierung")
	order, minOK, maxOK := b.compare(z.MinWert, z.MaxWert)
	c.when(z.MinWert != "" && !minOK, b.min, "praezisierung")
	c.when(z.MaxWert != "" && !maxOK, b.max, "praezisierung")
	c.when(minOK && maxOK && order > 0, 1064, "praezisierung")
	if f.Inhalt == "" {
		return
	}
	below, inhaltOK, minOK := b.compare(f.Inhalt, z.MinWert)
	above, _, maxOK := b.compare(f.Inhalt, z.MaxWert)
	c.when(!inhaltOK, b.inhalt, "inhalt")
	c.when(inhaltOK && minOK && below < 0, 1072, "inhalt")
	c.when(inhaltOK && maxOK && above > 0, 1073, "inhalt")
}

// auswahl checks a selection and its list.
func (c *check) auswahl(f *Feld) {
	lists := 0
	if f.Codeliste != nil {
		lists++
	}
	if len(f.Werte) > 0 {
		lists++
	}
	if f.Feldart == FeldartAuswahl {
		c.when(f.Datentyp.Known() && f.Datentyp != DatentypText, 1011, "datentyp")
		c.when(lists != 1, 1018, "codelisteReferenz")
	} else {
		c.when(lists > 0, 1017, "feldart")
	}
	if len(f.Werte) > 0 {
		codes := make([]string, len(f.Werte))
		names := make([]string, len(f.Werte))
		for i, w := range f.Werte {
			codes[i], names[i] = w.Code, w.Name
		}
		c.liste(codes, names, "werte")
		c.when(f.Inhalt != "" && !slices.Contains(codes, f.Inhalt), 1085, "inhalt")
	}
	if f.Codeliste == nil {
		c.when(f.CodeKey != "" || f.NameKey != "" || f.HelpKey != "", 1058, "codeKey")
		return
	}
	c.codeliste(f)
}

func (c *check) codeliste(f *Feld) {
	ref := *f.Codeliste
	switch {
	case ref.URI == "":
		c.add(1040, "codelisteReferenz")
	case !strings.HasPrefix(ref.URI, "urn:"):
		c.add(1005, "codelisteReferenz")
	default:
		c.when(!isURN(ref.URI), 1048, "codelisteReferenz")
	}
	if ref.Version != "" {
		_, err := time.Parse(time.DateOnly, ref.Version)
		c.when(err != nil, 1105, "codelisteReferenz")
	}
	if first, ok := c.listen[ref.URI]; !ok {
		c.listen[ref.URI] = ref.Version
	} else {
		c.when(first != ref.Version, 1037, "codelisteReferenz")
	}
	if c.Codeliste == nil {
		return
	}
	list, ok := c.Codeliste(ref)
	if !ok {
		return
	}
	head := list.Head()
	columns := make([]string, len(head.Columns))
	for i, column := range head.Columns {
		columns[i] = column.ID
	}
	for _, key := range []string{f.CodeKey, f.NameKey, f.HelpKey} {
		c.when(key != "" && !slices.Contains(columns, key), 1122, "codelisteReferenz")
	}
	var codes, names []string
	for row := range list.Rows() {
		codes, names = append(codes, row.Code()), append(names, row.Name())
	}
	c.liste(codes, names, "codelisteReferenz")
	if f.Inhalt != "" && f.CodeKey == "" {
		_, ok := list.Lookup(f.Inhalt)
		c.when(!ok, 1076, "inhalt")
	}
}

// liste checks the entries of a list.
func (c *check) liste(codes, names []string, attribute string) {
	c.when(len(codes) < 2, 1044, attribute)
	c.when(repeated(codes), 1045, attribute)
	c.when(repeated(names), 1093, attribute)
}

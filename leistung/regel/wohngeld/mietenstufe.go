// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Mietenstufe is the level of rents of a Gemeinde, I to VII (§ 12 Abs. 2 WoGG).
// The zero value is "not set".
type Mietenstufe uint8

var romanNumbers = [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII"}

// String returns the Roman number, "" for none.
func (s Mietenstufe) String() string {
	if s.IsValid() {
		return romanNumbers[s]
	}
	return ""
}

// stufenWorte are the Roman numbers as values of steps: finding a word costs more than
// recording a step.
var stufenWorte = func() (out [len(romanNumbers)]regel.Wert) {
	for i, s := range romanNumbers {
		out[i] = regel.Wort(s)
	}
	return out
}()

// wert is the level as the value of a step.
func (s Mietenstufe) wert() regel.Wert {
	if s.IsValid() {
		return stufenWorte[s]
	}
	return stufenWorte[0]
}

// IsValid reports whether it is one of the seven.
func (s Mietenstufe) IsValid() bool { return s >= 1 && s <= 7 }

// MarshalText returns the Roman number; the zero value is empty.
func (s Mietenstufe) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Mietenstufe) UnmarshalText(b []byte) error {
	i := slices.Index(romanNumbers[:], string(b))
	if i < 0 {
		return fmt.Errorf("wohngeld: Mietenstufe: %w", recht.ErrSyntax)
	}
	*s = Mietenstufe(i)
	return nil
}

//go:embed data/mietenstufen.txt
var stufenText string

// stufenliste is one edition of the annex to § 1 Abs. 3 WoGV with the islands of
// § 12 Abs. 4a WoGG. Keys ascend. Membership in the list decides, never a name
// and never today's number of inhabitants.
type stufenliste struct {
	gemeinden, kreise           []uint32
	gemeindeStufen, kreisStufen []Mietenstufe
	inseln                      []uint32
	nachtrag                    []uint32 // listed only since the amendment of April 2023
	vorNachtrag                 bool     // the edition before it
}

// Darstellung says how much the edition lists.
func (l *stufenliste) Darstellung() (regel.Wert, regel.Tabelle) {
	row := func(german, english string, n int) regel.Zeile {
		return regel.Zeile{Titel: recht.NewText(german, english), Werte: []regel.Wert{regel.Zahl(int64(n), 0)}}
	}
	return regel.Wert{}, regel.Tabelle{Kopf: kopf("Die Liste nennt", "the list names", recht.NewText("Anzahl", "number")), Zeilen: []regel.Zeile{
		row("Gemeinden", "Gemeinden", len(l.gemeinden)-len(l.inseln)), row("Inseln", "islands", len(l.inseln)),
		row("Kreise, für alle anderen Gemeinden", "Kreise, for all other Gemeinden", len(l.kreise)),
	}}
}

// ErrUnbekannt reports a well formed key that the lists do not know: no Gemeinde
// of Germany today, or one of a Kreis that has no line.
var ErrUnbekannt = fmt.Errorf("wohngeld: no Mietenstufe: %w", kommune.ErrUnknown)

// stufe looks the Gemeinde up: its own line, else that of its Kreis. offen
// reports that the text of the day and the amendment of April 2023 disagree.
func (l *stufenliste) stufe(ags kommune.AGS, rueckwirkend bool) (s Mietenstufe, offen bool, err error) {
	key := number(ags)
	kreis, hasKreis := slices.BinarySearch(l.kreise, key/1000)
	if i, ok := slices.BinarySearch(l.gemeinden, key); ok {
		if !l.vorNachtrag {
			return l.gemeindeStufen[i], false, nil
		}
		if _, late := slices.BinarySearch(l.nachtrag, key); !late {
			return l.gemeindeStufen[i], false, nil
		}
		if rueckwirkend || !hasKreis {
			return l.gemeindeStufen[i], true, nil
		}
		return l.kreisStufen[kreis], true, nil
	}
	if hasKreis {
		return l.kreisStufen[kreis], false, nil
	}
	return 0, false, ErrUnbekannt
}

func (l *stufenliste) insel(ags kommune.AGS) bool {
	_, ok := slices.BinarySearch(l.inseln, number(ags))
	return ok
}

// number returns the digits of a key as a number without allocation.
func number(ags kommune.AGS) uint32 {
	var buffer [16]byte
	text, err := ags.AppendText(buffer[:0])
	if err != nil {
		return 0
	}
	n := uint32(0)
	for _, c := range text {
		n = n*10 + uint32(c-'0')
	}
	return n
}

// parseStufen reads the embedded editions of 2020 and 2023.
func parseStufen(text string) (lists [2]*stufenliste, err error) {
	lists = [2]*stufenliste{{}, {}}
	line := 0
	for row := range strings.Lines(text) {
		line++
		if strings.HasPrefix(row, "#") {
			continue
		}
		fields := strings.Fields(row)
		if len(fields) != 3 || (len(fields[0]) != 8 && len(fields[0]) != 5) {
			return lists, fmt.Errorf("%w: Mietenstufen, line %d", regel.ErrParameter, line)
		}
		key, err := strconv.ParseUint(fields[0], 10, 32)
		if err != nil {
			return lists, fmt.Errorf("%w: Mietenstufen, line %d", regel.ErrParameter, line)
		}
		for i, cell := range fields[1:] {
			if cell == "-" {
				continue
			}
			if err := lists[i].add(uint32(key), len(fields[0]) == 5, cell); err != nil {
				return lists, fmt.Errorf("%w: Mietenstufen, line %d", err, line)
			}
		}
	}
	return lists, nil
}

func (l *stufenliste) add(key uint32, kreis bool, cell string) error {
	s := Mietenstufe(cell[0] - '0')
	keys, stufen := &l.gemeinden, &l.gemeindeStufen
	if kreis {
		keys, stufen = &l.kreise, &l.kreisStufen
	}
	if !s.IsValid() || (len(*keys) > 0 && (*keys)[len(*keys)-1] >= key) {
		return regel.ErrParameter
	}
	*keys, *stufen = append(*keys, key), append(*stufen, s)
	switch cell[1:] {
	case "":
	case "i":
		l.inseln = append(l.inseln, key)
	case "n":
		l.nachtrag = append(l.nachtrag, key)
	default:
		return regel.ErrParameter
	}
	return nil
}

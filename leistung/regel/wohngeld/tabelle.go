// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"strconv"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// The tables of the act, as values of parameters. Rows count members from 1; the
// last row of hoechst and staffel is the amount for each further member.
type (
	hoechst [6][7]Cent // Anlage 1, members by Mietenstufe
	staffel [6]Cent    // § 12 Abs. 6 and 7
	werte   [12]Zehn   // Anlage 2
	minima  [12]Cent   // Anlage 3 Nr. 1
	prozent int64
	anzahl  int64
)

func (h hoechst) String() string { return h[0][0].String() + " …" }
func (s staffel) String() string { return s[0].String() + " …" }
func (w werte) String() string   { return w[0].String() + " …" }
func (m minima) String() string  { return m[0].String() + " …" }
func (p prozent) String() string { return fmt.Sprintf("%d Prozent", int64(p)) }
func (a anzahl) String() string  { return strconv.FormatInt(int64(a), 10) }

func member(i, last int) string {
	if i == last {
		return "jedes weitere"
	}
	return strconv.Itoa(i + 1)
}

// Tabelle implements regel.Tabellarisch.
func (h hoechst) Tabelle() regel.Tabelle {
	t := regel.Tabelle{Kopf: []string{"Haushaltsmitglieder", "I", "II", "III", "IV", "V", "VI", "VII"}}
	for i, row := range h {
		cells := []string{member(i, 5)}
		for _, c := range row {
			cells = append(cells, c.String())
		}
		t.Zeilen = append(t.Zeilen, cells)
	}
	return t
}

// Tabelle implements regel.Tabellarisch.
func (s staffel) Tabelle() regel.Tabelle {
	t := regel.Tabelle{Kopf: []string{"Haushaltsmitglieder", "im Monat"}}
	for i, c := range s {
		t.Zeilen = append(t.Zeilen, []string{member(i, 5), c.String()})
	}
	return t
}

// Tabelle implements regel.Tabellarisch.
func (w werte) Tabelle() regel.Tabelle {
	t := regel.Tabelle{Kopf: []string{"Haushaltsmitglieder", "Wert"}}
	for i, z := range w {
		t.Zeilen = append(t.Zeilen, []string{member(i, -1), z.String()})
	}
	return t
}

// Tabelle implements regel.Tabellarisch.
func (m minima) Tabelle() regel.Tabelle {
	t := regel.Tabelle{Kopf: []string{"Haushaltsmitglieder", "im Monat"}}
	for i, c := range m {
		t.Zeilen = append(t.Zeilen, []string{member(i, -1), c.String()})
	}
	return t
}

// at returns the amount for so many members.
func (s *staffel) at(n int) Cent { return s[min(n, 5)-1] + Cent(max(n-5, 0))*s[5] }

func parseHoechst(text string) (h hoechst, err error) {
	cells, err := parseZellen(text)
	if err != nil || len(cells) != 42 {
		return h, fmt.Errorf("%w: Anlage 1 has %d cells: %w", regel.ErrParameter, len(cells), err)
	}
	for i, z := range cells {
		c, whole := centOf(z)
		if !whole || c <= 0 {
			return h, fmt.Errorf("%w: Anlage 1, cell %d", regel.ErrParameter, i)
		}
		h[i/7][i%7] = c
	}
	return h, nil
}

func parseAmounts(text string, into []Cent) error {
	cells, err := parseZellen(text)
	if err != nil || len(cells) != len(into) {
		return fmt.Errorf("%w: %d amounts instead of %d: %w", regel.ErrParameter, len(cells), len(into), err)
	}
	for i, z := range cells {
		c, whole := centOf(z)
		if !whole || c <= 0 {
			return fmt.Errorf("%w: amount %d", regel.ErrParameter, i)
		}
		into[i] = c
	}
	return nil
}

func parseStaffel(text string) (s staffel, err error) {
	err = parseAmounts(text, s[:])
	return s, err
}

func parseMinima(text string) (m minima, err error) {
	err = parseAmounts(text, m[:])
	return m, err
}

func parseWerte(text string) (w werte, err error) {
	cells, err := parseZellen(text)
	if err != nil || len(cells) != len(w) {
		return w, fmt.Errorf("%w: %d values instead of %d: %w", regel.ErrParameter, len(cells), len(w), err)
	}
	copy(w[:], cells)
	return w, nil
}

// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/recht"
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

var (
	jedesWeitere = recht.NewText("jedes weitere", "each further")
	imMonat      = recht.NewText("Euro im Monat", "euro a month")
	mitglieder   = recht.NewText("Haushaltsmitglieder", "household members")
)

func nummer(n int) recht.Text { return recht.NewText(strconv.Itoa(n), strconv.Itoa(n)) }

func kopf(german, english string, columns ...recht.Text) []recht.Text {
	return append([]recht.Text{recht.NewText(german, english)}, columns...)
}

// zelle is the amount in a table, whose heading has the unit.
func (c Cent) zelle() regel.Wert { return regel.Zahl(int64(c), 2) }

// Darstellung implements regel.Darstellbar.
func (c Cent) Darstellung() (regel.Wert, regel.Tabelle) { return c.zelle(), regel.Tabelle{} }

// Darstellung implements regel.Darstellbar.
func (p prozent) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Zahl(int64(p), 0), regel.Tabelle{}
}

// Darstellung implements regel.Darstellbar.
func (a anzahl) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Zahl(int64(a), 0), regel.Tabelle{}
}

// column is a table of one column with a row for each number of members; last says
// that the last row is for each further one.
func column[T any](values []T, head recht.Text, last bool, cell func(T) regel.Wert) regel.Tabelle {
	t := regel.Tabelle{Kopf: []recht.Text{mitglieder, head}}
	for i, v := range values {
		row := regel.Zeile{Titel: nummer(i + 1), Werte: []regel.Wert{cell(v)}}
		if last && i == len(values)-1 {
			row.Titel = jedesWeitere
		}
		t.Zeilen = append(t.Zeilen, row)
	}
	return t
}

// Darstellung implements regel.Darstellbar.
func (s staffel) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Wert{}, column(s[:], imMonat, true, Cent.zelle)
}

// Darstellung implements regel.Darstellbar.
func (w werte) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Wert{}, column(w[:], recht.NewText("Wert", "value"), false, Zehn.zahl)
}

// Darstellung implements regel.Darstellbar.
func (m minima) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Wert{}, column(m[:], imMonat, false, Cent.zelle)
}

// Darstellung implements regel.Darstellbar.
func (h hoechst) Darstellung() (regel.Wert, regel.Tabelle) {
	t := regel.Tabelle{Kopf: []recht.Text{mitglieder}}
	for s := Mietenstufe(1); s.IsValid(); s++ {
		t.Kopf = append(t.Kopf, recht.NewText(s.String(), s.String()))
	}
	for i, row := range h {
		z := regel.Zeile{Titel: nummer(i + 1)}
		if i == len(h)-1 {
			z.Titel = jedesWeitere
		}
		for _, c := range row {
			z.Werte = append(z.Werte, c.zelle())
		}
		t.Zeilen = append(t.Zeilen, z)
	}
	return regel.Wert{}, t
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

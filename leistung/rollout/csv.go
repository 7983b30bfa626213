// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// WriteCSV writes the authorities of an area with their state: semicolons, UTF-8,
// ISO days, keys as text, one header. Cells that a spreadsheet would take for a
// formula begin with an apostrophe.
func (s Sicht) WriteCSV(w io.Writer, dienst leistung.Schluessel, gebiet Gebiet) error {
	rows := [][]string{{"leistung", "traeger", "name", "gemeinden", "einwohner", "stand", "seit", "grund", "wartet_auf", "blockiert_seit", "gueltig", "bekannt"}}
	for _, z := range s.Zeilen(dienst, gebiet) {
		rows = append(rows, []string{
			dienst.String(), z.Stelle.String(), z.Name, strconv.FormatInt(z.Zahlen.Gemeinden, 10), strconv.FormatInt(z.Zahlen.Einwohner, 10),
			string(z.Stand), z.Seit.String(), z.Hindernis.Grund, string(z.Hindernis.WartetAuf), z.Hindernis.Seit.String(),
			s.tag.Gueltig.String(), s.tag.Bekannt.String(),
		})
	}
	return WriteTable(w, rows)
}

// WriteTable writes rows as the CSV of WriteCSV.
func WriteTable(w io.Writer, rows [][]string) error {
	writer := csv.NewWriter(w)
	writer.Comma = ';'
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				cell = "'" + cell
			}
			safe[i] = cell
		}
		if err := writer.Write(safe); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

// ReadEreignisse reads events of connections as CSV: leistung, traeger, art, am,
// and, where they are needed, von, grund, wartet_auf, beleg. What the caller
// knows, the programme, the instant and the source of ids, completes them. All
// findings come at once, and with one of them there are no events.
func ReadEreignisse(r io.Reader, vorlage Ereignis, newID func() uuid.UUID) ([]Ereignis, recht.Befunde, error) {
	var list []Ereignis
	befunde, err := readTable(r, []string{"leistung", "traeger", "art", "am"}, []string{"von", "grund", "wartet_auf", "beleg"}, func(f map[string]string) (string, string) {
		e := vorlage
		var err error
		if e.Leistung, err = leistung.ParseSchluessel(f["leistung"]); err != nil {
			return "leistung", "kein Leistungsschlüssel"
		}
		if e.Stelle, err = ParseStelle(f["traeger"]); err != nil {
			return "traeger", "kein Schlüssel einer Stelle"
		}
		if e.Am, err = datum.Parse(f["am"]); err != nil {
			return "am", "kein Tag (JJJJ-MM-TT)"
		}
		e.ID, e.Art, e.Grund, e.WartetAuf = newID(), Art(f["art"]), f["grund"], Verantwortung(f["wartet_auf"])
		e.Beleg.URI = f["beleg"]
		if f["von"] != "" {
			e.Von = f["von"]
		}
		e.Herkunft, e.Schema = HerkunftImport, Schema
		if err := e.check(); err != nil {
			return "art", "das Ereignis ist unvollständig oder unbekannt"
		}
		list = append(list, e)
		return "", ""
	})
	if err != nil || len(befunde) > 0 {
		return nil, befunde, err
	}
	return list, nil, nil
}

// Fragebogen is a row of an Anbindungsfragebogen: what an authority declares for
// a service before it is switched on. Contacts are ids of another store.
type Fragebogen struct {
	Leistung        leistung.Schluessel
	ARS             string // twelve digits
	Name            string
	OrganisationsID string
	DVDV            kommune.Organisationsschluessel
	PLZ             []string
	Link            string
	Kontakt         string
}

// ReadFragebogen reads questionnaires as CSV, one row for each Kommune and
// Leistung: leistung, ars, name, oe_id, dvdv, plz, link and, if there is one, the
// id of the contact. All findings come at once, and with one of them there are no
// rows.
func ReadFragebogen(r io.Reader) ([]Fragebogen, recht.Befunde, error) {
	var list []Fragebogen
	seen := map[string]bool{}
	befunde, err := readTable(r, []string{"leistung", "ars", "name", "oe_id", "dvdv", "plz", "link"}, []string{"kontakt"}, func(f map[string]string) (string, string) {
		b := Fragebogen{ARS: f["ars"], Name: f["name"], OrganisationsID: f["oe_id"], Link: f["link"], Kontakt: f["kontakt"]}
		var err error
		if b.Leistung, err = leistung.ParseSchluessel(f["leistung"]); err != nil {
			return "leistung", "kein Leistungsschlüssel"
		}
		if len(b.ARS) != 12 || strings.Trim(b.ARS, "0123456789") != "" {
			return "ars", "kein Regionalschlüssel mit 12 Ziffern"
		}
		if b.DVDV, err = kommune.ParseOrganisationsschluessel(f["dvdv"]); err != nil {
			return "dvdv", "kein Organisationsschlüssel"
		}
		b.PLZ = strings.Fields(strings.ReplaceAll(f["plz"], ",", " "))
		for _, plz := range b.PLZ {
			if len(plz) != 5 || strings.Trim(plz, "0123456789") != "" {
				return "plz", "keine Postleitzahl"
			}
		}
		key := b.Leistung.String() + b.ARS
		switch {
		case b.Name == "" || len(b.Name) > maxText:
			return "name", "fehlt"
		case b.OrganisationsID == "" || len(b.OrganisationsID) > maxText:
			return "oe_id", "fehlt"
		case !isHTTPS(b.Link):
			return "link", "keine Adresse mit https"
		case len(b.Kontakt) > maxText || strings.Contains(b.Kontakt, "@"):
			return "kontakt", "nur die Nummer des Kontakts, keine Adresse"
		case seen[key]:
			return "ars", "steht doppelt"
		}
		seen[key] = true
		list = append(list, b)
		return "", ""
	})
	if err != nil || len(befunde) > 0 {
		return nil, befunde, err
	}
	return list, nil, nil
}

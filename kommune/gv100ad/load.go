// SPDX-License-Identifier: Apache-2.0

package gv100ad

import (
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Load reads an edition into a register with everything the embedded one has
// but the coordinates, which the format does not carry.
func Load(r io.Reader) (*kommune.Verzeichnis, error) {
	bestand, err := ReadBestand(r)
	if err != nil {
		return nil, err
	}
	return kommune.NewVerzeichnis(bestand)
}

// maxSaetze bounds what is held in memory. An edition has 16,000 records; in
// 1990 there were 16,000 Gemeinden alone.
const maxSaetze = 100_000

// ReadBestand collects the records of an edition without checking that they
// fit together; [kommune.NewVerzeichnis] does that. A file with more records
// than any edition can have is refused.
func ReadBestand(r io.Reader) (kommune.Bestand, error) {
	b := kommune.Bestand{Zuordnungen: make(map[kommune.AGS]kommune.Zuordnung)}
	codes := make(interner)
	n := 0
	for satz, err := range Read(r) {
		if err != nil {
			return kommune.Bestand{}, err
		}
		if n++; n > maxSaetze {
			return kommune.Bestand{}, &Error{satz.Zeile, "", "more records than an edition can have"}
		}
		if b.Stand.IsZero() {
			b.Stand = satz.Gebietsstand
			b.Quelle = quelle(b.Stand)
		}
		if satz.Gebietsstand != b.Stand {
			return kommune.Bestand{}, &Error{satz.Zeile, fieldGebietsstand.String(), "differs from the first line: two editions in one file"}
		}
		if err := add(&b, satz, codes); err != nil {
			return kommune.Bestand{}, &Error{satz.Zeile, "", err.Error()}
		}
	}
	return b, nil
}

// quelle is the source line Destatis asks for.
func quelle(stand kommune.Datum) string {
	return fmt.Sprintf("Quelle: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem GV-ISys, Gebietsstand %02d.%02d.%04d; eigene Aufbereitung",
		stand.Day(), int(stand.Month()), stand.Year())
}

func add(b *kommune.Bestand, s Satz, codes interner) error {
	land, err := kommune.ParseLand(s.Land)
	if err != nil {
		return err
	}
	switch s.Satzart {
	case SatzartLand:
		b.Laender = append(b.Laender, kommune.Bundesland{Land: land, Name: s.Name, Sitz: s.Sitz})
	case SatzartBezirk:
		b.Bezirke = append(b.Bezirke, kommune.Regierungsbezirk{Schluessel: s.Digits(), Name: s.Name, Sitz: s.Sitz})
	case SatzartRegion:
		b.Regionen = append(b.Regionen, kommune.Region{Schluessel: s.Digits(), Name: s.Name, Sitz: s.Sitz})
	case SatzartKreis:
		key, err := kommune.ParseKreisschluessel(s.Digits())
		if err != nil {
			return err
		}
		b.Kreise = append(b.Kreise, kommune.Kreis{Schluessel: key, Name: s.Name, Sitz: s.Sitz, Art: kommune.Kreisart(s.Textkennzeichen)})
	case SatzartVerband:
		key, err := kommune.ParseVerbandsschluessel(s.Digits())
		if err != nil {
			return err
		}
		b.Verbaende = append(b.Verbaende, kommune.Verband{Schluessel: key, Name: s.Name, Sitz: s.Sitz, Art: kommune.Verbandsart(s.Textkennzeichen)})
	case SatzartGemeinde:
		key, err := kommune.ParseARS(s.Digits())
		if err != nil {
			return err
		}
		b.Gemeinden = append(b.Gemeinden, kommune.Gemeinde{
			AGS: key.AGS(), ARS: key, Name: s.Name, Art: kommune.Gemeindeart(s.Textkennzeichen),
			PLZ: codes.of(s.PLZ), MehrerePLZ: s.MehrerePLZ,
			FlaecheHa: s.FlaecheHa, Einwohner: s.Einwohner, Maennlich: s.Maennlich,
		})
		b.Zuordnungen[key.AGS()] = kommune.Zuordnung{
			Finanzamt: codes.of(s.Finanzamt), Gericht: codes.of(s.Gericht), Arbeitsagentur: codes.of(s.Arbeitsagentur),
			WahlkreisVon: codes.of(s.WahlkreisVon), WahlkreisBis: codes.of(s.WahlkreisBis),
		}
	}
	return nil
}

// interner keeps one copy of each of the short codes that repeat.
type interner map[string]string

func (in interner) of(s string) string {
	if kept, ok := in[s]; ok {
		return kept
	}
	in[s] = s
	return s
}

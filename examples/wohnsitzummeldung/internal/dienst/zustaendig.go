// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/kommune"
)

// Zustaendigkeit says which administration acts for a municipality.
type Zustaendigkeit struct {
	Gemeinde kommune.Gemeinde
	Traeger  kommune.Traeger
	// Name as people call the administration.
	Name string
	// Angebunden: it takes part in this service.
	Angebunden bool
}

// Selbst reports whether the municipality administers itself.
func (z Zustaendigkeit) Selbst() bool { return z.Traeger.AGS == z.Gemeinde.AGS }

// Behoerde is the key of the administration.
func (z Zustaendigkeit) Behoerde() string { return z.Traeger.Verband.String() }

// Zustaendig finds the administration for a municipality.
func (d *Dienst) Zustaendig(key kommune.AGS) (Zustaendigkeit, error) {
	g, err := d.gebiete.Gemeinde(key)
	if err != nil {
		return Zustaendigkeit{}, err
	}
	traeger, err := d.gebiete.Traeger(key)
	if err != nil {
		return Zustaendigkeit{}, err
	}
	_, err = d.aemter.Find(traeger.Verband.String())
	return Zustaendigkeit{Gemeinde: g, Traeger: traeger, Name: amt.Name(traeger), Angebunden: err == nil}, nil
}

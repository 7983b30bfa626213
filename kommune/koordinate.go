// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"fmt"
	"strings"
)

// Koordinate is a point in a Gemeinde, in degrees of WGS 84.
type Koordinate struct {
	Breite float64 `json:"breite"`
	Laenge float64 `json:"laenge"`
}

// Koordinate returns a point in the Gemeinde, and false where the register has
// none: the embedded one lacks five, and the official file carries no
// coordinates at all.
func (v *Verzeichnis) Koordinate(key AGS) (point Koordinate, ok bool) {
	points := v.koordinaten()
	if i := v.position(key); i >= 0 && i < len(points) {
		point = points[i]
	}
	return point, point != Koordinate{}
}

// decodeKoordinaten reads the compact form: one row for each Gemeinde in the
// order of the register, latitude and longitude in millionths of a degree
// separated by a semicolon, an empty row where there are none.
func decodeKoordinaten(data string, gemeinden int) ([]Koordinate, error) {
	points := make([]Koordinate, 0, gemeinden)
	d := decoder{}
	for len(data) > 0 {
		d.rest, data, _ = strings.Cut(data, "\n")
		if strings.HasPrefix(d.rest, "#") {
			continue
		}
		points = append(points, Koordinate{float64(d.number()) / 1e6, float64(d.number()) / 1e6})
	}
	if d.fault != nil {
		return nil, d.fault
	}
	if len(points) != gemeinden {
		return nil, fmt.Errorf("kommune: %d rows of coordinates for %d Gemeinden", len(points), gemeinden)
	}
	return points, nil
}

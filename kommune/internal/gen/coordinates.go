// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune"
)

// coordinate is a point in millionths of a degree.
type coordinate struct{ latitude, longitude int }

func readCoordinates(path string) (map[kommune.AGS]coordinate, error) {
	rows, err := readTable(path, "ags", "lon", "lat")
	if err != nil {
		return nil, err
	}
	places := make(map[kommune.AGS]coordinate, len(rows))
	for i, row := range rows {
		if row[1] == "" && row[2] == "" {
			continue
		}
		key, errKey := kommune.ParseAGS(row[0])
		longitude, errLongitude := microdegrees(row[1])
		latitude, errLatitude := microdegrees(row[2])
		if err := errors.Join(errKey, errLongitude, errLatitude); err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", path, i+2, err)
		}
		places[key] = coordinate{latitude, longitude}
	}
	return places, nil
}

func microdegrees(s string) (int, error) {
	degrees, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, err
	}
	if degrees <= 0 || degrees >= 90 {
		return 0, fmt.Errorf("%v degrees lie outside Germany", degrees)
	}
	return int(math.Round(degrees * 1e6)), nil
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune"
)

// coordinate is a point in millionths of a degree.
type coordinate struct{ latitude, longitude int }

func readCoordinates(path string) (map[kommune.AGS]coordinate, error) {
	file, err := os.Open(path) //nolint:gosec // the command reads the file it is told to read
	if err != nil {
		return nil, err
	}
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma = ';'
	rows, err := table.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("the table is empty")
	}
	ags, lon, lat := slices.Index(rows[0], "ags"), slices.Index(rows[0], "lon"), slices.Index(rows[0], "lat")
	if ags < 0 || lon < 0 || lat < 0 {
		return nil, errors.New("the table must have the columns ags, lon, lat")
	}
	places := make(map[kommune.AGS]coordinate, len(rows))
	for i, row := range rows[1:] {
		if row[lon] == "" && row[lat] == "" {
			continue
		}
		key, err := kommune.ParseAGS(row[ags])
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+2, err)
		}
		longitude, err := microdegrees(row[lon])
		if err != nil {
			return nil, fmt.Errorf("row %d: longitude: %w", i+2, err)
		}
		latitude, err := microdegrees(row[lat])
		if err != nil {
			return nil, fmt.Errorf("row %d: latitude: %w", i+2, err)
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

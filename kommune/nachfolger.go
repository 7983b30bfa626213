// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed data/nachfolger.txt
var nachfolgerData string

var embeddedHistorie = sync.OnceValue(func() *historie { return must(decodeHistorie(nachfolgerData)) })

// decodeHistorie reads the compact form of the changes of keys, sorted by the
// old key and time:
//
//	# …                    source lines
//	S;2026-06-30;2025-11-30 all ends of keys until the first day are here; the edition of the register
//	O;16077003;2025-11-30;2026-06-30  a key that ended with no known successor: last edition with it, first without
//	K;16064                Kreis of the old keys in the rows that follow
//	014;2023-01-01;16061118;8580;9668
//
// The fields of a change are: end of the old key; day from which the new one
// holds, or the year where no source has the day; new key; share of the area
// and of the inhabitants in ten thousandths, where a source states them; "t"
// where only a part left and the old key lives on. The day is empty where it
// repeats the row before in the file, and so are the first five digits of the
// new key.
func decodeHistorie(data string) (*historie, error) {
	d := decoder{}
	var b historieBuilder
	var before change
	for line := 1; len(data) > 0; line++ {
		d.rest, data, _ = strings.Cut(data, "\n")
		switch {
		case strings.HasPrefix(d.rest, "#"):
			continue
		case strings.HasPrefix(d.rest, "S;"):
			d.text()
			until := keep(&d, ParseDatum)
			b = newHistorieBuilder(17_000, until, keep(&d, ParseDatum))
			b.open = make(map[AGS]openEnd)
		case strings.HasPrefix(d.rest, "O;"):
			d.text()
			key := keep(&d, ParseAGS)
			last := keep(&d, ParseDatum)
			b.open[key] = openEnd{last, keep(&d, ParseDatum)}
		case strings.HasPrefix(d.rest, "K;"):
			d.text()
			d.kreis = keep(&d, ParseKreisschluessel)
		default:
			before = d.change(before)
			b.add(&before)
		}
		d.end()
		if d.fault != nil {
			return nil, fmt.Errorf("kommune: embedded history, line %d: %w", line, d.fault)
		}
	}
	return b.finish(), nil
}

func (d *decoder) change(before change) change {
	c := change{from: AGS{d.kreis.n*1000 + d.number()}, ab: before.ab, exact: before.exact}
	switch day := d.text(); len(day) {
	case 0:
	case len("2009"):
		year, err := strconv.Atoi(day)
		last, errDay := NewDatum(year, time.December, 31)
		if err != nil || errDay != nil {
			d.failed(errors.New("the year is none"))
		}
		c.ab, c.exact = last, false
	default:
		ab, err := ParseDatum(day)
		if err != nil {
			d.failed(err)
		}
		c.ab, c.exact = ab, true
	}
	if to := d.text(); len(to) == len("118") {
		n, _ := digits(to)
		c.to = AGS{before.to.Kreis().n*1000 + uint32(n)}
	} else {
		key, err := ParseAGS(to)
		if err != nil {
			d.failed(err)
		}
		c.to = key
	}
	c.share = share{area: d.share(), inhabitants: d.share()}
	c.part = d.text() == "t"
	return c
}

// share reads ten thousandths; an empty field means that none is stated.
func (d *decoder) share() int32 {
	if d.rest == "" || d.rest[0] == ';' {
		d.text()
		return unstated
	}
	return int32(d.number()) * (whole / 10_000)
}

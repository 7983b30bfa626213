// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// The form of an Ereignis in the store: a version, then its parts in the order
// below, with the unit separator of ASCII (0x1f) between them, which no part can
// hold. Half a million of them are read at the start of a process; as JSON that
// takes five times as long. Programme and Von are not in it: the stream names the
// one, and the other can be erased.
const (
	packVersion   = "1"
	packSeparator = "\x1f"
	packParts     = 14
)

func (e *Ereignis) pack() []byte {
	corrects := ""
	if e.Korrigiert != uuid.Nil {
		corrects = e.Korrigiert.String()
	}
	return []byte(strings.Join([]string{
		packVersion, e.ID.String(), e.Leistung.String(), e.Stelle.String(), string(e.Art), e.Am.String(), e.Erfasst.UTC().Format(time.RFC3339Nano),
		e.Grund, string(e.WartetAuf), e.Beleg.URI, e.Beleg.SHA256, corrects, string(e.Herkunft), strconv.Itoa(e.Schema),
	}, packSeparator))
}

var errPacked = errors.New("not an event")

func (e *Ereignis) unpack(programm, text string) error {
	var parts [packParts]string
	for i := range parts {
		part, rest, more := strings.Cut(text, packSeparator)
		if more == (i == packParts-1) {
			return errPacked
		}
		parts[i], text = part, rest
	}
	if parts[0] != packVersion {
		return errPacked
	}
	var err [6]error
	e.Programm = programm
	e.ID, err[0] = uuid.Parse(parts[1])
	e.Leistung, err[1] = leistung.ParseSchluessel(parts[2])
	e.Stelle, err[2] = ParseStelle(parts[3])
	e.Am, err[3] = datum.Parse(parts[5])
	e.Erfasst, err[4] = time.Parse(time.RFC3339Nano, parts[6])
	e.Schema, err[5] = strconv.Atoi(parts[13])
	e.Art, e.Grund, e.WartetAuf, e.Herkunft = Art(parts[4]), parts[7], Verantwortung(parts[8]), Herkunft(parts[12])
	e.Beleg = Beleg{URI: parts[9], SHA256: parts[10]}
	if parts[11] != "" {
		var bad error
		if e.Korrigiert, bad = uuid.Parse(parts[11]); bad != nil {
			return errPacked
		}
	}
	for _, bad := range err {
		if bad != nil {
			return errPacked
		}
	}
	return nil
}

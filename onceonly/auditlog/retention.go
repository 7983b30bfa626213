// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Retention is how long an entry is kept: that depends on the statute. Where a statute
// gives a window, the earliest day is taken.
type Retention string

// The retentions.
const (
	// RetentionOwn is what control of lawfulness needs where no statute says anything, as
	// for evidence by choice before the announcement of § 5 (3) sentence 4 EGovG: twelve
	// months, a period of our own (Art. 5 (1) (e) GDPR).
	RetentionOwn Retention = "own"
	// RetentionIDNr is for transfers with the identification number: two years.
	RetentionIDNr Retention = "idnr"
	// RetentionPortal is for retrievals from the register of residents over a portal: at
	// least twelve months, at most to the close of the next calendar year.
	RetentionPortal Retention = "portal"
	// RetentionOffice is for the prefilled form, which one registration authority fetches
	// from another: erased twelve months after they arose, neither sooner nor later.
	RetentionOffice Retention = "office"
	// RetentionEU is for exchanges over the EU once-only system: twelve months, a floor.
	// A log may be told to keep them longer, see [Config].
	RetentionEU Retention = "eu"
)

// monthsEU is the floor.
const monthsEU = 12

// retained is one row of the table.
type retained struct {
	retention Retention
	what      string
	months    int
	norm      recht.Norm
}

// retentions is the table; it is read for every entry, and nobody changes it.
var retentions = sync.OnceValue(func() []retained {
	return []retained{
		{RetentionOwn, "log of exchanges", 12, recht.MustParseNorm("Art. 5 Abs. 1 Buchst. e DSGVO")},
		{RetentionIDNr, "log of exchanges with the identification number", 24, recht.MustParseNorm("§ 9 Abs. 3 IDNrG")},
		{RetentionPortal, "log of retrievals from the register of residents", 12, recht.MustParseNorm("§ 40 Abs. 5 BMG")},
		{RetentionOffice, "log between registration authorities", 12, recht.MustParseNorm("§ 5 Abs. 4 1. BMeldDÜV")},
		{RetentionEU, "log of exchanges over the EU once-only system", monthsEU, recht.MustParseNorm("Art. 17 Abs. 4 Durchführungsverordnung (EU) 2022/1463")},
	}
})

// Until returns when an entry of the time must be gone.
func (r Retention) Until(written time.Time) time.Time {
	for _, row := range retentions() {
		if row.retention == r {
			return written.AddDate(0, row.months, 0)
		}
	}
	return RetentionOwn.Until(written)
}

// entryKind is the kind of the entries of a log, as the store keeps it.
func entryKind(name string, eu int) grund.Kind {
	kind := grund.Kind{Name: name, Deadline: asWritten}
	for _, row := range retentions() {
		if row.retention == RetentionEU {
			row.months = eu
		}
		kind.States = append(kind.States, string(row.retention))
		kind.Keep = append(kind.Keep, grund.Keep{State: string(row.retention), What: row.what, For: grund.Months(row.months), Norm: row.norm})
	}
	return kind
}

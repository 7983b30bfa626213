// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// The consent follows from what the evidence fills in: nothing else can be asked for.
func ExampleNachweis_Fields() {
	type antrag struct {
		Anschrift onlinedienst.Anschrift `json:"anschrift,omitzero"`
	}
	t, b := onlinedienst.T, onlinedienst.Bloecke()
	anschrift := onlinedienst.AnschriftAls(func(a *antrag) *onlinedienst.Anschrift { return &a.Anschrift }, t("Ihre Anschrift", "Your address"))
	nachweis := onlinedienst.Nachweis[antrag]{
		Name: "meldeanschrift", Typ: onceonly.MustEvidenceType("urn:example:evidence:meldeanschrift"), Basis: onceonly.BasisChoice,
		Zweck: onceonly.Purpose{Code: "hundesteuer", Text: "Hundesteuer"}, Hinweis: t("Wir holen Ihre Anschrift.", "We fetch your address."),
		Fuellt: []onlinedienst.Uebernahme[antrag]{
			onlinedienst.Take("/strasse", onlinedienst.In(anschrift, b.Strasse)), onlinedienst.Take("/ort", onlinedienst.In(anschrift, b.Ort)),
		},
	}
	fields, err := nachweis.Fields(false) // of the person alone
	fmt.Println(fields.Paths(), err)
	// Output:
	// [/ort /strasse] <nil>
}

// What each town sets for itself is dated: the newest that holds on the day counts.
func ExampleSatzungen() {
	type satzung struct{ MaxHunde int }
	jena := kommune.MustParseAGS("16053000")
	satzungen := onlinedienst.Satzungen[satzung]{
		{Gemeinde: jena, Ab: datum.MustParse("2020-01-01"), Werte: satzung{3}},
		{Gemeinde: jena, Ab: datum.MustParse("2027-01-01"), Werte: satzung{2}},
	}
	for _, tag := range []string{"2026-12-31", "2027-01-01"} {
		s, known := satzungen.At(jena, datum.MustParse(tag))
		fmt.Println(tag, s.MaxHunde, known)
	}
	_, known := satzungen.At(kommune.MustParseAGS("16055000"), datum.MustParse("2027-01-01"))
	fmt.Println("Weimar takes part:", known)
	// Output:
	// 2026-12-31 3 true
	// 2027-01-01 2 true
	// Weimar takes part: false
}

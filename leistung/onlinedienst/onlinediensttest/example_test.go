// SPDX-License-Identifier: Apache-2.0

package onlinediensttest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

type (
	antrag  struct{}
	satzung struct{}
)

// A team holds its own service to what the kit promises.
func ExampleTestDienst() {
	var dienst onlinedienst.Dienst[antrag, satzung] // your service
	_ = func(t *testing.T) {
		onlinediensttest.TestDienst(t, onlinediensttest.Probe[antrag, satzung]{
			Dienst: dienst, Kommunen: onlinedienst.Ueberall[satzung]{}, Tag: "2026-11-30",
			Antworten: antrag{}, Gemeinde: kommune.MustParseAGS("16053000"),
			Kasse: onlinediensttest.NewKasse, // where it has a fee
		})
	}
}

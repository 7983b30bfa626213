// SPDX-License-Identifier: Apache-2.0

package nutzerkontotest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
)

// Whoever writes an account service holds it to the contract of all.
func ExampleTestAnbieter() {
	var (
		newAccount func() nutzerkonto.Anbieter                    // one's own
		browse     func(address, button string) (location string) // a browser at its pages
	)
	_ = func(t *testing.T) { // TestAccount_IsAnAnbieter
		nutzerkontotest.TestAnbieter(t, func(*testing.T) nutzerkontotest.Pruefling {
			return nutzerkontotest.Pruefling{
				Anbieter: newAccount(),
				Login:    func(_ *testing.T, address string) string { return browse(address, "anmelden") },
				Cancel:   func(_ *testing.T, address string) string { return browse(address, "abbrechen") },
				Niveau:   recht.NiveauSubstantiell,
				Name:     "Erika Mustermann",
			}
		})
	}
}

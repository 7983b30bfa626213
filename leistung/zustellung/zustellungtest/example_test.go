// SPDX-License-Identifier: Apache-2.0

package zustellungtest_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/zustellungtest"
)

// Whoever writes a Zusteller holds it to the contract of all; fetch and files are
// what the specialised system of the authority has received.
func ExampleTestZusteller() {
	var (
		newConnector func(t *testing.T) zustellung.Zusteller // one's own
		fetch, files func(authority string) [][]byte
	)
	_ = func(t *testing.T) { // TestConnector_IsAZusteller
		zustellungtest.TestZusteller(t, func(t *testing.T) zustellungtest.Pruefling {
			return zustellungtest.Pruefling{
				Zusteller: newConnector(t),
				Antrag:    func(*testing.T) uuid.UUID { return uuid.New() },
				Arrived:   func(_ *testing.T, authority string) [][]byte { return fetch(authority) },

				Attachments: func(_ *testing.T, authority string) [][]byte { return files(authority) },
			}
		})
	}
}

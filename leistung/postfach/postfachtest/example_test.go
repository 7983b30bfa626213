// SPDX-License-Identifier: Apache-2.0

package postfachtest_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/postfach/postfachtest"
)

// Whoever writes a Postfach holds it to the contract of all; the suite looks into
// the box by the list that the test gives it.
func ExampleTestPostfach() {
	_ = func(t *testing.T) { // TestLokal_IsAPostfach
		postfachtest.TestPostfach(t, func(*testing.T) postfachtest.Pruefling {
			box := postfach.NewLokal() // in its place: one's own
			return postfachtest.Pruefling{Postfach: box, List: func(_ *testing.T, account string) (ids []uuid.UUID) {
				for _, message := range box.List(account) {
					ids = append(ids, message.ID)
				}
				return ids
			}}
		})
	}
}

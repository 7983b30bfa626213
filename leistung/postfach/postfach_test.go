// SPDX-License-Identifier: Apache-2.0

package postfach_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/postfach/postfachtest"
)

func TestLokal_IsAPostfach(t *testing.T) {
	postfachtest.TestPostfach(t, func(t *testing.T) postfachtest.Pruefling {
		t.Helper()
		l := postfach.NewLokal()
		return postfachtest.Pruefling{Postfach: l, List: func(_ *testing.T, konto string) (out []uuid.UUID) {
			for _, n := range l.List(konto) {
				out = append(out, n.ID)
			}
			return out
		}}
	})
}

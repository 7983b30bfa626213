// SPDX-License-Identifier: Apache-2.0

package leitweg_test

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
)

// Who shall get this invoice? The AGS within the Leitweg-ID names the Gemeinde.
func ExampleID_AGS() {
	id, err := leitweg.New("16053000", "BAUAMT")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id)
	if key, ok := id.AGS(); ok {
		gemeinde, err := kommune.Deutschland().Gemeinde(key)
		fmt.Println(gemeinde.Kurzname(), err)
	}

	// A typing error is told from a text that is no Leitweg-ID at all.
	_, err = leitweg.Parse("16053000-BAUMAT-" + id.Pruefziffern())
	fmt.Println(errors.Is(err, leitweg.ErrPruefziffern), errors.Is(err, kommune.ErrSyntax))
	_, err = leitweg.Parse("Rechnung 17")
	fmt.Println(errors.Is(err, leitweg.ErrPruefziffern), errors.Is(err, kommune.ErrSyntax))
	// Output:
	// 16053000-BAUAMT-69
	// Jena <nil>
	// true false
	// false true
}

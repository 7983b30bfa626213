// SPDX-License-Identifier: Apache-2.0

package kassenzeichen_test

import (
	"context"
	"fmt"

	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen/memstore"
)

func ExamplePool() {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
	pool, err := kassenzeichen.NewPool("stadtkasse", format, 1000, memstore.New())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, payment := range []string{"first", "second", "first"} {
		draw, err := pool.Draw(context.Background(), payment)
		fmt.Println(payment, draw.Kassenzeichen, err)
	}
	// Output:
	// first 512500000013 <nil>
	// second 512500000021 <nil>
	// first 512500000013 <nil>
}

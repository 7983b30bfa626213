// SPDX-License-Identifier: Apache-2.0

package kassenzeichen_test

import (
	"context"
	"fmt"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
)

func ExamplePool() {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(...)
	defer store.Close()
	pool, err := kassenzeichen.NewPool(store, "stadtkasse", format, kassenzeichen.Config{Low: 1000})
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

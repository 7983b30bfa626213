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

// The codes of the cash office out of what payers typed into their transfers.
func ExampleFormat_Find() {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
	for _, typed := range []string{
		"Gebuehr KZ 5125-0000-0013 Mustermann", "512500000013/512500000021", "Rechnung vom 30.11.2026", "512500000031",
	} {
		fmt.Println(format.Find(typed))
	}
	// Output:
	// [512500000013]
	// [512500000013 512500000021]
	// []
	// []
}

// A cash office with a check digit of its own: the method is one function, and the
// format says at once what cannot work.
func ExampleCheckDigit() {
	format := kassenzeichen.Format{Prefix: "77", Start: 1, Max: 9_999, Length: 7, Check: nineMinusSum{}}
	code, ok := format.At(42)
	fmt.Println(code, ok, format.Valid(code), format.Valid("7700421"))

	format.Length = 6
	for _, finding := range format.Findings() {
		fmt.Println(finding)
	}
	// Output:
	// 7700429 true true false
	// KZ-LENGTH-02 /length: the largest counter does not fit
}

// nineMinusSum is an invented method.
type nineMinusSum struct{}

func (nineMinusSum) Digit(payload string) (byte, bool) {
	sum := 0
	for _, digit := range payload {
		sum += int(digit - '0')
	}
	return byte('0' + 9 - sum%10), true
}

// A process that ends between drawing and using a code loses none: after its
// restart the same payment draws the same code.
func ExamplePool_Draw() {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 2, Length: 12, Check: kassenzeichen.Modulus11}
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(...)
	defer store.Close()
	pool, err := kassenzeichen.NewPool(store, "stadtkasse", format, kassenzeichen.Config{Low: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, payment := range []string{"first", "first", "second", "third"} {
		draw, err := pool.Draw(context.Background(), payment)
		fmt.Println(payment, draw.Kassenzeichen, draw.Left, draw.Low, err)
	}
	// Output:
	// first 512500000013 1 false <nil>
	// first 512500000013 1 false <nil>
	// second 512500000021 0 true <nil>
	// third  0 false kassenzeichen: the pool is exhausted
}

// SPDX-License-Identifier: Apache-2.0

package xnachweis_test

import (
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine/onceonly/xnachweis"
)

func Example() {
	body, err := os.Open("testdata/deferred.xml")
	if err != nil {
		panic(err)
	}
	defer body.Close()
	answer, err := xnachweis.Parse(body)
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.Kind(), answer.Status(), answer.RequestID())
	if again, deferred := answer.AvailableAt(); deferred {
		fmt.Println("ask again from", again)
	}
	for _, finding := range answer.Check(xnachweis.Rules{}) {
		fmt.Println(finding.Code, finding.Pointer)
	}
	// Output:
	// 0102 Unavailable 8a1f3c9e-52d4-4b07-9c61-0f2e7d3b5a10
	// ask again from 2026-11-22 10:00:00.005 +0000 UTC
	// TEST @test
}

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

// Whether an answer belongs to the request that is still open, before anything of
// it is used.
func ExampleMessage_Answers() {
	open, err := read("testdata/request.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := read("testdata/deferred.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Answers(open), open.Answers(answer))
	fmt.Println(open.Kind(), open.Norm(), open.Purpose())
	// Output:
	// true false
	// 0101 § 67f SGB X Anmeldung einer Wohnung
}

// An error says what to do: to correct the request, to ask another register, or
// nothing.
func ExampleErrorText() {
	for _, code := range []string{xnachweis.CodeNoEvidence, xnachweis.CodeNotResponsible, "NOOTS:ERR:9999"} {
		text, known := xnachweis.ErrorText(code)
		fmt.Println(code, known, text)
	}
	// Output:
	// NOOTS:ERR:0200 true no evidence identified in the register
	// NOOTS:ERR:0202 true the register is not responsible for the municipality
	// NOOTS:ERR:9999 false
}

func read(path string) (xnachweis.Message, error) {
	body, err := os.Open(path)
	if err != nil {
		return xnachweis.Message{}, err
	}
	defer body.Close()
	return xnachweis.Parse(body)
}

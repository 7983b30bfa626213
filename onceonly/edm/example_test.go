// SPDX-License-Identifier: Apache-2.0

package edm_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/onceonly/edm"
)

// What came from another Member State is read and held against the rules, before
// anybody believes it.
func ExampleParse() {
	var body bytes.Buffer // in its place: what the access point handed over
	if _, err := edm.NewRequest(request()).WriteTo(&body); err != nil {
		fmt.Println(err)
		return
	}
	message, err := edm.Parse(&body)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(message.Kind(), len(message.Check(edm.Rules{})), "findings")
	if asked, ok := message.EvidenceType(); ok {
		fmt.Println(asked.Titles[0].Value, asked.Formats)
	}
	fmt.Println(message) // a log line shows nothing of the person
	// Output:
	// request 0 findings
	// Address [application/pdf]
	// edm.Message{request}
}

// A document that is none of these messages is told from one that is broken.
func ExampleParse_errors() {
	_, err := edm.Parse(strings.NewReader("<invoice/>"))
	fmt.Println(errors.Is(err, edm.ErrUnknown), err)
	_, err = edm.Parse(strings.NewReader("<query:QueryRequest"))
	fmt.Println(errors.Is(err, edm.ErrSyntax))
	// Output:
	// true edm: not an evidence exchange message: the root is neither a query nor its response
	// true
}

// The person has to look at the evidence first: the answer sends them there.
func ExampleNewErrorResponse() {
	answer := edm.NewErrorResponse(edm.ErrorResponse{
		ID: id, RequestID: id.URN(), Provider: weimar, Requester: brussels, Code: edm.CodeAuthorization,
		At: at, PreviewLocation: "https://weimar.example/preview/1",
	})
	for _, e := range answer.Exceptions() {
		fmt.Println(e.Code, e.PreviewRequired(), e.PreviewLocation)
	}
	entry, ok := edm.ErrorCodeOf(edm.CodeObjectNotFound)
	fmt.Println(entry.Message, ok)
	// Output:
	// EDM:ERR:0002 true https://weimar.example/preview/1
	// Object not found true
}

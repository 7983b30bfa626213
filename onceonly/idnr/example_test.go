// SPDX-License-Identifier: Apache-2.0

package idnr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/deutschland-stack/bausteine/onceonly/idnr"
)

// A form tells a mistyped number from a text that is none; the number itself
// stands in no message.
func ExampleParse() {
	for _, typed := range []string{"86 095 742 719", "86 095 742 718", "8609574271", "11 111 111 111"} {
		id, err := idnr.Parse(typed)
		switch {
		case err == nil:
			fmt.Println(id, id.Display())
		case errors.Is(err, idnr.ErrCheckDigit):
			fmt.Println("a digit is wrong:", err)
		default:
			fmt.Println(err)
		}
	}
	// Output:
	// [masked] 86 095 742 719
	// a digit is wrong: idnr: wrong check digit
	// idnr: malformed
	// idnr: digits repeat too often or too seldom
}

// Whatever prints a person does not print the number.
func ExampleIdNr() {
	id, err := idnr.Parse("86095742719")
	if err != nil {
		fmt.Println(err)
		return
	}
	person := struct {
		Name string
		ID   idnr.IdNr
	}{"Erika Mustermann", id}
	text, err := json.Marshal(person)
	fmt.Printf("%+v\n%s %v\n", person, text, err)
	slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})).Info("matched", "id", id)
	fmt.Println(id.Clear()) // the one place at which it is given away
	// Output:
	// {Name:Erika Mustermann ID:[masked]}
	// {"Name":"Erika Mustermann","ID":"[masked]"} <nil>
	// level=INFO msg=matched id=[masked]
	// 86095742719
}

// The number of a business, with the mark of one of its establishments.
func ExampleParseWIdNr() {
	id, err := idnr.ParseWIdNr("DE136695976-00001")
	fmt.Println(id, id.Base(), id.Mark(), err)
	_, err = idnr.ParseWIdNr("DE136695967")
	fmt.Println(errors.Is(err, idnr.ErrCheckDigit))
	// Output:
	// [masked] 136695976 00001 <nil>
	// true
}

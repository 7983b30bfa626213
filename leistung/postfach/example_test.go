// SPDX-License-Identifier: Apache-2.0

package postfach_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// message is news about an application.
func message() postfach.Nachricht {
	return postfach.Nachricht{
		ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Antrag: uuid.MustParse("018f0000-0000-7000-8000-000000000002"), Konto: "konto-1",
		Betreff: recht.NewText("Ihr Bescheid ist da", "Your notice is here"),
		Text:    recht.NewText("Ihr Antrag wurde entschieden.", "Your application was decided."),
		Zeit:    time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC),
	}
}

// A worker that did not hear whether the message arrived puts it again: it lies
// there once.
func ExamplePostfach() {
	box := postfach.NewLokal() // in its place: the postbox of an account
	for range 3 {
		if err := box.Put(context.Background(), message()); err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, m := range box.List("konto-1") {
		fmt.Println(m.Betreff.In("de"))
	}
	fmt.Println(len(box.List("konto-2")))
	// Output:
	// Ihr Bescheid ist da
	// 0
}

// A notice goes with the message as PDF.
func ExampleLokal_List() {
	box := postfach.NewLokal()
	m := message()
	m.Anlage = []byte("%PDF-1.7 …")
	if err := box.Put(context.Background(), m); err != nil {
		fmt.Println(err)
		return
	}
	arrived := box.List("konto-1")[0]
	fmt.Println(len(arrived.Anlage), arrived.Text.In("en"))
	fmt.Println(arrived) // a log line tells the id alone
	// Output:
	// 12 Your application was decided.
	// Nachricht 018f0000-0000-7000-8000-000000000001
}

// What no postbox takes is told apart from a postbox that cannot be reached:
// trying again is in vain.
func ExampleNachricht_Check() {
	m := message()
	m.Betreff = recht.Text{}
	err := m.Check()
	fmt.Println(err, errors.Is(err, postfach.ErrAbgelehnt))

	m = message()
	m.Anlage = make([]byte, postfach.MaxAnlagen+1)
	err = postfach.NewLokal().Put(context.Background(), m)
	fmt.Println(err, errors.Is(err, postfach.ErrAbgelehnt))
	// Output:
	// postfach: refused: incomplete true
	// postfach: refused: more than 15728640 bytes of documents true
}

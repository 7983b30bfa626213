// SPDX-License-Identifier: Apache-2.0

package xmeld_test

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/xmeld"
)

// The head of a message is checked before anything is signed, all findings at once.
func ExampleKopf_Check() {
	kopf := xmeld.Kopf{
		Version: "25.11a", UUID: uuid.New(), Typ: xmeld.Typ1704, Erstellt: time.Now(),
		Leser: xmeld.NewStelle(kommune.MustParseAGS("16053000"), "Stadt Jena"),
	}
	fmt.Println(kopf.Namensraum(), kopf.Leser.Kennung)
	for _, befund := range kopf.Check() {
		fmt.Println(befund.Code, befund.Pointer)
	}
	// Output:
	// http://www.osci.de/xmeld2511a ags:16053000
	// XMELD-06 /autor/kennung
	// XMELD-06 /autor/name
}

// What the intermediary answers is success, a warning that it was taken, or an error.
func ExampleQuittung_Befund() {
	for _, code := range []xmeld.Quittung{"0800", "3800", "9800"} {
		befunde := code.Befund()
		fmt.Println(code, len(befunde), befunde.Err() == nil)
	}
	// Output:
	// 0800 0 true
	// 3800 1 true
	// 9800 1 false
}

// leitung is where an adapter hands messages to OSCI-Transport; here it takes them all.
type leitung struct{ taken map[uuid.UUID]bool }

func (l leitung) Send(_ context.Context, n xmeld.Nachricht) (xmeld.Quittung, error) {
	l.taken[n.Kopf.UUID] = true // the same UUID is the same message
	return "0800", nil
}

// Trying again sends the same message, which is taken once.
func ExampleTransport() {
	var transport xmeld.Transport = leitung{map[uuid.UUID]bool{}}
	n := xmeld.Nachricht{Kopf: xmeld.Kopf{UUID: uuid.New(), Typ: xmeld.Typ1704}, XML: []byte("<…>")}
	for range 2 {
		quittung, err := transport.Send(context.Background(), n)
		fmt.Println(quittung, err)
	}
	fmt.Println(len(transport.(leitung).taken))
	// Output:
	// 0800 <nil>
	// 0800 <nil>
	// 1
}

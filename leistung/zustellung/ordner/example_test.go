// SPDX-License-Identifier: Apache-2.0

package ordner_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/ordner"
)

func sendung() zustellung.Sendung {
	return zustellung.Sendung{
		ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Antrag: uuid.MustParse("018f0000-0000-7000-8000-000000000002"),
		Leistung: leistung.MustParseSchluessel("99115005104000"), Behoerde: "160530000000",
		Eingang: time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC), Medientyp: "application/json", Daten: []byte(`{"familienname":"Mustermann"}`),
	}
}

// An application lies in the folder of its authority, where another program
// fetches it.
func ExampleOrdner() {
	dir, err := os.MkdirTemp("", "eingang")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	inbox, err := ordner.New(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(inbox.Deliver(context.Background(), sendung()))

	files, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	text, err := os.ReadFile(files[0])
	var arrived struct{ Daten []byte }
	fmt.Println(len(files), err, json.Unmarshal(text, &arrived), string(arrived.Daten))
	// Output:
	// <nil>
	// 1 <nil> <nil> {"familienname":"Mustermann"}
}

// A process that ended before it could note the delivery tries it again after
// its restart: there is one file.
func ExampleOrdner_Deliver() {
	dir, err := os.MkdirTemp("", "eingang")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for range 2 { // each process opens the folder anew
		inbox, err := ordner.New(dir)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(inbox.Deliver(context.Background(), sendung()))
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	fmt.Println(len(files))
	// Output:
	// <nil>
	// <nil>
	// 1
}

// The same id with other data is a mistake of the sender, and the first stay.
func ExampleOrdner_Deliver_changed() {
	dir, err := os.MkdirTemp("", "eingang")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	inbox, err := ordner.New(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := sendung()
	fmt.Println(inbox.Deliver(context.Background(), s))
	s.Daten = []byte(`{"familienname":"Musterfrau"}`)
	err = inbox.Deliver(context.Background(), s)
	fmt.Println(errors.Is(err, zustellung.ErrAndererInhalt), errors.Is(err, zustellung.ErrAbgelehnt))
	// Output:
	// <nil>
	// true true
}

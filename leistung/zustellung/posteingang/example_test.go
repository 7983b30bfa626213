// SPDX-License-Identifier: Apache-2.0

package posteingang_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

func exampleInbox() (*posteingang.Posteingang, *bausteine.Store) {
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(…)
	inbox, err := posteingang.New(store, posteingang.Config{})
	if err != nil {
		panic(err)
	}
	return inbox, store
}

func eingang(teile ...posteingang.Teil) posteingang.Eingang {
	return posteingang.Eingang{ID: uuid.New(), Vorgang: uuid.New(), Ziel: "buergeramt", Zeit: time.Now(), Teile: teile}
}

// A submission is received part by part, accepted, and read by who works on it.
func Example() {
	ctx := context.Background()
	inbox, store := exampleInbox()
	defer store.Close()
	content := []byte(`{"anlass":"Umzug"}`)
	daten := posteingang.NewTeil("daten", "application/json", "", content)
	e := eingang(daten)
	fmt.Println(inbox.PutTeil(ctx, e.ID, daten, content), inbox.Put(ctx, e))
	fmt.Println(inbox.Settle(ctx, e.ID, "buergeramt", posteingang.StatusAngenommen))

	waiting, _ := inbox.List(ctx, "buergeramt", posteingang.StatusAngenommen, uuid.Nil, 10)
	read, err := inbox.Read(ctx, waiting[0].ID, "daten")
	fmt.Println(len(waiting), string(read), err)
	// Output:
	// <nil> <nil>
	// <nil>
	// 1 {"anlass":"Umzug"} <nil>
}

// A submission is there whole or not at all, and another content under its id is refused.
func ExamplePosteingang_Put() {
	ctx := context.Background()
	inbox, store := exampleInbox()
	defer store.Close()
	teil := posteingang.NewTeil("daten", "text/plain", "", []byte("one"))
	e := eingang(teil)
	fmt.Println(errors.Is(inbox.Put(ctx, e), posteingang.ErrUnvollstaendig))
	_ = inbox.PutTeil(ctx, e.ID, teil, []byte("one"))
	fmt.Println(inbox.Put(ctx, e), inbox.Put(ctx, e)) // receiving again changes nothing
	other := posteingang.NewTeil("daten", "text/plain", "", []byte("two"))
	_ = inbox.PutTeil(ctx, e.ID, other, []byte("two"))
	e.Teile = []posteingang.Teil{other}
	fmt.Println(inbox.Put(ctx, e))
	// Output:
	// true
	// <nil> <nil>
	// posteingang: the id came before with other content
}

// What was rejected loses its content at once and is remembered as rejected.
func ExamplePosteingang_Settle() {
	ctx := context.Background()
	inbox, store := exampleInbox()
	defer store.Close()
	teil := posteingang.NewTeil("daten", "text/plain", "", []byte("not for us"))
	e := eingang(teil)
	_ = inbox.PutTeil(ctx, e.ID, teil, []byte("not for us"))
	_ = inbox.Put(ctx, e)
	fmt.Println(inbox.Settle(ctx, e.ID, "buergeramt", posteingang.StatusZurueckgewiesen))
	_, err := inbox.Read(ctx, e.ID, "daten")
	loaded, _ := inbox.Load(ctx, e.ID)
	fmt.Println(err != nil, loaded.Status)
	// Output:
	// <nil>
	// true zurueckgewiesen
}

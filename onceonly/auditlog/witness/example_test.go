// SPDX-License-Identifier: Apache-2.0

package witness_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog/witness"
)

// weimar is a witness of the log of Mühlhausen.
func weimar() *witness.Server {
	signer, err := auditlog.NewWitnessSigner("weimar.example/witness", key(2)) // in its place: a key store
	must(err)
	log, err := auditlog.NewSigner("muehlhausen.example", key(1))
	must(err)
	server, err := witness.NewServer(signer, func() time.Time { return start }, witness.Watch{
		Origin: origin, Verifier: log.Verifier(), Keeper: &auditlog.HeadMemory{}, // in its place: a file
	})
	must(err)
	return server
}

// newLog opens a log on a store of its own with some entries, watched by a witness.
func newLog(w auditlog.Witness, entries int) *auditlog.Log {
	signer, err := auditlog.NewSigner("muehlhausen.example", key(1))
	must(err)
	log, err := auditlog.Open(context.Background(), store(), auditlog.Config{
		Origin: origin, Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, Witnesses: []auditlog.Witness{w},
	})
	must(err)
	for range entries {
		id := uuid.Must(uuid.NewV7())
		record, err := auditlog.NewRecord(id, "s", start.AddDate(2, 0, 0), fmt.Appendf(nil, `{"id":%q}`, id), rand.Reader)
		must(err)
		must(log.Append(context.Background(), record))
	}
	_, err = log.Publish(context.Background())
	must(err)
	return log
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Two towns watch each other's logs: the head of one carries the signature of the
// other, with the time.
func ExampleClient() {
	server := weimar()
	service := httptest.NewServer(server)
	defer service.Close()
	client, err := witness.NewClient(service.URL, server.Verifier(), service.Client())
	if err != nil {
		fmt.Println(err)
		return
	}
	log := newLog(client, 3)
	fmt.Println(log.Witness(context.Background())) // the store's Run does it by itself
	at, err := server.Verifier().Verify(log.Head().Text())
	fmt.Println(at.Format(time.RFC3339), err)
	// Output:
	// <nil>
	// 2026-11-22T09:30:00Z <nil>
}

// A log that shows a second history is not signed: whoever restored an old copy,
// or shows one to each, has to admit it.
func ExampleServer() {
	server := weimar()
	fmt.Println(newLog(server, 5).Witness(context.Background()))
	other := newLog(server, 2) // of the same name, and shorter
	fmt.Println(errors.Is(other.Witness(context.Background()), auditlog.ErrRolledBack))
	// Output:
	// <nil>
	// true
}

// The newest head for everybody, as text: who keeps it can hold the log against it
// years later.
func ExamplePage() {
	log := newLog(weimar(), 3)
	w := httptest.NewRecorder()
	witness.Page(log.Head).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/kopf", nil))
	lines := strings.Split(w.Body.String(), "\n")
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	fmt.Println(lines[0], lines[1], "entries")
	// Output:
	// 200 text/plain; charset=utf-8
	// muehlhausen.example/onceonly 3 entries
}

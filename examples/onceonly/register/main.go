// SPDX-License-Identifier: Apache-2.0

// Command register is a register of residents with one invented family in it, which
// answers an authority on another machine over mutual TLS:
//
//	go run ./examples/onceonly/register -dir /tmp/onceonly
//	go run ./examples/onceonly/authority -dir /tmp/onceonly -yes
//
// It keeps its answers and its log in register.db in the folder, and the last head of
// the log in a file beside it. The newest head is shown to everybody at /head.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/onceonly/internal/demo"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog/witness"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/remote"
)

func main() {
	dir := flag.String("dir", "onceonly-demo", "folder for keys and the database")
	address := flag.String("addr", "127.0.0.1:8443", "where to listen")
	flag.Parse()
	if err := run(*dir, *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir, address string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	fmt.Println("register: listening on https://" + listener.Addr().String())
	return serve(ctx, dir, listener)
}

// residents is the register.
type residents struct{}

const erika = `{"familienname":"Mustermann","vornamen":"Erika","geburtsdatum":"1964-08-12","religion":"none of your business",` +
	`"ehegatte":{"familienname":"Mustermann","vornamen":"Max","geburtsdatum":"1962-01-30","sperren":"keine"},"sperren":"keine"}`

// Lookup implements dataprovider.Source.
func (residents) Lookup(_ context.Context, evidenceType onceonly.EvidenceType, person onceonly.Person) (dataprovider.Found, error) {
	d := person.Data()
	if evidenceType != demo.EvidenceType || d.FamilyName != "Mustermann" || d.GivenNames != "Erika" || d.DateOfBirth != "1964-08-12" {
		return dataprovider.Found{}, nil
	}
	return dataprovider.Found{Documents: []dataprovider.Document{dataprovider.NewDocument("application/json", []byte(erika),
		onceonly.Held{Blocks: "sperren"}, onceonly.Held{At: "/ehegatte", Blocks: "sperren"})}}, nil
}

// serve answers until the context ends.
func serve(ctx context.Context, dir string, listener net.Listener) error {
	keys, err := demo.Open(dir)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+keys.Path("register.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer db.Close()
	store, err := bausteine.OpenSQLite(ctx, db, bausteine.Config{Log: slog.Default()})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	handler, err := open(ctx, keys, store)
	if err != nil {
		return err
	}
	own, err := keys.Certificate("register")
	if err != nil {
		return err
	}
	server := remote.NewServer("", handler, remote.ServerTLS(own, keys.Pool))
	var running sync.WaitGroup
	work, end := context.WithCancel(context.WithoutCancel(ctx))
	running.Go(func() { // erases, signs heads
		if err := store.Run(work); err != nil {
			slog.Error("register", "error", err)
		}
	})
	running.Go(func() {
		<-ctx.Done()
		const patience = 5 * time.Second
		closing, cancel := context.WithTimeout(work, patience)
		defer cancel()
		_ = server.Shutdown(closing)
		end()
	})
	if err := server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
		end()
		return err
	}
	running.Wait()
	return nil
}

// open puts the provider behind its pages.
func open(ctx context.Context, keys *demo.Keys, store *bausteine.Store) (http.Handler, error) {
	evidence, err := keys.Key("evidence")
	if err != nil {
		return nil, err
	}
	intermediary, err := keys.Key("intermediary")
	if err != nil {
		return nil, err
	}
	logKey, err := keys.Key("register-log")
	if err != nil {
		return nil, err
	}
	authority, err := keys.Certificate("authority")
	if err != nil {
		return nil, err
	}
	signer, err := auditlog.NewSigner("weimar.example", logKey)
	if err != nil {
		return nil, err
	}
	log, err := auditlog.Open(ctx, store, auditlog.Config{
		Origin: "weimar.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{auditlog.HeadFile(keys.Path("register.head"))},
	})
	if err != nil {
		return nil, err
	}
	provider, err := dataprovider.New(store, log, dataprovider.Config{
		Party: demo.Register, Source: residents{}, Key: evidence, TokenKey: public(intermediary), Assurance: onceonly.AssuranceHigh,
	})
	if err != nil {
		return nil, err
	}
	parties := remote.Pinned(map[string]onceonly.PartyID{remote.Fingerprint(authority.Leaf): demo.Authority.ID})
	evidenceHandler, err := remote.NewHandler(provider, parties, remote.Config{})
	if err != nil {
		return nil, err
	}
	pages := http.NewServeMux()
	pages.Handle("/evidence", evidenceHandler)
	pages.Handle("/head", witness.Page(log.Head))
	return pages, nil
}

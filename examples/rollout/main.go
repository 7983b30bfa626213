// SPDX-License-Identifier: Apache-2.0

// Command rollout is the dashboard of a roll-out programme: five services to all
// authorities of Thüringen that are due. Authorities, territories and inhabitants
// are real; everything that happens is a simulation, and a button lets a week
// pass.
//
//	go run ./examples/rollout
//	go run ./examples/rollout -db rollout.db
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/seite"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "address to listen on")
	file := flag.String("db", "", "SQLite file that keeps the programme; empty: in memory")
	seed := flag.Uint64("seed", 1, "of the invented course")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *addr, *file, *seed, func(address string) {
		fmt.Println("Roll-out Thüringen (Simulation): http://" + address)
	}); err != nil {
		log.Print(err)
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

// run serves until the context ends; ready is told the address.
func run(ctx context.Context, addr, file string, seed uint64, ready func(address string)) error {
	uhr := new(simulation.Uhr)
	settings := bausteine.Config{Now: uhr.Now}
	store := bausteine.NewMemory(settings)
	if file != "" {
		db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
		if err != nil {
			return err
		}
		db.SetMaxIdleConns(8)
		defer func() { _ = db.Close() }()
		if store, err = bausteine.OpenSQLite(ctx, db, settings); err != nil {
			return err
		}
	}
	defer func() { _ = store.Close() }()
	sim, err := simulation.New(ctx, store, uhr, seed)
	if err != nil {
		return err
	}
	pages, err := seite.New(sim)
	if err != nil {
		return err
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: pages, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, MaxHeaderBytes: 1 << 16}
	working := make(chan error, 2)
	go func() { working <- store.Run(ctx) }()
	go func() { working <- server.Serve(listener) }()
	ready(listener.Addr().String())
	<-ctx.Done()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err = server.Shutdown(end)
	for range 2 {
		if e := <-working; e != nil && !errors.Is(e, http.ErrServerClosed) && !errors.Is(e, context.Canceled) {
			err = errors.Join(err, e)
		}
	}
	return err
}

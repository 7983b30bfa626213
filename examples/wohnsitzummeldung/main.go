// SPDX-License-Identifier: Apache-2.0

// Command wohnsitzummeldung is a complete online service, put together from
// the blocks of this library: the registration of a new home, for the citizen
// and for the clerk, with simulated registers of real Thüringen Meldebehörden
// and invented persons.
//
//	go run ./examples/wohnsitzummeldung            serves the pages
//	go run ./examples/wohnsitzummeldung -headless  one complete move, as text
//
// Everything is kept in one SQLite file. With -data postgres://… it is kept in
// PostgreSQL instead, and any number of processes may serve the same data. Keys never lie
// there: they are in a folder of their own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "wohnsitzummeldung:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("wohnsitzummeldung", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "`address` to listen on")
	data := flags.String("data", "", "`place` that keeps everything: a SQLite file, or postgres://user@host/database, which\nseveral processes may share; the password comes from PGPASSWORD or ~/.pgpass\n(default "+defaultData()+")")
	https := flags.Bool("https", false, "browsers reach the service over https, through a proxy that ends the encryption:\ncookies are sent over https only")
	address := flags.String("url", "", "`address` at which browsers reach the service, https://umzug.example\n(default: the address it listens on)")
	keys := flags.String("keys", "", "`place` of the keys: a folder, whose files nobody else may read, or env:PREFIX for\nvariables of the process (default: a folder beside a SQLite file)")
	heads := flags.String("heads", "", "one more `file` that remembers the last head of the log; on PostgreSQL the only one")
	epoch := flags.String("epoch", "", "let the log go on after a backup was restored: sign an act with this `reason`, which\neverybody reads who sees the log, and end")
	rotate := flags.String("rotate", "", "change the key of the log for this `reason`, and end")
	backupTo := flags.String("backup", "", "write a copy of all data to this new `file`, while the service may go on, and end")
	restoreFrom := flags.String("restore", "", "fill an empty -data from this `file` that -backup wrote, and end; what was erased\nsince is erased again, as far as the list beside -data says")
	oneMove := flags.Bool("headless", false, "run one complete move without a browser, print what happens, and end;\nkeeps its data only if -data is given")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	cfg := betrieb.Config{Daten: *data, Now: time.Now, Log: log, HTTPS: *https, URL: *address, Schluessel: keysAt(*keys)}
	if *heads != "" {
		cfg.Koepfe = []string{*heads}
	}
	if *oneMove {
		return headless(ctx, cfg, stdout)
	}
	if cfg.Daten == "" {
		cfg.Daten = defaultData()
	}
	switch {
	case *backupTo != "":
		return backup(ctx, cfg, *backupTo, stdout)
	case *restoreFrom != "":
		return restore(ctx, cfg, *restoreFrom, stdout)
	case *epoch != "":
		return beginEpoch(ctx, cfg, *epoch, stdout)
	case *rotate != "":
		return rotateKey(ctx, cfg, *rotate, stdout)
	}
	return serve(ctx, *addr, cfg, stdout)
}

// keysAt reads the flag -keys.
func keysAt(place string) bausteine.Keys {
	prefix, environment := strings.CutPrefix(place, "env:")
	switch {
	case place == "":
		return nil
	case environment:
		return bausteine.KeyEnvironment(prefix, nil)
	default:
		return bausteine.NewKeyFolder(place)
	}
}

// defaultData is a file in the user's own folder for data: a folder that no
// system clears away.
func defaultData() string {
	dir := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(dir) {
		dir = ""
		if runtime.GOOS == "windows" {
			dir, _ = os.UserConfigDir()
		} else if home, err := os.UserHomeDir(); err == nil {
			dir = filepath.Join(home, ".local", "share")
		}
	}
	return filepath.Join(dir, "bausteine", "wohnsitzummeldung.db")
}

func serve(ctx context.Context, addr string, cfg betrieb.Config, stdout io.Writer) (err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the address %s is taken by another program: stop it, or choose another with -addr 127.0.0.1:8081", addr)
	}
	if err != nil {
		return err
	}
	if cfg.URL == "" && !cfg.HTTPS {
		cfg.URL = "http://" + listener.Addr().String()
	}
	b, err := betrieb.Start(ctx, cfg)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	server := &http.Server{
		Handler:           b.Handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(cfg.Log.Handler(), slog.LevelWarn),
	}
	fmt.Fprintf(stdout, "Wohnsitzummeldung: http://%s/\nData: %s\nStop with Ctrl-C.\n", listener.Addr(), speicher.Anzeige(cfg.Daten))

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	fmt.Fprintln(stdout, "Stopping: requests under way are finished first.")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}

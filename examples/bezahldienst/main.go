// SPDX-License-Identifier: Apache-2.0

// Command bezahldienst runs a pretended payment service of XBezahldienste 1.0.0
// with a pay page. Point a service at the base URL that it prints, open the pay
// page in a browser, and pay, cancel or let the time run out. No money moves.
//
//	go run ./examples/bezahldienst
//	go run ./examples/bezahldienst -addr localhost:9000 -user kasse -password geheim
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bezahldienst", flag.ContinueOnError)
	addr := flags.String("addr", "localhost:8090", "address to listen on")
	public := flags.String("public", "", "URL under which browsers find the service (default http:// and the address)")
	tenants := flags.String("tenants", "", "known originatorId/endPointId pairs, separated by commas (default: all)")
	user := flags.String("user", "", "user for HTTP Basic")
	password := flags.String("password", "", "password for HTTP Basic")
	clientID := flags.String("client-id", "", "client for OAuth 2.0")
	clientSecret := flags.String("client-secret", "", "secret for OAuth 2.0")
	faults := flags.Float64("faults", 0, "share of calls that go wrong, from 0 to 1")
	seed := flags.Uint64("seed", 1, "order of the faults")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *faults < 0 || *faults > 1 {
		return errors.New("bezahldienst: -faults is not from 0 to 1")
	}

	config := simulator.Config{User: *user, Password: *password, ClientID: *clientID, ClientSecret: *clientSecret, Plan: &faultplan.Plan{}}
	if *tenants != "" {
		config.Tenants = strings.Split(*tenants, ",")
	}
	if *faults > 0 {
		config.Plan.Randomly(*seed, *faults, faultplan.All()...)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *addr)
	if err != nil {
		return fmt.Errorf("bezahldienst: %w", err)
	}
	config.PublicURL = *public
	if config.PublicURL == "" {
		config.PublicURL = "http://" + listener.Addr().String()
	}
	service, err := simulator.New(config)
	if err != nil {
		_ = listener.Close()
		return err
	}
	server := &http.Server{Handler: service, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	fmt.Fprintf(out, "payments: %s/\nbase URL: %s\n", config.PublicURL, service.BaseURL())

	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("bezahldienst: %w", err)
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(closing); err != nil {
		return fmt.Errorf("bezahldienst: %w", err)
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("bezahldienst: %w", err)
	}
	return nil
}

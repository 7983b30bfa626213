// SPDX-License-Identifier: Apache-2.0

// Command fitconnect-simulator is a delivery service of FIT-Connect on one's own
// machine, for clients in any language. It reaches no authority and says so in every
// answer.
//
//	go run ./leistung/zustellung/fitconnect/fitconnecttest/cmd/fitconnect-simulator -faults 0.1
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("fitconnect-simulator", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:8097", "address to listen on")
	share := flags.Float64("faults", 0, "share of requests, 0 to 1, with which something goes wrong: lost, cut, repeated, refused")
	callback := flags.String("callback", "", "address that is told of new submissions")
	secret := flags.String("callback-secret", "test-callback-secret", "secret that callbacks are signed with")
	if err := flags.Parse(args); err != nil {
		return err
	}
	destination, err := fitconnecttest.DefaultDestination()
	if err != nil {
		return err
	}
	destination.CallbackURL, destination.CallbackSecret = *callback, *secret
	service, err := fitconnecttest.New(fitconnecttest.Config{Destinations: []fitconnecttest.Destination{destination}, Plan: random(*share)})
	if err != nil {
		return err
	}
	fmt.Printf("simulator of FIT-Connect, reaches no authority\n  token       http://%[1]s/token (client_id test-client, client_secret test-secret)\n  submissions http://%[1]s%[2]s/v2\n  destination %[3]s\n",
		*listen, fitconnecttest.Base, destination.ID)
	server := &http.Server{Addr: *listen, Handler: service, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, MaxHeaderBytes: 64 << 10}
	return server.ListenAndServe()
}

// random breaks a share of the requests as networks do.
func random(share float64) fitconnecttest.Plan {
	faults := slices.Clone(fitconnecttest.Faults())
	return func(fitconnecttest.Step) fitconnecttest.Fault {
		if rand.Float64() >= share { //nolint:gosec // chance, and no secret
			return fitconnecttest.None
		}
		return faults[rand.IntN(len(faults))] //nolint:gosec // chance, and no secret
	}
}

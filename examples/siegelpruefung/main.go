// SPDX-License-Identifier: Apache-2.0

// Command siegelpruefung checks sealed codes of certificates, from paper and
// without a network.
//
//	go run ./examples/siegelpruefung -beispiel /tmp/siegel        # a certificate to try it with
//	go run ./examples/siegelpruefung -schluessel /tmp/siegel/schluessel.txt "$(cat /tmp/siegel/code.txt)"
//	go run ./examples/siegelpruefung -schluessel /tmp/siegel/schluessel.txt -http localhost:8095
//
// The file of known keys has one key a line, as siegel.Schluessel writes it; empty
// lines and lines that begin with # are left out. Who ships the file answers for
// the keys in it. A file of revocations is what siegel.Sperrliste.Sign returns.
// Profiles, one a line, give the values their names: number, title and the names,
// with semicolons between.
//
// The command ends with 0 where the certificate is genuine and valid, with 1 where
// it is not, and with 2 where it could not be checked. A code is read by any
// scanner for QR codes; it begins with DS1:.
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
	"time"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code, err := run(ctx, os.Args[1:], os.Stdout, time.Now)
	if err != nil {
		fmt.Fprintln(os.Stderr, "siegelpruefung:", err)
		code = 2
	}
	stop()
	os.Exit(code)
}

// files is a flag that may stand several times.
type files []string

func (f *files) String() string     { return strings.Join(*f, ",") }
func (f *files) Set(s string) error { *f = append(*f, s); return nil }

func run(ctx context.Context, args []string, out io.Writer, now func() time.Time) (int, error) {
	flags := flag.NewFlagSet("siegelpruefung", flag.ContinueOnError)
	flags.SetOutput(out)
	keys := flags.String("schluessel", "", "file of the known keys")
	profiles := flags.String("profile", "", "file of profiles; empty knows the Meldebestätigung of the example")
	address := flags.String("http", "", "address to serve the page for checking at, as localhost:8095")
	example := flags.String("beispiel", "", "write a key, a certificate and its code into this folder and end")
	var lists files
	flags.Var(&lists, "sperrliste", "file of revocations; may stand several times")
	if err := flags.Parse(args); err != nil {
		return 2, err
	}
	if *example != "" {
		return 0, writeExample(*example, now())
	}
	p, err := load(*keys, *profiles, lists, now)
	if err != nil {
		return 2, err
	}
	if *address != "" {
		return 0, serve(ctx, *address, p, out)
	}
	if flags.NArg() != 1 {
		return 2, errors.New("one code, or -http or -beispiel")
	}
	answer := p.check(flags.Arg(0))
	fmt.Fprintln(out, answer.Text())
	if answer.Zustand != siegel.ZustandGueltig {
		return 1, nil
	}
	return 0, nil
}

func serve(ctx context.Context, address string, p *pruefstelle, out io.Writer) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: p, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 1 << 14}
	fmt.Fprintf(out, "http://%s/\n", listener.Addr())
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		done <- server.Shutdown(limit)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}

// SPDX-License-Identifier: Apache-2.0

package virenscan_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan/virenscantest"
)

// A scanner on the same machine.
func ExampleClient_Scan() {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	daemon := virenscantest.Serve(listener) // yours is clamd
	defer func() { _ = daemon.Close() }()
	scanner, err := virenscan.New("tcp", listener.Addr().String(), virenscan.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(scanner.Scan(context.Background(), strings.NewReader("ein Brief")))
	fmt.Println(scanner.Scan(context.Background(), bytes.NewReader(virenscantest.EICAR())))
	// Output:
	//  <nil>
	// Simulator.Eicar-Test-Signature <nil>
}

// A service whose files are looked into, and that takes none while nobody looks.
func ExampleNew() {
	scanner, err := virenscan.New("unix", "/run/clamav/clamd.ctl", virenscan.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	config := onlinedienst.Config{Virenscanner: scanner}
	fmt.Println(config.AuchUngeprueft)
	// Output: false
}

// A scanner that is away gives no verdict: that is no "nothing found".
func ExampleClient_Scan_away() {
	scanner, err := virenscan.New("tcp", "scanner.example:3310", virenscan.Config{
		Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no route") },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := scanner.Scan(context.Background(), strings.NewReader("ein Brief"))
	fmt.Println(found == "", err)
	// Output: true virenscan: no route
}

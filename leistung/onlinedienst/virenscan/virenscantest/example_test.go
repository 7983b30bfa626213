// SPDX-License-Identifier: Apache-2.0

package virenscantest_test

import (
	"context"
	"fmt"
	"net"

	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan/virenscantest"
)

// A scanner for a test, which is down for a while.
func ExampleServe() {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	daemon := virenscantest.Serve(listener)
	daemon.Next(virenscantest.Silent)
	daemon.Next(virenscantest.None)
	fmt.Println(daemon.Close(), len(virenscantest.EICAR()))
	// Output: <nil> 68
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// TestUploads_HalfSentTakeBoundedMemory lets people begin to send files and go no
// further: strangers, whose files nobody reads, and people who are logged in, for whom
// there are as many places as the limits say. A hundredth of the thousand is tried
// each time; all of them, with the figures of FLUT.md:
//
//	FLUT=1000 go test -run HalfSent -v ./leistung/onlinedienst
func TestUploads_HalfSentTakeBoundedMemory(t *testing.T) {
	n := 10
	if wish, err := strconv.Atoi(os.Getenv("FLUT")); err == nil {
		n = wish
	}
	for _, who := range []string{"strangers", "people who are logged in"} {
		t.Run(who, func(t *testing.T) {
			b := newBurg(t, func(c *od.Config) {
				c.Grenzen = od.Grenzen{Hochladen: 64, JeAdresse: od.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20}}
			})
			server := httptest.NewUnstartedServer(b.server)
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.Start()
			defer server.Close()
			const boundary, size = "grenze", 20 << 20
			file := make([]byte, 1<<20)
			heads := make([][]byte, n)
			for i := range heads {
				v := b.visitor()
				path, token := "/parken/018f0000-0000-7000-8000-000000000000/belege", "keins"
				if who != "strangers" {
					v = b.login(fmt.Sprint("person", i/4)) // four at once are allowed to each
					path, token = v.begin()+"/belege", v.token()
				}
				var head bytes.Buffer
				fmt.Fprintf(&head, "POST %s HTTP/1.1\r\nHost: dienst.example\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n", path, boundary, size)
				for name, value := range v.cookies {
					fmt.Fprintf(&head, "Cookie: %s=%s\r\n", name, value)
				}
				fmt.Fprintf(&head, "\r\n--%s\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n", boundary, token)
				fmt.Fprintf(&head, "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"foto.jpg\"\r\n\r\n\xff\xd8\xff", boundary, filesField)
				heads[i] = head.Bytes()
			}
			before := memory()
			conns := make([]net.Conn, 0, n)
			defer func() {
				for _, c := range conns {
					_ = c.Close()
				}
			}()
			answered := 0
			for _, head := range heads {
				conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
				require.NoError(t, err)
				conns = append(conns, conn)
				_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
				if _, err = conn.Write(head); err == nil {
					_, _ = conn.Write(file) // who is turned away cannot send all of it
				}
			}
			if who == "strangers" {
				for _, conn := range conns {
					line := make([]byte, len("HTTP/1.1 401"))
					_, err := io.ReadFull(conn, line)
					if err == nil && string(line) == "HTTP/1.1 401" {
						answered++
					}
				}
				require.Equal(t, n, answered, "each is told to log in, whatever is still to come")
			}
			grown := memory() - before
			t.Logf("%d half-sent uploads of 20 MiB by %s, 1 MiB of each has come: memory grows by %.1f MB", n, who, float64(grown)/1e6)
			require.Less(t, grown, int64(300_000)*int64(max(n, 100)), "300 MB for a thousand; some of it is not for each")
			runtime.KeepAlive(heads)
			runtime.KeepAlive(file)
		})
	}
}

// memory is what the program holds of the machine, in bytes.
func memory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

func BenchmarkPage_OfASession(b *testing.B) {
	many := od.Rate{ProSekunde: 1 << 30, Stoss: 1 << 30}
	s := newBurg(b, func(c *od.Config) { c.Grenzen = od.Grenzen{JeAdresse: many, JeKonto: many, JeSitzung: many} })
	v := s.login("erika")
	draft := v.begin()
	for b.Loop() {
		if v.get(draft + "/kontakt"); v.status != http.StatusOK {
			b.Fatal(v.status)
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package virenscan_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan/virenscantest"
)

var _ onlinedienst.Virenscanner = (*virenscan.Client)(nil)

func daemon(t *testing.T, network string, timeout time.Duration) (*virenscan.Client, *virenscantest.Daemon) {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "unix" {
		address = filepath.Join(t.TempDir(), "clamd")
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), network, address)
	require.NoError(t, err)
	d := virenscantest.Serve(listener)
	t.Cleanup(func() { _ = d.Close() })
	client, err := virenscan.New(network, listener.Addr().String(), virenscan.Config{Timeout: timeout})
	require.NoError(t, err)
	return client, d
}

func TestScan_FindsTheTestFileWhereverItLies(t *testing.T) {
	for _, network := range []string{"unix", "tcp"} {
		client, _ := daemon(t, network, 0)
		for _, before := range []int{0, 1, 32<<10 - 30, 32 << 10, 100_000} {
			file := append(bytes.Repeat([]byte("x"), before), virenscantest.EICAR()...)
			found, err := client.Scan(t.Context(), bytes.NewReader(append(file, "rest"...)))
			require.NoError(t, err)
			require.Equal(t, "Simulator.Eicar-Test-Signature", found, before)
			found, err = client.Scan(t.Context(), bytes.NewReader(file[:len(file)-1]))
			require.NoError(t, err)
			require.Empty(t, found)
		}
		found, err := client.Scan(t.Context(), strings.NewReader(""))
		require.NoError(t, err)
		require.Empty(t, found)
	}
}

func TestScan_GivesNoVerdictWhereTheScannerGivesNone(t *testing.T) {
	client, d := daemon(t, "tcp", 300*time.Millisecond)
	large := bytes.Repeat([]byte("x"), 5<<20)
	for _, fault := range virenscantest.Faults() {
		d.Next(fault)
		for _, file := range [][]byte{[]byte("kurz"), large} {
			found, err := client.Scan(t.Context(), bytes.NewReader(file))
			require.Error(t, err, fault)
			require.Empty(t, found)
		}
	}
	d.Next(virenscantest.None)
	_, err := client.Scan(t.Context(), io.MultiReader(strings.NewReader("halb"), broken{}))
	require.Error(t, err, "half a file has no verdict")
	require.NoError(t, d.Close())
	_, err = client.Scan(t.Context(), strings.NewReader("x"))
	require.Error(t, err, "a scanner that is away")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.Scan(ctx, strings.NewReader("x"))
	require.ErrorIs(t, err, context.Canceled)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the file ends here") }

func TestNew_RefusesAnAddressThatIsNone(t *testing.T) {
	for _, of := range [][2]string{{"udp", "x"}, {"tcp", ""}, {"", ""}} {
		_, err := virenscan.New(of[0], of[1], virenscan.Config{})
		require.Error(t, err)
	}
}

// A scanner that answers anything at all: what is no verdict never lets a file pass.
func FuzzScan_Answer(f *testing.F) {
	for _, answer := range []string{"stream: OK\x00", "stream: X FOUND\x00", "stream:  FOUND", "OK", "stream: OK FOUND", ""} {
		f.Add(answer)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		client, err := virenscan.New("tcp", "pretended", virenscan.Config{Dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() {
				go func() { _, _ = io.Copy(io.Discard, theirs) }()
				_, _ = io.WriteString(theirs, answer)
				_ = theirs.Close()
			}()
			return ours, nil
		}})
		require.NoError(t, err)
		found, err := client.Scan(t.Context(), strings.NewReader(""))
		if err == nil && found == "" {
			require.Equal(t, "stream: OK", strings.TrimRight(answer, "\x00\r\n"))
		}
	})
}

// SPDX-License-Identifier: Apache-2.0

// Package pgtest gives tests a PostgreSQL of their own: it finds the binaries
// on the machine, makes a throw-away cluster and starts it, as an unprivileged
// user where the tests run as root. Nothing of it outlives the test. Durability
// stays switched on.
//
// Where there is no PostgreSQL, tests skip with the reason; with CI=true in the
// environment they fail instead. BAUSTEINE_TEST_POSTGRES may name a database to
// use by its data source name, for tests that do not need to kill the server.
package pgtest

import (
	"context"
	"crypto/rand"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Variable names the environment variable with a data source name.
const Variable = "BAUSTEINE_TEST_POSTGRES"

// DSN returns the data source name of a database for this test: the one given
// in the environment, or that of a cluster started now.
func DSN(tb testing.TB) string {
	tb.Helper()
	if dsn := os.Getenv(Variable); dsn != "" {
		return dsn
	}
	return Start(tb).DSN()
}

// Cluster is a running server that belongs to one test.
type Cluster struct {
	binaries string
	data     string
	port     int
	password string
	server   *exec.Cmd
	ended    chan struct{} // closed when the server has ended
}

// Start makes and starts a cluster, which is removed when the test ends.
func Start(tb testing.TB) *Cluster {
	tb.Helper()
	c := &Cluster{binaries: findBinaries(tb), password: rand.Text()}
	// Not the test's own folder: its name is long, and the unprivileged user
	// must be able to reach it.
	folder, err := os.MkdirTemp("", "pgtest") //nolint:usetesting // see above
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(folder) })
	c.data = filepath.Join(folder, "data")
	passwordFile := filepath.Join(folder, "password")
	if err := os.WriteFile(passwordFile, []byte(c.password+"\n"), 0o600); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	if err := giveAway(folder, passwordFile); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	c.run(tb, "initdb", "--pgdata", c.data, "--username", "test", "--auth", "scram-sha-256",
		"--pwfile", passwordFile, "--encoding", "UTF8", "--locale", "C", "--no-sync")
	tb.Cleanup(func() { c.stop(tb) })
	c.Restart(tb)
	return c
}

// DSN returns the data source name of the cluster.
func (c *Cluster) DSN() string {
	dsn := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword("test", c.password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)),
		Path:     "/postgres",
		RawQuery: "sslmode=disable",
	}
	return dsn.String()
}

// Kill ends the server at once, without a chance to write anything, and waits
// until it is gone. The machine goes on: what the server had handed to the
// system is still there, so this is less than a power failure.
func (c *Cluster) Kill(tb testing.TB) {
	tb.Helper()
	if err := c.server.Process.Kill(); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	<-c.ended
}

// Restart starts the server, again after Kill on the same port, and waits until
// it answers.
func (c *Cluster) Restart(tb testing.TB) {
	tb.Helper()
	var log string
	for range 40 {
		if c.port == 0 || c.server == nil {
			c.port = freePort(tb)
		}
		log = c.start(tb)
		for range 200 {
			select {
			case <-c.ended:
			case <-time.After(25 * time.Millisecond):
				if c.answers() {
					return
				}
				continue
			}
			break
		}
		// The processes of a killed server may take a moment to go, and
		// somebody else may have taken the port.
		c.end()
		time.Sleep(100 * time.Millisecond)
	}
	text, _ := os.ReadFile(log) //nolint:gosec // in the folder of this cluster
	tb.Fatalf("pgtest: the server does not start:\n%s", text)
}

func (c *Cluster) start(tb testing.TB) (log string) {
	tb.Helper()
	log = filepath.Join(filepath.Dir(c.data), "log")
	file, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // in the folder of this cluster
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	defer file.Close()
	c.server = c.command("postgres", "-D", c.data, "-p", strconv.Itoa(c.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
	c.server.Stdout, c.server.Stderr = file, file
	if err := c.server.Start(); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	server, ended := c.server, make(chan struct{})
	c.ended = ended
	go func() {
		_ = server.Wait()
		close(ended)
	}()
	return log
}

func (c *Cluster) answers() bool {
	return c.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(c.port), "-d", "postgres").Run() == nil
}

// stop ends the server without care for its data.
func (c *Cluster) stop(tb testing.TB) {
	tb.Helper()
	if c.server != nil {
		c.end()
	}
}

func (c *Cluster) end() {
	_ = c.server.Process.Signal(quit) // immediate shutdown: its processes end with it
	select {
	case <-c.ended:
	case <-time.After(10 * time.Second):
		_ = c.server.Process.Kill()
		<-c.ended
	}
}

func (c *Cluster) run(tb testing.TB, name string, args ...string) {
	tb.Helper()
	if output, err := c.command(name, args...).CombinedOutput(); err != nil {
		tb.Fatalf("pgtest: %s: %v\n%s", name, err, output)
	}
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(context.Background(), filepath.Join(c.binaries, name), args...) //nolint:gosec // binaries of the machine, arguments of this package
	command.Dir = filepath.Dir(c.data)
	command.Env = append(os.Environ(), "LC_ALL=C")
	unprivileged(command)
	return command
}

// findBinaries returns the folder of the newest server on the machine.
func findBinaries(tb testing.TB) string {
	tb.Helper()
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(folders, func(a, b string) int { return version(b) - version(a) })
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		folders = append(folders, filepath.Dir(path))
	}
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
			return folder
		}
	}
	missing := "no PostgreSQL: neither binaries in /usr/lib/postgresql or PATH, nor a data source name in " + Variable
	if os.Getenv("CI") == "true" {
		tb.Fatal(missing)
	}
	tb.Skip(missing)
	return ""
}

func version(folder string) int {
	number, _ := strconv.Atoi(strings.Split(folder, "/")[4])
	return number
}

func freePort(tb testing.TB) int {
	tb.Helper()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

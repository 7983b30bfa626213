// SPDX-License-Identifier: Apache-2.0

// Package virenscantest is a pretended ClamAV daemon for tests and exhibitions: it speaks
// INSTREAM, finds the EICAR test file and nothing else, and can be made to misbehave.
// Its findings begin with "Simulator.".
package virenscantest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// EICAR is the test file of the European Institute for Computer Antivirus Research,
// which every scanner finds and which harms nobody. It is put together here, so that
// no scanner finds it in this program.
func EICAR() []byte {
	return []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-STANDARD-" + `ANTIVIRUS-TEST-FILE!$H+H*`)
}

// Fault is a way to misbehave.
type Fault int

// The faults.
const (
	None     Fault = iota
	Refuses        // hangs up at once
	Silent         // takes everything and never answers
	Babbles        // gives an answer that is none
	TooLarge       // takes no file of any size
	HalfWay        // hangs up in the middle of the file
)

// Faults are all of them but None.
func Faults() []Fault { return []Fault{Refuses, Silent, Babbles, TooLarge, HalfWay} }

// Daemon is the pretended daemon.
type Daemon struct {
	listener net.Listener
	wait     sync.WaitGroup

	mu    sync.Mutex
	fault Fault
	conns map[net.Conn]bool
	done  bool
}

// Serve begins to answer on a listener, until Close.
func Serve(listener net.Listener) *Daemon {
	d := &Daemon{listener: listener, conns: map[net.Conn]bool{}}
	d.wait.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			d.mu.Lock()
			if d.done {
				d.mu.Unlock()
				_ = conn.Close()
				return
			}
			d.conns[conn] = true
			d.wait.Go(func() { d.answer(conn) })
			d.mu.Unlock()
		}
	})
	return d
}

// Next makes it misbehave from now on; None makes it well again.
func (d *Daemon) Next(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = f
}

// Close ends it.
func (d *Daemon) Close() error {
	err := d.listener.Close()
	d.mu.Lock()
	d.done = true
	for conn := range d.conns {
		_ = conn.Close()
	}
	d.mu.Unlock()
	d.wait.Wait()
	return err
}

const maxStream = 100 << 20

func (d *Daemon) answer(conn net.Conn) {
	d.mu.Lock()
	fault := d.fault
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		delete(d.conns, conn)
		d.mu.Unlock()
		_ = conn.Close()
	}()
	if fault == Refuses {
		return
	}
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	if err != nil || command != "zINSTREAM\x00" {
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
		return
	}
	if fault == TooLarge {
		_, _ = io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
		return
	}
	found, err := look(r, fault == HalfWay)
	switch {
	case err != nil:
	case fault == Silent:
		_, _ = io.Copy(io.Discard, conn)
	case fault == Babbles:
		_, _ = io.WriteString(conn, "stream: maybe\x00")
	case found:
		_, _ = io.WriteString(conn, "stream: Simulator.Eicar-Test-Signature FOUND\x00")
	default:
		_, _ = io.WriteString(conn, "stream: OK\x00")
	}
}

var errEnough = errors.New("virenscantest: enough")

// look reads the chunks and looks for the test file, also across them.
func look(r io.Reader, half bool) (found bool, err error) {
	sample, tail := EICAR(), []byte(nil)
	for total := uint32(0); ; {
		var head [4]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return false, err
		}
		n := binary.BigEndian.Uint32(head[:])
		if n == 0 {
			return found, nil
		}
		if total += n; n > maxStream || total > maxStream || half {
			return false, errEnough
		}
		part := make([]byte, n)
		if _, err := io.ReadFull(r, part); err != nil {
			return false, err
		}
		tail = append(tail, part...)
		found = found || bytes.Contains(tail, sample)
		tail = append([]byte(nil), tail[max(0, len(tail)-len(sample)+1):]...)
	}
}

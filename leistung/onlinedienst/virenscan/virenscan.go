// SPDX-License-Identifier: Apache-2.0

// Package virenscan asks a ClamAV daemon about files, by the INSTREAM command of
// clamd(8): the file goes over the connection and never lies on the scanner's disk by
// our doing.
//
//	scanner, err := virenscan.New("unix", "/run/clamav/clamd.ctl", virenscan.Config{})
//	config := onlinedienst.Config{Virenscanner: scanner}
//
// The connection is not encrypted: use a socket of the same machine, or a network that
// nobody else reads.
package virenscan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Config of a [Client]. The zero Config is safe.
type Config struct {
	// Timeout bounds one file, from the connection to the answer. Default: 30 s.
	Timeout time.Duration
	// Dial opens a connection; nil is a [net.Dialer].
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Client asks one daemon. It opens a connection for each file, and may be used by any
// number of goroutines.
type Client struct {
	network, address string
	config           Config
}

// ErrAntwort says that the daemon could not look, or gave an answer that is none.
var ErrAntwort = errors.New("virenscan: the scanner gives no verdict")

const (
	chunk     = 32 << 10 // bytes that are sent at once
	maxAnswer = 4 << 10
)

// New makes a client of the daemon at an address, "unix" with its socket or "tcp" with
// host and port.
func New(network, address string, config Config) (*Client, error) {
	if (network != "unix" && network != "tcp") || address == "" {
		return nil, errors.New("virenscan: a scanner is reached by unix or tcp, at an address")
	}
	if config.Timeout <= 0 {
		config.Timeout = 30 * time.Second
	}
	if config.Dial == nil {
		config.Dial = (&net.Dialer{}).DialContext
	}
	return &Client{network, address, config}, nil
}

// Scan names what the daemon found in a file, "" for nothing. An error says that there
// is no verdict: the daemon is away, too slow, or does not take a file of this size.
func (c *Client) Scan(ctx context.Context, file io.Reader) (found string, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	conn, err := c.config.Dial(ctx, c.network, c.address)
	if err != nil {
		return "", fmt.Errorf("virenscan: %w", err)
	}
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	sent := send(conn, file)
	// A daemon that has had enough says so and hangs up: its answer counts more than
	// what could not be sent.
	answer, err := io.ReadAll(io.LimitReader(conn, maxAnswer))
	if len(answer) == 0 {
		return "", fmt.Errorf("virenscan: %w", errors.Join(sent, err, ErrAntwort))
	}
	found, err = verdict(string(bytes.TrimRight(answer, "\x00\r\n")))
	if err == nil && found == "" && sent != nil {
		return "", fmt.Errorf("virenscan: %w", errors.Join(sent, ErrAntwort)) // of half a file
	}
	return found, err
}

// send sends a file as chunks, each behind its length, with an empty one at the end.
func send(w io.Writer, file io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	buffer := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(file, buffer[4:])
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return err
		}
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n))
			if _, err := w.Write(buffer[:4+n]); err != nil {
				return err
			}
		}
		if end {
			_, err = w.Write([]byte{0, 0, 0, 0})
			return err
		}
	}
}

// verdict reads "stream: OK" and "stream: NAME FOUND"; all else is none.
func verdict(answer string) (found string, err error) {
	text, ok := strings.CutPrefix(answer, "stream: ")
	if !ok {
		return "", ErrAntwort
	}
	if text == "OK" {
		return "", nil
	}
	if name, ok := strings.CutSuffix(text, " FOUND"); ok && name != "" {
		return name, nil
	}
	return "", ErrAntwort
}

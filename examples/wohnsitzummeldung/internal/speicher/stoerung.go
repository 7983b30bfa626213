// SPDX-License-Identifier: Apache-2.0

package speicher

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
)

// Voruebergehend reports whether an error says that the database could not be
// reached or had no room just now, so that it is worth trying again.
func Voruebergehend(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false // the caller went away
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if postgres, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err); ok {
		switch state := postgres.SQLState(); state {
		case "55P03", "57014", "57P01", "57P02", "57P03": // lock, time-out, server going down or coming up
			return true
		default: // connection, transaction rolled back, out of resources
			return strings.HasPrefix(state, "08") || strings.HasPrefix(state, "40") || strings.HasPrefix(state, "53")
		}
	}
	if sqlite, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok {
		code := sqlite.Code() & 0xff
		return code == 5 || code == 6 // SQLITE_BUSY, SQLITE_LOCKED
	}
	return false
}

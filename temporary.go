// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
)

// Temporary reports whether the same call may succeed later: answer 503. Besides
// [ErrBusy] and [ErrUncertain] these are the errors by which the drivers of both
// databases say that it cannot be reached or has no room just now.
func Temporary(err error) bool {
	return errors.Is(err, ErrBusy) || errors.Is(err, ErrUncertain) || unreachable(err)
}

// unreachable knows the drivers by what their errors can say, not by their types.
func unreachable(err error) bool {
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

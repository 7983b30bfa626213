// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
)

// codeError and stateError are errors as the drivers of SQLite and PostgreSQL give them.
type (
	codeError  int
	stateError string
)

func (e codeError) Error() string     { return "sqlite" }
func (e codeError) Code() int         { return int(e) }
func (e stateError) Error() string    { return "postgresql" }
func (e stateError) SQLState() string { return string(e) }

func TestTemporary_TellsATroubleThatPassesFromOneThatStays(t *testing.T) {
	for _, err := range []error{
		bausteine.ErrBusy, bausteine.ErrUncertain, driver.ErrBadConn, io.ErrUnexpectedEOF, &net.OpError{Op: "dial", Err: errors.New("refused")},
		codeError(5), codeError(6 | 1<<8), stateError("57P01"), stateError("53300"), stateError("40001"), stateError("08006"),
	} {
		require.True(t, bausteine.Temporary(fmt.Errorf("antrag: load: %w", err)), err)
	}
	for _, err := range []error{
		nil, errors.New("disk on fire"), context.Canceled, bausteine.ErrDamaged, codeError(11), stateError("23505"), stateError("42P01"),
	} {
		require.False(t, bausteine.Temporary(err), err)
	}
}

// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestStoerung_WhatWillBeOverSoonIsToldApart(t *testing.T) {
	for _, err := range []error{
		bausteine.ErrBusy, bausteine.ErrUncertain, onceonly.ErrBusy, &net.OpError{Op: "dial", Err: errors.New("refused")},
	} {
		require.Equal(t, http.StatusServiceUnavailable, stoerung(fmt.Errorf("store: %w", err)).status)
	}
	require.Equal(t, http.StatusInternalServerError, stoerung(errors.New("disk on fire")).status)
}

// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
)

func TestFindings_AreAnErrorOnlyWhereThereAreSome(t *testing.T) {
	var findings payment.Findings
	require.NoError(t, findings.Err())
	findings.Add("A-01", "/a", "too %s", "long")
	findings.Add("B-01", "/b", "missing")
	err := findings.Err()
	require.ErrorIs(t, err, payment.ErrInvalid)
	require.EqualError(t, err, "payment: invalid: A-01 /a: too long; B-01 /b: missing")
	invalid, ok := errors.AsType[*payment.InvalidError](err)
	require.True(t, ok)
	require.True(t, invalid.Findings.Has("B-01"))
	require.False(t, invalid.Findings.Has("C-01"))
	findings[0].Basis = "§ 1"
	require.Equal(t, "§ 1", findings.On("§ 2")[0].Basis)
	require.Equal(t, "§ 2", findings[1].Basis)
}

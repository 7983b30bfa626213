// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// A record is one allocation whose size decides what a trace costs: allocators have
// classes, and the next one is a fifth larger.
func TestWeg_FitsItsClassOfMemory(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(Weg{}), uintptr(1792))
	require.Equal(t, uintptr(16), unsafe.Sizeof(Wert{}))
	require.Equal(t, uintptr(40), unsafe.Sizeof(rawStep{}))
}

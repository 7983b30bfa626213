// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"fmt"

	"rsc.io/qr"
)

// Modul is the side of one module of a printed code in thousandths of a
// millimetre: small enough for the page, large enough to be read from a scan at
// 150 dpi. The margin is four modules.
const Modul = 600

// QR draws the text of a code as a QR code of level M, with size modules on a
// side.
func QR(code string) (size int, black func(x, y int) bool, err error) {
	if len(code) > len(seal)+maxBytes*3/2+1 {
		return 0, nil, fmt.Errorf("%w: %d letters in a code", ErrInhalt, len(code))
	}
	c, err := qr.Encode(code, qr.M)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrInhalt, err)
	}
	return c.Size, c.Black, nil
}

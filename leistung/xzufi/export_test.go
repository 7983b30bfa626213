// SPDX-License-Identifier: Apache-2.0

package xzufi

// SetPiece makes pieces of about the size, so that short messages have several.
func (p *Parallel) SetPiece(size int) { p.size = size }

// SPDX-License-Identifier: Apache-2.0

package pdf

// Block is a [Heading], [Paragraph], [List], [Table], [Pairs] or [Figure].
type Block interface {
	boxes(*writer, *elem, column) []box
}

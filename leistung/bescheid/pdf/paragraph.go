// SPDX-License-Identifier: Apache-2.0

package pdf

// Paragraph is running text.
type Paragraph struct{ Text Text }

func (b Paragraph) boxes(w *writer, parent *elem, c column) []box {
	return w.textBoxes(parent.add("P"), b.Text, body, c, paragraph)
}

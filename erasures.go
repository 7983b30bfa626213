// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"
)

// eraseAgain erases what a list of erasures names, in a store that was restored.
// The line that a crash cut off is passed over; any other that cannot be read is
// an error.
func (s *Store) eraseAgain(ctx context.Context, erased io.Reader) error {
	lines := bufio.NewScanner(erased)
	for n := 1; lines.Scan(); n++ {
		kind, id, whole := strings.Cut(lines.Text(), " ")
		stream, err := uuid.Parse(id)
		if !whole || err != nil {
			if lines.Scan() {
				return fmt.Errorf("bausteine: restore: line %d of the erasures cannot be read", n)
			}
			break
		}
		if err := s.core.Store.Erase(ctx, kind, stream); err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("bausteine: restore: erase again: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("bausteine: restore: read the erasures: %w", err)
	}
	return nil
}

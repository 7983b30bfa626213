// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// The store remembers by which periods the deadlines were counted.
const periodsKind = "bausteine/periods"

var periodsStream = uuid.NewSHA1(uuid.NameSpaceOID, []byte(periodsKind))

// FollowPeriods counts all deadlines again where the table of periods is not the
// one they were counted by.
func FollowPeriods(ctx context.Context, c *Core, progress func(done int)) error {
	digest := c.periods()
	head, _, err := c.Store.Load(ctx, periodsKind, periodsStream, 0)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		return err
	}
	if head.State == digest {
		return nil
	}
	if _, err := c.Reschedule(ctx, progress); err != nil {
		return fmt.Errorf("bausteine: count deadlines again: %w", err)
	}
	_, err = c.Store.Append(ctx, journal.Command{}, journal.Commit{
		Kind: periodsKind, Stream: periodsStream, Expected: head.Version, State: digest,
		Events: []journal.Event{{Type: "counted"}},
	})
	if errors.Is(err, journal.ErrConflict) {
		return nil // another process did the same
	}
	return err
}

// periods returns a digest of the table of all periods.
func (c *Core) periods() string {
	var rows []string
	for _, block := range c.Blocks() {
		for _, kind := range block.Kinds {
			for _, keep := range kind.Keep {
				rows = append(rows, fmt.Sprintf("%s\x00%s\x00%+v", kind.Name, keep.State, keep.For))
			}
		}
	}
	slices.Sort(rows)
	digest := sha256.Sum256([]byte(strings.Join(rows, "\n")))
	return hex.EncodeToString(digest[:])
}

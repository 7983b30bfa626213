// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

const probeKind = "bausteine/probe"

var probeStream = uuid.NewSHA1(uuid.NameSpaceOID, []byte(probeKind))

// Probe finds out whether the store can be written to, by writing.
func Probe(ctx context.Context, c *Core) error {
	err := c.SetDue(ctx, probeKind, probeStream, time.Time{})
	if !errors.Is(err, journal.ErrNotFound) {
		return err
	}
	_, err = c.Store.Append(ctx, journal.Command{}, journal.Commit{
		Kind: probeKind, Stream: probeStream, State: "probe", Events: []journal.Event{{Type: "made"}},
	})
	if errors.Is(err, journal.ErrConflict) {
		return nil // another process made it
	}
	return err
}

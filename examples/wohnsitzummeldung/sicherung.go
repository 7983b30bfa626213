// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// backup writes a copy of all data to a new file. Keys are no part of it.
func backup(ctx context.Context, cfg betrieb.Config, path string, stdout io.Writer) error {
	return withStore(ctx, cfg, func(store *bausteine.Store, _ dienst.Config) error {
		err := writeNew(path, func(w io.Writer) error { return store.Backup(ctx, w, progress(stdout)) })
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "Backup: %s\nIt holds personal data: keep it as the data are kept.\nThe keys are no part of it: keep a copy of them elsewhere, or whoever has both can sign as the authorities do.\n", path)
		return nil
	})
}

// writeNew writes a file that is not there yet, whole or not at all.
func writeNew(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// restore fills an empty place from a backup and the list of what was erased since. The
// keys must lie in their place already: new ones would sign as if nothing had been before.
func restore(ctx context.Context, cfg betrieb.Config, path string, stdout io.Writer) error {
	file, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer file.Close()
	erased, err := os.ReadFile(betrieb.Geloescht(cfg.Daten))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return withStore(ctx, cfg, func(store *bausteine.Store, stand dienst.Config) error {
		if _, err := stand.Schluessel.Signer(ctx, dienst.Protokollschluessel); err != nil {
			return fmt.Errorf("the keys that belong to the backup are not there: put them at their place, see -keys: %w", err)
		}
		if err := store.Restore(ctx, file, bytes.NewReader(erased), progress(stdout)); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "Restored into %s.\nIf the log was longer than the backup, the service starts only after -epoch.\n", speicher.Anzeige(cfg.Daten))
		return nil
	})
}

// beginEpoch lets the log go on that is shorter than what was seen of it.
func beginEpoch(ctx context.Context, cfg betrieb.Config, reason string, stdout io.Writer) error {
	return withStore(ctx, cfg, func(_ *bausteine.Store, stand dienst.Config) error {
		head, err := dienst.BeginEpoch(ctx, stand, reason, nil)
		if err != nil {
			return err
		}
		tellEpoch(stdout, head)
		return nil
	})
}

// rotateKey changes the key of the log: the old one signs an act that names the new one.
// If it was stopped in between, it is simply run again.
func rotateKey(ctx context.Context, cfg betrieb.Config, reason string, stdout io.Writer) error {
	return withStore(ctx, cfg, func(_ *bausteine.Store, stand dienst.Config) error {
		keys, ok := stand.Schluessel.(bausteine.KeyFolder)
		if !ok {
			return errors.New("only keys in a folder are changed by this program")
		}
		next, err := keys.Next(ctx, dienst.Protokollschluessel)
		if err != nil {
			return err
		}
		head, err := dienst.BeginEpoch(ctx, stand, reason, next)
		if err != nil {
			return err
		}
		if err := keys.Rotate(ctx, dienst.Protokollschluessel); err != nil {
			return err
		}
		tellEpoch(stdout, head)
		return nil
	})
}

func tellEpoch(stdout io.Writer, head auditlog.SignedHead) {
	if acts := head.Head().Epochs.All(); len(acts) > 0 {
		act := acts[len(acts)-1]
		fmt.Fprintf(stdout, "Epoch %d of the log since %s: %d of %d entries are kept. Every head says so from now on:\n%s\n",
			act.Number, act.Time.Format(time.RFC3339), act.Kept.Size, act.Last.Size, act.Reason)
	}
}

// withStore opens the store of a service that need not be stopped.
func withStore(ctx context.Context, cfg betrieb.Config, do func(*bausteine.Store, dienst.Config) error) error {
	db, err := speicher.Open(ctx, cfg.Daten)
	if err != nil {
		return err
	}
	store, err := db.OpenStore(ctx, bausteine.Config{})
	if err != nil {
		return errors.Join(err, db.Close())
	}
	stand, err := cfg.Dienst(store)
	if err == nil {
		err = do(store, stand)
	}
	return errors.Join(err, store.Close(), db.Close())
}

// progress tells how far long work is.
func progress(stdout io.Writer) bausteine.Progress {
	return func(done, total int64) {
		if total > 0 {
			fmt.Fprintf(stdout, "%d of %d rows\n", done, total)
		} else {
			fmt.Fprintf(stdout, "%d rows\n", done)
		}
	}
}

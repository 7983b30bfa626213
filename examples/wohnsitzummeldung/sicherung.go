// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

// schluesseldatei is where the keys lie that belong to a backup and are no part
// of it.
func schluesseldatei(backup string) string { return backup + ".schluessel" }

// backup writes a copy of all data to a new file, and the keys to another one.
func backup(ctx context.Context, data, path string, stdout io.Writer) error {
	return withStore(ctx, data, func(store *bausteine.Store, keys *amt.Schluesselbund) error {
		seeds, err := keys.Export(ctx)
		if err != nil {
			return err
		}
		err = writeNew(path, func(w io.Writer) error { return store.Backup(ctx, w, progress(stdout)) })
		if err != nil {
			return err
		}
		if err := writeNew(schluesseldatei(path), func(w io.Writer) error { return json.NewEncoder(w).Encode(seeds) }); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "Backup: %s\nIt holds personal data: keep it as the data are kept.\nKeys: %s\nKeep them elsewhere, or whoever has both can sign as the authorities do.\n", path, schluesseldatei(path))
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

// restore fills an empty place from a backup, its keys, and the list of what was
// erased since.
func restore(ctx context.Context, data, path string, stdout io.Writer) error {
	file, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := os.ReadFile(schluesseldatei(path))
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the keys that belong to the backup are not there: put them at %s", schluesseldatei(path))
	}
	if err != nil {
		return err
	}
	var seeds map[string][]byte
	if err := json.Unmarshal(text, &seeds); err != nil {
		return fmt.Errorf("%s holds no keys", schluesseldatei(path))
	}
	erased, err := os.ReadFile(betrieb.Geloescht(data))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return withStore(ctx, data, func(store *bausteine.Store, keys *amt.Schluesselbund) error {
		if err := store.Restore(ctx, file, bytes.NewReader(erased), progress(stdout)); err != nil {
			return err
		}
		if err := keys.Import(ctx, seeds); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "Restored into %s.\n", speicher.Anzeige(data))
		return nil
	})
}

func withStore(ctx context.Context, data string, do func(*bausteine.Store, *amt.Schluesselbund) error) error {
	db, err := speicher.Open(ctx, data)
	if err != nil {
		return err
	}
	store, err := db.OpenStore(ctx, bausteine.Config{})
	if err != nil {
		return errors.Join(err, db.Close())
	}
	keys, err := amt.NewSchluesselbund(ctx, db)
	if err == nil {
		err = do(store, keys)
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

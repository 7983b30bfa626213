// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

// backup writes a copy of all data to a new file.
func backup(ctx context.Context, data, path string, stdout io.Writer) (err error) {
	return withStore(ctx, data, func(store *bausteine.Store) error {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator names it
		if err != nil {
			return err
		}
		err = store.Backup(ctx, file, progress(stdout))
		if err == nil {
			err = file.Sync()
		}
		if err = errors.Join(err, file.Close()); err != nil {
			return errors.Join(err, os.Remove(path))
		}
		fmt.Fprintf(stdout, "Backup: %s\nIt holds personal data: keep it as the data are kept. The keys with which the example signs are not in it.\n", path)
		return nil
	})
}

// restore fills an empty place from a backup.
func restore(ctx context.Context, data, path string, stdout io.Writer) error {
	file, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer file.Close()
	var erased io.Reader
	list, err := os.Open(betrieb.Geloescht(data))
	switch {
	case err == nil:
		defer list.Close()
		erased = list
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	return withStore(ctx, data, func(store *bausteine.Store) error {
		if err := store.Restore(ctx, file, erased, progress(stdout)); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "Restored into %s.\n", speicher.Anzeige(data))
		return nil
	})
}

func withStore(ctx context.Context, data string, do func(*bausteine.Store) error) error {
	db, err := speicher.Open(ctx, data)
	if err != nil {
		return err
	}
	store, err := db.OpenStore(ctx, bausteine.Config{})
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(do(store), store.Close(), db.Close())
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

// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Keeper remembers the last signed head outside of the store: whoever can write the
// store must not be able to make the log forget how long it was. A log asks all its
// keepers when it is opened, and tells them every head before anybody else sees it.
// All methods may be called concurrently.
type Keeper interface {
	// Last returns the signed head that was kept last, as text; "" if none was.
	Last(ctx context.Context) (string, error)
	// Keep remembers a signed head. It returns when that is durable.
	Keep(ctx context.Context, head string) error
}

// HeadFile returns a keeper in a file, which it creates and replaces as a whole. Put
// it where a backup of the database is not restored over it, and another one with
// somebody else.
func HeadFile(path string) Keeper { return &headFile{path: path} }

type headFile struct {
	path string
	mu   sync.Mutex
}

func (k *headFile) Last(context.Context) (string, error) {
	info, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err == nil && info.Size() > noteLimit {
		return "", fmt.Errorf("%w: the file of the last head", ErrSyntax)
	}
	head, err := os.ReadFile(k.path)
	if err != nil {
		return "", fmt.Errorf("auditlog: read the last head: %w", err)
	}
	return string(head), nil
}

func (k *headFile) Keep(_ context.Context, head string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	failed := func(err error) error { return fmt.Errorf("auditlog: keep the last head: %w", err) }
	file, err := os.CreateTemp(filepath.Dir(k.path), filepath.Base(k.path)+".*")
	if err != nil {
		return failed(err)
	}
	_, err = file.WriteString(head)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(file.Name(), k.path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return failed(err)
	}
	// The name is durable only with the folder that holds it.
	folder, err := os.Open(filepath.Dir(k.path))
	if err != nil {
		return failed(err)
	}
	defer func() { _ = folder.Close() }()
	if err := folder.Sync(); err != nil {
		return failed(err)
	}
	return nil
}

// HeadMemory is a Keeper that forgets everything with the process: for tests, and for
// stores that do so, too. The zero value is ready.
type HeadMemory struct {
	mu   sync.Mutex
	head string
}

// Last implements Keeper.
func (k *HeadMemory) Last(context.Context) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.head, nil
}

// Keep implements Keeper.
func (k *HeadMemory) Keep(_ context.Context, head string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.head = head
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// ort is where a program keeps what it must not lose.
type ort struct{ data, keys, heads string }

// betriebsakte are what a program does with its data instead of serving.
type betriebsakte struct{ backup, restore, export, epoch, rotate string }

func (b *betriebsakte) flags(flags *flag.FlagSet, protocol bool) {
	flags.StringVar(&b.backup, "backup", "", "write a copy of all data to this new `file`, while the services may go on, and end")
	flags.StringVar(&b.restore, "restore", "", "fill an empty -data from this `file` that -backup wrote, and end; what was erased\nsince is erased again, as far as the list beside -data says")
	flags.StringVar(&b.export, "export", "", "write all cases of one authority with their files to a new ZIP, `key=file`, while the\nservices may go on, and end")
	if protocol {
		flags.StringVar(&b.epoch, "epoch", "", "let the log go on after a backup was restored: sign an act with this `reason`, which\neverybody reads who sees the log, and end")
		flags.StringVar(&b.rotate, "rotate", "", "change the key of the log for this `reason`, and end")
	}
}

func (b *betriebsakte) any() bool { return *b != betriebsakte{} }

func (o *ort) flags(flags *flag.FlagSet, protocol bool) {
	flags.StringVar(&o.data, "data", "", "`place` that keeps everything, a file or, where the program can, postgres://user@host/database;\nwithout one it is forgotten in the end")
	flags.StringVar(&o.keys, "keys", "", "`place` of the keys: a folder, whose files nobody else may read, or env:PREFIX for\nvariables of the process (default: a folder beside the file of -data)")
	if protocol {
		flags.StringVar(&o.heads, "heads", "", "one more `file` that remembers the last head of the log; where -data is no file the only one")
	}
}

// file reports whether the data lie in a file, with others beside it.
func (o *ort) file() bool { return o.data != "" && !strings.Contains(o.data, "://") }

// shown is the place without a password.
func (o *ort) shown() string {
	if o.file() {
		return o.data
	}
	u, err := url.Parse(o.data)
	if err != nil {
		return "?"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// erased is the file in which stands what was erased, for the day on which a backup has
// to be restored.
func (o *ort) erased() string { return o.data + ".geloescht" }

// ErrSchluessel says that nobody said where the keys are.
var ErrSchluessel = errors.New("onlinedienst: the data are in no file: say where the keys are, the same for all processes: -keys")

// keysAt is where the keys come from.
func (p Programm) keysAt(o *ort) (bausteine.Keys, error) {
	prefix, environment := strings.CutPrefix(o.keys, "env:")
	switch {
	case environment:
		return bausteine.KeyEnvironment(prefix, nil), nil
	case o.keys != "":
		return bausteine.NewKeyFolder(o.keys), nil
	case o.data == "":
		return &fluechtig{}, nil
	case p.Keys != nil:
		return p.Keys(o.data)
	case o.file():
		return bausteine.NewKeyFolder(o.data + ".schluessel"), nil
	default:
		return nil, ErrSchluessel
	}
}

// headsAt remember the last head of the log, apart from the data.
func (o *ort) headsAt() (out []auditlog.Keeper) {
	if o.file() {
		out = append(out, auditlog.HeadFile(o.data+".protokollkopf"))
	}
	if o.heads != "" {
		out = append(out, auditlog.HeadFile(o.heads))
	}
	return out
}

func (p Programm) open(ctx context.Context, o *ort, config bausteine.Config) (*bausteine.Store, io.Closer, error) {
	if o.data == "" {
		return bausteine.NewMemory(config), nil, nil
	}
	if !o.file() {
		return p.Open(ctx, o.data, config)
	}
	if err := os.MkdirAll(filepath.Dir(o.data), 0o700); err != nil {
		return nil, nil, fmt.Errorf("make the folder of the data: %w", err)
	}
	list, err := os.OpenFile(o.erased(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the list of what was erased: %w", err)
	}
	config.Erasures = list
	store, below, err := p.Open(ctx, o.data, config)
	if err != nil {
		return nil, nil, errors.Join(err, list.Close())
	}
	return store, closers{below, list}, nil
}

type closers []io.Closer

func (c closers) Close() (err error) {
	for _, one := range c {
		err = errors.Join(err, one.Close())
	}
	return err
}

// operate does one of the acts, with the store of services that need not be stopped.
func (p Programm) operate(ctx context.Context, o *ort, b *betriebsakte, out io.Writer) (err error) {
	if o.data == "" || p.Open == nil {
		return errors.New("say where the data are: -data")
	}
	if b.export != "" {
		return p.leave(ctx, o, b.export, out)
	}
	store, below, err := p.open(ctx, o, bausteine.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close(), below.Close()) }()
	keys, err := p.keysAt(o)
	if err != nil {
		return err
	}
	g := &Grundlage{Store: store, Now: time.Now, name: p.Name, keys: keys, heads: o.headsAt()}
	switch {
	case b.backup != "":
		return backup(ctx, store, b.backup, out)
	case b.restore != "":
		return restore(ctx, g, o, b.restore, out)
	case b.epoch != "":
		head, err := g.beginEpoch(ctx, b.epoch, nil)
		if err != nil {
			return err
		}
		tellEpoch(out, head)
		return nil
	default:
		return rotate(ctx, g, b.rotate, out)
	}
}

// leave writes what is one authority's own to a new file.
func (p Programm) leave(ctx context.Context, o *ort, what string, out io.Writer) (err error) {
	key, path, ok := strings.Cut(what, "=")
	if !ok || key == "" || path == "" {
		return errors.New("say the key of the authority and the file: -export 160530000=jena.zip")
	}
	a, err := p.start(ctx, o, "http://localhost")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if a.amt == nil {
		return errors.New("this program has no desk, and so no cases of authorities")
	}
	if _, known := a.amt.config.Behoerden[key]; !known {
		return fmt.Errorf("no authority has the key %q here", key)
	}
	cases := 0
	told := time.Now()
	err = writeNew(path, func(w io.Writer) error {
		return a.amt.Ausfuhr(ctx, key, w, func(n int) {
			if cases = n; time.Since(told) > time.Second {
				told = time.Now()
				fmt.Fprintf(out, "%d cases\n", n)
			}
		})
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d cases written to %s. Nothing was erased here.\n", cases, path)
	return nil
}

// backup writes a copy of all data to a new file. Keys are no part of it.
func backup(ctx context.Context, store *bausteine.Store, path string, out io.Writer) error {
	err := writeNew(path, func(w io.Writer) error { return store.Backup(ctx, w, progress(out)) })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Backup: %s\nIt holds personal data: keep it as the data are kept.\nThe keys are no part of it: keep a copy of them elsewhere, or whoever has both can sign as the authorities do.\n", path)
	return nil
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
func restore(ctx context.Context, g *Grundlage, o *ort, path string, out io.Writer) error {
	file, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer file.Close()
	erased, err := os.ReadFile(o.erased())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := g.keys.Signer(ctx, sitzungsschluessel); err != nil {
		return fmt.Errorf("the keys that belong to the backup are not there: put them at their place, see -keys: %w", err)
	}
	if err := g.Store.Restore(ctx, file, bytes.NewReader(erased), progress(out)); err != nil {
		return err
	}
	fmt.Fprintf(out, "Restored into %s.\nIf the log was longer than the backup, the program starts only after -epoch.\n", o.shown())
	return nil
}

// rotate changes the key of the log: the old one signs an act that names the new one. If
// it was stopped in between, it is simply run again.
func rotate(ctx context.Context, g *Grundlage, reason string, out io.Writer) error {
	keys, ok := g.keys.(bausteine.KeyFolder)
	if !ok {
		return errors.New("only keys in a folder are changed by this program")
	}
	next, err := keys.Next(ctx, protokoll)
	if err != nil {
		return err
	}
	head, err := g.beginEpoch(ctx, reason, next)
	if err != nil {
		return err
	}
	if err := keys.Rotate(ctx, protokoll); err != nil {
		return err
	}
	tellEpoch(out, head)
	return nil
}

func tellEpoch(out io.Writer, head auditlog.SignedHead) {
	if acts := head.Head().Epochs.All(); len(acts) > 0 {
		act := acts[len(acts)-1]
		fmt.Fprintf(out, "Epoch %d of the log since %s: %d of %d entries are kept. Every head says so from now on:\n%s\n",
			act.Number, act.Time.Format(time.RFC3339), act.Kept.Size, act.Last.Size, act.Reason)
	}
}

// progress tells how far long work is.
func progress(out io.Writer) bausteine.Progress {
	return func(done, total int64) {
		if total > 0 {
			fmt.Fprintf(out, "%d of %d rows\n", done, total)
		} else {
			fmt.Fprintf(out, "%d rows\n", done)
		}
	}
}

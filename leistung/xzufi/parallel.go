// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// Parallel reads one message with several goroutines: one cuts it where objects
// end, others read the pieces, and what they find comes in the order of the
// message. It gives what a [Reader] gives, errors included, but needs memory for
// some pieces at once. It serves one goroutine.
type Parallel struct {
	source  io.Reader
	limits  Limits
	workers int
	size    int // of a piece
	kopf    Kopf
	koepfe  int
}

// NewParallel returns a Parallel of the message. With fewer than one worker
// there are as many as the machine runs at once.
func NewParallel(r io.Reader, limits Limits, workers int) *Parallel {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	return &Parallel{source: r, limits: limits.withDefaults(), workers: workers, size: pieceSize}
}

// Kopf returns what stands at the top, complete once its place has been passed.
func (p *Parallel) Kopf() Kopf { return p.kopf }

// piece is a part of a message that is a message of its own.
type piece struct {
	doc   []byte
	line  int // lines of the message before it
	first bool
	err   error // why there is no doc
	done  chan found
}

// found is what a piece holds.
type found struct {
	transfers []Transfer
	kopf      Kopf
	koepfe    int
	err       error
}

// All iterates over the changes, once. After an error it ends. It returns only
// when its goroutines have ended, so a source that blocks holds it up.
func (p *Parallel) All() iter.Seq2[Transfer, error] {
	return func(yield func(Transfer, error) bool) {
		stop := make(chan struct{})
		ordered := make(chan *piece, p.workers)
		work := make(chan *piece)
		used := make(chan []byte, 2*p.workers) // buffers to use again
		room := func() []byte {
			select {
			case buffer := <-used:
				return buffer[:0]
			default:
				return nil
			}
		}
		var group sync.WaitGroup
		defer group.Wait()
		defer close(stop)
		group.Go(func() {
			defer close(ordered)
			defer close(work)
			cut(p.source, p.limits, p.size, room, func(next *piece) bool {
				next.done = make(chan found, 1)
				select {
				case ordered <- next:
				case <-stop:
					return false
				}
				if next.err != nil {
					next.done <- found{err: next.err}
					return false
				}
				select {
				case work <- next:
					return true
				case <-stop:
					return false
				}
			})
		})
		for range p.workers {
			group.Go(func() {
				for next := range work {
					next.done <- next.read(p.limits)
					select { // what was read holds nothing of it
					case used <- next.doc:
					default:
					}
				}
			})
		}
		p.hand(ordered, yield)
	}
}

// hand passes on what the pieces hold, in order.
func (p *Parallel) hand(ordered <-chan *piece, yield func(Transfer, error) bool) {
	for next := range ordered {
		f := <-next.done
		if next.first {
			p.kopf = f.kopf
		}
		p.kopf.merge(f.kopf)
		for _, t := range f.transfers {
			if !yield(t, nil) {
				return
			}
		}
		if p.koepfe += f.koepfe; f.err == nil && p.koepfe > 1 {
			f.err = fmt.Errorf("%w: a second nachrichtenkopf", ErrFormat)
		}
		if f.err != nil {
			yield(Transfer{}, f.err)
			return
		}
	}
	if p.koepfe == 0 {
		yield(Transfer{}, fmt.Errorf("%w: it has no nachrichtenkopf", ErrFormat))
	}
}

// merge takes over what a later piece knows of the top.
func (k *Kopf) merge(later Kopf) {
	for _, field := range []struct{ into, from *string }{
		{&k.NachrichtUUID, &later.NachrichtUUID},
		{&k.ErstelltZeit, &later.ErstelltZeit},
		{&k.TransaktionID, &later.TransaktionID},
		{&k.TransaktionPos, &later.TransaktionPos},
	} {
		if *field.from != "" {
			*field.into = *field.from
		}
	}
}

func (next *piece) read(limits Limits) (f found) {
	limits.Bytes = int64(len(next.doc))
	r := NewReader(bytes.NewReader(next.doc), limits)
	r.fragment = true
	for {
		t, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			f.err = next.place(err)
			break
		}
		f.transfers = append(f.transfers, t)
	}
	f.kopf, f.koepfe = r.kopf, r.koepfe
	return f
}

// place turns the line of a piece into that of the whole message.
func (next *piece) place(err error) error {
	placed, ok := errors.AsType[*xmlstream.Error](err)
	if !ok {
		return err
	}
	moved := *placed
	moved.Line += next.line
	return &moved
}

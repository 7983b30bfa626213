// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
)

// job is one write on its way through the writer. Either it appends, or it runs
// a function within the transaction.
type job struct {
	command Command
	commits []Commit
	size    int

	// run returns the verdict for the caller, and apart from it what failed in
	// the database. It may run again in another transaction.
	run func(ctx context.Context, session *session) (verdict, err error)

	state   atomic.Int32
	done    chan struct{}
	outcome Outcome
	first   Position // of the events of a replayed outcome
	last    Position
	err     error
}

const (
	jobWaiting int32 = iota
	jobTaken
	jobAbandoned
)

// batchBytes bounds the payloads of one transaction.
const batchBytes = 8 << 20

// submit hands a job to the writer and waits for its outcome. Once the writer
// has taken it, the context does not matter any more: the caller gets to know
// what happened.
func (s *SQL) submit(ctx context.Context, j *job) error {
	j.done = make(chan struct{})
	if err := s.enqueue(ctx, j); err != nil {
		return err
	}
	select {
	case <-j.done:
		return j.err
	case <-ctx.Done():
	}
	if j.state.CompareAndSwap(jobWaiting, jobAbandoned) {
		return ctx.Err()
	}
	<-j.done
	return j.err
}

func (s *SQL) enqueue(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return ErrClosed
	}
	select {
	case s.queue <- j:
		return nil
	default:
		return ErrBusy
	}
}

// writeLoop is the writer: the only goroutine that writes. It ends when the
// queue is closed and empty.
func (s *SQL) writeLoop(session *session) {
	defer close(s.done)
	w := &writer{store: s, session: session}
	for {
		jobs, more := s.collect()
		if len(jobs) > 0 {
			w.write(jobs)
			for _, j := range jobs {
				close(j.done)
			}
		}
		if !more {
			break
		}
	}
	if w.session != nil {
		_ = w.session.close()
	}
}

// collect waits for a job and takes with it what else is waiting.
func (s *SQL) collect() (jobs []*job, more bool) {
	size := 0
	take := func(j *job) {
		if j.state.CompareAndSwap(jobWaiting, jobTaken) {
			jobs = append(jobs, j)
			size += j.size
		}
	}
	j, ok := <-s.queue
	if !ok {
		return nil, false
	}
	take(j)
	// Those acknowledged just now may be about to write again: let them, and
	// share the transaction.
	runtime.Gosched()
	for len(jobs) < s.batch && size < batchBytes {
		select {
		case j, ok := <-s.queue:
			if !ok {
				return jobs, false
			}
			take(j)
		default:
			return jobs, true
		}
	}
	return jobs, true
}

// writer carries out jobs on its session, which it replaces when it is lost.
type writer struct {
	store   *SQL
	session *session
}

// write carries out the jobs in one transaction. Where a statement fails for
// its content, every job gets a transaction of its own, so that one bad job
// fails alone.
func (w *writer) write(jobs []*job) {
	// Not the context of a caller: the jobs belong to many. What bounds the
	// time is set on the connection.
	ctx := context.Background()
	err := w.transact(ctx, jobs)
	if err != nil && w.session == nil && !errors.Is(err, ErrUncertain) {
		err = w.transact(ctx, jobs) // the old connection may just have been stale
	}
	if err == nil {
		return
	}
	if len(jobs) == 1 || w.session == nil || w.store.engine.fault(err) != faultStatement {
		for _, j := range jobs {
			j.err = err
		}
		return
	}
	for _, j := range jobs {
		w.write([]*job{j})
	}
}

// transact carries out the jobs in one transaction. After an error nothing was
// written, unless it is ErrUncertain. A lost session is nil afterwards.
func (w *writer) transact(ctx context.Context, jobs []*job) error {
	if w.session == nil {
		session, err := openSession(ctx, w.store.db, w.store.engine)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBusy, err)
		}
		w.session = session
	}
	conn := w.session.conn
	if _, err := conn.ExecContext(ctx, w.store.engine.begin(w.store.namespace)); err != nil {
		return w.failed(ctx, "begin", err)
	}
	if err := w.apply(ctx, jobs); err != nil {
		return w.failed(ctx, "write", err)
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		w.lose()
		return fmt.Errorf("%w: %w", ErrUncertain, err)
	}
	return nil
}

// failed rolls back, and gives the session up if that is not possible or the
// failure was not one of the statement.
func (w *writer) failed(ctx context.Context, what string, err error) error {
	fault := w.store.engine.fault(err)
	if _, rollback := w.session.conn.ExecContext(ctx, "ROLLBACK"); rollback != nil || fault == faultLost {
		w.lose()
	}
	if fault == faultStatement {
		return fmt.Errorf("journal: %s: %w", what, err)
	}
	return fmt.Errorf("%w: %s: %w", ErrBusy, what, err)
}

func (w *writer) lose() {
	w.session.discard()
	w.session = nil
}

// apply writes what the jobs ask for.
func (w *writer) apply(ctx context.Context, jobs []*job) error {
	var appends []*job
	for _, j := range jobs {
		j.err = nil
		if j.run == nil {
			appends = append(appends, j)
		}
	}
	if len(appends) > 0 {
		if err := w.append(ctx, appends); err != nil {
			return err
		}
	}
	for _, j := range jobs {
		if j.run != nil {
			var err error
			if j.err, err = j.run(ctx, w.session); err != nil {
				return err
			}
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// job is one write. Either it appends, or it runs a function within the
// transaction or outside of it.
type job struct {
	steps    []step
	together bool // all steps or none, each after the other
	size     int

	// run returns the verdict for the caller, and apart from it what failed in
	// the database. It may run again in another transaction.
	run func(ctx context.Context, session *session) (verdict, err error)

	// stream is what run changes, where it is one that others may change, too.
	// alone: while it runs no other process writes anywhere.
	stream streamName
	alone  bool

	// outside runs before the transaction, which the job does not need.
	outside func(ctx context.Context, session *session) error

	state atomic.Int32
	lead  chan struct{} // closed when it is this job's turn to lead
	done  chan struct{} // closed when the outcome is there
	err   error
}

const (
	jobWaiting int32 = iota
	jobTaken
	jobAbandoned
)

// batchBytes bounds the payloads of one transaction.
const batchBytes = 8 << 20

// line is where jobs wait. There is no goroutine that writes: the caller at the
// head of the line leads, that is, writes its own job and all that wait behind
// it in one transaction, and hands over to the next. A caller on its own so
// writes at once, without a change of goroutine.
type line struct {
	mu      sync.Mutex
	waiting []*job
	limit   int
	leading bool // somebody leads
	closed  bool
	idle    chan struct{} // closed when the line is closed and nobody leads any more
}

// submit has a job written and waits for its outcome. Once it is being written,
// the context does not matter any more: the caller gets to know what happened.
func (s *SQL) submit(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	lead, err := s.line.join(j)
	if err != nil {
		return err
	}
	if !lead {
		select {
		case <-j.done:
			return j.err
		case <-j.lead:
		case <-ctx.Done():
			if j.state.CompareAndSwap(jobWaiting, jobAbandoned) {
				return ctx.Err()
			}
			select {
			case <-j.done:
				return j.err
			case <-j.lead:
			}
		}
	}
	s.lead(j) //nolint:contextcheck // what is written belongs to many callers
	return j.err
}

// join puts a job into the line and reports whether it must lead.
func (l *line) join(j *job) (lead bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return false, ErrClosed
	case !l.leading:
		l.leading = true
		j.state.Store(jobTaken)
		return true, nil
	case len(l.waiting) >= l.limit:
		return false, ErrBusy
	}
	j.lead, j.done = make(chan struct{}), make(chan struct{})
	l.waiting = append(l.waiting, j)
	return false, nil
}

// lead writes a job and those that wait, and hands over.
func (s *SQL) lead(j *job) {
	jobs := append([]*job{j}, s.line.take(s.batch-1, batchBytes-j.size)...)
	written := false
	defer func() {
		if !written { // a driver panicked: the caller shall see that, the others shall not wait for ever
			for _, j := range jobs {
				j.err = ErrUncertain
			}
			s.writer.lose()
		}
		for _, other := range jobs[1:] {
			close(other.done)
		}
		if len(jobs) > 1 {
			// Those just acknowledged may be about to write again: let them
			// join, and share the next transaction.
			runtime.Gosched()
		}
		s.line.handOver()
	}()
	s.writer.write(jobs)
	written = true
}

// take takes jobs from the head of the line.
func (l *line) take(count, bytes int) []*job {
	l.mu.Lock()
	defer l.mu.Unlock()
	var taken []*job
	n := 0
	for ; n < len(l.waiting) && len(taken) < count && bytes > 0; n++ {
		if j := l.waiting[n]; j.state.CompareAndSwap(jobWaiting, jobTaken) {
			taken = append(taken, j)
			bytes -= j.size
		}
	}
	l.waiting = slices.Delete(l.waiting, 0, n)
	return taken
}

// handOver lets the head of the line lead.
func (l *line) handOver() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for n, j := range l.waiting {
		if j.state.CompareAndSwap(jobWaiting, jobTaken) {
			l.waiting = slices.Delete(l.waiting, 0, n+1)
			close(j.lead)
			return
		}
	}
	l.waiting = nil
	l.leading = false
	if l.closed {
		close(l.idle)
	}
}

// close refuses further jobs and waits until those in the line are written.
func (l *line) close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		if !l.leading {
			close(l.idle)
		}
	}
	l.mu.Unlock()
	<-l.idle
}

// writer carries out jobs on its session, which it replaces when it is lost. It
// belongs to whoever leads.
type writer struct {
	store   *SQL
	session *session
	book    ledger // of the transaction that runs
}

// write carries out the jobs in one transaction. Where a statement fails for
// its content, every job gets a transaction of its own, so that one bad job
// fails alone.
func (w *writer) write(jobs []*job) {
	// Not the context of a caller: the jobs belong to many. What bounds the
	// time is set on the connection.
	ctx := context.Background()
	if jobs = w.outside(ctx, jobs); len(jobs) == 0 {
		return
	}
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

// outside carries out the jobs that want no transaction and returns the others.
func (w *writer) outside(ctx context.Context, jobs []*job) []*job {
	if !slices.ContainsFunc(jobs, func(j *job) bool { return j.outside != nil }) {
		return jobs
	}
	var rest []*job
	for _, j := range jobs {
		if j.outside == nil {
			rest = append(rest, j)
		} else if j.err = w.connect(ctx); j.err == nil {
			j.err = j.outside(ctx, w.session)
		}
	}
	return rest
}

// connect makes sure that there is a session.
func (w *writer) connect(ctx context.Context) error {
	if w.session != nil {
		return nil
	}
	session, err := openSession(ctx, w.store.db, w.store.engine)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	w.session = session
	return nil
}

// transact carries out the jobs in one transaction. After an error nothing was
// written, unless it is ErrUncertain. A lost session is nil afterwards.
func (w *writer) transact(ctx context.Context, jobs []*job) error {
	if err := w.connect(ctx); err != nil {
		return err
	}
	control, all := w.store.engine.control, w.store.statements
	if err := w.store.engine.begin(ctx, w.session, w.store.namespace, jobs); err != nil {
		return w.failed(ctx, "begin", err)
	}
	if err := w.present(ctx); err != nil {
		return w.failed(ctx, "look at the schema", err)
	}
	if err := w.apply(ctx, jobs); err != nil {
		return w.failed(ctx, "write", err)
	}
	if err := control(ctx, w.session, &all.commit); err != nil {
		w.lose()
		return fmt.Errorf("%w: %w", ErrUncertain, err)
	}
	w.store.knows(w.book.position)
	w.store.count("store.transactions", 1)
	return nil
}

// present makes sure that the tables are still those this program knows: a newer
// one may have changed them while this one runs.
func (w *writer) present(ctx context.Context) error {
	newest := 0
	err := w.session.find(ctx, &w.store.statements.schema, nil, func(rows *sql.Rows) error { return rows.Scan(&newest) })
	if err == nil && newest != w.store.schema {
		err = ErrOutdated
	}
	return err
}

// failed rolls back, and gives the session up if that is not possible or the
// failure was not one of the statement.
func (w *writer) failed(ctx context.Context, what string, err error) error {
	fault := w.store.engine.fault(err)
	rollback := w.store.engine.control(ctx, w.session, &w.store.statements.rollback)
	if rollback != nil || fault == faultLost {
		w.lose()
	}
	if errors.Is(err, ErrOutdated) {
		return err
	}
	if fault == faultStatement {
		return fmt.Errorf("journal: %s: %w", what, err)
	}
	return fmt.Errorf("%w: %s: %w", ErrBusy, what, err)
}

func (w *writer) lose() {
	if w.session != nil {
		w.session.discard()
		w.session = nil
	}
}

// apply writes what the jobs ask for.
func (w *writer) apply(ctx context.Context, jobs []*job) error {
	var appends []*job
	for _, j := range jobs {
		j.err = nil
		if j.steps != nil {
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

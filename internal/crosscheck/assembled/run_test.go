// SPDX-License-Identifier: Apache-2.0

package assembled_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/crosscheck/crash"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// tally counts what was tried.
type tally struct {
	steps, crashes, powerFailures, unanswered int
	points                                    map[string]bool
}

func (t *tally) add(one tally) {
	t.steps += one.steps
	t.crashes += one.crashes
	t.powerFailures += one.powerFailures
	t.unanswered += one.unanswered
	maps.Copy(t.points, one.points)
}

// simulation is one person's way through the service, in a process that dies.
type simulation struct {
	*person

	w     *world
	p     *process
	acked []step
	seen  []auditlog.Head
	tally tally
}

// simulate runs one seed. An error tells what was lost, doubled, torn apart, or left over.
func simulate(seed uint64, f fault, machine func() (*crash.Machine, error)) (tally, error) {
	w, err := newWorld(seed, f, machine)
	if err != nil {
		return tally{}, err
	}
	s := &simulation{
		w: w, tally: tally{points: map[string]bool{}},
		person: &person{w: w, file: uuid.Must(uuid.NewV7()), retrieval: uuid.Must(uuid.NewV7()), forms: map[string]uint64{}},
	}
	defer func() {
		if s.p != nil {
			s.p.close()
		}
	}()
	for _, step := range s.steps() {
		if err := s.take(step); err != nil {
			return s.tally, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return s.tally, s.finish()
}

// take does a step until it was answered.
func (s *simulation) take(step step) error {
	const tries = 40
	var last error
	for try := range tries {
		s.w.now = s.w.now.Add(time.Duration(s.w.random.IntN(60)) * time.Second)
		if err := s.running(s.w.random.IntN(3) == 0); err != nil {
			return err
		}
		if s.p == nil {
			continue
		}
		if s.w.random.IntN(2) == 0 {
			s.p.PlanCrash(1+s.w.random.IntN(14), crash.Moment(s.w.random.IntN(3)), s.w.random.IntN(2) == 0)
		}
		s.tally.steps++
		last = step.do(s.p.Life(), s.p)
		answered := last == nil && !s.p.Dead()
		if answered && s.w.random.IntN(2) == 0 {
			if last = s.publish(); errors.As(last, new(wrongError)) {
				return last
			}
		}
		if s.p.Dead() {
			if err := s.crashed(answered, step); err != nil {
				return err
			}
			continue
		}
		if last == nil {
			s.p.PlanCrash(0, crash.Before, false)
			s.acked = append(s.acked, step)
			return s.check()
		}
		s.tally.unanswered++
		s.w.now = s.w.now.Add(time.Minute << (try / 5)) // whoever died is no longer waited for, and what failed waits longer each time
	}
	return fmt.Errorf("not done after %d tries: %w", tries, last)
}

// running starts the service if it is not running; that may be interrupted, too.
func (s *simulation) running(mayCrash bool) error {
	if s.p != nil {
		return nil
	}
	p, err := s.w.start(func(p *crash.Process) {
		if mayCrash {
			p.PlanCrash(1+s.w.random.IntN(20), crash.Moment(s.w.random.IntN(3)), s.w.random.IntN(2) == 0)
		}
	})
	s.p = p
	switch {
	case err == nil:
		return nil
	case p.Dead():
		return s.bury()
	default:
		return fmt.Errorf("start: %w", err)
	}
}

func (s *simulation) bury() error {
	p := s.p
	s.p = nil
	s.tally.crashes++
	if p.Power() {
		s.tally.powerFailures++
	}
	s.tally.points[p.Point()] = true
	p.Kill()
	p.close()
	s.w.machine.Settle()
	return p.Broken()
}

// crashed looks at what a process left. A step that was acknowledged before is there.
func (s *simulation) crashed(acknowledged bool, step step) error {
	point := s.p.Point()
	if err := s.bury(); err != nil {
		return err
	}
	if err := s.running(false); err != nil {
		return fmt.Errorf("after a crash %s: %w", point, err)
	}
	if acknowledged {
		s.acked = append(s.acked, step)
	}
	if err := s.check(); err != nil {
		return fmt.Errorf("after a crash %s: %w", point, err)
	}
	if acknowledged { // the step is done again all the same: its answer got lost on the way
		s.acked = s.acked[:len(s.acked)-1]
	}
	return nil
}

// publish signs a head; once that is acknowledged, whoever is outside has it.
func (s *simulation) publish() error {
	ctx := s.p.Life()
	head, err := s.p.log.Publish(ctx)
	if err != nil || s.p.Dead() {
		return err
	}
	return s.published(ctx, head)
}

func (s *simulation) published(ctx context.Context, head auditlog.SignedHead) error {
	s.seen = append(s.seen, head.Head())
	note, err := s.w.head.Last(ctx)
	if err != nil {
		return err
	}
	kept, err := auditlog.OpenHead(note, s.p.log.Verifier())
	if err != nil || kept.Head().Size < head.Head().Size {
		return wrongError{fmt.Sprintf("a head over %d entries was published and nobody outside has it", head.Head().Size)}
	}
	return nil
}

// wrongError is a finding that no repetition mends.
type wrongError struct{ what string }

func (e wrongError) Error() string { return e.what }

// check holds what the store says against what was promised.
func (s *simulation) check() error {
	ctx := context.Background()
	if s.antrag == uuid.Nil {
		return nil
	}
	for _, step := range s.acked {
		done, err := step.done(ctx, s.p)
		if err != nil || !done {
			return fmt.Errorf("%q was acknowledged and is lost: %w", step.name, err)
		}
	}
	a, err := s.p.antraege.Load(ctx, s.antrag)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.onlyTogether(ctx, a); err != nil {
		return err
	}
	if strings.Contains(string(a.Angaben()), markName) {
		return s.without(markReplaced)
	}
	return nil
}

// onlyTogether checks what is one commit.
func (s *simulation) onlyTogether(ctx context.Context, a antrag.Antrag) error {
	r, err := s.p.broker.Retrieval(ctx, s.retrieval)
	if err != nil && !errors.Is(err, onceonly.ErrNotFound) {
		return err
	}
	accepted, taken := err == nil && r.State == onceonly.RetrievalDelivered, strings.Contains(string(a.Angaben()), noted)
	if accepted != taken {
		return fmt.Errorf("evidence accepted: %t, and in the draft: %t", accepted, taken)
	}
	if s.payment == uuid.Nil {
		return nil
	}
	tx, err := s.p.cash.Load(ctx, s.payment)
	if err != nil && !errors.Is(err, payment.ErrNotFound) {
		return err
	}
	paid, submitted := err == nil && tx.State().HasMoney(), a.Status() != antrag.StatusEntwurf
	if paid != submitted {
		return fmt.Errorf("paid: %t, and submitted: %t", paid, submitted)
	}
	return nil
}

// without searches all tables for a mark.
func (s *simulation) without(mark string) error {
	rows, err := s.p.db.Query("SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil {
		return err
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		tables = append(tables, name)
	}
	for _, table := range tables {
		found, err := s.holds(table, mark)
		if err != nil {
			return err
		}
		if found {
			return fmt.Errorf("the table %s still holds %s", table, mark)
		}
	}
	return rows.Err()
}

func (s *simulation) holds(table, mark string) (bool, error) {
	rows, err := s.p.db.Query("SELECT * FROM " + table)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return false, err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new([]byte)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return false, err
		}
		for _, value := range values {
			if bytes.Contains(*value.(*[]byte), []byte(mark)) {
				return true, nil
			}
		}
	}
	return false, rows.Err()
}

// finish counts, and then lets the time pass until nothing may be left.
func (s *simulation) finish() error {
	ctx := context.Background()
	if err := s.running(false); err != nil {
		return err
	}
	if err := s.count(ctx); err != nil {
		return err
	}
	for _, months := range []int{2, 2, 13, 13, 36, 120} {
		s.w.now = s.w.now.AddDate(0, months, 0)
		if _, err := paymenttest.Work(ctx, s.p.store); err != nil {
			return fmt.Errorf("work: %w", err)
		}
		if _, err := s.p.store.Sweep(ctx); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
	}
	core, err := grund.Of(s.p.store)
	if err != nil {
		return err
	}
	if clean, err := core.Forget(ctx); err != nil || !clean {
		return fmt.Errorf("the files are not clean: %t %w", clean, err)
	}
	return s.filesWithout(markReplaced, markName, markFile, markPayer)
}

// filesWithout searches the raw files, while the store is open.
func (s *simulation) filesWithout(marks ...string) error {
	files, err := filepath.Glob(s.w.machine.File() + "*")
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no files: %w", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, mark := range marks {
			if n := bytes.Count(content, []byte(mark)); n > 0 {
				return fmt.Errorf("%s is left %d times in %s", mark, n, filepath.Base(file))
			}
		}
	}
	return nil
}

// count says that everything that was asked for happened once.
func (s *simulation) count(ctx context.Context) error {
	n, err := s.p.antraege.Count(ctx, antrag.Query{})
	if err != nil || n != 1 {
		return fmt.Errorf("%d applications instead of one: %w", n, err)
	}
	if len(s.w.delivery) != 1 {
		return fmt.Errorf("%d deliveries instead of one", len(s.w.delivery))
	}
	if got := len(s.w.cash.Payments()); got != 1 || len(s.w.cash.Statement()) != 1 {
		return fmt.Errorf("%d payments and %d entries at the bank instead of one", got, len(s.w.cash.Statement()))
	}
	files := 0
	for _, err := range s.p.antraege.Unterlagen(ctx, s.antrag) {
		if err != nil {
			return err
		}
		files++
	}
	consent, err := s.p.broker.Consent(ctx, s.consent.ID())
	if err != nil || files != 1 || consent.Uses() != 1 {
		return fmt.Errorf("%d files and %d uses of the consent instead of one: %w", files, consent.Uses(), err)
	}
	head, err := s.p.log.Publish(ctx)
	if err != nil {
		return err
	}
	if err := s.published(ctx, head); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := s.p.log.Export(ctx, &file); err != nil {
		return err
	}
	report, err := auditlog.VerifyExport(&file, s.p.log.Verifier(), s.seen...)
	if err != nil {
		return fmt.Errorf("the log does not continue what was seen of it: %w", err)
	}
	const entries = 4 // given, asked, previewed, handed over: at least these
	if report.Entries < entries {
		return fmt.Errorf("%d entries in the log", report.Entries)
	}
	return nil
}

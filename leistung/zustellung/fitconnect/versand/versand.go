// SPDX-License-Identifier: Apache-2.0

// Package versand delivers over FIT-Connect and keeps how far it is on the store of
// the process:
//
//	client, err := fitconnect.NewClient(fitconnect.Config{…})
//	zusteller, err := versand.New(store, client, route, versand.Config{})
//	err = zusteller.Deliver(ctx, sendung)
//
// Deliver goes on after a crash or a lost answer where it was; the authority gets one
// submission. What is needed for that is erased with the delivery's deadline, its
// keys as soon as the delivery service has everything. While the store runs
// ([bausteine.Store.Run]), the delivery service is asked now and then what became of
// each delivery, and Config.Outcome is told.
package versand

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// Route turns a delivery into a submission: where to, under which service and schema,
// with which metadata. Data and attachments are put in by [Versand]; of the
// attachments only Purpose, Description and Signature are taken, where there are any.
//
// The destination comes from the routing service of FIT-Connect: ask package
// leistung/zustaendigkeit/routing and take its answer by [fitconnect.Client.FromRoute].
type Route func(ctx context.Context, sendung zustellung.Sendung) (fitconnect.Application, error)

// Config of a [Versand]. The zero Config is safe.
type Config struct {
	// Keep is how long it is remembered what became of a delivery. Default: 90 days;
	// less than the 14 days after which the service rejects what nobody fetched is
	// refused.
	Keep bausteine.Period
	// Norm is what Keep rests on; zero: the decision of the authority.
	Norm recht.Norm
	// Outcome is told what became of a delivery, accepted or rejected, before that is
	// kept: again, where it returned an error or the process ended meanwhile. Of what
	// was rejected somebody has to tell the applicant. Nil: nobody is told.
	Outcome func(ctx context.Context, antrag uuid.UUID, stand zustellung.Stand) error
	// Every is how often deliveries without an outcome are asked about. Default: six
	// hours.
	Every time.Duration
}

// Versand is a [zustellung.Zusteller] over FIT-Connect. It may be used from any number
// of goroutines and processes; two that deliver one Sendung at once hinder one another
// and do no harm.
type Versand struct {
	core    *grund.Core
	client  *fitconnect.Client
	route   Route
	outcome func(ctx context.Context, antrag uuid.UUID, stand zustellung.Stand) error
	every   time.Duration
	asked   atomic.Int64 // when all were asked about, in nanoseconds of the store's clock
}

const kind = "fitconnect/versand"

// akte is what is stored of a delivery, as replaceable state.
type akte struct {
	Antrag   uuid.UUID           `json:"antrag"`
	Inhalt   string              `json:"inhalt"` // fingerprint of everything but the attachments
	Progress fitconnect.Progress `json:"progress"`
	Stand    zustellung.Stand    `json:"stand"`

	stored zustellung.Status // as the store has it
}

// New returns a Zusteller on a store. A store takes one.
func New(store *bausteine.Store, client *fitconnect.Client, route Route, config Config) (*Versand, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if client == nil || route == nil {
		return nil, errors.New("versand: no client or no route")
	}
	if config.Keep == (bausteine.Period{}) {
		config.Keep = bausteine.Period{Days: 90}
	}
	if from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); grund.Period(config.Keep).End(from).Before(from.AddDate(0, 0, 15)) {
		return nil, errors.New("versand: less than 15 days are too short to hear of a rejection")
	}
	states := []zustellung.Status{zustellung.StatusAngekuendigt, zustellung.StatusUebergeben, zustellung.StatusAngenommen, zustellung.StatusZurueckgewiesen}
	k := grund.Kind{Name: kind}
	for _, s := range states {
		k.States = append(k.States, string(s))
		k.Keep = append(k.Keep, grund.Keep{State: string(s), What: "how far a delivery is", For: grund.Period(config.Keep), Norm: config.Norm})
	}
	v := &Versand{core: core, client: client, route: route, outcome: config.Outcome, every: config.Every}
	if v.every <= 0 {
		v.every = 6 * time.Hour
	}
	if err := core.Register(grund.Block{Name: kind, Kinds: []grund.Kind{k}, Tick: v.tick}); err != nil {
		return nil, fmt.Errorf("versand: %w", err)
	}
	return v, nil
}

// tick asks about what is open, when it is time for that. One that cannot be asked
// about now hides no other.
func (v *Versand) tick(ctx context.Context) error {
	now := v.core.Now()
	if since := now.Sub(time.Unix(0, v.asked.Load())); since >= 0 && since < v.every {
		return nil
	}
	v.asked.Store(now.UnixNano())
	var faults []error
	for open, err := range v.Open(ctx) {
		if err == nil {
			_, err = v.Watch(ctx, open.Antrag, open.ID)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && len(faults) < maxFaults && !errors.Is(err, bausteine.ErrConflict) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// maxFaults bounds what one round tells.
const maxFaults = 5

// inhalt is a fingerprint of a delivery.
func inhalt(s zustellung.Sendung) string {
	h := sha256.New()
	for _, text := range []string{s.ID.String(), s.Antrag.String(), s.Leistung.String(), s.Behoerde, s.Medientyp, string(s.Daten)} {
		fmt.Fprintf(h, "%d:", len(text))
		_, _ = h.Write([]byte(text))
	}
	for _, a := range s.Anlagen {
		fmt.Fprintf(h, "%s %q %q", a.ID, a.Name, a.Medientyp)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Deliver implements [zustellung.Zusteller]. It returns nil when the log of the
// delivery service has confirmed that everything arrived there as it was.
func (v *Versand) Deliver(ctx context.Context, s zustellung.Sendung) error {
	if err := s.Check(); err != nil {
		return err
	}
	const tries = 2 * (zustellung.MaxAnlagen + 4) // each means that somebody else came a step further
	for range tries {
		if err := v.deliver(ctx, s); !errors.Is(err, bausteine.ErrConflict) {
			return err
		}
	}
	return bausteine.ErrConflict
}

func (v *Versand) deliver(ctx context.Context, s zustellung.Sendung) error {
	a, version, err := v.load(ctx, s.ID)
	if errors.Is(err, bausteine.ErrNotFound) {
		a, err = akte{Antrag: s.Antrag, Inhalt: inhalt(s)}, nil
	}
	if err != nil {
		return err
	}
	if a.Antrag != s.Antrag || a.Inhalt != inhalt(s) {
		return zustellung.ErrAndererInhalt
	}
	application, err := v.application(ctx, s)
	if err != nil {
		return err
	}
	err = v.client.Send(ctx, application, &a.Progress, func(ctx context.Context, p *fitconnect.Progress) error {
		a.Stand = v.stand(a.Stand, p)
		if p.Done() {
			p.Forget()
		}
		version, err = v.save(ctx, s.ID, version, &a)
		return err
	})
	problem, refused := errors.AsType[*fitconnect.ProblemError](err)
	switch {
	case errors.Is(err, fitconnect.ErrChanged):
		return zustellung.ErrAndererInhalt
	case refused && problem.Permanent():
		return fmt.Errorf("%w: %w", zustellung.ErrAbgelehnt, err)
	}
	return err
}

// application puts data and attachments into what the route says.
func (v *Versand) application(ctx context.Context, s zustellung.Sendung) (fitconnect.Application, error) {
	application, err := v.route(ctx, s)
	if err != nil {
		return application, err
	}
	described := application.Attachments
	application.Data, application.Attachments = s.Daten, nil
	if application.Schema.MimeType == "" {
		application.Schema.MimeType = s.Medientyp
	}
	for i, a := range s.Anlagen {
		f := fitconnect.Attachment{Purpose: fitconnect.PurposeAttachment}
		if i < len(described) {
			f = described[i]
		}
		f.Filename, f.MimeType, f.Load = a.Name, a.Medientyp, a.Load
		application.Attachments = append(application.Attachments, f)
	}
	return application, nil
}

// stand is what progress means for the one who delivers.
func (v *Versand) stand(before zustellung.Stand, p *fitconnect.Progress) zustellung.Stand {
	status := zustellung.StatusAngekuendigt
	switch {
	case p.Outcome == fitconnect.StatusAccepted:
		status = zustellung.StatusAngenommen
	case p.Outcome == fitconnect.StatusRejected:
		status = zustellung.StatusZurueckgewiesen
	case p.Submitted:
		status = zustellung.StatusUebergeben
	}
	if before.Status != status {
		return zustellung.Stand{Status: status, Seit: v.core.Now()}
	}
	return before
}

// Watch implements [zustellung.Zusteller]: it asks the delivery service, until there
// is an outcome.
func (v *Versand) Watch(ctx context.Context, antrag, id uuid.UUID) (zustellung.Stand, error) {
	a, version, err := v.load(ctx, id)
	if errors.Is(err, bausteine.ErrNotFound) || err == nil && a.Antrag != antrag {
		return zustellung.Stand{}, zustellung.ErrUnbekannt
	}
	if err != nil || a.Stand.Status.Final() || !a.Progress.Submitting {
		return a.Stand, err
	}
	seen := a.Progress.Seen
	log, err := v.client.Watch(ctx, &a.Progress)
	if err != nil {
		return zustellung.Stand{}, err
	}
	before := a.Stand
	a.Stand = v.stand(a.Stand, &a.Progress)
	if a.Stand.Status != before.Status {
		for _, e := range log.Events {
			if s := fitconnect.StatusOf(e.Kind); s != "" && s == a.Progress.Outcome {
				a.Stand.Seit = e.Time
			}
		}
		for _, p := range log.Problems {
			a.Stand.Gruende = append(a.Stand.Gruende, p.Type)
		}
	}
	if v.outcome != nil && a.Stand.Status.Final() {
		if err := v.outcome(ctx, a.Antrag, a.Stand); err != nil {
			return zustellung.Stand{}, err
		}
	}
	if a.Progress.Seen != seen || a.Stand.Status != before.Status {
		_, err = v.save(ctx, id, version, &a)
	}
	return a.Stand, err
}

// Offen is a delivery without an outcome.
type Offen struct{ Antrag, ID uuid.UUID }

// Open are the deliveries without an outcome. What nobody fetches is rejected after
// 14 days.
func (v *Versand) Open(ctx context.Context) iter.Seq2[Offen, error] {
	return func(yield func(Offen, error) bool) {
		for _, status := range []zustellung.Status{zustellung.StatusAngekuendigt, zustellung.StatusUebergeben} {
			for head, err := range v.core.List(ctx, journal.Query{Kind: kind, State: string(status)}) {
				var a akte
				if err == nil {
					a, _, err = v.load(ctx, head.Stream)
				}
				if errors.Is(err, bausteine.ErrNotFound) {
					continue // erased meanwhile
				}
				if !yield(Offen{a.Antrag, head.Stream}, err) {
					return
				}
			}
		}
	}
}

// Erase forgets a delivery, as when its application is erased. Its id must not come
// again.
func (v *Versand) Erase(ctx context.Context, id uuid.UUID) error {
	if err := v.core.Erase(ctx, kind, id); err != nil && !errors.Is(err, bausteine.ErrNotFound) {
		return fmt.Errorf("versand: erase: %w", err)
	}
	return nil
}

func (v *Versand) load(ctx context.Context, id uuid.UUID) (akte, uint64, error) {
	head, _, err := v.core.Load(ctx, kind, id, 0)
	if err != nil {
		return akte{}, 0, fmt.Errorf("versand: load: %w", err)
	}
	if !head.Erased.IsZero() || head.Draft == nil {
		return akte{}, 0, zustellung.ErrAndererInhalt // the id had its delivery
	}
	var a akte
	if err := json.Unmarshal(head.Draft, &a); err != nil {
		return akte{}, 0, fmt.Errorf("%w: a delivery", bausteine.ErrDamaged)
	}
	a.stored = zustellung.Status(head.State)
	return a, head.Version, nil
}

func (v *Versand) save(ctx context.Context, id uuid.UUID, version uint64, a *akte) (uint64, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return version, fmt.Errorf("versand: encode: %w", err)
	}
	commit := journal.Commit{Kind: kind, Stream: id, Expected: version, State: string(a.Stand.Status), Draft: text}
	if a.stored != a.Stand.Status {
		commit.Events = []journal.Event{{Type: string(a.Stand.Status)}}
	}
	if _, err := v.core.Append(ctx, journal.Command{}, commit); err != nil {
		return version, fmt.Errorf("versand: store: %w", err)
	}
	a.stored = a.Stand.Status
	return commit.Version(), nil
}

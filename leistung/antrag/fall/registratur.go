// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/internal/beilage"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Config of a [Registratur]. The zero Config is safe.
type Config struct {
	// Vollstaendig says whether nothing hinders what a role has stated, by name of the
	// procedure; it gets the parts that the role sees. Nil, or without an entry:
	// whatever the role writes is there.
	Vollstaendig map[string]func(rolle verfahren.Rolle, teile Teile) bool
	// Eingang makes of what was drafted what is handed in, by name of the procedure, in
	// the step that does: it gets all parts, and what it leaves out is gone. Nil, or
	// without an entry: it stays as it is.
	Eingang map[string]func(teile Teile) (Teile, error)
	// Wirkungen is what follows from an act outside; see [Wirkung].
	Wirkungen map[verfahren.Akt]Wirkung
	// Nummer is the number of a case that people know it by; cases are found by it at
	// their authority. Nil: they are not.
	Nummer func(id uuid.UUID) string
	// Merkmale are words by which cases are found at their authority: what they say of a
	// case changes with its events alone. Nil: there are none.
	Merkmale func(f Fall) []string
	// Verzeichnis names what Merkmale says. A program with another name than the one
	// before goes once through all cases, so that they are found by its words; it does so
	// while it runs.
	Verzeichnis string
	// Ziehen draws a number from 0 to n-1, for samples. Nil: by crypto/rand.
	Ziehen func(n int) int
	// NewID gives the ids of new cases; nil is [uuid.NewV7].
	NewID func() (uuid.UUID, error)
}

// Wirkung does something outside because of an act. It may be called more than once
// for the same act, and hands Auftrag.ID on to the receiver as idempotency key. The
// text of its error is kept and must not hold personal data.
type Wirkung func(ctx context.Context, auftrag Auftrag) error

// Auftrag is one Wirkung to be carried out.
type Auftrag struct {
	ID      uuid.UUID // the same however often it is tried
	Fall    uuid.UUID
	Akt     verfahren.Akt
	Version uint64 // of the case after what was written with the act
}

// Registratur keeps cases in a store.
type Registratur struct {
	core       *grund.Core
	faelle     *grund.Aggregate[Fall]
	unterlagen *beilage.Keeper
	kalender   frist.Kalender
	tabellen   map[string]*verfahren.Tabelle // by Name/Fassung
	neueste    map[string]*verfahren.Tabelle // by Name
	effects    map[string]grund.Effect       // of its kind; the store looks when it runs
	config     Config
}

// The kinds of streams.
const (
	kindFall      = "fall"
	kindTeil      = "fall/teil"
	kindProtokoll = "fall/protokoll"
	kindTabelle   = "fall/tabelle"

	vorhanden   = "vorhanden"
	commandKind = "fall"
)

// NewRegistratur returns the registry on a store, with the tables under which new
// cases begin: one for each Name. Tables of before are taken from the store, for the
// cases that began under them. The calendar is that of the authority's place.
//
// Errors: [ErrGeaendert], [ErrInvalid], those of package bausteine.
func NewRegistratur(ctx context.Context, store *bausteine.Store, k frist.Kalender, tabellen []*verfahren.Tabelle, config Config) (*Registratur, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, fmt.Errorf("fall: %w", err)
	}
	if config.NewID == nil {
		config.NewID = uuid.NewV7
	}
	if config.Ziehen == nil {
		config.Ziehen = ziehen
	}
	r := &Registratur{
		core: core, kalender: k, config: config, tabellen: map[string]*verfahren.Tabelle{}, neueste: map[string]*verfahren.Tabelle{}, effects: map[string]grund.Effect{},
	}
	r.config.Wirkungen = map[verfahren.Akt]Wirkung{}
	for akt, do := range config.Wirkungen {
		r.After(akt, do)
	}
	if err := r.stored(ctx); err != nil {
		return nil, err
	}
	var fresh []*verfahren.Tabelle
	for _, t := range tabellen {
		v := t.Verfahren()
		if r.neueste[v.Name] != nil {
			return nil, fmt.Errorf("%w: two tables of %s", ErrInvalid, v.Name)
		}
		if known := r.tabellen[v.String()]; known != nil && known.Digest() != t.Digest() {
			return nil, fmt.Errorf("%w: %s", ErrGeaendert, v)
		} else if known == nil {
			fresh = append(fresh, t)
		}
		r.tabellen[v.String()], r.neueste[v.Name] = t, t
	}
	if len(tabellen) == 0 {
		return nil, fmt.Errorf("%w: no table", ErrInvalid)
	}
	r.faelle = grund.NewAggregate(core, kindFall, r.fold, draft)
	r.unterlagen = beilage.New(core, kindUnterlage, keyFall, r.da)
	if err := core.Register(r.block()); err != nil {
		return nil, fmt.Errorf("fall: %w", err)
	}
	for _, t := range fresh {
		if err := r.keep(ctx, t); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// After adds what follows from an act, behind what follows already: either may be done
// again where the other failed. It is for parts of a program that are made after their
// registry, and is called before the store runs.
func (r *Registratur) After(akt verfahren.Akt, do Wirkung) {
	if first := r.config.Wirkungen[akt]; first != nil {
		then := do
		do = func(ctx context.Context, auftrag Auftrag) error {
			if err := first(ctx, auftrag); err != nil {
				return err
			}
			return then(ctx, auftrag)
		}
	}
	r.config.Wirkungen[akt] = do
	r.effects[string(akt)] = grund.Effect{Do: func(ctx context.Context, leased journal.Leased) ([]byte, error) {
		return nil, do(ctx, Auftrag{leased.Ref.ID(), leased.Ref.Stream, akt, leased.Ref.Version})
	}}
}

// Tabelle returns the one under which new cases of a procedure begin, or nil.
func (r *Registratur) Tabelle(name string) *verfahren.Tabelle { return r.neueste[name] }

func ziehen(n int) int {
	drawn, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		return 0 // without chance everybody is looked at
	}
	return int(drawn.Int64())
}

// stored reads the tables of before.
func (r *Registratur) stored(ctx context.Context) error {
	for head, err := range r.core.List(ctx, journal.Query{Kind: kindTabelle}) {
		if err != nil {
			return fmt.Errorf("fall: read tables: %w", err)
		}
		_, events, err := r.core.Load(ctx, kindTabelle, head.Stream, 0)
		if err != nil {
			return fmt.Errorf("fall: read tables: %w", err)
		}
		var v verfahren.Verfahren
		if err := json.Unmarshal(events[0].Data, &v); err != nil {
			return fmt.Errorf("fall: read tables: %w", err)
		}
		t, err := verfahren.New(v)
		if err != nil {
			return fmt.Errorf("fall: a stored table: %w", err)
		}
		r.tabellen[v.String()] = t
	}
	return nil
}

// keep stores a table, so that cases that begin under it keep it.
func (r *Registratur) keep(ctx context.Context, t *verfahren.Tabelle) error {
	v := t.Verfahren()
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("fall: %s: %w", v, err)
	}
	_, err = r.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: kindTabelle, Stream: uuid.NewSHA1(uuid.NameSpaceURL, []byte(v.String())), State: vorhanden,
		Events: []journal.Event{{Type: "angelegt", Data: text}},
	})
	if errors.Is(err, journal.ErrConflict) { // another process was faster: it must be the same
		before := r.tabellen[v.String()]
		if err := r.stored(ctx); err != nil {
			return err
		}
		if r.tabellen[v.String()].Digest() != before.Digest() {
			return fmt.Errorf("%w: %s", ErrGeaendert, v)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("fall: keep %s: %w", v, err)
	}
	return nil
}

// block says what the store is to know: every state of every table with its period.
func (r *Registratur) block() grund.Block {
	kind := grund.Kind{
		Name: kindFall, Due: r.due, Deadline: func(head journal.Head) time.Time { return head.Due }, Effects: r.effects,
		Index: verzeichnis + "/" + r.config.Verzeichnis, Reindex: r.reindex,
	}
	for name, t := range r.tabellen {
		for _, z := range t.Zustaende() {
			if z == verfahren.ZustandNeu {
				continue
			}
			state := state(name, z)
			kind.States, kind.Keep = append(kind.States, state), append(kind.Keep, keepOf(t, state, z))
		}
	}
	with := func(name, what string) grund.Kind {
		return grund.Kind{
			Name: name, States: []string{vorhanden}, Due: r.nachschau,
			Keep: []grund.Keep{{State: vorhanden, What: what + ", as long as their case", For: nachschau}},
		}
	}
	return grund.Block{Name: "fall", Kinds: []grund.Kind{
		kind, with(kindTeil, "what was stated"), with(kindProtokoll, "who read what"), r.unterlagen.Kind(), angebote(),
		{Name: kindTabelle, States: []string{vorhanden}, Keep: []grund.Keep{{State: vorhanden, What: "tables of procedures", Nothing: true}}},
	}}
}

func state(tabelle string, z verfahren.Zustand) string { return tabelle + "/" + string(z) }

// nachschau is how often parts and logs are held against their case.
var nachschau = grund.Days(30)

// keepOf returns how long a state holds personal data: to the end of its longest
// period, or as its row of retention says.
func keepOf(t *verfahren.Tabelle, state string, z verfahren.Zustand) grund.Keep {
	keep := grund.Keep{State: state, What: "Fälle (" + state + ")", Nothing: z == verfahren.ZustandGeloescht}
	if row, found := t.Aufbewahrung(z, verfahren.DatenAkte); found {
		keep.For, keep.Norm = period(row.Nach), row.Norm
		return keep
	}
	if keep.Nothing {
		return keep
	}
	keep.For = grund.Years(1) // a day that somebody sets
	for _, f := range t.Verfahren().Fristen {
		if slices.Contains(f.In, z) && f.Folge != "" && !f.Dauer.IsZero() {
			keep.For, keep.Norm = period(f.Dauer), f.Norm
			break
		}
	}
	return keep
}

func period(s verfahren.Spanne) grund.Period {
	switch s.Einheit {
	case verfahren.EinheitTag, verfahren.EinheitArbeitstag:
		return grund.Days(s.Anzahl)
	case verfahren.EinheitWoche:
		return grund.Days(7 * s.Anzahl)
	case verfahren.EinheitMonat:
		return grund.Months(s.Anzahl)
	case verfahren.EinheitJahr:
		return grund.Years(s.Anzahl)
	}
	return grund.Lasting(s.Uhr)
}

// fold applies a stored event.
func (r *Registratur) fold(f Fall, recorded journal.Recorded) (Fall, error) {
	e, err := read(recorded)
	if err != nil {
		return f, err
	}
	if f.tabelle == nil {
		f.id, f.tabelle = recorded.Stream, r.tabellen[e.Verfahren+"/"+e.Fassung]
		if f.tabelle == nil {
			return f, fmt.Errorf("fall: no table %s/%s: %w", e.Verfahren, e.Fassung, journal.ErrDamaged)
		}
	}
	return f.mit(e), nil
}

// mit returns the case after an event.
func (f Fall) mit(e Ereignis) Fall {
	f.version, f.zustand = e.Version, e.Zustand
	f.verlauf = append(slices.Clip(f.verlauf), e)
	return f
}

// load returns the case.
func (r *Registratur) load(ctx context.Context, id uuid.UUID) (Fall, error) {
	f, head, err := r.faelle.Load(ctx, id)
	if err != nil {
		return Fall{}, fmt.Errorf("fall: load: %w", err)
	}
	f.version = head.Version
	return f, nil
}

// now is the time as the store keeps it, and never before what has happened.
func (r *Registratur) now(f Fall) time.Time {
	now := r.core.Now().UTC().Truncate(time.Microsecond)
	if n := len(f.verlauf); n > 0 && f.verlauf[n-1].Zeit.After(now) {
		return f.verlauf[n-1].Zeit
	}
	return now
}

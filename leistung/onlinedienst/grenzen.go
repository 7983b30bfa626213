// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Grenzen bound what visitors may ask for, so that no single one takes the service
// from all others. A field that is zero has the value of the table in the README of
// this package. More is answered with 429 or 503 and a time after which to come back.
type Grenzen struct {
	Zugleich  int // requests that are answered at once
	Hochladen int // forms with files that arrive at once
	// JeAdresse holds for one address, of IPv6 for one network of 64 bits: also
	// for everybody behind one way out of a house or an office.
	JeAdresse Rate
	JeKonto   Rate // all sessions of one account
	JeSitzung Rate
}

// Rate is how many requests are answered a second in the long run, and how many at
// once.
type Rate struct{ ProSekunde, Stoss int }

// What holds where [Config].Grenzen says nothing.
const (
	zugleich      = 512
	hochladen     = 64
	jeAdresse     = 100
	jeAdresseAuf  = 2000
	jeKonto       = 40
	jeKontoAuf    = 600
	jeSitzung     = 20
	jeSitzungAuf  = 300
	jeLink        = 1 // requests of a link to certify; of all wrong ones of a case together
	jeLinkAuf     = 60
	empfangeKonto = 8       // bodies of one account that arrive at once
	maxGemerkt    = 1 << 15 // addresses, accounts and sessions each of which a limiter remembers twice as many
	protokollRate = 20      // lines of the security log a second
	protokollAuf  = 200
)

func (g Grenzen) orDefault() Grenzen {
	g.Zugleich = cmp.Or(g.Zugleich, zugleich)
	g.Hochladen = cmp.Or(g.Hochladen, hochladen)
	g.JeAdresse = cmp.Or(g.JeAdresse, Rate{jeAdresse, jeAdresseAuf})
	g.JeKonto = cmp.Or(g.JeKonto, Rate{jeKonto, jeKontoAuf})
	g.JeSitzung = cmp.Or(g.JeSitzung, Rate{jeSitzung, jeSitzungAuf})
	return g
}

// valid reports whether the bounds bound something and let something pass.
func (g Grenzen) valid() bool {
	least := min(g.Zugleich, g.Hochladen)
	for _, r := range []Rate{g.JeAdresse, g.JeKonto, g.JeSitzung} {
		least = min(least, r.ProSekunde, r.Stoss)
	}
	return least > 0
}

// begrenzer lets each key pass at a rate. It remembers two generations of keys: when
// the young one is full the old one is forgotten, so that its memory is bounded
// whoever comes, and who comes often is remembered.
type begrenzer[K comparable] struct {
	rate       Rate
	most       int // keys of a generation
	mu         sync.Mutex
	young, old map[K]*rate.Limiter
}

func newBegrenzer[K comparable](r Rate, most int) *begrenzer[K] {
	return &begrenzer[K]{rate: r, most: most, young: map[K]*rate.Limiter{}}
}

// allow reports whether one more may pass.
func (b *begrenzer[K]) allow(key K, now time.Time) bool {
	b.mu.Lock()
	one := b.young[key]
	if one == nil {
		if one = b.old[key]; one == nil {
			one = rate.NewLimiter(rate.Limit(b.rate.ProSekunde), b.rate.Stoss)
		}
		if len(b.young) >= b.most {
			b.old, b.young = b.young, make(map[K]*rate.Limiter)
		}
		b.young[key] = one
	}
	b.mu.Unlock()
	return one.AllowN(now, 1)
}

// plaetze are places for what happens at once.
type plaetze chan struct{}

// take takes one, and reports whether there was one.
func (p plaetze) take() bool {
	select {
	case p <- struct{}{}:
		return true
	default:
		return false
	}
}

func (p plaetze) leave() { <-p }

// jePerson counts what happens at once for each account. Only accounts for which
// something happens are remembered.
type jePerson struct {
	most int
	mu   sync.Mutex
	now  map[string]int
}

func (j *jePerson) take(konto string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.now[konto] >= j.most {
		return false
	}
	j.now[konto]++
	return true
}

func (j *jePerson) leave(konto string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.now[konto]--; j.now[konto] <= 0 {
		delete(j.now, konto)
	}
}

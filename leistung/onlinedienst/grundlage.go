// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Grundlage is what the exchange behind evidence stands on, see [Programm].Abrufe.
type Grundlage struct {
	Store *bausteine.Store
	Now   func() time.Time

	name  string
	keys  bausteine.Keys
	heads []auditlog.Keeper
}

// protokoll is the name of the log in which people see who asked for their data.
const protokoll = "protokoll"

// Key is the Ed25519 key of a name, outside of the store. A folder of keys makes it at its
// first use.
func (g *Grundlage) Key(ctx context.Context, name string) (crypto.Signer, error) {
	return createdKey(ctx, g.keys, name)
}

// Protokoll opens the log in which people see who asked for their data. Its last head is
// remembered outside of the store, so that no earlier state of it passes for the present.
func (g *Grundlage) Protokoll(ctx context.Context) (*auditlog.Log, error) {
	return g.open(ctx, protokoll, g.heads)
}

// Log opens the log of another partner of the exchange, whose head nobody remembers here.
func (g *Grundlage) Log(ctx context.Context, name string) (*auditlog.Log, error) {
	return g.open(ctx, name, nil)
}

func (g *Grundlage) open(ctx context.Context, name string, heads []auditlog.Keeper) (*auditlog.Log, error) {
	config, err := g.log(ctx, name, heads)
	if err != nil {
		return nil, err
	}
	return auditlog.Open(ctx, g.Store, config)
}

// log says with which keys a log is signed.
func (g *Grundlage) log(ctx context.Context, name string, heads []auditlog.Keeper) (auditlog.Config, error) {
	if len(heads) == 0 {
		heads = []auditlog.Keeper{&auditlog.HeadMemory{}}
	}
	signer, origin := name, g.origin()
	if name != protokoll {
		signer, origin = protokoll+"-"+name, name+"."+origin
	}
	key, err := g.Key(ctx, signer)
	if err != nil {
		return auditlog.Config{}, err
	}
	config := auditlog.Config{Name: name, Origin: origin + "/onceonly", Keepers: heads}
	if config.Signer, err = auditlog.NewSigner(origin, key); err != nil {
		return auditlog.Config{}, err
	}
	public, err := publicKeys(ctx, g.keys, signer)
	if err != nil {
		return auditlog.Config{}, err
	}
	for _, old := range public[1:] {
		former, err := auditlog.NewVerifier(origin, old)
		if err != nil {
			return auditlog.Config{}, err
		}
		config.Former = append(config.Former, former)
	}
	return config, nil
}

// origin names the log in its heads.
func (g *Grundlage) origin() string { return g.name + ".example" }

// beginEpoch lets the log go on after a backup was restored or, with a next key, has it
// signed with that one from now on.
func (g *Grundlage) beginEpoch(ctx context.Context, reason string, next crypto.Signer) (head auditlog.SignedHead, err error) {
	config, err := g.log(ctx, protokoll, g.heads)
	if err != nil {
		return head, err
	}
	act := auditlog.Act{Reason: reason}
	if next != nil {
		if act.Next, err = auditlog.NewSigner(g.origin(), next); err != nil {
			return head, err
		}
	}
	return auditlog.BeginEpoch(ctx, g.Store, config, act)
}

// fluechtig are keys that end with the process.
type fluechtig struct {
	mu   sync.Mutex
	keys map[string]crypto.Signer // guarded by mu
}

// Signer implements bausteine.Keys.
func (f *fluechtig) Signer(ctx context.Context, name string) (crypto.Signer, error) {
	return f.Create(ctx, name)
}

// Former implements bausteine.Keys.
func (*fluechtig) Former(context.Context, string) ([]crypto.PublicKey, error) { return nil, nil }

// Create returns the key of a name, and makes it where there is none.
func (f *fluechtig) Create(_ context.Context, name string) (crypto.Signer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if key, there := f.keys[name]; there {
		return key, nil
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: make a key: %w", err)
	}
	if f.keys == nil {
		f.keys = map[string]crypto.Signer{}
	}
	f.keys[name] = key
	return key, nil
}

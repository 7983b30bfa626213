// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// halter keeps cases: those of one applicant in package antrag, and those under a
// procedure in package fall. Nobody reaches the case of another account: to them it is
// not there.
type halter interface {
	// begin opens a draft; the same key opens it once.
	begin(ctx context.Context, s *sitzung, d dienst, key string, e entwurf) (vorgang, error)
	load(ctx context.Context, s *sitzung, id uuid.UUID) (vorgang, error)
	// save replaces what the draft says, and returns its version then;
	// antrag.ErrConflict where it has changed.
	save(ctx context.Context, v vorgang, e entwurf) (uint64, error)
	// submit hands in what is to be delivered, or the person's part in it.
	submit(ctx context.Context, v vorgang, key string, angaben json.RawMessage, behoerde string) error
	attach(ctx context.Context, id uuid.UUID, d Datei, inhalt []byte) error
	dropFiles(ctx context.Context, id uuid.UUID) error
	discard(ctx context.Context, v vorgang) error
	// list are the newest cases of the account, or of those the drafts alone.
	list(ctx context.Context, s *sitzung, d dienst, drafts bool) ([]eigenes, error)
}

// entwurf is a draft as it is stored, and what others learn of it.
type entwurf struct{ stored, bekannt json.RawMessage }

// eigenes is a case in the list of its account.
type eigenes struct {
	id        uuid.UUID
	stand     string
	geaendert time.Time
}

// halter is who keeps the cases of a service.
func (s *Server) halter(d dienst) halter {
	if o := d.ordnung(); o != nil {
		return beiFall{s.config.Akten}
	}
	return beiAntrag{s.registry}
}

// beiAntrag keeps them in package antrag.
type beiAntrag struct{ ablage }

func (b beiAntrag) begin(ctx context.Context, s *sitzung, d dienst, key string, e entwurf) (vorgang, error) {
	return b.ablage.begin(ctx, s.Konto, key, d.kopf().Leistung, e.stored)
}

func (b beiAntrag) load(ctx context.Context, s *sitzung, id uuid.UUID) (vorgang, error) {
	return b.ablage.load(ctx, s.Konto, id)
}

func (b beiAntrag) save(ctx context.Context, v vorgang, e entwurf) (uint64, error) {
	return v.version + 1, b.ablage.save(ctx, v, e.stored)
}

func (b beiAntrag) list(ctx context.Context, s *sitzung, d dienst, drafts bool) ([]eigenes, error) {
	var status []antrag.Status
	if drafts {
		status = []antrag.Status{antrag.StatusEntwurf}
	}
	heads, err := b.ablage.list(ctx, s.Konto, d.kopf().Leistung, status...)
	if err != nil {
		return nil, err
	}
	var out []eigenes
	for _, h := range heads {
		if h.Status != antrag.StatusVerworfen && h.Status != antrag.StatusGeloescht {
			out = append(out, eigenes{h.Antrag, string(h.Status), h.Geaendert})
		}
	}
	return out, nil
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"slices"
)

// Amtsperson is an official at the desk of one authority.
type Amtsperson struct {
	// Kennung is the pseudonym of their account. It stands in the log of who read what.
	Kennung  string
	Name     string // for colleagues; no person outside reads it
	Behoerde string // the key of the authority, as the cases have it: zustaendigkeit.Stelle.ID
	Rollen   []Amtsrolle
	Dienste  []string // names of the services they work on; none are all
	Vertritt []string // Kennungen of those they stand in for now
}

// String tells that it is an official.
func (Amtsperson) String() string { return "Amtsperson" }

// GoString keeps %#v from printing who it is.
func (p Amtsperson) GoString() string { return p.String() }

// Amtsrolle is what an official may do. To look at cases is open to all of the
// authority, with a reason.
type Amtsrolle string

// The roles.
const (
	AmtsrolleBearbeiten  Amtsrolle = "bearbeiten"  // take cases, ask back, propose decisions
	AmtsrolleEntscheiden Amtsrolle = "entscheiden" // decide, and decide on proposals of others
	AmtsrolleVerteilen   Amtsrolle = "verteilen"   // give cases to others
	AmtsrolleBetrieb     Amtsrolle = "betrieb"     // set going again what was given up
)

func (p *Amtsperson) hat(r Amtsrolle) bool { return slices.Contains(p.Rollen, r) }

// arbeitetAn reports whether a case of the service is theirs to see.
func (p *Amtsperson) arbeitetAn(dienst string) bool {
	return len(p.Dienste) == 0 || slices.Contains(p.Dienste, dienst)
}

// fuer reports whether they act in what an official has: themselves, or who they
// stand in for.
func (p *Amtsperson) fuer(kennung string) bool {
	return kennung != "" && (kennung == p.Kennung || slices.Contains(p.Vertritt, kennung))
}

// Amtspersonen knows the officials: the directory of an authority. It may be used from
// any number of goroutines.
type Amtspersonen interface {
	// Find returns the official of an account as they are now, and false where the
	// account is none of an official: then its sessions have ended.
	Find(ctx context.Context, kennung string) (Amtsperson, bool, error)
	// Of returns the officials of an authority, to whom cases can be given.
	Of(ctx context.Context, behoerde string) ([]Amtsperson, error)
}

// Amtsliste are officials from a list.
type Amtsliste []Amtsperson

// Find implements [Amtspersonen].
func (l Amtsliste) Find(_ context.Context, kennung string) (Amtsperson, bool, error) {
	i := slices.IndexFunc(l, func(p Amtsperson) bool { return p.Kennung == kennung && kennung != "" })
	if i < 0 {
		return Amtsperson{}, false, nil
	}
	return l[i], true, nil
}

// Of implements [Amtspersonen].
func (l Amtsliste) Of(_ context.Context, behoerde string) (out []Amtsperson, err error) {
	for _, p := range l {
		if p.Behoerde == behoerde {
			out = append(out, p)
		}
	}
	return out, nil
}

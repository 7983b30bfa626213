// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// termsWire is the clear form of terms as they are stored.
type termsWire struct {
	Basis        Basis           `json:"basis"`
	Norm         recht.Norm      `json:"norm"`
	Assurance    Assurance       `json:"assurance,omitempty"`
	Subject      string          `json:"subject"`
	Person       *commitmentWire `json:"person,omitempty"`
	Requester    Party           `json:"requester"`
	Provider     Party           `json:"provider"`
	EvidenceType EvidenceType    `json:"evidenceType"`
	Fields       Fields          `json:"fields"`
	Concerned    []Concerned     `json:"concerned,omitempty"`
	Purpose      Purpose         `json:"purpose"`
	Service      string          `json:"service,omitempty"`
	Application  string          `json:"application"`
	Notice       Notice          `json:"notice"`
	NotBefore    time.Time       `json:"notBefore"`
	NotAfter     time.Time       `json:"notAfter"`
	MaxUses      int             `json:"maxUses"`
	Preview      PreviewRule     `json:"preview"`
	MayUseIDNr   bool            `json:"mayUseIDNr,omitempty"`
}

func (t Terms) wire() *termsWire {
	return &termsWire{
		t.Basis, t.Norm, t.Assurance, t.Subject.Clear(), t.Person.wire(), t.Requester, t.Provider, t.EvidenceType, t.Fields, t.Concerned, t.Purpose,
		t.Service, t.Application, t.Notice, t.NotBefore.UTC(), t.NotAfter.UTC(), t.MaxUses, t.Preview, t.MayUseIDNr,
	}
}

func (w *termsWire) terms() (Terms, error) {
	if w == nil {
		return Terms{}, ErrSyntax
	}
	subject, err := ParseSubject(w.Subject)
	return Terms{
		w.Basis, w.Norm, w.Assurance, subject, w.Person.commitment(), w.Requester, w.Provider, w.EvidenceType, w.Fields, w.Concerned, w.Purpose,
		w.Service, w.Application, w.Notice, w.NotBefore, w.NotAfter, w.MaxUses, w.Preview, w.MayUseIDNr,
	}, err
}

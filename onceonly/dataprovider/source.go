// SPDX-License-Identifier: Apache-2.0

package dataprovider

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Source is the driver to the holdings of a register.
type Source interface {
	// Lookup returns every document of the type about a person who matches. An
	// error means that the holdings could not be searched.
	Lookup(ctx context.Context, evidenceType onceonly.EvidenceType, person onceonly.Person) (Found, error)
}

// Found is what a source found. With AskAgain set, the documents are not ready
// before then.
type Found struct {
	Documents []Document
	AskAgain  time.Time
}

// Document is one document of a source. It is masked in every output.
type Document struct {
	mediaType string
	content   masked.Box[[]byte]
	persons   []onceonly.Held
}

// NewDocument returns a document. The caller must not change the content any more.
//
// A source of documents in which persons can stand who are under a block says where
// they stand, and where each one's blocks: see [onceonly.Held]. What it does not say is
// not protected, so a register of residents names the subject, spouse or partner,
// children and representatives.
func NewDocument(mediaType string, content []byte, persons ...onceonly.Held) Document {
	return Document{mediaType, masked.NewBox(content), persons}
}

// MediaType returns the type of the content.
func (d Document) MediaType() string { return d.mediaType }

// Content returns the document itself. The caller must not change it.
func (d Document) Content() []byte { return d.content.Get() }

// Persons returns where persons stand in the document, as the source said.
func (d Document) Persons() []onceonly.Held { return slices.Clone(d.persons) }

// Format shows the media type alone.
func (d Document) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "dataprovider.Document{"+d.mediaType+"}")
}

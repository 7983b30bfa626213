// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Preview is the document as the person sees it before deciding. Its digest goes
// back with the decision, and only the bytes with this digest are handed over.
type Preview struct {
	Retrieval   uuid.UUID
	Provider    Party
	Digest      Digest
	MediaType   string
	DecideUntil time.Time

	document masked.Box[[]byte]
}

// Content returns the document. The caller must not change it.
func (p Preview) Content() []byte { return p.document.Get() }

// Format hides the document from every formatting verb.
func (p Preview) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Preview{"+p.Retrieval.String()+"}")
}

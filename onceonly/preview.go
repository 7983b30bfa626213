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
	// Missing are the fields that were asked for and of which the document holds
	// nothing. The register may not have them, or a path names an object: nothing
	// is delivered for that. A document in which all are missing is an answer, too:
	// the register holds nothing of what was asked.
	Missing []string

	document masked.Box[[]byte]
}

// Content returns the document. The caller must not change it.
func (p Preview) Content() []byte { return p.document.Get() }

// Format hides the document from every formatting verb.
func (p Preview) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Preview{"+p.Retrieval.String()+"}")
}

// missing returns the fields of which the document holds nothing.
func (w *waiting) missing() []string {
	root, err := parseTree(w.retrieval.MediaType, w.evidence.Content)
	if err != nil {
		return w.retrieval.Fields.Paths()
	}
	var missing []string
	for _, path := range w.retrieval.Fields.paths {
		if len(root.at(path)) == 0 {
			missing = append(missing, path)
		}
	}
	return missing
}

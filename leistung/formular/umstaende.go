// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Umstaende are what a check hangs on besides the answers. They come from the
// caller, so that the same answers on the same day give the same findings.
type Umstaende struct {
	// Heute is the day in question, as the law counts it. Without one no rule
	// that is bound to days runs.
	Heute datum.Datum
	// Niveau is the level of trust at which the person logged in.
	Niveau recht.Niveau
	// Parameter is what the Kommune sets for itself on that day.
	Parameter any
	// Anlagen are the attachments by the names that the answers give them; nil
	// where they are not compared. Each file named must be there, of a kind and
	// a size the form allows, all together within [Kopf.MaxAnlagen], and nothing
	// may be attached that no answer names.
	Anlagen map[string]Anlage
}

// Anlage is what is known of an attachment.
type Anlage struct {
	MediaType string
	Bytes     int64
}

// datei checks the attachment that a value names.
func (r *run) datei(n *node, at int32) {
	if r.umstaende.Anlagen == nil {
		return
	}
	name := string(r.doc.string(at))
	a, ok := r.umstaende.Anlagen[name]
	if !ok {
		r.add(n, anlageFehlt, "")
		return
	}
	if r.genannt == nil {
		r.genannt = map[string]bool{}
	}
	r.genannt[name] = true
	if len(n.el.MediaTypes) > 0 && !slices.ContainsFunc(n.el.MediaTypes, func(m string) bool { return strings.EqualFold(m, a.MediaType) }) {
		r.add(n, anlageTyp, strings.Join(n.el.MediaTypes, ", "))
	}
	if n.el.MaxBytes > 0 && a.Bytes > n.el.MaxBytes {
		r.add(n, anlageGroesse, itoa(int(n.el.MaxBytes)))
	}
}

// anlagen checks the attachments as a whole. Their names are the person's own,
// so they are not repeated: the findings are about the whole.
func (r *run) anlagen() {
	limit, total := r.form.kopf.MaxAnlagen, int64(0)
	exceeded := false
	for name, a := range r.umstaende.Anlagen {
		if !r.genannt[name] {
			r.add(&r.form.root, anlageUngenannt, "")
		}
		if a.Bytes < 0 || a.Bytes > limit-total {
			exceeded = true
			continue
		}
		total += a.Bytes
	}
	if limit > 0 && exceeded {
		r.add(&r.form.root, anlagenGroesse, itoa(int(limit)))
	}
}

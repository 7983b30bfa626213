// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"
	"strings"
)

// Anlage is what is known of an attachment.
type Anlage struct {
	MediaType string
	Bytes     int64
}

// ValidateAnlagen is [Formular.Validate] together with the attachments, by the
// names the data give them: each file named must be there, of a kind and a size
// the form allows, and nothing may be attached that the data do not name.
func (f *Formular) ValidateAnlagen(json []byte, anlagen map[string]Anlage) Findings {
	if anlagen == nil {
		anlagen = map[string]Anlage{}
	}
	return f.run(json, anlagen).findings
}

// datei checks the attachment that a value names.
func (r *run) datei(n *node, at int32) {
	if r.anlagen == nil {
		return
	}
	name := string(r.doc.string(at))
	a, ok := r.anlagen[name]
	if !ok {
		r.add(n, AnlageFehlt, "")
		return
	}
	if r.genannt == nil {
		r.genannt = map[string]bool{}
	}
	r.genannt[name] = true
	if len(n.el.MediaTypes) > 0 && !slices.ContainsFunc(n.el.MediaTypes, func(m string) bool { return strings.EqualFold(m, a.MediaType) }) {
		r.add(n, AnlageTyp, strings.Join(n.el.MediaTypes, ", "))
	}
	if n.el.MaxBytes > 0 && a.Bytes > n.el.MaxBytes {
		r.add(n, AnlageGroesse, itoa(int(n.el.MaxBytes)))
	}
}

// anlagenUngenannt reports attachments that no answer names. Their names are
// the person's own, so they are not repeated: the finding is about the whole.
func (r *run) anlagenUngenannt() {
	for name := range r.anlagen {
		if !r.genannt[name] {
			r.add(&r.form.root, AnlageUngenannt, "")
		}
	}
}

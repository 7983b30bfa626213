// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Where an authority of a Land acts its own act on procedure goes first (§ 1 Abs. 3
// VwVfG). These are the provisions of Bayern in the place of the federal ones, as whole
// articles, and second hand: that the act has them under the same numbers was read, its
// paragraphs were not.
func bayern(paragraf string) (recht.Norm, bool) {
	norm, known := map[string]string{
		"28": "Art. 28 BayVwVfG", "36": "Art. 36 BayVwVfG", "37": "Art. 37 BayVwVfG", "39": "Art. 39 BayVwVfG", "41": "Art. 41 BayVwVfG",
	}[paragraf]
	if !known {
		return recht.Norm{}, false
	}
	return recht.MustParseNorm(norm), true
}

// landesrecht are the norms by which the authority acts: those of its Land, where they
// are known here.
func (b Behoerde) landesrecht(normen recht.Normen) recht.Normen {
	if b.Bund || b.Sitz.Land() != kommune.Bayern {
		return normen
	}
	out := make(recht.Normen, len(normen))
	for i, n := range normen {
		out[i] = n
		if own, known := bayern(n.Paragraf()); known && n.Act() == VerfahrenVwVfG.String() {
			out[i] = own
		}
	}
	return out
}

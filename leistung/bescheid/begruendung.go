// SPDX-License-Identifier: Apache-2.0

package bescheid

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Begruendung are the reasons: paragraphs of text.
type Begruendung struct {
	Sachverhalt []string // the facts
	Recht       []string // the law, and why it leads to the result
	Ermessen    []string // the points of view, where there was discretion
	Normen      recht.Normen
	// Verzicht says why no reasons are given; the zero value gives reasons.
	Verzicht Verzicht
}

// Verzicht is a case in which a notice needs no reasons (§ 39 Abs. 2 VwVfG, § 35
// Abs. 2 SGB X). The number is that of the statute.
type Verzicht uint8

// The cases.
const (
	VerzichtStattgegeben Verzicht = iota + 1 // the application is granted and touches nobody else
	VerzichtBekannt                          // the person knows the view of the authority
	VerzichtMassenhaft                       // many alike, or by machine, and not called for
	VerzichtVorschrift                       // a statute says so: name it in Normen
)

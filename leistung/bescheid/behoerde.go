// SPDX-License-Identifier: Apache-2.0

package bescheid

import "github.com/deutschland-stack/bausteine/kommune"

// Stelle is an authority or a court that something can be filed with.
type Stelle struct {
	Name      string
	Anschrift []string // street and town: its seat
	// Sitz is the Gemeinde of its seat: the Land whose law holds, and the public
	// holidays that count.
	Sitz kommune.AGS
}

// Behoerde is the authority that decides.
type Behoerde struct {
	Stelle
	Amt      string // the office within, as "Bürgeramt"; may be empty
	Telefon  string
	EMail    string // for questions; no way to file anything unless the authority opened it
	Internet string // https address
	// Schluessel names the authority in sealed codes, as its ARS.
	Schluessel string
	// Bund says that it is an authority of the Bund, Oberste that it is a highest
	// authority of Bund or Land, against whose acts there is no Widerspruch (§ 68
	// Abs. 1 Satz 2 Nr. 1 VwGO, § 78 Abs. 1 Satz 2 Nr. 2 SGG).
	Bund, Oberste bool
}

// Adressat is the person that a notice is for.
type Adressat struct {
	// Anschrift are name and address as in the window of an envelope, two to six
	// lines.
	Anschrift []string
	Anrede    string // as "Sehr geehrte Frau Mustermann,"; empty is "Guten Tag,"
}

// String shows that there is an addressee, and nothing of the person.
func (Adressat) String() string { return "bescheid.Adressat" }

// Zeichner is who answers for the notice: the head of the authority, a deputy or a
// delegate (§ 37 Abs. 3 Satz 1 VwVfG, § 33 Abs. 3 Satz 1 SGB X).
type Zeichner struct {
	Name    string
	Zeichen string // as "Im Auftrag"; may be empty
}

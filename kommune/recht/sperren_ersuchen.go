// SPDX-License-Identifier: Apache-2.0

package recht

// Ersuchenfolge is what a request for information about a person from the register of
// residents (Melderegisterauskunft) brings about where the person is under a block.
type Ersuchenfolge struct {
	// Anhoeren: the person is heard before anything is told (§ 51 (2) sentence 1, § 52 (2)
	// sentence 2 BMG).
	Anhoeren bool
	// Person and Stelle are told of the request at once, whether it is answered or not:
	// the person under an Auskunftssperre, and the authority at whose instance it was
	// entered ex officio (§ 51 (3) BMG).
	Person, Stelle bool
	Normen         Normen
}

// BeiErsuchen says what each request brings about. The block was entered ex officio at
// the instance of an authority of § 34 (4) sentence 1 nos. 1 to 4, 6 to 9 or 11 BMG where
// veranlasst is set. Where nothing is stated of blocks, it is as under an
// Auskunftssperre. Transfers between authorities (§ 34 BMG) are no such requests.
func (s Sperren) BeiErsuchen(veranlasst bool) Ersuchenfolge {
	switch {
	case s.IsZero(), s.Has(SperreAuskunft):
		return Ersuchenfolge{Anhoeren: true, Person: true, Stelle: veranlasst, Normen: MustParseNormen("§ 51 Abs. 2 BMG, § 51 Abs. 3 BMG")}
	case s.Has(SperreBedingt):
		return Ersuchenfolge{Anhoeren: true, Normen: MustParseNormen("§ 52 Abs. 2 BMG")}
	default:
		return Ersuchenfolge{}
	}
}

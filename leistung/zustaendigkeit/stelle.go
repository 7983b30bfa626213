// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Art is what kind of thing is responsible.
type Art uint8

// The two kinds of a Stelle.
const (
	Behoerde     Art = iota + 1 // an Organisationseinheit
	Onlinedienst                // an online service
)

// Stelle is an authority or an online service.
type Stelle struct {
	// ID is unique in the index. Feeds join the Redaktion and the id, since the
	// id alone is not unique.
	ID   string
	Art  Art
	Name string
	// Adresse is where to send to: a link of an online service, the destination
	// of a delivery service. What it means is the caller's business.
	Adresse string
}

// Zustaendigkeit links a Leistung and areas with a Stelle.
type Zustaendigkeit struct {
	// ID names the link for [Aenderung.Delete]. It may be empty; then the link
	// can be taken back by [Aenderung.DeleteOne] alone and costs less memory.
	ID       string
	Leistung leistung.Schluessel
	// Gebiete are areas, padded with zeros; the zero ARS is the whole country.
	Gebiete []kommune.ARS
	Stelle  string
	// Rolle says what the Stelle does for the Leistung, as the feed names it.
	Rolle string
	// Merkmal is a further key that the responsibility hangs on, such as a
	// profession, a letter of the alphabet or a plot of land, in the words of the
	// source; empty where it hangs on none. Entries that differ in it stand side by
	// side, and who asks picks the one that fits.
	Merkmal string
	// GueltigAb and GueltigBis are the first and the last day; zero is open.
	GueltigAb, GueltigBis kommune.Datum
}

// Treffer is one Stelle that is responsible.
type Treffer struct {
	Stelle Stelle
	Rolle  string
	// Merkmal is the further key of the entry; empty where there is none.
	Merkmal string
	// Gebiet is the area of the entry; zero for the whole country.
	Gebiet                kommune.ARS
	GueltigAb, GueltigBis kommune.Datum
	// Parameter are what a routing service says of the service in this area.
	Parameter map[string]string
}

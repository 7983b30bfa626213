// SPDX-License-Identifier: Apache-2.0

package rollout

import "slices"

// Art is what happened to a connection.
type Art string

// The events. Each but the last three leads to one state, whatever the state
// before was; the table of the life cycle says from which states it may.
const (
	ArtBekundet        Art = "bekundet"
	ArtBeauftragt      Art = "beauftragt"
	ArtBegonnen        Art = "begonnen"
	ArtGeprueft        Art = "geprueft"
	ArtAktiviert       Art = "aktiviert"
	ArtErprobt         Art = "erprobt"
	ArtFreigegeben     Art = "freigegeben"
	ArtGestoert        Art = "gestoert"
	ArtGesperrt        Art = "gesperrt"
	ArtBehoben         Art = "behoben"
	ArtZurueckgestellt Art = "zurueckgestellt"
	ArtAbgelehnt       Art = "abgelehnt"
	ArtAnderweitig     Art = "anderweitig"
	ArtUmentschieden   Art = "umentschieden"
	ArtBeendet         Art = "beendet"
	// ArtBlockiert raises the flag, with a reason and the party that must move;
	// ArtGeloest takes it down. Going live and the ends of the way do so too.
	ArtBlockiert Art = "blockiert"
	ArtGeloest   Art = "geloest"
	// ArtKontakt says that the authority was heard of: it is not silent.
	ArtKontakt Art = "kontakt"
)

// artStorniert corrects an event away: it had not happened.
const artStorniert Art = "storniert"

// arten holds every kind once, and where it leads; "" leaves the state as it is.
var arten = [...]struct {
	art  Art
	nach Stand
}{
	{ArtBekundet, StandInteresse},
	{ArtBeauftragt, StandBeauftragt},
	{ArtBegonnen, StandVorbereitung},
	{ArtGeprueft, StandBereit},
	{ArtAktiviert, StandAktiviert},
	{ArtErprobt, StandErprobung},
	{ArtFreigegeben, StandProduktiv},
	{ArtGestoert, StandAusgesetzt},
	{ArtGesperrt, StandAusgesetzt},
	{ArtBehoben, StandProduktiv},
	{ArtZurueckgestellt, StandVorbereitung},
	{ArtAbgelehnt, StandAbgelehnt},
	{ArtAnderweitig, StandAnderweitig},
	{ArtUmentschieden, StandInteresse},
	{ArtBeendet, StandBeendet},
	{ArtBlockiert, ""},
	{ArtGeloest, ""},
	{ArtKontakt, ""},
	{artStorniert, ""},
}

// Arten returns all kinds of events but the withdrawal, which is made by
// Storno.
func Arten() []Art {
	var list []Art
	for _, a := range arten {
		if a.art != artStorniert {
			list = append(list, a.art)
		}
	}
	return list
}

// artCode is a kind in one byte; -1 where there is none such.
func (a Art) code() int {
	for i := range arten {
		if arten[i].art == a {
			return i
		}
	}
	return -1
}

// Label returns the German name as a page shows it.
func (a Art) Label() string {
	labels := map[Art]string{
		ArtBekundet: "Interesse bekundet", ArtBeauftragt: "Beauftragt", ArtBegonnen: "Vorbereitung begonnen",
		ArtGeprueft: "Technisch geprüft", ArtAktiviert: "Aktiviert", ArtErprobt: "Erprobung begonnen",
		ArtFreigegeben: "Freigegeben: läuft", ArtGestoert: "Gestört", ArtGesperrt: "Gesperrt", ArtBehoben: "Behoben: läuft wieder",
		ArtZurueckgestellt: "Zurückgestellt", ArtAbgelehnt: "Abgelehnt", ArtAnderweitig: "Anderweitig online",
		ArtUmentschieden: "Umentschieden", ArtBeendet: "Beendet", ArtBlockiert: "Blockiert", ArtGeloest: "Hindernis gelöst",
		ArtKontakt: "Rückmeldung", artStorniert: "Zurückgenommen",
	}
	return labels[a]
}

// Verantwortung is the party that must move.
type Verantwortung string

// The parties.
const (
	VonKommune           Verantwortung = "kommune"
	VonITDienstleister   Verantwortung = "it-dienstleister"
	VonHersteller        Verantwortung = "hersteller"
	VonLand              Verantwortung = "land"
	VonBund              Verantwortung = "bund"
	VonBetreiber         Verantwortung = "betreiber"
	VonPVOGRedaktion     Verantwortung = "pvog-redaktion"
	VonZertifikatsstelle Verantwortung = "zertifikatsstelle"
)

var verantwortungen = [...]Verantwortung{
	"", VonKommune, VonITDienstleister, VonHersteller, VonLand, VonBund, VonBetreiber, VonPVOGRedaktion, VonZertifikatsstelle,
}

func (v Verantwortung) code() int { return slices.Index(verantwortungen[:], v) }

// Label returns the German name as a page shows it.
func (v Verantwortung) Label() string {
	labels := [...]string{"–", "Kommune", "IT-Dienstleister", "Hersteller", "Land", "Bund", "Betreiber", "PVOG-Redaktion", "Zertifikatsstelle"}
	if i := v.code(); i >= 0 {
		return labels[i]
	}
	return "–"
}

// SPDX-License-Identifier: Apache-2.0

package kommune

// Gemeindeart is the Textkennzeichen of a Gemeinde in the register.
type Gemeindeart uint8

// The kinds of Gemeinden. Stadt says nothing about who administers it, and a
// Große Kreisstadt is marked only where the Land reports it so.
const (
	Markt                    Gemeindeart = 60
	KreisfreieStadt          Gemeindeart = 61
	Stadtkreis               Gemeindeart = 62
	Stadt                    Gemeindeart = 63
	KreisangehoerigeGemeinde Gemeindeart = 64
	GebietBewohnt            Gemeindeart = 65
	GebietUnbewohnt          Gemeindeart = 66
	GrosseKreisstadt         Gemeindeart = 67
)

// String returns the label of the register in German.
func (a Gemeindeart) String() string {
	switch a {
	case Markt:
		return "Markt"
	case KreisfreieStadt:
		return "Kreisfreie Stadt"
	case Stadtkreis:
		return "Stadtkreis"
	case Stadt:
		return "Stadt"
	case KreisangehoerigeGemeinde:
		return "Kreisangehörige Gemeinde"
	case GebietBewohnt:
		return "Gemeindefreies Gebiet, bewohnt"
	case GebietUnbewohnt:
		return "Gemeindefreies Gebiet, unbewohnt"
	case GrosseKreisstadt:
		return "Große Kreisstadt"
	default:
		return ""
	}
}

func (a Gemeindeart) gemeindefrei() bool { return a == GebietBewohnt || a == GebietUnbewohnt }

// IsValid reports whether the register knows the kind.
func (a Gemeindeart) IsValid() bool { return a.String() != "" }

// Verbandsart is the Textkennzeichen of a Gemeindeverband in the register.
type Verbandsart uint8

// The kinds of Verbände. The register gives every Gemeinde an entry on this
// level, also where it belongs to none (VerbandsfreieGemeinde).
const (
	VerbandsfreieGemeinde     Verbandsart = 50
	Amt                       Verbandsart = 51
	Samtgemeinde              Verbandsart = 52
	Verbandsgemeinde          Verbandsart = 53
	Verwaltungsgemeinschaft   Verbandsart = 54
	Kirchspielslandgemeinde   Verbandsart = 55
	Verwaltungsverband        Verbandsart = 56
	VGTraegermodell           Verbandsart = 57
	GruppeErfuellendeGemeinde Verbandsart = 58
)

// String returns the label of the register in German.
func (a Verbandsart) String() string {
	switch a {
	case VerbandsfreieGemeinde:
		return "Verbandsfreie Gemeinde"
	case Amt:
		return "Amt"
	case Samtgemeinde:
		return "Samtgemeinde"
	case Verbandsgemeinde:
		return "Verbandsgemeinde"
	case Verwaltungsgemeinschaft:
		return "Verwaltungsgemeinschaft"
	case Kirchspielslandgemeinde:
		return "Kirchspielslandgemeinde"
	case Verwaltungsverband:
		return "Verwaltungsverband"
	case VGTraegermodell:
		return "VG Trägermodell"
	case GruppeErfuellendeGemeinde:
		return "Erfüllende Gemeinde"
	default:
		return ""
	}
}

// IsValid reports whether the register knows the kind.
func (a Verbandsart) IsValid() bool { return a.String() != "" }

// Kreisart is the Textkennzeichen of a Kreis in the register.
type Kreisart uint8

// The kinds of Kreise.
const (
	KreisartKreisfreieStadt Kreisart = 41
	KreisartStadtkreis      Kreisart = 42
	KreisartKreis           Kreisart = 43
	KreisartLandkreis       Kreisart = 44
	KreisartRegionalverband Kreisart = 45
)

// String returns the label of the register in German.
func (a Kreisart) String() string {
	switch a {
	case KreisartKreisfreieStadt:
		return "Kreisfreie Stadt"
	case KreisartStadtkreis:
		return "Stadtkreis"
	case KreisartKreis:
		return "Kreis"
	case KreisartLandkreis:
		return "Landkreis"
	case KreisartRegionalverband:
		return "Regionalverband"
	default:
		return ""
	}
}

// IsValid reports whether the register knows the kind.
func (a Kreisart) IsValid() bool { return a.String() != "" }

// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
	"github.com/deutschland-stack/bausteine/payment/sepa"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// kasse is an invented authority, and behoerde a payer that asks for an invoice.
func kasse() xrechnung.Notice {
	return xrechnung.Notice{
		Authority: xrechnung.Authority{
			ID: "16053000", Name: "Stadt Jena", EMail: "kasse@jena.example", Creditor: sepa.MustParseCreditorID("DE98ZZZ09999999999"),
			Address: xrechnung.Address{Street: "Markt 1", City: "Jena", PostCode: "07743", Country: "DE"},
			Contact: xrechnung.Contact{Name: "Stadtkasse", Phone: "+49 3641 123456", EMail: "kasse@jena.example"},
		},
		Payer:   od.Rechnungsempfaenger{Name: "Hochschule Beispielhausen", Strasse: "Werkstraße", Hausnummer: "7", PLZ: "99998", Ort: "Beispielhausen", Leitweg: "04011000-1234512345-06"}.Payer(),
		Payment: xrechnung.Payment{IBAN: sepa.MustParseIBAN("DE89370400440532013000")},
	}
}

// A fee that a public body pays: the invoice lies beside the case, and goes with it.
func TestDienst_WritesTheInvoiceOfTheFee(t *testing.T) {
	d := parken()
	fee := *d.Gebuehr
	fee.Rechnung = func(fallParken) (xrechnung.Notice, bool) { return kasse(), true }
	d.Gebuehr = &fee
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: d, Kommunen: jena(t), Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16053000"), Kasse: onlinediensttest.NewKasse,
	})
}

func TestRechnungsempfaenger_IsAPayerWithLeitwegOnlyWhereItIsOne(t *testing.T) {
	company := od.Rechnungsempfaenger{Name: "Beispiel GmbH", Strasse: "Weg", PLZ: "99998", Ort: "Ort", EMail: "a@b.example", Zeichen: "Auftrag 7"}.Payer()
	require.True(t, company.Leitweg.IsZero())
	require.Equal(t, "Weg", company.Address.Street)
	require.Equal(t, "Auftrag 7", company.Reference)
	require.Equal(t, leitweg.MustParse("04011000-1234512345-06"), kasse().Payer.Leitweg)
}

// A fee with an invoice for whoever asked for one: the service says who charges and who
// pays, the kit the rest when the money is there.
func ExampleRechnungsempfaenger_Payer() {
	stadt := kasse()
	fee := od.Gebuehr[antragParken, satzung]{
		Rechnung: func(f fallParken) (xrechnung.Notice, bool) {
			empfaenger := od.Rechnungsempfaenger{Name: "Beispiel GmbH", Strasse: "Werkstraße", Hausnummer: "7", PLZ: "99998", Ort: "Beispielhausen", EMail: "rechnung@firma.example"}
			return xrechnung.Notice{Authority: stadt.Authority, Payer: empfaenger.Payer(), Payment: stadt.Payment}, true
		},
	}
	notice, asked := fee.Rechnung(fallParken{})
	fmt.Println(asked, notice.Payer.Name, "·", notice.Payer.Address.Street, "·", notice.Payer.Leitweg.IsZero())
	// Output: true Beispiel GmbH · Werkstraße 7 · true
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
)

// A town of another Land is data: what it has set, the head of its authority, and the
// remedy against its notices. Days, holidays and the act on procedure follow from where
// the authority has its seat.

// satzungAugsburg is what the town has set: invented.
func satzungAugsburg() (od.Satzung[Satzung], error) {
	fees, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Augsburg", Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "bewohner", Text: "Bewohnerparkausweis", LegalBasis: "§ 1 Beispielsatzung", Kind: payment.FeePerUnit, Unit: "Jahr", Amount: payment.Cents(2500)}},
	})
	return od.Satzung[Satzung]{Gemeinde: gemeinden()["Augsburg"], Ab: datum.MustParse("2026-01-01"), Werte: Satzung{
		Gebiete: []Gebiet{{"1", "Gebiet 1", []string{"Musterweg"}}}, MaxFahrzeuge: 1, Gebuehren: fees,
	}}, err
}

// verkehrAugsburg is the authority. In Bayern there is no Widerspruch where none of the
// exceptions holds (Art. 15 AGVwGO): that the permit is none of them the authority says.
func verkehrAugsburg() od.Amtskopf {
	sitz := gemeinden()["Augsburg"]
	return od.Amtskopf{
		Behoerde: bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Stadt Augsburg", Anschrift: []string{"Musterplatz 1", "86150 Augsburg"}, Sitz: sitz}, Amt: "Straßenverkehrsbehörde"},
		Zeichner: bescheid.Zeichner{Name: "Muster", Zeichen: "I. A."},
		Rechtsbehelf: map[string]bescheid.Rechtsbehelf{"bewohnerparken": {
			Art: bescheid.RechtsbehelfKlage, KeineAusnahme: true,
			Gericht: bescheid.Stelle{Name: "Bayerisches Verwaltungsgericht Augsburg", Anschrift: []string{"Musterstraße 3", "86152 Augsburg"}, Sitz: sitz},
		}},
	}
}

// anna is invented.
func anna() testkonto.Konto {
	k := person("tk-parken-3", "Anna", "1990-02-03")
	for i, m := range k.Merkmale {
		if other, is := map[string]string{nutzerkonto.Strasse: "Musterweg", nutzerkonto.PLZ: "86150", nutzerkonto.Ort: "Augsburg"}[m.Name]; is {
			k.Merkmale[i].Wert = other
		}
	}
	return testkonto.Konto{Konto: k, Zeigt: recht.NewText("Wohnt in Augsburg, im Gebiet 1: dieselben Fragen, ein anderes Land.", "Lives in Augsburg, in zone 1: the same questions, another Land.")}
}

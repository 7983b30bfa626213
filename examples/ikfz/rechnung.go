// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment/sepa"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// Kasse is who charges the fees of an authority, as an electronic invoice names it.
type Kasse struct {
	Behoerde xrechnung.Authority
	IBAN     sepa.IBAN
}

// kasseOf is invented; the account is that of the documentation of IBANs.
func kasseOf(name string, ags kommune.AGS) Kasse {
	return Kasse{Behoerde: xrechnung.Authority{
		ID: ags.String(), Name: "Stadt " + name, EMail: "kasse@zulassung.example", Creditor: sepa.MustParseCreditorID("DE98ZZZ09999999999"),
		Address: xrechnung.Address{Street: "Markt 1", City: name, PostCode: "99999", Country: "DE"},
		Contact: xrechnung.Contact{Name: "Stadtkasse", Phone: "+49 3641 123456", EMail: "kasse@zulassung.example"},
	}, IBAN: sepa.MustParseIBAN("DE89370400440532013000")}
}

// mitRechnung asks whether a company or a public body wants the fee as an electronic
// invoice, to book it by machine. Who does not gets none.
func mitRechnung(d od.Dienst[Ummeldung, Amt]) od.Dienst[Ummeldung, Amt] {
	text := texte().Get
	will := od.Frage(func(u *Ummeldung) *od.JaNein { return &u.Rechnung }, text("rechnung"))
	wer, konto, regel := od.RechnungAls[Amt](func(u *Ummeldung) *od.Rechnungsempfaenger { return &u.Empfaenger }, text("empfaenger"))
	d.Seiten = append(d.Seiten, od.Zeige("rechnung", od.Element[Ummeldung](will)).Because(text("rechnung.warum")), od.Zeige("empfaenger", od.Element[Ummeldung](wer)).OnlyIf(will.Is(od.Ja)))
	d.Konto, d.Regeln = append(d.Konto, konto...), append(d.Regeln, regel)
	d.Gebuehr.Rechnung = func(f od.Fall[Ummeldung, Amt]) (xrechnung.Notice, bool) {
		k := f.Kommune.Kasse
		return xrechnung.Notice{Authority: k.Behoerde, Payer: f.Angaben.Empfaenger.Payer(), Payment: xrechnung.Payment{IBAN: k.IBAN}}, f.Angaben.Rechnung == od.Ja
	}
	return d
}

// firma is invented: somebody with the certificate of a company, which is a keeper, too.
func firma() testkonto.Konto {
	k := erika().Konto
	k.Kennung, k.Niveau, k.Mittel = "tk-kfz-2", recht.NiveauSubstantiell, "Unternehmenskonto"
	for name, wert := range map[string]string{
		nutzerkonto.Firma: "Beispiel Fuhrpark GmbH", nutzerkonto.Strasse: "Werkstraße", nutzerkonto.Hausnummer: "7", nutzerkonto.PLZ: "07743", nutzerkonto.Ort: "Jena", nutzerkonto.EMail: "rechnung@fuhrpark.example",
	} {
		k.Organisation = append(k.Organisation, nutzerkonto.Merkmal{Name: name, Wert: wert, Niveau: recht.NiveauSubstantiell})
	}
	return testkonto.Konto{Konto: k, Zeigt: recht.NewText("Meldet EF-XY 12 für eine Firma um und bekommt eine elektronische Rechnung.", "Re-registers EF-XY 12 for a company and gets an electronic invoice.")}
}

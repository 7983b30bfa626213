// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	form "github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// A vet certifies the breed of a dog, over a link that the owner passes on. They are told
// the dog's name and nothing of the owner. What the owner wrote before stays their answer,
// and what the vet says stands beside it. The norms are invented.
func ExampleBescheinigung() {
	type hund struct {
		Name  string `json:"name,omitzero"`
		Rasse string `json:"rasse,omitzero"`
	}
	type befund struct {
		Rasse string `json:"rasse,omitzero"`
	}
	t := onlinedienst.T
	name := onlinedienst.Text(func(h *hund) *string { return &h.Name }, t("Wie heißt Ihr Hund?", "What is the name of your dog?")).Len(1, 60)
	rasse := onlinedienst.Text(func(h *hund) *string { return &h.Rasse }, t("Welche Rasse ist er?", "Of which breed is it?")).Len(1, 60)
	gefragt := onlinedienst.Text(func(b *befund) *string { return &b.Rasse }, t("Rasse", "Breed")).Len(1, 60)
	dienst := onlinedienst.Dienst[hund, struct{}]{
		Name: "hundesteuer", Leistung: leistung.MustParseSchluessel("99102013104000"), Fassung: "1", Niveau: recht.NiveauNormal, Dauer: 3 * time.Minute,
		Titel: t("Anmeldung zur Hundesteuer", "Registration for the dog tax"), Kurz: t("Wer einen Hund hält, meldet ihn an.", "Who keeps a dog registers it."),
		Grundlage: recht.MustParseNormen("§ 9 Mustersatzung"), Entwurf: onlinedienst.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a OZG")},
		Braucht: []recht.Text{t("den Namen des Hundes", "the name of the dog")}, Wirkung: []recht.Text{t("Die Stadt setzt die Steuer fest.", "The town assesses the tax.")},
		Seiten: []onlinedienst.Seite[hund]{onlinedienst.Zeige("hund", onlinedienst.Element[hund](name), rasse).Titled(t("Ihr Hund", "Your dog"), recht.Text{})},
		Bescheinigungen: []onlinedienst.Dritte[hund]{onlinedienst.Bescheinigung[hund, befund]{
			Name: "tierarzt", Titel: t("Bescheinigung über die Rasse", "Certificate about the breed"), Von: t("Ihre Tierärztin", "Your vet"),
			Frage: t("Welche Rasse ist dieser Hund?", "Of which breed is this dog?"), Norm: recht.MustParseNorm("§ 4 Mustersatzung"), Tage: 14, Vorher: 3,
			Zeigt: func(h hund, _ string) []onlinedienst.Gezeigt {
				return []onlinedienst.Gezeigt{{Titel: t("Hund", "Dog"), Wert: h.Name}}
			},
			Fragen: []onlinedienst.Element[befund]{gefragt}, Fuellt: []onlinedienst.Uebernahme[hund]{onlinedienst.Take("/rasse", rasse)},
		}},
		Gemeinde: func(hund) kommune.AGS { return kommune.MustParseAGS("16053000") },
	}
	lauf, err := dienst.Begin(onlinedienst.Ueberall[struct{}]{}, datum.MustParse("2026-11-30"), recht.NiveauNormal)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := lauf.Answer(hund{Name: "Bello", Rasse: "Pudel"}); err != nil {
		fmt.Println(err)
	}
	if err := lauf.Certify("tierarzt", "", []byte(`{"rasse":"Dackel"}`), form.Herkunft{Quelle: "Tierarztpraxis"}); err != nil {
		fmt.Println(err)
	}
	in, err := lauf.Eingang()
	fmt.Println(string(in.Daten), err)
	for _, a := range in.Herkunft {
		fmt.Println(a.Pointer, string(a.Bestand.Wert), a.Bestand.Herkunft.Quelle, a.Korrigiert())
	}
	// Output:
	// {"name":"Bello","rasse":"Pudel"} <nil>
	// /rasse "Dackel" Tierarztpraxis true
}

// What was granted ends, and people are told two months before. The law is invented.
func ExampleAblauf() {
	a := onlinedienst.Ablauf{
		Norm: recht.MustParseNorm("§ 7 Mustergesetz"), Monate: 2, Laengstens: 12,
		Betreff: func(bis datum.Datum) recht.Text {
			return onlinedienst.T("Ihr Ausweis gilt bis "+bis.String(), "Your card is valid until "+bis.String())
		},
		Text: func(datum.Datum) recht.Text {
			return onlinedienst.T("Beantragen Sie jetzt einen neuen.", "Apply for a new one now.")
		},
	}
	fmt.Println(a.Betreff(datum.MustParse("2027-10-31")).English())
	// Output:
	// Your card is valid until 2027-10-31
}

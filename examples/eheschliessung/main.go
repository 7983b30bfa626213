// SPDX-License-Identifier: Apache-2.0

// Command eheschliessung serves the registration of a marriage: two people with a login
// each, who see their own answers and confirm the same, and a registrar who decides at
// the desk (/amt/). Accounts and payment are pretended, the fee is invented.
//
//	go run ./examples/eheschliessung                serves the pages
//	go run ./examples/eheschliessung -data DATEI    keeps everything in a file
//	go run ./examples/eheschliessung -headless      plays one case and tells about it
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/examples/internal/sqlite"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

func main() {
	p, err := programm()
	if err != nil {
		fmt.Fprintln(os.Stderr, "eheschliessung:", err)
		os.Exit(1)
	}
	onlinedienst.Main(p)
}

func programm() (onlinedienst.Programm, error) {
	fees, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Standesamt", Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "anmeldung", Text: "Prüfung der Ehevoraussetzungen", LegalBasis: "§ 1 Beispielsatzung", Kind: payment.FeeFixed, Amount: payment.Cents(4000)}},
	})
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	index := zustaendigkeit.NewIndex()
	var aemter onlinedienst.Satzungen[Standesamt]
	koepfe := map[string]onlinedienst.Amtskopf{}
	err = index.Update(func(aenderung *zustaendigkeit.Aenderung) {
		for key, ags := range standesaemter() {
			g, err := kommune.Deutschland().Gemeinde(ags)
			if err != nil {
				continue // then nobody is responsible there, and the pages say so
			}
			aemter = append(aemter, onlinedienst.Satzung[Standesamt]{Gemeinde: ags, Ab: datum.MustParse("2026-01-01"), Werte: Standesamt{fees}})
			koepfe["standesamt-"+key] = amtskopf(g, ags)
			aenderung.PutStelle(zustaendigkeit.Stelle{ID: "standesamt-" + key, Art: zustaendigkeit.Behoerde, Name: "Standesamt " + g.Kurzname()})
			aenderung.Put(zustaendigkeit.Zustaendigkeit{Leistung: Dienst().Leistung, Gebiete: []kommune.ARS{g.ARS}, Stelle: "standesamt-" + key})
		}
	})
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	konto, err := testkonto.New("/testkonto", []testkonto.Konto{erika(), max()}, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	amt, err := arbeitsplatz.New(koepfe, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	provider := kasse.New("/eheschliessung/", nil)
	return onlinedienst.Programm{
		Name: "eheschliessung", Amt: amt, Dienste: []onlinedienst.AnyDienst{Dienst().With(aemter)}, Konto: konto, Zustaendig: index,
		Kalender: frist.InGemeinde(standesaemter()["16053000"]), Open: sqlite.OpenStore,
		Kasse: provider.Open,
		Headless: func(ctx context.Context, a *onlinedienst.Anlage, out io.Writer) error {
			return headless(ctx, a.Server, a.Store, provider, out)
		},
		Config: onlinedienst.Config{Betreiber: recht.NewText("Beispiel für zwei Beteiligte", "Example of two applicants")},
	}, nil
}

// standesaemter are the offices that take part.
func standesaemter() map[string]kommune.AGS {
	return map[string]kommune.AGS{"16053000": kommune.MustParseAGS("16053000"), "16055000": kommune.MustParseAGS("16055000")}
}

// erika and max are invented.
func erika() testkonto.Konto { return konto("tk-ehe-1", "Mustermann", "Erika", "1984-08-12") }
func max() testkonto.Konto   { return konto("tk-ehe-2", "Beispiel", "Max", "1986-01-31") }

func konto(key, familienname, vornamen, geboren string) testkonto.Konto {
	k := nutzerkonto.Konto{Kennung: key, Niveau: recht.NiveauHoch, Mittel: "Online-Ausweis"}
	for name, wert := range map[string]string{
		nutzerkonto.Familienname: familienname, nutzerkonto.Vornamen: vornamen, nutzerkonto.Geburtsdatum: geboren,
		nutzerkonto.Strasse: "Musterstraße", nutzerkonto.Hausnummer: "12", nutzerkonto.PLZ: "07743", nutzerkonto.Ort: "Jena",
	} {
		k.Merkmale = append(k.Merkmale, nutzerkonto.Merkmal{Name: name, Wert: wert, Niveau: recht.NiveauHoch})
	}
	return testkonto.Konto{Konto: k, Zeigt: recht.NewText("Wohnt in Jena.", "Lives in Jena.")}
}

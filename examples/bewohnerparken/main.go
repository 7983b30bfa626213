// SPDX-License-Identifier: Apache-2.0

// Command bewohnerparken is the service of the tutorial in its README: the resident
// parking permit (Bewohnerparkausweis) as one value over the kit.
//
//	go run ./examples/bewohnerparken                serves the pages
//	go run ./examples/bewohnerparken -data DATEI    keeps everything in a file
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/examples/internal/sqlite"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

func main() {
	p, err := programm()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bewohnerparken:", err)
		os.Exit(1)
	}
	onlinedienst.Main(p)
}

// programm is the service with pretended accounts and a pretended payment service.
func programm() (onlinedienst.Programm, error) {
	satzungen, err := Satzungen()
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	konto, err := testkonto.New("/testkonto", []testkonto.Konto{erika()}, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	zustaendig, err := strassenverkehrsamt()
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	amt, err := arbeitsplatz.New(map[string]onlinedienst.Amtskopf{"jena-verkehr": {
		Behoerde: bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"Musterstraße 1", "07743 Jena"}, Sitz: gemeinden()["Jena"]}, Amt: "Straßenverkehrsbehörde"}, Zeichner: bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"},
		Rechtsbehelf: map[string]bescheid.Rechtsbehelf{"bewohnerparken": {Art: bescheid.RechtsbehelfWiderspruch, Zusage: bescheid.Zusage{Von: "Rechtsamt (erfunden)", Am: datum.MustParse("2026-11-01")}}},
	}}, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	return onlinedienst.Programm{
		Name: "bewohnerparken", Amt: amt, Dienste: []onlinedienst.AnyDienst{Dienst().With(satzungen)}, Konto: konto, Zustaendig: zustaendig, Danach: antrag.Tage(365),
		Open: sqlite.OpenStore, Kasse: bezahlen,
		Config: onlinedienst.Config{Betreiber: recht.NewText("Beispiel für einen Dienst", "Example of a service")},
	}, nil
}

// bezahlen takes fees with a pretended provider.
func bezahlen(store *bausteine.Store, server func() *onlinedienst.Server) (onlinedienst.Kasse, http.Handler, error) {
	provider := kasse.New("/bewohnerparken/", nil)
	mux := http.NewServeMux()
	mux.Handle("/bezahlen/{ref}", provider)
	service, err := payment.NewService(store, provider, payment.Config{OnPaid: func(ctx context.Context, n payment.Notice) error { return server().Paid(ctx, n) }})
	return service, mux, err
}

func strassenverkehrsamt() (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	jena, err := kommune.Deutschland().Gemeinde(gemeinden()["Jena"])
	if err != nil {
		return nil, err
	}
	return index, index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "jena-verkehr", Art: zustaendigkeit.Behoerde, Name: "Stadt Jena, Straßenverkehrsbehörde"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: Dienst().Leistung, Gebiete: []kommune.ARS{jena.ARS}, Stelle: "jena-verkehr"})
	})
}

// erika is invented.
func erika() testkonto.Konto {
	k := nutzerkonto.Konto{Kennung: "tk-parken-1", Niveau: recht.NiveauHoch, Mittel: "Online-Ausweis"}
	for name, wert := range map[string]string{
		nutzerkonto.Familienname: "Mustermann", nutzerkonto.Vornamen: "Erika", nutzerkonto.Geburtsdatum: "1984-08-12",
		nutzerkonto.Strasse: "Musterstraße", nutzerkonto.Hausnummer: "12", nutzerkonto.PLZ: "07743", nutzerkonto.Ort: "Jena",
	} {
		k.Merkmale = append(k.Merkmale, nutzerkonto.Merkmal{Name: name, Wert: wert, Niveau: recht.NiveauHoch})
	}
	return testkonto.Konto{Konto: k, Zeigt: recht.NewText("Wohnt in Jena, im Gebiet A.", "Lives in Jena, in zone A.")}
}

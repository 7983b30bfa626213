// SPDX-License-Identifier: Apache-2.0

// Command bewohnerparken is the service of the tutorial in its README: the resident
// parking permit (Bewohnerparkausweis) as one value over the kit.
//
//	go run ./examples/bewohnerparken                serves the pages
//	go run ./examples/bewohnerparken -data DATEI    keeps everything in a file
//	go run ./examples/bewohnerparken -postfach simuliert    puts notices into the postbox of the account
package main

import (
	"fmt"
	"os"
	"strings"
	"time"

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
)

func main() {
	p, err := programm(&postweg{every: time.Second}, kasse.New("/bewohnerparken/", nil))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bewohnerparken:", err)
		os.Exit(1)
	}
	onlinedienst.Main(p)
}

// programm is the service with pretended accounts and a pretended payment service.
func programm(post *postweg, bezahlen kasse.Kasse) (onlinedienst.Programm, error) {
	satzungen, err := Satzungen()
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	konto, err := testkonto.New("/testkonto", []testkonto.Konto{erika(), otto(), anna()}, nil)
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
	}, "augsburg-verkehr": verkehrAugsburg()}, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	return onlinedienst.Programm{
		Name: "bewohnerparken", Amt: amt, Dienste: []onlinedienst.AnyDienst{Dienst().With(satzungen)}, Konto: konto, Zustaendig: zustaendig, Danach: antrag.Tage(365),
		Open: sqlite.OpenStore, Kasse: bezahlen.Open, Postfach: post.open, Flags: post.flags,
		Config: onlinedienst.Config{Betreiber: recht.NewText("Beispiel für einen Dienst", "Example of a service")},
	}, nil
}

func strassenverkehrsamt() (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	for stadt, ags := range gemeinden() {
		g, err := kommune.Deutschland().Gemeinde(ags)
		if err != nil {
			return nil, err
		}
		id := strings.ToLower(stadt) + "-verkehr"
		err = index.Update(func(a *zustaendigkeit.Aenderung) {
			a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde, Name: "Stadt " + stadt + ", Straßenverkehrsbehörde"})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: Dienst().Leistung, Gebiete: []kommune.ARS{g.ARS}, Stelle: id})
		})
		if err != nil {
			return nil, err
		}
	}
	return index, nil
}

// erika and otto are invented; only her account has a postbox.
func erika() testkonto.Konto {
	k := person("tk-parken-1", "Erika", "1984-08-12")
	k.Merkmale = append(k.Merkmale, nutzerkonto.Merkmal{Name: nutzerkonto.Postkorb, Wert: "6f9619ff-8b86-4011-b42d-00c04fc964ff", Niveau: recht.NiveauHoch})
	return testkonto.Konto{Konto: k, Zeigt: recht.NewText("Wohnt in Jena, im Gebiet A.", "Lives in Jena, in zone A.")}
}

func otto() testkonto.Konto {
	return testkonto.Konto{Konto: person("tk-parken-2", "Otto", "1952-01-31"), Zeigt: recht.NewText("Wohnt auch dort. Sein Konto hat kein Postfach.", "Lives there, too. His account has no postbox.")}
}

func person(kennung, vornamen, geboren string) nutzerkonto.Konto {
	k := nutzerkonto.Konto{Kennung: kennung, Niveau: recht.NiveauHoch, Mittel: "Online-Ausweis"}
	for name, wert := range map[string]string{
		nutzerkonto.Familienname: "Mustermann", nutzerkonto.Vornamen: vornamen, nutzerkonto.Geburtsdatum: geboren,
		nutzerkonto.Strasse: "Musterstraße", nutzerkonto.Hausnummer: "12", nutzerkonto.PLZ: "07743", nutzerkonto.Ort: "Jena",
	} {
		k.Merkmale = append(k.Merkmale, nutzerkonto.Merkmal{Name: name, Wert: wert, Niveau: recht.NiveauHoch})
	}
	return k
}

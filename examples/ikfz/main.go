// SPDX-License-Identifier: Apache-2.0

// Command ikfz serves two services of vehicle registration (i-Kfz): re-registering a
// vehicle after a move, and taking one off the road. Both are paid first and decided by
// a program where the FZV lets it; what it may not, and samples, a person sees at the
// desk (/amt/). The second identifies nobody. Accounts, the register
// of vehicles and the payment are pretended.
//
//	go run ./examples/ikfz                serves the pages
//	go run ./examples/ikfz -data DATEI    keeps everything in a file
//	go run ./examples/ikfz -headless      plays one case and tells about it
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
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

func main() {
	p, err := laden(kasse.New("/", nil))
	if err != nil {
		fmt.Fprintln(os.Stderr, "ikfz:", err)
		os.Exit(1)
	}
	onlinedienst.Main(p)
}

// laden is the program with the invented authorities and vehicles.
func laden(provider kasse.Kasse) (onlinedienst.Programm, error) {
	aemter, err := Aemter(beispiele())
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	return programm(provider, aemter)
}

func programm(provider kasse.Kasse, aemter onlinedienst.Kommunen[Amt]) (onlinedienst.Programm, error) {
	konto, err := testkonto.New("/testkonto", []testkonto.Konto{erika(), firma()}, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	zustaendig, err := zulassung()
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	koepfe := map[string]onlinedienst.Amtskopf{}
	for name, ags := range orte() {
		koepfe["kfz-"+ags.String()] = onlinedienst.Amtskopf{Behoerde: bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Stadt " + name, Sitz: ags}, Amt: "Zulassungsbehörde"}}
	}
	amt, err := arbeitsplatz.New(koepfe, nil)
	if err != nil {
		return onlinedienst.Programm{}, err
	}
	return onlinedienst.Programm{
		Name: "ikfz", Amt: amt, Dienste: []onlinedienst.AnyDienst{Ummelden().With(aemter), Abmelden().With(aemter)}, Konto: konto, Zustaendig: zustaendig,
		Kalender: frist.InGemeinde(orte()["Jena"]), Open: sqlite.OpenStore,
		Kasse: provider.Open,
		Headless: func(ctx context.Context, a *onlinedienst.Anlage, out io.Writer) error {
			return headless(ctx, a.Server, a.Store, provider, out)
		},
		Config: onlinedienst.Config{Betreiber: recht.NewText("Beispiel für i-Kfz", "Example of vehicle registration")},
	}, nil
}

// zulassung is a directory of the authorities.
func zulassung() (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	return index, index.Update(func(a *zustaendigkeit.Aenderung) {
		for name, ags := range orte() {
			g, err := kommune.Deutschland().Gemeinde(ags)
			if err != nil {
				continue // then nobody is responsible there, and the pages say so
			}
			id := "kfz-" + ags.String()
			a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde, Name: "Stadt " + name + ", Zulassungsbehörde"})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: Ummelden().Leistung, Gebiete: []kommune.ARS{g.ARS}, Stelle: id})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: Abmelden().Leistung, Gebiete: []kommune.ARS{g.ARS}, Stelle: id})
		}
	})
}

// erika is invented.
func erika() testkonto.Konto {
	k := nutzerkonto.Konto{Kennung: "tk-kfz-1", Niveau: recht.NiveauHoch, Mittel: "Online-Ausweis"}
	for name, wert := range map[string]string{
		nutzerkonto.Familienname: "Mustermann", nutzerkonto.Vornamen: "Erika", nutzerkonto.Geburtsdatum: "1984-08-12",
		nutzerkonto.Strasse: "Musterstraße", nutzerkonto.Hausnummer: "12", nutzerkonto.PLZ: "07743", nutzerkonto.Ort: "Jena",
	} {
		k.Merkmale = append(k.Merkmale, nutzerkonto.Merkmal{Name: name, Wert: wert, Niveau: recht.NiveauHoch})
	}
	return testkonto.Konto{Konto: k, Zeigt: recht.NewText("Ist von Erfurt nach Jena gezogen, mit EF-XY 12 (1234, Code abc1234).", "Has moved from Erfurt to Jena, with EF-XY 12 (1234, code abc1234).")}
}

// SPDX-License-Identifier: Apache-2.0

// Command wohnsitzummeldung is a complete online service, put together from
// the blocks of this library: the registration of a new home, for the citizen
// and for the clerk, with simulated registers of real Thüringen Meldebehörden
// and invented persons.
//
//	go run ./examples/wohnsitzummeldung             serves the pages
//	go run ./examples/wohnsitzummeldung -headless   one complete move, as text
//	go run ./examples/wohnsitzummeldung -data FILE  keeps everything in a file
//
// With -data postgres://… it is kept in PostgreSQL instead, and any number of processes
// may serve the same data. Keys never lie there: they are in a folder of their own.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bescheinigung"
	konten "github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/verbund"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

func main() {
	p, err := programm(time.Now)
	if err != nil {
		fmt.Fprintln(os.Stderr, "wohnsitzummeldung:", err)
		os.Exit(1)
	}
	od.Main(p)
}

// uebernahme is after how long the work of a process that died is taken over.
const uebernahme = 5 * time.Second

// programm are the two services, with everything around them pretended.
func programm(now func() time.Time) (p od.Programm, err error) {
	gebiete := kommune.Deutschland()
	aemter, err := amt.New(gebiete)
	if err != nil {
		return p, err
	}
	umzug, err := anmeldung.Dienst(gebiete, aemter)
	if err != nil {
		return p, err
	}
	satzungen, err := bescheinigung.Satzungen(aemter.Gemeinden())
	if err != nil {
		return p, err
	}
	p = od.Programm{
		Name: "wohnsitzummeldung", Danach: antrag.Tage(365), Headless: headless,
		Dienste: []od.AnyDienst{umzug.With(anmeldung.NewTeilnehmer(aemter.Gemeinden())), bescheinigung.Dienst(aemter.Gemeinden()).With(satzungen)},
		Abrufe: func(ctx context.Context, g *od.Grundlage) (*od.Abrufe, error) {
			return verbund.Open(ctx, g, gebiete, aemter)
		},
		Open: func(ctx context.Context, data string, config bausteine.Config) (*bausteine.Store, io.Closer, error) {
			config.Lease = uebernahme
			return speicher.OpenStore(ctx, data, config)
		},
		Kasse:  kasse.New("/bescheinigung/", now).Open,
		Config: od.Config{Now: now, Betreiber: recht.NewText("Beispielgemeinden in Thüringen", "Example municipalities in Thuringia")},
	}
	if p.Config.Anbieter.Hilfe, err = anmeldung.Hilfe(); err != nil {
		return p, err
	}
	if p.Konto, err = testkonto.New("/testkonto", konten.Konten(), now); err != nil {
		return p, err
	}
	if p.Zustaendig, err = aemter.Index(anmeldung.Leistung(), bescheinigung.Leistung()); err != nil {
		return p, err
	}
	p.Amt, err = arbeitsplatz.New(aemter.Koepfe(), now)
	return p, err
}

// SPDX-License-Identifier: Apache-2.0

// Command rechtsbehelf tells until when one may object to a notice: the tutorial for
// vendors, who import one block into a program of their own and nothing else. It compiles
// no store, no database driver and no pages.
//
//	go run ./examples/rechtsbehelf -ort Jena -tag 2026-12-22              sent by letter on that day
//	go run ./examples/rechtsbehelf -ort Passau -tag 2026-12-22 -weg postfach
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "rechtsbehelf:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("rechtsbehelf", flag.ContinueOnError)
	flags.SetOutput(out)
	ort := flags.String("ort", "Jena", "where the authority sits, as people write it")
	tag := flags.String("tag", "2026-12-22", "the `day` on which the notice was posted, provided or handed over")
	weg := flags.String("weg", "brief", "how it came: brief, postfach or uebergabe")
	if err := flags.Parse(args); err != nil {
		return err
	}
	am, err := datum.Parse(*tag)
	if err != nil {
		return err
	}
	treffer := kommune.Deutschland().Search(*ort, 1)
	if len(treffer) == 0 {
		return errors.New("no such place: try its official name")
	}
	gemeinde := treffer[0].Gemeinde
	bekannt, err := announced(gemeinde, am, *weg)
	if err != nil {
		return err
	}
	kalender := frist.InGemeinde(gemeinde.AGS)
	tell, err := kalender.Berechne(frist.Regel{Beginn: bekannt.Tag, Dauer: frist.Monate(1)})
	if err != nil {
		return err
	}
	late, err := kalender.Berechne(frist.Regel{Beginn: bekannt.Spaetestens, Dauer: frist.Monate(1)})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s (%s): announced on %s\n", gemeinde.Name, gemeinde.AGS.Land(), bekannt.Tag)
	for _, s := range tell.Schritte {
		fmt.Fprintf(out, "  %s\n", s.Text.English())
	}
	fmt.Fprintf(out, "Tell the person: object until %s.\nCall nobody late before %s is over.\n", tell.Ende, late.Spaetestens)
	return nil
}

// announced is the day that counts, by the law of the place and the way.
func announced(g kommune.Gemeinde, am datum.Datum, weg string) (b frist.Bekanntgabe, err error) {
	kalender := frist.InGemeinde(g.AGS)
	switch weg {
	case "brief":
		regel, err := frist.PostregelLand(g.AGS.Land(), am)
		if err != nil {
			return b, err
		}
		return kalender.Bekanntgabe(frist.Sendung{Aufgabe: am, Regel: regel})
	case "postfach":
		return kalender.Bekanntgabe(frist.Postfach{Bereitgestellt: am, Benachrichtigt: am})
	case "uebergabe":
		return kalender.Bekanntgabe(frist.Uebergabe{Tag: am})
	default:
		return b, errors.New("the way is brief, postfach or uebergabe")
	}
}

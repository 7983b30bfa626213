// SPDX-License-Identifier: Apache-2.0

// Command wohngeld calculates Wohngeld for a file of households and says why.
//
//	go run ./examples/wohngeld berechne faelle.csv             # each line with its Wohngeld
//	go run ./examples/wohngeld erklaere faelle.csv e017        # one line, step by step, as text and HTML
//	go run ./examples/wohngeld vergleiche faelle.csv           # today's law and the bill, over all lines
//
// The file has a header line and the columns
//
//	id;stichtag;mitglieder;ausgeschlossen;stufe;miete_monat;gesamteinkommen_jahr
//
// in any order, and may have others, which stay as they are: day as YYYY-MM-DD,
// Mietenstufe 1 to 7 or I to VII, amounts in euro with a point or comma. The result
// is a calculation and no decision: §§ 11, 12, 19 and 21 WoGG from the sums on.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

const usage = `Aufruf:
  wohngeld berechne DATEI
  wohngeld erklaere [-html ZIEL] [-sprache de|en] DATEI ID
  wohngeld vergleiche [-alt TAG|entwurf] [-neu TAG|entwurf] [-svg ZIEL] [-beispiele N] [-sprache de|en] DATEI
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns the exit code: 0 done, 1 the file or its content is wrong, 2 the call
// is wrong.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return 2
	}
	out := bufio.NewWriter(stdout)
	var err error
	switch args[0] {
	case "berechne":
		err = berechne(ctx, args[1:], out, stderr)
	case "erklaere":
		err = erklaere(args[1:], out, stderr)
	case "vergleiche":
		err = vergleiche(ctx, args[1:], out, stderr)
	default:
		err = errUsage
	}
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage), errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stderr, usage)
		return 2
	case errors.Is(err, regel.ErrKeinRecht):
		fmt.Fprintf(stderr, "wohngeld: %v\nFür diesen Tag ist kein Recht hinterlegt; es wird nicht mit 0 Euro gerechnet.\n", err)
		return 1
	default:
		fmt.Fprintf(stderr, "wohngeld: %v\n", err)
		return 1
	}
}

var errUsage = errors.New("wrong call")

// parseFlags reads flags and so many arguments behind them.
func parseFlags(set *flag.FlagSet, args []string, n int) error {
	set.SetOutput(io.Discard)
	if err := set.Parse(args); err != nil || set.NArg() != n {
		return errUsage
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

// Command onceonly checks what a person took home from the audit log of a
// once-only service, or a whole log file, with nothing but the log's public key:
//
//	go run ./examples/onceonly verify -key KEY receipt.json
//	go run ./examples/onceonly verify -key KEY log.txt
//	go run ./examples/onceonly verify -key KEY -since OLD-RECEIPT.json log.txt
//
// KEY is the key of the log in the form that it prints, such as
// "muehlhausen.example+c74f20a3+ARpc…". With -since, the log must also continue
// the history that an older receipt of the person has seen.
//
// The exit status is 0 if everything holds, 1 if something does not, and 2 if the
// question was not understood.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const (
	exitHolds = iota
	exitFails
	exitUsage
)

func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("onceonly verify", flag.ContinueOnError)
	flags.SetOutput(errs)
	key := flags.String("key", "", "public key of the log (required)")
	since := flags.String("since", "", "older receipt whose history the log must continue")
	if len(args) == 0 || args[0] != "verify" {
		fmt.Fprintln(errs, "usage: onceonly verify -key KEY [-since RECEIPT] FILE")
		return exitUsage
	}
	if err := flags.Parse(args[1:]); err != nil {
		return exitUsage
	}
	verifier, err := auditlog.ParseVerifier(*key)
	if err != nil || flags.NArg() != 1 {
		fmt.Fprintln(errs, "usage: onceonly verify -key KEY [-since RECEIPT] FILE")
		return exitUsage
	}
	switch err := verify(out, flags.Arg(0), *since, verifier); {
	case err == nil:
		return exitHolds
	case errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrPermission):
		fmt.Fprintln(errs, err)
		return exitUsage
	default:
		fmt.Fprintln(errs, "DOES NOT HOLD:", err)
		return exitFails
	}
}

func verify(out io.Writer, path, since string, verifier auditlog.Verifier) error {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return err
	}
	defer file.Close()
	reader := bufio.NewReader(file)
	first, err := reader.Peek(1)
	if err != nil {
		return fmt.Errorf("%w: the file is empty", auditlog.ErrSyntax)
	}
	if first[0] == '{' {
		return verifyReceipt(out, reader, since, verifier)
	}
	return verifyLog(out, reader, since, verifier)
}

// receiptLimit bounds a receipt: it is one entry and a few dozen hashes.
const receiptLimit = 1 << 20

func readReceipt(r io.Reader) (auditlog.Receipt, error) {
	document, err := io.ReadAll(io.LimitReader(r, receiptLimit))
	if err != nil {
		return auditlog.Receipt{}, err
	}
	return auditlog.ParseReceipt(document)
}

func verifyReceipt(out io.Writer, r io.Reader, since string, verifier auditlog.Verifier) error {
	if since != "" {
		return fmt.Errorf("%w: -since goes with a whole log", auditlog.ErrSyntax)
	}
	receipt, err := readReceipt(r)
	if err != nil {
		return err
	}
	head, err := receipt.Verify(verifier)
	if err != nil {
		return err
	}
	entry, err := onceonly.ParseEntry(receipt.Entry)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "HOLDS: entry %d of %d in the log %s, as of %s\n", receipt.Index, head.Size, head.Origin, head.Time.Format(time.RFC3339))
	tellEpochs(out, head)
	fmt.Fprintf(out, "%s  %s\n", entry.Time.Format(time.RFC3339), cockpit.Item{Entry: entry}.Text(cockpit.German))
	if !entry.Norm.IsZero() {
		fmt.Fprintf(out, "%s, %s\n", entry.Purpose.Text, entry.Norm)
	}
	return nil
}

func verifyLog(out io.Writer, r io.Reader, since string, verifier auditlog.Verifier) error {
	var seen auditlog.Head
	if since != "" {
		document, err := os.ReadFile(since) //nolint:gosec // the user names the file
		if err != nil {
			return err
		}
		old, err := readReceipt(bytes.NewReader(document))
		if err != nil {
			return err
		}
		if seen, err = old.Verify(verifier); err != nil {
			return fmt.Errorf("the older receipt: %w", err)
		}
	}
	report, err := auditlog.VerifyExport(r, verifier, seen)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "HOLDS: %d entries and %d erased ones in the log %s, as of %s\n",
		report.Entries, report.Erased, report.Head.Origin, report.Head.Time.Format(time.RFC3339))
	tellEpochs(out, report.Head)
	if since != "" {
		fmt.Fprintf(out, "It continues the log of %d entries that the older receipt has seen.\n", seen.Size)
		if kept := report.Kept[0]; kept < seen.Size {
			fmt.Fprintf(out, "Of these the first %d are still there; the others were lost, see above.\n", kept)
		}
	}
	return nil
}

// tellEpochs says where the log lost entries or changed its key.
func tellEpochs(out io.Writer, head auditlog.Head) {
	for _, act := range head.Epochs.All() {
		what := "the log went on with another key"
		if act.Kept.Size < act.Last.Size {
			what = fmt.Sprintf("of %d entries the first %d were kept", act.Last.Size, act.Kept.Size)
		}
		fmt.Fprintf(out, "NOTE: on %s %s: %s\n", act.Time.Format(time.RFC3339), what, act.Reason)
	}
}

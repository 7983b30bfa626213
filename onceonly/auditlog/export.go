// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// exportLine is one line of an exported log: the commitment always, entry and
// salt as long as they exist.
type exportLine struct {
	Commitment Hash            `json:"commitment"`
	Entry      json.RawMessage `json:"entry,omitempty"`
	Salt       *Salt           `json:"salt,omitempty"`
}

// exportLineLimit bounds a line of an exported log.
const exportLineLimit = 1 << 20

// Export writes the whole log under a fresh head: the signed head, a blank
// line, and then a line of JSON for each leaf. VerifyExport reads it.
func (l *Log) Export(ctx context.Context, w io.Writer) error {
	head, err := l.Publish(ctx)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString(head.Text() + "\n"); err != nil {
		return err
	}
	size := head.Head().Size
	for count, after := uint64(0), uint64(0); count < size; {
		found, searched, err := l.source.read(ctx, after, readAtOnce)
		if err != nil {
			return err
		}
		if searched == after {
			return fmt.Errorf("%w: the store lost records", ErrProof)
		}
		after = searched
		for _, stored := range found[:min(uint64(len(found)), size-count)] {
			line := exportLine{Commitment: stored.commitment}
			if stored.record != nil {
				line.Salt, line.Entry = &stored.record.Salt, stored.record.Content
			}
			if err := writeLine(buffered, line); err != nil {
				return err
			}
			count++
		}
	}
	return buffered.Flush()
}

// writeLine writes one line in canonical form: an exported log has one spelling.
func writeLine(w *bufio.Writer, line exportLine) error {
	document, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("auditlog: export leaf: %w", err)
	}
	canonical, err := Canonical(document)
	if err != nil {
		return err
	}
	_, err = w.Write(append(canonical, '\n'))
	return err
}

// Report says what VerifyExport found.
type Report struct {
	Head Head
	// Entries is the number of leaves whose entry is in the file and matches
	// its commitment; Erased is the number of those without.
	Entries, Erased uint64
	// Kept is how many of the entries of each head that was given as seen the log still
	// holds. What is missing was lost, and the epochs of Head say when and why.
	Kept []uint64
}

// VerifyExport checks an exported log: the signature of its head, every entry
// against its commitment, and all commitments against the root. It holds one
// line in memory at a time and needs nothing but the key of the log.
//
// The log must also continue every head of it that is given as seen, for example
// that of an older receipt, or name the act with which it lost what is missing; the
// zero Head is passed over.
func VerifyExport(r io.Reader, verifier Verifier, seen ...Head) (Report, error) {
	reader := bufio.NewReaderSize(r, exportLineLimit)
	note, err := readHead(reader)
	if err != nil {
		return Report{}, err
	}
	signed, err := OpenHead(note, verifier)
	if err != nil {
		return Report{}, err
	}
	report := Report{Head: signed.Head()}
	common := make([]State, len(seen))
	for i, head := range seen {
		if head == (Head{}) {
			common[i].Root = EmptyRoot()
		} else if common[i], err = Common(head, report.Head); err != nil {
			return Report{}, fmt.Errorf("%w: %w", ErrProof, err)
		}
		report.Kept = append(report.Kept, common[i].Size)
	}
	var frontier frontier
	for {
		if err := frontier.agrees(common); err != nil {
			return Report{}, err
		}
		line, err := reader.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil {
			return Report{}, fmt.Errorf("%w: line of leaf %d", ErrSyntax, frontier.size)
		}
		entry, err := parseExportLine(line)
		if err != nil {
			return Report{}, fmt.Errorf("leaf %d: %w", frontier.size, err)
		}
		if entry.Entry == nil {
			report.Erased++
		} else {
			report.Entries++
		}
		frontier.append(HashLeaf(entry.Commitment[:]))
	}
	if frontier.size != report.Head.Size {
		return Report{}, fmt.Errorf("%w: %d leaves, the head counts %d", ErrProof, frontier.size, report.Head.Size)
	}
	for _, state := range common {
		if state.Size > report.Head.Size {
			return Report{}, fmt.Errorf("%w: the log was longer before", ErrProof)
		}
	}
	if frontier.root() != report.Head.Root {
		return Report{}, fmt.Errorf("%w: the leaves have another root than the head", ErrProof)
	}
	return report, nil
}

func readHead(reader *bufio.Reader) (string, error) {
	var note []byte
	for blanks := 0; blanks < 2; {
		line, err := reader.ReadSlice('\n')
		if err != nil || len(note)+len(line) > noteLimit {
			return "", fmt.Errorf("%w: a log begins with its signed head", ErrSyntax)
		}
		if len(line) == 1 {
			if blanks++; blanks == 2 {
				break
			}
		}
		note = append(note, line...)
	}
	return string(note), nil
}

func parseExportLine(line []byte) (exportLine, error) {
	var parsed exportLine
	document := bytes.TrimSuffix(line, []byte("\n"))
	if canonical, err := Canonical(document); err != nil || !bytes.Equal(canonical, document) {
		return exportLine{}, fmt.Errorf("%w: a leaf is canonical JSON", ErrSyntax)
	}
	if err := unmarshalStrict(document, &parsed, "commitment", "entry", "salt"); err != nil || (parsed.Entry == nil) != (parsed.Salt == nil) {
		return exportLine{}, fmt.Errorf("%w: not a leaf with an entry and its salt, or with neither", ErrSyntax)
	}
	if parsed.Entry == nil {
		return parsed, nil
	}
	if Commit(*parsed.Salt, parsed.Entry) != parsed.Commitment {
		return exportLine{}, fmt.Errorf("%w: the entry is not the one that was logged", ErrProof)
	}
	return parsed, nil
}

// frontier computes a root from leaves in order, holding one node for each level.
type frontier struct {
	size  uint64
	nodes []Hash // roots of complete subtrees, the largest first
}

func (f *frontier) append(leaf Hash) {
	f.nodes = append(f.nodes, leaf)
	f.size++
	for s := f.size; s%2 == 0; s >>= 1 {
		n := len(f.nodes)
		f.nodes = append(f.nodes[:n-2], HashNode(f.nodes[n-2], f.nodes[n-1]))
	}
}

// agrees checks what was seen of the log at this size.
func (f *frontier) agrees(seen []State) error {
	for _, state := range seen {
		if state.Size == f.size && state.Root != f.root() {
			return fmt.Errorf("%w: the log has another history than the head seen at %d", ErrProof, f.size)
		}
	}
	return nil
}

func (f *frontier) root() Hash {
	if f.size == 0 {
		return EmptyRoot()
	}
	root := f.nodes[len(f.nodes)-1]
	for i := len(f.nodes) - 2; i >= 0; i-- {
		root = HashNode(f.nodes[i], root)
	}
	return root
}

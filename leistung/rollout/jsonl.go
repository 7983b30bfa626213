// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
)

// maxLine bounds one line of JSON: a row of the Soll with all of a large Land.
const maxLine = 1 << 20

// zeile is one line: an event of one of the logs, or a forecast that was kept.
type zeile struct {
	soll       *SollEreignis
	ereignis   *Ereignis
	vorhersage *Vorhersage
}

// Import reads JSON Lines as Export writes them: events of both logs and kept
// forecasts, in any order. Either everything is taken or nothing. What is known
// with the same content has no effect, so an import may be repeated.
func (b *Buch) Import(r io.Reader) error {
	soll, events, forecasts, err := readJSONL(r)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	// On the side first: what is wrong with the second log must not leave the
	// first one changed.
	trial, err := NewBuch(b.programm)
	if err != nil {
		return err
	}
	for a := range b.each() {
		for i := range a.soll {
			err = errors.Join(err, trial.AddSoll(a.soll[i].SollEreignis))
		}
		err = errors.Join(err, trial.Add(a.ereignisse...))
	}
	if err = errors.Join(err, trial.Keep(b.vorhersagen...)); err != nil {
		return fmt.Errorf("rollout: what is there cannot be read again: %w", err)
	}
	if err := trial.AddSoll(soll...); err != nil {
		return fmt.Errorf("due set: %w", err)
	}
	if err := trial.Add(events...); err != nil {
		return fmt.Errorf("connections: %w", err)
	}
	if err := trial.Keep(forecasts...); err != nil {
		return fmt.Errorf("forecasts: %w", err)
	}
	b.akten, b.dienste, b.plaetze, b.ids, b.vorhersagen = trial.akten, trial.dienste, trial.plaetze, trial.ids, trial.vorhersagen
	return nil
}

// Export writes everything as JSON Lines: one event or kept forecast a line,
// append only, the due set first.
func (b *Buch) Export(w io.Writer) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for e := range b.SollEreignisse() {
		if err := encoder.Encode(&e); err != nil {
			return err
		}
	}
	for e := range b.Ereignisse() {
		if err := encoder.Encode(&e); err != nil {
			return err
		}
	}
	for _, v := range b.Vorhersagen() {
		if err := encoder.Encode(&v); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// readJSONL decodes lines on all processors and keeps their order.
func readJSONL(r io.Reader) ([]SollEreignis, []Ereignis, []Vorhersage, error) {
	const batch = 2048
	type work struct {
		first int // number of the first line
		lines [][]byte
		out   []zeile
		err   error
	}
	queue := make(chan *work, 2*runtime.GOMAXPROCS(0))
	var ordered []*work
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for w := range queue {
				w.out = make([]zeile, 0, len(w.lines))
				for i, line := range w.lines {
					z, err := readLine(line)
					if err != nil {
						w.err = &SyntaxError{Kind: "JSON Lines", Line: w.first + i, Reason: err.Error()}
						break
					}
					w.out = append(w.out, z)
				}
				w.lines = nil
			}
		})
	}
	reader := bufio.NewReaderSize(r, 1<<16)
	var readErr error
	number, total := 0, 0
	current := &work{first: 1}
	for {
		line, err := boundedLine(reader)
		if len(bytes.TrimSpace(line)) > 0 {
			total++
			current.lines = append(current.lines, line)
		} else if len(line) > 0 || err == nil {
			current.lines = append(current.lines, nil) // keeps the numbers right
		}
		number++
		if len(current.lines) == batch || err != nil {
			ordered = append(ordered, current)
			queue <- current
			current = &work{first: number + 1}
		}
		if total > maxEvents {
			readErr = fmt.Errorf("%w: more than %d lines", ErrTooLarge, maxEvents)
			break
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			readErr = err
			break
		}
	}
	close(queue)
	group.Wait()
	if readErr != nil {
		return nil, nil, nil, readErr
	}
	var soll []SollEreignis
	events := make([]Ereignis, 0, total)
	var forecasts []Vorhersage
	for _, w := range ordered {
		if w.err != nil {
			return nil, nil, nil, w.err
		}
		for _, z := range w.out {
			switch {
			case z.soll != nil:
				soll = append(soll, *z.soll)
			case z.ereignis != nil:
				events = append(events, *z.ereignis)
			case z.vorhersage != nil:
				forecasts = append(forecasts, *z.vorhersage)
			}
		}
	}
	return soll, events, forecasts, nil
}

// boundedLine reads a line without its end; io.EOF comes with the last one.
func boundedLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			return nil, fmt.Errorf("%w: a line has at most %d bytes", ErrTooLarge, maxLine)
		}
		line = append(line, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}

// readLine decodes one line. Which of the three it is its fields say: "soll" of
// the due set, "art" of a connection, "prognose" of a forecast.
func readLine(line []byte) (z zeile, err error) {
	if len(bytes.TrimSpace(line)) == 0 {
		return z, nil
	}
	var target any
	switch {
	case bytes.Contains(line, []byte(`"prognose":{`)):
		z.vorhersage = &Vorhersage{}
		target = z.vorhersage
	case bytes.Contains(line, []byte(`"soll":`)):
		z.soll = &SollEreignis{}
		target = z.soll
	default:
		z.ereignis = &Ereignis{}
		target = z.ereignis
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		return zeile{}, jsonReason(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return zeile{}, errors.New("more than one value")
	}
	return z, nil
}

// jsonReason leaves out what the text said: errors of the decoder may repeat it.
func jsonReason(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return errors.New("a field has another type")
	case errors.Is(err, ErrSyntax):
		return errors.New("a key or a day is malformed")
	default:
		return errors.New("no event")
	}
}

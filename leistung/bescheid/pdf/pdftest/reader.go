// SPDX-License-Identifier: Apache-2.0

package pdftest

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// What a file may hold. Larger ones are refused.
const (
	maxFile    = 16 << 20
	maxData    = 64 << 20 // of all streams, unpacked
	maxObjects = 400_000
)

// object is a value and, for a stream, its unpacked data.
type object struct {
	value any
	data  []byte
}

// raw is an object as it stands in the file, before it is parsed, and its
// unpacked stream.
type raw struct {
	value []byte
	data  []byte
}

// source is a file and how much it may still unpack.
type source struct {
	file []byte
	room int
}

// split finds all objects of a file through its cross-reference stream.
func split(file []byte) (map[int]raw, dict, error) {
	if len(file) > maxFile || !bytes.HasPrefix(file, []byte("%PDF-1.7\n%")) {
		return nil, nil, fmt.Errorf("no PDF 1.7 file of at most %d bytes", maxFile)
	}
	end := bytes.LastIndex(file, []byte("startxref\n"))
	if end < 0 {
		return nil, nil, errors.New("no startxref")
	}
	at, after, ok := bytes.Cut(file[end+len("startxref\n"):], []byte("\n"))
	start, err := strconv.Atoi(string(at))
	if !ok || err != nil || string(bytes.TrimSpace(after)) != "%%EOF" {
		return nil, nil, errors.New("end of the file")
	}
	s := &source{file, maxData}
	_, r, err := s.object(start)
	if err != nil {
		return nil, nil, fmt.Errorf("cross-reference stream: %w", err)
	}
	trailer, err := asDict(r.value)
	if err != nil || trailer["Type"] != name("XRef") {
		return nil, nil, errors.New("no cross-reference stream")
	}
	rows, err := xref(trailer, r.data)
	if err != nil {
		return nil, nil, err
	}
	out := map[int]raw{}
	for n, row := range rows {
		if row[0] != 1 {
			continue
		}
		number, r, err := s.object(row[1])
		if err != nil || number != n {
			return nil, nil, fmt.Errorf("object %d is not where the file says: %w", n, err)
		}
		out[n] = r
	}
	return out, trailer, unpack(rows, out)
}

// xref reads the rows of a cross-reference stream.
func xref(d dict, data []byte) ([][3]int, error) {
	size, _ := d["Size"].(float64)
	w, _ := d["W"].([]any)
	if len(w) != 3 || size < 1 || size > maxObjects || d["Index"] != nil {
		return nil, errors.New("cross-reference stream")
	}
	var width [3]int
	for i := range w {
		n, _ := w[i].(float64)
		if width[i] = int(n); n < 0 || n > 4 {
			return nil, errors.New("cross-reference stream")
		}
	}
	rows := make([][3]int, int(size))
	if len(data) != len(rows)*(width[0]+width[1]+width[2]) {
		return nil, fmt.Errorf("cross-reference stream of %d bytes", len(data))
	}
	for i := range rows {
		for k, n := range width {
			for _, c := range data[:n] {
				rows[i][k] = rows[i][k]<<8 | int(c)
			}
			data = data[n:]
		}
	}
	return rows, nil
}

// unpack adds the objects that stand in object streams.
func unpack(rows [][3]int, out map[int]raw) error {
	type place struct{ number, from, to int }
	holds := map[int][]place{}
	for n, row := range rows {
		if row[0] != 2 {
			continue
		}
		if _, done := holds[row[1]]; !done {
			r := out[row[1]]
			d, err := asDict(r.value)
			if err != nil || d["Type"] != name("ObjStm") {
				return fmt.Errorf("object %d is in no object stream", n)
			}
			count, _ := d["N"].(float64)
			first, _ := d["First"].(float64)
			if first < 0 || int(first) > len(r.data) || count < 0 || count > first {
				return fmt.Errorf("object stream %d", row[1])
			}
			fields := bytes.Fields(r.data[:int(first)])
			if len(fields) != 2*int(count) {
				return fmt.Errorf("object stream %d", row[1])
			}
			places := make([]place, int(count))
			for i := range places {
				number, err1 := strconv.Atoi(string(fields[2*i]))
				from, err2 := strconv.Atoi(string(fields[2*i+1]))
				if err1 != nil || err2 != nil || from < 0 || int(first)+from > len(r.data) {
					return fmt.Errorf("object stream %d", row[1])
				}
				places[i] = place{number, int(first) + from, len(r.data)}
				if i > 0 {
					places[i-1].to = places[i].from
				}
			}
			holds[row[1]] = places
		}
		places := holds[row[1]]
		if row[2] >= len(places) || places[row[2]].number != n || places[row[2]].from > places[row[2]].to {
			return fmt.Errorf("object %d is not where the file says", n)
		}
		p := places[row[2]]
		out[n] = raw{value: out[row[1]].data[p.from:p.to]}
	}
	for n := range holds {
		delete(out, n)
	}
	return nil
}

// object reads "12 0 obj … endobj".
func (s *source) object(at int) (int, raw, error) {
	file := s.file
	if at < 0 || at >= len(file) {
		return 0, raw{}, errors.New("outside the file")
	}
	p := &parser{b: file, at: at}
	number, err := strconv.Atoi(p.word())
	if err != nil || !p.starts(" 0 obj") {
		return 0, raw{}, fmt.Errorf("no object at %d", at)
	}
	from := p.at
	v, err := p.value()
	if err != nil {
		return number, raw{}, err
	}
	r := raw{value: file[from:p.at]}
	if p.blanks(); !p.starts("stream\n") {
		if !p.starts("endobj") {
			return number, raw{}, fmt.Errorf("object %d does not end", number)
		}
		return number, r, nil
	}
	d, _ := v.(dict)
	length, _ := d["Length"].(float64)
	if length < 0 || int(length) > len(file)-p.at {
		return number, raw{}, fmt.Errorf("length of stream %d", number)
	}
	r.data = file[p.at : p.at+int(length)]
	p.at += int(length)
	if p.blanks(); !p.starts("endstream") {
		return number, raw{}, fmt.Errorf("stream %d does not end where it says", number)
	}
	r.data, err = s.decode(d, r.data)
	return number, r, err
}

// decode undoes the filter of a stream.
func (s *source) decode(d dict, data []byte) ([]byte, error) {
	switch d["Filter"] {
	case nil:
		return data, nil
	case name("FlateDecode"):
	default:
		return nil, fmt.Errorf("filter %v", d["Filter"])
	}
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	data, err = io.ReadAll(io.LimitReader(z, int64(s.room)+1))
	if s.room -= len(data); err != nil || s.room < 0 {
		return nil, fmt.Errorf("packed stream: %w", cmp.Or(err, errors.New("too large")))
	}
	parms, _ := d["DecodeParms"].(dict)
	if parms == nil {
		return data, nil
	}
	columns, _ := parms["Columns"].(float64)
	if parms["Predictor"] != float64(12) || columns < 1 || columns > 100 || len(data)%(int(columns)+1) != 0 {
		return nil, errors.New("predictor")
	}
	var out []byte
	above := make([]byte, int(columns))
	for ; len(data) > 0; data = data[len(above)+1:] { // PNG "up"
		for i := range above {
			above[i] += data[1+i]
		}
		out = append(out, above...)
	}
	return out, nil
}

func asDict(value []byte) (dict, error) {
	v, err := (&parser{b: value}).value()
	d, ok := v.(dict)
	if err == nil && !ok {
		err = errSyntax
	}
	return d, err
}

// document is a file that has been read.
type document struct {
	objects map[int]object
	trailer dict
}

func parse(raws map[int]raw, trailer dict) (*document, error) {
	doc := &document{objects: map[int]object{}, trailer: trailer}
	for n, r := range raws {
		p := &parser{b: r.value}
		v, err := p.value()
		if p.blanks(); err != nil || p.at != len(p.b) {
			return nil, fmt.Errorf("object %d: %w", n, errSyntax)
		}
		doc.objects[n] = object{v, r.data}
	}
	return doc, nil
}

// get follows a reference.
func (d *document) get(v any) any {
	if r, ok := v.(ref); ok {
		return d.objects[int(r)].value
	}
	return v
}

func (d *document) dict(v any) dict { out, _ := d.get(v).(dict); return out }
func (d *document) list(v any) []any {
	out, _ := d.get(v).([]any)
	return out
}

// stream returns the data of a stream.
func (d *document) stream(v any) []byte {
	r, _ := v.(ref)
	return d.objects[int(r)].data
}

func number(v any) int { n, _ := v.(float64); return int(n) }

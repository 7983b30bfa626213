// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// file numbers objects and lays them out: streams as they are, all else packed into object streams.
type file struct {
	objects       []object // object i has the number i+1
	catalog, info int
	packer        *zlib.Writer
}

type object struct {
	dict   string
	stream []byte
	data   bool
}

func (f *file) reserve() int { f.objects = append(f.objects, object{}); return len(f.objects) }

func (f *file) set(ref int, dict string) { f.objects[ref-1].dict = dict }

func (f *file) add(dict string) int { ref := f.reserve(); f.set(ref, dict); return ref }

func (f *file) stream(entries string, data []byte, pack bool) int {
	if pack {
		data = f.deflate(data)
		entries += "/Filter/FlateDecode"
	}
	ref := f.add(fmt.Sprintf("<<%s/Length %d>>", entries, len(data)))
	f.objects[ref-1].stream, f.objects[ref-1].data = data, true
	return ref
}

func (f *file) deflate(data []byte) []byte {
	var b bytes.Buffer
	if f.packer == nil {
		f.packer, _ = zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is valid
	} else {
		f.packer.Reset(&b)
	}
	_, _ = f.packer.Write(data) // a bytes.Buffer does not fail
	_ = f.packer.Close()
	return b.Bytes()
}

func (f *file) bytes() []byte {
	type place struct{ kind, a, b int }
	places := make([]place, len(f.objects))
	var packed []int
	for i, o := range f.objects {
		if !o.data {
			packed = append(packed, i)
		}
	}
	for part := range slices.Chunk(packed, 200) {
		var head, body strings.Builder
		for k, i := range part {
			fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
			body.WriteString(f.objects[i].dict + "\n")
			places[i] = place{2, len(f.objects) + 1, k}
		}
		f.stream(fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(part), head.Len()), []byte(head.String()+body.String()), true)
		places = append(places, place{})
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, o := range f.objects {
		if o.data {
			places[i] = place{1, b.Len(), 0}
			fmt.Fprintf(&b, "%d 0 obj\n%s\nstream\n", i+1, o.dict)
			b.Write(o.stream)
			b.WriteString("\nendstream\nendobj\n")
		}
	}
	start := b.Len()
	table := []byte{0, 0, 0, 0, 0, 255, 255}
	for _, p := range append(places, place{1, start, 0}) {
		table = append(table, byte(p.kind))
		table = binary.BigEndian.AppendUint32(table, uint32(p.a))
		table = binary.BigEndian.AppendUint16(table, uint16(p.b))
	}
	id := sha256.Sum256(b.Bytes())
	table = f.deflate(table)
	size := len(f.objects) + 2
	fmt.Fprintf(&b, "%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]/Filter/FlateDecode/Length %d>>\nstream\n",
		size-1, size, f.catalog, f.info, id[:16], id[:16], len(table))
	b.Write(table)
	fmt.Fprintf(&b, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

func utf16be(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}

// textString is a PDF string for people.
func textString(s string) string { return fmt.Sprintf("<FEFF%X>", utf16be(s)) }

// byteString is a PDF string for machines.
func byteString(s string) string { return fmt.Sprintf("<%X>", s) }

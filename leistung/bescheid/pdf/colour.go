// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"encoding/binary"
)

// sRGB is a small ICC profile of that colour space (version 2, matrix and curve), made here so that no foreign file is needed.
func sRGB() []byte {
	s15 := func(v ...int32) []byte { // ten-thousandths as 15.16 numbers
		b := []byte("XYZ \x00\x00\x00\x00")
		for _, x := range v {
			b = binary.BigEndian.AppendUint32(b, uint32(int32((int64(x)*65536+5000)/10000)))
		}
		return b
	}
	text := func(s string) []byte {
		b := append([]byte("desc\x00\x00\x00\x00"), 0, 0, 0, byte(len(s)+1))
		b = append(append(b, s...), 0)
		return append(b, make([]byte, 78)...)
	}
	curve := []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33") // gamma 2.2
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", text("sRGB")},
		{"cprt", []byte("text\x00\x00\x00\x00No copyright\x00")},
		{"wtpt", s15(9642, 10000, 8249)},
		{"rXYZ", s15(4360, 2225, 139)},
		{"gXYZ", s15(3851, 7169, 971)},
		{"bXYZ", s15(1431, 606, 7141)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	}
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntrRGB XYZ \x07\xea\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00acsp")
	copy(head[68:], s15(9642, 10000, 8249)[8:])
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	for _, t := range tags {
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(128+4+12*len(tags)+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		data = append(data, t.data...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	out := append(append(head, table...), data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

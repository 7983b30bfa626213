// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// A picture has maxPixel pixels at most, and no side is longer than maxSeite: who
// opens it needs some bytes for each.
const (
	maxPixel = 120_000_000
	maxSeite = 30_000
)

var (
	errPicture = errors.New("onlinedienst: no picture")
	errPixels  = errors.New("onlinedienst: too many pixels")
)

// bare returns a picture without what it tells beside what it shows: where and when
// it was taken, with what, a smaller picture, comments, what hangs behind its end.
// Colours, and which side is up, stay. Nothing is drawn anew. A PDF stays as it is.
func bare(typ string, content []byte) ([]byte, error) {
	switch typ {
	case "image/jpeg":
		return bareJPEG(content)
	case "image/png":
		return barePNG(content)
	default:
		return content, nil
	}
}

func pixels(width, height uint32) error {
	switch {
	case width == 0 || height == 0:
		return errPicture
	case width > maxSeite || height > maxSeite || uint64(width)*uint64(height) > maxPixel:
		return errPixels
	}
	return nil
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	soi, eoi, sos, com = 0xD8, 0xD9, 0xDA, 0xFE
	app0, app1, app2   = 0xE0, 0xE1, 0xE2
	app14, app15       = 0xEE, 0xEF
)

// bareJPEG keeps the segments that a picture is drawn from: tables, frames, scans,
// the colour profile and the two markers that say how colours are coded.
func bareJPEG(in []byte) ([]byte, error) {
	if len(in) < 4 || in[0] != 0xFF || in[1] != soi {
		return nil, errPicture
	}
	out, framed, scanned := append(make([]byte, 0, len(in)+len(turn)), in[:2]...), false, false
	for rest := in[2:]; ; {
		if len(rest) == 0 && scanned {
			return append(out, 0xFF, eoi), nil // some devices leave the end out
		}
		marker, segment, after, err := nextSegment(rest)
		if err != nil {
			return nil, err
		}
		rest = after
		data := segment
		if len(segment) >= 4 {
			data = segment[4:]
		}
		switch {
		case marker == eoi:
			if !framed {
				return nil, errPicture
			}
			return append(out, 0xFF, eoi), nil
		case marker == app1 && bytes.HasPrefix(data, []byte(exif)):
			if o := orientation(data[len(exif):]); o > 1 {
				out = append(out, jpegTurn(o)...)
			}
			continue
		case marker == app0 && !bytes.HasPrefix(data, []byte("JFIF\x00")), marker == app2 && !bytes.HasPrefix(data, []byte("ICC_PROFILE\x00")):
			continue
		case marker == app0:
			if len(segment) < 18 {
				return nil, errPicture
			}
			segment = append([]byte{}, segment[:18]...)
			segment[2], segment[3], segment[16], segment[17] = 0, 16, 0, 0 // without its small picture
		case marker == com, marker >= app1 && marker <= app15 && marker != app2 && marker != app14:
			continue
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
			if len(data) < 5 {
				return nil, errPicture
			}
			if err := pixels(uint32(binary.BigEndian.Uint16(data[3:])), uint32(binary.BigEndian.Uint16(data[1:]))); err != nil {
				return nil, err
			}
			framed = true
		case marker == soi:
			return nil, errPicture
		}
		out = append(out, segment...)
		if marker == sos {
			n := scan(rest)
			out, rest, scanned = append(out, rest[:n]...), rest[n:], framed
		}
	}
}

// nextSegment cuts one segment off, from its marker to its end.
func nextSegment(in []byte) (marker byte, segment, rest []byte, err error) {
	for len(in) > 2 && in[0] == 0xFF && in[1] == 0xFF {
		in = in[1:] // filling
	}
	if len(in) < 2 || in[0] != 0xFF || in[1] == 0 {
		return 0, nil, nil, errPicture
	}
	marker = in[1]
	if marker == eoi || marker == soi || marker == 1 || (marker >= 0xD0 && marker <= 0xD7) {
		return marker, in[:2], in[2:], nil
	}
	if len(in) < 4 {
		return 0, nil, nil, errPicture
	}
	length := 2 + int(binary.BigEndian.Uint16(in[2:]))
	if length < 4 || length > len(in) {
		return 0, nil, nil, errPicture
	}
	return marker, in[:length], in[length:], nil
}

// scan is how long the coded part of a picture is, up to the next marker.
func scan(in []byte) int {
	for i := 0; ; i++ {
		next := bytes.IndexByte(in[i:], 0xFF)
		if next < 0 || i+next+1 >= len(in) {
			return len(in)
		}
		if i += next; in[i+1] != 0 && in[i+1] != 0xFF && (in[i+1] < 0xD0 || in[i+1] > 0xD7) {
			return i
		}
	}
}

const exif = "Exif\x00\x00"

// turn is an Exif block (TIFF 6.0) that says which side is up and nothing else.
const turn = "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00"

func turned(o uint16) []byte {
	block := []byte(turn)
	block[19] = byte(o)
	return block
}

func jpegTurn(o uint16) []byte {
	block := append([]byte(exif), turned(o)...)
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, app1}, uint16(len(block)+2)), block...)
}

// orientation reads from an Exif block which side is up, 2 to 8; 0 where it does not
// say so.
func orientation(block []byte) uint16 {
	if len(block) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if block[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(block[4:]))
	if at+2 > uint64(len(block)) {
		return 0
	}
	entries := block[at+2:]
	for range order.Uint16(block[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 {
			if o := order.Uint16(entries[8:]); o >= 2 && o <= 8 {
				return o
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}

const pngHead = "\x89PNG\r\n\x1a\n"

// shown are the chunks of a PNG that say what it shows.
var shown = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true,
	"sBIT": true, "sRGB": true, "cICP": true, "mDCV": true, "cLLI": true, "bKGD": true, "pHYs": true,
}

// barePNG keeps the chunks that a picture is drawn from.
func barePNG(in []byte) ([]byte, error) {
	if !bytes.HasPrefix(in, []byte(pngHead)) {
		return nil, errPicture
	}
	out := append(make([]byte, 0, len(in)+64), pngHead...)
	for rest, first := in[len(pngHead):], true; ; first = false {
		if len(rest) < 12 {
			return nil, errPicture
		}
		length := uint64(binary.BigEndian.Uint32(rest))
		if length > uint64(len(rest)-12) {
			return nil, errPicture
		}
		chunk, kind := rest[:length+12], string(rest[4:8])
		data := chunk[8 : len(chunk)-4]
		rest = rest[length+12:]
		switch {
		case first != (kind == "IHDR"):
			return nil, errPicture
		case first:
			if len(data) != 13 {
				return nil, errPicture
			}
			if err := pixels(binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])); err != nil {
				return nil, err
			}
		case kind == "IEND" && len(data) > 0:
			return nil, errPicture
		case kind == "eXIf":
			if o := orientation(data); o > 1 {
				out = appendChunk(out, kind, turned(o))
			}
		}
		if shown[kind] {
			out = append(out, chunk...)
		}
		if kind == "IEND" {
			return out, nil
		}
	}
}

func appendChunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/netip"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// photo is a picture with a red half and a blue one.
func photo(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			c := color.RGBA{200, 20, 20, 255}
			if x > w/2 {
				c = color.RGBA{20, 20, 200, 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func jpegSegment(marker byte, data string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(data)+2)), data...)
}

// exifGPS is an Exif block with a place, a device and the orientation 6.
func exifGPS() string {
	block := "II\x2a\x00\x08\x00\x00\x00\x03\x00"
	entry := func(tag, kind uint16, count, value uint32) string {
		b := binary.LittleEndian.AppendUint16(nil, tag)
		b = binary.LittleEndian.AppendUint16(b, kind)
		b = binary.LittleEndian.AppendUint32(b, count)
		return string(binary.LittleEndian.AppendUint32(b, value))
	}
	block += entry(0x010f, 2, 4, 0x004b4f4e) + entry(0x0112, 3, 1, 6) + entry(0x8825, 4, 1, 60) + "\x00\x00\x00\x00"
	return "Exif\x00\x00" + block + "GEHEIMER ORT 50.9271 N 11.5892 E"
}

func cameraJPEG(t testing.TB) []byte {
	t.Helper()
	var plain bytes.Buffer
	require.NoError(t, jpeg.Encode(&plain, photo(64, 32), nil))
	out := append([]byte{}, plain.Bytes()[:2]...)
	out = append(out, jpegSegment(app0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")...)
	out = append(out, jpegSegment(app1, exifGPS())...)
	out = append(out, jpegSegment(app1, "http://ns.adobe.com/xap/1.0/\x00GEHEIMER ORT")...)
	out = append(out, jpegSegment(app2, "MPF\x00GEHEIMER ORT")...)
	out = append(out, jpegSegment(app2, "ICC_PROFILE\x00\x01\x01FARBEN")...)
	out = append(out, jpegSegment(0xED, "Photoshop 3.0\x00GEHEIMER ORT")...)
	out = append(out, jpegSegment(com, "GEHEIMER ORT")...)
	out = append(out, plain.Bytes()[2:]...)
	return append(out, "ftypmp42 GEHEIMER ORT"...) // a film behind the picture
}

func TestPicture_LosesWhereItWasTakenAndKeepsWhatItShows(t *testing.T) {
	in := cameraJPEG(t)
	want, err := jpeg.Decode(bytes.NewReader(in))
	require.NoError(t, err)
	out, err := bare("image/jpeg", in)
	require.NoError(t, err)
	for _, secret := range []string{"GEHEIM", "NOK", "Photoshop", "adobe", "MPF", "mp42"} {
		require.NotContains(t, string(out), secret)
	}
	require.Contains(t, string(out), "FARBEN", "colours stay")
	got, err := jpeg.Decode(bytes.NewReader(out))
	require.NoError(t, err)
	require.Equal(t, want, got, "dot for dot")
	at := bytes.Index(out, []byte(exif))
	require.Positive(t, at)
	require.Equal(t, uint16(6), orientation(out[at+len(exif):]), "and the same side up")
	again, err := bare("image/jpeg", out)
	require.NoError(t, err)
	require.Equal(t, out, again)

	var plain bytes.Buffer
	require.NoError(t, png.Encode(&plain, photo(64, 32)))
	head := len(pngHead) + 25
	in = append([]byte{}, plain.Bytes()[:head]...)
	for _, kind := range []string{"tEXt", "zTXt", "iTXt", "tIME", "prVt"} {
		in = appendChunk(in, kind, []byte("GEHEIMER ORT"))
	}
	in = appendChunk(in, "eXIf", []byte(exifGPS()[6:]))
	in = append(append(in, plain.Bytes()[head:]...), "GEHEIM"...)
	out, err = bare("image/png", in)
	require.NoError(t, err)
	require.NotContains(t, string(out), "GEHEIM")
	require.Contains(t, string(out), "eXIf")
	got, err = png.Decode(bytes.NewReader(out))
	require.NoError(t, err)
	want, err = png.Decode(bytes.NewReader(plain.Bytes()))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestPicture_OfTooManyPixelsIsRefused(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, photo(2, 2)))
	for _, size := range [][2]uint32{{60_000, 1}, {20_000, 20_000}, {0xffffffff, 0xffffffff}, {0, 5}} {
		bomb := append([]byte{}, out.Bytes()...)
		binary.BigEndian.PutUint32(bomb[16:], size[0])
		binary.BigEndian.PutUint32(bomb[20:], size[1])
		_, err := bare("image/png", bomb)
		require.Error(t, err, size)
	}
	out.Reset()
	require.NoError(t, jpeg.Encode(&out, photo(2, 2), nil))
	at := bytes.Index(out.Bytes(), []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint32(out.Bytes()[at+5:], 0xffffffff)
	_, err := bare("image/jpeg", out.Bytes())
	require.ErrorIs(t, err, errPixels)
}

func FuzzPicture(f *testing.F) {
	f.Add(cameraJPEG(f))
	var out bytes.Buffer
	require.NoError(f, png.Encode(&out, photo(4, 4)))
	f.Add(out.Bytes())
	f.Add([]byte("\xff\xd8\xff\xd9"))
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, typ := range []string{"image/jpeg", "image/png"} {
			out, err := bare(typ, in)
			if err != nil {
				continue
			}
			require.LessOrEqual(t, len(out), len(in)+64)
			again, err := bare(typ, out)
			require.NoError(t, err, "what comes out is a picture")
			require.Equal(t, out, again, "and has nothing left to lose")
		}
	})
}

func TestLimiter_RemembersABoundedNumberOfVisitors(t *testing.T) {
	b := newBegrenzer[netip.Addr](Rate{1, 1}, 1000)
	now := time.Now()
	often := netip.MustParseAddr("192.0.2.1")
	require.True(t, b.allow(often, now))
	for i := range uint32(100_000) {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], i)
		b.allow(netip.AddrFrom4(a), now)
		if i%500 == 0 {
			require.False(t, b.allow(often, now), "who comes often is not forgotten")
		}
		require.LessOrEqual(t, len(b.young)+len(b.old), 2000)
	}
	j := &jePerson{most: 2, now: map[string]int{}}
	for i := range 1000 {
		name := strconv.Itoa(i)
		require.True(t, j.take(name))
		require.True(t, j.take(name))
		require.False(t, j.take(name))
		j.leave(name)
		j.leave(name)
	}
	require.Empty(t, j.now)
}

func TestStaging_LeavesNothingReadable(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	z, err := newZwischenlager()
	require.NoError(t, err)
	secret := bytes.Repeat([]byte("GEHEIMER ORT "), 10_000)
	for part := range 5 {
		require.NoError(t, z.write(secret[part*len(secret)/5:(part+1)*len(secret)/5]))
	}
	onDisk := make([]byte, len(secret))
	_, err = z.file.ReadAt(onDisk, 0)
	require.NoError(t, err)
	require.NotContains(t, string(onDisk), "GEHEIM")
	out, err := z.load()
	require.NoError(t, err)
	require.Equal(t, secret, out)
	z.close()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func BenchmarkLimits(b *testing.B) {
	p := newBegrenzer[string](Rate{1 << 30, 1 << 30}, maxGemerkt)
	now := time.Now()
	for i := 0; b.Loop(); i++ {
		p.allow("session", now)
	}
}

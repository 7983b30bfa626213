// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"image"
	"image/color"
	"image/png"
	"math"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/stretchr/testify/require"
	"github.com/veraison/go-cose"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

const stelle = "073370000000"

var (
	key    = ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32)))
	inhalt = siegel.Inhalt{
		Profil: 1, Nummer: "33-2026-004711", Stelle: stelle, Vom: datum.MustParse("2026-11-30"),
		Angaben: []string{"M\u0302üller-O\u0323\u0300ladélé", "Dr.", "Željka Șerban", "1990-04-12", "Łódzka-Straße 12 a", "12345", "Musterstadt", "2026-11-15"},
	}
)

func code(tb testing.TB) string {
	tb.Helper()
	text, err := siegel.Seal(inhalt, key)
	require.NoError(tb, err)
	return text
}

func pruefer(tb testing.TB) *siegel.Pruefer {
	tb.Helper()
	p, err := siegel.NewPruefer([]siegel.Schluessel{{
		Stelle: stelle, Name: "Stadt Musterstadt", Ab: datum.MustParse("2026-01-01"), Bis: datum.MustParse("2027-12-31"),
		Oeffentlich: key.Public().(ed25519.PublicKey),
	}}, siegel.Config{Now: func() time.Time { return day }})
	require.NoError(tb, err)
	return p
}

// message takes the text of a code apart as RFC 9285 says.
func message(t *testing.T, text string) []byte {
	t.Helper()
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	text, ok := strings.CutPrefix(text, "DS1:")
	require.True(t, ok)
	var out []byte
	for ; len(text) > 2; text = text[3:] {
		n := strings.IndexByte(letters, text[0]) + 45*strings.IndexByte(letters, text[1]) + 2025*strings.IndexByte(letters, text[2])
		out = append(out, byte(n/256), byte(n%256))
	}
	if len(text) == 2 {
		out = append(out, byte(strings.IndexByte(letters, text[0])+45*strings.IndexByte(letters, text[1])))
	}
	return out
}

// go-cose opens the seal and makes the same one, byte by byte.
func TestSeal_GoCoseOpensItAndMakesTheSame(t *testing.T) {
	raw := message(t, code(t))
	var got cose.Sign1Message
	require.NoError(t, got.UnmarshalCBOR(raw))
	verifier, err := cose.NewVerifier(cose.AlgorithmEdDSA, key.Public())
	require.NoError(t, err)
	require.NoError(t, got.Verify([]byte("DS1:"), verifier))
	require.ErrorIs(t, got.Verify(nil, verifier), cose.ErrVerification, "the kind of message is signed too")
	require.ErrorIs(t, got.Verify([]byte("DL1:"), verifier), cose.ErrVerification)

	signer, err := cose.NewSigner(cose.AlgorithmEdDSA, key)
	require.NoError(t, err)
	made := cose.Sign1Message{Headers: cose.Headers{Protected: cose.ProtectedHeader{
		cose.HeaderLabelAlgorithm: cose.AlgorithmEdDSA, cose.HeaderLabelKeyID: got.Headers.Protected[cose.HeaderLabelKeyID],
	}}, Payload: got.Payload}
	require.NoError(t, made.Sign(rand.Reader, []byte("DS1:"), signer))
	again, err := made.MarshalCBOR()
	require.NoError(t, err)
	require.True(t, bytes.Equal(raw, again))
}

func TestSperrliste_GoCoseOpensIt(t *testing.T) {
	signed, err := siegel.Sperrliste{Stelle: stelle, Stand: day, Naechste: day.Add(time.Hour), Nummern: []string{inhalt.Nummer}}.Sign(key)
	require.NoError(t, err)
	var got cose.Sign1Message
	require.NoError(t, got.UnmarshalCBOR(signed))
	verifier, err := cose.NewVerifier(cose.AlgorithmEdDSA, key.Public())
	require.NoError(t, err)
	require.NoError(t, got.Verify([]byte("DL1:"), verifier))
}

// certificate renders a page with the code at 150 dpi.
func certificate(t *testing.T) *image.Gray {
	t.Helper()
	size, black, err := siegel.QR(code(t))
	require.NoError(t, err)
	d := pdf.Document{
		Title: "Meldebestätigung", Language: "de-DE", Author: "Stadt Musterstadt", Created: day,
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: pdf.Plain("Meldebestätigung")},
			pdf.Paragraph{Text: pdf.Plain("Die Anmeldung wird bestätigt.")},
			pdf.Figure{Alt: "Code mit den Angaben dieser Bestätigung", Size: size, Black: black, Module: siegel.Modul, Beside: pdf.Plain("Echtheit prüfen")},
		},
	}
	out := filepath.Join(t.TempDir(), "page")
	run(t, "pdftoppm", "-r", "150", "-gray", "-png", "-singlefile", "-W", "900", "-H", "800", save(t, d), out)
	return picture(t, out+".png")
}

// photograph turns a page by degrees, scales it, softens it over about a pixel and
// adds noise, as a scan or a photo does.
func photograph(page *image.Gray, degrees, scale, noise float64, seed uint64) *image.Gray {
	random := mrand.New(mrand.NewPCG(seed, 1))
	r := page.Bounds()
	w, h := int(float64(r.Dx())*scale), int(float64(r.Dy())*scale)
	out := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	at := func(x, y int) float64 {
		if !image.Pt(x, y).In(r) {
			return 255
		}
		return float64(page.GrayAt(x, y).Y)
	}
	sample := func(x, y float64) float64 {
		x0, y0 := math.Floor(x), math.Floor(y)
		fx, fy := x-x0, y-y0
		i, j := int(x0), int(y0)
		return (1-fy)*((1-fx)*at(i, j)+fx*at(i+1, j)) + fy*((1-fx)*at(i, j+1)+fx*at(i+1, j+1))
	}
	for y := range h {
		for x := range w {
			dx, dy := float64(x)-float64(w)/2, float64(y)-float64(h)/2
			sx, sy := (cos*dx+sin*dy)/scale+float64(r.Dx())/2, (-sin*dx+cos*dy)/scale+float64(r.Dy())/2
			v := 0.0
			for _, d := range [][2]float64{{0, 0}, {0.5, 0}, {-0.5, 0}, {0, 0.5}, {0, -0.5}} {
				v += sample(sx+d[0], sy+d[1]) / 5
			}
			v += random.NormFloat64() * noise
			out.SetGray(x, y, color.Gray{Y: uint8(min(max(v, 0), 255))})
		}
	}
	return out
}

// A code photographed from the page is read by two programs and verifies; with one
// changed letter it does not.
func TestCode_IsReadFromThePageTurnedScaledAndNoisy(t *testing.T) {
	want := code(t)
	page := certificate(t)
	p := pruefer(t)
	for name, img := range map[string]*image.Gray{
		"as printed":          page,
		"turned by 3 degrees": photograph(page, 3, 1, 0, 1),
		"noisy":               photograph(page, 0, 1, 12, 2),
		"turned and noisy":    photograph(page, -3, 1, 8, 3),
		"larger, turned":      photograph(page, 7, 1.4, 12, 4),
		"upside down":         photograph(page, 181, 1, 8, 5),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "scan.png")
			f, err := os.Create(file)
			require.NoError(t, err)
			require.NoError(t, png.Encode(f, img))
			require.NoError(t, f.Close())
			read := map[string]string{"ZBar": strings.TrimSuffix(run(t, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file), "\n")}

			source := gozxing.NewLuminanceSourceFromImage(img)
			bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
			require.NoError(t, err)
			result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
			require.NoError(t, err)
			read["ZXing"] = result.GetText()

			for reader, got := range read {
				require.Equal(t, want, got, reader)
				checked := p.Verify(got)
				require.Equal(t, siegel.ZustandGueltig, checked.Zustand)
				require.Equal(t, inhalt, checked.Inhalt)
				changed := got[:40] + string(alphabetAfter(got[40])) + got[41:]
				require.Equal(t, siegel.ZustandUnecht, p.Verify(changed).Zustand)
			}
		})
	}
}

func alphabetAfter(c byte) byte {
	if c == 'A' {
		return 'B'
	}
	return 'A'
}

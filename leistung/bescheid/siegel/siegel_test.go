// SPDX-License-Identifier: Apache-2.0

package siegel_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

func keyOf(seed string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(seed + strings.Repeat(".", 32-len(seed))))
}

func known(seed, stelle string) siegel.Schluessel {
	return siegel.Schluessel{
		Stelle: stelle, Name: "Stadt Musterstadt", Ab: datum.MustParse("2026-01-01"), Bis: datum.MustParse("2027-12-31"),
		Oeffentlich: keyOf(seed).Public().(ed25519.PublicKey),
	}
}

const musterstadt = "073370000000"

// A Meldebestätigung with usual values, and one with long ones.
var (
	usual = siegel.Inhalt{
		Profil: 1, Nummer: "33-2026-004711", Stelle: musterstadt, Vom: datum.MustParse("2026-11-30"), Bis: datum.MustParse("2027-11-30"),
		Angaben: []string{"M\u0302üller-O\u0323\u0300ladélé", "Dr.", "Željka Șerban", "1990-04-12", "Łódzka-Straße 12 a", "12345", "Musterstadt", "2026-11-15"},
	}
	long = siegel.Inhalt{
		Profil: 1, Nummer: "33-2026-0000004711", Stelle: musterstadt, Vom: datum.MustParse("2026-11-30"),
		Angaben: []string{
			"Freifrau von und zu M\u0302üller-O\u0323\u0300ladélé-Wojciechowská-Şahinoğlu", "Dr. med. Dr. phil. h. c.",
			"Željka Marie-Antoinette Șerbănescu Þórunn Ngọc Ánh", "1990-04-12", "Straße der deutsch-polnischen Freundschaft 128 b, Hinterhaus",
			"12345", "Neuendorf-Sachsenbande, Ortsteil Groß Łódź", "2026-11-15",
		},
	}
)

var noon = time.Date(2026, 12, 1, 11, 0, 0, 0, time.UTC)

func pruefer(tb testing.TB, now *time.Time, keys ...siegel.Schluessel) *siegel.Pruefer {
	tb.Helper()
	if keys == nil {
		keys = []siegel.Schluessel{known("a", musterstadt)}
	}
	p, err := siegel.NewPruefer(keys, siegel.Config{Now: func() time.Time { return *now }})
	require.NoError(tb, err)
	return p
}

func sealed(tb testing.TB, in siegel.Inhalt, seed string) string {
	tb.Helper()
	code, err := siegel.Seal(in, keyOf(seed))
	require.NoError(tb, err)
	return code
}

func TestVerify_GivesBackWhatWasSealed(t *testing.T) {
	now := noon
	p := pruefer(t, &now)
	for _, in := range []siegel.Inhalt{usual, long} {
		code := sealed(t, in, "a")
		require.Equal(t, code, sealed(t, in, "a"), "the same content is the same code")
		got := p.Verify(code)
		require.Equal(t, siegel.ZustandGueltig, got.Zustand)
		require.Equal(t, in, got.Inhalt)
		require.Equal(t, "Stadt Musterstadt", got.Schluessel.Name)
		require.True(t, got.Sperrstand.IsZero(), "no list at hand")
	}
}

func TestVerify_RefusesEveryChangedLetter(t *testing.T) {
	now := noon
	p := pruefer(t, &now)
	code := sealed(t, usual, "a")
	for i := range code {
		for _, c := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:é" {
			if bad := code[:i] + string(c) + code[i+1:]; bad != code {
				require.Equal(t, siegel.Pruefung{Zustand: siegel.ZustandUnecht}, p.Verify(bad), "letter %d is %q", i, c)
			}
		}
		require.Equal(t, siegel.ZustandUnecht, p.Verify(code[:i]).Zustand)
		require.Equal(t, siegel.ZustandUnecht, p.Verify(code+code[:i+1]).Zustand)
	}
}

func TestVerify_RefusesTheSealOfAnotherAuthority(t *testing.T) {
	now := noon
	p := pruefer(t, &now, known("a", musterstadt), known("b", "160530000000"))
	require.Equal(t, siegel.ZustandGueltig, p.Verify(sealed(t, usual, "a")).Zustand)
	require.Equal(t, siegel.ZustandUnecht, p.Verify(sealed(t, usual, "b")).Zustand, "a known key that is not the authority's")
	require.Equal(t, siegel.ZustandUnecht, p.Verify(sealed(t, usual, "c")).Zustand, "an unknown key")
}

func TestVerify_RefusesASealFromOutsideTheDaysOfItsKey(t *testing.T) {
	now := noon
	p := pruefer(t, &now)
	for day, want := range map[string]siegel.Zustand{
		"2025-12-31": siegel.ZustandUnecht, "2026-01-01": siegel.ZustandGueltig, "2027-12-31": siegel.ZustandGueltig, "2028-01-01": siegel.ZustandUnecht,
	} {
		in := usual
		in.Vom, in.Bis = datum.MustParse(day), datum.Datum{}
		require.Equal(t, want, p.Verify(sealed(t, in, "a")).Zustand, day)
	}
}

// The last day of the validity counts, in German legal time.
func TestVerify_SaysWhenTheValidityIsOver(t *testing.T) {
	now := time.Date(2027, 11, 30, 22, 59, 59, 0, time.UTC)
	p := pruefer(t, &now)
	require.Equal(t, siegel.ZustandGueltig, p.Verify(sealed(t, usual, "a")).Zustand)
	now = now.Add(time.Second)
	require.Equal(t, siegel.ZustandAbgelaufen, p.Verify(sealed(t, usual, "a")).Zustand)
	require.Equal(t, siegel.ZustandGueltig, p.Verify(sealed(t, long, "a")).Zustand, "no end")
}

func listOf(tb testing.TB, seed, stelle string, stand time.Time, numbers ...string) []byte {
	tb.Helper()
	signed, err := siegel.Sperrliste{Stelle: stelle, Stand: stand, Naechste: stand.Add(48 * time.Hour), Nummern: numbers}.Sign(keyOf(seed))
	require.NoError(tb, err)
	return signed
}

func TestUpdate_RevokesAndSaysAsOfWhen(t *testing.T) {
	now := noon
	p := pruefer(t, &now)
	code := sealed(t, usual, "a")
	require.NoError(t, p.Update(listOf(t, "a", musterstadt, noon.Add(-2*time.Hour), "33-2026-000001", "33-2026-000002")))
	got := p.Verify(code)
	require.Equal(t, siegel.ZustandGueltig, got.Zustand)
	require.Equal(t, noon.Add(-2*time.Hour), got.Sperrstand)

	require.NoError(t, p.Update(listOf(t, "a", musterstadt, noon.Add(-time.Hour), "33-2026-000001", usual.Nummer, usual.Nummer)))
	got = p.Verify(code)
	require.Equal(t, siegel.ZustandGesperrt, got.Zustand)
	require.Equal(t, noon.Add(-time.Hour), got.Sperrstand)
	require.Equal(t, usual, got.Inhalt, "what it said is still told")

	now = noon.Add(72 * time.Hour)
	require.Equal(t, siegel.ZustandGesperrt, p.Verify(code).Zustand, "an old list still revokes")
	got = p.Verify(sealed(t, long, "a"))
	require.Equal(t, siegel.ZustandGueltig, got.Zustand)
	require.True(t, got.Sperrstand.IsZero(), "but says nothing of what it does not name")
}

func TestUpdate_RefusesWhatIsNoNewerListOfTheAuthority(t *testing.T) {
	now := noon
	p := pruefer(t, &now, known("a", musterstadt), known("b", "160530000000"))
	good := listOf(t, "a", musterstadt, noon.Add(-time.Hour), usual.Nummer)
	require.NoError(t, p.Update(good))
	require.NoError(t, p.Update(good), "the same again")
	changed := append([]byte(nil), good...)
	changed[len(good)/2] ^= 1
	for name, signed := range map[string][]byte{
		"older":                    listOf(t, "a", musterstadt, noon.Add(-2*time.Hour)),
		"of another authority":     listOf(t, "b", musterstadt, noon),
		"of an unknown key":        listOf(t, "c", musterstadt, noon),
		"from the future":          listOf(t, "a", musterstadt, noon.Add(6*time.Minute)),
		"before the key was valid": listOf(t, "b", "160530000000", time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)),
		"changed":                  changed,
		"cut":                      good[:len(good)-1],
		"longer":                   append(append([]byte(nil), good...), 0),
		"nothing":                  nil,
		"a seal":                   []byte(sealed(t, usual, "a")),
	} {
		require.ErrorIs(t, p.Update(signed), siegel.ErrSyntax, name)
		require.Equal(t, siegel.ZustandGesperrt, p.Verify(sealed(t, usual, "a")).Zustand, name)
	}
}

// What the key signs as a list can be no seal, and the other way round: the
// external data of the two signatures differ.
func TestSign_AListDoesNotNameWhatItRevokes(t *testing.T) {
	signed := listOf(t, "a", musterstadt, noon, usual.Nummer)
	require.NotContains(t, string(signed), usual.Nummer)
}

func TestSeal_RefusesWhatCannotBeSealed(t *testing.T) {
	for name, change := range map[string]func(*siegel.Inhalt){
		"no number":         func(in *siegel.Inhalt) { in.Nummer = "" },
		"long number":       func(in *siegel.Inhalt) { in.Nummer = strings.Repeat("1", 41) },
		"line feed":         func(in *siegel.Inhalt) { in.Nummer = "1\n2" },
		"no authority":      func(in *siegel.Inhalt) { in.Stelle = "" },
		"letters":           func(in *siegel.Inhalt) { in.Stelle = "Köln" },
		"no day":            func(in *siegel.Inhalt) { in.Vom = datum.Datum{} },
		"before 1970":       func(in *siegel.Inhalt) { in.Vom = datum.MustParse("1969-12-31") },
		"ends early":        func(in *siegel.Inhalt) { in.Bis = datum.MustParse("2026-11-29") },
		"no values":         func(in *siegel.Inhalt) { in.Angaben = nil },
		"many values":       func(in *siegel.Inhalt) { in.Angaben = make([]string, 33) },
		"control character": func(in *siegel.Inhalt) { in.Angaben = []string{"a\nb"} },
		"no UTF-8":          func(in *siegel.Inhalt) { in.Angaben = []string{"a\xff"} },
		"too long":          func(in *siegel.Inhalt) { in.Angaben = []string{strings.Repeat("a", 900), strings.Repeat("a", 100)} },
	} {
		in := usual
		change(&in)
		_, err := siegel.Seal(in, keyOf("a"))
		require.ErrorIs(t, err, siegel.ErrInhalt, name)
	}
}

// broken is a device that fails in some way.
type broken struct {
	crypto.Signer
	signature []byte
	err       error
}

func (b broken) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return b.signature, b.err }

func TestSeal_RefusesAKeyThatDoesNotSign(t *testing.T) {
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	away := errors.New("device away")
	_, err = siegel.Seal(usual, broken{Signer: keyOf("a"), err: away})
	require.ErrorIs(t, err, away)
	for name, key := range map[string]crypto.Signer{"none": nil, "empty": ed25519.PrivateKey(nil), "cut": keyOf("a")[:40], "another kind": p256, "silently wrong": broken{Signer: keyOf("a"), signature: make([]byte, 64)}} {
		_, err := siegel.Seal(usual, key)
		require.ErrorIs(t, err, siegel.ErrInhalt, name)
		_, err = siegel.Sperrliste{Stelle: musterstadt, Stand: noon, Naechste: noon.Add(time.Hour)}.Sign(key)
		require.ErrorIs(t, err, siegel.ErrInhalt, name)
	}
}

func TestSign_RefusesAListThatMakesNoSense(t *testing.T) {
	for name, l := range map[string]siegel.Sperrliste{
		"no authority":        {Stand: noon, Naechste: noon.Add(time.Hour)},
		"no time":             {Stelle: musterstadt, Naechste: noon},
		"the next before now": {Stelle: musterstadt, Stand: noon, Naechste: noon},
		"empty number":        {Stelle: musterstadt, Stand: noon, Naechste: noon.Add(time.Hour), Nummern: []string{""}},
	} {
		_, err := l.Sign(keyOf("a"))
		require.ErrorIs(t, err, siegel.ErrInhalt, name)
	}
}

func TestNewPruefer_RefusesKeysThatMakeNoSense(t *testing.T) {
	good := known("a", musterstadt)
	for name, change := range map[string]func(*siegel.Schluessel){
		"no authority": func(s *siegel.Schluessel) { s.Stelle = "" },
		"no name":      func(s *siegel.Schluessel) { s.Name = "" },
		"two lines":    func(s *siegel.Schluessel) { s.Name = "a\nb" },
		"no days":      func(s *siegel.Schluessel) { s.Ab = datum.Datum{} },
		"ends early":   func(s *siegel.Schluessel) { s.Bis = datum.MustParse("2025-01-01") },
		"no key":       func(s *siegel.Schluessel) { s.Oeffentlich = nil },
	} {
		bad := good
		change(&bad)
		_, err := siegel.NewPruefer([]siegel.Schluessel{bad}, siegel.Config{})
		require.ErrorIs(t, err, siegel.ErrInhalt, name)
		_, err = bad.MarshalText()
		require.ErrorIs(t, err, siegel.ErrInhalt, name)
	}
	_, err := siegel.NewPruefer([]siegel.Schluessel{good, good}, siegel.Config{})
	require.ErrorIs(t, err, siegel.ErrInhalt)
	_, err = siegel.NewPruefer(nil, siegel.Config{})
	require.Error(t, err)
}

func TestQR_HasTheSizeThatThePageWasPlannedFor(t *testing.T) {
	for code, modules := range map[string]int{sealed(t, usual, "a"): 61, sealed(t, long, "a"): 81} {
		size, black, err := siegel.QR(code)
		require.NoError(t, err)
		require.Equal(t, modules, size)
		require.True(t, black(0, 0), "the corner of a finder pattern")
		require.False(t, black(7, 7))
	}
	_, _, err := siegel.QR(strings.Repeat("A", 5000))
	require.ErrorIs(t, err, siegel.ErrInhalt)
}

func TestInhalt_ShowsNoValuesOfAPerson(t *testing.T) {
	for _, s := range []string{fmt.Sprint(usual), fmt.Sprintf("%v", &usual), fmt.Sprintf("%+v", usual), usual.String()} {
		require.NotContains(t, s, "Željka")
	}
}

// SPDX-License-Identifier: Apache-2.0

package bestaetigung_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bestaetigung"
	"github.com/deutschland-stack/bausteine/kommune"
)

func behoerde() bestaetigung.Behoerde {
	return bestaetigung.Behoerde{Name: "Stadt Jena", Schluessel: ed25519.NewKeyFromSeed([]byte("0123456789abcdef0123456789abcdef"))}
}

func public(b bestaetigung.Behoerde) ed25519.PublicKey {
	return b.Schluessel.Public().(ed25519.PublicKey)
}

func inhalt() bestaetigung.Inhalt {
	return bestaetigung.Inhalt{
		Familienname: "Mustermann", Vornamen: "Erika Maria", Rufname: "Erika",
		Geburtsdatum: kommune.MustParseDatum("1984-08-12"), Einzug: kommune.MustParseDatum("2026-11-02"),
		Anmeldung: kommune.MustParseDatum("2026-11-10"), Anschrift: "Am Planetarium 5, 07743 Jena", Wohnung: "alleinige Wohnung",
	}
}

func TestIssue_HoldsExactlyTheEightThingsOfTheLaw(t *testing.T) {
	text, err := behoerde().Issue(inhalt())
	require.NoError(t, err)
	before, _, ok := strings.Cut(text, "\n-----BEGIN SIGNATUR-----\n")
	require.True(t, ok)
	require.Equal(t, `Meldebestätigung

Familienname: Mustermann
Vornamen: Erika Maria (Rufname: Erika)
Doktorgrad: -
Geburtsdatum: 12.08.1984
Einzugsdatum: 02.11.2026
Datum der Anmeldung: 10.11.2026
Anschrift: Am Planetarium 5, 07743 Jena
Art der Wohnung: alleinige Wohnung
`, before)
	again, err := behoerde().Issue(inhalt())
	require.NoError(t, err)
	require.Equal(t, text, again, "issued twice it is the same document")
}

func TestVerify_AcceptsTheGenuineAndNoOtherDocument(t *testing.T) {
	text, err := behoerde().Issue(inhalt())
	require.NoError(t, err)
	d, err := bestaetigung.Parse(text)
	require.NoError(t, err)
	require.True(t, d.Verify(public(behoerde())))
	require.Equal(t, "Stadt Jena", d.Behoerde)
	require.Len(t, d.Zeilen, 8)

	other := ed25519.NewKeyFromSeed([]byte("abcdef0123456789abcdef0123456789"))
	require.False(t, d.Verify(other.Public().(ed25519.PublicKey)))

	for i := range len(text) {
		changed := []byte(text)
		changed[i] ^= 1
		d, err := bestaetigung.Parse(string(changed))
		if err != nil {
			continue
		}
		if d.Verify(public(behoerde())) {
			// The name of the authority is a help to find the key, nothing more.
			require.NotEqual(t, "Stadt Jena", d.Behoerde, "byte %d", i)
		}
	}
}

func TestIssue_RefusesALineBreakThatWouldForgeALine(t *testing.T) {
	i := inhalt()
	i.Familienname = "Mustermann\nDoktorgrad: Dr."
	_, err := behoerde().Issue(i)
	require.Error(t, err)
}

func TestNormalize_RepairsWhatCopyingDoes(t *testing.T) {
	text, err := behoerde().Issue(inhalt())
	require.NoError(t, err)
	copied := "\ufeff\r\n" + strings.ReplaceAll(text, "\n", "  \r\n") + "\r\n\r\n"
	_, err = bestaetigung.Parse(copied)
	require.ErrorIs(t, err, bestaetigung.ErrSyntax, "the strict door stays strict")
	d, err := bestaetigung.Parse(bestaetigung.Normalize(copied))
	require.NoError(t, err)
	require.True(t, d.Verify(public(behoerde())))
}

// TestVerify_WorksOfflineWithOpenSSL runs the very commands that the page for
// checking a document prints.
func TestVerify_WorksOfflineWithOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("openssl is not installed, and in CI this check may not be skipped")
		}
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	text, err := behoerde().Issue(inhalt())
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(public(behoerde()))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "meldebestaetigung.txt"), []byte(text), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "behoerde.pem"), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600))
	run := func() (string, error) {
		cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", bestaetigung.OfflineBefehle)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	out, err := run()
	require.NoError(t, err, out)
	require.Contains(t, out, "Signature Verified Successfully")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "meldebestaetigung.txt"), []byte(strings.Replace(text, "Erika", "Erica", 1)), 0o600))
	out, err = run()
	require.Error(t, err, out)
}

func FuzzParse(f *testing.F) {
	text, err := behoerde().Issue(inhalt())
	require.NoError(f, err)
	f.Add(text)
	f.Add("Meldebestätigung\n\nFamilienname: -\n")
	key := public(behoerde())
	f.Fuzz(func(t *testing.T, s string) {
		d, err := bestaetigung.Parse(s)
		if err != nil {
			return
		}
		require.Len(t, d.Zeilen, 8)
		if d.Verify(key) {
			before, _, _ := strings.Cut(s, "\n-----BEGIN")
			genuine, _, _ := strings.Cut(text, "\n-----BEGIN")
			require.Equal(t, genuine, before, "nothing else was ever signed")
		}
	})
}

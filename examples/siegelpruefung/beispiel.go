// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"path/filepath"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// writeExample writes a certificate with a fresh key, which is thrown away: the
// certificate as PDF and HTML, its code, and the file of known keys.
func writeExample(folder string, now time.Time) error {
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	heute := datum.Of(now)
	profiles, err := parseProfiles(meldebestaetigung)
	if err != nil {
		return err
	}
	urkunde, err := bescheid.Bescheinigung{
		Behoerde: bescheid.Behoerde{
			Stelle: bescheid.Stelle{Name: "Stadt Musterstadt", Anschrift: []string{"Rathausplatz 1", "12345 Musterstadt"}}, Amt: "Bürgeramt", Schluessel: "beispiel-1",
		},
		Profil: profiles[1], Nummer: "BEISPIEL-2026-1", Datum: heute, Grundlage: recht.MustParseNorm("§ 24 Abs. 2 BMG"),
		Einleitung: []string{"Dies ist ein Beispiel und keine amtliche Bescheinigung."},
		Angaben:    []string{"Mustermann", "Erika", "", "12.08.1984", "02.11.2026", "10.11.2026", "Musterweg 1, 12345 Musterstadt", "alleinige Wohnung"},
	}.Seal(key)
	if err != nil {
		return err
	}
	known, err := siegel.Schluessel{Stelle: "beispiel-1", Name: "Stadt Musterstadt (Beispiel)", Ab: heute, Bis: heute.AddMonths(12), Oeffentlich: public}.MarshalText()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"bescheinigung.pdf": urkunde.PDF(), "bescheinigung.html": urkunde.HTML(), "code.txt": []byte(urkunde.Code()), "schluessel.txt": append(known, '\n'),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

// Package arbeitsplatz is the desk of the examples: invented officials with pretended
// accounts, two at each authority.
package arbeitsplatz

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// New is the desk of authorities by their keys. The account of an official is the key
// of the authority, "/" and a number: the first decides and sets effects going, the
// second decides and stands in for the first.
func New(behoerden map[string]onlinedienst.Amtskopf, now func() time.Time) (*onlinedienst.AmtConfig, error) {
	var accounts []testkonto.Konto
	var officials onlinedienst.Amtsliste
	for _, key := range sorted(behoerden) {
		one, two := Konto(key, 1), Konto(key, 2)
		work := []onlinedienst.Amtsrolle{onlinedienst.AmtsrolleBearbeiten, onlinedienst.AmtsrolleEntscheiden}
		officials = append(officials,
			onlinedienst.Amtsperson{Kennung: one, Name: "Sabine Musterfrau", Behoerde: key, Rollen: append(work, onlinedienst.AmtsrolleVerteilen, onlinedienst.AmtsrolleBetrieb)},
			onlinedienst.Amtsperson{Kennung: two, Name: "Kai Beispiel", Behoerde: key, Rollen: work, Vertritt: []string{one}})
		for _, p := range officials[len(officials)-2:] {
			accounts = append(accounts, testkonto.Konto{
				Konto: nutzerkonto.Konto{Kennung: p.Kennung, Niveau: recht.NiveauHoch, Mittel: "Dienstausweis", Merkmale: []nutzerkonto.Merkmal{{Name: nutzerkonto.Familienname, Wert: p.Name, Niveau: recht.NiveauHoch}}},
				Zeigt: recht.NewText(name(behoerden[key].Behoerde), name(behoerden[key].Behoerde)),
			})
		}
	}
	login, err := testkonto.New("/amt/testkonto", accounts, now)
	if err != nil {
		return nil, err
	}
	return &onlinedienst.AmtConfig{Konto: login, Personen: officials, Behoerden: behoerden}, nil
}

// Konto is the account of an official.
func Konto(behoerde string, n int) string { return behoerde + "/" + strconv.Itoa(n) }

func name(b bescheid.Behoerde) string {
	if b.Amt != "" {
		return b.Name + ", " + b.Amt
	}
	return b.Name
}

func sorted(m map[string]onlinedienst.Amtskopf) []string { return slices.Sorted(maps.Keys(m)) }

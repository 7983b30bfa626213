// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"net/http"
	"os"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/anmeldungen"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/auswahl"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/gast"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
)

// The levels as the simulated provider words them.
const (
	niedrig = "STORK-QAA-Level-1"
	hoch    = "STORK-QAA-Level-4"
)

// zugang is how people get in: an account over OpenID Connect, or none. Without flags
// the provider of the account is a simulated one with invented persons.
type zugang struct{ issuer, client string }

// flags point the account at a real provider; the secret of the client comes from the
// environment, where no list of processes shows it.
func (z *zugang) flags(f *flag.FlagSet) {
	f.StringVar(&z.issuer, "konto", "", "`address` of a provider of OpenID Connect; without one a simulated one is there. Its secret: WOHNGELD_KONTO_SECRET")
	f.StringVar(&z.client, "konto-client", "wohngeld", "`name` by which that provider knows this service")
}

// open puts the accounts together.
func (z *zugang) open(store *bausteine.Store, url string, secret []byte) (nutzerkonto.Anbieter, http.Handler, error) {
	mux := http.NewServeMux()
	issuer, password := z.issuer, os.Getenv("WOHNGELD_KONTO_SECRET")
	if issuer == "" {
		issuer, password = url+"/konto/simuliert", "geheim"
		idp, err := simulator.New(issuer, simulator.Config{
			Clients: []simulator.Client{{ID: z.client, Secret: password, Return: []string{url + "/login/zurueck?konto=buerger", url + "/"}, Logout: url + "/konto/abgemeldet"}},
			Persons: personen(),
		})
		if err != nil {
			return nil, nil, err
		}
		mux.Handle("/konto/simuliert/", idp)
	}
	speicher, err := anmeldungen.New(store)
	if err != nil {
		return nil, nil, err
	}
	konto, err := oidc.New("buerger", issuer, oidc.Client{ID: z.client, Secret: password, Key: secret}, abbildung(), oidc.Config{Speicher: speicher, Simulator: z.issuer == ""})
	if err != nil {
		return nil, nil, err
	}
	ohne, err := gast.New("gast", "/konto/ohne", secret, gast.Config{Speicher: speicher})
	if err != nil {
		return nil, nil, err
	}
	wahl, err := auswahl.New("/konto", secret, []auswahl.Angebot{
		{Name: "buerger", Anbieter: konto, Hoechstens: recht.NiveauHoch, Titel: recht.NewText("Nutzerkonto", "User account"), Hilfe: recht.NewText(
			"Sie müssen weniger selbst eintragen: Anschrift und Rente holen wir, wenn Sie es wollen.", "You have to enter less: we fetch your address and pension, if you want.")},
		{Name: "gast", Anbieter: ohne, Hoechstens: recht.NiveauUntergeordnet, Titel: recht.NewText("Ohne Konto", "Without an account"), Hilfe: recht.NewText(
			"Sie tragen alles selbst ein und bekommen einen Merkcode, mit dem Sie zurückkommen.", "You enter everything yourself and get a code with which you come back.")},
	}, nil)
	if err != nil {
		return nil, nil, err
	}
	mux.Handle("/konto", wahl)
	mux.Handle("/konto/ohne", ohne)
	mux.Handle("POST /konto/abgemeldet", konto)
	return wahl, mux, nil
}

// abbildung reads the claims as the simulated provider names them; a real one has its
// own names.
func abbildung() oidc.Abbildung {
	a := oidc.Abbildung{Mittel: "Nutzerkonto", Niveaus: map[string]recht.Niveau{niedrig: recht.NiveauUntergeordnet, hoch: recht.NiveauHoch}}
	for _, name := range []string{nutzerkonto.Familienname, nutzerkonto.Vornamen, nutzerkonto.Geburtsdatum} {
		a.Merkmale = append(a.Merkmale, oidc.Claim{Merkmal: name, Claim: name, Niveau: name + "_niveau"})
	}
	return a
}

// personen are invented.
func personen() []simulator.Person {
	person := func(subject, familienname, vornamen, geboren string) simulator.Person {
		p := simulator.Person{Subject: subject, Shown: vornamen + " " + familienname, Levels: []string{niedrig, hoch}, Claims: map[string]any{}}
		for name, wert := range map[string]string{nutzerkonto.Familienname: familienname, nutzerkonto.Vornamen: vornamen, nutzerkonto.Geburtsdatum: geboren} {
			p.Claims[name], p.Claims[name+"_niveau"] = wert, hoch
		}
		return p
	}
	return []simulator.Person{person("wohngeld-1", "Mustermann", "Erika", "1984-08-12"), person("wohngeld-2", "Normalverbraucher", "Otto", "1952-01-31")}
}

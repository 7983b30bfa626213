// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Anbieter is who answers for the services: what the pages that every page leads to
// say of them. All of it is required where the services are no test.
type Anbieter struct {
	Name, Anschrift string // of the authority that runs them
	Vertreten       string // by whom it is represented
	Mail, Telefon   string
	Zeiten          recht.Text // hours, in plain words
	// Beauftragter is how to reach the data protection officer, Aufsicht the supervisory
	// authority for complaints.
	Beauftragter, Aufsicht string
	// Hilfe says who helps with the use, how and when; in Einfache Sprache, too, where a
	// service offers its start page in it.
	Hilfe            recht.Text
	Barrierefreiheit Barrierefreiheit
	// Gebaerden and LeichteSprache are where content and use are explained in sign
	// language and in easy language. Where they are missing, the pages say so; that
	// alone keeps no service from starting.
	Gebaerden, LeichteSprache string
}

// Barrierefreiheit is what the accessibility statement says (§ 12b BGG, § 7 BITV 2.0,
// and the acts of the Länder).
type Barrierefreiheit struct {
	Stand    datum.Datum  // of the assessment, which is to be renewed every year
	Bewertet recht.Text   // how, and whether by others or by oneself
	Luecken  []recht.Text // what is not accessible, why, and what there is instead
	// Schlichtung is the body for conciliation, and what it does.
	Schlichtung Verweis
}

// missing lists what the operator has not said.
func (a Anbieter) missing() (out []string) {
	for _, m := range []struct {
		name string
		is   bool
	}{
		{"Name", a.Name == ""},
		{"Anschrift", a.Anschrift == ""},
		{"Vertreten", a.Vertreten == ""},
		{"Mail", a.Mail == ""},
		{"Telefon", a.Telefon == ""},
		{"Zeiten", a.Zeiten.IsZero()},
		{"Beauftragter", a.Beauftragter == ""},
		{"Aufsicht", a.Aufsicht == ""},
		{"Hilfe", a.Hilfe.IsZero()},
		{"Barrierefreiheit.Stand", a.Barrierefreiheit.Stand.IsZero()},
		{"Barrierefreiheit.Bewertet", a.Barrierefreiheit.Bewertet.IsZero()},
		{"Barrierefreiheit.Schlichtung", a.Barrierefreiheit.Schlichtung.Titel.IsZero() || a.Barrierefreiheit.Schlichtung.URL == ""},
	} {
		if m.is {
			out = append(out, m.name)
		}
	}
	return out
}

// complete refuses to run what is no test without who answers for it.
func (s *Server) complete() error {
	if missing := s.config.Anbieter.missing(); s.config.Echt && len(missing) > 0 {
		return fmt.Errorf("onlinedienst: a service that is no test says who answers for it: Config.Anbieter lacks %s", strings.Join(missing, ", "))
	}
	return nil
}

// footPages are the pages that every page leads to, by the last part of their address.
// The last two are of a service.
func footPages() []string {
	return []string{"hilfe", "impressum", "barrierefreiheit", "datenschutz", "pflichten"}
}

// ofService reports whether such a page is of a service.
func ofService(page string) bool { return page == "datenschutz" || page == "pflichten" }

// duties adds the pages that every page leads to, of a service and of the list of all.
func (s *Server) duties(page func(string, handler)) {
	for _, name := range footPages() {
		page("GET /{dienst}/"+name, func(a *anfrage) error {
			d, err := a.dienstOf()
			if err != nil {
				return err
			}
			return a.hinweise(d, name)
		})
		if !ofService(name) {
			page("GET /"+name, func(a *anfrage) error { return a.hinweise(nil, name) })
		}
	}
}

// foot is where every page leads, from a page of the service at the address.
func (a *anfrage) foot(service string) (out []verweis) {
	instead := map[string]bool{}
	for _, v := range a.config.Fuss {
		out = append(out, verweis{Titel: v.Titel.In(a.sprache), URL: v.URL})
		instead[v.Statt] = true
	}
	for _, name := range footPages() {
		if !instead[name] && (service != "/" || !ofService(name)) {
			out = append(out, verweis{Titel: a.titleOf(name), URL: service + name})
		}
	}
	return out
}

func (a *akteur) titleOf(page string) string {
	switch page {
	case "hilfe":
		return a.say("help")
	case "impressum":
		return a.say("imprint")
	case "barrierefreiheit":
		return a.say("access")
	case "datenschutz":
		return a.say("privacy")
	default:
		return a.say("duties")
	}
}

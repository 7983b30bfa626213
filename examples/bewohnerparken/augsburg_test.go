// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

func antragAugsburg() Antrag {
	return Antrag{
		Person:    od.Person{Familienname: "Mustermann", Vornamen: "Anna", Geburtsdatum: datum.MustParse("1990-02-03")},
		Anschrift: od.Anschrift{Strasse: "Musterweg", Hausnummer: "12", PLZ: "86150", Ort: "Augsburg"},
		Wohnung:   Wohnung{Haupt: od.Ja, Gebiet: "1"},
		Fahrzeuge: []Fahrzeug{{Kennzeichen: "A-XY 12", Halter: Ich}},
		Ausweis:   Ausweis{Ab: datum.MustParse("2026-12-15"), Laufzeit: EinJahr},
	}
}

func TestDienst_HoldsWhatTheKitPromisesInBayern(t *testing.T) {
	satzungen, err := Satzungen()
	require.NoError(t, err)
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[Antrag, Satzung]{
		Dienst: Dienst(), Kommunen: satzungen, Tag: "2026-11-30", Antworten: antragAugsburg(), Gemeinde: gemeinden()["Augsburg"],
		Kasse: onlinediensttest.NewKasse, Befristet: "erteilen",
	})
}

// stadt is what differs between two towns of two Länder.
type stadt struct {
	konto, amt      string
	anschrift       [3]string // street, postcode, town
	gebiet, gebuehr string
	kennzeichen     string
	rechtsbehelf    string // in the words of the notice
	fremd           []string
	nach, ende      string // by which norms a letter is counted, and to which day
}

// TestLand_DecidesAboutRemedyDaysAndNorms has a person in Thüringen and one in Bayern go
// through the pages of one service, on the same day, up to the notice: the remedy, the
// last day to lodge it and the norms by which it is counted are those of the Land.
func TestLand_DecidesAboutRemedyDaysAndNorms(t *testing.T) {
	for name, s := range map[string]stadt{
		"Thüringen": {
			konto: "tk-parken-2", amt: "jena-verkehr", anschrift: [3]string{"Musterstraße", "07743", "Jena"}, gebiet: "A", gebuehr: "30,00", kennzeichen: "J-XY 12",
			rechtsbehelf: "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist bei der folgenden Stelle zu erheben: Stadt Jena",
			fremd:        []string{"Bay", "Augsburg", "Klage"},
			nach:         "Gezählt nach § 41 Abs. 2 VwVfG, § 1 Abs. 1 ThürVwVfG, § 70 Abs. 1 Satz 1 VwGO, § 187 Abs. 1, § 188 Abs. 2 BGB", ende: "Donnerstag, 27. Mai 2027",
		},
		"Bayern": {
			konto: "tk-parken-3", amt: "augsburg-verkehr", anschrift: [3]string{"Musterweg", "86150", "Augsburg"}, gebiet: "1", gebuehr: "25,00", kennzeichen: "A-XY 12",
			rechtsbehelf: "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Klage erhoben werden. Die Klage ist bei dem folgenden Gericht zu erheben: Bayerisches Verwaltungsgericht Augsburg",
			fremd:        []string{"Thür", "Jena", "Widerspruch erhoben"},
			nach:         "Gezählt nach Art. 41 Abs. 2 BayVwVfG, § 74 Abs. 1 Satz 2 VwGO, § 187 Abs. 1, § 188 Abs. 2, § 193 BGB, Art. 31 BayVwVfG", ende: "Freitag, 28. Mai 2027", // the day before is Fronleichnam
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newLand(t, time.Date(2027, 4, 23, 9, 0, 0, 0, time.UTC), nil)
			w.excluded = true
			person, seen := w.apply(s)
			desk, notice := w.grant(s)
			require.Contains(t, notice, s.rechtsbehelf)
			duties := words(w.browser().goTo(w.url+"/bewohnerparken/pflichten", nil).text)
			require.Contains(t, duties, "das Verwaltungsverfahrensgesetz des Landes (§ 1 Abs. 3 VwVfG)")
			seen = append(seen, duties)
			fall := desk.at.Path
			desk.goTo(fall, nil)
			post := desk.goTo(fall+"/gepostet", nil).form("")
			post.Set("termin", "23.4.2027")
			desk.goTo(desk.at.String(), post)
			text := words(desk.goTo(fall, nil).text)
			require.Contains(t, text, "Letzter Tag für einen Rechtsbehelf, wie ihn die Person liest: "+s.ende)
			require.Contains(t, text, s.nach+".")
			seen = append(seen, notice, text, words(person.goTo(person.at.String(), nil).text))
			for _, page := range seen {
				for _, other := range s.fremd {
					require.NotContains(t, page, other)
				}
			}
		})
	}
}

// TestLand_AnOpenHolidayIsSettledByTheOfficialList has the last day fall on 15 August,
// which is a holiday in some Gemeinden of Bayern, at a court whose town the tables leave
// open. Without the official list the person is told the earlier day, and nobody is
// called late before the later one; with it there is one day. What the list says of the
// town is made up here.
func TestLand_AnOpenHolidayIsSettledByTheOfficialList(t *testing.T) {
	const bamberg, frueh, spaet = "09461000", "Donnerstag, 15. August 2030", "Freitag, 16. August 2030"
	augsburg := stadt{konto: "tk-parken-3", amt: "augsburg-verkehr", anschrift: [3]string{"Musterweg", "86150", "Augsburg"}, gebiet: "1", gebuehr: "25,00", kennzeichen: "A-XY 12"}
	for list, days := range map[string][2]string{"": {frueh, spaet}, bamberg + " ja": {spaet, spaet}, bamberg + " nein": {frueh, frueh}} {
		t.Run(list, func(t *testing.T) {
			w := newLand(t, time.Date(2030, 7, 11, 9, 0, 0, 0, time.UTC), func(p *od.Programm) {
				head := p.Amt.Behoerden["augsburg-verkehr"]
				remedy := head.Rechtsbehelf["bewohnerparken"]
				remedy.Gericht.Sitz = kommune.MustParseAGS(bamberg)
				head.Rechtsbehelf["bewohnerparken"] = remedy
				if list == "" {
					return
				}
				read, err := frist.ReadMariaeHimmelfahrt(strings.NewReader(list), 2025)
				require.NoError(t, err)
				p.Amt.Kalender = func(ags kommune.AGS) frist.Kalender { return frist.InGemeinde(ags).MitMariaeHimmelfahrt(read) }
			})
			w.apply(augsburg)
			desk, _ := w.grant(augsburg)
			text := words(desk.goTo(desk.at.Path, nil).text)
			require.Contains(t, text, "wie ihn die Person liest: "+days[0])
			require.Contains(t, text, "Verspätet ist er erst nach "+days[1])
		})
	}
}

// land is the program on a day.
type land struct {
	t        *testing.T
	url      string
	anlage   *od.Anlage
	kasse    kasse.Kasse
	later    atomic.Int64
	day      time.Time
	excluded bool // nobody wants their notices in the postbox
	fall     string
}

func newLand(t *testing.T, start time.Time, change func(*od.Programm)) *land {
	t.Helper()
	w := &land{t: t, day: start, kasse: kasse.New("/bewohnerparken/", nil)}
	p, err := programm(&postweg{}, w.kasse)
	require.NoError(t, err)
	p.Config.Now = func() time.Time { return start.Add(time.Duration(w.later.Load())) }
	if change != nil {
		change(&p)
	}
	p.Amt.Bescheide.Empfang = func(context.Context, string) (postfach.Empfang, error) {
		return postfach.Empfang{EMail: "person@dienst.example", Ausgeschlossen: w.excluded}, nil
	}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { handler.ServeHTTP(rw, r) }))
	t.Cleanup(server.Close)
	w.anlage, err = p.Start(t.Context(), "", "", server.URL)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.anlage.Close()) })
	handler, w.url = w.anlage.Handler, server.URL
	return w
}

func (w *land) browser() *seite {
	jar, err := cookiejar.New(nil)
	require.NoError(w.t, err)
	return &seite{t: w.t, http: &http.Client{Jar: jar}, base: w.url}
}

func (w *land) drain() {
	w.t.Helper()
	_, err := w.anlage.Store.Drain(w.t.Context())
	require.NoError(w.t, err)
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words are the words of a page.
func words(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(main, " "))), " ")
}

// apply has a person go through the pages, send and pay, and returns what they read.
func (w *land) apply(s stadt) (person *seite, seen []string) {
	w.t.Helper()
	person = w.browser().login("/login?ziel=/bewohnerparken/", s.konto)
	seen = append(seen, words(person.text))
	person.goTo("/bewohnerparken/", person.form(""))
	draft := person.at.Path
	for _, page := range []struct {
		name   string
		values url.Values
	}{
		{"person", nil}, // filled from the account
		{"anschrift", url.Values{"/anschrift/strasse": {s.anschrift[0]}, "/anschrift/plz": {s.anschrift[1]}, "/anschrift/ort": {s.anschrift[2]}}},
		{"wohnung", url.Values{"/wohnung/hauptwohnung": {"ja"}, "/wohnung/gebiet": {s.gebiet}}},
		{"fahrzeuge/0", url.Values{"/fahrzeuge/0/kennzeichen": {s.kennzeichen}, "/fahrzeuge/0/halter": {"ich"}, "/fahrzeuge/0/haltername": {""}}},
		{"fahrzeuge", url.Values{"noch": {"nein"}}},
		{"ausweis", url.Values{"/ausweis/ab": {w.day.AddDate(0, 0, 1).Format("2.1.2006")}, "/ausweis/laufzeit": {"1"}}},
	} {
		at := draft + "/" + page.name
		form := person.goTo(at, nil).form("")
		for name, value := range page.values {
			form[name] = value
		}
		person.goTo(at, form)
		seen = append(seen, words(person.text))
	}
	person.goTo(draft+"/pruefen", nil)
	seen = append(seen, words(person.text))
	require.Contains(w.t, words(person.text), s.gebuehr)
	form := person.form(draft + "/absenden")
	form.Set("richtig", "ja")
	person.goTo(draft+"/absenden", form)
	for _, pay := range w.kasse.Payments() {
		require.NoError(w.t, w.kasse.Pay(pay.Ref))
	}
	w.later.Add(int64(20 * time.Minute))
	w.drain()
	person.goTo(w.url+draft, nil)
	w.fall = strings.Replace(draft, "/bewohnerparken/", "/amt/faelle/", 1)
	return person, append(seen, words(person.text))
}

// grant has an official of the town grant, and returns the notice as it was shown before.
func (w *land) grant(s stadt) (desk *seite, notice string) {
	w.t.Helper()
	desk = w.browser().login("/amt/login?ziel=/amt/", arbeitsplatz.Konto(s.amt, 1))
	desk.goTo(w.url+w.fall, nil).goTo(w.fall+"/uebernommen", desk.form(w.fall+"/uebernommen"))
	desk.goTo(w.fall+"/erteilen", nil)
	desk.goTo(desk.at.String(), desk.form(""))
	confirm := desk.form("")
	require.Equal(w.t, "ja", confirm.Get("bestaetigt"), desk.text)
	notice = words(desk.text)
	desk.goTo(desk.at.String(), confirm)
	w.drain()
	return desk.goTo(w.url+w.fall, nil), notice
}

// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

// reihen returns the indices of the rows that a list shows.
func reihen(werte url.Values, mindestens int) []int {
	n, err := strconv.Atoi(werte.Get(feldReihen))
	if err != nil || n < mindestens {
		n = mindestens
	}
	out := make([]int, min(n, reihenHoechstens))
	for i := range out {
		out[i] = i
	}
	return out
}

// wohnungSchritt asks what the new home is, and for the others (R10).
func wohnungSchritt() *schritt {
	return &schritt{
		name: "wohnung", nr: 6, vorlage: "wohnung", pfade: []string{"/wohnung"}, weiter: nach("familie"),
		titel: zweisprachig{"Haben Sie noch andere Wohnungen in Deutschland?", "Do you have other homes in Germany?"},
		laden: func(_ *anfrage, _ testkonto.Konto, v dienst.Vorgang) (url.Values, error) {
			w := url.Values{"wohnung.art": {string(v.Angaben.Wohnung.Art)}, feldReihen: {strconv.Itoa(len(v.Angaben.Wohnung.Weitere))}}
			for i, x := range v.Angaben.Wohnung.Weitere {
				p := fmt.Sprintf("wohnung.weitere.%d.", i)
				w.Set(p+"strasse", x.Strasse)
				w.Set(p+"plz", x.PLZ)
				w.Set(p+"ort", x.Ort)
			}
			return w, nil
		},
		lesen: func(_ *anfrage, _ dienst.Vorgang, w url.Values, ziel *angaben.Angaben) ([]fehlend, error) {
			ziel.Wohnung = angaben.Wohnung{Art: angaben.Wohnungsart(w.Get("wohnung.art"))}
			for i := range reihenHoechstens {
				p := fmt.Sprintf("wohnung.weitere.%d.", i)
				x := angaben.Weitere{Strasse: zeile(w, p+"strasse"), PLZ: zeile(w, p+"plz"), Ort: zeile(w, p+"ort")}
				if x != (angaben.Weitere{}) {
					ziel.Wohnung.Weitere = append(ziel.Wohnung.Weitere, x)
				}
			}
			return nil, nil
		},
		daten: func(_ *anfrage, _ testkonto.Konto, _ dienst.Vorgang, w url.Values) (any, error) {
			return struct{ Reihen []int }{reihen(w, 1)}, nil
		},
	}
}

// familieSchritt asks who moves along (R11).
func familieSchritt() *schritt {
	return &schritt{
		name: "familie", nr: 7, vorlage: "familie", pfade: []string{"/familie"}, weiter: nach("wohnungsgeber"),
		titel: zweisprachig{"Zieht jemand aus Ihrer Familie mit Ihnen um?", "Does somebody of your family move with you?"},
		laden: ladeFamilie,
		lesen: leseFamilie,
		daten: func(_ *anfrage, _ testkonto.Konto, v dienst.Vorgang, w url.Values) (any, error) {
			register, err := angehoerige(v)
			return struct {
				Register []angaben.Mitziehend
				Reihen   []int
			}{register, reihen(w, 0)}, err
		},
		feld: func(w url.Values, pfad string) string {
			// The persons typed in come after those from the register.
			rest, ok := strings.CutPrefix(pfad, "/familie/personen/")
			if !ok {
				return feldOf(pfad)
			}
			nr, feld, _ := strings.Cut(rest, "/")
			i, err := strconv.Atoi(nr)
			if err != nil {
				return feldOf(pfad)
			}
			belegt := belegteReihen(w)
			register := w["familie.register"]
			if i >= 0 && i < len(register) && feld == "wohnung" {
				return feldWohnungFor + register[i]
			}
			if i -= len(register); i < 0 || i >= len(belegt) {
				return feldOf(pfad)
			}
			return fmt.Sprintf("familie.hand.%d.%s", belegt[i], feld)
		},
	}
}

// feldWohnungFor begins the name of the field that says what the new home is for
// a person from the record; the person's pointer follows.
const feldWohnungFor = "familie.wohnung."

// angehoerige are the members of the family in the record.
func angehoerige(v dienst.Vorgang) ([]angaben.Mitziehend, error) {
	if v.Angaben.Weg != angaben.WegAbruf || v.Angaben.Auszug == nil {
		return nil, nil
	}
	satz, err := v.Angaben.Auszug.Satz()
	if err != nil {
		return nil, err
	}
	return satz.Angehoerige(), nil
}

func ladeFamilie(_ *anfrage, _ testkonto.Konto, v dienst.Vorgang) (url.Values, error) {
	w := url.Values{}
	n := 0
	for _, m := range v.Angaben.Familie.Personen {
		if m.Pfad != "" {
			w.Add("familie.register", m.Pfad)
			w.Set(feldWohnungFor+m.Pfad, string(m.Wohnung))
			continue
		}
		p := fmt.Sprintf("familie.hand.%d.", n)
		w.Set(p+"verhaeltnis", string(m.Verhaeltnis))
		w.Set(p+"familienname", m.Familienname)
		w.Set(p+"vornamen", m.Vornamen)
		w.Set(p+"geburtsdatum", tagText(m.Geburtsdatum))
		w.Set(p+"wohnung", string(m.Wohnung))
		n++
	}
	w.Set("familie.gleicheWohnung", v.Angaben.Familie.GleicheWohnung)
	w.Set(feldReihen, strconv.Itoa(n))
	if v.Angaben.Familie.Versicherung {
		w.Set("familie.versicherung", "ja")
	}
	return w, nil
}

// belegteReihen are the rows in which something was typed.
func belegteReihen(w url.Values) []int {
	var out []int
	for i := range reihenHoechstens {
		p := fmt.Sprintf("familie.hand.%d.", i)
		if w.Get(p+"familienname")+w.Get(p+"vornamen")+w.Get(p+"geburtsdatum") != "" {
			out = append(out, i)
		}
	}
	return out
}

func leseFamilie(a *anfrage, v dienst.Vorgang, w url.Values, ziel *angaben.Angaben) ([]fehlend, error) {
	register, err := angehoerige(v)
	if err != nil {
		return nil, err
	}
	ziel.Familie = angaben.Familie{Gefragt: true, GleicheWohnung: w.Get("familie.gleicheWohnung"), Versicherung: w.Get("familie.versicherung") == "ja"}
	wohnung := func(feld string) angaben.Wohnungsart {
		if ziel.Familie.GleicheWohnung != "nein" {
			return "" // left over from an answer that was changed
		}
		return angaben.Wohnungsart(w.Get(feld))
	}
	for _, m := range register {
		if slices.Contains(w["familie.register"], m.Pfad) {
			m.Wohnung = wohnung(feldWohnungFor + m.Pfad)
			ziel.Familie.Personen = append(ziel.Familie.Personen, m)
		}
	}
	var fehler []fehlend
	for _, i := range belegteReihen(w) {
		p := fmt.Sprintf("familie.hand.%d.", i)
		m := angaben.Mitziehend{
			Verhaeltnis:  angaben.Verhaeltnis(w.Get(p + "verhaeltnis")),
			Familienname: zeile(w, p+"familienname"), Vornamen: zeile(w, p+"vornamen"), Wohnung: wohnung(p + "wohnung"),
		}
		fehler = append(fehler, a.tagFeld(w, p+"geburtsdatum", &m.Geburtsdatum)...)
		ziel.Familie.Personen = append(ziel.Familie.Personen, m)
	}
	return fehler, nil
}

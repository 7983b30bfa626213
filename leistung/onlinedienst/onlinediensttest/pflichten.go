// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// anbieter answers for the services of the suite. It is invented.
func anbieter(day datum.Datum) onlinedienst.Anbieter {
	t := onlinedienst.T
	return onlinedienst.Anbieter{
		Name: "Musterstadt", Anschrift: "Rathausplatz 1, 99999 Musterstadt", Vertreten: "Bürgermeisterin Erika Musterfrau",
		Mail: "buergeramt@musterstadt.example", Telefon: "0361 0000", Zeiten: t("werktags 8 bis 12 Uhr", "weekdays 8 to 12"),
		Beauftragter: "Datenschutz der Musterstadt, Zimmer 3", Aufsicht: "Aufsicht des Musterlandes", Hilfe: t("Rufen Sie das Bürgeramt an.", "Call the office."),
		Barrierefreiheit: onlinedienst.Barrierefreiheit{
			Stand: day, Bewertet: t("Wir haben die Seiten selbst geprüft.", "We have assessed the pages ourselves."), Luecken: []recht.Text{t("Zahlungsseiten: vom Bezahldienst", "Pages of payment: of the provider")},
			Schlichtung: onlinedienst.Verweis{Titel: t("Schlichtungsstelle des Musterlandes", "Conciliation body"), URL: "mailto:schlichtung@musterland.example"},
		},
	}
}

// text is what a person reads on the page.
func (b *browser) text() string { return html.UnescapeString(b.page) }

func (b *browser) reads(t *testing.T, what ...string) {
	t.Helper()
	for _, text := range what {
		require.NotEmpty(t, text, b.path)
		require.Contains(t, b.text(), text, b.path)
	}
}

// tellsWhatIsDue looks at the pages for everything that the service owes by law, as
// [onlinedienst.Dienst.Schuldet] lists it.
func tellsWhatIsDue[A, P any](t *testing.T, s *stand[A, P]) {
	d := s.probe.Dienst
	w := &weg[A, P]{stand: s, besucht: map[string]string{}}
	w.walkAll(t)
	proofs := w.proofs()
	overview := newBrowser(t, s.handler).get(w.home + "pflichten")
	for _, e := range d.Schuldet() {
		p := dutyOf(e.Pflicht)
		t.Run(e.Pflicht, func(t *testing.T) {
			overview.reads(t, p.Text.String(), p.Normen.String())
			own, page := strings.CutPrefix(e.Wo, "/")
			switch proof := proofs[e.Pflicht]; {
			case !e.Fehlt.IsZero():
				overview.reads(t, e.Fehlt.String())
			case proof != nil && !slices.ContainsFunc(d.Pflichten, func(o pflichten.Erfuellung) bool { return o.Pflicht == e.Pflicht }):
				proof(t)
			case page:
				read := w.besucht[own]
				require.NotEmpty(t, read, "no way leads to the page %q", own)
				for _, n := range p.Normen {
					require.Contains(t, read, n.String(), "the page %q names no norm of the duty", own)
				}
			default:
				require.Contains(t, e.Wo, " ", "%s: a sentence says where it is met", e.Pflicht)
			}
		})
	}
	for _, e := range d.Pflichten {
		require.True(t, slices.ContainsFunc(d.Schuldet(), func(o pflichten.Erfuellung) bool { return o == e }), e.Pflicht)
	}
}

func dutyOf(code string) pflichten.Pflicht {
	for p := range pflichten.All() {
		if p.Code == code {
			return p
		}
	}
	return pflichten.Pflicht{}
}

// weg is one way through the service, by somebody who reads everything.
type weg[A, P any] struct {
	*stand[A, P]

	home, draft        string
	out                *browser          // nobody is logged in
	in                 *browser          // on the start page, logged in
	b                  *browser          // after sending
	pruefen            string            // the check page
	besucht            map[string]string // what a person reads on the pages, by their names
	evidence, uploaded []string
}

func (w *weg[A, P]) walkAll(t *testing.T) {
	t.Helper()
	w.home = "/" + w.probe.Dienst.Name + "/"
	w.out = newBrowser(t, w.handler).get(w.home)
	w.in = w.login(t, kontoErika)
	start := *w.in
	w.b = w.in
	w.draft = w.begin(t, w.b)
	look := func() {
		for _, to := range []string{"hilfe", "impressum", "barrierefreiheit", "datenschutz", "pflichten"} {
			require.Contains(t, w.b.page, `href="`+w.home+to+`"`, "every page leads to %s: %s", to, w.b.path)
		}
		name := strings.TrimPrefix(w.b.path, w.draft+"/")
		w.besucht[name] += w.b.text()
		if evidence, ok := strings.CutPrefix(name, "nachweis/"); ok {
			w.evidence = append(w.evidence, evidence)
		}
		if strings.Contains(w.b.page, `type="file"`) {
			w.uploaded = append(w.uploaded, w.b.text())
		}
	}
	w.walk(t, w.b, w.draft, look)
	look()
	w.pruefen = w.b.page
	w.in = &start
}

// proofs are what shows that the kit meets a duty, by its code.
func (w *weg[A, P]) proofs() map[string]func(*testing.T) {
	d, o := w.probe.Dienst, anbieter(datum.Of(w.now))
	open := func(t *testing.T, page string) *browser {
		t.Helper()
		b := newBrowser(t, w.handler).get(w.home + page)
		require.Equal(t, http.StatusOK, b.status)
		inOrder(t, b, "de")
		return b
	}
	kept := fmt.Sprintf("%d Tage nach der letzten Änderung gelöscht (%s)", d.Entwurf.Tage, d.Entwurf.Norm)
	over := "nach 30 Tagen"
	if w.soonGone() {
		kept = "Minuten nach dem Beginn gelöscht"
	}
	if w.akten != nil {
		row := d.Verfahren.Aufbewahrung[len(d.Verfahren.Aufbewahrung)-1]
		over = "gelöscht nach " + strings.TrimSuffix(row.Nach.String(), "e") // 6 Monat, 3 Jahr
		if row.Was[0] != verfahren.DatenAkte {
			over = "gelöscht nach"
		}
	}
	return map[string]func(*testing.T){
		"PFLICHT-DATENSCHUTZ": func(t *testing.T) {
			w.out.reads(t, `href="`+w.home+`datenschutz"`)
			b := open(t, "datenschutz")
			b.reads(t, o.Name, o.Anschrift, o.Mail, o.Beauftragter, o.Aufsicht, d.Grundlage.String(), "zuständig", "freiwillig", kept, over)
			b.reads(t, "Art. 6 Abs. 1 Buchst. e DSGVO", "Art. 15", "Art. 16, 17, 18", "Art. 21", "Art. 77", "Entscheidet ein Programm?")
			for _, n := range d.Nachweise {
				b.reads(t, n.Norm.String(), n.Zweck.Text)
			}
			if d.Gebuehr != nil {
				b.reads(t, d.Gebuehr.Normen.String(), "Bezahldienst")
			}
		},
		"PFLICHT-AUSKUNFT": func(t *testing.T) {
			open(t, "datenschutz").reads(t, "Art. 15 DSGVO", "Meine Vorgänge", "Ohne Konto")
			require.Contains(t, w.login(t, kontoErika).page, w.draft, "and there they are")
		},
		"PFLICHT-IMPRESSUM": func(t *testing.T) {
			open(t, "impressum").reads(t, o.Name, o.Anschrift, o.Vertreten, o.Mail, o.Telefon, o.Zeiten.String())
		},
		"PFLICHT-BARRIEREFREI": func(t *testing.T) {
			b := open(t, "barrierefreiheit")
			b.reads(t, o.Barrierefreiheit.Bewertet.String(), o.Barrierefreiheit.Luecken[0].String(), "Leichter Sprache", "Gebärdensprache", "mailto:"+o.Mail, o.Barrierefreiheit.Schlichtung.URL)
			require.NotContains(t, b.text(), "älter als ein Jahr")
			was := w.now
			w.now = was.AddDate(1, 0, 2)
			open(t, "barrierefreiheit").reads(t, "älter als ein Jahr")
			w.now = was
		},
		"PFLICHT-GEBAERDEN": func(t *testing.T) { // the operator of the suite has none, and the pages say so
			newBrowser(t, w.handler).get(w.home+"pflichten").reads(t, "Das fehlt noch", "Der Betreiber hat das noch nicht angegeben.")
		},
		"PFLICHT-HILFE": func(t *testing.T) { open(t, "hilfe").reads(t, o.Hilfe.String(), o.Telefon) },
		"PFLICHT-NIVEAU": func(t *testing.T) {
			if !d.Niveau.IsValid() {
				w.out.reads(t, "nicht nötig")
				return
			}
			w.out.reads(t, "Vertrauensniveau "+d.Niveau.String(), "anerkanntes aus einem anderen EU-Staat")
			if d.Senden != 0 {
				w.out.reads(t, "zum Absenden mit Vertrauensniveau "+d.Senden.String())
			}
			require.NotEmpty(t, w.begin(t, w.login(t, kontoEU)), "a means of another state opens a draft")
		},
		"PFLICHT-HOCH": func(t *testing.T) {
			w.out.reads(t, "Personalausweis", "elektronischer Aufenthaltstitel", "eID-Karte für Unionsbürger", "anerkanntes Mittel aus einem anderen EU-Staat")
			b := w.login(t, kontoEU)
			w.walk(t, b, w.begin(t, b), func() {})
			require.Contains(t, b.page, `name="richtig"`, "and may send")
		},
		"PFLICHT-SCHRIFTFORM": func(t *testing.T) {
			require.NotContains(t, html.UnescapeString(w.pruefen), "unterschreiben")
			if max(d.Niveau, d.Senden) >= recht.NiveauSubstantiell {
				require.Contains(t, html.UnescapeString(w.pruefen), "Eine Unterschrift brauchen Sie nicht")
				require.Contains(t, html.UnescapeString(w.pruefen), "§ 9a Abs. 5 OZG")
			}
		},
		"PFLICHT-ENTWURF-VORHER": func(t *testing.T) {
			w.out.reads(t, kept)
			w.in.reads(t, kept)
			require.NotEmpty(t, w.in.forms(), "and the draft is begun on that very page, by a button")
		},
		"PFLICHT-ENTWURF-LOESCHEN": w.erased,
		"PFLICHT-WAHL":             w.choice,
		"PFLICHT-VORSCHAU":         w.choice,
		"PFLICHT-ANGEHOERIGE": func(t *testing.T) {
			for _, n := range d.Nachweise {
				if n.Andere != nil && w.probe.Auszug != nil {
					read := w.besucht["nachweis/"+n.Name]
					require.Contains(t, read, n.Andere.Belehrung.String())
					require.Contains(t, read, n.Andere.Versichert.String())
				}
			}
		},
		"PFLICHT-PRUEFEN": func(t *testing.T) {
			for name := range w.besucht {
				if strings.Contains(w.besucht[name], `name="/`) {
					require.Contains(t, w.pruefen, `href="`+w.draft+"/"+name+`"`, "each page can be changed from the check page")
				}
			}
		},
		"PFLICHT-UEBEREILUNG": func(t *testing.T) {
			for _, effect := range d.Wirkung {
				require.Contains(t, html.UnescapeString(w.pruefen), effect.String())
			}
			require.Contains(t, html.UnescapeString(w.pruefen), "Bis hierher ist nichts abgesendet.")
			require.NotRegexp(t, `name="richtig"[^>]* checked`, w.pruefen, "the tick is the person's own")
		},
		"PFLICHT-KOPIE": w.copied,
		"PFLICHT-UNLESBAR": func(t *testing.T) {
			for _, page := range w.uploaded {
				require.Contains(t, page, "PDF, JPG oder PNG, höchstens", "what is taken is told before")
			}
		},
	}
}

// choice shows that both ways are there and neither is chosen; FetchesOnlyAfterAYes
// tries them out, with the preview.
func (w *weg[A, P]) choice(t *testing.T) {
	if w.probe.Auszug == nil {
		t.Skip("nothing is fetched")
	}
	require.NotEmpty(t, w.evidence)
	for _, name := range w.evidence {
		read := w.besucht["nachweis/"+name]
		require.Contains(t, read, "Selbst schreiben")
		require.Contains(t, read, "Sie haben keinen Nachteil.")
		require.NotRegexp(t, `name="wahl"[^>]* checked`, read, "neither is chosen beforehand")
	}
}

// copied sends, and finds what was sent, at once and later.
func (w *weg[A, P]) copied(t *testing.T) {
	b := w.login(t, kontoErika)
	draft := w.begin(t, b)
	w.walk(t, b, draft, func() {})
	w.send(t, b)
	for range 2 {
		b.get(draft)
		b.reads(t, "Was Sie abgesendet haben")
		for pointer, value := range w.flat {
			if text, ok := value.(string); ok && strings.HasSuffix(pointer, "name") {
				b.reads(t, text)
			}
		}
		w.now = w.now.Add(20 * 24 * time.Hour)
		b = w.login(t, kontoErika)
	}
	w.now = w.now.Add(-40 * 24 * time.Hour)
}

// erased lets the days pass that the pages promise.
func (w *weg[A, P]) erased(t *testing.T) {
	b := w.login(t, kontoErika)
	draft := w.begin(t, b)
	was := w.now
	defer func() { w.now = was }()
	days := w.probe.Dienst.Entwurf.Tage
	if w.soonGone() {
		w.now = was.Add(2*time.Hour + time.Minute)
		_, err := w.store.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, http.StatusNotFound, w.login(t, kontoErika).get(draft).status)
		return
	}
	w.now = was.AddDate(0, 0, days-1)
	_, err := w.store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, antrag.StatusEntwurf, w.stored(t, draft).Status(), "not before")
	w.now = was.AddDate(0, 0, days+2)
	_, err = w.store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, http.StatusNotFound, w.login(t, kontoErika).get(draft).status)
}

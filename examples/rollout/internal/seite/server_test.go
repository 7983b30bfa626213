// SPDX-License-Identifier: Apache-2.0

package seite_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/karte"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/seite"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

type besuch struct {
	t       *testing.T
	sim     *simulation.Simulation
	handler http.Handler
}

func neuerBesuch(t *testing.T) *besuch {
	t.Helper()
	uhr := new(simulation.Uhr)
	store := bausteine.NewMemory(bausteine.Config{Now: uhr.Now})
	t.Cleanup(func() { _ = store.Close() })
	sim, err := simulation.New(t.Context(), store, uhr, 1)
	require.NoError(t, err)
	handler, err := seite.New(sim)
	require.NoError(t, err)
	return &besuch{t, sim, handler}
}

func (b *besuch) get(path string) (int, string, http.Header) {
	b.t.Helper()
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String(), w.Header()
}

func (b *besuch) page(path string) string {
	b.t.Helper()
	code, body, _ := b.get(path)
	require.Equal(b.t, http.StatusOK, code, path)
	return body
}

// One simulation serves all tests that only read; seeding it takes seconds.
func TestPages(t *testing.T) {
	b := neuerBesuch(t)
	for name, test := range map[string]func(*testing.T, *besuch){
		"MapHexagonsAndTableSayTheSame":     testOneSource,
		"TenQuestionsOnTheFirstPage":        testQuestions,
		"FiguresOfThePageAreThoseOfTheBuch": testFigures,
		"BothAxesInTheAddress":              testAxes,
		"EveryPageMarksTheSimulation":       testMarked,
		"OneAuthority":                      testAuthority,
		"ADryRunGoesOverAllLegsOfTheKit":    testDryRun,
		"ReportAsPDF":                       testPDF,
		"AddressesThatAreNot":               testNotFound,
		"ServiceWhoseOfficesAreUnknown":     testUnknownDue,
	} {
		t.Run(name, func(t *testing.T) { test(t, &besuch{t, b.sim, b.handler}) })
	}
	// At the end, since it changes what the others look at.
	t.Run("AWeekPassesOnlyFromTheSamePage", func(t *testing.T) { testWeek(t, &besuch{t, b.sim, b.handler}) })
}

var (
	onMap   = regexp.MustCompile(`<path class="(z-[a-z]+)" data-stelle="([0-9]{9})" d="`)
	inTable = regexp.MustCompile(`<tr data-stelle="([0-9]+)" data-klasse="(z-[a-z]+)">`)
	legend  = regexp.MustCompile(`class="(z-[a-z]+)"/></svg>[^:<]+: ([0-9]+)</li>`)
)

func testOneSource(t *testing.T, b *besuch) {
	page := b.page("/")
	parts := strings.SplitN(page, `<svg class="waben"`, 2)
	require.Len(t, parts, 2)
	read := func(text string) map[string]string {
		classes := map[string]string{}
		for _, m := range onMap.FindAllStringSubmatch(text, -1) {
			classes[m[2]] = m[1]
		}
		return classes
	}
	table := map[string]string{}
	counts := map[string]int{}
	for _, m := range inTable.FindAllStringSubmatch(page, -1) {
		table[m[1]] = m[2]
		counts[m[2]]++
	}
	require.Len(t, table, 189)
	require.Equal(t, table, read(parts[0]), "the map")
	require.Equal(t, table, read(parts[1]), "the hexagons")
	for _, z := range b.sim.Buch().At(rollout.Heute(b.sim.Heute())).Zeilen(b.sim.Dienst("").Leistung, simulation.Thueringen) {
		require.Equal(t, z.Stand == rollout.StandProduktiv, table[z.Stelle.String()] == "z-live", z.Name)
	}
	entries := legend.FindAllStringSubmatch(page, -1)
	require.Len(t, entries, 5)
	desc := regexp.MustCompile(`<desc id="kd">([^<]+)</desc>`).FindStringSubmatch(page)
	for _, m := range entries {
		require.Equal(t, strconv.Itoa(counts[m[1]]), m[2], "the key counts what is drawn")
		require.Contains(t, desc[1], ": "+m[2], "and the sentence says it")
	}
	require.Contains(t, page, karte.Quelle)
	require.Contains(t, page, "Statistisches Bundesamt")
}

func testQuestions(t *testing.T, b *besuch) {
	page := b.page("/")
	for nr := 1; nr <= 10; nr++ {
		require.Contains(t, page, fmt.Sprintf(`href="/frage/%d"`, nr))
		own := b.page(fmt.Sprintf("/frage/%d", nr))
		require.Contains(t, own, "<table", "question %d", nr)
		code, text, header := b.get(fmt.Sprintf("/frage/%d.csv", nr))
		require.Equal(t, http.StatusOK, code)
		require.Equal(t, "text/csv; charset=utf-8", header.Get("Content-Type"))
		reader := csv.NewReader(strings.NewReader(text))
		reader.Comma, reader.FieldsPerRecord = ';', -1
		rows, err := reader.ReadAll()
		require.NoError(t, err)
		require.Greater(t, len(rows), 1, "question %d", nr)
		for _, row := range rows[1:] { // what is in the file is on the page
			for _, cell := range row {
				require.Contains(t, own, strings.TrimPrefix(escape(cell), "&#39;"), "question %d", nr)
			}
		}
	}
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "+", "&#43;").Replace(s)
}

func testFigures(t *testing.T, b *besuch) {
	page := b.page("/")
	tag := rollout.Heute(b.sim.Heute())
	key := b.sim.Dienst("").Leistung
	d := b.sim.Buch().At(tag).Deckung(key, simulation.Thueringen)
	require.Contains(t, page, fmt.Sprintf("<h1>Wohnsitzanmeldung in Thüringen: %d von %d Verwaltungen laufen</h1>", d.Traeger.Zaehler, d.Traeger.Nenner))
	require.Contains(t, page, d.Einwohner.Prozent()+" der Menschen")
	hits := b.sim.Buch().Treffer(tag)
	require.Greater(t, hits.Von, 40)
	require.Contains(t, page, fmt.Sprintf("Von %d gespeicherten Bändern haben %d getroffen.", hits.Von, hits.Gehalten))
	code, text, _ := b.get("/figuren.json")
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, text, fmt.Sprintf(`"zaehler":%d,"nenner":%d,"einheit":"einwohner"`, d.Einwohner.Zaehler, d.Einwohner.Nenner))
	require.Contains(t, text, string(rollout.ZaehlweiseProduktiv))
	_, state, _ := b.get("/zustand.csv")
	require.Equal(t, 189+1, strings.Count(state, "\n"))
}

func testAxes(t *testing.T, b *besuch) {
	then := b.sim.Heute().AddDays(-28)
	old := b.page("/?gueltig=" + then.String() + "&bekannt=" + then.String())
	d := b.sim.Buch().At(rollout.Heute(then)).Deckung(b.sim.Dienst("").Leistung, simulation.Thueringen)
	require.Contains(t, old, fmt.Sprintf("%d von %d Verwaltungen laufen", d.Traeger.Zaehler, d.Traeger.Nenner))
	require.Contains(t, old, "/frage/1?bekannt="+then.String(), "links keep the days")
	for _, path := range []string{"/?gueltig=morgen", "/?gueltig=2999-01-01&bekannt=x", "/?dienst=x"} {
		require.Contains(t, b.page(path), "Wohnsitzanmeldung in Thüringen: 120 von 189", "what is not understood is today")
	}
}

func testMarked(t *testing.T, b *besuch) {
	for _, path := range []string{"/", "/frage/2", "/bericht", "/programme", "/behoerde/160615001", "/?dienst=99107023017000"} {
		page := b.page(path)
		require.Contains(t, page, "<b>Simulation</b> Alle Stände, Fälle und Störungen sind erfunden.", path)
		require.NotContains(t, page, "<script")
		require.Equal(t, 1, strings.Count(page, "<h1"), path)
		ids := map[string]int{}
		for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			ids[m[1]]++
			require.Equal(t, 1, ids[m[1]], "%s: id %s", path, m[1])
		}
		for _, m := range regexp.MustCompile(`aria-labelledby="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			for id := range strings.FieldsSeq(m[1]) {
				require.Equal(t, 1, ids[id], "%s: %s", path, id)
			}
		}
	}
}

func testAuthority(t *testing.T, b *besuch) {
	page := b.page("/behoerde/160615001")
	require.Contains(t, page, "<h1>Verwaltungsgemeinschaft Lindenberg/Eichsfeld</h1>")
	require.Contains(t, page, "7 Gemeinden, 6.547 Menschen")
	for _, text := range []string{"G1<", "G13<", "Gemeldet", "Gelistet", "Erreichbar", "Genutzt"} {
		require.Contains(t, page, text)
	}
	linked := regexp.MustCompile(`href="(/behoerde/[0-9]+)"`).FindAllStringSubmatch(b.page("/"), -1)
	require.GreaterOrEqual(t, len(linked), 189)
	for _, m := range linked[:40] {
		b.page(m[1])
	}
}

func testDryRun(t *testing.T, b *besuch) {
	d, tag := b.sim.Dienst(""), rollout.Heute(b.sim.Heute())
	var trying, begun rollout.Stelle
	rows := b.sim.Buch().At(tag).Zeilen(d.Leistung, simulation.Thueringen)
	for i := range rows {
		z := &rows[i]
		missing := slices.ContainsFunc(b.sim.Lage(d.Leistung, z, tag.Gueltig).Bedingungen(tag.Gueltig), func(c rollout.Bedingung) bool { return c.Nummer == 10 && !c.Erfuellt })
		switch {
		case z.Stand == rollout.StandErprobung && missing:
			trying = z.Stelle
		case z.Stand == rollout.StandOffen:
			begun = z.Stelle
		}
	}
	require.False(t, trying.IsZero(), "one that is tried and had no dry run")
	post := func(stelle rollout.Stelle, site string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/behoerde/"+stelle.String()+"/probelauf", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, r)
		return w.Code
	}
	g10 := regexp.MustCompile(`(?s)G10<.*?G11<`)
	before := b.page("/behoerde/" + trying.String())
	require.Contains(t, g10.FindString(before), "fehlt")
	require.Equal(t, http.StatusForbidden, post(trying, "cross-site"))
	require.Equal(t, http.StatusSeeOther, post(trying, "same-origin"))
	after := b.page("/behoerde/" + trying.String())
	require.Contains(t, g10.FindString(after), "erfüllt", "condition 10 of going live")
	for _, leg := range []string{"Antrag", "Zahlung", "Zustellung", "Quittung der Verwaltung", "Bescheid"} {
		require.Contains(t, after, leg)
	}
	require.Contains(t, after, "entfällt, es ist nichts zu zahlen")
	require.NotContains(t, after, "nicht bestanden")
	require.Equal(t, http.StatusNotFound, post(begun, "same-origin"), "nothing is set yet")
	require.NotContains(t, b.page("/behoerde/"+begun.String()), "Probelauf jetzt")
}

func testPDF(t *testing.T, b *besuch) {
	code, file, header := b.get("/bericht.pdf")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "application/pdf", header.Get("Content-Type"))
	require.Empty(t, pdftest.Inspect([]byte(file)))
	lines, err := pdftest.Text([]byte(file))
	require.NoError(t, err)
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.Text + "\n")
	}
	require.Contains(t, text.String(), "120 von 189")
	require.Contains(t, text.String(), "(Simulation)")
	html := b.page("/bericht")
	require.Equal(t, 10, strings.Count(html, "<h2>")-strings.Count(html, "<h2>Seit"), "ten questions")
}

func testNotFound(t *testing.T, b *besuch) {
	for _, path := range []string{"/frage/0", "/frage/11", "/frage/01", "/frage/x", "/behoerde/x", "/behoerde/160619999", "/nichts"} {
		code, body, _ := b.get(path)
		require.Equal(t, http.StatusNotFound, code, path)
		require.NotContains(t, body, "goroutine")
	}
}

func testUnknownDue(t *testing.T, b *besuch) {
	page := b.page("/?dienst=99059001104000")
	require.Contains(t, page, "wer zuständig ist, ist nicht belegt")
	require.Contains(t, page, "Zahl und Bezirke der Standesämter in Thüringen sind nicht belegt")
	require.NotContains(t, page, "100 %<")
	require.Contains(t, b.page("/?dienst=99107023017000"), "26 Wohngeldbehörden; es können bis zu 32 sein.")
	programmes := b.page("/programme")
	for _, text := range []string{"Fünf Dienste in Bayern", "Fünf Dienste in Hessen", "1.385", "421", "unbekannt"} {
		require.Contains(t, programmes, text)
	}
}

func testWeek(t *testing.T, b *besuch) {
	before := b.sim.Heute()
	foreign := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/woche", nil)
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, foreign)
	require.Equal(t, http.StatusForbidden, w.Code)
	require.Equal(t, before, b.sim.Heute())
	old := b.page("/?gueltig=" + before.AddDays(-7).String())

	own := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/woche", nil)
	own.Header.Set("Sec-Fetch-Site", "same-origin")
	w = httptest.NewRecorder()
	b.handler.ServeHTTP(w, own)
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, before.AddDays(7), b.sim.Heute())
	require.NotContains(t, b.page("/"), "120 von 189 Verwaltungen laufen")
	heading := regexp.MustCompile(`<h1>.*</h1>`)
	require.Equal(t, heading.FindString(old), heading.FindString(b.page("/?gueltig="+before.AddDays(-7).String()+"&bekannt="+before.AddDays(-7).String())), "the past stays")
}

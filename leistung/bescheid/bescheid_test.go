// SPDX-License-Identifier: Apache-2.0

package bescheid_test

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func day(s string) datum.Datum { return datum.MustParse(s) }

// jena is a city in Thüringen, where the Vorverfahren was kept.
var jena = bescheid.Behoerde{
	Stelle: bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"Am Anger 15", "07743 Jena"}, Sitz: kommune.MustParseAGS("16053000")},
	Amt:    "Bürgerservice", Telefon: "03641 000000", EMail: "buergerservice@jena.example", Internet: "https://jena.example", Schluessel: "160530000000",
}

// refusal is a complete notice with a bit of everything.
func refusal() bescheid.Entwurf {
	return bescheid.Entwurf{
		Behoerde: jena, Verfahren: bescheid.VerfahrenVwVfG, Datum: day("2026-11-30"), Aktenzeichen: "33-2026-004711", Auskunft: "Frau Beispiel",
		Adressat: bescheid.Adressat{Anschrift: []string{"Erika Mustermann", "Am Planetarium 5", "07743 Jena"}, Anrede: "Sehr geehrte Frau Mustermann,"},
		Titel:    "Bescheid über Ihren Antrag auf eine Auskunftssperre",
		Ergebnis: bescheid.ErgebnisAbgelehnt, Tenor: []string{"Ihr Antrag vom 2. November 2026 wird abgelehnt.", "Gebühren werden nicht erhoben."},
		Begruendung: bescheid.Begruendung{
			Sachverhalt: []string{"Sie haben keine Tatsachen genannt & keine <Belege> vorgelegt, aus denen eine Gefahr folgt."},
			Recht:       []string{"Eine Auskunftssperre setzt Tatsachen voraus, die eine Gefahr für Leben, Gesundheit, persönliche Freiheit oder ähnliche schutzwürdige Interessen annehmen lassen."},
			Normen:      recht.Normen{recht.MustParseNorm("§ 51 Abs. 1 Satz 1 BMG")},
		},
		Hinweise:     []string{"Sie können jederzeit einen neuen Antrag stellen."},
		Rechtsbehelf: bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfWiderspruch, KeineAusnahme: true},
		Kanal:        bescheid.KanalPostfach,
		Zeichner:     bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"},
		Erlaeuterung: recht.NewText("Die Sperre wird nicht eingetragen.", "The block is not entered.").With(recht.LeichteSprache, "Die Sperre wird nicht ein-getragen."),
	}
}

// grant is a notice of social law that grants with side conditions.
func grant() bescheid.Entwurf {
	e := refusal()
	e.Verfahren, e.Ergebnis, e.Kanal = bescheid.VerfahrenSGBX, bescheid.ErgebnisStattgegeben, bescheid.KanalBrief
	e.Titel, e.Tenor, e.Erlaeuterung = "Bescheid über Wohngeld", []string{"Sie erhalten Wohngeld."}, recht.Text{}
	e.Anspruch = true
	e.Nebenbestimmungen = []bescheid.Nebenbestimmung{
		{Art: bescheid.NebenbestimmungBefristung, Text: "Das Wohngeld wird für zwölf Monate bewilligt.", Norm: recht.MustParseNorm("§ 25 Abs. 1 WoGG")},
		{Art: bescheid.NebenbestimmungAuflage, Text: "Teilen Sie einen Umzug mit.", Sichert: true},
	}
	e.Rechtsbehelf = bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfWiderspruch}
	return e
}

func issue(tb testing.TB, e bescheid.Entwurf) *bescheid.Bescheid {
	tb.Helper()
	b, err := bescheid.Issue(e)
	require.NoError(tb, err, "%v", e.Check())
	return b
}

// Each part that the law asks for is taken away once: the notice is refused, under
// its code and with its paragraph. All codes occur.
func TestIssue_RefusesANoticeThatLacksAPart(t *testing.T) {
	require.Empty(t, refusal().Check())
	require.Empty(t, grant().Check())
	seen := map[string]bool{}
	for _, tt := range []struct {
		code, norm string
		base       func() bescheid.Entwurf
		change     func(*bescheid.Entwurf)
	}{
		{"BESCHEID-VERFAHREN-01", "", refusal, func(e *bescheid.Entwurf) { e.Verfahren = 0 }},
		{"BESCHEID-BEHOERDE-01", "§ 37 Abs. 3 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Behoerde.Name = "" }},
		{"BESCHEID-BEHOERDE-01", "§ 33 Abs. 3 Satz 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Behoerde.Anschrift = nil }},
		{"BESCHEID-ADRESSAT-01", "§ 41 Abs. 1 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Adressat.Anschrift = nil }},
		{"BESCHEID-KOPF-01", "", refusal, func(e *bescheid.Entwurf) { e.Titel = " " }},
		{"BESCHEID-KOPF-01", "", refusal, func(e *bescheid.Entwurf) { e.Datum = datum.Datum{} }},
		{"BESCHEID-ZEICHNER-01", "§ 37 Abs. 3 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Zeichner = bescheid.Zeichner{} }},
		{"BESCHEID-ZEICHNER-01", "§ 37 Abs. 3 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { // electronic and by machine: the name stays
			e.Zeichner, e.Automatisch, e.Erlaubt = bescheid.Zeichner{}, true, recht.MustParseNorm("§ 23 Abs. 1 Satz 1 FZV")
		}},
		{"BESCHEID-TENOR-01", "§ 37 Abs. 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Tenor = []string{" "} }},
		{"BESCHEID-TENOR-01", "§ 33 Abs. 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Tenor = nil }},
		{"BESCHEID-ERGEBNIS-01", "", refusal, func(e *bescheid.Entwurf) { e.Ergebnis = 0 }},
		{"BESCHEID-ANHOERUNG-01", "§ 28 Abs. 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Ergebnis = bescheid.ErgebnisEingriff }},
		{"BESCHEID-ANHOERUNG-02", "§ 24 Abs. 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Angehoert = day("2026-12-01") }},
		{"BESCHEID-GRUENDE-01", "§ 39 Abs. 1 Satz 2 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Begruendung.Sachverhalt = nil }},
		{"BESCHEID-GRUENDE-01", "§ 35 Abs. 1 Satz 2 SGB X", grant, func(e *bescheid.Entwurf) { e.Begruendung.Recht = nil }},
		{"BESCHEID-GRUENDE-01", "§ 39 Abs. 1 Satz 2 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Begruendung.Normen = nil }},
		{"BESCHEID-GRUENDE-02", "§ 35 Abs. 1 Satz 3 SGB X", grant, func(e *bescheid.Entwurf) { e.Ermessen = true }},
		{"BESCHEID-GRUENDE-03", "§ 39 Abs. 2 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Begruendung.Verzicht = bescheid.VerzichtStattgegeben }},
		{"BESCHEID-GRUENDE-03", "§ 35 Abs. 2 SGB X", grant, func(e *bescheid.Entwurf) {
			e.Begruendung = bescheid.Begruendung{Verzicht: bescheid.VerzichtVorschrift}
		}},
		{"BESCHEID-GRUENDE-03", "§ 39 Abs. 2 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Begruendung.Verzicht = 9 }},
		{"BESCHEID-NEBEN-01", "§ 32 Abs. 2 SGB X", grant, func(e *bescheid.Entwurf) { e.Nebenbestimmungen[0].Art = 0 }},
		{"BESCHEID-NEBEN-01", "§ 32 Abs. 2 SGB X", grant, func(e *bescheid.Entwurf) { e.Nebenbestimmungen[1].Text = "" }},
		{"BESCHEID-NEBEN-02", "§ 32 Abs. 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Nebenbestimmungen[1].Sichert = false }},
		{"BESCHEID-NEBEN-03", "§ 32 Abs. 2 SGB X", grant, func(e *bescheid.Entwurf) { e.Ergebnis = bescheid.ErgebnisAbgelehnt }},
		{"BESCHEID-NEBEN-04", "§ 32 Abs. 2 SGB X", grant, func(e *bescheid.Entwurf) { e.Nebenbestimmungen = make([]bescheid.Nebenbestimmung, 101) }},
		{"BESCHEID-AUTOMATISCH-01", "§ 35a VwVfG", refusal, func(e *bescheid.Entwurf) { e.Automatisch = true }},
		{"BESCHEID-AUTOMATISCH-02", "§ 31a Satz 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Automatisch, e.Spielraum = true, true }},
		{"BESCHEID-KANAL-01", "§ 41 Abs. 1 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Kanal = 0 }},
		{"BESCHEID-KANAL-02", "§ 41 Abs. 2a Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Kanal = bescheid.KanalAbruf }},
		{"BESCHEID-KANAL-02", "§ 37 Abs. 2a Satz 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Kanal = bescheid.KanalAbruf }},
		{"BESCHEID-KANAL-03", "§ 9 Abs. 1 OZG", refusal, func(e *bescheid.Entwurf) { e.Ausgeschlossen = true }},
		{"BESCHEID-KANAL-04", "§ 37 Abs. 2b SGB X", grant, func(e *bescheid.Entwurf) { e.Kanal = bescheid.KanalPostfach }},
		{"BESCHEID-FORM-01", "§ 38 Abs. 1 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Schriftform = recht.MustParseNorm("§ 38 Abs. 1 Satz 1 VwVfG") }},
		{"BESCHEID-RECHTSBEHELF-01", "§ 37 Abs. 6 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Rechtsbehelf = bescheid.Rechtsbehelf{} }},
		{"BESCHEID-RECHTSBEHELF-01", "§ 36 Satz 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Rechtsbehelf.Art = 77 }},
		{"BESCHEID-RECHTSBEHELF-02", "§ 37 Abs. 6 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Rechtsbehelf.Art = bescheid.RechtsbehelfKlage }},
		{"BESCHEID-RECHTSBEHELF-02", "§ 37 Abs. 6 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Rechtsbehelf.Stelle.Name = "Landesverwaltungsamt" }},
		{"BESCHEID-RECHTSBEHELF-03", "§ 37 Abs. 6 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Rechtsbehelf.Art = bescheid.RechtsbehelfEigner }},
		{"BESCHEID-RECHTSBEHELF-04", "§ 37 Abs. 6 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Rechtsbehelf.KeineAusnahme = false }},
		{"BESCHEID-RECHTSBEHELF-04", "§ 37 Abs. 6 Satz 1 VwVfG", refusal, func(e *bescheid.Entwurf) { e.Rechtsbehelf.Art = bescheid.RechtsbehelfKeiner }},
		{"BESCHEID-RECHTSBEHELF-05", "§ 36 Satz 1 SGB X", grant, func(e *bescheid.Entwurf) { e.Rechtsbehelf.Art = bescheid.RechtsbehelfKlage }},
	} {
		e := tt.base()
		tt.change(&e)
		befunde := e.Check()
		i := slices.IndexFunc(befunde, func(b recht.Befund) bool { return b.Code == tt.code })
		require.GreaterOrEqual(t, i, 0, "%s in %v", tt.code, befunde)
		require.Equal(t, tt.norm, befunde[i].Normen.String(), tt.code)
		require.NotEmpty(t, befunde[i].Text.In(recht.Deutsch))
		require.NotEmpty(t, befunde[i].Text.English())
		_, err := bescheid.Issue(e)
		var refused *recht.BefundError
		require.ErrorAs(t, err, &refused, tt.code)
		seen[tt.code] = true
	}
	for _, code := range bescheid.Codes() {
		require.True(t, seen[code], "%s is in no case", code)
	}
	require.True(t, slices.IsSorted(bescheid.Codes()))
}

// What "soll" is a warning and does not stop the notice.
func TestIssue_WarnsWhereTheLawSaysShould(t *testing.T) {
	e := refusal()
	e.Ermessen = true
	b := issue(t, e)
	require.True(t, b.Bemerkungen().Has("BESCHEID-GRUENDE-02"))
}

var tags = regexp.MustCompile(`<style>.*?</style>|<title>.*?</title>|<svg.*?</svg>|<[^>]*>`)

// words are what a page says, without its marks.
func words(page []byte) []string {
	return strings.Fields(html.UnescapeString(tags.ReplaceAllString(string(page), " ")))
}

func TestBescheid_HTMLAndPDFSayTheSame(t *testing.T) {
	for _, e := range []bescheid.Entwurf{refusal(), grant()} {
		b := issue(t, e)
		require.Empty(t, pdftest.Inspect(b.PDF()))
		lines, err := pdftest.Text(b.PDF())
		require.NoError(t, err)
		var inPDF []string
		for _, l := range lines {
			if l.Tag == "Lbl" && !strings.HasSuffix(strings.TrimSpace(l.Text), ":") {
				continue // the numbers of a list, which HTML has by itself
			}
			inPDF = append(inPDF, strings.Fields(l.Text)...)
		}
		want := words(b.HTML())
		require.Equal(t, want[:len(want)-len(strings.Fields(strings.Join(append([]string{jena.Name}, jena.Anschrift...), ", ")))], inPDF)
	}
}

func TestBescheid_PageIsMarkedUpAndEscaped(t *testing.T) {
	page := string(issue(t, refusal()).HTML())
	for _, want := range []string{
		`<html lang="de-DE">`, "<title>Bescheid über Ihren Antrag", "<h1>", "<h2>Begründung</h2>", "<h2>Rechtsbehelfsbelehrung</h2>", "<ol>", "<dt>Aktenzeichen:</dt>",
		"&amp; keine &lt;Belege&gt;", `<span lang="en">The block is not entered.</span>`, `<a href="mailto:buergerservice@jena.example">`,
	} {
		require.Contains(t, page, want)
	}
	for _, never := range []string{"<script", "http://", "src=", "<Belege>"} {
		require.NotContains(t, page, never)
	}
	require.Equal(t, 1, strings.Count(page, "<h1>"))
}

// The instruction names all forms of the statute, none of the traps, and the
// remedy of the place.
func TestBelehrung_SaysWhatTheStatuteSays(t *testing.T) {
	court := bescheid.Stelle{Name: "Verwaltungsgericht Hannover", Anschrift: []string{"Leonhardtstraße 15", "30175 Hannover"}, Sitz: kommune.MustParseAGS("03241001")}
	for name, tt := range map[string]struct {
		change func(*bescheid.Entwurf)
		want   []string
		never  []string
	}{
		"Thüringen": {func(*bescheid.Entwurf) {}, []string{
			"innerhalb eines Monats nach Bekanntgabe Widerspruch", "Stadt Jena, Am Anger 15, 07743 Jena", "schriftlich, in elektronischer Form nach § 3a Absatz 2",
			"schriftformersetzend nach § 3a Absatz 3 des Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift",
		}, []string{"Klage", "@", "begründen"}},
		"Niedersachsen": {func(e *bescheid.Entwurf) {
			e.Behoerde.Sitz = kommune.MustParseAGS("03241001")
			e.Rechtsbehelf = bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfKlage, Gericht: court, KeineAusnahme: true}
		}, []string{"innerhalb eines Monats nach Bekanntgabe Klage", "Verwaltungsgericht Hannover, Leonhardtstraße 15, 30175 Hannover"}, []string{"Widerspruch", "schriftlich"}},
		"Bayern, where there is a choice": {func(e *bescheid.Entwurf) {
			e.Behoerde.Sitz = kommune.MustParseAGS("09162000")
			e.Rechtsbehelf = bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfWahl, Gericht: court, Zusage: bescheid.Zusage{Von: "Rechtsamt", Am: day("2026-01-05")}}
		}, []string{"entweder Widerspruch oder unmittelbar Klage", "Stadt Jena", "Verwaltungsgericht Hannover"}, nil},
		"own words": {func(e *bescheid.Entwurf) {
			e.Rechtsbehelf = bescheid.Rechtsbehelf{
				Art: bescheid.RechtsbehelfEigner, Text: []string{"Sie können beantragen, dass das Gericht das Standesamt anweist."}, Frist: frist.Monate(1),
				Zusage: bescheid.Zusage{Von: "Standesamtsaufsicht", Am: day("2026-01-05")},
			}
		}, []string{"das Gericht das Standesamt anweist"}, []string{"Widerspruch"}},
		"social law abroad": {func(e *bescheid.Entwurf) {
			*e = grant()
			e.Kanal = bescheid.KanalAusland
		}, []string{"innerhalb von drei Monaten nach Bekanntgabe Widerspruch", "§ 36a Absatz 2a des Ersten Buches Sozialgesetzbuch"}, []string{"Verwaltungsverfahrensgesetz"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := refusal()
			tt.change(&e)
			page := strings.Join(words(issue(t, e).HTML()), " ")
			_, after, found := strings.Cut(page, "Rechtsbehelfsbelehrung ")
			require.True(t, found)
			text, _, _ := strings.Cut(after, "Mit freundlichen Grüßen")
			for _, want := range tt.want {
				require.Contains(t, text, want)
			}
			for _, never := range tt.never {
				require.NotContains(t, text, never)
			}
		})
	}
}

// Where the rule of a Land is not confirmed, no remedy is taken for granted.
func TestVorverfahren_KnowsWhatWasConfirmedAndNoMore(t *testing.T) {
	confirmed := map[kommune.Land]bescheid.RechtsbehelfArt{
		kommune.Bayern: bescheid.RechtsbehelfKlage, kommune.Niedersachsen: bescheid.RechtsbehelfKlage,
		kommune.NordrheinWestfalen: bescheid.RechtsbehelfKlage, kommune.Thueringen: bescheid.RechtsbehelfWiderspruch,
	}
	places := []string{"01001000", "02000000", "03241001", "04011000", "05315000", "06412000", "07111000", "08111000", "09162000", "10041100", "11000000", "12054000", "13003000", "14612000", "15003000", "16053000"}
	require.Len(t, places, 16)
	for _, place := range places {
		e := refusal()
		e.Behoerde.Sitz = kommune.MustParseAGS(place)
		land := e.Behoerde.Sitz.Land()
		rule, err := bescheid.Vorverfahren(bescheid.VerfahrenVwVfG, e.Behoerde)
		want, known := confirmed[land]
		if !known {
			require.ErrorIs(t, err, bescheid.ErrUngeklaert, land.Name())
			require.True(t, e.Check().Has("BESCHEID-RECHTSBEHELF-04"), land.Name())
			e.Rechtsbehelf.Zusage = bescheid.Zusage{Von: "Rechtsamt", Am: day("2026-01-05")}
			require.Empty(t, e.Check(), "the authority answers for it")
		} else {
			require.NoError(t, err)
			require.Equal(t, want, rule.Grundsatz)
			require.NotEmpty(t, rule.Ausnahmen, "each has exceptions, so the authority says that none holds")
		}
		social, err := bescheid.Vorverfahren(bescheid.VerfahrenSGBX, e.Behoerde)
		require.NoError(t, err)
		require.Equal(t, bescheid.RechtsbehelfWiderspruch, social.Grundsatz)
	}
	highest := bescheid.Behoerde{Oberste: true}
	for _, v := range []bescheid.Verfahren{bescheid.VerfahrenVwVfG, bescheid.VerfahrenSGBX} {
		rule, err := bescheid.Vorverfahren(v, highest)
		require.NoError(t, err)
		require.Equal(t, bescheid.RechtsbehelfKlage, rule.Grundsatz)
	}
	rule, err := bescheid.Vorverfahren(bescheid.VerfahrenVwVfG, bescheid.Behoerde{Bund: true})
	require.NoError(t, err)
	require.Equal(t, bescheid.RechtsbehelfWiderspruch, rule.Grundsatz)
	_, err = bescheid.Vorverfahren(0, highest)
	require.ErrorIs(t, err, bescheid.ErrUngeklaert)
}

func TestIssue_RefusesTextsThatCannotBeWritten(t *testing.T) {
	e := refusal()
	e.Tenor = []string{"漢"}
	_, err := bescheid.Issue(e)
	require.ErrorIs(t, err, pdf.ErrCharacter)
	e = refusal()
	e.Behoerde.Internet = "javascript:alert(1)"
	_, err = bescheid.Issue(e)
	require.ErrorIs(t, err, pdf.ErrDocument)
	e = refusal()
	e.Code = strings.Repeat("A", 9000)
	_, err = bescheid.Issue(e)
	require.Error(t, err)
}

func TestBescheid_ShowsNothingOfAPerson(t *testing.T) {
	e := refusal()
	e.Tenor = append(e.Tenor, "")
	b := issue(t, e)
	for _, v := range []any{e, &e, b, e.Adressat} {
		for _, format := range []string{"%v", "%+v", "%s"} {
			require.NotContains(t, fmt.Sprintf(format, v), "Mustermann")
		}
	}
	e.Adressat.Anschrift = append(e.Adressat.Anschrift, "漢")
	_, err := bescheid.Issue(e)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "Mustermann")
}

func TestBescheid_IsTheSameForTheSameDraftAndCannotBeChanged(t *testing.T) {
	a, b := issue(t, refusal()), issue(t, refusal())
	require.True(t, bytes.Equal(a.PDF(), b.PDF()))
	require.True(t, bytes.Equal(a.HTML(), b.HTML()))
	clear(a.HTML())
	clear(a.PDF())
	require.True(t, bytes.Equal(a.PDF(), b.PDF()))
	require.True(t, bytes.Equal(a.HTML(), b.HTML()))
}

// FuzzIssue: whatever a text says, it makes no mark of the page and no panic.
func FuzzIssue(f *testing.F) {
	f.Add("Ihr Antrag", "</p><script>alert(1)</script>", "\"><img src=x>")
	f.Add("\u0302", "a\xff", "\u202e")
	f.Fuzz(func(t *testing.T, tenor, grund, anrede string) {
		e := refusal()
		e.Tenor = []string{tenor}
		e.Begruendung.Recht = []string{grund}
		e.Adressat.Anrede = anrede
		b, err := bescheid.Issue(e)
		if err != nil {
			return
		}
		require.NotContains(t, string(b.HTML()), "<script")
		require.NotContains(t, string(b.HTML()), "<img")
		require.Empty(t, pdftest.Inspect(b.PDF()))
	})
}

func BenchmarkIssue(b *testing.B) {
	e := refusal()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bescheid.Issue(e); err != nil {
			b.Fatal(err)
		}
	}
}

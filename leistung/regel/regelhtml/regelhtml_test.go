// SPDX-License-Identifier: Apache-2.0

package regelhtml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/regelhtml"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

func steps(t *testing.T) []regel.Schritt {
	t.Helper()
	p, _, err := wohngeld.Formel().Protokolliere(datum.MustParse("2025-07-01"), wohngeld.Groessen{Mitglieder: 2, Ausgeschlossen: 1, Stufe: 4, Miete: 57000, Gesamteinkommen: 78435 * 12},
		map[string]regel.Herkunft{"/miete": {Stelle: "Mietvertrag <b>", Am: datum.MustParse("2025-05-01")}})
	require.NoError(t, err)
	return p.Schritte
}

// wellFormed reads HTML without void elements as XML.
func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	s := regexp.MustCompile(`<(meta|link)([^>]*)>`).ReplaceAllString(string(b), "<$1$2/>")
	s = strings.TrimPrefix(s, "<!doctype html>")
	d := xml.NewDecoder(strings.NewReader(s))
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == "id" {
					require.False(t, ids[a.Value], "id %s twice", a.Value)
					ids[a.Value] = true
				}
			}
		}
	}
}

func TestWriteWeg_EveryStepWithNormOriginAndPromulgation(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, regelhtml.WriteWeg(&b, recht.NewText("Wie 191 Euro zustande kommen", "How 191 euro come about"), steps(t), recht.Deutsch))
	wellFormed(t, b.Bytes())
	html := b.String()
	require.Contains(t, html, `<html lang="de">`)
	for _, want := range []string{"191,00 Euro", "356,30 Euro", "§ 12 Abs. 7 WoGG", "BGBl. 2024 I Nr. 314, seit 01.01.2025", "Quelle: Mietvertrag &lt;b&gt; vom 01.05.2025", "Angabe ohne Nachweis", "statt § 11 Abs. 1 WoGG", "1 von 2; ungerundet"} {
		require.Contains(t, html, want)
	}
	require.NotContains(t, html, "<script")
	require.Equal(t, len(steps(t)), strings.Count(html, `class="zeile"`))

	b.Reset()
	require.NoError(t, regelhtml.WriteWeg(&b, recht.NewText("Rechnung", "Calculation"), steps(t), recht.Englisch))
	wellFormed(t, b.Bytes())
	for _, want := range []string{`<html lang="en">`, "191.00 euro", "1 of 2; not rounded", "section 12(7) WoGG", "stated without evidence"} {
		require.Contains(t, b.String(), want)
	}
}

func TestWriteWeg_StepsOfAnyDepthMakeATree(t *testing.T) {
	odd := []regel.Schritt{{Code: "a", Tiefe: 3}, {Code: "b", Tiefe: -1}, {Code: "c", Tiefe: 9}, {Code: "d", Tiefe: 0}}
	var b bytes.Buffer
	require.NoError(t, regelhtml.WriteWeg(&b, recht.NewText("<x>", ""), odd, recht.Deutsch))
	wellFormed(t, b.Bytes())
	require.Equal(t, 4, strings.Count(b.String(), `class="zeile"`))
}

func TestWriteText_OneLineAStep(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, regelhtml.WriteText(&b, steps(t), recht.Deutsch))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, len(steps(t)))
	require.Contains(t, b.String(), "  Höchstbetrag (Mitglieder: 2, Mietenstufe IV): 619,00 Euro  [Anlage 1 WoGG; V v. 21.10.2024, BGBl. 2024 I Nr. 314, seit 01.01.2025]\n")
	require.True(t, strings.HasPrefix(lines[len(lines)-1], "Wohngeld im Monat: 191,00 Euro"))
}

func TestWriteLesart_ShowsEveryStepTableAndQuestion(t *testing.T) {
	l := wohngeld.Regeln().Lesart()
	for _, sprache := range []string{recht.Deutsch, recht.Englisch} {
		var b bytes.Buffer
		require.NoError(t, regelhtml.WriteLesart(&b, recht.NewText("Wohngeld, wie gerechnet wird", "Wohngeld, how it is calculated"), l, sprache))
		wellFormed(t, b.Bytes())
		html := b.String()
		for _, k := range l.Kapitel {
			require.Contains(t, html, `<section id="`+k.Code+`"`)
			for _, p := range k.Parameter {
				require.Contains(t, html, `id="p-`+p.Name()+`"`)
			}
		}
		for _, f := range l.Fragen {
			require.Contains(t, html, `id="`+f.Code+`"`)
		}
		require.Contains(t, html, "BT-Drs. 21/8284")
		require.Contains(t, html, `class="rahmen entwurf"`)
	}
}

func TestWriteVerteilung_DrawsAndJoinsWithoutLosingACase(t *testing.T) {
	var klassen []regel.Klasse
	total := 0
	for i := range int64(200) {
		n := int(i % 7)
		klassen = append(klassen, regel.Klasse{Von: (i - 100) * 1000, Bis: (i - 99) * 1000, Faelle: n})
		total += n
	}
	var b bytes.Buffer
	require.NoError(t, regelhtml.WriteVerteilung(&b, klassen, "Euro & mehr", 100, recht.Deutsch))
	wellFormed(t, b.Bytes())
	require.Contains(t, b.String(), "Euro &amp; mehr")
	sum, columns := 0, 0
	for _, m := range regexp.MustCompile(`<title>-?\d+ – -?\d+: (\d+)</title>`).FindAllStringSubmatch(b.String(), -1) {
		n := 0
		for _, c := range m[1] {
			n = n*10 + int(c-'0')
		}
		sum += n
		columns++
	}
	require.Equal(t, total, sum)
	require.LessOrEqual(t, columns, 61)
	b.Reset()
	require.NoError(t, regelhtml.WriteVerteilung(&b, nil, "Euro", 100, recht.Englisch))
	wellFormed(t, b.Bytes())
	require.Error(t, regelhtml.WriteVerteilung(&b, nil, "Euro", 0, recht.Deutsch))
}

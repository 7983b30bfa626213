// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestCheck_FindsNothingInASoundService(t *testing.T) { require.Empty(t, parken().Check()) }

// Each is one change to a sound service, and Check tells where.
func TestCheck_FindsEveryContradiction(t *testing.T) {
	type dienst = od.Dienst[antragParken, satzung]
	f, b := fragen(), od.Bloecke()
	element := func(e od.Element[antragParken]) od.Element[antragParken] { return e }
	germanOnly := recht.NewText("Nur deutsch", "")
	for name, tt := range map[string]struct {
		change func(*dienst)
		where  string
	}{
		"no name":            {func(d *dienst) { d.Name = "" }, "/name"},
		"name with capitals": {func(d *dienst) { d.Name = "Parken" }, "/name"},
		"no key":             {func(d *dienst) { d.Leistung = leistung.Schluessel{} }, "/leistung"},
		"no basis":           {func(d *dienst) { d.Grundlage = nil }, "/grundlage"},
		"no version":         {func(d *dienst) { d.Fassung = "" }, "/fassung"},
		"no level":           {func(d *dienst) { d.Niveau = 0 }, "/niveau"},
		"no duration":        {func(d *dienst) { d.Dauer = 0 }, "/dauer"},
		"nobody responsible": {func(d *dienst) { d.Gemeinde = nil }, "/gemeinde"},
		"draft for ever":     {func(d *dienst) { d.Entwurf.Tage = 0 }, "/entwurf"},
		"deadline, no norm":  {func(d *dienst) { d.Entwurf.Norm = recht.Norm{} }, "/entwurf"},
		"no pages":           {func(d *dienst) { d.Seiten = nil }, "/seiten"},
		"needs nothing":      {func(d *dienst) { d.Braucht = nil }, "/braucht"},
		"effects not told":   {func(d *dienst) { d.Wirkung = nil }, "/wirkung"},
		"title in German":    {func(d *dienst) { d.Titel = germanOnly }, "/titel"},
		"list not simple":    {func(d *dienst) { d.Kann = append(d.Kann, od.T("mehr", "more")) }, "/kann"},
		"cost not simple":    {func(d *dienst) { d.Kosten = od.T("10 Euro", "10 euros") }, "/kosten"},
		"simple, and hard":   {func(d *dienst) { d.Kurz = simply(d.Kurz, "Man benötigt z. B. ein Vertrauensniveau.") }, "/kurz"},
		"list in German":     {func(d *dienst) { d.Kann = append(d.Kann, germanOnly) }, "/kann"},
		"page in German":     {func(d *dienst) { d.Seiten[2] = d.Seiten[2].Titled(germanOnly, recht.Text{}) }, "/seiten/wohnung"},
		"field in German": {func(d *dienst) {
			d.Seiten[5] = od.Zeige("kontakt", element(od.Ganzzahl(func(a *antragParken) *od.Zahl { return &a.Alter }, germanOnly)))
		}, "/angaben/alter"},
		"nested accessor": {func(d *dienst) {
			d.Seiten[5] = od.Zeige("kontakt", element(od.Text(func(a *antragParken) *string { return &a.Person.Vornamen }, od.T("Vornamen", "Names"))))
		}, "/seiten/kontakt"},
		"rule in German":     {func(d *dienst) { d.Regeln[0].Text = germanOnly }, "/regeln/PARK-HAUPT"},
		"evidence in German": {func(d *dienst) { d.Nachweise[0].Hinweis = germanOnly }, "/nachweise/meldeanschrift"},
		"id of FIM, malformed": {func(d *dienst) {
			d.FIM.Elemente = map[string]xdatenfelder.Kennung{f.alter.Pointer(): {ID: "F227"}}
		}, "/fim"},
		"id of FIM, nowhere": {func(d *dienst) {
			d.FIM.Elemente = map[string]xdatenfelder.Kennung{"/niemand": {ID: "F60000000227"}}
		}, "/fim"},
		"id of FIM, of a field": {func(d *dienst) { d.FIM.Schema = xdatenfelder.Kennung{ID: "F60000000227"} }, "/fim"},
		"page twice":            {func(d *dienst) { d.Seiten = append(d.Seiten, d.Seiten[5]) }, "/seiten"},
		"page name":             {func(d *dienst) { d.Seiten[5] = od.Zeige("Kontakt!", element(f.kontakt)) }, "/seiten/Kontakt!"},
		"page of the kit":       {func(d *dienst) { d.Seiten[5] = od.Zeige("absenden", element(f.kontakt)) }, "/seiten/absenden"},
		"page without":          {func(d *dienst) { d.Seiten[5] = od.Zeige[antragParken]("kontakt") }, "/seiten/kontakt"},
		"asked twice":           {func(d *dienst) { d.Seiten[5] = od.Zeige("kontakt", element(f.wohnung)) }, "/seiten"},
		"looks forward":         {func(d *dienst) { d.Seiten[0] = d.Seiten[0].OnlyIf(od.In(f.wohnung, f.haupt).Is(od.Ja)) }, "/seiten"},
		"value that is none":    {func(d *dienst) { d.Seiten[5] = d.Seiten[5].OnlyIf(od.In(f.wohnung, f.haupt).Is("vielleicht")) }, "/seiten"},
		"list and more": {func(d *dienst) {
			d.Seiten[3] = od.Zeige("fahrzeuge", element(f.fahrzeuge), f.ausweis)
			d.Seiten = append(d.Seiten[:4], d.Seiten[5])
		}, "/seiten/fahrzeuge"},
		"no such evidence":  {func(d *dienst) { d.Seiten[0] = d.Seiten[0].Fetching("auszug") }, "/seiten/person"},
		"evidence unused":   {func(d *dienst) { d.Seiten[1] = od.Zeige("anschrift", element(f.anschrift)) }, "/nachweise/meldeanschrift"},
		"evidence twice":    {func(d *dienst) { d.Nachweise = append(d.Nachweise, d.Nachweise[0]) }, "/nachweise/meldeanschrift"},
		"evidence, no norm": {func(d *dienst) { d.Nachweise[0].Norm = recht.Norm{} }, "/nachweise/meldeanschrift"},
		"evidence, no use":  {func(d *dienst) { d.Nachweise[0].Zweck = onceonly.Purpose{} }, "/nachweise/meldeanschrift"},
		"evidence for none": {func(d *dienst) { d.Nachweise[0].Fuellt = nil }, "/nachweise/meldeanschrift"},
		"evidence, no path": {func(d *dienst) { d.Nachweise[0].Fuellt[0] = od.Take("strasse/", od.In(f.anschrift, b.Strasse)) }, "/nachweise/meldeanschrift"},
		"fills what is not": {func(d *dienst) {
			d.Seiten[1] = od.Zeige("anschrift", element(f.kontakt)).Fetching("meldeanschrift")
			d.Seiten = d.Seiten[:5]
		}, "/nachweise/meldeanschrift"},
		"fills computed": {func(d *dienst) { d.Konto = append(d.Konto, od.Take("alter", f.alter)) }, "/konto"},
		"computed in group": {func(d *dienst) {
			d.Seiten[5] = od.Zeige("kontakt", element(f.kontakt), element(od.Ergibt(od.In(f.ausweis, f.ab), func(antragParken, datum.Datum) datum.Datum { return datum.Datum{} })))
		}, "/seiten/kontakt"},
		"duty unknown":  {func(d *dienst) { d.Pflichten = []pflichten.Erfuellung{{Pflicht: "PFLICHT-X", Wo: "here"}} }, "/pflichten"},
		"duty, no page": {func(d *dienst) { d.Pflichten = []pflichten.Erfuellung{{Pflicht: "PFLICHT-KOPIE", Wo: "/gibtesnicht"}} }, "/pflichten/PFLICHT-KOPIE"},
		"duty, no word": {func(d *dienst) { d.Pflichten = []pflichten.Erfuellung{{Pflicht: "PFLICHT-KOPIE"}} }, "/pflichten/PFLICHT-KOPIE"},
		"duty of others": {func(d *dienst) {
			d.Pflichten = []pflichten.Erfuellung{{Pflicht: "PFLICHT-WIDERSPRUCH-PARTEIEN", Wo: "/wohnung"}}
		}, "/pflichten/PFLICHT-WIDERSPRUCH-PARTEIEN"},
		"duty twice":          {func(d *dienst) { d.Pflichten = pflichten.Fehlt(od.T("Weil.", "So."), "PFLICHT-KOPIE", "PFLICHT-KOPIE") }, "/pflichten/PFLICHT-KOPIE"},
		"reason in German":    {func(d *dienst) { d.Pflichten = pflichten.Fehlt(germanOnly, "PFLICHT-KOPIE") }, "/pflichten/PFLICHT-KOPIE"},
		"decides, no remedy":  {func(d *dienst) { d.Tut = pflichten.Entscheidung }, "/pflichten/PFLICHT-RECHTSBEHELF"},
		"refuses, no remedy":  {func(d *dienst) { d.Entscheidungen = []od.Entscheidung[antragParken, satzung]{nein()} }, "/pflichten/PFLICHT-RECHTSBEHELF"},
		"registers, silently": {func(d *dienst) { d.Grundlage = recht.MustParseNormen("§ 17 Abs. 1 BMG") }, "/pflichten/PFLICHT-WIDERSPRUCH-PARTEIEN"},
		"fetches, no warning": {func(d *dienst) {
			d.Grundlage = recht.MustParseNormen("§ 17 BMG")
			n := d.Nachweise[0]
			n.Andere = &od.Andere[antragParken]{Versichert: od.T("Ich darf.", "I may."), Belehrung: od.T("Ohne Strafe.", "No crime."), Norm: n.Norm, Fuellt: n.Fuellt, Betroffene: []onceonly.Concerned{{}}}
			d.Nachweise = []od.Nachweis[antragParken]{n}
		}, "/nachweise/meldeanschrift"},
		"rule without norm":  {func(d *dienst) { d.Regeln[0].Normen = nil }, "/regeln/PARK-HAUPT"},
		"rule without code":  {func(d *dienst) { d.Regeln[0].Code = "" }, "/regeln"},
		"rule twice":         {func(d *dienst) { d.Regeln[1].Code = d.Regeln[0].Code }, "/regeln"},
		"rule reads nothing": {func(d *dienst) { d.Regeln[0].Liest = nil }, "/regeln"},
		"rule of no form":    {func(d *dienst) { d.Seiten = d.Seiten[:3] }, "/regeln"},
		"rule does nothing":  {func(d *dienst) { d.Regeln[0].Verletzt = nil }, "/regeln"},
		"rule ends first":    {func(d *dienst) { d.Regeln[3].Bis = datum.MustParse("2025-01-01") }, "/regeln"},
		"rule of the kit":    {func(d *dienst) { d.Regeln[0].Code = "DIENST-1" }, "/regeln/DIENST-1"},
		"fee without norm":   {func(d *dienst) { d.Gebuehr.Normen = nil }, "/gebuehr"},
		"fee without table":  {func(d *dienst) { d.Gebuehr.Tabelle = nil }, "/gebuehr"},
		"cost in German":     {func(d *dienst) { d.Kosten = germanOnly }, "/kosten"},
		"fee with no end":    {func(d *dienst) { d.Gebuehr.Ausgaenge = nil }, "/gebuehr/ausgaenge"},
		"concerns nobody":    {func(d *dienst) { d.Mit = &od.Mit[antragParken]{} }, "/mit/wer"},
		"concerns by a password": {func(d *dienst) {
			d.Niveau = recht.NiveauUntergeordnet
			d.Mit = &od.Mit[antragParken]{Wer: func(antragParken, datum.Datum) []od.Mitbetroffen { return nil }}
		}, "/mit"},
		"fee of nothing":     {func(d *dienst) { d.Gebuehr.Positionen = nil }, "/gebuehr"},
		"renamed to nothing": {func(d *dienst) { d.Umbenannt = map[string]string{"/fax": "/telefax"} }, "/seiten"},
	} {
		t.Run(name, func(t *testing.T) {
			d := parken()
			tt.change(&d)
			findings := d.Check()
			require.NotEmpty(t, findings)
			require.NotEmpty(t, findings.At(tt.where), "%v", findings)
			for _, b := range findings {
				require.False(t, b.Text.IsZero())
			}
			_, err := d.Begin(jena(t), datum.MustParse("2026-11-30"), recht.NiveauHoch)
			require.Error(t, err, "and it does not run")
		})
	}
}

// unbound has accessors that lead nowhere, or to fields without a name.
type unbound struct {
	NoTag  string
	NoZero string `json:"a"`
	Good   string `json:"good,omitzero"`
}

func TestCheck_FindsAccessorsThatLeadNowhere(t *testing.T) {
	title := od.T("Feld", "Field")
	var elsewhere string
	for name, get := range map[string]func(*unbound) *string{
		"no json name": func(u *unbound) *string { return &u.NoTag },
		"no omitzero":  func(u *unbound) *string { return &u.NoZero },
		"elsewhere":    func(*unbound) *string { return &elsewhere },
	} {
		d := od.Dienst[unbound, int]{Seiten: []od.Seite[unbound]{od.Zeige("s", od.Element[unbound](od.Text(get, title)))}}
		require.NotEmpty(t, d.Check().At("/seiten/s"), name)
	}
	d := od.Dienst[unbound, int]{Seiten: []od.Seite[unbound]{od.Zeige("s", od.Element[unbound](od.Text(func(u *unbound) *string { return &u.Good }, title)))}}
	require.Empty(t, d.Check().At("/seiten/s"))
}

func TestSatzungen_GiveTheNewestThatHolds(t *testing.T) {
	a, b := kommune.MustParseAGS("16053000"), kommune.MustParseAGS("16055000")
	s := od.Satzungen[int]{{a, datum.MustParse("2026-01-01"), 2}, {a, datum.MustParse("2020-01-01"), 1}, {b, datum.MustParse("2020-01-01"), 9}}
	for day, want := range map[string]int{"2020-01-01": 1, "2025-12-31": 1, "2026-01-01": 2} {
		got, ok := s.At(a, datum.MustParse(day))
		require.True(t, ok)
		require.Equal(t, want, got, day)
	}
	_, ok := s.At(a, datum.MustParse("2019-12-31"))
	require.False(t, ok)
	_, ok = s.At(kommune.AGS{}, datum.MustParse("2026-12-31"))
	require.False(t, ok)
}

type ablehnung struct {
	Gruende string `json:"gruende,omitzero"`
}

// nein is a decision that refuses, without a notice.
func nein() od.Beschluss[antragParken, satzung, ablehnung] {
	return od.Beschluss[antragParken, satzung, ablehnung]{
		Name: "nein", Titel: od.T("Nein", "No"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: recht.MustParseNormen("§ 1 Beispielsatzung"),
		Inhalt: []od.Element[ablehnung]{od.Text(func(a *ablehnung) *string { return &a.Gruende }, od.T("Gründe", "Reasons"))}, Gruende: func(a ablehnung) string { return a.Gruende },
	}
}

// A notice meets three duties of a refusal; who is heard before the service says itself.
func TestSchuldet_ANoticeMeetsWhatARefusalOwes(t *testing.T) {
	d, no := parken(), nein()
	d.Entscheidungen = []od.Entscheidung[antragParken, satzung]{no}
	require.Len(t, d.Check(), 4)
	no.Bescheid = func(fallParken, ablehnung) bescheid.Entwurf { return bescheid.Entwurf{} }
	d.Entscheidungen = []od.Entscheidung[antragParken, satzung]{no}
	left := d.Check()
	require.Len(t, left, 1)
	require.Equal(t, "/pflichten/PFLICHT-ANHOERUNG", left[0].Pointer)
}

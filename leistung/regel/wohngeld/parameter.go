// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Promulgations. Where only the text of the act was read and not the one that set
// the value, the text is named.
const (
	quelle2020     = "G v. 30.11.2019, BGBl. I S. 1877"
	quelleCO2      = "G v. 15.05.2020, BGBl. I S. 1015"
	quelle2022     = "V v. 03.06.2021, BGBl. I S. 1369"
	quellePlus     = "Wohngeld-Plus-G v. 05.12.2022, BGBl. I S. 2160"
	quelleNachtrag = "V v. 17.04.2023, Art. 1, BGBl. 2023 I Nr. 102"
	quelle2025     = "V v. 21.10.2024, BGBl. 2024 I Nr. 314"
	quelleAktiv    = "BGBl. 2025 I Nr. 361"
	quelleRente    = "Grundrentengesetz v. 12.08.2020"
	quelleText     = "Text der Fassungen 2021 bis 2026"
	quelleWoGVText = "Text der WoGV, Fassungen 2021 bis 2025"
	quelleEStG     = "Text des EStG; nach dem Parameterverzeichnis GETTSIM"
	quelleSGB12    = "Anlage zu § 28 SGB XII, Text 2025"
	quelleWoGVwV   = "WoGVwV v. 28.06.2017, BAnz AT 10.07.2017 B5 (nach Zitaten)"
	quelleEntwurf  = "Entwurf, BT-Drs. 21/8284 v. 30.09.2026"
)

// parameter are all values of the law.
type parameter struct {
	hoechst                          *regel.Parameter[hoechst]
	co2, heizung, klima              *regel.Parameter[staffel]
	a, b, c                          *regel.Parameter[werte]
	minM, minY                       *regel.Parameter[minima]
	faktor                           *regel.Parameter[prozent]
	ab13, mindest                    *regel.Parameter[Cent]
	deckelAb                         *regel.Parameter[anzahl]
	stufen                           *regel.Parameter[*stufenliste]
	abzug                            *regel.Parameter[prozent]
	schwer, verfolgt, allein, kind   *regel.Parameter[Cent]
	renteSockel, rbs1                *regel.Parameter[Cent]
	renteSatz, renteDeckel           *regel.Parameter[prozent]
	auswaerts, wechsel, gatte, sonst *regel.Parameter[Cent]
	kapital, pflege, dritter         *regel.Parameter[Cent]
	lohn, rente, eltern, elternPlus  *regel.Parameter[Cent]
	haelfte                          *regel.Parameter[prozent]
	aktiv, uebergang                 *regel.Parameter[anzahl]
	vermoegen, vermoegenWeitere      *regel.Parameter[Cent]
	einmalig, regelMonate, maxMonate *regel.Parameter[anzahl]
	hoeher, niedriger                *regel.Parameter[prozent]
	bagatelle                        *regel.Parameter[Cent]
	instand                          *regel.Parameter[Cent]
	pauschHeizung, garage, stellung  *regel.Parameter[Cent]
	wasser, energie                  *regel.Parameter[jeBewohner]
}

// zeile is one version, its value in the notation of the law gazette.
type zeile struct{ ab, bis, norm, quelle, wert, entwurf string }

// bau collects the parameters and the first error.
type bau struct {
	all []regel.Angabe
	err error
}

func add[T regel.Darstellbar](b *bau, name, einheit string, parse func(string) (T, error), zeilen ...zeile) *regel.Parameter[T] {
	var staende []regel.Stand[T]
	fail := func(err error) *regel.Parameter[T] {
		if b.err == nil {
			b.err = fmt.Errorf("wohngeld: %s: %w", name, err)
		}
		return nil
	}
	for _, z := range zeilen {
		ab, err := datum.Parse(z.ab)
		if err != nil {
			return fail(err)
		}
		var bis datum.Datum
		if z.bis != "" {
			if bis, err = datum.Parse(z.bis); err != nil {
				return fail(err)
			}
		}
		norm, err := recht.ParseNorm(z.norm)
		if err != nil {
			return fail(err)
		}
		wert, err := parse(z.wert)
		if err != nil {
			return fail(err)
		}
		staende = append(staende, regel.Stand[T]{Ab: ab, Bis: bis, Wert: wert, Entwurf: z.entwurf, Fundstelle: regel.Fundstelle{Norm: norm, Quelle: z.quelle}})
	}
	p, err := regel.NewParameter(name, titelOf(name), recht.NewText(einheit, einheiten[einheit]), staende...)
	if err != nil {
		return fail(err)
	}
	b.all = append(b.all, p)
	return p
}

const (
	seit    = "2020-01-01" // first day of the law this package knows
	monat   = "Euro im Monat"
	jahr    = "Euro im Jahr"
	ende22  = "2022-12-31"
	ab23    = "2023-01-01"
	ende24  = "2024-12-31"
	ab25    = "2025-01-01"
	ab27    = "2027-01-01"
	anlage1 = "Anlage 1 WoGG"
	anlage2 = "Anlage 2 WoGG"
	anlage3 = "Anlage 3 Nr. 1 WoGG"
)

func newParameter() (*parameter, []regel.Angabe, error) {
	b := &bau{}
	p := &parameter{}
	p.tables(b)
	p.income(b)
	p.rent(b)
	p.time(b)
	return p, b.all, b.err
}

// tables are the values of §§ 11, 12, 19 and 21.
func (p *parameter) tables(b *bau) {
	p.hoechst = add(b, "hoechstbetrag", monat, parseHoechst,
		zeile{ab: seit, bis: "2021-12-31", norm: anlage1, quelle: quelle2020, wert: hoechst2020},
		zeile{ab: "2022-01-01", bis: ende24, norm: "§ 23 WoGV", quelle: quelle2022, wert: hoechst2022},
		zeile{ab: ab25, norm: anlage1, quelle: quelle2025, wert: hoechst2025})
	p.co2 = add(b, "heizkosten_co2", monat, parseStaffel,
		zeile{ab: "2021-01-01", norm: "§ 12 Abs. 6 WoGG", quelle: quelleCO2, wert: co2ab2021})
	p.heizung = add(b, "heizkostenkomponente", monat, parseStaffel,
		zeile{ab: ab23, norm: "§ 12 Abs. 6 WoGG", quelle: quellePlus, wert: heizung2023},
		zeile{ab: ab27, norm: "§ 12 Abs. 6 WoGG", quelle: quelleEntwurf, wert: heizungEntwurf, entwurf: Entwurf2027})
	p.klima = add(b, "klimakomponente", monat, parseStaffel,
		zeile{ab: ab23, norm: "§ 12 Abs. 7 WoGG", quelle: quellePlus, wert: klima2023})
	p.a = add(b, "a", "", parseWerte,
		zeile{ab: seit, bis: ende22, norm: anlage2, quelle: quelle2020, wert: a2020},
		zeile{ab: ab23, norm: anlage2, quelle: quellePlus, wert: a2023})
	p.b = add(b, "b", "", parseWerte,
		zeile{ab: seit, bis: "2021-12-31", norm: anlage2, quelle: quelle2020, wert: b2020},
		zeile{ab: "2022-01-01", bis: ende22, norm: "§ 24 WoGV", quelle: quelle2022, wert: b2022},
		zeile{ab: ab23, bis: ende24, norm: anlage2, quelle: quellePlus, wert: b2023},
		zeile{ab: ab25, norm: anlage2, quelle: quelle2025, wert: b2025})
	p.c = add(b, "c", "", parseWerte,
		zeile{ab: seit, bis: "2021-12-31", norm: anlage2, quelle: quelle2020, wert: c2020},
		zeile{ab: "2022-01-01", bis: ende22, norm: "§ 24 WoGV", quelle: quelle2022, wert: c2022},
		zeile{ab: ab23, bis: ende24, norm: anlage2, quelle: quellePlus, wert: c2023},
		zeile{ab: ab25, norm: anlage2, quelle: quelle2025, wert: c2025},
		zeile{ab: ab27, norm: anlage2, quelle: quelleEntwurf, wert: cEntwurf, entwurf: Entwurf2027})
	p.minM = add(b, "min_M", monat, parseMinima,
		zeile{ab: seit, bis: ende24, norm: anlage3, quelle: quelle2020, wert: minM2020},
		zeile{ab: ab25, norm: anlage3, quelle: quelle2025, wert: minM2025})
	p.minY = add(b, "min_Y", monat, parseMinima,
		zeile{ab: seit, bis: ende22, norm: anlage3, quelle: quelle2020, wert: minY2020},
		zeile{ab: ab23, bis: ende24, norm: anlage3, quelle: quellePlus, wert: minY2023},
		zeile{ab: ab25, norm: anlage3, quelle: quelle2025, wert: minY2025})
	p.faktor = add(b, "faktor", "", parseProzent,
		zeile{ab: seit, norm: "§ 19 Abs. 1 WoGG", quelle: quelleText, wert: "115"})
	p.ab13 = add(b, "zuschlag_ab_13", monat, parseEuro,
		zeile{ab: seit, bis: ende22, norm: "§ 19 Abs. 3 WoGG", quelle: quelle2020, wert: "51"},
		zeile{ab: ab23, bis: ende24, norm: "§ 19 Abs. 3 WoGG", quelle: quellePlus, wert: "57"},
		zeile{ab: ab25, norm: "§ 19 Abs. 3 WoGG", quelle: quelle2025, wert: "65"})
	p.deckelAb = add(b, "deckel_ab_mitgliedern", "Mitglieder", parseAnzahl,
		zeile{ab: seit, norm: "§ 19 Abs. 3 WoGG", quelle: quelleText, wert: "13"},
		zeile{ab: ab27, norm: "§ 19 Abs. 4 WoGG", quelle: quelleEntwurf, wert: "1", entwurf: Entwurf2027})
	p.mindest = add(b, "mindestbetrag", monat, parseEuro,
		zeile{ab: seit, norm: "§ 21 Nr. 1 WoGG", quelle: quelleText, wert: "10"},
		zeile{ab: ab27, norm: "§ 21 Nr. 1 WoGG", quelle: quelleEntwurf, wert: "15", entwurf: Entwurf2027})

	lists, err := parseStufen(stufenText)
	if err != nil && b.err == nil {
		b.err = err
	}
	first := *lists[1]
	first.vorNachtrag = true
	edition := map[string]*stufenliste{"2020": lists[0], "2023": &first, "2023 mit Nachtrag": lists[1]}
	byName := func(name string) (*stufenliste, error) { return edition[name], nil }
	p.stufen = add(b, "mietenstufen", "Stufe", byName,
		zeile{ab: seit, bis: ende22, norm: "§ 1 Abs. 3 WoGV", quelle: "BGBl. I 2019 S. 1883", wert: "2020"},
		zeile{ab: ab23, bis: "2023-04-19", norm: "§ 1 Abs. 3 WoGV", quelle: quellePlus, wert: "2023"},
		zeile{ab: "2023-04-20", norm: "§ 1 Abs. 3 WoGV", quelle: quelleNachtrag, wert: "2023 mit Nachtrag"})
}

// income are the values of §§ 13 to 18 and of the acts they refer to.
func (p *parameter) income(b *bau) {
	text := func(norm, wert string) zeile { return zeile{ab: seit, norm: norm, quelle: quelleText, wert: wert} }
	p.abzug = add(b, "abzug_je_kategorie", "Prozent", parseProzent, text("§ 16 Satz 1 WoGG", "10"))
	p.schwer = add(b, "freibetrag_schwerbehindert", jahr, parseEuro, text("§ 17 Nr. 1 WoGG", "1 800"))
	p.verfolgt = add(b, "freibetrag_ns_verfolgt", jahr, parseEuro, text("§ 17 Nr. 2 WoGG", "750"))
	p.allein = add(b, "freibetrag_alleinerziehend", jahr, parseEuro, text("§ 17 Nr. 3 WoGG", "1 320"))
	p.kind = add(b, "freibetrag_kind_erwerb_hoechst", jahr, parseEuro, text("§ 17 Nr. 4 WoGG", "1 200"))
	grund := func(wert string) zeile {
		return zeile{ab: "2021-01-01", norm: "§ 17a Abs. 1 WoGG", quelle: quelleRente, wert: wert}
	}
	p.renteSockel = add(b, "grundrente_sockel", jahr, parseEuro, grund("1 200"))
	p.renteSatz = add(b, "grundrente_satz", "Prozent", parseProzent, grund("30"))
	p.renteDeckel = add(b, "grundrente_deckel", "Prozent der Regelbedarfsstufe 1", parseProzent, grund("50"))
	stufe1 := func(ab, bis, wert string) zeile {
		return zeile{ab: ab, bis: bis, norm: "§ 28 SGB XII", quelle: quelleSGB12, wert: wert}
	}
	p.rbs1 = add(b, "regelbedarfsstufe_1", monat, parseEuro, stufe1("2021-01-01", "2021-12-31", "446"), stufe1("2022-01-01", ende22, "449"),
		stufe1(ab23, "2023-12-31", "502"), stufe1("2024-01-01", "", "563"))
	p.auswaerts = add(b, "unterhalt_auswaerts", jahr, parseEuro, text("§ 18 Satz 1 Nr. 1 WoGG", "3 000"))
	p.wechsel = add(b, "unterhalt_kind_wechselmodell", jahr, parseEuro, text("§ 18 Satz 1 Nr. 2 WoGG", "3 000"))
	p.gatte = add(b, "unterhalt_ehegatte", jahr, parseEuro, text("§ 18 Satz 1 Nr. 3 WoGG", "6 000"))
	p.sonst = add(b, "unterhalt_sonstige", jahr, parseEuro, text("§ 18 Satz 1 Nr. 4 WoGG", "3 000"))
	p.kapital = add(b, "kapital_frei", jahr, parseEuro, text("§ 14 Abs. 2 Nr. 15 WoGG", "100"))
	p.pflege = add(b, "zuwendung_pflege_frei", jahr, parseEuro, text("§ 14 Abs. 2 Nr. 19 WoGG", "6 540"))
	p.dritter = add(b, "zuwendung_dritter_frei", jahr, parseEuro, text("§ 14 Abs. 2 Nr. 19 WoGG", "480"))
	p.haelfte = add(b, "haelftig_gezaehlt", "Prozent", parseProzent, text("§ 14 Abs. 2 Nr. 27 WoGG", "50"))
	p.aktiv = add(b, "aktivrente", "zählt", parseAnzahl, zeile{ab: "2026-01-01", norm: "§ 14 Abs. 2 Nr. 12 WoGG", quelle: quelleAktiv, wert: "1"})
	p.uebergang = add(b, "uebergangsgeld_ausgeschlossen", "zählt", parseAnzahl, zeile{ab: seit, bis: "2023-06-30", norm: "§ 7 Abs. 1 Satz 1 Nr. 3 WoGG", quelle: quelleText, wert: "1"})
	lohn := func(ab, bis, wert string) zeile {
		return zeile{ab: ab, bis: bis, norm: "§ 9a Satz 1 Nr. 1 EStG", quelle: quelleEStG, wert: wert}
	}
	p.lohn = add(b, "arbeitnehmer_pauschbetrag", jahr, parseEuro, lohn(seit, "2021-12-31", "1 000"), lohn("2022-01-01", ende22, "1 200"), lohn(ab23, "", "1 230"))
	p.rente = add(b, "renten_pauschbetrag", jahr, parseEuro, zeile{ab: seit, norm: "§ 9a Satz 1 Nr. 3 EStG", quelle: quelleEStG, wert: "102"})
	p.eltern = add(b, "elterngeld_frei", monat, parseEuro, zeile{ab: seit, norm: "§ 10 BEEG", quelle: "Text des BEEG", wert: "300"})
	p.elternPlus = add(b, "elterngeld_plus_frei", monat, parseEuro, zeile{ab: seit, norm: "§ 10 BEEG", quelle: "Text des BEEG", wert: "150"})
	p.vermoegen = add(b, "vermoegen_erstes_mitglied", "Euro", parseEuro, zeile{ab: seit, norm: "§ 21 Nr. 3 WoGG", quelle: quelleWoGVwV, wert: "60 000"})
	p.vermoegenWeitere = add(b, "vermoegen_weiteres_mitglied", "Euro", parseEuro, zeile{ab: seit, norm: "§ 21 Nr. 3 WoGG", quelle: quelleWoGVwV, wert: "30 000"})
}

// rent are the flat amounts of the Wohngeldverordnung.
func (p *parameter) rent(b *bau) {
	text := func(norm, wert string) zeile {
		return zeile{ab: seit, norm: norm, quelle: quelleWoGVText, wert: wert}
	}
	p.pauschHeizung = add(b, "pauschale_heizung", "Euro im Monat je Quadratmeter", parseEuro, text("§ 6 Abs. 2 Nr. 1 WoGV", "1,25"))
	p.wasser = add(b, "pauschale_warmwasser", monat, parseJeBewohner, text("§ 6 Abs. 2 Nr. 2 WoGV", "9; 17; 3"))
	p.energie = add(b, "pauschale_haushaltsenergie", monat, parseJeBewohner, text("§ 6 Abs. 2 Nr. 3 WoGV", "41; 74; 15"))
	p.garage = add(b, "pauschale_garage", monat, parseEuro, text("§ 6 Abs. 2 Nr. 4 WoGV", "36"))
	p.stellung = add(b, "pauschale_stellplatz", monat, parseEuro, text("§ 6 Abs. 2 Nr. 4 WoGV", "25"),
		zeile{ab: ab27, norm: "§ 6 Abs. 2 Nr. 4 WoGV", quelle: quelleEntwurf, wert: "36", entwurf: Entwurf2027})
	p.instand = add(b, "instandhaltung_betrieb", "Euro im Jahr je Quadratmeter", parseEuro, text("§ 13 Abs. 2 WoGV", "36"))
}

// time are the values of §§ 15, 25, 27 and 30a.
func (p *parameter) time(b *bau) {
	p.einmalig = add(b, "einmaliges_einkommen_monate", "Monate", parseAnzahl,
		zeile{ab: seit, bis: ende22, norm: "§ 15 Abs. 2 WoGG", quelle: quelleText, wert: "36"},
		zeile{ab: ab23, norm: "§ 15 Abs. 2 WoGG", quelle: quellePlus, wert: "12"})
	p.regelMonate = add(b, "bewilligung_monate_regel", "Monate", parseAnzahl, zeile{ab: seit, norm: "§ 25 Abs. 1 WoGG", quelle: quelleText, wert: "12"})
	p.maxMonate = add(b, "bewilligung_monate_hoechst", "Monate", parseAnzahl, zeile{ab: ab23, norm: "§ 25 Abs. 1 WoGG", quelle: quellePlus, wert: "24"})
	p.hoeher = add(b, "erhoehung_schwelle", "Prozent", parseProzent,
		zeile{ab: seit, bis: ende22, norm: "§ 27 Abs. 1 WoGG", quelle: quelleText, wert: "15"},
		zeile{ab: ab23, norm: "§ 27 Abs. 1 WoGG", quelle: quellePlus, wert: "10"})
	p.niedriger = add(b, "minderung_schwelle", "Prozent", parseProzent, zeile{ab: seit, norm: "§ 27 Abs. 2 WoGG", quelle: quelleText, wert: "15"})
	p.bagatelle = add(b, "bagatell_rueckforderung", "Euro", parseEuro, zeile{ab: ab23, bis: ende24, norm: "§ 30a WoGG", quelle: quellePlus, wert: "50"})
}

func parseEuro(s string) (Cent, error) {
	z, err := parseZelle(s)
	if err != nil {
		return 0, err
	}
	c, whole := centOf(z)
	if !whole || c <= 0 {
		return 0, fmt.Errorf("%w: amount %q", regel.ErrParameter, s)
	}
	return c, nil
}

func parseNumber(s string) (int64, error) {
	z, err := parseZelle(s)
	if err != nil || z%eins != 0 || z <= 0 {
		return 0, fmt.Errorf("%w: number %q", regel.ErrParameter, s)
	}
	return int64(z / eins), nil
}

func parseProzent(s string) (prozent, error) {
	n, err := parseNumber(s)
	return prozent(n), err
}

func parseAnzahl(s string) (anzahl, error) {
	n, err := parseNumber(s)
	return anzahl(n), err
}

// jeBewohner is an amount for one resident, for two, and for each further one.
type jeBewohner [3]Cent

// Darstellung implements regel.Darstellbar.
func (j jeBewohner) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Wert{}, regel.Tabelle{Kopf: kopf("Bewohner", "residents", imMonat), Zeilen: []regel.Zeile{
		{Titel: nummer(1), Werte: []regel.Wert{j[0].zelle()}}, {Titel: nummer(2), Werte: []regel.Wert{j[1].zelle()}}, {Titel: jedesWeitere, Werte: []regel.Wert{j[2].zelle()}},
	}}
}

func parseJeBewohner(text string) (j jeBewohner, err error) {
	err = parseAmounts(text, j[:])
	return j, err
}

// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"slices"

	"github.com/deutschland-stack/bausteine/leistung"
)

// listeTextmodul is the code list of the text modules.
const listeTextmodul = "urn:de:xzufi:codeliste:leistungstextmodulleika"

func (w *Writer) leistung(l *Leistung) {
	w.open("leistung")
	w.identifikator("id", l.ID)
	w.identifikatoren("idSekundaer", l.IDSekundaer)
	w.struktur(&l.Struktur)
	for _, key := range l.Schluessel {
		if w.v23 {
			w.identifikator("referenzLeistungsschluessel", Identifikator{Kennung: Kennung{ID: key}})
		} else {
			w.code("referenzLeiKa", Code{Code: key})
		}
	}
	w.code("statusKatalog", l.StatusKatalog)
	w.code("statusBibliothek", l.StatusBibliothek)
	w.code("detailstufe", l.Detailstufe)
	w.codes("leistungsadressat", l.Adressaten)
	w.code("bezugsortTyp", l.Bezugsort)
	for i := range l.Texte {
		w.modultext(&l.Texte[i])
	}
	w.fristen("modulFrist", "frist", l.Fristen)
	w.kosten(l.Kosten)
	w.fristen("modulBearbeitungsdauer", "bearbeitungsdauer", l.Bearbeitung)
	w.dokumente(l.Dokumente)
	if len(l.Begriffe) > 0 {
		w.open("modulBegriffImKontext")
		w.open("begriffImKontext")
		w.texts("begriff", l.Begriffe)
		w.close("begriffImKontext")
		w.close("modulBegriffImKontext")
	}
	for i := range l.Freigaben {
		w.open("modulFachlicheFreigabe")
		w.leaf("fachlichFreigegebenAm", l.Freigaben[i].Am)
		w.texts("fachlichFreigegebenDurch", l.Freigaben[i].Durch)
		w.close("modulFachlicheFreigabe")
	}
	w.links("modulUrsprungsportal", l.Ursprungsportale)
	w.codes("typisierung", l.Typisierungen)
	w.code("vertrauensniveau", l.Vertrauensniveau)
	w.leaf("kennzeichenSchriftformerfordernis", l.Schriftform)
	w.codes("kategorie", l.Kategorien)
	w.codes("klassifizierung", l.Klassifizierung)
	w.sdg(l)
	w.leaf("kennzeichenEA", l.Einheitlich)
	w.codes("durchfuehrbarEinheitlicheStelle", l.EinheitlicheStelle)
	w.identifikatoren("gueltigkeitGebietID", l.Gebiete)
	for _, sprache := range l.Sprachen {
		w.start("sprachversion", "languageCode", sprache)
		w.close("sprachversion")
	}
	w.gueltigkeiten(l.Gueltigkeit)
	w.codes("relevantFuerWirtschaftszweig", l.Wirtschaftszweige)
	w.codes("relevantFuerRechtsform", l.Rechtsformen)
	w.codes("relevantFuerStaatsangehoerigkeit", l.Staatsangehoerigkeiten)
	w.close("leistung")
}

// sdg writes the areas of the SDG: flat in 2.2, which has no place for the
// procedures, in a frame in 2.3.
func (w *Writer) sdg(l *Leistung) {
	if !w.v23 {
		w.codes("informationsbereichSDG", l.InformationsbereicheSDG)
		return
	}
	if len(l.InformationsbereicheSDG)+len(l.VerfahrenSDG) > 0 {
		w.open("informationsbereicheSDG")
		w.codes("informationsbereichSDG1", l.InformationsbereicheSDG)
		w.codes("informationsbereichSDG2", l.VerfahrenSDG)
		w.close("informationsbereicheSDG")
	}
}

func (w *Writer) struktur(s *Struktur) {
	if s.Typ == "" && s.Gruppierung == (Code{}) && s.ObjektID.IsZero() && s.Verrichtung == (Code{}) && len(s.Detail) == 0 {
		return
	}
	typ := ""
	if s.Typ != "" {
		typ = "xzufi:" + s.Typ
	}
	w.open("struktur", "xsi:type", typ)
	w.code("leistungsgruppierung", s.Gruppierung)
	w.identifikator("leistungsobjektID", s.ObjektID)
	if s.Verrichtung != (Code{}) {
		w.open("verrichtung")
		w.code("verrichtungLeiKa", s.Verrichtung)
		w.close("verrichtung")
	}
	w.texts("verrichtungsdetail", s.Detail)
	w.close("struktur")
}

func (w *Writer) modultext(m *Modultext) {
	w.open("modulText")
	w.leaf("positionDarstellung", m.Position)
	if m.Modul != "" {
		w.code("leikaTextmodul", Code{ListURI: listeTextmodul, Code: string(m.Modul)})
	}
	w.texts("inhalt", m.Inhalt)
	w.links("weiterfuehrenderLink", m.Links)
	w.close("modulText")
}

func (w *Writer) fristen(modul, name string, fristen []Frist) {
	if len(fristen) == 0 {
		return
	}
	w.open(modul)
	for i := range fristen {
		f := &fristen[i]
		w.open(name)
		w.code("typ", f.Typ)
		w.leaf("dauer", f.Dauer)
		w.leaf("einheit", f.Einheit)
		w.leaf("dauerBis", f.DauerBis)
		w.leaf("einheitBis", f.EinheitBis)
		w.leaf("von", f.Von)
		w.leaf("bis", f.Bis)
		w.texts("beschreibung", f.Beschreibung)
		w.close(name)
	}
	w.close(modul)
}

func (w *Writer) kosten(kosten []Kosten) {
	if len(kosten) == 0 {
		return
	}
	w.open("modulKosten")
	for i := range kosten {
		k := &kosten[i]
		typ, betrag := "", "betrag"
		for name, art := range kostenarten {
			if art == k.Art {
				typ = "xzufi:" + name
			}
		}
		if k.Art == leistung.KostenVariabel {
			betrag = "betragUntergrenze"
		}
		w.open("kosten", "xsi:type", typ)
		w.code("typ", k.Typ)
		w.leaf(betrag, k.Betrag, "currencyCode", k.Waehrung)
		w.leaf("betragObergrenze", k.BetragBis, "currencyCode", k.Waehrung)
		if k.Vorkasse {
			w.leaf("vorkasse", "true")
		}
		w.texts("beschreibung", k.Beschreibung)
		w.close("kosten")
	}
	w.close("modulKosten")
}

func (w *Writer) dokumente(dokumente []Dokument) {
	if len(dokumente) == 0 {
		return
	}
	w.open("modulDokument")
	for _, ausgehend := range []bool{false, true} {
		name := "dokumentEingehend"
		if ausgehend {
			name = "dokumentAusgehend"
		}
		for d := range slices.Values(dokumente) {
			if d.Ausgehend == ausgehend {
				w.open(name)
				w.code("typ", d.Typ)
				w.texts("bezeichnung", d.Bezeichnung)
				w.close(name)
			}
		}
	}
	w.close("modulDokument")
}

func (w *Writer) organisationseinheit(o *Organisationseinheit) {
	w.open("organisationseinheit")
	w.identifikator("id", o.ID)
	if len(o.Namen) > 0 {
		w.open("name")
		w.texts("name", o.Namen)
		w.close("name")
	}
	for i := range o.Anschriften {
		a := &o.Anschriften[i]
		w.open("anschrift")
		w.leaf("ort", a.Ort)
		w.open("verwaltungspolitischeKodierung")
		for _, name := range kodierungen {
			w.code(name, *a.code(name))
		}
		w.close("verwaltungspolitischeKodierung")
		w.close("anschrift")
	}
	for i := range o.Zustaendigkeiten {
		w.zustaendigkeit(&o.Zustaendigkeiten[i])
	}
	w.close("organisationseinheit")
}

func (w *Writer) transferobjekt(z *Zustaendigkeit) {
	w.open("zustaendigkeitTransferObjekt")
	w.identifikator("uebergeordnetesObjektID", z.Objekt)
	w.zustaendigkeit(z)
	w.close("zustaendigkeitTransferObjekt")
}

func (w *Writer) zustaendigkeit(z *Zustaendigkeit) {
	w.open("zustaendigkeit")
	w.identifikator("id", z.ID)
	w.identifikator("leistungID", z.Leistung)
	w.identifikatoren("gebietID", z.Gebiete)
	w.code("rolle", z.Rolle)
	w.gueltigkeiten(z.Gueltigkeit)
	w.close("zustaendigkeit")
}

func (w *Writer) onlinedienst(o *Onlinedienst) {
	w.open("onlinedienst")
	w.identifikator("id", o.ID)
	w.texts("bezeichnung", o.Bezeichnungen)
	for i := range o.Links {
		l := &o.Links[i]
		w.start("link", "languageCode", l.Sprache)
		w.code("typ", l.Typ)
		w.leaf("link", l.URI)
		w.leaf("titel", l.Titel)
		w.close("link")
	}
	w.code("vertrauensniveau", o.Vertrauensniveau)
	for i := range o.Zustaendigkeiten {
		w.zustaendigkeit(&o.Zustaendigkeiten[i])
	}
	w.close("onlinedienst")
}

func (w *Writer) spezialisierung(s *Spezialisierung) {
	w.open("spezialisierung")
	w.identifikator("id", s.ID)
	w.identifikator("leistungID", s.Leistung)
	w.close("spezialisierung")
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// einsichtseite is what the services know of a person: from the account, and their
// cases.
type einsichtseite struct {
	Mittel    string
	Merkmale  []merkmalzeile
	Vorgaenge []eigener
	Abrufe    bool // there is a log of who fetched what
}

// merkmalzeile is one attribute of the account.
type merkmalzeile struct{ Titel, Wert, Niveau string }

// attribute names an attribute of the account.
func attribute(name string) recht.Text {
	switch name {
	case nutzerkonto.Familienname:
		return text("own.familyname")
	case nutzerkonto.Vornamen:
		return text("own.givennames")
	case nutzerkonto.Geburtsdatum:
		return text("own.birth")
	case nutzerkonto.Strasse:
		return text("own.street")
	case nutzerkonto.Hausnummer:
		return text("own.number")
	case nutzerkonto.PLZ:
		return text("own.postcode")
	case nutzerkonto.Ort:
		return text("own.place")
	case nutzerkonto.Gemeinde:
		return text("own.key")
	case nutzerkonto.EMail:
		return text("own.mail")
	case nutzerkonto.Postkorb:
		return text("own.postbox")
	case nutzerkonto.Firma:
		return text("own.company")
	default:
		return recht.NewText(name, name)
	}
}

// person is somebody who is logged in by an account.
func (a *anfrage) person() error {
	if !a.gueltig || a.sitz.guest() {
		return errLogin
	}
	return nil
}

// einsicht shows the person what the services know of them.
func (a *anfrage) einsicht() error {
	if err := a.person(); err != nil {
		return err
	}
	p := einsichtseite{Mittel: a.sitz.Mittel + " (" + a.level(a.sitz.Niveau) + ")", Abrufe: a.cockpit != nil}
	for _, m := range append(slices.Clone(a.sitz.Merkmale), a.sitz.Organisation...) {
		z := merkmalzeile{Titel: attribute(m.Name).In(a.sprache), Wert: m.Wert, Niveau: a.level(m.Niveau)}
		if d, err := datum.Parse(m.Wert); err == nil {
			z.Wert = shortDay(d, a.sprache)
		}
		p.Merkmale = append(p.Merkmale, z)
	}
	for _, name := range a.namen {
		d := a.dienste[name]
		own, err := a.halter(d).list(a.r.Context(), &a.sitz, d, false)
		if err != nil {
			return err
		}
		for _, z := range own {
			p.Vorgaenge = append(p.Vorgaenge, eigener{
				Titel: d.kopf().Titel.In(a.sprache) + " " + Nummer(z.id) + ": " + a.zustand(d, z.stand), URL: "/" + name + "/" + z.id.String(),
				Text: a.say("my.changed", shortDay(datum.Of(z.geaendert), a.sprache)),
			})
		}
	}
	along, err := a.mitEigene(a.r.Context())
	for i := range along {
		m := &along[i]
		p.Vorgaenge = append(p.Vorgaenge, eigener{
			Titel: m.dienst.kopf().Titel.In(a.sprache) + " " + Nummer(m.v.id) + ": " + a.zustand(m.dienst, string(m.v.status)), URL: m.url(), Text: a.say("mit.mine"),
		})
	}
	if err != nil {
		return err
	}
	return a.render(http.StatusOK, "einsicht", rahmen{Titel: a.say("own")}, p)
}

// eigeneDaten is everything about a person in a file that other programs read (Art. 15
// and 20 GDPR).
type eigeneDaten struct {
	Konto    string                `json:"konto"`
	Mittel   string                `json:"mittel"`
	Niveau   recht.Niveau          `json:"niveau"`
	Merkmale []nutzerkonto.Merkmal `json:"merkmale"`
	// Organisation is whose account it is, where that is no citizen.
	Organisation []nutzerkonto.Merkmal `json:"organisation,omitempty"`
	Vorgaenge    []eigenerVorgang      `json:"vorgaenge"`
	// Mitbetroffen are cases of others that concern the person as much, with their part.
	Mitbetroffen []eigenerTeil     `json:"mitbetroffen,omitempty"`
	Nachrichten  []brief           `json:"nachrichten,omitempty"` // of the postbox that the service keeps
	Abrufe       []json.RawMessage `json:"abrufe,omitempty"`      // entries of the log about the person
}

type eigenerVorgang struct {
	ID        uuid.UUID       `json:"id"`
	Dienst    string          `json:"dienst"`
	Stand     string          `json:"stand"`
	Behoerde  string          `json:"behoerde,omitempty"`
	Eingang   time.Time       `json:"eingang,omitzero"`
	Geaendert time.Time       `json:"geaendert"`
	Daten     json.RawMessage `json:"daten,omitempty"` // as they are kept
	Nachweise []lesbar        `json:"nachweise,omitempty"`
	Verlauf   []ereignis      `json:"verlauf,omitempty"`
	Geld      []faktum        `json:"geld,omitempty"` // what was paid and went back

	// Entscheidung is what was decided, in a case under a procedure.
	Entscheidung *antragfall.Beschluss `json:"entscheidung,omitempty"`
	// Bescheinigungen are what the person asked others for, and what came.
	Bescheinigungen []bitte `json:"bescheinigungen,omitempty"`
}

// brief is a message to the person.
type brief struct {
	Zeit    time.Time  `json:"zeit"`
	Vorgang uuid.UUID  `json:"vorgang"`
	Betreff recht.Text `json:"betreff"`
	Text    recht.Text `json:"text"`
}

// lesbar is evidence for people: in the data as they are kept it stands byte for byte,
// which nobody reads.
type lesbar struct {
	Name   string          `json:"name"`
	Quelle string          `json:"quelle"`
	Inhalt json.RawMessage `json:"inhalt"`
}

// evidence is what of the evidence in a case can be read, which is what is JSON.
func (v *vorgang) evidence() (out []lesbar, err error) {
	add := func(name, from string, content []byte) {
		if json.Valid(content) {
			out = append(out, lesbar{name, from, content})
		}
	}
	if v.status == antrag.StatusEntwurf {
		more, err := parseBeiwerk(v.angaben)
		for _, name := range sorted(more.Abrufe) {
			add(name, more.Abrufe[name].Quelle, more.Abrufe[name].Inhalt)
		}
		for _, id := range sorted(more.Bescheinigt) {
			add(more.Bescheinigt[id].Name, more.Bescheinigt[id].Quelle, more.Bescheinigt[id].Inhalt)
		}
		return out, err
	}
	var in Eingang
	if len(v.angaben) > 0 && json.Unmarshal(v.angaben, &in) != nil {
		return nil, errors.New("onlinedienst: what was handed in cannot be read") // the decoder may quote it
	}
	for _, n := range in.Nachweise {
		add(n.Name, n.Quelle, n.Inhalt)
	}
	return out, nil
}

// happened is what happened with a case, as its person sees it, and what was decided.
func (v *vorgang) happened() (all []ereignis, decided *antragfall.Beschluss) {
	if v.fall != nil {
		for _, e := range v.fall.sicht.Verlauf {
			all = append(all, ereignis{e.Zeit, string(e.Akt), e.Text})
			if e.Beschluss != nil {
				decided = e.Beschluss
			}
		}
		return all, decided
	}
	if v.geladen != nil {
		for _, e := range v.geladen.Verlauf() {
			all = append(all, ereignis{e.Zeit, string(e.Art), e.Text})
		}
	}
	return all, nil
}

type ereignis struct {
	Zeit time.Time `json:"zeit"`
	Art  string    `json:"art"`
	Text string    `json:"text,omitempty"`
}

// eigeneDaten hands it out.
func (a *anfrage) eigeneDaten() (err error) {
	if err = a.person(); err != nil {
		return err
	}
	out := eigeneDaten{Konto: a.sitz.Konto, Mittel: a.sitz.Mittel, Niveau: a.sitz.Niveau, Merkmale: a.sitz.Merkmale, Organisation: a.sitz.Organisation, Vorgaenge: []eigenerVorgang{}}
	for _, name := range a.namen {
		d := a.dienste[name]
		own, err := a.halter(d).list(a.r.Context(), &a.sitz, d, false)
		if err != nil {
			return err
		}
		for _, z := range own {
			f, err := a.open(a.r.Context(), d, z.id)
			if errors.Is(err, antrag.ErrNotFound) {
				continue // erased meanwhile
			}
			if err != nil {
				return err
			}
			v := &f.v
			one := eigenerVorgang{ID: z.id, Dienst: name, Stand: z.stand, Behoerde: v.behoerde, Eingang: v.eingang, Geaendert: z.geaendert, Daten: v.angaben}
			if len(d.bescheinigungen()) > 0 {
				akte, err := a.bitten.load(a.r.Context(), z.id)
				if err != nil {
					return err
				}
				one.Bescheinigungen = akte.Liste
			}
			if one.Nachweise, err = v.evidence(); err != nil {
				return err
			}
			one.Verlauf, one.Entscheidung = v.happened()
			if one.Geld, err = a.geld(a.r.Context(), d, z.id); err != nil {
				return err
			}
			out.Vorgaenge = append(out.Vorgaenge, one)
		}
	}
	if out.Mitbetroffen, err = a.eigeneTeile(); err != nil {
		return err
	}
	letters, err := box{a.akten()}.newest(a.r.Context(), a.sitz.Konto)
	if err != nil {
		return err
	}
	for _, u := range letters {
		n, err := box{a.akten()}.read(a.r.Context(), a.sitz.Konto, u)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		out.Nachrichten = append(out.Nachrichten, brief{n.Zeit, n.Antrag, n.Betreff, n.Text})
	}
	if a.cockpit != nil && a.sitz.Niveau.Reicht(recht.NiveauHoch) {
		items, err := a.cockpit.Entries(a.r.Context(), a.viewer(), cockpit.Page{Limit: cockpit.MaxLimit})
		if err != nil {
			return err
		}
		for _, item := range items {
			entry, err := json.Marshal(item.Entry)
			if err != nil {
				return err
			}
			out.Abrufe = append(out.Abrufe, entry)
		}
	}
	file, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return a.hand("application/json", "meine-daten.json", file, false)
}

// viewer is the person for the log: by account, and as somebody who stood in a record
// about another person. A name without a date of birth finds nobody.
func (a *akteur) viewer() cockpit.Viewer {
	viewer := cockpit.Viewer{Subject: onceonly.MustSubject(a.sitz.Konto)}
	if person, err := a.sitz.gesucht(); err == nil {
		viewer.Person = onceonly.Identify(person)
	}
	return viewer
}

// protokollseite is what the log says about a person, the newest first.
type protokollseite struct {
	// Zuwenig says that the login proves too little: before information under Art. 15 GDPR
	// the identity is checked, here at "high", as the Datenschutzcockpit does (§ 10 (3)
	// sentence 2 OZG).
	Zuwenig bool
	Hoeher  verweis
	Zeilen  []abrufzeile
	Weitere string
}

type abrufzeile struct{ Text, Wann, Zweck, Norm, Vorgang, URL string }

// abrufeOf shows who asked for the data of the person, also about somebody else in whose
// record they stand.
func (a *anfrage) abrufeOf() error {
	if err := a.person(); err != nil {
		return err
	}
	if a.cockpit == nil {
		return errNotFound
	}
	p := protokollseite{Zuwenig: !a.sitz.Niveau.Reicht(recht.NiveauHoch), Hoeher: a.stepUp("/einsicht/abrufe", recht.NiveauHoch)}
	if p.Zuwenig {
		return a.render(http.StatusOK, "abrufe", rahmen{Titel: a.say("log")}, p)
	}
	before, _ := uuid.Parse(a.r.URL.Query().Get("vor"))
	items, err := a.cockpit.Entries(a.r.Context(), a.viewer(), cockpit.Page{Before: before})
	if err != nil {
		return err
	}
	for _, item := range items {
		z := abrufzeile{
			Text: item.Text(cockpit.Language(a.sprache)), Wann: a.atTime(item.Time), Zweck: item.Purpose.Text, Norm: normText(item.Norm, a.sprache),
			URL: "/einsicht/abrufe/beweis?eintrag=" + item.ID.String(),
		}
		if id, err := uuid.Parse(item.Application); err == nil {
			z.Vorgang = Nummer(id)
		}
		p.Zeilen = append(p.Zeilen, z)
	}
	if len(items) == cockpit.DefaultLimit {
		p.Weitere = "/einsicht/abrufe?vor=" + items[len(items)-1].ID.String()
	}
	return a.render(http.StatusOK, "abrufe", rahmen{Titel: a.say("log")}, p)
}

func normText(n recht.Norm, language string) string {
	switch {
	case n.IsZero():
		return ""
	case language == recht.Englisch:
		return n.English()
	default:
		return n.String()
	}
}

func (a *akteur) atTime(t time.Time) string {
	return a.say("at.time", shortDay(datum.Of(t), a.sprache), datum.LegalTime(t).Format("15:04"))
}

// receipt finds the entry of the address, which must be about the person.
func (a *anfrage) receipt() (r auditlog.Receipt, err error) {
	if err := a.person(); err != nil {
		return r, err
	}
	id, err := uuid.Parse(a.r.URL.Query().Get("eintrag"))
	if err != nil || a.cockpit == nil || !a.sitz.Niveau.Reicht(recht.NiveauHoch) {
		return r, errNotFound
	}
	r, err = a.cockpit.Receipt(a.r.Context(), a.viewer(), id)
	if errors.Is(err, cockpit.ErrNotFound) {
		return r, errNotFound
	}
	return r, err
}

// beweisseite is an entry of the log with the check of its proof.
type beweisseite struct {
	Echt   bool // the entry stands in the log, and the signed head says so
	Zeilen []fakt
	Datei  string
}

// beweis checks one entry against the signed head of the log.
func (a *anfrage) beweis() error {
	r, err := a.receipt()
	if err != nil {
		return err
	}
	entry, err := onceonly.ParseEntry(r.Entry)
	if err != nil {
		return err
	}
	verifier := a.config.Abrufe.Protokoll.Verifier()
	head, err := r.Verify(verifier)
	p := beweisseite{Echt: err == nil, Datei: "/einsicht/abrufe/beleg.json?eintrag=" + entry.ID.String()}
	add := func(title, value string) {
		if value != "" {
			p.Zeilen = append(p.Zeilen, fakt{Titel: title, Wert: value})
		}
	}
	add(a.say("log.what"), cockpit.Item{Entry: entry}.Text(cockpit.Language(a.sprache)))
	add(a.say("log.when"), a.atTime(entry.Time))
	add(a.say("log.asks"), entry.Requester.Name)
	add(a.say("log.answers"), entry.Provider.Name)
	add(a.say("log.purpose"), entry.Purpose.Text)
	add(a.say("log.norm"), normText(entry.Norm, a.sprache))
	add(a.say("log.erased"), a.atTime(entry.EraseAt))
	add(a.say("log.place"), a.say("log.place.of", r.Index+1, head.Size))
	add(a.say("log.root"), head.Root.String())
	add(a.say("log.key"), verifier.String())
	return a.render(http.StatusOK, "beweis", rahmen{Titel: a.say("log.proof")}, p)
}

// beleg hands the proof out as a file to keep.
func (a *anfrage) beleg() error {
	r, err := a.receipt()
	if err != nil {
		return err
	}
	file, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return a.hand("application/json", "beleg.json", file, false)
}

// Abrufe is what the log says about the person, the newest first, as the pages show it.
func (z Zugang) Abrufe(ctx context.Context, page cockpit.Page) ([]cockpit.Item, error) {
	if z.a.cockpit == nil || !z.a.sitz.Niveau.Reicht(recht.NiveauHoch) {
		return nil, antrag.ErrNotFound
	}
	return z.a.cockpit.Entries(ctx, z.a.viewer(), page)
}

// Beleg is the proof of an entry about the person, see [Zugang.Abrufe].
func (z Zugang) Beleg(ctx context.Context, entry uuid.UUID) (auditlog.Receipt, error) {
	if z.a.cockpit == nil || !z.a.sitz.Niveau.Reicht(recht.NiveauHoch) {
		return auditlog.Receipt{}, antrag.ErrNotFound
	}
	return z.a.cockpit.Receipt(ctx, z.a.viewer(), entry)
}

// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// stand is a service that runs, with a clock in the test's hand.
type stand[A, P any] struct {
	probe    Probe[A, P]
	handler  http.Handler
	server   *onlinedienst.Server
	amt      *onlinedienst.Amt
	store    *bausteine.Store
	reg      *antrag.Registratur
	akten    *fall.Registratur // of a service with a procedure
	kasse    Kasse
	register *register
	bote     *postfach.LokalBote
	now      time.Time
	log      *bytes.Buffer
	security *bytes.Buffer
	flat     map[string]any
	until    string     // where a walk ends, if not on the check page
	vonHand  bool       // whether the payment service sends nothing back
	luecke   bool       // whether the table of the authority has lost its rows on what stays of a fee
	gestoert bool       // whether the service says too little for its invoices
	probelos int        // what is drawn for samples: 0 is one
	zweites  bool       // whether the second authority is responsible now
	papier   string     // the account of somebody who is reached on paper alone
	mit      []*browser // who takes part beside the one who began, by the last draft
}

// host is where the service is reached.
const host = "dienst.example"

// The accounts: one that may, one that is somebody else, one below the level.
const kontoErika, kontoMax, kontoNils = "test-erika", "test-max", "test-nils"

// kontoEU is somebody with a means of another state.
const kontoEU = "test-eu"

func newStand[A, P any](t *testing.T, p Probe[A, P]) *stand[A, P] {
	t.Helper()
	s := &stand[A, P]{probe: p, now: datum.MustParse(p.Tag).Start().Add(9 * time.Hour), log: &bytes.Buffer{}, security: &bytes.Buffer{}, probelos: 1, bote: &postfach.LokalBote{}}
	clock := func() time.Time { return s.now }
	if p.Dienst.Gebuehr != nil {
		p.Dienst.Gebuehr = s.fee(p.Dienst.Gebuehr)
	}
	account := func(id, given string, level recht.Niveau) testkonto.Konto {
		return testkonto.Konto{Konto: nutzerkonto.Konto{Kennung: id, Niveau: level, Mittel: "Testkonto", Merkmale: []nutzerkonto.Merkmal{
			{Name: nutzerkonto.Vornamen, Wert: given, Niveau: level},
			{Name: nutzerkonto.Familienname, Wert: "Mustermann", Niveau: level},
			{Name: nutzerkonto.Geburtsdatum, Wert: "1984-08-12", Niveau: level},
			{Name: nutzerkonto.Strasse, Wert: "Musterstraße", Niveau: level},
			{Name: nutzerkonto.Hausnummer, Wert: "12", Niveau: level},
			{Name: nutzerkonto.PLZ, Wert: "99974", Niveau: level},
			{Name: nutzerkonto.Ort, Wert: "Musterstadt", Niveau: level},
		}}, Zeigt: recht.NewText("Erfunden.", "Invented.")}
	}
	accounts := []testkonto.Konto{account(kontoErika, "Erika", recht.NiveauHoch), account(kontoMax, "Max", recht.NiveauHoch), account(kontoEU, "Elena", recht.NiveauHoch)}
	accounts[2].Mittel = "eID aus Italien (eIDAS)"
	if p.Dienst.Niveau > recht.NiveauUntergeordnet {
		accounts = append(accounts, account(kontoNils, "Nils", p.Dienst.Niveau-1))
	}
	for i := range p.Andere {
		accounts = append(accounts, account(kontoMit(i), "Anna", recht.NiveauHoch))
	}
	if all := p.concerned(t); len(all) > 0 {
		accounts = append(accounts, betroffen(all[0].Identitaet, max(p.Dienst.Niveau, p.Dienst.Senden))...)
	}
	konto, err := testkonto.New("/testkonto", accounts, clock)
	require.NoError(t, err)
	s.store = bausteine.NewMemory(bausteine.Config{Now: clock})
	t.Cleanup(func() { require.NoError(t, s.store.Close()) })
	s.reg, err = antrag.NewRegistratur(s.store, antrag.Config{Aufbewahrung: aufbewahrung(p.Dienst.Ablauf), Nummer: onlinedienst.Nummer})
	require.NoError(t, err)
	var server *onlinedienst.Server
	many := onlinedienst.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20} // the clock stands, and one test asks more than people do
	config := onlinedienst.Config{
		URL: "https://" + host, Schluessel: bytes.Repeat([]byte{7}, 32), Now: clock, Log: slog.New(slog.NewTextHandler(s.log, nil)), Sicherheit: slog.New(slog.NewTextHandler(s.security, nil)),
		Anbieter: anbieter(datum.MustParse(p.Tag)),
		Grenzen:  onlinedienst.Grenzen{JeAdresse: many, JeKonto: many, JeSitzung: many},
	}
	if p.Dienst.Gebuehr != nil {
		require.NotNil(t, p.Kasse, "the service has a fee")
		s.kasse = p.Kasse(t, s.store, clock, func(ctx context.Context, n payment.Notice) error { return server.Paid(ctx, n) })
		s.kasse.Kasse = &launisch{Kasse: s.kasse.Kasse, nie: &s.vonHand}
		config.Kasse = s.kasse
	}
	ars := kommune.MustParseARS("160530000000")
	if p.Auszug != nil {
		s.register = &register{daten: p.Auszug}
		config.Abrufe = abrufe(t, s.store, s.register, p.Dienst.Nachweise)
	}
	if p.Dienst.Verfahren != nil {
		s.akten, err = onlinedienst.Akten(t.Context(), s.store, frist.InGemeinde(kommune.MustParseAGS("16053000")), fall.Config{Ziehen: func(int) int { return s.probelos }}, p.Dienst.With(p.Kommunen))
		require.NoError(t, err)
		config.Akten = s.akten
	}
	config.Gebiete = func(ags kommune.AGS) (kommune.ARS, bool) { return ars, ags == p.Gemeinde }
	config.Siegel = sealed(p.Gemeinde)
	server, err = onlinedienst.New(s.store, s.reg, konto, &verzeichnis{office(t, p.Dienst.Leistung, ars, "amt-1"), office(t, p.Dienst.Leistung, ars, "amt-2"), &s.zweites}, config, p.Dienst.With(p.Kommunen))
	require.NoError(t, err)
	s.server = server
	mux := http.NewServeMux()
	s.desk(t, server, mux, clock)
	mux.Handle("/testkonto", konto)
	mux.Handle("/", server)
	s.handler = mux
	data, err := json.Marshal(p.Antworten)
	require.NoError(t, err)
	s.flat = map[string]any{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var doc any
	require.NoError(t, dec.Decode(&doc))
	flatten(doc, "", s.flat)
	t.Cleanup(func() {
		require.Empty(t, s.log.String(), "no page ended in a fault")
		for _, personal := range []string{kontoErika, kontoMax, kontoNils, "Erika", "Mustermann", "192.0.2."} {
			require.NotContains(t, s.security.String(), personal, "the security log has nothing of a person")
		}
	})
	return s
}

// aufbewahrung keeps everything for a month, and what was granted until it ends.
func aufbewahrung(a *onlinedienst.Ablauf) antrag.Aufbewahrung {
	out := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		out[status] = antrag.Tage(30)
	}
	if a != nil {
		out[antrag.StatusStattgegeben] = antrag.Frist{Period: bausteine.Period{Months: a.Laengstens, Days: 30}}
	}
	return out
}

// office is a directory in which one authority is responsible.
func office(t *testing.T, key leistung.Schluessel, ars kommune.ARS, id string) *zustaendigkeit.Index {
	t.Helper()
	index := zustaendigkeit.NewIndex()
	require.NoError(t, index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde, Name: "Bürgeramt Musterstadt"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: []kommune.ARS{ars}, Stelle: id})
	}))
	return index
}

// verzeichnis is the directory of the one authority or of the other.
type verzeichnis struct {
	eins, zwei *zustaendigkeit.Index
	zweites    *bool
}

func (v *verzeichnis) Zustaendig(ctx context.Context, key leistung.Schluessel, ars kommune.ARS, am datum.Datum) (zustaendigkeit.Ergebnis, error) {
	if *v.zweites {
		return v.zwei.Zustaendig(ctx, key, ars, am)
	}
	return v.eins.Zustaendig(ctx, key, ars, am)
}

func flatten(doc any, pointer string, out map[string]any) {
	switch v := doc.(type) {
	case map[string]any:
		for name, child := range v {
			flatten(child, pointer+"/"+name, out)
		}
	case []any:
		for i, child := range v {
			flatten(child, fmt.Sprintf("%s/%d", pointer, i), out)
		}
	default:
		out[pointer] = v
	}
}

// login logs an account in and opens the start page.
func (s *stand[A, P]) login(t *testing.T, account string) *browser {
	t.Helper()
	b := newBrowser(t, s.handler)
	b.get("/login?ziel=/" + s.probe.Dienst.Name + "/")
	f := b.form()
	v := f.values()
	v.Set("konto", account)
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	return b
}

// begin opens a draft and returns its address.
func (s *stand[A, P]) begin(t *testing.T, b *browser) string {
	t.Helper()
	b.get("/" + s.probe.Dienst.Name + "/")
	f := b.form()
	b.send(f, f.values())
	require.Equal(t, http.StatusOK, b.status, b.page)
	draft := b.path
	s.invite(t, b, draft)
	return draft
}

// fill is the form of a page with the answers of the probe.
func (s *stand[A, P]) fill(f blatt) url.Values {
	v := f.values()
	for _, i := range f.inputs {
		if !strings.HasPrefix(i.name, "/") {
			continue
		}
		if i.kind == "file" {
			if !slices.ContainsFunc(f.inputs, func(x eingabe) bool { return x.name == i.name+"~weg" }) {
				v.Set(i.name, "Beleg.pdf")
			}
			continue
		}
		if _, one := s.flat[i.name]; i.kind == "checkbox" && !one && !strings.Contains(i.name, "~") {
			var codes []string
			for n := 0; s.flat[fmt.Sprintf("%s/%d", i.name, n)] != nil; n++ {
				codes = append(codes, fmt.Sprint(s.flat[fmt.Sprintf("%s/%d", i.name, n)]))
			}
			v[i.name] = codes
			continue
		}
		v.Del(i.name)
		if x, ok := s.flat[i.name]; ok {
			v.Set(i.name, fmt.Sprint(x))
		}
	}
	return v
}

// walk answers page by page until the check page and calls visit for each.
func (s *stand[A, P]) walk(t *testing.T, b *browser, draft string, visit func()) {
	t.Helper()
	b.get(draft)
	visit()
	first := ""
	for _, to := range b.links() {
		if strings.HasPrefix(to, draft+"/") && !strings.HasSuffix(to, "/loeschen") {
			first = to
			break
		}
	}
	require.NotEmpty(t, first, b.page)
	b.get(first)
	for range 200 {
		visit()
		if strings.HasSuffix(b.path, "/einladen") { // those who are there already, or nobody
			b.get(draft + "/pruefen")
			continue
		}
		if strings.HasSuffix(b.path, "/pruefen") && s.othersConfirm(t, draft) {
			b.get(b.path)
		}
		if strings.HasSuffix(b.path, "/pruefen") || b.path == s.until {
			return
		}
		before := b.path
		if len(b.forms()) == 0 && len(b.links()) > 0 { // a page that tells, and asks nothing
			b.get(b.next())
			continue
		}
		f := b.form()
		v := s.fill(f)
		if strings.Contains(b.path, "/nachweis/") {
			v.Set("wahl", "selbst") // what else it leads to has a test of its own
		}
		if slices.ContainsFunc(f.inputs, func(i eingabe) bool { return i.name == "noch" }) {
			v.Set("noch", s.more(b.page, strings.TrimPrefix(b.path, draft+"/")))
		}
		b.send(f, v)
		require.Less(t, b.status, 500, "%s", before)
		if strings.Contains(b.path, "?ansehen=1") {
			continue // a row that a register began, and that wants more
		}
		require.Equal(t, http.StatusOK, b.status, "the answers of the probe do not fit %s\n%s", before, b.page)
	}
	require.Fail(t, "no way to the check page", b.path)
}

// more says whether the probe has more rows than the page shows.
func (s *stand[A, P]) more(page string, list string) string {
	rows := strings.Count(page, `class="karte"`)
	for pointer := range s.flat {
		if strings.HasPrefix(pointer, fmt.Sprintf("/%s/%d/", list, rows)) {
			return "ja"
		}
	}
	return "nein"
}

// send ticks and sends on the check page.
func (s *stand[A, P]) send(t *testing.T, b *browser) {
	t.Helper()
	f := b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	if strings.HasSuffix(b.path, "/zahlung") {
		s.kasse.Pay(t)
		b.get(b.path)
	}
}

// gespeichert is a case as its registry has it.
type gespeichert struct {
	id       uuid.UUID
	version  uint64
	status   antrag.Status
	behoerde string
	angaben  json.RawMessage
}

func (g gespeichert) ID() uuid.UUID            { return g.id }
func (g gespeichert) Version() uint64          { return g.version }
func (g gespeichert) Status() antrag.Status    { return g.status }
func (g gespeichert) Behoerde() string         { return g.behoerde }
func (g gespeichert) Angaben() json.RawMessage { return g.angaben }

// stored is the case of a draft's address as the registry has it.
func (s *stand[A, P]) stored(t *testing.T, draft string) gespeichert {
	t.Helper()
	id, err := uuid.Parse(draft[strings.LastIndexByte(draft, '/')+1:])
	require.NoError(t, err)
	if s.akten != nil {
		return s.storedFall(t, id)
	}
	a, err := s.reg.Load(t.Context(), id)
	require.NoError(t, err)
	return gespeichert{id, a.Version(), a.Status(), a.Behoerde(), a.Angaben()}
}

// soonGone reports whether a draft is gone before a session is known to have ended.
func (s *stand[A, P]) soonGone() bool {
	v := s.probe.Dienst.Verfahren
	return v != nil && slices.ContainsFunc(v.Fristen, func(f verfahren.Frist) bool {
		return f.Folge == verfahren.AktVerfallen && f.Dauer.Uhr > 0 && f.Dauer.Uhr <= time.Hour
	})
}

// storedFall is a case under a procedure: of a draft all that is stated in it, of what
// was handed in what the one who began handed in.
func (s *stand[A, P]) storedFall(t *testing.T, id uuid.UUID) gespeichert {
	t.Helper()
	f, parts, err := s.akten.Angaben(t.Context(), id)
	require.NoError(t, err)
	g := gespeichert{id: id, version: f.Version(), status: antrag.Status(f.Zustand()), behoerde: f.Behoerde()}
	switch f.Zustand() {
	case verfahren.ZustandMitzeichnung, verfahren.ZustandZahlung:
		g.status = antrag.StatusEntwurf
	case verfahren.ZustandAbgebrochen:
		g.status = antrag.StatusVerworfen
	default: // the same words
	}
	if f.Bisher(verfahren.AktEingereicht) > 0 {
		g.status = antrag.StatusEingereicht // whatever a machine made of it: nobody at an authority acts here
		for _, b := range s.probe.Dienst.Verfahren.Beteiligte {
			if part := parts[verfahren.Teil(b.Rolle)]; len(part) > 0 && g.angaben == nil {
				g.angaben = part
			}
		}
		return g
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		g.angaben = append(g.angaben, parts[name]...)
	}
	return g
}

// fee is the fee of the service, with what a test may break of it.
func (s *stand[A, P]) fee(g *onlinedienst.Gebuehr[A, P]) *onlinedienst.Gebuehr[A, P] {
	out := *g
	out.Ausgaenge = func(p P) payment.Outcomes {
		if s.luecke {
			return nil
		}
		return g.Ausgaenge(p)
	}
	if g.Rechnung != nil {
		out.Rechnung = func(f onlinedienst.Fall[A, P]) (xrechnung.Notice, bool) {
			n, asked := g.Rechnung(f)
			if s.gestoert {
				n.Authority.Contact.Phone = ""
			}
			return n, asked
		}
	}
	return &out
}

// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// zettel is what the service of this measurement asks.
type zettel struct {
	Name string `json:"name,omitzero"`
}

// zettelDienst is a service with a procedure and one question.
func zettelDienst() od.Dienst[zettel, struct{}] {
	const wer verfahren.Rolle = "person"
	law, norm := verfahren.VwVfG(), recht.MustParseNorm("§ 10 VwVfG")
	erteilt := verfahren.Zustand("erteilt")
	in := verfahren.In(verfahren.ZustandInBearbeitung)
	v := verfahren.Baue(verfahren.Verfahren{
		Fassung: "2026-11", Recht: law,
		Beteiligte: []verfahren.Beteiligter{{Rolle: wer, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangKonto}},
		Entscheidungen: []verfahren.Entscheidung{
			{Akt: "erteilt", Von: in, Nach: erteilt, Norm: norm, Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumErmessen},
			{Akt: "abgelehnt", Von: in, Nach: verfahren.ZustandAbgelehnt, Norm: norm, Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumErmessen},
		},
		Fristen: []verfahren.Frist{{
			Name: "entscheidung", Norm: norm, Fuer: verfahren.RolleBehoerde, In: in, Ab: []verfahren.Akt{verfahren.AktUebernommen}, Dauer: verfahren.Wochen(2),
			Vermerk: recht.NewText("Es soll entschieden werden.", "It should be decided."),
		}},
		Enden: verfahren.In(erteilt, verfahren.ZustandAbgelehnt),
		Aufbewahrung: []verfahren.Loeschung{
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandVerworfen), Nach: verfahren.Sofort(), Norm: law.Entwurf},
			{Was: verfahren.AlleDaten(), In: verfahren.In(erteilt, verfahren.ZustandAbgelehnt, verfahren.ZustandZurueckgenommen), Nach: verfahren.Jahre(3), Norm: recht.MustParseNorm("Art. 5 Abs. 1 Buchst. e DSGVO")},
		},
	}, law.Entwerfen(wer), law.Einreichen(wer), law.Bearbeiten(wer))
	t := recht.NewText
	name := od.Text(func(z *zettel) *string { return &z.Name }, t("Name", "Name")).Len(1, 80)
	return od.Dienst[zettel, struct{}]{
		Name: "zettel", Leistung: leistung.MustParseSchluessel("99108001001000"), Fassung: "1", Niveau: recht.NiveauSubstantiell, Dauer: time.Minute,
		Titel: t("Zettel", "Slip"), Kurz: t("Ein Dienst zum Messen.", "A service to measure with."), Grundlage: recht.Normen{norm},
		Kann: []recht.Text{t("messen", "measure")}, Braucht: []recht.Text{t("nichts", "nothing")}, Wirkung: []recht.Text{t("Das Amt bekommt den Zettel.", "The office gets the slip.")},
		Entwurf:  od.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a OZG")},
		Seiten:   []od.Seite[zettel]{od.Zeige("name", od.Element[zettel](name))},
		Gemeinde: func(zettel) kommune.AGS { return kommune.MustParseAGS("16053000") }, Verfahren: &v,
		Worte: map[string]recht.Text{"zustand.erteilt": t("Erteilt", "Granted"), "akt.erteilt": t("Erteilen", "Grant"), "frist.entscheidung": t("Entscheidung", "Decision")},
	}
}

// sofort logs everybody in as one official.
type sofort struct{}

func (sofort) Begin(_ context.Context, a nutzerkonto.Anfrage) (string, error) {
	return a.Zurueck + "?" + url.Values{"zustand": {a.Zustand}}.Encode(), nil
}

func (sofort) Complete(context.Context, nutzerkonto.Anfrage, url.Values) (nutzerkonto.Konto, error) {
	return nutzerkonto.Konto{Kennung: "amt-sabine", Niveau: recht.NiveauHoch, Mittel: "Dienstausweis"}, nil
}

// schreibtisch is a desk with many cases of package fall.
type schreibtisch struct {
	store   *bausteine.Store
	akten   *fall.Registratur
	handler http.Handler
	uhr     *falltest.Uhr
	cookies []*http.Cookie
	asked   *asked
	ids     atomic.Uint64
}

const amtEins = "amt-1"

func openDesk(tb testing.TB) *schreibtisch {
	tb.Helper()
	s := &schreibtisch{uhr: falltest.NewUhr(time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)), asked: &asked{}}
	store, _, closed := openStore(tb, filepath.Join(tb.TempDir(), "desk.db"), bausteine.Config{Now: s.uhr.Now, Watch: s.asked})
	tb.Cleanup(closed)
	s.store = store
	dienst := zettelDienst().With(od.Ueberall[struct{}]{})
	akten, err := od.Akten(tb.Context(), store, frist.InGemeinde(kommune.MustParseAGS("16053000")), fall.Config{NewID: s.newID}, dienst)
	require.NoError(tb, err)
	s.akten = akten
	server, err := od.New(store, nil, sofort{}, zustaendigkeit.NewIndex(), od.Config{
		URL: "https://dienst.example", Schluessel: bytes.Repeat([]byte{7}, 32), Now: s.uhr.Now, Log: slog.New(slog.DiscardHandler), Akten: akten,
		Grenzen: od.Grenzen{JeAdresse: od.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20}, JeKonto: od.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20}, JeSitzung: od.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20}},
	}, dienst)
	require.NoError(tb, err)
	s.handler, err = server.Amt(od.AmtConfig{
		Konto: sofort{}, Personen: od.Amtsliste{{Kennung: "amt-sabine", Name: "Sabine Musterfrau", Behoerde: amtEins, Rollen: []od.Amtsrolle{od.AmtsrolleBearbeiten, od.AmtsrolleEntscheiden}}},
		Behoerden: map[string]od.Amtskopf{amtEins: {Behoerde: bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Amt", Sitz: kommune.MustParseAGS("16053000")}}}},
	})
	require.NoError(tb, err)
	return s
}

// newID is an id of the clock in the test's hand, in the order of asking.
func (s *schreibtisch) newID() (id uuid.UUID, err error) {
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(s.uhr.Now().UnixMilli()))
	copy(id[:6], ms[2:])
	binary.BigEndian.PutUint64(id[8:], s.ids.Add(1))
	id[6], id[8] = 0x70, 0x80
	return id, nil
}

// login begins a session of the one official.
func (s *schreibtisch) login(tb testing.TB) {
	tb.Helper()
	w := s.get(tb, "/amt/login?ziel=/amt/")
	s.cookies = w.Result().Cookies()
	w = s.get(tb, w.Header().Get("Location"))
	s.cookies = append(s.cookies, w.Result().Cookies()...)
}

func (s *schreibtisch) get(tb testing.TB, path string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, path, http.NoBody)
	r.Host = "dienst.example"
	for _, c := range s.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// fill hands in cases: each hundredth is taken over and, overdue, is the first.
func (s *schreibtisch) fill(tb testing.TB, total int) (ids []uuid.UUID) {
	tb.Helper()
	ids = make([]uuid.UUID, total)
	ctx := tb.Context()
	hand := func(i int) error {
		behoerde := amtEins
		if i%10 == 9 {
			behoerde = "amt-2"
		}
		in, err := json.Marshal(map[string]any{"dienst": "zettel", "fassung": "1", "daten": map[string]string{"name": "Muster"}, "identitaet": map[string]string{"vornamen": "Erika", "familienname": "Muster"}})
		if err != nil {
			return err
		}
		wer := fall.Person("konto-"+strconv.Itoa(i%1000), recht.NiveauHoch)
		part := fall.Teile{"person": json.RawMessage(`{"antworten":[],"eingang":` + string(in) + `}`)}
		f, err := s.akten.Do(ctx, fall.Handlung{Verfahren: "zettel", Behoerde: behoerde, Wer: wer, Akt: verfahren.AktBegonnen, Teile: part})
		if err != nil {
			return err
		}
		ids[i] = f.ID()
		if f, err = s.akten.Do(ctx, fall.Handlung{Fall: f.ID(), Wer: wer, Akt: verfahren.AktEingereicht}); err != nil {
			return err
		}
		if i < total/100 || i%200 == 100 {
			_, err = s.akten.Do(ctx, fall.Handlung{Fall: f.ID(), Wer: fall.Amt("amt-sabine"), Akt: verfahren.AktUebernommen})
		}
		if err == nil && i%1000 == 100 {
			_, err = s.akten.Do(ctx, fall.Handlung{Fall: f.ID(), Wer: fall.Amt("amt-sabine"), Akt: "abgelehnt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt, Gruende: "Gründe"}})
		}
		return err
	}
	many := func(from, to int) {
		var group sync.WaitGroup
		for worker := range 64 {
			group.Go(func() {
				for i := from + worker; i < to; i += 64 {
					if err := hand(i); err != nil {
						tb.Error(err)
						return
					}
				}
			})
		}
		group.Wait()
	}
	many(0, total/100)
	s.uhr.Vergeht(30 * 24 * time.Hour)
	_, err := s.store.Sweep(ctx)
	require.NoError(tb, err)
	many(total/100, total)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	s.login(tb)
	return ids
}

// seiten are the addresses of the list under each filter, with how many rows stand there.
func (s *schreibtisch) seiten(tb testing.TB, ids []uuid.UUID) map[string]string {
	tb.Helper()
	n := len(ids)
	day := s.uhr.Now().Format("2006-01-02")
	return map[string]string{
		"first": "/amt/", "middle": "/amt/?nach=" + ids[n/2].String(), "last": "/amt/?nach=" + ids[n-60].String(), "newest": "/amt/?o=neu",
		"new": "/amt/?b=niemand", "mine": "/amt/?b=mir", "overdue": "/amt/?st=ueberfaellig", "in work": "/amt/?st=in-bearbeitung", "done": "/amt/?st=fertig",
		"refused": "/amt/?st=abgelehnt", "granted": "/amt/?st=stattgegeben", "service": "/amt/?d=zettel", "from": "/amt/?von=" + day, "to": "/amt/?bis=2026-05-05",
		"number": "/amt/?s=" + od.Nummer(ids[n/2]),
	}
}

var zeilen = regexp.MustCompile(`href="/amt/faelle/[0-9a-f-]{36}"`)

// A page of the list asks the store for each of its rows once, under every filter.
func TestDesk_APageAsksForItsRowsAlone(t *testing.T) {
	s := openDesk(t)
	ids := s.fill(t, 3000)
	want := map[string]int{
		"first": 50, "middle": 50, "last": 54, // give or take those of the other authority
		"newest": 50, "new": 50, "mine": 0, "overdue": 27, "in work": 39, "done": 3, "refused": 3, "granted": 0, "service": 50,
		"from": 50, "to": 27, "number": 1,
	}
	for name, path := range s.seiten(t, ids) {
		s.asked.loads.Store(0)
		s.asked.lists.Store(0)
		w := s.get(t, path)
		require.Equal(t, http.StatusOK, w.Code, name)
		rows := len(zeilen.FindAllString(w.Body.String(), -1))
		t.Logf("%s: %d rows, %d loads, %d lists", name, rows, s.asked.loads.Load(), s.asked.lists.Load())
		require.InDelta(t, want[name], rows, map[string]float64{"last": 5}[name], name)
		require.LessOrEqual(t, s.asked.loads.Load(), int64(3*rows+10), name)
		require.LessOrEqual(t, s.asked.lists.Load(), int64(4), name)
	}
}

// BenchmarkDesk lists 50 cases of package fall of an authority that has most of
// BAUSTEINE_CASES: the keeper alone, and the page of the desk.
func BenchmarkDesk(b *testing.B) {
	s := openDesk(b)
	total := cases(b)
	ids := s.fill(b, total)
	ctx := b.Context()
	mine := fall.Query{Behoerde: amtEins}
	middle, last, newest, work, number := mine, mine, mine, mine, mine
	middle.After, last.After, newest.Newest = ids[total/2], ids[total-60], true
	work.Zustaende = verfahren.In(verfahren.ZustandInBearbeitung)
	number.Nummer = od.Nummer(ids[total/2])
	for name, query := range map[string]fall.Query{"first": mine, "middle": middle, "last": last, "newest": newest, "in work": work, "number": number, "account": {Konto: "konto-7"}} {
		b.Run("store/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.akten.ListPage(ctx, query, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for name, path := range s.seiten(b, ids) {
		b.Run("page/"+name, func(b *testing.B) {
			for b.Loop() {
				if w := s.get(b, path); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

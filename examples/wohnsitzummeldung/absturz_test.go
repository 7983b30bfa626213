// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// How often the process is killed: while a submission is under way, and at any
// moment of the way through the form.
const (
	abstuerzeBeimAbsenden = 50
	abstuerzeUnterwegs    = 15
)

// prozess is the service as a process of its own, to be killed.
type prozess struct {
	t   *testing.T
	cmd *exec.Cmd
	url string
}

func starte(t *testing.T, binary, data string) *prozess {
	t.Helper()
	cmd := exec.Command(binary, "-addr", "127.0.0.1:0", "-data", data)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	require.True(t, lines.Scan(), "the service says its address")
	url, ok := strings.CutPrefix(lines.Text(), "Wohnsitzummeldung: ")
	require.True(t, ok, lines.Text())
	go func() { _, _ = io.Copy(io.Discard, stdout) }()
	return &prozess{t: t, cmd: cmd, url: strings.TrimSuffix(url, "/")}
}

func (p *prozess) kill() {
	require.NoError(p.t, p.cmd.Process.Kill())
	require.Error(p.t, p.cmd.Wait(), "killed, not ended")
}

// bekannt is what the service has acknowledged to a person.
type bekannt struct {
	pfad        string
	hausnummer  string
	uebernommen string // hash of the record
	abgesendet  bool
}

// mensch is a person with a browser, who sends again what got no answer.
type mensch struct {
	client *http.Client
	konto  string
	umzug  *bekannt
	antrag string // key of the form that begins a draft
	alle   []*bekannt
	nr     int
}

func newMensch(t *testing.T, konto string) *mensch {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &mensch{client: &http.Client{Jar: jar, Timeout: 20 * time.Second}, konto: konto}
}

var (
	feld    = regexp.MustCompile(`<input type="hidden" name="(formular|version|sha256|auftrag)" value="([^"]*)">`)
	errNeu  = errors.New("not logged in")
	errStop = errors.New("stop here")
)

func (m *mensch) do(ctx context.Context, method, ziel string, body io.Reader) (pfad, text string, err error) {
	req, err := http.NewRequestWithContext(ctx, method, ziel, body)
	if err != nil {
		return "", "", err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := m.client.Do(req)
	if err != nil {
		return "", "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return "", "", err
	}
	if res.StatusCode != http.StatusOK {
		return "", "", fmt.Errorf("%s %s: %s", method, res.Request.URL.Path, res.Status)
	}
	return res.Request.URL.Path, string(b), nil
}

// send opens a page, fills its form and sends it.
func (m *mensch) send(ctx context.Context, base, seite, ziel string, werte url.Values) (string, error) {
	pfad, text, err := m.do(ctx, http.MethodGet, base+seite, http.NoBody)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(pfad, "/anmelden") && !strings.HasPrefix(seite, "/anmelden") {
		return "", errNeu
	}
	form := url.Values{}
	for _, f := range feld.FindAllStringSubmatch(text, -1) {
		form.Set(f[1], f[2])
	}
	for name, v := range werte {
		form[name] = v
	}
	pfad, _, err = m.do(ctx, http.MethodPost, base+ziel, strings.NewReader(form.Encode()))
	return pfad, err
}

// geh goes on with the move from where the last answer left it. absenden is
// called right before the submission.
func (m *mensch) geh(ctx context.Context, base string, absenden func()) error {
	if _, err := m.send(ctx, base, "/anmelden", "/anmelden", url.Values{"konto": {m.konto}}); err != nil {
		return err
	}
	if m.umzug == nil {
		if m.antrag == "" {
			m.antrag = dienst.NewAuftrag()
			m.nr++
		}
		pfad, err := m.send(ctx, base, "/konto", "/antrag", url.Values{"auftrag": {m.antrag}})
		if err != nil {
			return err
		}
		m.umzug, m.antrag = &bekannt{pfad: strings.TrimSuffix(pfad, pfad[strings.LastIndex(pfad, "/"):])}, ""
		m.alle = append(m.alle, m.umzug)
	}
	u := m.umzug
	if u.uebernommen == "" {
		if err := m.ausfuellen(ctx, base, u); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		seite string
		werte url.Values
	}{
		{"/person", url.Values{
			"person.familienname": {"Mustermann"}, "person.vornamen": {"Max"}, "person.geburtsdatum": {"4.3.1982"}, "person.geburtsort": {"Gotha"}, "person.staatsangehoerigkeit": {"deutsch"},
		}},
		{"/wohnung", url.Values{"wohnung.art": {"alleinige"}}},
		{"/familie", nil},
		{"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"eigentum"}}},
		{"/nachweis", url.Values{"wohnungsgeber.erklaerung": {"ja"}}},
	} {
		if _, err := m.send(ctx, base, u.pfad+s.seite, u.pfad+s.seite, s.werte); err != nil {
			return err
		}
	}
	absenden()
	pfad, err := m.send(ctx, base, u.pfad+"/pruefen", u.pfad+"/absenden", nil)
	if err != nil {
		return err
	}
	if pfad != u.pfad+"/eingang" {
		return fmt.Errorf("the submission leads to %s", pfad)
	}
	u.abgesendet, m.umzug = true, nil
	return nil
}

// ausfuellen gives the address, fetches the record and accepts it.
func (m *mensch) ausfuellen(ctx context.Context, base string, u *bekannt) error {
	hausnummer := strconv.Itoa(m.nr)
	if _, err := m.send(ctx, base, u.pfad+"/gemeinde?suche=Jena", u.pfad+"/gemeinde", url.Values{"gemeinde": {"16053000"}}); err != nil {
		return err
	}
	if _, err := m.send(ctx, base, u.pfad+"/anschrift", u.pfad+"/anschrift", url.Values{
		"anschrift.strasse": {"Am Neubau"}, "anschrift.hausnummer": {hausnummer}, "anschrift.plz": {"07743"}, "einzug": {"1.11.2026"},
	}); err != nil {
		return err
	}
	u.hausnummer = hausnummer
	pfad, text, err := m.do(ctx, http.MethodGet, base+u.pfad+"/vorschau", http.NoBody)
	if err != nil {
		return err
	}
	if strings.HasSuffix(pfad, "/daten") { // not chosen yet
		if pfad, err = m.send(ctx, base, u.pfad+"/daten", u.pfad+"/daten", url.Values{"weg": {"abruf"}}); err != nil {
			return err
		}
		if pfad, text, err = m.do(ctx, http.MethodGet, base+pfad, http.NoBody); err != nil {
			return err
		}
	}
	if strings.HasSuffix(pfad, "/person") { // accepted, but the answer got lost
		u.uebernommen = "lost"
		return nil
	}
	wahl := url.Values{"wahl": {"uebernehmen"}}
	if !strings.Contains(text, `value="uebernehmen"`) {
		wahl.Set("wahl", "nochmal") // killed between the choice and the answer
	}
	if pfad, err = m.send(ctx, base, u.pfad+"/vorschau", u.pfad+"/vorschau", wahl); err != nil {
		return err
	}
	if wahl.Get("wahl") == "nochmal" {
		return errStop
	}
	if !strings.HasSuffix(pfad, "/person") {
		return fmt.Errorf("accepting leads to %s", pfad)
	}
	for _, f := range feld.FindAllStringSubmatch(text, -1) {
		if f[1] == "sha256" {
			u.uebernommen = f[2]
		}
	}
	return nil
}

// TestKill_NothingAcknowledgedIsLostAndNothingDoubled kills the process with
// SIGKILL, 50 times while a submission is under way and 15 times anywhere on the
// way to it. The person sends again what got no answer. In the end everything
// that was acknowledged is there, and there is one of each.
func TestKill_NothingAcknowledgedIsLostAndNothingDoubled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	dir := t.TempDir()
	binary, data := filepath.Join(dir, "wohnsitzummeldung"), filepath.Join(dir, "dienst.db")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))

	m := newMensch(t, "tk-4711-02")
	beimAbsenden, beantwortet := 0, 0
	for runde := 0; beimAbsenden < abstuerzeBeimAbsenden || runde < abstuerzeBeimAbsenden+abstuerzeUnterwegs; runde++ {
		require.Less(t, runde, 4*(abstuerzeBeimAbsenden+abstuerzeUnterwegs), "the service makes progress between two kills")
		p := starte(t, binary, data)
		unterwegs := runde%5 == 4
		absenden := make(chan struct{}, 1)
		geht := make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { geht <- m.geh(ctx, p.url, func() { absenden <- struct{}{} }) }()
		switch {
		case unterwegs:
			time.Sleep(time.Duration(chance.IntN(250)) * time.Millisecond)
		default:
			select {
			case <-absenden:
				beimAbsenden++
				time.Sleep(time.Duration(chance.IntN(25_000)) * time.Microsecond)
			case err := <-geht:
				require.ErrorIs(t, err, errStop, "the way to the submission is open")
				geht <- err
			}
		}
		p.kill()
		if err := <-geht; err == nil {
			beantwortet++
		}
		cancel()
	}
	p := starte(t, binary, data)
	for m.umzug != nil || m.antrag != "" { // what was begun is brought to its end
		if err := m.geh(t.Context(), p.url, func() {}); !errors.Is(err, errStop) {
			require.NoError(t, err)
		}
	}
	p.kill()
	t.Logf("%d kills during a submission; %d times the person had the answer already", beimAbsenden, beantwortet)
	checkNachAbsturz(t, data, m)
}

// checkNachAbsturz opens what the killed processes left and counts.
func checkNachAbsturz(t *testing.T, data string, m *mensch) {
	t.Helper()
	b, err := betrieb.Start(t.Context(), betrieb.Config{Datei: data, Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	konto, err := testkonto.Find(m.konto)
	require.NoError(t, err)

	heads, err := b.Dienst.List(t.Context(), konto)
	require.NoError(t, err)
	require.Len(t, heads, len(m.alle), "as many applications as were begun, none doubled, none lost")

	uebergaben, angefragt := map[string]int{}, map[string]map[uuid.UUID]bool{}
	var vor uuid.UUID
	for {
		items, err := b.Dienst.Protokoll(t.Context(), konto, vor)
		require.NoError(t, err)
		if len(items) == 0 {
			break
		}
		for _, item := range items {
			if item.Action == onceonly.ActionDelivered {
				uebergaben[item.Application]++
			}
			if item.Action == onceonly.ActionPermitted {
				if angefragt[item.Application] == nil {
					angefragt[item.Application] = map[uuid.UUID]bool{}
				}
				angefragt[item.Application][item.Request] = true
			}
			beleg, err := b.Dienst.Beleg(t.Context(), konto, item.ID)
			require.NoError(t, err)
			require.True(t, beleg.Geprueft, "every entry of the log is proven")
		}
		vor = items[len(items)-1].ID
	}

	for _, u := range m.alle {
		id := uuid.MustParse(strings.TrimPrefix(u.pfad, "/antrag/"))
		require.Eventually(t, func() bool {
			v, err := b.Dienst.Load(t.Context(), konto, id)
			require.NoError(t, err)
			return v.Status() == antrag.StatusZugestellt
		}, 30*time.Second, 20*time.Millisecond, "what was sent arrives, also after a crash")
		v, err := b.Dienst.Load(t.Context(), konto, id)
		require.NoError(t, err)
		require.True(t, u.abgesendet)
		require.Equal(t, u.hausnummer, v.Angaben.Anschrift.Hausnummer)
		require.NotNil(t, v.Angaben.Auszug)
		require.True(t, v.Angaben.Auszug.Unveraendert())
		if u.uebernommen != "lost" {
			require.Equal(t, u.uebernommen, v.Angaben.Auszug.SHA256)
		}
		require.Equal(t, 1, uebergaben[id.String()], "the record was handed over once")
		require.Len(t, angefragt[id.String()], 1, "one request, however often it was sent")
		n, err := b.Dienst.Eingaenge(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, 1, n, "in the inbox once")
		eingereicht := 0
		for _, e := range v.Verlauf() {
			if e.Art == antrag.ArtEingereicht || e.Art == antrag.ArtZugestellt {
				eingereicht++
			}
		}
		require.Equal(t, 2, eingereicht, "sent once, arrived once")
	}
	t.Logf("%d applications, each there once", len(m.alle))
}

// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
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

// baue builds the program into a folder of the test.
func baue(t *testing.T) (binary string) {
	t.Helper()
	binary = filepath.Join(t.TempDir(), "wohnsitzummeldung")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

func starte(t *testing.T, binary, data string, args ...string) *prozess {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"-addr", "127.0.0.1:0", "-data", data}, args...)...)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	require.True(t, lines.Scan(), "the service says its address")
	url, ok := strings.CutPrefix(lines.Text(), "wohnsitzummeldung: ")
	require.True(t, ok, lines.Text())
	if slices.Contains(args, "-url") { // how browsers reach it; the next line says where it listens
		require.True(t, lines.Scan())
		url, ok = strings.CutPrefix(lines.Text(), "Listens on ")
		require.True(t, ok, lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, stdout) }()
	return &prozess{t: t, cmd: cmd, url: strings.TrimSuffix(url, "/")}
}

func (p *prozess) kill() {
	require.NoError(p.t, p.cmd.Process.Kill())
	require.Error(p.t, p.cmd.Wait(), "killed, not ended")
}

// TestKill_NothingAcknowledgedIsLostAndNothingDoubled kills the process with
// SIGKILL, at least 50 times around a submission, some before its answer and
// some after it, and at least 15 times anywhere on the way to it. The person
// sends again what got no answer. In the end everything that was acknowledged
// is there, and there is one of each.
func TestKill_NothingAcknowledgedIsLostAndNothingDoubled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	binary, data := baue(t), filepath.Join(t.TempDir(), "dienst.db")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))

	m := newMensch(t, "tk-4711-02")
	dauer := measureSubmission(t, binary, data, m)
	vorher, nachher := 0, 0 // kills before and after the answer to a submission
	for runde := 0; vorher+nachher < abstuerzeBeimAbsenden || vorher == 0 || nachher == 0 || runde < abstuerzeBeimAbsenden+abstuerzeUnterwegs; runde++ {
		require.Less(t, runde, 4*(abstuerzeBeimAbsenden+abstuerzeUnterwegs), "the service makes progress between two kills: %d before the answer, %d after it, a submission takes %s", vorher, nachher, dauer)
		p := starte(t, binary, data)
		unterwegs := runde%5 == 4
		absenden := make(chan struct{}, 1)
		geht := make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { geht <- m.geh(ctx, p.url, func() { absenden <- struct{}{} }) }()
		gesendet := false
		switch {
		case unterwegs:
			time.Sleep(time.Duration(chance.IntN(250)) * time.Millisecond)
		default:
			select {
			case <-absenden:
				gesendet = true
				time.Sleep(time.Duration(chance.Int64N(int64(dauer + dauer/2))))
			case err := <-geht:
				require.ErrorIs(t, err, errStop, "the way to the submission is open")
				geht <- err
			}
		}
		p.kill()
		err := <-geht
		switch {
		case gesendet && err == nil:
			nachher++
		case gesendet:
			vorher++
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
	t.Logf("%d kills between a submission and its answer, %d after the answer; a submission takes %s", vorher, nachher, dauer)
	checkNachAbsturz(t, data, "", m)
}

// measureSubmission makes one move without a kill and says how long the answer
// to the submission took, in a process as young as those that are killed.
func measureSubmission(t *testing.T, binary, data string, m *mensch) time.Duration {
	t.Helper()
	p := starte(t, binary, data)
	var start time.Time
	require.NoError(t, m.geh(t.Context(), p.url, func() { start = time.Now() }))
	dauer := time.Since(start)
	p.kill()
	return dauer
}

// checkNachAbsturz opens what the killed processes left and counts.
func checkNachAbsturz(t *testing.T, daten, schluessel string, m *mensch) {
	t.Helper()
	a := anlage(t, time.Now, daten, schluessel, "http://localhost")
	t.Cleanup(arbeite(t, a))
	konto, err := testkonto.Find(m.konto)
	require.NoError(t, err)
	alle := nachAbsturz{a: a, u: checkProtokoll(t, a, konto, 1)}
	alle.check(t, m)
	t.Logf("%d applications, each there once", len(m.alle))
}

// uebergaben is what the log says of each application.
type uebergaben struct {
	anzahl    map[string]int
	angefragt map[string]map[uuid.UUID]bool
}

// checkProtokoll reads the log about the person of an account to its end, and proves
// every jede-th entry of it.
func checkProtokoll(t *testing.T, a *od.Anlage, konto nutzerkonto.Konto, jede int) uebergaben {
	t.Helper()
	p := a.Server.Zugang(konto, "de")
	out := uebergaben{anzahl: map[string]int{}, angefragt: map[string]map[uuid.UUID]bool{}}
	var vor uuid.UUID
	for nr := 0; ; {
		items, err := p.Abrufe(t.Context(), cockpit.Page{Before: vor})
		require.NoError(t, err)
		if len(items) == 0 {
			return out
		}
		for _, item := range items {
			if item.Action == onceonly.ActionDelivered && !item.Repeated {
				out.anzahl[item.Application]++
			}
			if item.Action == onceonly.ActionPermitted {
				if out.angefragt[item.Application] == nil {
					out.angefragt[item.Application] = map[uuid.UUID]bool{}
				}
				out.angefragt[item.Application][item.Request] = true
			}
			if nr++; nr%jede != 0 {
				continue
			}
			beleg, err := p.Beleg(t.Context(), item.ID)
			require.NoError(t, err)
			_, err = beleg.Verify(a.Abrufe.Protokoll.Verifier())
			require.NoError(t, err, "every entry of the log is proven")
		}
		vor = items[len(items)-1].ID
	}
}

// nachAbsturz is the service after its processes were killed.
type nachAbsturz struct {
	a *od.Anlage
	u uebergaben
}

// check holds what was acknowledged to a person against what is there.
func (n nachAbsturz) check(t *testing.T, m *mensch) {
	t.Helper()
	require.Len(t, antraege(t, n.a, m.konto), len(m.alle), "as many applications as were begun, none doubled, none lost")
	for _, u := range m.alle {
		id := uuid.MustParse(strings.TrimPrefix(u.pfad, "/anmeldung/"))
		v := n.arrived(t, id)
		require.Equal(t, 1, eingaenge(t, n.a, id), "in the inbox once")
		require.Empty(t, n.faults(t, v, u))
	}
}

// arrived is an application once it was delivered.
func (n nachAbsturz) arrived(t *testing.T, id uuid.UUID) (v antrag.Antrag) {
	t.Helper()
	require.Eventually(t, func() bool {
		var err error
		v, err = n.a.Registratur.Load(t.Context(), id)
		require.NoError(t, err)
		return v.Status() == antrag.StatusZugestellt
	}, 30*time.Second, time.Millisecond, "what was sent arrives, also after a crash")
	return v
}

// faults are what is wrong with an application, beside what was acknowledged.
func (n nachAbsturz) faults(t *testing.T, v antrag.Antrag, u *bekannt) (out []string) {
	t.Helper()
	wrong := func(is bool, what string) {
		if is {
			out = append(out, what)
		}
	}
	id := v.ID().String()
	eingang, angaben := inhalt(t, v)
	wrong(!u.abgesendet, "sent, and nobody knows")
	wrong(angaben.Anschrift.Hausnummer != u.hausnummer, "another house")
	wrong(len(eingang.Nachweise) != 1, "not one record")
	for _, nachweis := range eingang.Nachweise {
		wrong(!nachweis.Unveraendert(), "a record that was changed")
		wrong(u.uebernommen != "lost" && u.uebernommen != nachweis.SHA256, "another record than was taken over")
	}
	wrong(n.u.anzahl[id] != 1, "the record was not handed over once")
	wrong(len(n.u.angefragt[id]) != 1, "not one request, however often it was sent")
	schritte := map[antrag.Art]int{}
	for _, e := range v.Verlauf() {
		schritte[e.Art]++
	}
	wrong(schritte[antrag.ArtEingereicht] != 1, "not sent once")
	wrong(schritte[antrag.ArtZugestellt] != 1, "not arrived once")
	return out
}

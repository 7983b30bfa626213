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
	p := a.Server.Zugang(konto, "de")

	require.Len(t, antraege(t, a, konto.Kennung), len(m.alle), "as many applications as were begun, none doubled, none lost")

	uebergaben, angefragt := map[string]int{}, map[string]map[uuid.UUID]bool{}
	var vor uuid.UUID
	for {
		items, err := p.Abrufe(t.Context(), cockpit.Page{Before: vor})
		require.NoError(t, err)
		if len(items) == 0 {
			break
		}
		for _, item := range items {
			if item.Action == onceonly.ActionDelivered && !item.Repeated {
				uebergaben[item.Application]++
			}
			if item.Action == onceonly.ActionPermitted {
				if angefragt[item.Application] == nil {
					angefragt[item.Application] = map[uuid.UUID]bool{}
				}
				angefragt[item.Application][item.Request] = true
			}
			beleg, err := p.Beleg(t.Context(), item.ID)
			require.NoError(t, err)
			_, err = beleg.Verify(a.Abrufe.Protokoll.Verifier())
			require.NoError(t, err, "every entry of the log is proven")
		}
		vor = items[len(items)-1].ID
	}

	for _, u := range m.alle {
		id := uuid.MustParse(strings.TrimPrefix(u.pfad, "/anmeldung/"))
		require.Eventually(t, func() bool {
			v, err := a.Registratur.Load(t.Context(), id)
			require.NoError(t, err)
			return v.Status() == antrag.StatusZugestellt
		}, 30*time.Second, 20*time.Millisecond, "what was sent arrives, also after a crash")
		v, err := a.Registratur.Load(t.Context(), id)
		require.NoError(t, err)
		eingang, angaben := inhalt(t, v)
		require.True(t, u.abgesendet)
		require.Equal(t, u.hausnummer, angaben.Anschrift.Hausnummer)
		require.Len(t, eingang.Nachweise, 1)
		require.True(t, eingang.Nachweise[0].Unveraendert())
		if u.uebernommen != "lost" {
			require.Equal(t, u.uebernommen, eingang.Nachweise[0].SHA256)
		}
		require.Equal(t, 1, uebergaben[id.String()], "the record was handed over once")
		require.Len(t, angefragt[id.String()], 1, "one request, however often it was sent")
		require.Equal(t, 1, eingaenge(t, a, id), "in the inbox once")
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

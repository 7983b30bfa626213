// SPDX-License-Identifier: Apache-2.0

//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

const (
	// offeneEntwuerfe is how many drafts lie open; a thousand without it.
	offeneEntwuerfe = "WOHNSITZUMMELDUNG_DRAFTS"
	seitenDanach    = 3000 // pages served before the memory is looked at
	hoechstensMB    = 300
	// jeEntwurf is how much memory a draft may cost the service that does not have it in
	// hand, in bytes: what 100,000 of them may, with as much again for chance.
	jeEntwurf, zufallMB = 1000, 40
)

// TestMemory_OfManyOpenDrafts has a service of its own process serve pages beside drafts
// that lie open, and looks at the most memory that it ever had resident. It may not grow
// with the drafts: a service without any is walked in the same way. RESULT.md says what
// the full run gave.
func TestMemory_OfManyOpenDrafts(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a database")
	}
	n := 1000
	if s := os.Getenv(offeneEntwuerfe); s != "" {
		var err error
		n, err = strconv.Atoi(s)
		require.NoError(t, err)
	}
	seiten := seitenDanach * min(n, 10_000) / 10_000
	none, _ := residentWith(t, 0, seiten)
	most, now := residentWith(t, n, seiten)
	t.Logf("%d open drafts, %d pages served: at most %d MB resident, %d MB in the end; without a draft %d MB", n, seiten, most, now, none)
	require.Less(t, most, hoechstensMB)
	require.Less(t, most-none, zufallMB+n*jeEntwurf>>20, "memory grows with what lies in the store")
}

// residentWith starts the service with drafts, has pages walked, and returns how many
// megabytes it had resident at most and in the end.
func residentWith(t *testing.T, drafts, seiten int) (most, now int) {
	t.Helper()
	data, keys := filepath.Join(t.TempDir(), "entwuerfe.db"), t.TempDir()
	mine := fillDrafts(t, data, keys, drafts)
	t.Setenv(alsDienst, "1")
	p := starte(t, os.Args[0], data, "-keys", keys)
	defer p.kill()
	t.Setenv(alsDienst, "")
	visit(t, p.url, mine, seiten)
	return p.memory("VmHWM"), p.memory("VmRSS")
}

var speicherzeile = regexp.MustCompile(`(?m)^(\w+):\s+(\d+) kB$`)

// memory is a line of what the system says about the memory of the process, in MB.
func (p *prozess) memory(line string) int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	require.NoError(p.t, err)
	for _, m := range speicherzeile.FindAllStringSubmatch(string(status), -1) {
		if m[1] == line {
			kB, err := strconv.Atoi(m[2])
			require.NoError(p.t, err)
			return kB >> 10
		}
	}
	require.Fail(p.t, "the system does not say "+line)
	return 0
}

// fillDrafts puts drafts into the database that are filled in to the last page, and
// returns the paths of some that each account of the crowd has.
func fillDrafts(t *testing.T, data, keys string, n int) (mine [][]string) {
	t.Helper()
	a := anlage(t, time.Now, data, keys, "http://localhost")
	defer func() { require.NoError(t, a.Close()) }()
	filled := filledDraft(t)
	mine = make([][]string, besucherAnzahl)
	open := func(konto string) string {
		v, err := a.Registratur.Do(t.Context(), antrag.Command{Ereignisse: []antrag.Ereignis{{
			Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: anmeldung.Leistung(), Konto: konto, Angaben: filled,
		}}})
		if err != nil {
			t.Error(err)
			return ""
		}
		return "/anmeldung/" + v.ID().String()
	}
	var group sync.WaitGroup
	for i, konto := range menge() {
		group.Go(func() {
			for nr := i; nr < n; nr += besucherAnzahl {
				if nr < 20*besucherAnzahl {
					mine[i] = append(mine[i], open(konto.Kennung))
					continue
				}
				open(fmt.Sprint("konto-", nr))
			}
		})
	}
	group.Wait()
	return mine
}

// filledDraft is a draft as the pages keep it, filled in to the last page.
func filledDraft(t *testing.T) []byte {
	t.Helper()
	h := newHausMit(t, filepath.Join(t.TempDir(), "muster.db"), false)
	b := h.besucher()
	b.login(erika)
	b.fill(jena)
	for _, head := range antraege(t, h.anlage, erika) {
		v, err := h.anlage.Registratur.Load(t.Context(), head.Antrag)
		require.NoError(t, err)
		return v.Angaben()
	}
	require.Fail(t, "there is a draft")
	return nil
}

// visit has the crowd look at the pages of their drafts, and of the list of them; who
// has none begins some.
func visit(t *testing.T, base string, drafts [][]string, seiten int) {
	t.Helper()
	var group sync.WaitGroup
	for i, konto := range menge() {
		group.Go(func() {
			m, mine := newMensch(t, konto.Kennung), drafts[i]
			m.bleibt = true
			err := m.login(t.Context(), base)
			for nr := 0; err == nil && nr < seiten/besucherAnzahl; nr++ {
				if len(mine) < 20 {
					var path string
					path, err = m.begin(t.Context(), base, strconv.Itoa(nr))
					mine = append(mine, path)
					continue
				}
				page := []string{"/gemeinde", "/wohnung", "/person", "/familie", "/wohnungsgeber", "/pruefen"}[nr%6]
				if nr%20 == 0 {
					_, err = m.open(t.Context(), base, "/einsicht/", nil)
					continue
				}
				_, err = m.open(t.Context(), base, mine[nr%len(mine)]+page, nil)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

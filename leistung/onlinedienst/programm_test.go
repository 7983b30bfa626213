// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bufio"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
)

func programm(t *testing.T) od.Programm {
	t.Helper()
	konto, err := testkonto.New("/testkonto", nil, nil)
	require.NoError(t, err)
	d := parken()
	d.Gebuehr = nil
	return od.Programm{
		Name: "parken", Dienste: []od.AnyDienst{d.With(jena(t))}, Konto: konto, Zustaendig: zustaendigkeit.NewIndex(), Danach: antrag.Tage(30),
		Zusteller: func(_ string, registry *antrag.Registratur) (zustellung.Zusteller, error) { return lokal.New(registry) },
	}
}

func TestProgramm_ServesUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, w := io.Pipe()
	ended, p := make(chan error, 1), programm(t)
	go func() {
		ended <- p.Run(ctx, []string{"-addr", "127.0.0.1:0"}, w)
		_ = w.Close()
	}()
	lines := bufio.NewReader(r)
	first, err := lines.ReadString('\n')
	require.NoError(t, err)
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	url, found := strings.CutPrefix(strings.TrimSpace(first), "parken: ")
	require.True(t, found, first)

	for path, want := range map[string]string{"parken/": "Bewohnerparkausweis", "stil.css": "font", "testkonto": ""} {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+path, nil)
		require.NoError(t, err)
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Contains(t, string(body), want, path)
	}
	stop()
	require.NoError(t, <-ended)
}

func TestProgramm_SaysWhatIsWrong(t *testing.T) {
	for name, args := range map[string][]string{
		"unexpected argument":      {"-addr", "127.0.0.1:0", "kaputt"},
		"keeps everything in memo": {"-addr", "127.0.0.1:0", "-data", "x.db"},
		"-kaputt":                  {"-kaputt"},
	} {
		require.ErrorContains(t, programm(t).Run(t.Context(), args, io.Discard), name)
	}
	broken := programm(t)
	d := parken()
	d.Name = ""
	broken.Dienste = []od.AnyDienst{d.With(jena(t))}
	require.ErrorContains(t, broken.Run(t.Context(), []string{"-addr", "127.0.0.1:0"}, io.Discard), "contradicts itself")
}

// schluessel are keys of a kind whose signatures differ each time.
type schluessel struct{ key crypto.Signer }

func (s schluessel) Signer(context.Context, string) (crypto.Signer, error) { return s.key, nil }
func (schluessel) Former(context.Context, string) ([]crypto.PublicKey, error) {
	return nil, nil
}

func TestProgramm_RefusesAKeyThatWouldEndSessionsWithEachStart(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p := programm(t)
	p.Open = func(context.Context, string, bausteine.Config) (*bausteine.Store, io.Closer, error) {
		panic("the key is looked at first")
	}
	p.Keys = func(string) (bausteine.Keys, error) { return schluessel{key}, nil }
	require.ErrorContains(t, p.Run(t.Context(), []string{"-addr", "127.0.0.1:0", "-data", "x"}, io.Discard), "no Ed25519 key")
}

// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

func TestXDatenfelder_SayWhatTheDeclarationSaysBeyondItsForm(t *testing.T) {
	konto, err := testkonto.New("/testkonto", nil, nil)
	require.NoError(t, err)
	day := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return day }})
	defer func() { require.NoError(t, store.Close()) }()
	reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: einenMonat()})
	require.NoError(t, err)
	server, err := od.New(store, reg, konto, zustaendigkeit.NewIndex(), od.Config{
		URL: "https://dienst.example", Schluessel: bytes.Repeat([]byte{1}, 32), Kasse: &payment.Service{}, Now: func() time.Time { return day },
	}, parken().With(jena(t)))
	require.NoError(t, err)
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://dienst.example/parken/formular.xdf3.xml", http.NoBody))
	require.Equal(t, "application/xml; charset=utf-8", w.Header().Get("Content-Type"))
	s, err := xdatenfelder.Parse(w.Body)
	require.NoError(t, err)
	require.Equal(t, "2026-11-30T00:00:00Z", s.Kopf.Erstellungszeitpunkt)
	require.Equal(t, "lokal.schema.parken", s.ID)
	fields := map[string]*xdatenfelder.Feld{}
	for st := range s.Alle() {
		if f := st.Struktur.Feld; f != nil {
			fields[f.ID] = f
		}
	}
	name := fields["F60000000227"]
	require.NotNil(t, name, "the id that the declaration knows")
	require.Equal(t, xdatenfelder.VorbefuellungOptional, name.Vorbefuellung, "the account has it")
	require.Equal(t, xdatenfelder.VorbefuellungOptional, fields["lokal.anschrift.strasse"].Vorbefuellung, "so has a register")
	require.Equal(t, xdatenfelder.VorbefuellungKeine, fields["lokal.wohnung.gebiet"].Vorbefuellung)
	age := fields["lokal.alter"]
	require.Equal(t, xdatenfelder.FeldartGesperrt, age.Feldart, "it is computed")
	require.Equal(t, "B", age.Regeln[0].Typ)
	var codes []string
	for _, r := range s.Regeln {
		codes = append(codes, r.Name)
	}
	require.Contains(t, codes, "PARK-HAUPT")
	require.NotContains(t, codes, "DIENST-AUSWAHL-WOHNUNG-GEBIET", "follows from the question")
}

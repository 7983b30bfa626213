// SPDX-License-Identifier: Apache-2.0

package nutzerkonto_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
)

var heute = datum.MustParse("2026-11-30")

func TestSchluessel_TakesAnyBytesUpToItsBound(t *testing.T) {
	seen := map[string]bool{}
	for i := range 256 {
		for _, pseudonym := range []string{string([]byte{byte(i)}), strings.Repeat(string([]byte{byte(i)}), nutzerkonto.MaxPseudonym), "a" + string([]byte{byte(i)}) + ":/%"} {
			k, err := nutzerkonto.NewSchluessel("bundid", pseudonym)
			require.NoError(t, err)
			require.Equal(t, pseudonym, k.Pseudonym())
			require.False(t, seen[k.Kennung()], "two keys, one text")
			seen[k.Kennung()] = true
			back, err := nutzerkonto.ParseSchluessel(k.Kennung())
			require.NoError(t, err)
			require.Equal(t, k, back)
			text, err := json.Marshal(k)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &back))
			require.Equal(t, k, back)
		}
	}
}

func TestSchluessel_IsOfProviderAndPseudonym(t *testing.T) {
	a, err := nutzerkonto.NewSchluessel("bundid", "42")
	require.NoError(t, err)
	b, err := nutzerkonto.NewSchluessel("muk", "42")
	require.NoError(t, err)
	require.NotEqual(t, a.Kennung(), b.Kennung())
	require.Equal(t, "muk", b.Anbieter())
}

func TestSchluessel_RefusesWhatIsNone(t *testing.T) {
	for _, c := range [][2]string{{"", "x"}, {"BundID", "x"}, {"bund:id", "x"}, {"-a", "x"}, {"a-", "x"}, {strings.Repeat("a", 33), "x"}, {"a", ""}, {"a", strings.Repeat("x", 256)}} {
		_, err := nutzerkonto.NewSchluessel(c[0], c[1])
		require.ErrorIs(t, err, nutzerkonto.ErrSyntax)
	}
	for _, text := range []string{"", "a", "a:", ":eA", "a:eA==", "a:eB", "a:e\nA", "a:%%", "a:" + strings.Repeat("A", 400)} {
		_, err := nutzerkonto.ParseSchluessel(text)
		require.ErrorIs(t, err, nutzerkonto.ErrSyntax, text)
	}
}

func FuzzSchluessel(f *testing.F) {
	f.Add("bundid:eA")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := nutzerkonto.ParseSchluessel(text)
		if err == nil {
			require.Equal(t, text, k.Kennung(), "one text for one key")
		}
	})
}

func TestPrinting_TellsNothingOfThePerson(t *testing.T) {
	const secret = "Mustermann"
	k, err := nutzerkonto.NewSchluessel("bundid", secret)
	require.NoError(t, err)
	konto := nutzerkonto.Konto{Kennung: secret, Niveau: recht.NiveauHoch, Merkmale: []nutzerkonto.Merkmal{{Name: nutzerkonto.Familienname, Wert: secret}}, Organisation: []nutzerkonto.Merkmal{{Name: nutzerkonto.Firma, Wert: secret}}}
	v := nutzerkonto.Vertretung{Handelnder: secret, Fuer: secret, Beleg: secret}
	e := nutzerkonto.Erreichbarkeit{Konto: secret, Anschrift: []string{secret}, EMail: secret}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "konto", konto)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v %s %v %#v %v %#v %v %#v %v", konto, konto, konto, konto.Merkmale[0], k, k, v, v, e, e, konto.Organisation)+log.String(), secret)
}

func TestMemory_IsASpeicher(t *testing.T) {
	nutzerkontotest.TestSpeicher(t, func(_ *testing.T, now func() time.Time) nutzerkonto.Speicher { return nutzerkonto.NewMemory(now) })
}

func TestMemory_ForgetsNothingEarlyWhenItIsFull(t *testing.T) {
	now := heute.Start()
	m := nutzerkonto.NewMemory(func() time.Time { return now })
	big := make([]byte, 1<<20)
	var err error
	stored := 0
	for i := 0; err == nil && i < 100; i++ {
		if _, err = m.Put(t.Context(), strconv.Itoa(i), big, now.Add(time.Minute)); err == nil {
			stored++
		}
	}
	require.ErrorIs(t, err, nutzerkonto.ErrVoll)
	for i := range stored {
		first, err := m.Put(t.Context(), strconv.Itoa(i), nil, now.Add(time.Minute))
		require.NoError(t, err)
		require.False(t, first)
	}
	now = now.Add(2 * time.Minute)
	_, err = m.Put(t.Context(), "later", big, now.Add(time.Minute))
	require.NoError(t, err, "what is past makes room")
}

func TestVertretung_AProofIsNeededAndALoginIsNone(t *testing.T) {
	all := nutzerkonto.UmfangEntwerfen | nutzerkonto.UmfangErklaeren | nutzerkonto.UmfangEmpfangen
	require.Empty(t, nutzerkonto.Selbst("a").Check(all, heute))
	for _, handelt := range []nutzerkonto.Handelt{nutzerkonto.HandeltGesetzlich, nutzerkonto.HandeltVollmacht, nutzerkonto.HandeltOrganisation} {
		v := nutzerkonto.Vertretung{Handelnder: "a", Fuer: "firma", Handelt: handelt, Nachweis: nutzerkonto.NachweisAnmeldung, Umfang: all}
		require.Empty(t, v.Check(nutzerkonto.UmfangEntwerfen, heute), "a draft needs no proof")
		for _, nachweis := range []nutzerkonto.Nachweis{"", nutzerkonto.NachweisAnmeldung, "zertifikat"} {
			v.Nachweis = nachweis
			require.True(t, v.Check(nutzerkonto.UmfangErklaeren, heute).Has("KTO-VERTRETUNG-06"), "%s by %q", handelt, nachweis)
		}
		for _, nachweis := range []nutzerkonto.Nachweis{nutzerkonto.NachweisUrkunde, nutzerkonto.NachweisRegister, nutzerkonto.NachweisAutorisierung} {
			v.Nachweis, v.Beleg = nachweis, ""
			require.True(t, v.Check(nutzerkonto.UmfangErklaeren, heute).Has("KTO-VERTRETUNG-07"))
			v.Beleg = "d-1"
			require.Empty(t, v.Check(all, heute))
		}
	}
}

func TestVertretung_EndsAndReachesAsFarAsItSays(t *testing.T) {
	v := nutzerkonto.Vertretung{Handelnder: "a", Fuer: "b", Handelt: nutzerkonto.HandeltVollmacht, Nachweis: nutzerkonto.NachweisUrkunde, Beleg: "d-1", Umfang: nutzerkonto.UmfangEmpfangen, Bis: heute}
	require.Empty(t, v.Check(nutzerkonto.UmfangEmpfangen, heute))
	require.True(t, v.Check(nutzerkonto.UmfangEmpfangen, heute.AddDays(1)).Has("KTO-VERTRETUNG-05"))
	require.True(t, v.Check(nutzerkonto.UmfangErklaeren, heute).Has("KTO-VERTRETUNG-04"))
	require.True(t, v.Check(0, heute).Has("KTO-VERTRETUNG-04"), "no act is no act that is allowed")
	require.Equal(t, "a", nutzerkonto.Empfaenger("b", []nutzerkonto.Vertretung{v}, heute))
	require.Equal(t, "b", nutzerkonto.Empfaenger("b", []nutzerkonto.Vertretung{v}, heute.AddDays(1)), "an ended power receives nothing")
	v.Nachweis = nutzerkonto.NachweisAnmeldung
	require.Equal(t, "b", nutzerkonto.Empfaenger("b", []nutzerkonto.Vertretung{v}, heute), "nor one that nobody has shown")
	for _, c := range []struct {
		v    nutzerkonto.Vertretung
		code string
	}{
		{nutzerkonto.Vertretung{Handelt: nutzerkonto.HandeltSelbst}, "KTO-VERTRETUNG-01"},
		{nutzerkonto.Vertretung{Handelt: "so"}, "KTO-VERTRETUNG-02"},
		{nutzerkonto.Vertretung{Handelt: nutzerkonto.HandeltSelbst, Fuer: "b"}, "KTO-VERTRETUNG-03"},
		{nutzerkonto.Vertretung{Handelt: nutzerkonto.HandeltVollmacht}, "KTO-VERTRETUNG-03"},
	} {
		require.True(t, c.v.Check(nutzerkonto.UmfangErklaeren, heute).Has(c.code), c.code)
	}
}

func TestErreichbarkeit_KeepsAWayThatNoAccountTakesAway(t *testing.T) {
	e := nutzerkonto.Erreichbarkeit{Konto: "bundid:eA", EMail: "erika@mustermann.example"}
	require.True(t, e.Check().Has("KTO-ERREICHBAR-01"))
	e.Anschrift = []string{"Erika Mustermann", "Hauptstraße 1", "99084 Erfurt"}
	require.Empty(t, e.Check())
	require.Equal(t, nutzerkonto.WegPostfach, e.Weg())
	gone := e
	gone.KontoWeg = true
	require.Empty(t, gone.Check())
	require.Equal(t, nutzerkonto.WegBrief, gone.Weg(), "the account vanished while the case was open")
	excluded := e
	excluded.OhnePostfach = true
	require.Equal(t, nutzerkonto.WegBrief, excluded.Weg())
	silent := e
	silent.EMail = ""
	require.True(t, silent.Check().Has("KTO-ERREICHBAR-02"))
	require.NoError(t, silent.Check().Err(), "a warning")
	require.Equal(t, nutzerkonto.WegBrief, silent.Weg(), "a postbox without a notice the same day announces nothing")
	require.Equal(t, nutzerkonto.WegBrief, nutzerkonto.Erreichbarkeit{Anschrift: e.Anschrift}.Weg(), "a guest")
}

// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

var update = flag.Bool("update", false, "rewrite golden files")

var (
	anmeldung = leistung.MustParseSchluessel("99115005104001")
	morgens   = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
)

// event returns a complete event of the kind.
func event(art antrag.Art) antrag.Ereignis {
	e := antrag.Ereignis{Art: art, Akteur: antrag.AkteurSystem, Zeit: morgens, Text: "Erika Mustermann fragt"}
	switch art {
	case antrag.ArtBegonnen:
		e.Leistung, e.Konto, e.Angaben = anmeldung, "konto-7", json.RawMessage(`{"einzug":"2026-11-01"}`)
	case antrag.ArtBearbeitet:
		e.Angaben = json.RawMessage(`{"einzug":"2026-11-02"}`)
	case antrag.ArtEingereicht:
		e.Behoerde = "160615001"
	default:
	}
	return e
}

// paths leads to every status that is stored.
var paths = map[antrag.Status][]antrag.Art{
	antrag.StatusNeu:             {},
	antrag.StatusEntwurf:         {antrag.ArtBegonnen},
	antrag.StatusVerworfen:       {antrag.ArtBegonnen, antrag.ArtVerworfen},
	antrag.StatusEingereicht:     {antrag.ArtBegonnen, antrag.ArtEingereicht},
	antrag.StatusGestoert:        {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZustellungGescheitert},
	antrag.StatusZugestellt:      {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZugestellt},
	antrag.StatusInBearbeitung:   {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZugestellt, antrag.ArtUebernommen},
	antrag.StatusRueckfrage:      {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZugestellt, antrag.ArtUebernommen, antrag.ArtNachgefragt},
	antrag.StatusVorsprache:      {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZugestellt, antrag.ArtUebernommen, antrag.ArtEingeladen},
	antrag.StatusStattgegeben:    {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZugestellt, antrag.ArtUebernommen, antrag.ArtStattgegeben},
	antrag.StatusAbgelehnt:       {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZugestellt, antrag.ArtUebernommen, antrag.ArtAbgelehnt},
	antrag.StatusZurueckgenommen: {antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtZurueckgenommen},
	antrag.StatusGeloescht:       {antrag.ArtBegonnen, antrag.ArtVerworfen, antrag.ArtGeloescht},
}

// allowed is the law of the life cycle, written down a second time and
// independently of the table: status, event, what comes of it.
const allowed = `
neu                 begonnen                entwurf
entwurf             bearbeitet              entwurf
entwurf             verworfen               verworfen
entwurf             verfallen               verworfen
entwurf             eingereicht             eingereicht
eingereicht         zugestellt              zugestellt
eingereicht         zustellung-gescheitert  zustellung-gestoert
eingereicht         zurueckgenommen         zurueckgenommen
zustellung-gestoert zustellung-wiederholt   eingereicht
zustellung-gestoert zurueckgenommen         zurueckgenommen
zugestellt          zustellung-gescheitert  zustellung-gestoert
zugestellt          uebernommen             in-bearbeitung
zugestellt          zurueckgenommen         zurueckgenommen
in-bearbeitung      nachgefragt             rueckfrage
in-bearbeitung      eingeladen              vorsprache
in-bearbeitung      stattgegeben            stattgegeben
in-bearbeitung      abgelehnt               abgelehnt
in-bearbeitung      zurueckgenommen         zurueckgenommen
rueckfrage          beantwortet             in-bearbeitung
rueckfrage          abgelehnt               abgelehnt
rueckfrage          zurueckgenommen         zurueckgenommen
vorsprache          vorgesprochen           in-bearbeitung
vorsprache          abgelehnt               abgelehnt
vorsprache          zurueckgenommen         zurueckgenommen
verworfen           geloescht               geloescht
stattgegeben        geloescht               geloescht
abgelehnt           geloescht               geloescht
zurueckgenommen     geloescht               geloescht
eingereicht         erinnert                eingereicht
zustellung-gestoert erinnert                zustellung-gestoert
zugestellt          erinnert                zugestellt
in-bearbeitung      erinnert                in-bearbeitung
rueckfrage          erinnert                rueckfrage
vorsprache          erinnert                vorsprache
`

func lead(t *testing.T, arts ...antrag.Art) antrag.Antrag {
	t.Helper()
	a, err := antrag.Replay(uuid.UUID{15: 1}, nil)
	require.NoError(t, err)
	for _, art := range arts {
		a, err = a.Apply(event(art))
		require.NoError(t, err)
	}
	return a
}

func TestApply_OverTheFullProductOfStatusAndEvents(t *testing.T) {
	want := map[string]string{}
	arts := map[antrag.Art]bool{}
	for line := range strings.Lines(strings.TrimSpace(allowed)) {
		f := strings.Fields(line)
		want[f[0]+" "+f[1]] = f[2]
		arts[antrag.Art(f[1])] = true
	}
	require.Len(t, arts, 18)
	for status, path := range paths {
		before := lead(t, path...)
		require.Equal(t, status, before.Status())
		for art := range arts {
			after, err := before.Apply(event(art))
			target, ok := want[string(status)+" "+string(art)]
			if ok {
				require.NoError(t, err, "%s while %s", art, status)
				require.Equal(t, antrag.Status(target), after.Status())
				require.Equal(t, before.Version()+1, after.Version())
				require.Contains(t, before.Moeglich(), art)
				continue
			}
			require.ErrorIs(t, err, antrag.ErrUebergang, "%s while %s", art, status)
			refused, isUebergang := errors.AsType[*antrag.UebergangError](err)
			require.True(t, isUebergang)
			require.Equal(t, status, refused.Status)
			require.Equal(t, before, after, "a refused event changes nothing")
			require.NotContains(t, before.Moeglich(), art)
		}
	}
}

func TestApply_RefusesIncompleteEvents(t *testing.T) {
	for _, tt := range []struct {
		name  string
		path  []antrag.Art
		event antrag.Ereignis
		want  error
	}{
		{"nobody acts", paths[antrag.StatusEntwurf], antrag.Ereignis{Art: antrag.ArtVerworfen}, antrag.ErrInvalid},
		{"no service", nil, antrag.Ereignis{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Konto: "konto-7"}, antrag.ErrInvalid},
		{"no account", nil, antrag.Ereignis{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: anmeldung}, antrag.ErrInvalid},
		{"no authority", paths[antrag.StatusEntwurf], antrag.Ereignis{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller}, antrag.ErrInvalid},
		{"Angaben are not JSON", paths[antrag.StatusEntwurf], antrag.Ereignis{Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: []byte("{")}, antrag.ErrInvalid},
		{"refusal without a reason, § 39(1) VwVfG", paths[antrag.StatusInBearbeitung], antrag.Ereignis{Art: antrag.ArtAbgelehnt, Akteur: antrag.AkteurBehoerde, Text: " \n"}, antrag.ErrUebergang},
		{"question without words", paths[antrag.StatusInBearbeitung], antrag.Ereignis{Art: antrag.ArtNachgefragt, Akteur: antrag.AkteurBehoerde}, antrag.ErrUebergang},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := lead(t, tt.path...)
			after, err := before.Apply(tt.event)
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, before, after)
		})
	}
}

func TestApply_RefusesHandingInAnEmptyDraft(t *testing.T) {
	begonnen := event(antrag.ArtBegonnen)
	begonnen.Angaben = nil
	leer, err := lead(t).Apply(begonnen)
	require.NoError(t, err)
	_, err = leer.Apply(event(antrag.ArtEingereicht))
	require.ErrorIs(t, err, antrag.ErrUebergang)
}

func TestApply_SharesNoMemoryWithItsCaller(t *testing.T) {
	e := event(antrag.ArtBegonnen)
	a, err := lead(t).Apply(e)
	require.NoError(t, err)
	e.Angaben[2] = 'X'
	a.Angaben()[2] = 'X'
	require.JSONEq(t, `{"einzug":"2026-11-01"}`, string(a.Angaben()))

	a = lead(t, paths[antrag.StatusInBearbeitung]...)
	last := len(a.Verlauf())
	one, err := a.Apply(event(antrag.ArtNachgefragt))
	require.NoError(t, err)
	two, err := a.Apply(event(antrag.ArtEingeladen))
	require.NoError(t, err)
	require.Equal(t, antrag.ArtNachgefragt, one.Verlauf()[last].Art, "two futures of one Antrag do not meet")
	require.Equal(t, antrag.ArtEingeladen, two.Verlauf()[last].Art)
}

func TestAntrag_TellsItsStory(t *testing.T) {
	a := lead(t, append(paths[antrag.StatusRueckfrage], antrag.ArtBeantwortet, antrag.ArtStattgegeben)...)
	require.Equal(t, anmeldung, a.Leistung())
	require.Equal(t, "konto-7", a.Konto())
	require.Equal(t, "160615001", a.Behoerde())
	require.Equal(t, morgens, a.Eingegangen())
	require.Equal(t, morgens, a.Begonnen())
	require.Equal(t, morgens, a.Geaendert())
	require.Len(t, a.Verlauf(), 7)
	frage, ok := a.Letztes(antrag.ArtNachgefragt)
	require.True(t, ok)
	require.Equal(t, "Erika Mustermann fragt", frage.Text)
	_, ok = a.Letztes(antrag.ArtAbgelehnt)
	require.False(t, ok)
	require.True(t, a.Status().Entschieden())
	require.False(t, a.Status().Offen())
}

func TestReplay_GivesWhatApplyGaveAndSurvivesErasure(t *testing.T) {
	for status, path := range paths {
		var events, erased []antrag.Ereignis
		for _, art := range path {
			e := event(art)
			skeleton, personal, err := antrag.MarshalEreignis(e)
			require.NoError(t, err)
			require.NotContains(t, string(skeleton), "Mustermann")
			require.NotContains(t, string(skeleton), "konto-7")
			read, err := antrag.UnmarshalEreignis(e.Art, e.Zeit, skeleton, personal)
			require.NoError(t, err)
			require.Equal(t, e, read)
			events = append(events, read)
			bare, err := antrag.UnmarshalEreignis(e.Art, e.Zeit, skeleton, nil)
			require.NoError(t, err)
			erased = append(erased, bare)
		}
		a, err := antrag.Replay(uuid.UUID{15: 1}, events)
		require.NoError(t, err)
		require.Equal(t, lead(t, path...), a)

		a, err = antrag.Replay(uuid.UUID{15: 1}, erased)
		require.NoError(t, err, "the skeleton alone is a valid history")
		require.Equal(t, status, a.Status())
		require.Empty(t, a.Konto()+string(a.Angaben()))
	}
	_, err := antrag.Replay(uuid.UUID{15: 1}, []antrag.Ereignis{event(antrag.ArtEingereicht)})
	require.ErrorIs(t, err, antrag.ErrUebergang)
}

func TestUnmarshalEreignis_RefusesWhatItDoesNotKnow(t *testing.T) {
	_, err := antrag.UnmarshalEreignis(antrag.ArtVerworfen, morgens, []byte(`{"v":2,"akteur":"system"}`), nil)
	require.ErrorContains(t, err, "form 2")
	_, err = antrag.UnmarshalEreignis(antrag.ArtVerworfen, morgens, []byte(`{`), nil)
	require.Error(t, err)
	_, err = antrag.UnmarshalEreignis(antrag.ArtVerworfen, morgens, []byte(`{"v":1,"akteur":"system"}`), []byte(`"Erika`))
	require.Error(t, err)
	require.NotContains(t, err.Error(), "Erika")
}

func TestAntrag_PrintsNoPersonalData(t *testing.T) {
	a := lead(t, paths[antrag.StatusRueckfrage]...)
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		printed := fmt.Sprintf(format, a)
		require.NotContains(t, printed, "Mustermann")
		require.NotContains(t, printed, "konto-7")
		require.NotContains(t, printed, "einzug")
		require.Contains(t, printed, "rueckfrage")
		printed = fmt.Sprintf(format, event(antrag.ArtNachgefragt))
		require.NotContains(t, printed, "Mustermann")
		printed = fmt.Sprintf(format, []antrag.Ereignis{event(antrag.ArtBegonnen)})
		require.NotContains(t, printed, "konto-7")
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("seen", "antrag", a, "event", event(antrag.ArtNachgefragt))
	require.NotContains(t, log.String(), "Mustermann")
}

func TestDiagram_StandsInTheDocumentation(t *testing.T) {
	const path = "LEBENSLAUF.md"
	want := "# Lebenslauf eines Antrags\n\nDrawn from the table in `lebenslauf.go` by `go test -run Diagram -update`.\n\n```mermaid\n" + antrag.Diagram() + "```\n"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o600))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

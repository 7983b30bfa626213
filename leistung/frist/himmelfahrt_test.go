// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// The towns that the state's notices name, before and since the census of 2022.
func TestCases_MariaeHimmelfahrtInBayern(t *testing.T) {
	for ags, want := range map[string]bool{
		"09462000": false, "09463000": false, "09464000": false, "09561000": false, "09565000": false, "09564000": false,
		"09674223": false, "09675116": false, "09761000": true, "09162000": true,
	} {
		for _, tag := range []string{"2023-08-15", "2025-08-15", "2026-08-15"} {
			_, fest := gemeinde(ags).Feiertag(day(tag))
			require.Equal(t, want, fest, "%s %s", ags, tag)
			_, offen := gemeinde(ags).Vorbehalt(day(tag))
			require.False(t, offen, "%s %s", ags, tag)
		}
	}
	why, offen := gemeinde("09471111").Vorbehalt(day("2026-08-15"))
	require.True(t, offen)
	require.Contains(t, why.Text.String(), "die hier nicht hinterlegt ist")
}

const asTable = "Gemeinde;Schlüssel;Landkreis;Feiertag;katholisch;evangelisch\n" +
	"Musterdorf;09471111;Bamberg;ja;1 200;300\n\"Musterstadt, St\";09471115;Bamberg;nein;73;396\nNürnberg;09564000;Nürnberg;JA;1;0\n"

const asPage = "2 Einträge gefunden\nGemeindename1),\nSchlüsselnummer\nMusterdorf,\n09471111\nBamberg Oberfranken ja 1 200 300\n" +
	"Musterstadt, St,\n09471115\nBamberg Oberfranken nein 73 396\nNürnberg\n09564000\nNürnberg Mittelfranken ja 1 0\n"

func TestReadMariaeHimmelfahrt_ClosesWhatTheTablesLeaveOpen(t *testing.T) {
	for name, text := range map[string]string{"table": asTable, "page": asPage, "commas": strings.ReplaceAll(asTable, ";", ",")} {
		list, err := frist.ReadMariaeHimmelfahrt(strings.NewReader(text), 2025)
		require.NoError(t, err, name)
		n, feste := list.Len()
		require.Equal(t, [2]int{3, 2}, [2]int{n, feste})
		for ags, want := range map[string]bool{"09471111": true, "09471115": false, "09564000": true} {
			k := gemeinde(ags).MitMariaeHimmelfahrt(list)
			_, fest := k.Feiertag(day("2026-08-15"))
			require.Equal(t, want, fest, "%s %s", name, ags)
			_, offen := k.Vorbehalt(day("2026-08-15"))
			require.False(t, offen)
		}
		before := gemeinde("09471111").MitMariaeHimmelfahrt(list)
		_, offen := before.Vorbehalt(day("2024-08-15"))
		require.True(t, offen, "the list holds from 2025 on")
		_, offen = gemeinde("09471112").MitMariaeHimmelfahrt(list).Vorbehalt(day("2026-08-15"))
		require.True(t, offen, "a Gemeinde that the list does not name")
		_, fest := gemeinde("16053000").MitMariaeHimmelfahrt(list).Feiertag(day("2026-08-15"))
		require.False(t, fest)
		_, fest = gemeinde("09471111").MitMariaeHimmelfahrt(nil).Feiertag(day("2026-08-15"))
		require.False(t, fest)
	}
}

func TestReadMariaeHimmelfahrt_RefusesWhatIsNoSuchList(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no key": "ja nein ja", "another Land": "16053000 ja", "no answer": "09471111", "no answer before the next": "09471111 09471115 ja",
		"both answers": "09471111 ja 09471111 nein", "endless": strings.Repeat("x ", 3<<20), "one word": strings.Repeat("x", 1<<20),
		"no Land": "99471111 ja",
	} {
		_, err := frist.ReadMariaeHimmelfahrt(strings.NewReader(text), 2025)
		require.ErrorIs(t, err, frist.ErrListe, name)
	}
	_, err := frist.ReadMariaeHimmelfahrt(strings.NewReader(asTable), 1800)
	require.ErrorIs(t, err, frist.ErrListe)
}

func FuzzReadMariaeHimmelfahrt(f *testing.F) {
	f.Add(asTable)
	f.Add(asPage)
	f.Add("09471111;\"ja")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := frist.ReadMariaeHimmelfahrt(strings.NewReader(text), 2025)
		if err != nil {
			require.ErrorIs(t, err, frist.ErrListe)
			return
		}
		n, feste := list.Len()
		require.Positive(t, n)
		require.LessOrEqual(t, feste, n)
	})
}

// SPDX-License-Identifier: Apache-2.0

package xmeld_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/xmeld"
)

func head() xmeld.Kopf {
	jena := xmeld.NewStelle(kommune.MustParseAGS("16053000"), "Stadt Jena")
	return xmeld.Kopf{Version: "25.11a", UUID: uuid.New(), Typ: xmeld.Typ1704, Erstellt: time.Now(), Leser: jena, Autor: jena}
}

func TestKopf_FindsWhatIsMissing(t *testing.T) {
	require.Empty(t, head().Check())
	require.Equal(t, "http://www.osci.de/xmeld2511a", head().Namensraum())
	require.Equal(t, "ags:16053000", head().Leser.Kennung)
	other := head()
	other.Version = "26.05"
	require.Empty(t, other.Check())
	require.Equal(t, "http://www.osci.de/xmeld2605", other.Namensraum())
	for code, change := range map[string]func(*xmeld.Kopf){
		"XMELD-01": func(k *xmeld.Kopf) { k.Version = "2511a" },
		"XMELD-02": func(k *xmeld.Kopf) { k.UUID = uuid.Nil },
		"XMELD-03": func(k *xmeld.Kopf) { k.Typ = "17O4" },
		"XMELD-04": func(k *xmeld.Kopf) { k.Erstellt = time.Time{} },
		"XMELD-05": func(k *xmeld.Kopf) { k.Leser.Kennung = "16053000" },
		"XMELD-06": func(k *xmeld.Kopf) { k.Autor.Name = "" },
	} {
		k := head()
		change(&k)
		found := k.Check()
		require.Len(t, found, 1, code)
		require.True(t, found.Has(code))
	}
	require.Len(t, xmeld.Kopf{}.Check(), 8)
}

func TestQuittung_ByItsFirstDigit(t *testing.T) {
	require.Empty(t, xmeld.Quittung("0800").Befund())
	require.NoError(t, xmeld.Quittung("3800").Befund().Err(), "a warning was taken")
	require.Len(t, xmeld.Quittung("3800").Befund(), 1)
	for _, bad := range []xmeld.Quittung{"9800", "1800", "", "0", "08000", "Erik"} {
		require.Error(t, bad.Befund().Err(), bad)
		require.NotContains(t, bad.Befund().Err().Error(), "Erik")
	}
}

func TestNachricht_PrintsNothingOfItsContent(t *testing.T) {
	n := xmeld.Nachricht{Kopf: head(), XML: []byte("<name>Mustermann</name>")}
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", n, n, n), "Mustermann")
	require.Len(t, xmeld.Strecken(), 4)
}

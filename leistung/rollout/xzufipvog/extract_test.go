// SPDX-License-Identifier: Apache-2.0

package xzufipvog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
	"github.com/deutschland-stack/bausteine/leistung/rollout/xzufipvog"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

// message wraps changes as a transfer message. Invented.
func message(changes ...string) string {
	return `<z:transfer xmlns:z="http://xoev.de/schemata/xzufi/2_2_0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xzufiVersion="2.2"><z:nachrichtenkopf><z:nachrichtUUID>1</z:nachrichtUUID></z:nachrichtenkopf>` + strings.Join(changes, "") + `</z:transfer>`
}

const (
	leistungXML = `<z:schreibe><z:leistung><z:id schemeAgencyID="L16">7</z:id><z:referenzLeiKa><code>99115005104001</code></z:referenzLeiKa></z:leistung></z:schreibe>`
	dienstXML   = `<z:schreibe><z:onlinedienst xsi:type="z:Onlinedienst"><z:id schemeAgencyID="L16">42</z:id><z:bezeichnung languageCode="de">Anmelden</z:bezeichnung><z:link languageCode="de"><z:link>https://a.example/</z:link></z:link></z:onlinedienst></z:schreibe>`
	claimXML    = `<z:schreibe><z:zustaendigkeitTransferObjekt><z:uebergeordnetesObjektID schemeAgencyID="L16">42</z:uebergeordnetesObjektID><z:zustaendigkeit><z:id schemeAgencyID="L16" schemeID="ZustaendigkeitOnlinedienst">9</z:id><z:leistungID schemeAgencyID="L16">7</z:leistungID><z:gebietID>160530000000</z:gebietID><z:gebietID>160615001114</z:gebietID><z:gebietID>kein</z:gebietID>GUELTIG</z:zustaendigkeit></z:zustaendigkeitTransferObjekt></z:schreibe>`
)

func extract(t *testing.T, changes ...string) *pvog.Abzug {
	t.Helper()
	reader := xzufi.NewReader(strings.NewReader(message(changes...)), xzufi.Limits{})
	a, err := xzufipvog.Extract(reader.All(), pvog.Config{Stand: datum.MustParse("2026-11-20")})
	require.NoError(t, err)
	return a
}

func TestExtract_ObjectsInAnyOrder(t *testing.T) {
	claim := strings.Replace(claimXML, "GUELTIG", "", 1)
	for _, changes := range [][]string{{leistungXML, dienstXML, claim}, {claim, dienstXML, leistungXML}, {claim, claim, leistungXML, dienstXML, dienstXML}} {
		a := extract(t, changes...)
		require.Len(t, a.Zeilen, 2)
		require.Equal(t, "160530000000", a.Zeilen[0].ARS)
		require.Equal(t, "160615001114", a.Zeilen[1].ARS)
		require.True(t, a.Zeilen[0].Listed())
		require.Empty(t, a.Zeilen[0].Online, "a feed does not say whether the address answers")
		require.False(t, a.Zeilen[0].Reachable())
		require.Equal(t, "https://a.example/", a.Zeilen[0].URL)
	}
}

func TestExtract_WhatIsNotListed(t *testing.T) {
	claim := strings.Replace(claimXML, "GUELTIG", "", 1)
	for name, changes := range map[string][]string{
		"deleted service":    {leistungXML, dienstXML, claim, `<z:loesche klasse="Onlinedienst"><z:id schemeAgencyID="L16">42</z:id></z:loesche>`},
		"deleted claim":      {leistungXML, dienstXML, claim, `<z:loesche klasse="Zustaendigkeit"><z:id schemeAgencyID="L16">9</z:id></z:loesche>`},
		"deleted Leistung":   {leistungXML, dienstXML, claim, `<z:loesche klasse="Leistung"><z:id schemeAgencyID="L16">7</z:id></z:loesche>`},
		"of an authority":    {leistungXML, dienstXML, strings.Replace(claim, "ZustaendigkeitOnlinedienst", "ZustaendigkeitOrganisationseinheit", 1)},
		"not yet":            {leistungXML, dienstXML, strings.Replace(claimXML, "GUELTIG", "<z:gueltigkeit><z:beginn>2026-11-21</z:beginn></z:gueltigkeit>", 1)},
		"no longer":          {leistungXML, dienstXML, strings.Replace(claimXML, "GUELTIG", "<z:gueltigkeit><z:beginn>2026-01-01</z:beginn><z:ende>2026-11-19</z:ende></z:gueltigkeit>", 1)},
		"address of no page": {leistungXML, strings.Replace(dienstXML, "https://a.example/", "mailto:a@a.example", 1), claim},
		"nothing":            {},
	} {
		require.Empty(t, extract(t, changes...).Zeilen, name)
	}
	require.Len(t, extract(t, leistungXML, dienstXML, strings.Replace(claimXML, "GUELTIG", "<z:gueltigkeit><z:beginn>2026-11-20</z:beginn><z:ende>2026-11-20</z:ende></z:gueltigkeit>", 1)).Zeilen, 2, "first and last day")
}

func TestExtract_MalformedFeed(t *testing.T) {
	reader := xzufi.NewReader(strings.NewReader("<x>"), xzufi.Limits{})
	_, err := xzufipvog.Extract(reader.All(), pvog.Config{})
	require.Error(t, err)
}

// SPDX-License-Identifier: Apache-2.0

// Package stable holds the names that programs outside this repository compile
// against: whoever changes one of them breaks this test before breaking others.
package stable_test

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/edm"
	"github.com/deutschland-stack/bausteine/onceonly/idnr"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

var (
	_ func(string) (kommune.AGS, error) = kommune.ParseAGS
	_ func(string) (kommune.ARS, error) = kommune.ParseARS
	_ func() *kommune.Verzeichnis       = kommune.Deutschland

	_ func(*kommune.Verzeichnis, kommune.AGS) (kommune.Gemeinde, error)                  = (*kommune.Verzeichnis).Gemeinde
	_ func(*kommune.Verzeichnis, kommune.AGS) (kommune.Traeger, error)                   = (*kommune.Verzeichnis).Traeger
	_ func(*kommune.Verzeichnis, string, int) []kommune.Treffer                          = (*kommune.Verzeichnis).Search
	_ func(*kommune.Verzeichnis, kommune.AGS, kommune.Datum) (kommune.Resolution, error) = (*kommune.Verzeichnis).Resolve

	_ func(string) (leitweg.ID, error)               = leitweg.Parse
	_ func(din91379.Type, string) []din91379.Finding = din91379.Check
	_ func(string) string                            = din91379.Normalize
	_ func(string) string                            = din91379.SearchForm
	_                                                = [...]din91379.Type{din91379.A, din91379.B, din91379.C, din91379.D, din91379.E}
)

var (
	_ func(string) (idnr.IdNr, error)                                                               = idnr.Parse
	_ func(string) (idnr.WIdNr, error)                                                              = idnr.ParseWIdNr
	_ func(root auditlog.Hash, size, index uint64, leaf auditlog.Hash, proof []auditlog.Hash) error = auditlog.VerifyInclusion
	_ func(size1, size2 uint64, root1, root2 auditlog.Hash, proof []auditlog.Hash) error            = auditlog.VerifyConsistency
	_                                                                                               = [32]byte(auditlog.Hash{})
	_ func(io.Reader) (edm.Message, error)                                                          = edm.Parse
)

var (
	_ func(string) (payment.Amount, error)  = payment.ParseAmount
	_ func(string) (sepa.IBAN, error)       = sepa.ParseIBAN
	_ func(string) (sepa.CreditorID, error) = sepa.ParseCreditorID
	_ func(string) (sepa.RF, error)         = sepa.ParseRF
	_ func(sepa.EPC) (string, error)        = sepa.EPC.Payload
)

var (
	_ func(string) (leistung.Schluessel, error)                                                            = leistung.ParseSchluessel
	_ func(kommune.Land, int) []frist.Feiertag                                                             = frist.Feiertage
	_ func(io.Reader) (xdatenfelder.Schema, error)                                                         = xdatenfelder.Parse
	_ func(*formular.Formular, []byte) formular.Findings                                                   = (*formular.Formular).Validate
	_ func(*formular.Formular) ([]byte, error)                                                             = (*formular.Formular).JSONSchema
	_ func(*zustaendigkeit.Index, leistung.Schluessel, kommune.ARS, kommune.Datum) zustaendigkeit.Ergebnis = (*zustaendigkeit.Index).Resolve
)

func TestNamesThatStay_LeadFromATypedNameToTheAdministration(t *testing.T) {
	hits := kommune.Deutschland().Search("teistungen", 1)
	require.Len(t, hits, 1)
	gemeinde := hits[0].Gemeinde
	require.Equal(t, "16061114", gemeinde.AGS.String())
	require.Equal(t, "160615001114", gemeinde.ARS.String())
	require.Equal(t, "Teistungen", gemeinde.Name)
	require.Positive(t, gemeinde.Einwohner)
	traeger, err := kommune.Deutschland().Traeger(gemeinde.AGS)
	require.NoError(t, err)
	require.Equal(t, "Lindenberg/Eichsfeld", traeger.Name)
}

func TestNamesThatStay_FollowAKeyThroughTime(t *testing.T) {
	day, err := kommune.ParseDatum("2026-01-01")
	require.NoError(t, err)
	resolution, err := kommune.Deutschland().Resolve(kommune.MustParseAGS("06435014"), day) // Hanau
	require.NoError(t, err)
	require.Len(t, resolution.Nachfolger, 1)
	next := resolution.Nachfolger[0]
	require.Equal(t, "06415000", next.AGS.String())
	require.True(t, next.Haupt)
	require.InDelta(t, 1, next.Anteil, 0)
}

func TestNamesThatStay_HolidaysPrintAsDays(t *testing.T) {
	first := frist.Feiertage(kommune.Thueringen, 2026)[0]
	require.Equal(t, "2026-01-01", first.Tag.String())
	require.Equal(t, "Neujahr", first.Name)
}

// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/consentrecord"
)

// govStack is the part of a data agreement of the GovStack Consent Building Block
// (Apache-2.0) that says what somebody agrees to.
type govStack struct {
	Purpose, PurposeDescription, LawfulBasis, DPIA string
	DataAttributes                                 []struct{ Name, Category string }
	Controller                                     struct{ ID, Name, URL string }
	Policy                                         struct {
		URL, Jurisdiction, GeographicRestriction, StorageLocation string
		DataRetentionPeriodDays                                   int
	}
}

// Whatever a record of the peer says has its place in ours, and ours says more:
// from whom, for how long, how often.
func TestData_AgreementsOfGovStackFitIntoTermsAndTheirRecord(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(shareddata.Path(t, "onceonly/govstack-consent/test-data.json"))
	require.NoError(t, err)
	var data struct {
		Revisions []struct{ ObjectData string }
	}
	require.NoError(t, json.Unmarshal(document, &data))
	seen := 0
	for _, revision := range data.Revisions {
		var g govStack
		require.NoError(t, json.Unmarshal([]byte(revision.ObjectData), &g))
		if g.LawfulBasis == "" {
			continue // of a policy
		}
		seen++
		require.Equal(t, "consent", g.LawfulBasis)
		var paths []string
		for _, a := range g.DataAttributes {
			paths = append(paths, "/"+a.Name)
		}
		w := newWorld(t)
		consent := w.consent(t, func(terms *onceonly.Terms) {
			terms.Basis, terms.Norm = onceonly.BasisConsent, recht.MustParseNorm("Art. 6 Abs. 1 Buchst. a DSGVO")
			terms.Requester = onceonly.Party{ID: onceonly.MustPartyID(g.Controller.ID), Name: g.Controller.Name}
			terms.Purpose = onceonly.Purpose{Code: strings.ReplaceAll(g.Purpose, " ", "-"), Text: g.PurposeDescription}
			terms.Fields = onceonly.MustFields(paths...)
		})
		context := exportContext()
		context.PrivacyNotice, context.Jurisdiction, context.StorageLocation = g.Policy.URL, g.Policy.Jurisdiction, g.Policy.StorageLocation
		context.GeographicRestrictions, context.ImpactAssessment = g.Policy.GeographicRestriction, g.DPIA
		context.Retention = "P" + strconv.Itoa(g.Policy.DataRetentionPeriodDays) + "D"
		context.Requester.URL = g.Controller.URL
		record, err := consentrecord.Export(&consent, context, start)
		require.NoError(t, err)
		require.Equal(t, "given", record.Events[1].State)
		require.Len(t, record.PIIInformation, len(g.DataAttributes))
		exported, err := json.Marshal(record)
		require.NoError(t, err)
		for _, said := range []string{
			g.PurposeDescription, g.DPIA, g.Controller.Name, g.Controller.URL, g.Policy.URL, g.Policy.Jurisdiction,
			g.Policy.GeographicRestriction, g.Policy.StorageLocation, context.Retention,
		} {
			require.Contains(t, string(exported), said)
		}
	}
	require.GreaterOrEqual(t, seen, 5)
}

// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

// What the register of residents logs of a retrieval over a portal is fixed: who by name,
// day of birth and address, which service, which data, when (§ 40 (4) BMG). Nobody else
// keeps it, and it goes with the entry.
func TestLog_OfTheRegisterOfResidentsHoldsWhatItsStatuteAsks(t *testing.T) {
	t.Parallel()
	for norm, want := range map[string]bool{"§ 23a BMG": true, "§ 18a BMG": true, "§ 23 Abs. 3 BMG": false, "§ 1 MusterG": false} {
		w := newWorld(t)
		who := personWith(func(d *onceonly.PersonData) {
			d.BirthName, d.Address = "Gabler", onceonly.Address{Street: "Heidestraße", HouseNumber: "17", PostalCode: "99423", Place: "Weimar"}
		})
		w.source.Forget()
		w.source.Add(meldedaten, who, dataprovider.NewDocument("application/json", []byte(`{"familyName":"Mustermann","givenNames":"Erika"}`)))
		about := terms()
		about.Norm, about.Person = recht.MustParseNorm(norm), commitment(who)
		c := w.consent(t, func(t *onceonly.Terms) { t.Norm, t.Person = about.Norm, about.Person })
		r := requestFor(c)
		r.Person = who
		answer, err := w.provider.Fetch(t.Context(), w.queryUnder(t, r, about))
		require.NoError(t, err, norm)
		require.NotNil(t, answer.Evidence, norm)
		entries := entriesOf(t, w.providerLog)
		require.Len(t, entries, 1, norm)
		e := entries[0]
		if !want {
			require.True(t, e.Asked.IsZero(), norm)
			require.Empty(t, e.Retrieved, norm)
			continue
		}
		asked, data := e.Asked.Data(), who.Data()
		require.Equal(t, data.FamilyName+data.GivenNames+data.DateOfBirth, asked.FamilyName+asked.GivenNames+asked.DateOfBirth)
		require.Equal(t, data.Address.Street+data.Address.HouseNumber+data.Address.PostalCode+data.Address.Place, asked.Address.Street+asked.Address.HouseNumber+asked.Address.PostalCode+asked.Address.Place)
		require.Empty(t, asked.BirthName+asked.PlaceOfBirth+asked.IDNr.Clear(), "and no more than the statute asks")
		require.Equal(t, string(answer.Evidence.Content()), string(e.Retrieved))
		require.Equal(t, e.Digest, onceonly.DigestOf(e.Retrieved))
		require.Equal(t, "Anmeldung Ihrer neuen Wohnung", e.Purpose.Text, "the kind of service")
		require.False(t, e.Time.IsZero())
		require.Equal(t, auditlog.RetentionPortal.Until(e.Time), e.EraseAt)
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", e, e, e), data.FamilyName, "and shows itself nowhere")
		for _, e := range w.entries(t) {
			require.True(t, e.Asked.IsZero() && len(e.Retrieved) == 0, "the requester keeps none of it")
		}
	}
}

// What the log is told about the EU once-only system holds for what the broker writes.
func TestLog_OfTheEUSystemStaysAsLongAsItIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	signer, err := auditlog.NewSigner("test.example/eu", key(7))
	require.NoError(t, err)
	log, err := auditlog.Open(t.Context(), w.house, auditlog.Config{Name: "eu", Origin: "test.example/eu", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, MonthsEU: 36})
	require.NoError(t, err)
	broker, err := onceonly.NewBroker(w.house, log, w.intermediary, onceonly.NewDirectory(), onceonly.Config{Name: "eu"})
	require.NoError(t, err)
	about := terms()
	about.Basis, about.Norm = onceonly.BasisExplicitRequest, recht.MustParseNorm("§ 5a EGovG")
	_, err = broker.Propose(t.Context(), about)
	require.NoError(t, err)
	entries := entriesOf(t, log)
	require.Len(t, entries, 1)
	require.Equal(t, entries[0].Time.AddDate(0, 36, 0), entries[0].EraseAt)
	until := about.NotAfter.AddDate(0, 36, 0)
	w.clock.Advance(until.Sub(w.clock.Now()) - time.Minute)
	w.sweep(t)
	kept := 0
	for c, err := range broker.Consents(t.Context(), erika, uuid.Nil) {
		require.NoError(t, err)
		require.Equal(t, about.Norm, c.Terms().Norm)
		kept++
	}
	require.Equal(t, 1, kept, "and the consent stays with its entries")
}

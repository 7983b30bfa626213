// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G15: nothing that selects data is free of the terms.

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/idnr"
)

// difference is a request that differs in one member.
type difference struct {
	name  string
	apply func(*onceonly.Request)
}

// requestVerdicts has every member of a request. A member that is not in it fails
// the test: whoever adds one decides first what binds it.
var requestVerdicts = map[string]func(*onceonly.Request){
	"ID":           nil, // names the request; selects nothing, see below
	"Consent":      func(r *onceonly.Request) { r.Consent = uuid.Must(uuid.NewV7()) },
	"Subject":      func(r *onceonly.Request) { r.Subject = moritz },
	"Requester":    func(r *onceonly.Request) { r.Requester = onceonly.MustPartyID("de.th.other") },
	"Provider":     func(r *onceonly.Request) { r.Provider = onceonly.MustPartyID("de.th.other") },
	"EvidenceType": func(r *onceonly.Request) { r.EvidenceType = onceonly.MustEvidenceType("urn:example:other") },
	"Fields":       func(r *onceonly.Request) { r.Fields = onceonly.MustFields("/familyName", "/religion") },
	"Purpose":      func(r *onceonly.Request) { r.Purpose = "curiosity" },
	"Application":  func(r *onceonly.Request) { r.Application = "antrag-0" },
	"Person":       nil, // all of its members, one by one
}

// changes lists every member of a request and of its person.
func changes(t *testing.T) (all []difference) {
	t.Helper()
	request := reflect.TypeFor[onceonly.Request]()
	require.Len(t, requestVerdicts, request.NumField(), "a member without a verdict")
	for i := range request.NumField() {
		name := request.Field(i).Name
		apply, known := requestVerdicts[name]
		require.True(t, known, "a member without a verdict: %s", name)
		if apply != nil {
			all = append(all, difference{name, apply})
		}
	}
	var members func(reflect.Type, []int)
	members = func(of reflect.Type, at []int) {
		for i := range of.NumField() {
			field, index := of.Field(i), append(append([]int{}, at...), i)
			if field.Type == reflect.TypeFor[onceonly.Address]() {
				members(field.Type, index)
				continue
			}
			all = append(all, difference{"Person." + field.Name, func(r *onceonly.Request) {
				data := r.Person.Data()
				value := reflect.ValueOf(&data).Elem().FieldByIndex(index)
				switch {
				case field.Type == reflect.TypeFor[idnr.IdNr]():
					number, err := idnr.Parse("86095742719")
					require.NoError(t, err)
					value.Set(reflect.ValueOf(number))
				case field.Name == "DateOfBirth":
					value.SetString("1964-08-13")
				default:
					require.Equal(t, reflect.String, field.Type.Kind(), "a member of a person without a verdict: %s", field.Name)
					value.SetString(value.String() + "x")
				}
				person, err := onceonly.NewPerson(data)
				require.NoError(t, err)
				r.Person = person
			}})
		}
	}
	members(reflect.TypeFor[onceonly.PersonData](), nil)
	return all
}

// kinds are the kinds of terms that there are.
func kinds() (all []onceonly.Terms) {
	for _, basis := range []onceonly.Basis{onceonly.BasisChoice, onceonly.BasisExplicitRequest, onceonly.BasisConsent, onceonly.BasisStatute} {
		for _, number := range []bool{false, true} {
			for _, uses := range []int{1, 3} {
				t := terms()
				t.Basis, t.MayUseIDNr, t.MaxUses = basis, number, uses
				all = append(all, t)
			}
		}
	}
	return all
}

func TestG15_OfAllThatARequestCanDifferInNothingIsPermitted(t *testing.T) {
	t.Parallel()
	all := changes(t)
	for n, kind := range kinds() {
		w := newWorld(t, withRules(t))
		c := w.consent(t, func(terms *onceonly.Terms) { *terms = kind })
		permitted := func(r *onceonly.Request) bool { d := c.Authorises(r, start); return d.Permitted }
		original := requestFor(c)
		require.True(t, permitted(&original))
		for i, first := range all {
			one := original
			first.apply(&one)
			require.False(t, permitted(&one), "%d: %s", n, first.name)
			for _, second := range all[:i] {
				both := one
				second.apply(&both)
				require.False(t, permitted(&both), "%d: %s and %s", n, first.name, second.name)
			}
			if first.name == "Consent" {
				continue // the requester's own file; the provider notes it and looks nothing up by it
			}
			// The provider decides the same on its own, with a token for the changed request.
			answer, err := w.provider.Fetch(t.Context(), w.queryUnder(t, one, kind))
			require.NoError(t, err)
			require.Nil(t, answer.Evidence, "%d: %s", n, first.name)
		}
		require.Zero(t, w.source.Lookups(), "nobody was looked up")
		retrieval, err := w.broker.Retrieve(t.Context(), original)
		require.NoError(t, err)
		require.Equal(t, onceonly.RetrievalReceived, retrieval.State, fmt.Sprint(retrieval.Reasons))
	}
}

func TestG15_TheIDNamesARequestAndIsBoundByTheToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := w.query(t, requestFor(w.consent(t)))
	query.Request.ID = uuid.Must(uuid.NewV7())
	answer, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeTokenRequest}, codes(answer.Refused))
}

func TestCommitment_TellsNothingAndOpensForOnePersonOnly(t *testing.T) {
	t.Parallel()
	one, other := commitment(person()), commitment(person())
	require.NotEqual(t, one.Digest(), other.Digest(), "two commitments to one person have nothing in common")
	require.True(t, one.Opens(person()))
	require.True(t, other.Opens(person()))
	require.False(t, one.Opens(onceonly.Person{}))
	require.False(t, onceonly.Commitment{}.Opens(person()))
	// Members that run together are still two.
	split := personWith(func(d *onceonly.PersonData) { d.FamilyName, d.GivenNames = "Muster", "mannErika" })
	joined := personWith(func(d *onceonly.PersonData) { d.FamilyName, d.GivenNames = "Mustermann", "Erika" })
	require.False(t, commitment(split).Opens(joined))
}

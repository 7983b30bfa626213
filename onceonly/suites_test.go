// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func registerCase(t *testing.T, register func(*world) onceonly.Register) onceonlytest.RegisterCase {
	w := newWorld(t)
	twin := personWith(func(d *onceonly.PersonData) { d.GivenNames = "Kim" })
	for range 2 {
		w.source.Add(meldedaten, twin, dataprovider.NewDocument("application/json", []byte(record)))
	}
	connection := w.provider.Connection()
	connection.Register = register(w)
	return onceonlytest.RegisterCase{
		Connection: connection, Permission: w.intermediary, Terms: terms(), Now: w.clock.Now,
		Person: person(), Several: twin, Nobody: personWith(func(d *onceonly.PersonData) { d.FamilyName = "Niemand" }),
	}
}

func TestProvider_KeepsTheContractOfARegister(t *testing.T) {
	t.Parallel()
	onceonlytest.TestRegister(t, func(t *testing.T) onceonlytest.RegisterCase {
		return registerCase(t, func(w *world) onceonly.Register { return w.provider })
	})
}

func TestProgrammableRegister_WithoutFaultsKeepsTheContract(t *testing.T) {
	t.Parallel()
	onceonlytest.TestRegister(t, func(t *testing.T) onceonlytest.RegisterCase {
		return registerCase(t, func(w *world) onceonly.Register { return w.register })
	})
}

func TestNewDirectory_KeepsTheContractOfADirectory(t *testing.T) {
	t.Parallel()
	onceonlytest.TestDirectory(t, func(t *testing.T) onceonlytest.DirectoryCase {
		w := newWorld(t)
		other := onceonly.MustEvidenceType("urn:example:evidence:birth")
		return onceonlytest.DirectoryCase{
			EvidenceType: meldedaten, Provider: weimar, Area: onceonly.MustArea("160550000000"),
			Directory: onceonly.NewDirectory(
				onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Areas: []onceonly.Area{onceonly.MustArea("16055")}, Connection: w.provider.Connection()},
				onceonly.Listed{Provider: muehlhausen, EvidenceType: meldedaten, Areas: []onceonly.Area{onceonly.MustArea("16064")}},
				onceonly.Listed{Provider: muehlhausen, EvidenceType: other},
			),
		}
	})
}

func TestSource_OfThisPackageKeepsTheContract(t *testing.T) {
	t.Parallel()
	onceonlytest.TestSource(t, func(*testing.T) onceonlytest.SourceCase {
		source := &onceonlytest.Source{}
		twin := personWith(func(d *onceonly.PersonData) { d.GivenNames = "Kim" })
		for _, p := range []onceonly.Person{person(), twin, twin} {
			source.Add(meldedaten, p, dataprovider.NewDocument("application/json", []byte(record)))
		}
		return onceonlytest.SourceCase{
			Source: source, EvidenceType: meldedaten, Person: person(), Several: twin, Fields: fields,
			Nobody: personWith(func(d *onceonly.PersonData) { d.FamilyName = "Niemand" }),
		}
	})
}

func TestIntermediary_KeepsTheContractOfAPermission(t *testing.T) {
	t.Parallel()
	onceonlytest.TestPermission(t, func(t *testing.T) onceonlytest.PermissionCase {
		w := newWorld(t)
		permitted := onceonly.Question{
			Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
			Basis: onceonly.BasisChoice, RequestDigest: onceonly.DigestOf([]byte("request")), At: start,
		}
		otherBasis, tooEarly := permitted, permitted
		otherBasis.Basis = onceonly.BasisConsent
		tooEarly.At = start.AddDate(-2, 0, 0)
		return onceonlytest.PermissionCase{
			Permission: w.intermediary, Key: w.intermediary.Key(), Permitted: permitted,
			Refused: []onceonly.Question{otherBasis, tooEarly},
		}
	})
}

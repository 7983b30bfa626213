// SPDX-License-Identifier: Apache-2.0

package routingtest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing/routingtest"
)

// A test of a service that follows routes: what is forged must lead nowhere.
func ExampleNewServer() {
	_ = func(t *testing.T) { // TestService_FollowsNoForgedRoute
		key, jena := leistung.MustParseSchluessel("99115005104000"), kommune.MustParseARS("160530000000")
		server := routingtest.NewServer(t, time.Now, routingtest.Route{
			Leistung: key, Gebiet: "160530000000", Destination: "00000000-0000-4000-8000-000000000001", Name: "Bürgerservice Jena",
		})
		client, err := routing.New(server.Config())
		if err != nil {
			t.Fatal(err)
		}
		for _, attack := range routingtest.Angriffe() {
			server.Misbehave(attack)
			if _, err := client.Zustaendig(t.Context(), key, jena, kommune.Datum{}); !errors.Is(err, routing.ErrSignature) {
				t.Errorf("%s: %v", attack, err)
			}
		}
	}
}

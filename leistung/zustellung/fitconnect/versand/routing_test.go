// SPDX-License-Identifier: Apache-2.0

package versand_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing/routingtest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand"
)

// The whole way: the signed route says where to, and only that delivery service gets
// the application.
func TestVersand_GoesWhereTheSignedRouteLeads(t *testing.T) {
	key := leistung.MustParseSchluessel("99115005104000")
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: destinations(t, jena)})
	routes := routingtest.NewServer(t, time.Now, routingtest.Route{Leistung: key, Gebiet: "160530000000", Destination: ziel(jena).String(), Name: "Bürgerservice"})
	router, err := routing.New(routes.Config())
	require.NoError(t, err)

	var client *fitconnect.Client
	route := func(ctx context.Context, s zustellung.Sendung) (fitconnect.Application, error) {
		answer, err := router.Zustaendig(ctx, s.Leistung, kommune.MustParseARS("160530000000"), datum.Datum{})
		if err != nil {
			return fitconnect.Application{}, err
		}
		behoerde, _ := answer.Behoerde()
		id, err := client.FromRoute(behoerde.Stelle.ID, behoerde.Stelle.Adresse)
		return fitconnect.Application{Destination: id, Service: fitconnect.Service{Identifier: s.Leistung.URN()}, Schema: fitconnect.Schema{URI: "https://schema.example/1"}}, err
	}
	client, err = fitconnect.NewClient(config)
	require.NoError(t, err)
	v, err := versand.New(memory(t), client, route, versand.Config{})
	require.NoError(t, err)
	s := sendung("eins")
	code, refused := fitconnect.Refused(v.Deliver(t.Context(), s))
	require.True(t, refused)
	require.Equal(t, "FC-DEST-04", code, "signed for another delivery service than this one")

	at, err := url.Parse(config.SubmissionAPI)
	require.NoError(t, err)
	config.SubmissionAPI = "http://submission.example.test" + fitconnecttest.Base // as the route says
	config.HTTP = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, at.Host)
	}}}
	client, err = fitconnect.NewClient(config)
	require.NoError(t, err)
	v, err = versand.New(memory(t), client, route, versand.Config{})
	require.NoError(t, err)
	require.NoError(t, v.Deliver(t.Context(), s))
	_, err = client.FromRoute("1", "submission.example.test")
	_, refused = fitconnect.Refused(err)
	require.True(t, refused)
}

// SPDX-License-Identifier: Apache-2.0

package xbezahldienste_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

const requestID = "018f0000000070008000000000000001-1"

func order() payment.Request {
	return payment.Request{ID: requestID, Time: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC), Order: paymenttest.Order()}
}

// fixed serves one answer to everything and keeps what it was asked.
func fixed(t *testing.T, status int, mediaType, body string) (*xbezahldienste.Client, *string) {
	t.Helper()
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		asked = r.Method + " " + r.URL.Path + "\n" + string(content)
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: server.URL + "/x/api/v1.0.0", OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true})
	require.NoError(t, err)
	return client, &asked
}

func TestInitiate_WritesTheWireByteForByte(t *testing.T) {
	client, asked := fixed(t, 200, "application/json", "{}")
	o := order()
	o.Order.Items[0].Booking = []payment.Entry{{Key: "produkt", Value: "12210"}, {Key: "haushaltsstelle", Value: "1100.1000"}}
	_, err := client.Create(t.Context(), o)
	require.ErrorIs(t, err, payment.ErrReport)
	require.Equal(t, "POST /x/api/v1.0.0/paymenttransaction/o/e\n"+
		`{"requestId":"018f0000000070008000000000000001-1","requestTimestamp":"2026-01-31T12:00:00.000Z","currency":"EUR","grosAmount":7.50,`+
		`"purpose":"Meldebescheinigung","description":"Eine Meldebescheinigung","redirectUrl":"https://dienst.example/zurueck","items":[{"id":"1",`+
		`"reference":"meldebescheinigung","description":"Einfache Meldebescheinigung","taxRate":0.00,"quantity":1,"totalNetAmount":7.50,`+
		`"totalTaxAmount":0.00,"singleNetAmount":7.50,"singleTaxAmount":0.00,"bookingData":{"produkt":"12210","haushaltsstelle":"1100.1000"}}]}`, *asked,
		"no null, nothing empty, amounts with two decimals, booking data in their order")
	require.NoError(t, client.Ping(t.Context()))
	require.Equal(t, "GET /x/api/v1.0.0/status/o/e\n", *asked)
	_, err = client.Read(t.Context(), "a/b")
	require.Error(t, err)
	require.Equal(t, "GET /x/api/v1.0.0/paymenttransaction/o/e/a/b\n", *asked, "escaped on the wire")
	for _, id := range []string{"", ".", ".."} {
		_, err = client.Read(t.Context(), id)
		require.ErrorIs(t, err, payment.ErrNotFound)
	}
}

func TestNumber_IsADecimalLiteralAndNeverAFloat(t *testing.T) {
	for text, want := range map[string]xbezahldienste.Number{"147.23": 14723, "1.15": 115, "7.5": 750, "7.50": 750, "7.5e0": 750, "0": 0, "999999": 99999900, "7.50000": 750} {
		var n xbezahldienste.Number
		require.NoError(t, json.Unmarshal([]byte(text), &n), text)
		require.Equal(t, want, n)
	}
	for _, text := range []string{`"7.50"`, "7.505", "7.5000001", "null", "[]", "1e30", "true"} {
		var n xbezahldienste.Number
		require.Error(t, json.Unmarshal([]byte(text), &n), text)
	}
	b, err := json.Marshal(xbezahldienste.Number(14723))
	require.NoError(t, err)
	require.Equal(t, "147.23", string(b))
}

func TestFindings_NameThePlaceAndTheCharacter(t *testing.T) {
	for _, tt := range []struct {
		name, code, pointer, text string
		spoil                     func(*payment.Request)
	}{
		{"umlaut in the purpose", "XBD-PURPOSE-02", "/purpose", "'ü' (U+00FC)", func(r *payment.Request) { r.Order.Purpose = "Gebühr" }},
		{"28 characters", "XBD-PURPOSE-01", "/purpose", "28 characters", func(r *payment.Request) { r.Order.Purpose = strings.Repeat("x", 28) }},
		{"dot in the purpose", "XBD-PURPOSE-02", "/purpose", "'.'", func(r *payment.Request) { r.Order.Purpose = "Nr. 5" }},
		{"line break in the purpose", "XBD-PURPOSE-02", "/purpose", `'\n'`, func(r *payment.Request) { r.Order.Purpose = "a\nb" }},
		{"apostrophe in a name", "XBD-NAME-02", "/requestor/name", "'\\''", func(r *payment.Request) { r.Order.Payer = &payment.Payer{Name: "O'Neill"} }},
		{"letter of DIN 91379", "XBD-NAME-02", "/requestor/name", "'ș' (U+0219)", func(r *payment.Request) { r.Order.Payer = &payment.Payer{Name: "Mureșan"} }},
		{"house number with a blank", "XBD-HOUSENUMBER-02", "/requestor/address/houseNumber", "' '", func(r *payment.Request) {
			r.Order.Payer = &payment.Payer{Street: "Musterweg", HouseNumber: "12 a"}
		}},
		{"house number with a slash", "XBD-HOUSENUMBER-02", "/requestor/address/houseNumber", "'/'", func(r *payment.Request) {
			r.Order.Payer = &payment.Payer{Street: "Musterweg", HouseNumber: "3/5"}
		}},
		{"country in small letters", "XBD-COUNTRY-02", "/requestor/address/country", "'d'", func(r *payment.Request) { r.Order.Payer = &payment.Payer{Country: "de"} }},
		{"six digits of a postal code", "XBD-POSTALCODE-01", "/requestor/address/postalCode", "6 characters", func(r *payment.Request) { r.Order.Payer = &payment.Payer{PostalCode: "123456"} }},
		{"gender", "XBD-GENDER-01", "/requestor/gender", "not M, F or D", func(r *payment.Request) { r.Order.Payer = &payment.Payer{Gender: "X"} }},
		{"ten lines", "XBD-ADDRESSLINE-03", "/requestor/address/addressLine", "10 lines", func(r *payment.Request) { r.Order.Payer = &payment.Payer{AddressLines: make([]string, 10)} }},
		{"request id", "XBD-REQUESTID-02", "/requestId", "'.'", func(r *payment.Request) { r.ID = "a.b" }},
		{"another currency", "XBD-CURRENCY-01", "/currency", "EUR only", func(r *payment.Request) { r.Order.Amount = payment.NewAmount(750, money.CHF) }},
		{"amount above the limit", "XBD-GROSAMOUNT-01", "/grosAmount", "999999.00", func(r *payment.Request) { r.Order.Amount = payment.Cents(99_999_901) }},
		{"items that do not add up", "XBD-SUM-01", "/grosAmount", "not the sum", func(r *payment.Request) { r.Order.Amount = payment.Cents(751) }},
		{"no items", "XBD-ITEMS-01", "/items", "0 items", func(r *payment.Request) { r.Order.Items = nil }},
		{"100 items", "XBD-ITEMS-01", "/items", "100 items", func(r *payment.Request) { r.Order.Items = make([]payment.Item, 100) }},
		{"long return address", "XBD-REDIRECTURL-01", "/redirectUrl", "2083 characters", func(r *payment.Request) { r.Order.ReturnURL = strings.Repeat("x", 2083) }},
		{"item reference", "XBD-ITEM-REFERENCE-02", "/items/0/reference", "'/'", func(r *payment.Request) { r.Order.Items[0].Reference = "KZ/1" }},
		{"item id", "XBD-ITEM-ID-01", "/items/0/id", "0 characters", func(r *payment.Request) { r.Order.Items[0].ID = "" }},
		{"item description", "XBD-ITEM-DESCRIPTION-01", "/items/0/description", "251 characters", func(r *payment.Request) { r.Order.Items[0].Description = strings.Repeat("ä", 251) }},
		{"item amount above the limit", "XBD-ITEM-AMOUNT-01", "/items/0/totalNetAmount", "999999.00", func(r *payment.Request) { r.Order.Items[0].Net = payment.Cents(99_999_901) }},
		{"quantity", "XBD-ITEM-QUANTITY-01", "/items/0/quantity", "999999", func(r *payment.Request) { r.Order.Items[0].Quantity = 1_000_000 }},
		{"tax rate", "XBD-ITEM-TAXRATE-01", "/items/0/taxRate", "100.00", func(r *payment.Request) { r.Order.Items[0].TaxRate = 10_001 }},
		{"booking value", "XBD-BOOKING-VALUE-02", "/items/0/bookingData/k", "'&'", func(r *payment.Request) { r.Order.Items[0].Booking = []payment.Entry{{Key: "k", Value: "a&b"}} }},
		{"booking value under a key with a slash", "XBD-BOOKING-VALUE-02", "/items/0/bookingData/a~1b~0", "'&'", func(r *payment.Request) { r.Order.Items[0].Booking = []payment.Entry{{Key: "a/b~", Value: "a&b"}} }},
		{"booking key twice", "XBD-BOOKING-02", "/items/0/bookingData/k", "twice", func(r *payment.Request) {
			r.Order.Items[0].Booking = []payment.Entry{{Key: "k", Value: "1"}, {Key: "k", Value: "2"}}
		}},
		{"booking key", "XBD-BOOKING-01", "/items/0/bookingData", "empty key", func(r *payment.Request) { r.Order.Items[0].Booking = []payment.Entry{{Value: "a"}} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client, asked := fixed(t, 200, "application/json", "{}")
			request := order()
			tt.spoil(&request)
			found := client.Check(request)
			require.True(t, found.Has(tt.code), "%v", found)
			for _, f := range found {
				if f.Code == tt.code {
					require.Equal(t, tt.pointer, f.Pointer)
					require.Contains(t, f.Detail, tt.text)
				}
			}
			_, err := client.Create(t.Context(), request)
			require.ErrorIs(t, err, recht.ErrInvalid)
			require.Empty(t, *asked, "nothing was sent")
		})
	}
}

// Whatever of a payer is given is sent, or named as a finding. Nothing is dropped.
func TestNewPaymentRequest_DropsNothingOfThePayer(t *testing.T) {
	for name, payer := range map[string]payment.Payer{
		"Mustermann": {Name: "Mustermann"}, "Erika": {FirstName: "Erika"}, "D": {Gender: "D"}, "Musterverein": {OrganizationName: "Musterverein"},
		"Musterweg": {Street: "Musterweg"}, "12": {HouseNumber: "12"}, "99999": {PostalCode: "99999"}, "Musterstadt": {City: "Musterstadt"},
		"DE": {Country: "DE"}, "Musterzeile": {AddressLines: []string{"Musterzeile"}},
	} {
		request := order()
		request.Order.Payer = &payer
		body, err := json.Marshal(xbezahldienste.NewPaymentRequest(request))
		require.NoError(t, err)
		require.Contains(t, string(body), `"`+name+`"`)
		require.NotContains(t, string(body), "null")
		require.NotContains(t, string(body), `""`)
	}
}

func TestFindings_AcceptTheLimitsThemselves(t *testing.T) {
	client, _ := fixed(t, 200, "application/json", "{}")
	request := order()
	request.Order.Purpose = strings.Repeat("x", 27)
	request.Order.Amount = payment.Cents(99_999_900)
	item := request.Order.Items[0]
	request.Order.Items = nil
	for i := range 99 {
		item.ID, item.Net, item.SingleNet = strconv.Itoa(i), payment.Cents(0), payment.Cents(0)
		request.Order.Items = append(request.Order.Items, item)
	}
	request.Order.Items[98].Net = payment.Cents(99_999_900)
	request.Order.Description = strings.Repeat("ſ", 250)
	require.Empty(t, client.Check(request))
}

func TestSanitize_IsExplicitAndTellsWhatItChanged(t *testing.T) {
	o := order().Order
	o.Purpose = "Gebühr für Größe 5/2026 – 28 Zeichen"
	o.Description = "Müller & Söhne (Köln)"
	o.Items[0].Reference = "KZ/1"
	o.Payer = &payment.Payer{Name: "O'Neill", FirstName: "Țițeica", HouseNumber: "12 a", Street: "Straße des 17. Juni", AddressLines: []string{"a;b"}}
	sane, changed := xbezahldienste.Sanitize(o)
	require.Equal(t, "Gebuehr fuer Groesse 5-2026", sane.Purpose)
	require.Equal(t, "Müller und Söhne Köln", sane.Description)
	require.Equal(t, "ONeill", sane.Payer.Name)
	require.Equal(t, "Titeica", sane.Payer.FirstName)
	require.Equal(t, "12a", sane.Payer.HouseNumber)
	require.Equal(t, "Straße des 17. Juni", sane.Payer.Street)
	require.Equal(t, "KZ/1", sane.Items[0].Reference, "a Kassenzeichen is never touched")
	require.Equal(t, []string{
		"/purpose", "/description", "/requestor/name", "/requestor/firstName", "/requestor/address/houseNumber", "/requestor/address/addressLine/0",
	}, changed)
	require.Equal(t, "O'Neill", o.Payer.Name, "the order before stays as it was")
	_, changed = xbezahldienste.Sanitize(sane)
	require.Empty(t, changed, "twice is once")
}

func TestCreate_KnowsEveryFunctionalCode(t *testing.T) {
	for code, tt := range map[xbezahldienste.FunctionalCode]struct {
		reaction        xbezahldienste.Reaction
		refused, exists bool
	}{
		xbezahldienste.CodeNoEndpoint:         {xbezahldienste.ReactionFixConfiguration, true, false},
		xbezahldienste.CodeNoDestination:      {xbezahldienste.ReactionFixConfiguration, true, false},
		xbezahldienste.CodeBookingDataMissing: {xbezahldienste.ReactionFixConfiguration, true, false},
		xbezahldienste.CodeCalculationError:   {xbezahldienste.ReactionFixCaller, true, false},
		xbezahldienste.CodeValidationError:    {xbezahldienste.ReactionFixCaller, true, false},
		xbezahldienste.CodePaymentExists:      {xbezahldienste.ReactionExists, false, true},
		xbezahldienste.CodeForbidden:          {xbezahldienste.ReactionAuthenticate, false, false},
		xbezahldienste.CodeUnspecified:        {xbezahldienste.ReactionRetry, false, false},
		"CODE_OF_TOMORROW":                    {xbezahldienste.ReactionRetry, false, false},
	} {
		require.Equal(t, tt.reaction, code.Reaction())
		client, _ := fixed(t, 400, "application/problem+json", `{"status":400,"title":"x","detail":"Erika Mustermann","functionalCode":"`+string(code)+`"}`)
		_, err := client.Create(t.Context(), order())
		p, ok := errors.AsType[*xbezahldienste.ProblemError](err)
		require.True(t, ok)
		require.Equal(t, code, p.FunctionalCode)
		require.NotContains(t, err.Error(), "Mustermann")
		require.Equal(t, tt.refused, errors.Is(err, payment.ErrRefused), code)
		require.Equal(t, tt.exists, errors.Is(err, payment.ErrExists), code)
		client, _ = fixed(t, 500, "application/problem+json", `{"functionalCode":"VALIDATION_ERROR"}`)
		_, err = client.Create(t.Context(), order())
		require.NotErrorIs(t, err, payment.ErrRefused, "a broken service refuses nothing for good")
	}
}

// reply is a transaction as a service writes it.
func reply(status, extra string) string {
	return `{"paymentInformation":{"transactionId":"T1","status":"` + status + `"` + extra + `},"paymentRequest":{"requestId":"` + requestID +
		`","currency":"EUR","grosAmount":7.5,"items":[{"id":"1","totalNetAmount":7.5e0,"totalTaxAmount":0}]}}`
}

func TestStatus_ReadsWhatServicesWrite(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       payment.Status
	}{
		{"initial", reply("INITIAL", `,"transactionRedirectUrl":"https://pay.example/1"`), payment.StatusOpen},
		{"paid", reply(xbezahldienste.StatusPayed, `,"transactionTimestamp":"2026-01-31T12:00:00.000+01:00","paymentMethod":"GIROPAY"`), payment.StatusPaid},
		{"paid without a time", reply(xbezahldienste.StatusPayed, `,"paymentMethod":"WERO"`), payment.StatusPaid},
		{"failed", reply("FAILED", ""), payment.StatusFailed},
		{"canceled", reply("CANCELED", ""), payment.StatusCanceled},
		{"a status of tomorrow", reply("AUTHORIZED", ""), payment.StatusUnknown},
		{"members of tomorrow", reply("FAILED", `,"refunds":[]`), payment.StatusFailed},
	} {
		for _, status := range []int{200, 201} {
			client, _ := fixed(t, status, "application/json; charset=utf-8", tt.body)
			report, err := client.Status(t.Context(), "T1")
			require.NoError(t, err, tt.name)
			require.Equal(t, tt.want, report.Status, tt.name)
			require.Equal(t, payment.Cents(750), report.Amount)
			require.Equal(t, []payment.ReportItem{{ID: "1", Net: payment.Cents(750), Tax: payment.Cents(0)}}, report.Items)
			require.Equal(t, requestID, report.RequestID)
		}
	}
	for name, tt := range map[string]struct {
		status          int
		mediaType, body string
	}{
		"a page for people":         {200, "text/html", "<!doctype html>"},
		"half an answer":            {200, "application/json", reply(xbezahldienste.StatusPayed, "")[:60]},
		"a quoted amount":           {200, "application/json", strings.Replace(reply(xbezahldienste.StatusPayed, ""), `7.5,`, `"7.50",`, 1)},
		"a third decimal":           {200, "application/json", strings.Replace(reply(xbezahldienste.StatusPayed, ""), `7.5,`, `7.505,`, 1)},
		"no status":                 {200, "application/json", `{"paymentInformation":{"transactionId":"T1"}}`},
		"no pay page":               {200, "application/json", reply("INITIAL", "")},
		"a pay page that is script": {200, "application/json", reply("INITIAL", `,"transactionRedirectUrl":"javascript:alert(1)"`)},
		"no currency":               {200, "application/json", strings.Replace(reply(xbezahldienste.StatusPayed, ""), `"EUR"`, `""`, 1)},
		"endless":                   {200, "application/json", `"` + strings.Repeat("x", 2<<20) + `"`},
		"404 of a proxy":            {404, "text/html", "not here"},
		"404 without a code":        {404, "application/json", "{}"},
		"a redirect":                {302, "text/html", ""},
	} {
		client, _ := fixed(t, tt.status, tt.mediaType, tt.body)
		_, err := client.Status(t.Context(), "T1")
		require.Error(t, err, name)
		require.NotErrorIs(t, err, payment.ErrNotFound, name)
		require.NotErrorIs(t, err, payment.ErrRefused, name)
	}
	client, _ := fixed(t, 404, "application/problem+json", `{"functionalCode":"UNSPECIFIED"}`)
	_, err := client.Status(t.Context(), "T1")
	require.ErrorIs(t, err, payment.ErrNotFound)
}

func TestNew_RefusesWhatWouldLeak(t *testing.T) {
	for code, config := range map[string]xbezahldienste.Config{
		"XBD-CONFIG-01":       {BaseURL: "/api", OriginatorID: "o", EndPointID: "e"},
		"XBD-CONFIG-02":       {BaseURL: "http://pay.example", OriginatorID: "o", EndPointID: "e"},
		"XBD-ORIGINATORID-02": {BaseURL: "https://pay.example", OriginatorID: "../o", EndPointID: "e"},
		"XBD-ENDPOINTID-01":   {BaseURL: "https://pay.example", OriginatorID: "o"},
	} {
		_, err := xbezahldienste.New(config)
		require.ErrorContains(t, err, code)
	}
}

// A pay page without TLS under a service with it: somebody in between sends the
// payer where the money goes elsewhere.
func TestStatus_APayPageWithoutTLSIsNone(t *testing.T) {
	page := func(base, page string) error {
		client, err := xbezahldienste.New(xbezahldienste.Config{
			BaseURL: base, OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true,
			HTTP: &http.Client{Transport: answering(func(*http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
					Body: io.NopCloser(strings.NewReader(reply("INITIAL", `,"transactionRedirectUrl":"`+page+`"`))),
				}, nil
			})},
		})
		require.NoError(t, err)
		report, err := client.Status(t.Context(), "T1")
		require.True(t, err != nil || report.RedirectURL == page)
		return err
	}
	require.NoError(t, page("https://pay.example", "https://pay.example/1"))
	require.NoError(t, page("http://localhost:8090", "http://localhost:8090/1"), "a simulator on the same machine")
	require.NoError(t, page("http://localhost:8090", "https://pay.example/1"))
	for _, url := range []string{"http://pay.example/1", "HTTP://pay.example/1", "//pay.example/1", "/1", "ftp://pay.example/1", "javascript:alert(1)", "https:///1", ""} {
		require.ErrorIs(t, page("https://pay.example", url), payment.ErrReport, url)
	}
}

func TestErrors_DoNotNameTheTransaction(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: server.URL, OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true})
	require.NoError(t, err)
	server.Close()
	_, err = client.Status(t.Context(), "T-SECRET")
	require.ErrorContains(t, err, "no answer")
	require.NotContains(t, err.Error(), "T-SECRET")
}

func TestPing_TellsAnUnknownTenant(t *testing.T) {
	_, client := start(t, simulator.Config{Tenants: []string{"wohnsitz/09162000"}})
	err := client.Ping(t.Context())
	p, ok := errors.AsType[*xbezahldienste.ProblemError](err)
	require.True(t, ok)
	require.Equal(t, xbezahldienste.CodeNoEndpoint, p.FunctionalCode)
	require.Equal(t, http.StatusForbidden, p.Status)
}

func FuzzStatus(f *testing.F) {
	f.Add(200, reply(xbezahldienste.StatusPayed, ""))
	f.Add(400, `{"functionalCode":"FORBIDDEN"}`)
	f.Add(200, `{"paymentInformation":null}`)
	var status int
	var body string
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: "https://pay.example", OriginatorID: "o", EndPointID: "e",
		HTTP: &http.Client{Transport: answering(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
			}, nil
		})},
	})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, code int, text string) {
		status, body = 200+code%400, text
		report, err := client.Status(t.Context(), "T1")
		if err == nil {
			require.NotEmpty(t, report.Ref)
			require.True(t, report.Amount.IsSet())
			require.NotEmpty(t, report.Raw)
		}
	})
}

type answering func(*http.Request) (*http.Response, error)

func (f answering) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func FuzzSanitize(f *testing.F) {
	for _, seed := range []string{"Gebühr", "O'Neill", "a\u0308\u0308", "5/2026", "ẞ ﬃ Ǆ", strings.Repeat("ß", 30), "\u0308"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		request := order()
		request.Order.Purpose, request.Order.Description = text, text
		sane, _ := xbezahldienste.Sanitize(request.Order)
		again, changed := xbezahldienste.Sanitize(sane)
		require.Empty(t, changed)
		require.Equal(t, sane, again)
		request.Order = sane
		if sane.Purpose == "" {
			return
		}
		wire := xbezahldienste.NewPaymentRequest(request)
		require.Empty(t, wire.Findings())
	})
}

// SPDX-License-Identifier: Apache-2.0

package simulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

// open serves a simulator and opens a payment; it returns the pay page.
func open(t *testing.T) (client *xbezahldienste.Client, opened payment.Report, browser *http.Client) {
	t.Helper()
	service := simulator.New(simulator.Config{})
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	service.SetPublicURL(server.URL)
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: service.BaseURL(), OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true})
	require.NoError(t, err)
	order := paymenttest.Order()
	order.Description = "Für Köln"
	opened, err = client.Create(t.Context(), payment.Request{ID: "018f0000000070008000000000000001-1", Order: order})
	require.NoError(t, err)
	browser = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return client, opened, browser
}

// shown is what a browser got.
type shown struct {
	StatusCode int
	Header     http.Header
}

func get(t *testing.T, browser *http.Client, address string) (shown, string) {
	t.Helper()
	response, err := browser.Get(address)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return shown{response.StatusCode, response.Header}, string(body)
}

func send(t *testing.T, browser *http.Client, address string, form url.Values) (shown, string) {
	t.Helper()
	response, err := browser.PostForm(address, form)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return shown{response.StatusCode, response.Header}, string(body)
}

func TestPayPage_LeadsFromChoiceToOutcome(t *testing.T) {
	for _, tt := range []struct {
		name   string
		form   url.Values
		want   payment.Status
		method string
	}{
		{"card", url.Values{"action": {"pay"}, "method": {"card"}}, payment.StatusPaid, "CREDITCARD"},
		{"transfer", url.Values{"action": {"pay"}, "method": {"transfer"}}, payment.StatusPaid, "OTHER"},
		{"cancel", url.Values{"action": {"cancel"}}, payment.StatusCanceled, ""},
		{"time-out", url.Values{"action": {"timeout"}}, payment.StatusFailed, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client, opened, browser := open(t)
			response, _ := send(t, browser, opened.RedirectURL, tt.form)
			require.Equal(t, http.StatusSeeOther, response.StatusCode)
			require.Equal(t, "https://dienst.example/zurueck", response.Header.Get("Location"), "the address tells nothing of the outcome")
			report, err := client.Status(t.Context(), opened.Ref)
			require.NoError(t, err)
			require.Equal(t, tt.want, report.Status)
			require.Equal(t, tt.method, report.Method)

			response, body := get(t, browser, opened.RedirectURL)
			require.Equal(t, http.StatusOK, response.StatusCode)
			require.NotContains(t, body, "<form", "what is over cannot be paid")
			response, _ = send(t, browser, opened.RedirectURL, url.Values{"action": {"pay"}, "method": {"card"}})
			require.Equal(t, http.StatusSeeOther, response.StatusCode)
			again, err := client.Status(t.Context(), opened.Ref)
			require.NoError(t, err)
			require.Equal(t, report.Status, again.Status, "a second click changes nothing")
		})
	}
}

func TestPayPage_WorksWithoutJavaScriptAndIsAccessible(t *testing.T) {
	_, opened, browser := open(t)
	response, body := get(t, browser, opened.RedirectURL)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.NotContains(t, body, "<script")
	require.NotContains(t, body, "style=")
	require.NotRegexp(t, `\son\w+=`, body)
	require.Contains(t, body, `<html lang="de">`)
	require.Contains(t, body, "<title>Bezahlen: Meldebescheinigung</title>")
	require.Equal(t, 1, strings.Count(body, "<h1>"))
	require.Contains(t, body, "<main>")
	require.Contains(t, body, "<fieldset>")
	require.Contains(t, body, "<legend>")
	require.Contains(t, body, "7,50\u00a0€")
	for _, input := range regexp.MustCompile(`<input[^>]* id="(\w+)"`).FindAllStringSubmatch(body, -1) {
		require.Contains(t, body, `<label for="`+input[1]+`">`)
	}
	csp := response.Header.Get("Content-Security-Policy")
	require.Equal(t, "default-src 'none'; style-src 'self'; form-action 'self' https://dienst.example; base-uri 'none'; frame-ancestors 'none'", csp)
	require.Equal(t, "no-store", response.Header.Get("Cache-Control"))
	require.Equal(t, "no-referrer", response.Header.Get("Referrer-Policy"))

	response, body = send(t, browser, opened.RedirectURL, url.Values{"action": {"pay"}})
	require.Equal(t, http.StatusUnprocessableEntity, response.StatusCode)
	require.Contains(t, body, `role="alert"`)
	require.Contains(t, body, `aria-invalid="true"`)
	response, _ = send(t, browser, opened.RedirectURL, url.Values{"action": {"steal"}})
	require.Equal(t, http.StatusBadRequest, response.StatusCode)
}

func TestPayPage_IsFoundByItsSecretOnly(t *testing.T) {
	_, opened, browser := open(t)
	at := strings.LastIndex(opened.RedirectURL, "/")
	require.GreaterOrEqual(t, len(opened.RedirectURL)-at-1, 26, "130 bits")
	for _, guess := range []string{opened.Ref, "x"} {
		response, _ := get(t, browser, opened.RedirectURL[:at+1]+guess)
		require.Equal(t, http.StatusNotFound, response.StatusCode)
		response, _ = send(t, browser, opened.RedirectURL[:at+1]+guess, url.Values{"action": {"pay"}})
		require.Equal(t, http.StatusNotFound, response.StatusCode)
	}
	page, err := url.Parse(opened.RedirectURL)
	require.NoError(t, err)
	response, body := get(t, browser, page.Scheme+"://"+page.Host+"/")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Contains(t, body, opened.Ref)
	response, body = get(t, browser, page.Scheme+"://"+page.Host+"/pay.css")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Contains(t, body, "outline")
}

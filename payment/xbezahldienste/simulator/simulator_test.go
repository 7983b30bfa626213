// SPDX-License-Identifier: Apache-2.0

package simulator_test

import (
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
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
	service := newSimulator(t, simulator.Config{})
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	service.SetPublicURL(server.URL)
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: service.BaseURL(), OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true})
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

// wellFormed holds a page against what every page must have.
func wellFormed(t *testing.T, header http.Header, body string) {
	t.Helper()
	require.NotContains(t, body, "<script")
	require.NotContains(t, body, "style=", "the policy would not let it")
	require.NotRegexp(t, `\son\w+=`, body)
	require.Contains(t, body, `<html lang="de">`)
	require.Regexp(t, `<title>[^<]+</title>`, body)
	for _, once := range []string{"<h1>", "<main ", "<header>"} {
		require.Equal(t, 1, strings.Count(body, once), once)
	}
	require.Contains(t, body, `<a class="skip" href="#inhalt">`)
	require.Contains(t, body, `<main id="inhalt"`)
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(body, -1) {
		require.False(t, ids[id[1]], "%s twice", id[1])
		ids[id[1]] = true
	}
	for _, reference := range regexp.MustCompile(` (?:for|aria-describedby|href)="#?([a-z]+)"`).FindAllStringSubmatch(body, -1) {
		require.True(t, ids[reference[1]], "%s leads nowhere", reference[1])
	}
	for _, input := range regexp.MustCompile(`<input[^>]* id="(\w+)"`).FindAllStringSubmatch(body, -1) {
		require.Contains(t, body, `<label for="`+input[1]+`">`)
	}
	// Whatever is said in German is said in English beside it.
	for _, element := range regexp.MustCompile(`(?s)<(h1|h2|caption|legend|label|button|th|a)\b[^>]*>(.*?)</(?:h1|h2|caption|legend|label|button|th|a)>`).FindAllStringSubmatch(body, -1) {
		if !strings.HasPrefix(element[2], "T-") { // the id of a payment is no language
			require.Contains(t, element[2], `<span lang="en">`, element[0])
		}
	}
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	require.Equal(t, "no-referrer", header.Get("Referrer-Policy"))
	require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self'; form-action 'self'")
}

func TestPayPage_WorksWithoutJavaScriptAndIsAccessible(t *testing.T) {
	_, opened, browser := open(t)
	response, body := get(t, browser, opened.RedirectURL)
	require.Equal(t, http.StatusOK, response.StatusCode)
	wellFormed(t, response.Header, body)
	require.Contains(t, body, "<title>Bezahlen: Meldebescheinigung – Bezahldienst-Simulator</title>")
	require.Contains(t, body, `<fieldset role="radiogroup" aria-required="true">`)
	require.Contains(t, body, "7,50\u00a0€")
	require.NotContains(t, body, "aria-invalid")
	csp := response.Header.Get("Content-Security-Policy")
	require.Equal(t, "default-src 'none'; style-src 'self'; form-action 'self' https://dienst.example; base-uri 'none'; frame-ancestors 'none'", csp)

	response, body = send(t, browser, opened.RedirectURL, url.Values{"action": {"pay"}})
	require.Equal(t, http.StatusUnprocessableEntity, response.StatusCode)
	wellFormed(t, response.Header, body)
	require.Contains(t, body, "<title>Fehler: Bezahlen: Meldebescheinigung", "the first thing that is read aloud")
	require.Contains(t, body, `<div class="problem" id="problem" role="alert">`)
	require.Contains(t, body, `<a href="#card">`, "the way to the place")
	require.Contains(t, body, `aria-invalid="true" aria-describedby="problem"`)
	response, _ = send(t, browser, opened.RedirectURL, url.Values{"action": {"steal"}})
	require.Equal(t, http.StatusBadRequest, response.StatusCode)

	response, _ = send(t, browser, opened.RedirectURL, url.Values{"action": {"cancel"}})
	require.Equal(t, http.StatusSeeOther, response.StatusCode)
	response, body = get(t, browser, opened.RedirectURL)
	wellFormed(t, response.Header, body)
	require.Contains(t, body, "Diese Zahlung ist abgeschlossen: abgebrochen <span lang=\"en\">(this payment is over: canceled)</span>")
	require.Contains(t, body, `<a href="https://dienst.example/zurueck">`)
	for _, path := range []string{"/", "/pay/nothing"} {
		page, err := url.Parse(opened.RedirectURL)
		require.NoError(t, err)
		response, body = get(t, browser, page.Scheme+"://"+page.Host+path)
		wellFormed(t, response.Header, body)
	}
}

// luminance and contrast are those of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	require.NoError(t, err)
	channel := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestPayPage_HasTheContrastThatItsStyleSheetSays(t *testing.T) {
	_, opened, browser := open(t)
	page, err := url.Parse(opened.RedirectURL)
	require.NoError(t, err)
	_, css := get(t, browser, page.Scheme+"://"+page.Host+"/pay.css")
	schemes := strings.Split(css, "@media (prefers-color-scheme: dark)")
	require.Len(t, schemes, 2)
	for _, scheme := range schemes {
		colour := map[string]string{}
		for _, found := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(scheme, -1) {
			colour[found[1]] = found[2]
		}
		require.Len(t, colour, 7)
		for pair, least := range map[[2]string]float64{
			{"text", "ground"}: 4.5, {"action", "ground"}: 4.5, {"on-action", "action"}: 4.5, {"problem", "ground"}: 4.5,
			{"edge", "ground"}: 3, {"focus", "ground"}: 3,
		} {
			require.GreaterOrEqual(t, contrast(t, colour[pair[0]], colour[pair[1]]), least, "%v", pair)
		}
	}
	rest := regexp.MustCompile(`--[a-z-]+: #[0-9a-f]{6};`).ReplaceAllString(css, "")
	require.NotRegexp(t, `#[0-9a-f]{3,6}|rgb`, rest, "every colour is one of these")
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

func newSimulator(t *testing.T, config simulator.Config) *simulator.Service {
	t.Helper()
	service, err := simulator.New(config)
	require.NoError(t, err)
	return service
}

// SPDX-License-Identifier: Apache-2.0

package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

// wire is a request as a client in another language writes it.
const wire = `{"requestId":"r-1","requestTimestamp":"2026-01-31T12:00:00.000Z","currency":"EUR","grosAmount":7.5,"purpose":"Meldebescheinigung",` +
	`"redirectUrl":"https://dienst.example/zurueck","items":[{"id":"1","reference":"a","taxRate":0,"quantity":1,"totalNetAmount":7.50,"totalTaxAmount":0,` +
	`"singleNetAmount":7.50,"singleTaxAmount":0}]}`

// post sends one request to a simulator without any client of ours in between.
func post(t *testing.T, service http.Handler, contentType, body string) (int, string, []byte) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://pay.example/api/paymenttransaction/o/e", strings.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	recorder := httptest.NewRecorder()
	service.ServeHTTP(recorder, request)
	answer, err := io.ReadAll(recorder.Body)
	require.NoError(t, err)
	return recorder.Code, recorder.Header().Get("Content-Type"), answer
}

func TestAPI_JudgesARequestItself(t *testing.T) {
	item := wire[strings.Index(wire, `{"id"`):strings.Index(wire, "]}")]
	many := func(n int) string {
		items := make([]string, n)
		for i := range items {
			items[i] = strings.NewReplacer(`"id":"1"`, `"id":"`+strconv.Itoa(i)+`"`, "7.50", "0.00").Replace(item)
		}
		items[0] = item
		return strings.Replace(wire, item, strings.Join(items, ","), 1)
	}
	for name, tt := range map[string]struct {
		contentType, body string
		status            int
		code              xbezahldienste.FunctionalCode
	}{
		"as it should be":            {"application/json", wire, 200, ""},
		"with a character set":       {"application/json; charset=utf-8", wire, 200, ""},
		"99 items":                   {"application/json", many(99), 200, ""},
		"100 items":                  {"application/json", many(100), 400, xbezahldienste.CodeValidationError},
		"no items":                   {"application/json", strings.Replace(wire, item, "", 1), 400, xbezahldienste.CodeValidationError},
		"another sum":                {"application/json", strings.Replace(wire, `"grosAmount":7.5`, `"grosAmount":7.51`, 1), 400, xbezahldienste.CodeCalculationError},
		"nothing to pay":             {"application/json", strings.ReplaceAll(wire, "7.5", "0"), 400, xbezahldienste.CodeValidationError},
		"above the limit":            {"application/json", strings.ReplaceAll(wire, "7.5", "999999.0"), 200, ""},
		"a cent above the limit":     {"application/json", strings.ReplaceAll(strings.ReplaceAll(wire, "7.50", "999999.01"), "7.5,", "999999.01,"), 400, xbezahldienste.CodeValidationError},
		"a third decimal":            {"application/json", strings.Replace(wire, `"grosAmount":7.5`, `"grosAmount":7.501`, 1), 400, xbezahldienste.CodeValidationError},
		"a quoted amount":            {"application/json", strings.Replace(wire, `"grosAmount":7.5`, `"grosAmount":"7.5"`, 1), 400, xbezahldienste.CodeValidationError},
		"a negative amount":          {"application/json", strings.ReplaceAll(wire, "7.5", "-7.5"), 400, xbezahldienste.CodeValidationError},
		"francs":                     {"application/json", strings.Replace(wire, "EUR", "CHF", 1), 400, xbezahldienste.CodeValidationError},
		"an umlaut in the purpose":   {"application/json", strings.Replace(wire, "Meldebescheinigung", "Gebühr", 1), 400, xbezahldienste.CodeValidationError},
		"28 characters":              {"application/json", strings.Replace(wire, "Meldebescheinigung", strings.Repeat("x", 28), 1), 400, xbezahldienste.CodeValidationError},
		"null where nothing belongs": {"application/json", strings.Replace(wire, `"grosAmount":7.5`, `"grosAmount":null`, 1), 400, xbezahldienste.CodeValidationError},
		"a member nobody knows":      {"application/json", strings.Replace(wire, `{"requestId"`, `{"x":1,"requestId"`, 1), 400, xbezahldienste.CodeValidationError},
		"no JSON":                    {"application/json", "requestId=1", 400, xbezahldienste.CodeValidationError},
		"a form":                     {"application/x-www-form-urlencoded", wire, 400, xbezahldienste.CodeValidationError},
		"endless":                    {"application/json", wire + strings.Repeat(" ", 2<<20), 400, xbezahldienste.CodeValidationError},
	} {
		status, mediaType, answer := post(t, newSimulator(t, simulator.Config{PublicURL: "https://pay.example"}), tt.contentType, tt.body)
		require.Equal(t, tt.status, status, "%s: %s", name, answer)
		if tt.code == "" {
			var transaction xbezahldienste.PaymentTransaction
			require.NoError(t, json.Unmarshal(answer, &transaction), name)
			require.Equal(t, "application/json", mediaType)
			require.Equal(t, xbezahldienste.StatusInitial, transaction.PaymentInformation.Status)
			require.Equal(t, "r-1", transaction.PaymentRequest.RequestID)
			require.NotContains(t, string(answer), "null")
			continue
		}
		var problem xbezahldienste.ProblemError
		require.NoError(t, json.Unmarshal(answer, &problem), name)
		require.Equal(t, "application/problem+json", mediaType, name)
		require.Equal(t, tt.code, problem.FunctionalCode, name)
		require.Equal(t, tt.status, problem.Status, name)
		require.NotEmpty(t, problem.Type)
		require.NotEmpty(t, problem.Title)
	}
}

func TestAPI_AnswersARepeatedRequestAsConfigured(t *testing.T) {
	for _, repeatIsError := range []bool{false, true} {
		service := newSimulator(t, simulator.Config{PublicURL: "https://pay.example", RepeatIsError: repeatIsError})
		_, _, first := post(t, service, "application/json", wire)
		status, _, again := post(t, service, "application/json", wire)
		if repeatIsError {
			require.Equal(t, http.StatusConflict, status)
			require.Contains(t, string(again), `"PAYMENT_EXISTS"`)
		} else {
			require.Equal(t, http.StatusOK, status)
			require.JSONEq(t, string(first), string(again))
		}
		status, _, other := post(t, service, "application/json", strings.Replace(wire, "Meldebescheinigung", "Anderes", 1))
		require.Equal(t, http.StatusConflict, status, "the same id with other content is no repetition")
		require.Contains(t, string(other), `"PAYMENT_EXISTS"`)
	}
}

func TestAPI_KnowsItsTenantsAndItsPaths(t *testing.T) {
	service := newSimulator(t, simulator.Config{Tenants: []string{"o/e"}, User: "kasse", Password: "geheim"})
	for _, tt := range []struct {
		method, path, user, password string
		status                       int
	}{
		{http.MethodGet, "/api/status/o/e", "kasse", "geheim", 200},
		{http.MethodGet, "/api/status/o/e", "kasse", "falsch", 401},
		{http.MethodGet, "/api/status/o/e", "", "", 401},
		{http.MethodGet, "/api/status/o/x", "kasse", "geheim", 403},
		{http.MethodGet, "/api/paymenttransaction/o/e/none", "kasse", "geheim", 404},
		{http.MethodGet, "/api/paymentTransaction/o/e/none", "kasse", "geheim", 404},
		{http.MethodPut, "/api/paymenttransaction/o/e", "kasse", "geheim", 405},
		{http.MethodGet, "/other", "", "", 404},
	} {
		request := httptest.NewRequestWithContext(t.Context(), tt.method, "https://pay.example"+tt.path, http.NoBody)
		if tt.user != "" {
			request.SetBasicAuth(tt.user, tt.password)
		}
		recorder := httptest.NewRecorder()
		service.ServeHTTP(recorder, request)
		require.Equal(t, tt.status, recorder.Code, "%s %s", tt.method, tt.path)
	}
}

// SPDX-License-Identifier: Apache-2.0

// Package direkt asks a handler of the same process as if it were reached over a network:
// how the examples reach the services that they pretend.
package direkt

import (
	"bytes"
	"io"
	"net/http"
)

// Client asks h, whatever the address.
func Client(h http.Handler) *http.Client { return &http.Client{Transport: direkt{h}} }

type direkt struct{ http.Handler }

// antwort keeps what a handler answers.
type antwort struct {
	bytes.Buffer

	kopf http.Header
	code int
}

func (a *antwort) Header() http.Header  { return a.kopf }
func (a *antwort) WriteHeader(code int) { a.code = code }

func (d direkt) RoundTrip(r *http.Request) (*http.Response, error) {
	a := &antwort{kopf: http.Header{}, code: http.StatusOK}
	d.ServeHTTP(a, r)
	return &http.Response{StatusCode: a.code, Header: a.kopf, Body: io.NopCloser(&a.Buffer), ContentLength: int64(a.Len()), Request: r}, r.Context().Err()
}

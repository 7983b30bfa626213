// SPDX-License-Identifier: Apache-2.0

package xmlstream_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

func sample() string {
	return `<x:liste xmlns:x="urn:example">` + strings.Repeat(`<x:eintrag nr="17"><x:name sprache="de">Straße &amp; Platz</x:name><x:code><code>012</code></x:code><x:text>Ein Satz von mittlerer Länge, wie er oft vorkommt.</x:text></x:eintrag>`+"\n", 2000) + `</x:liste>`
}

func BenchmarkReader(b *testing.B) {
	doc := sample()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r := xmlstream.NewReader(strings.NewReader(doc), xmlstream.Limits{})
		for {
			if _, err := r.Next(); err != nil {
				if !errors.Is(err, io.EOF) {
					b.Fatal(err)
				}
				break
			}
		}
	}
}

func BenchmarkEncodingXMLToken(b *testing.B) {
	doc := sample()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r := xml.NewDecoder(strings.NewReader(doc))
		for {
			if _, err := r.Token(); err != nil {
				if !errors.Is(err, io.EOF) {
					b.Fatal(err)
				}
				break
			}
		}
	}
}

func BenchmarkEncodingXMLUnmarshal(b *testing.B) {
	doc := sample()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var v struct {
			E []struct {
				Nr   string `xml:"nr,attr"`
				Name string `xml:"urn:example name"`
				Code struct {
					Code string `xml:"code"`
				} `xml:"urn:example code"`
				Text string `xml:"urn:example text"`
			} `xml:"urn:example eintrag"`
		}
		if err := xml.Unmarshal([]byte(doc), &v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReaderStep(b *testing.B) {
	doc := sample()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r := xmlstream.NewReader(strings.NewReader(doc), xmlstream.Limits{})
		for {
			if _, err := r.Step(); err != nil {
				if !errors.Is(err, io.EOF) {
					b.Fatal(err)
				}
				break
			}
		}
	}
}

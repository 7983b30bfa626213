// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"encoding/xml"
	"strings"
)

const producer = "Bausteine"

// info is the old document information; it says the same as the XMP packet.
func (d Document) info() string {
	s := "<</Title" + textString(d.Title) + "/Author" + textString(d.Author) + "/Producer" + textString(producer)
	if d.Subject != "" {
		s += "/Subject" + textString(d.Subject)
	}
	day := d.Created.UTC().Format("D:20060102150405+00'00'")
	return s + "/CreationDate(" + day + ")/ModDate(" + day + ")>>"
}

// xmp claims PDF/A-2a and PDF/UA-1. PDF/A wants the second schema described.
func (d Document) xmp() []byte {
	esc := func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer does not fail
		return b.String()
	}
	day := d.Created.UTC().Format("2006-01-02T15:04:05Z")
	subject := ""
	if d.Subject != "" {
		subject = `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + esc(d.Subject) + `</rdf:li></rdf:Alt></dc:description>`
	}
	return []byte(strings.NewReplacer("$TITLE", esc(d.Title), "$AUTHOR", esc(d.Author), "$LANG", esc(d.Language), "$DAY", day,
		"$PRODUCER", producer, "$SUBJECT", subject).Replace(xmpPacket))
}

const xmpPacket = `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">$TITLE</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>$AUTHOR</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>$LANG</rdf:li></rdf:Bag></dc:language>
$SUBJECT
<xmp:CreateDate>$DAY</xmp:CreateDate><xmp:ModifyDate>$DAY</xmp:ModifyDate>
<pdf:Producer>$PRODUCER</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`

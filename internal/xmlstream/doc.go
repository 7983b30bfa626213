// SPDX-License-Identifier: Apache-2.0

// Package xmlstream reads XML of unknown origin one token at a time and within
// hard limits.
//
//	r := xmlstream.NewReader(file, xmlstream.Limits{Depth: 40})
//	for {
//		tok, err := r.Next() // xml.StartElement, xml.EndElement or xml.CharData
//		if errors.Is(err, io.EOF) { break }
//		…
//	}
//
// It is a reader of its own and not one around encoding/xml, whose decoder
// bounds neither the size of a token nor the depth of nesting nor the length of
// a document, and takes its time. A [Reader] bounds all three, keeps no more
// than one token, refuses every document type declaration, and insists on
// exactly one root element with no attribute given twice. What it accepts,
// encoding/xml accepts and reads the same, but for names with letters that only
// later editions of XML allow; it is stricter where XML is.
//
// Names come with their namespace URI, so a prefix means nothing; a prefix that
// is bound to nothing stays in place of the URI and matches none. [Reader.Next]
// hands out the token types of encoding/xml; [Reader.Step] does without them
// where speed counts.
//
// Documents are UTF-8, with or without a byte order mark. ISO-8859-1 is read
// where the caller allows it and the document declares it; every other encoding
// is refused.
//
// An error is an [*Error] with line and column around one of [ErrSyntax],
// [ErrLimit], [ErrDTD], [ErrEncoding], or around the error of the source. It
// repeats no text of the document. A Reader serves one goroutine.
package xmlstream

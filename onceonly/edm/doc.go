// SPDX-License-Identifier: Apache-2.0

// Package edm reads and writes the messages of the EU once-only technical system
// (OOTS): evidence request, response and error response of the Evidence Exchange
// Data Model, as published in the Technical Design Documents. It reads versions
// 1.2 and 2.0 and writes version 2.0 (identifier oots-edm:v2.0).
//
//	message, err := edm.Parse(body)
//	for _, finding := range message.Check(edm.Rules{}) {
//		fmt.Println(finding.Code, finding.Pointer)
//	}
//
// # Model
//
// A [Message] keeps the whole document, also what this package has no words for,
// and writes it again with the same meaning. Namespaces are bound by URI, never by
// prefix, also in the values of xsi:type. Methods such as Person or Exceptions
// give typed views. [NewRequest], [NewResponse] and [NewErrorResponse] make messages.
//
// [ParseEnvelope] reads what an access point hands over: the ebMS header and the
// payloads. [VerifyDirectoryAnswer] checks an answer of the common services before
// anybody reads it.
//
// # Limits and errors
//
// A message is read up to 16 MiB, 64 levels, 200,000 elements and attributes and 32
// namespaces, without document type declarations; an envelope up to 64 MiB.
// ErrSyntax: not well-formed or beyond a limit. ErrUnknown: well-formed, but nothing of this format. Breaches of the
// format's rules are findings, all at once.
//
// # What it does not do
//
// The rules are a port of the structural ones that are known here, not the whole
// official Schematron. A legal person, a representative and a ReturnLocation in a
// request are kept and counted by the rules, but have no view: no sample of them
// was at hand. A preview is a second request with PreviewLocation; the waiting and
// its timers are the caller's. Messages are not signed: the access point signs.
package edm

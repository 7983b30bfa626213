// SPDX-License-Identifier: Apache-2.0

// Package xnachweis reads and writes the messages with which authorities in
// Germany ask registers for evidence: DE.EvidenceRequest.0101,
// DE.EvidenceResponse.0102 and DE.EvidenceErrorResponse.0103 of XNachweis 1.4.
//
// Source: XNachweis 1.4, specification of 5 June 2025, in its published text. The
// schemas themselves were not at hand and no sample message is published, so
// this package claims no conformity: validate against the official schemas before
// the first message leaves.
//
//	message, err := xnachweis.Parse(body)
//	findings := message.Check(xnachweis.Rules{AtProvider: true})
//	person, natural := message.Person()
//
// # Model
//
// A [Message] keeps the whole document, also what this package has no words for,
// and writes it again with the same meaning. The root is bound by its namespace
// URI; inside, a name counts only in one of the four namespaces of XNachweis, in
// that of the XÖV-Basisnachricht or in none, whatever the prefix. [NewRequest],
// [NewResponse] and [NewErrorResponse] make messages.
//
// The message's UUID is its idempotency key: a message that is sent once more
// keeps it, a corrected one needs a new one. An answer names the request as
// "urn:uuid:" and that UUID; see [Message.Answers].
//
// An answer without evidence but with a time ([Message.AvailableAt]) is deferred:
// ask again from then on. It does not mean that something will be delivered later.
//
// # Limits and errors
//
// A message is read up to 32 MiB, since evidence travels in it, 64 levels, 200,000
// elements and attributes and 32 namespaces, without document type declarations. ErrSyntax: not well-formed or beyond a
// limit. ErrUnknown: well-formed, but none of the three messages. Breaches of the
// format's rules are findings, all at once.
//
// # Personal data
//
// Messages, persons and objects are masked in every formatting verb. No error
// and no finding quotes the document.
//
// # Concurrency
//
// A Message is immutable and may be used by any number of goroutines.
//
// # What it does not do
//
// The published text shows the namespaces of elements only in its rules: what
// stands directly in a message belongs to the namespace of the national messages, what
// stands deeper to that of the building blocks, and "code" to none. NewRequest and
// its siblings carry that over to the elements that no rule mentions. The values
// of the attributes standard and version, the list attributes of codes and
// what stands inside of reader and author are not part of what is known here; the
// last two are taken and kept as whole elements. The XML signature of an object
// is looked at for the rules against wrapping and weak digests, not verified.
package xnachweis

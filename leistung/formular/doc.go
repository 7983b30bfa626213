// SPDX-License-Identifier: Apache-2.0

// Package formular describes a form once and checks applications against it.
//
// A form is declared in Go, or made of an official schema in XDatenfelder:
//
//	form, err := formular.New(formular.Kopf{ID: "hundesteuer", Titel: "Anmeldung zur Hundesteuer"},
//		formular.Gruppe("halter", "Halterin oder Halter",
//			formular.Text("familienname", "Familienname").Len(1, 120).Chars(din91379.A)),
//		formular.Gruppe("hunde", "Ihre Hunde",
//			formular.Text("name", "Rufname"),
//			formular.Datum("seit", "Im Haushalt seit")).Times(1, 5))
//
//	findings := form.Validate(data)  // everything that is wrong, at once
//	schema, err := form.JSONSchema() // the same form for FIT-Connect
//
// # Model
//
// An [Element] is plain data: a field, a group, a choice of which exactly one is
// given, or a note. An element is given once unless Optional or Times say
// otherwise; one that may be given several times is an array in the data. A group
// that is missing is an empty one, so what is missed is always a field. [New]
// checks that all of this fits together.
//
// OnlyIf and RequiredIf bind an element to answers before it, compared with what
// these can be ([Is], [In], [AtLeast], [AtMost], [Given]), in the same row, in
// groups around and in groups before. Because they look back only, one pass from
// front to back decides what is asked, and an answer that is not asked is seen by
// nothing behind it.
//
// Text is bound to the characters of German registers (DIN 91379) by Chars, as
// fields of type text_latin in XDatenfelder are to data type C. No text may hold
// control characters that XML and databases cannot take (U+0000 and the like).
//
// The data are nested JSON objects with the names of the elements as keys and
// nothing beside them. Numbers are compared in their decimal spelling, so no
// amount is rounded. Zero is an answer; nothing is none.
//
// # Drafts
//
// An [Entwurf] is an application being filled in. It keeps what a source said,
// with its origin, beside what the person made of it. What is not asked any more
// stays in it and comes back with its question, but leaves it nowhere:
// [Entwurf.Data] and [Entwurf.Check] hold only what is asked. A draft outlives a
// change of the form, see [Formular.ParseEntwurf].
//
// [Kopf].Schritte are the steps in which a person fills in the form;
// [Antworten.Schritte] tells how far each is.
//
// # Rules
//
// What goes beyond the elements, a [Regel] checks in code: on the day, with the
// level and the parameters that come with [Umstaende], and only where all it reads
// was asked, is given and valid. [Formular.Check] and [Entwurf.Check] run the
// rules and hand out the answers; [Formular.Validate] is the form alone.
//
// # Findings
//
// A finding ([recht.Befund]) has a stable code (see [Codes]), the JSON pointer of
// the element, its norms and a text in the languages of the form. It never repeats
// what was answered; only the text about a key that the form does not know names
// that key. Findings come all at once, sorted by place; a document that is not
// JSON has one. [Formular.JSONSchema] says where Validate asks for more than the
// schema can express.
//
// Documents are bounded: 16 MiB, 64 levels, 200,000 values, 1,000 findings.
//
// # Errors
//
// [ErrModell] reports a form that contradicts itself, with every contradiction.
// Validate has no error: whatever the input, the answer is a list of findings.
//
// # Concurrency
//
// A [Formular] is immutable and may be used by any number of goroutines. An
// Entwurf serves one at a time.
//
// # Limits
//
// Rules of an official schema that go beyond structure are prose; package xdfform,
// which makes the form of a schema, lists them instead of pretending to check them.
// Scripts are never executed. Attachments are checked by name, kind and size, not by
// content.
package formular

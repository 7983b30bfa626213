// SPDX-License-Identifier: Apache-2.0

// Package rollout says where the roll-out of online services to authorities
// stands, and does not flatter.
//
//	buch, err := rollout.NewBuch(programm)             // services × Land × day, as data
//	err = buch.AddSoll(soll...)                        // who is due, from when, with which Gemeinden
//	err = buch.Add(events...)                          // what happened to each connection
//	sicht := buch.At(rollout.Heute(today))
//	d := sicht.Deckung(key, rollout.MustParseGebiet("16"))
//	fmt.Println(d.Traeger)                             // 120 von 189 Verwaltungen (63,4 %)
//
// # Model
//
// There are two logs of events beside each other. One says who is due for a
// service (Soll): each authority with its Gemeinden, dated, with a reason. It is
// never the product of services and Kommunen: in Thüringen 189 authorities
// register residents, and other ones grant Wohngeld. The other log says what
// happened to each connection. A merger, a Gemeinde that changes its Verband, a
// refusal, a suspension are events, and a correction is an event that stands in
// the place of another one.
//
// Both have two axes of time: the day of the fact and the instant of its
// recording. A Stichtag names a day on each, so that the report of last month
// comes out as it was, also after a correction.
//
// # Life cycle
//
// Twelve states (Stand) and fifteen events that lead to them are one table;
// Diagram draws it. Apply is its pure step: it refuses with all conditions that
// are missing, G1 to G13, each with the party that must move. Being blocked is a
// flag beside the state. What is imported from elsewhere is folded as it was
// recorded, also where steps are missing.
//
// # Figures
//
// An Anteil has numerator and denominator, their unit, the days of both, and the
// rule of counting. It is rounded down and says 100 % only where it is all of
// them. Live is the state produktiv alone; authorities, Gemeinden and
// inhabitants are three figures, never one computed from another. A difference
// of two days is split by five causes that sum up (Unterschied). Times in a
// state count open visits with what they lasted so far (Dauer).
//
// What an office reports is one truth. What the federal portal lists, what
// answers there and what is used are others: see Abgleich. The forecast is
// package prognose; those that were made are kept, calibrate later ones, and are
// counted by whether their bands held (Buch.Keep, Treffer).
//
// # Keeping
//
// A Leitstelle keeps a programme on the store of the process:
//
//	l, err := rollout.NewLeitstelle(ctx, store, programm, rollout.Config{})
//	stand, befunde, err := l.Do(ctx, event, lage)      // asks the life cycle
//	err = l.Record(ctx, soll, events)                  // keeps what happened elsewhere
//	d := l.Buch().At(rollout.Heute(today)).Deckung(key, gebiet)
//
// Einstellungen keeps beside it what each authority has set for a service: a value
// that the service declares, dated and checked. It is the source of parameters for
// a service of the kit, in which only those take part who are live; Sicht.Auskunft is
// what a person learns of the others.
//
// Without it a Buch comes and goes as JSON Lines (Import, Export). Package pvog
// reads the federal catalogue, xzufipvog the feed of a Zuständigkeitsfinder, and
// programme holds the programmes that are known by name.
//
// # Errors
//
// ErrSyntax says that a text is malformed, ErrUnknown that it is well formed and
// not there, ErrEvent that an event lacks something, ErrConflict that its id is
// known with other content. No error repeats content.
//
// # Concurrency
//
// A Buch may be used by any number of goroutines; values never change.
//
// # Persons
//
// An event names a role and a pseudonymous id. Names, telephones and addresses
// of contacts belong in another store that erases.
package rollout

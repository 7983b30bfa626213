// SPDX-License-Identifier: Apache-2.0

// Package onlinedienst is the kit for online services: a service is one Go value.
//
// What a person answers is a struct; its json names are the keys on the wire. Each
// question is a typed handle that is bound to a field of the struct and used in
// conditions, rules, evidence and tests, so the compiler knows every use:
//
//	hund  := onlinedienst.Text(func(a *Antrag) *string { return &a.Rufname }, onlinedienst.T("Rufname", "Name of the dog"))
//	seit  := onlinedienst.Datum(func(a *Antrag) *datum.Datum { return &a.Seit }, onlinedienst.T("Im Haushalt seit", "In the household since"))
//
//	dienst := onlinedienst.Dienst[Antrag, Satzung]{
//		Name:   "hundesteuer",
//		Seiten: []onlinedienst.Seite[Antrag]{onlinedienst.Zeige("hund", hund, seit)},
//		Regeln: []onlinedienst.Regel[Antrag, Satzung]{…},
//		…
//	}
//	findings := dienst.Check() // all contradictions, before the first request
//
// # Adding a field
//
// One struct field, one handle, its texts. The page, the check page, what is
// delivered and what is erased follow.
//
// # What is asked
//
// Conditions look back only, so one pass from front to back decides what is asked
// ([formular]). What is not asked any more stays in the draft, comes back with its
// question, and leaves nowhere: no rule, no fee, no page and no delivery sees it.
// [Ergibt] computes answers that nobody is asked for, an age or a sum, from what
// stands before.
//
// # Rules
//
// A [Regel] has its norms and the days on which it holds, and runs only where all
// that it reads was asked, is given and valid. What each Kommune sets for itself
// is a struct, dated by [Kommunen].
//
// # Evidence
//
// A [Nachweis] fills answers in. The consent is computed from what it fills
// ([Nachweis.Fields]): nothing else can be asked for. The person decides on the
// very text of the page, neither way chosen beforehand; a broker fetches ([Abrufe]);
// what came is shown before it is used and is in the draft when it is handed over,
// both in one commit. What is asked for is in the draft before anybody is asked, so
// a crash goes on with the same retrieval. What a source said stays beside what the
// person made of it, with its origin. Where another authority becomes responsible,
// what was fetched for the first one is gone, and the person is asked again.
//
// # Certificates
//
// A [Bescheinigung] is what somebody else states for the person, a landlord or an
// employer: the person makes a link and passes it on. Whoever has it, and nobody else,
// sees what they are asked and the few answers that the service declares, and answers
// once; there is no account and no list of links. The person looks at what came, takes it
// over or does without: what they wrote stays their answer, with what was certified beside
// it. Links end after some days, of which the person is reminded, when they are taken
// back, and with the draft. What comes after the application was handed in lies at the
// desk; it is not delivered anew to an authority that works elsewhere.
//
// # Files
//
// [Dateien] asks for files: PDF, JPEG or PNG by their content and their ending, of
// bounded size. They stream past memory until all have come, a [Virenscanner] looks
// into them, and pictures lose where and when they were taken. A file and the draft that names it are one commit, also where
// something else on the page is wrong; what no draft names is not kept.
//
// # Pages
//
// [New] makes a handler of services: start page, login ([nutzerkonto]), list of
// tasks, pages of questions, rows with add, change and remove, check page, fee,
// submission, status. They work without JavaScript, in German and English. What is
// typed is in the draft at once, also what cannot be read, what a second window
// wrote, and what came after the session had ended. An application goes to the one
// authority that is responsible ([zustaendigkeit]); where none is, the page says so
// and keeps the draft.
//
// A fee is paid first, once for one assessment ([Kasse]), and the application goes
// off as soon as it is, whether or not the browser comes back ([Server.Paid]).
// Meanwhile what was confirmed is not changed.
//
// # Procedures
//
// A service may bring the course that law gives its cases ([Dienst].Verfahren), from the
// parts of package verfahren; its cases then lie in package fall ([Akten]). Several fill
// in, each with a login and pages of their own; what they state together stands on pages
// that are [Seite.Shared], and what one learns of the other is listed ([Kennt]): nothing
// else of another is loaded. It is handed in as soon as all have confirmed what they see
// now. Registers are asked in the dialogue ([Pruefung]), a machine decides where the
// table lets it ([Automat]), and periods act at their end also when nobody is there.
//
// # What ends
//
// [Ablauf] reminds people, once, that what was granted to them ends: so many months before
// the last day that the decision states ([Beschluss].Geltung), by a message in their
// postbox and one without content beside it. The case is kept until then, or the service
// does not start.
//
// # Desk
//
// [Server.Amt] is the desk for the cases of all services, of both keepers: one list, one
// view with the origin of each answer, what the official may do now by the table, typed
// decisions ([Beschluss]) that are shown before they are taken and need a second official
// where the table says so, notices into the postbox of each who handed in. Every reading
// is logged with its reason. Bodies and persons whom the table lets take part are asked
// from there; each answers over a link of their own, and silence means what the table
// says. What a machine decided and chance picked lies there until a person has looked.
//
// # Counter
//
// Who has no account goes to the office: there an official opens the same service for them
// ("/amt/schalter/"), on the same pages with the same rules. The official looks at a
// document and notes its kind, the names and the date of birth, not its number; that
// counts as level hoch, since nobody is known better than by their face. The draft belongs
// to that official at that authority: no login of a person opens it, no colleague, and no
// other authority, and it runs out as every draft does. Evidence is not fetched and no
// links are made, as for both a person says yes by a login of their own: answers are
// written, and documents shown. A fee is paid at the cash desk, whose receipt is noted; no
// payment is opened, no electronic invoice is written, and what goes back is paid out
// there. Before it is handed in all answers are printed, with a mark that changes with
// them, and the official confirms that this very page is signed. It is handed in only to
// the authority whose counter it is.
//
// The case says who took it: in [Eingang].Schalter, so that each copy has it, in its
// history, in the log of readings and on the page of the desk. What the person answers
// later an official writes down; notices go by letter. Entering is no decision, so it
// counts as none of two pairs of eyes: where a decision needs both, whoever took the case
// may propose and never releases, as they would check what they wrote. A service is taken
// at the counter unless it says why not ([Dienst].NurOnline): the way without a computer
// is closed by a reason and not by forgetting. Where several fill in, each has a login, and
// it is not taken there.
//
// # Limits
//
// What visitors may ask for is bounded: per address, account and session, in bytes,
// files, pixels and seconds. The README of this package has all limits in one table;
// [Grenzen] sets those that hang on the machine. A session lives sealed in a cookie: it ends after 30
// minutes without a request or after eight hours, and on every machine when the person
// ends it, here or from another one. A case that was handed in may be shown by pages of one's own
// ([Config].Stand), on the same session ([Server.Besuch]). A list within a list and
// several choices of what a Kommune offers are refused by Check; so is more than one other
// person of whom something is learnt. What all state together asks for no files.
//
// # Languages
//
// Pages are in German and English, as people choose and else as their browser asks. A
// service may offer its start page in Einfache Sprache (plain German, "de-simple"), and
// the help is there in it, then; from there one goes on in German. Sentences and words of
// these texts are counted by Check and by the suite, which shows that a text is not
// easy and never that somebody understands it. It is not Leichte Sprache, which the law
// on accessibility asks for: [Anbieter] says where that is.
//
// # Testing
//
// The steps of the pages are there as JSON, too, for programs that act for a person who
// is logged in: "/api/", described by "/api/openapi.json" (OpenAPI 3.1). What goes wrong
// is a problem of RFC 9457 with a stable code. The form of a service is there as JSON
// Schema ("/{dienst}/formular.schema.json") and in XDatenfelder 3
// ("/{dienst}/formular.xdf3.xml"), with "?rolle=" for each who fills in; its description
// links to both. What XDatenfelder cannot say stands in the schema itself.
//
// A [Lauf] is an application without pages and store; a [Zugang] takes the steps of
// the pages for a program. Package onlinediensttest
// plays one in a test, and holds the pages of any service to what is said above.
//
// # Concurrency
//
// A Dienst is plain data. A Server may be used from any number of goroutines, and
// in any number of processes with the same key. A Lauf serves one goroutine at a
// time.
package onlinedienst

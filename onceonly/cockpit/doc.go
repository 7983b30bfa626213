// SPDX-License-Identifier: Apache-2.0

// Package cockpit shows a person what happened with the person's data: who
// fetched what, from whom, when, why, and how it ended; and gives receipts with
// which each entry can be checked without the operator (see auditlog.Receipt).
//
// It is the reading side of the log that § 9 IDNrG demands and that § 10 OZG
// delivers to the Datenschutzcockpit. It is no implementation of that cockpit's
// interface.
//
//	items, err := c.Entries(ctx, cockpit.Viewer{Subject: subject}, cockpit.Page{})
//	for _, item := range items {
//		fmt.Println(item.Time, item.Text(cockpit.German))
//	}
//
// A person sees all entries about the person and none about others. That includes
// exchanges about somebody else in which the person stood, such as a spouse's: they
// are found by name and date of birth, so also by somebody without an account who
// asks later (Art. 15 GDPR). Only where a
// statute gives a requester the right to it, and only for retrievals on a
// whitelist, does an entry become visible later; see [Hiding]. Access is
// the caller's business: § 10 OZG demands level of assurance "high". The package
// stores nothing.
package cockpit

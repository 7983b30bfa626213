// SPDX-License-Identifier: Apache-2.0

// Package xmeld is the seam for messages between a portal and registration
// authorities: what the law demands of them, and the part of the message that public
// sources describe. It makes no XML and opens no connection.
//
// # What the law demands
//
// Between a portal and a registration authority the BMeldDigiV fixes format and way
// (§ 2(1)): OSCI-XMeld over OSCI-Transport, in the version that the Federal Ministry
// has published in the Bundesanzeiger. Across Länder only the Verbindungsnetz is used
// (§ 2(2)). Between clearing points of the Länder, inside one computing centre or a
// specially secured network an equivalent may stand in their place (§ 2(3), (4)). So a
// Zusteller over FIT-Connect delivers ordinary applications and no registration of
// residence, and an inbox beside the applications is right only where service and
// registration authority live in one such place.
//
// # What an adapter has to do
//
// Turn the application into messages of the release in force, which the namespace
// names; address them by the German directory of services (DVDV), category
// registration authority, key the regional key or "ags:" with eight digits; sign,
// encrypt and hand over by OSCI; and read the result, see [Quittung]. It is a
// zustellung.Zusteller then: Deliver returns when the intermediary has the message for
// good, with the same UUID when it is tried again, and Watch tells what came back.
//
// The legs are those that the roll-out of the electronic registration tests one by
// one ([Strecken]): 1702 and 1703 with the register of the municipality of before,
// 1704 and 1707 with the system of the new one. What the messages hold beyond the
// head, and who answers which with which, no public source says: the specification is
// to be had from KoSIT, free of charge, and there is no schema or sample of these
// messages in the open. So there is no type for their content here.
//
// # Sources
//
// § 2 and § 3 BMeldDigiV; the head of a message as public code writes it (message
// 1332 of release 25.11a); result codes as an open OSCI client reads them; the test
// plan of the roll-out.
package xmeld

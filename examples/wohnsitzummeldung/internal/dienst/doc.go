// SPDX-License-Identifier: Apache-2.0

// Package dienst is what the kit does not do: what happens after an application was
// handed in, the desk, and the exchange between the authorities, without pages. It
// puts the blocks of the library together:
//
//   - kommune says which administration acts for the new address;
//   - onceonly fetches the record of the person from the previous Meldebehörde,
//     under the person's choice, and logs it so that nobody can change it unseen;
//   - antrag keeps the application and its life cycle, and carries out what
//     follows from a step exactly once, also across a crash.
//
// By law a Wohnsitzanmeldung travels between portal and Meldebehörde as
// OSCI-XMeld. Here both sides live in one process and the way between them is
// delivering; an XMeld adapter would stand in its place.
package dienst

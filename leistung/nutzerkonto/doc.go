// SPDX-License-Identifier: Apache-2.0

// Package nutzerkonto is the login of a person: the seam to a Nutzerkonto (§ 2 (5)
// OZG) such as BundID, of which package testkonto is the pretended one.
//
// A service sends the browser to the account ([Anbieter].Begin) and reads who came
// back ([Anbieter].Complete). Each attribute of a [Konto] carries the level at
// which it was proved by itself: an e-mail address is seldom proved as well as the
// name beside it.
//
// Package nutzerkontotest is the suite for every Anbieter.
//
// # Errors
//
// [ErrAbgebrochen]: the person gave up. [ErrAntwort]: what came back is not the
// answer to this request. [ErrNiveau]: the login does not reach the level that was
// asked for.
package nutzerkonto

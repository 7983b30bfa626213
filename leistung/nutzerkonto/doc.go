// SPDX-License-Identifier: Apache-2.0

// Package nutzerkonto is the login of a person: the seam to a Nutzerkonto (§ 2 (5)
// OZG) such as BundID or the organisation account.
//
// A service sends the browser to the account ([Anbieter].Begin) and reads who came
// back ([Anbieter].Complete). The answer is a [Konto], the identity: each of its
// attributes carries the level at which it was proved by itself, for an e-mail
// address is seldom proved as well as the name beside it. The service compares
// levels by itself ([Konto.Reaches]) and believes no account that says "enough".
//
// # What a service keeps in mind
//
//   - The key of an account is the pair of provider and pseudonym, [Schluessel], and
//     never an e-mail address. Two accounts are never merged.
//   - Later logins may bring the pseudonym alone (§ 8 OZG): the name is what the
//     first one brought.
//   - A step-up asks for more of the same person: [Anfrage].Person. Who comes back
//     as another is [ErrPerson]; the draft stays with whom it belongs to.
//   - An account may vanish while a case is open: [Erreichbarkeit].
//   - Nobody needs an account (§ 3 (1) OZG): package gast is the way in without one.
//   - Who acts for another shows by what power, [Vertretung]. The certificate of an
//     organisation account proves that somebody has the certificate.
//
// # Accounts
//
// Package oidc speaks OpenID Connect, also with a broker in front of accounts that
// speak SAML; oidc/simulator is a provider to test against, hostile when asked.
// Package gast is the way in without an account, testkonto the pretended account,
// nutzerkontotest the suite for every Anbieter.
//
// # Errors
//
// [ErrAbgebrochen]: the person gave up. [ErrAntwort]: what came back is not the
// answer to this request. [ErrNiveau]: the login does not reach the level that was
// asked for. [ErrPerson]: it is not the person who was asked for. [ErrUhr] is a
// fault of machines: the clocks of service and account disagree.
package nutzerkonto

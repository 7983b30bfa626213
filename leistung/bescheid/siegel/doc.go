// SPDX-License-Identifier: Apache-2.0

// Package siegel seals the content of a certificate for a 2D code, so that anybody
// can check a print without a network.
//
//	code, err := siegel.Seal(inhalt, key)               // the authority, once
//	pruefung := pruefer.Verify(code)                    // anybody, from paper
//	pruefung.Zustand == siegel.ZustandGueltig
//
// It is no official seal: behind the key stands who keeps it. Where the law asks
// for a qualified electronic seal (§ 3a Abs. 3 Satz 2 Nr. 3 VwVfG, § 9a Abs. 6
// OZG), this code stands beside it and not in its place.
//
// # Format
//
// The text of a code is "DS1:" and, in base 45 (RFC 9285), a COSE_Sign1 message
// (RFC 9052) in deterministic CBOR (RFC 8949, 4.2.1):
//
//	18([ << {1: -8, 4: kid} >>, {}, << {1: profile, 2: number, 3: authority,
//	     4: issued, 5: until, 6: [values …]} >>, signature ])
//
// The algorithm is EdDSA with Ed25519, kid the first 8 bytes of the SHA-256 of the
// public key, and the external data of the signature are "DS1:", so that nothing
// else that the key signs can pass for a seal. Issued and until are days since
// 1970-01-01; until is 0 where the certificate has no end. The profile says what
// the values mean; their names are not in the code. Texts are UTF-8. There is one
// spelling: every other encoding of the same content is refused.
//
// A revocation list is a message of the same kind with the external data "DL1:"
// and the payload {1: authority, 2: as of, 3: next, 4: [hashes …]}, times in
// seconds since 1970 and hashes sorted: of each revoked certificate the first 16
// bytes of the SHA-256 of authority, a line feed, and number. The list does not
// name what it revokes to whom does not hold the certificate.
//
// # What a check tells
//
// That the owner of a known key sealed these values, for the authority that the
// key belongs to, on a day on which the key was valid; whether the validity is
// over; and, with a list at hand, whether the certificate was revoked by the time
// of the list. A person compares the values with the paper. A copy of a genuine
// certificate is genuine too.
//
// A key that has got out of hand can seal what looks old: take it off the list of
// known keys, which makes everything under it fail, and issue anew.
//
// # Keys
//
// Keys come from outside: a crypto.Signer for sealing, which may be a device, and
// the list of known keys for checking, which the checker ships and whose origin he
// answers for.
//
// # Errors and limits
//
// ErrInhalt reports content that cannot be sealed, ErrSyntax text that is no
// key, list or code. Verify has no error: a code that is anything but right is
// [ZustandUnecht], and its reader has no use for the reason. A seal holds at most
// 1,024 bytes. All values may be used by any number of goroutines.
package siegel

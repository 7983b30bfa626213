// SPDX-License-Identifier: Apache-2.0

// Package fitconnect speaks to FIT-Connect, the federal transport for applications:
// API version 2 of the delivery service (Zustelldienst).
//
// # What is refused, with which code
//
// What comes from outside and breaks a rule is a [*recht.BefundError]; [Refused]
// gives its code. No text of an error holds content or the name of a person.
//
//	FC-KEY-01     not a JSON Web Key
//	FC-KEY-02     not a public RSA key
//	FC-KEY-03     not for the algorithm that is needed
//	FC-KEY-04     not for exactly the operation that is needed
//	FC-KEY-05     an id that is too short or too long
//	FC-KEY-06     another key than the one asked for
//	FC-KEY-07     less than 4096 bits
//	FC-KEY-08     another exponent than 65537
//	FC-KEY-09     certificates that are malformed or of another key
//	FC-KEY-10     no valid certificate of the administration PKI, or revoked
//	FC-JWE-01     not a compact JWE
//	FC-JWE-02     more than the limit
//	FC-JWE-03     a header that is not allowed
//	FC-JWE-04     encrypted to another key
//	FC-JWE-05     does not open: another key, or changed on its way
//	FC-JWE-06     not an envelope
//	FC-SET-01     not a compact JWS, or too much
//	FC-SET-02     another header than exactly typ, alg PS512 and kid
//	FC-SET-03     a claim that is missing or malformed
//	FC-SET-04     another payload schema
//	FC-SET-05     not exactly one event
//	FC-SET-06     authentication tags that are missing or of another ciphertext
//	FC-SET-07     not signed with the key of its issuer
//	FC-SET-08     about another submission or case
//	FC-SET-09     an issuer who has no part in the case
//	FC-SET-10     an issuer who may not write such an event
//	FC-SET-11     an event that stands there twice
//	FC-SET-12     a log that does not continue what was seen before
//	FC-SET-13     events that contradict one another
//	FC-META-01    not JSON, or too much
//	FC-META-02    not version 2 of the metadata schema
//	FC-META-03    a member that is missing
//	FC-META-04    a member of another kind
//	FC-META-05    not one of the allowed values
//	FC-META-06    not in the form that is asked for
//	FC-META-07    too short, too long, too small
//	FC-META-08    a member that is not allowed
//	FC-META-09    ids that stand there twice, or a hash of something else
//	FC-REPORT-01  not a JWS with an agreed algorithm
//	FC-REPORT-02  not signed with the key of the identity service
//	FC-REPORT-03  not JSON
//	FC-REPORT-04  a member that is missing
//	FC-REPORT-05  not a time
//	FC-REPORT-06  not one of the allowed values
//	FC-REPORT-07  document references that are malformed
//	FC-CB-01      a callback that is not authentic
//	FC-CB-02      a callback that is too old or from the future
//	FC-CB-03      a callback that came before
//	FC-CB-04      not a callback
package fitconnect

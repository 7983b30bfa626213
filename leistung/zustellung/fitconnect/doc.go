// SPDX-License-Identifier: Apache-2.0

// Package fitconnect speaks to FIT-Connect, the federal transport for applications to
// authorities: API version 2 of the delivery service (Zustelldienst), for the sender
// (an online service) and for the subscriber (the system of an authority).
//
// Send an application, and look what became of it:
//
//	client, err := fitconnect.NewClient(fitconnect.Config{SubmissionAPI: …, TokenURL: …, ClientID: …, ClientSecret: …, UserAgent: …, Trust: …})
//	var progress fitconnect.Progress // kept beside the application
//	err = client.Send(ctx, application, &progress, keep)
//	log, err := client.Watch(ctx, &progress)
//
// Receive what waits, store it, accept it:
//
//	subscriber, err := fitconnect.NewSubscriber(client, destination, sign, open, fitconnect.SubscriberConfig{…})
//	n, err := subscriber.Poll(ctx, inbox)
//
// On a store of this module it is less: package versand is a zustellung.Zusteller that
// keeps its progress, package empfang receives into the inbox of package posteingang.
// Package fitconnecttest is the delivery service for tests and for clients in other
// languages. This package itself needs no store: progress and inbox can lie anywhere.
//
// # What it takes care of
//
// One submission, whatever happens: [Client.Send] goes on from its [Progress] after a
// lost answer, a crash or a restart, and reads in the log that the very ciphertexts
// arrived. What exists already is success. An [Envelope] seals the same content to the
// same bytes, so a part that is handed over again is the part that is there.
//
// Nothing is believed unseen. A key must keep all rules of FIT-Connect and, outside of
// the test environment, have a certificate of the administration PKI ([Trust]). A log
// ([VerifyLog]) holds entry by entry or not at all: signature by who may write such an
// event, ids, authentication tags, order, and that it only grew. A subscriber stores
// first and accepts then; receiving again does no harm. A fault of the network, of a
// proxy or of one's own configuration is never the outcome of a submission.
//
// Memory is bounded. Attachments travel one after the other, each with less than three
// times its size ([Config] MaxAttachment). Every answer, list, log and document has its
// limit. The JWE is built on crypto/rsa and crypto/cipher, since a JOSE library copies
// an attachment too often for that and cannot seal the same bytes twice; go-jose reads
// it and is read in the tests, as is npm's jose. Event tokens, keys and reports use
// go-jose.
//
// Callbacks ([Callbacks]) are hints: poll as well. Replies come encrypted to a key of
// the sender ([NewReplyChannel], [PrivateKey.Open]); their log is verified like that of
// a submission.
//
// # What it does not do
//
// Fetch or send replies: the endpoints are not published. Split an attachment into
// fragments: how is not published. Say which problem type a rejection must have: the
// list of the documentation is configuration. Take a registration of residence to a
// registration authority: the law wants OSCI-XMeld for that, see package xmeld.
//
// # Sources
//
// The documentation of FIT-Connect (docs.fitko.de/fit-connect), metadata schema 2.1.0,
// security event payload 1.2.2, identification report 2.0.0 of Governikus, and what
// public clients report of the running service. RFC 7515, 7516, 7517, 7518, 7638, 7807,
// 8417.
//
// # Concurrency
//
// Clients, subscribers and callbacks may be used from any number of goroutines. A
// Progress belongs to one at a time.
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
//	FC-CONFIG-01  an address that is not one
//	FC-CONFIG-02  an address without TLS
//	FC-CONFIG-03  something required that is missing
//	FC-CONFIG-04  a bound that is none
//	FC-DEST-01    a destination that is not active
//	FC-DEST-02    a destination that does not take the service
//	FC-DEST-03    a destination that does not take the schema
//	FC-DEST-04    a route to another delivery service, or to no destination
//	FC-SEND-01    no data, too much, or too many attachments
//	FC-SEND-02    an attachment that is empty or too large
//	FC-SEND-03    rejected before it was handed in
//	FC-RECV-01    a submission for another destination
//	FC-RECV-02    accepted before, and not in this inbox
//	FC-RECV-03    not the ciphertext that was submitted
//	FC-RECV-04    a service or schema that is not taken
//	FC-RECV-05    other attachments than announced and tagged
//	FC-RECV-06    content that does not fit its hash
//	FC-RECV-07    data that are not JSON
//	FC-RECV-08    data that break their schema
//	FC-CB-01      a callback that is not authentic
//	FC-CB-02      a callback that is too old or from the future
//	FC-CB-03      a callback that came before
//	FC-CB-04      not a callback
package fitconnect

// SPDX-License-Identifier: Apache-2.0

// Package remote puts the network between a broker and a provider: a Register that
// asks over HTTPS, and a Handler that answers with any onceonly.Register, most often an
// onceonly.Provider. Both sides know each other by certificates (mutual TLS): the
// handler answers a request only to the party whose certificate it came with.
//
//	register, err := remote.NewRegister("https://weimar.example/evidence", remote.ClientTLS(own, roots), remote.Config{})
//	handler, err := remote.NewHandler(provider, remote.Pinned(map[string]onceonly.PartyID{…}), remote.Config{})
//	err = remote.NewServer(addr, handler, remote.ServerTLS(own, roots)).ListenAndServeTLS("", "")
//
// # Wire
//
// One POST for each query; query and answer are JSON in the clear form of package
// onceonly (ClearJSON). The form is ours and between two programs of this module: it is
// not XNachweis and not the EU exchange, and over the network of NOOTS only the software
// of the BVA speaks (§§ 3, 4 NOOTSNetzV). It suits one body, one town, and tests.
//
//	200  an answer, also a refusal
//	400  not a query        403  another party than the certificate says
//	413  too large          503  no answer; the same query may be sent again
//
// A status other than 200, a time-out, a cut connection and an answer that is too large
// are errors of the Register: no answer, to be tried again under the same request.
//
// # Limits
//
// Queries have at most 1 MiB, answers as much as Config.MaxEvidence allows. Redirects
// are not followed. Neither side writes a log line; no error quotes what travelled.
package remote

// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Whatever is signed opens with the note package of the Go project: heads that it
// calls malformed are not signed.
func FuzzSign_WhatIsSignedOpensAsANote(f *testing.F) {
	for _, origin := range []string{
		"muehlhausen.example/onceonly", "Stadt Mühlhausen", "", "a\x00b", "tab\there", "a\nb", "\xff", "\u2028", "\u0085", " ", "— x AAAA", "a\n\nb",
	} {
		f.Add(origin, uint64(3))
	}
	signer, err := auditlog.NewSigner("muehlhausen.example", key(1))
	require.NoError(f, err)
	verifier, err := note.NewVerifier(signer.Verifier().String())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, origin string, size uint64) {
		signed, err := signer.Sign(auditlog.Head{Origin: origin, Size: size, Root: auditlog.EmptyRoot(), Time: start.Truncate(time.Second)})
		if err != nil {
			require.ErrorIs(t, err, auditlog.ErrSyntax)
			return
		}
		opened, err := note.Open([]byte(signed.Text()), note.VerifierList(verifier))
		require.NoError(t, err, "%q", origin)
		require.Equal(t, signed.Head().Text(), opened.Text)
	})
}

// A cosignature does not keep a head from being opened by those who do not know the
// witness.
func TestPeers_OpenCosignedHeads(t *testing.T) {
	signer, err := auditlog.NewSigner("muehlhausen.example", key(1))
	require.NoError(t, err)
	witness, err := auditlog.NewWitnessSigner("weimar.example/witness", key(2))
	require.NoError(t, err)
	signed, err := signer.Sign(auditlog.Head{Origin: "muehlhausen.example/onceonly", Size: 3, Root: auditlog.EmptyRoot(), Time: start})
	require.NoError(t, err)
	line, err := witness.Sign(signed.Head(), start)
	require.NoError(t, err)
	verifier, err := note.NewVerifier(signer.Verifier().String())
	require.NoError(t, err)
	opened, err := note.Open([]byte(signed.Text()+line), note.VerifierList(verifier))
	require.NoError(t, err)
	require.Len(t, opened.Sigs, 1)
	require.Len(t, opened.UnverifiedSigs, 1)
	require.Equal(t, "weimar.example/witness", opened.UnverifiedSigs[0].Name)
	at, err := witness.Verifier().Verify(signed.Text() + line)
	require.NoError(t, err)
	require.Equal(t, start, at)
}

// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func TestSignedHead_OpensOnlyWithItsKeyAndUnchanged(t *testing.T) {
	t.Parallel()
	s := signer(t)
	signed, err := s.Sign(auditlog.Head{Origin: origin, Size: 8, Root: referenceTree(t).Root(), Time: start})
	require.NoError(t, err)
	opened, err := auditlog.OpenHead(signed.Text(), s.Verifier())
	require.NoError(t, err)
	require.Equal(t, signed, opened)
	require.Equal(t, uint64(8), opened.Head().Size)

	for i := range len(signed.Text()) {
		changed := []byte(signed.Text())
		changed[i] ^= 1
		_, err := auditlog.OpenHead(string(changed), s.Verifier())
		require.Error(t, err, "byte %d", i)
	}
	other, err := auditlog.ParseVerifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
	require.NoError(t, err)
	_, err = auditlog.OpenHead(signed.Text(), other)
	require.ErrorIs(t, err, auditlog.ErrSignature)
}

func TestSignedHead_MayCarryTheSignatureOfAWitness(t *testing.T) {
	t.Parallel()
	signed, err := signer(t).Sign(auditlog.Head{Origin: origin, Root: auditlog.EmptyRoot(), Time: start})
	require.NoError(t, err)
	_, err = auditlog.OpenHead(signed.Text()+"\u2014 zweite.example AAAAAAAAAAA=\n", signer(t).Verifier())
	require.NoError(t, err)
}

func TestVerifier_HasOneSpelling(t *testing.T) {
	t.Parallel()
	v := signer(t).Verifier()
	parsed, err := auditlog.ParseVerifier(v.String())
	require.NoError(t, err)
	require.Equal(t, v, parsed)
	for _, wrong := range []string{"", "a+b", strings.Replace(v.String(), "+", "+0", 1), v.String() + "=", "x" + v.String(), v.String()[:40]} {
		_, err := auditlog.ParseVerifier(wrong)
		require.ErrorIs(t, err, auditlog.ErrSyntax, wrong)
	}
}

func TestSigner_RefusesOtherKeysAndNames(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	_, err = auditlog.NewSigner("muehlhausen.example", key)
	require.ErrorIs(t, err, auditlog.ErrSyntax)
	_, err = signer(t).Sign(auditlog.Head{Origin: "two\nlines", Time: start})
	require.ErrorIs(t, err, auditlog.ErrSyntax)
	_, err = signer(t).Sign(auditlog.Head{Time: start})
	require.ErrorIs(t, err, auditlog.ErrSyntax)
}

func FuzzParseVerifier(f *testing.F) {
	f.Add(signer(f).Verifier().String())
	f.Add("a+b+c")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := auditlog.ParseVerifier(s)
		if err != nil {
			require.ErrorIs(t, err, auditlog.ErrSyntax)
			return
		}
		require.Equal(t, s, v.String())
	})
}

func FuzzOpenHead(f *testing.F) {
	s := signer(f)
	signed, err := s.Sign(auditlog.Head{Origin: origin, Size: 3, Root: auditlog.EmptyRoot(), Time: start})
	require.NoError(f, err)
	f.Add(signed.Text())
	f.Add("\n\n\n")
	f.Fuzz(func(t *testing.T, note string) {
		opened, err := auditlog.OpenHead(note, s.Verifier())
		if err != nil {
			return
		}
		require.Equal(t, signed.Head(), opened.Head(), "nothing else was ever signed")
		again, err := auditlog.ParseHead(opened.Head().Text())
		require.NoError(t, err)
		require.Equal(t, opened.Head(), again)
	})
}

// SPDX-License-Identifier: Apache-2.0

package anmeldungen_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/anmeldungen"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
)

func TestSpeicher_IsOne(t *testing.T) {
	nutzerkontotest.TestSpeicher(t, func(t *testing.T, now func() time.Time) nutzerkonto.Speicher {
		t.Helper()
		s, err := anmeldungen.New(bausteine.NewMemory(bausteine.Config{Now: now}))
		require.NoError(t, err)
		return s
	})
}

func TestSpeicher_WhatWasErasedIsNoHindrance(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return now }})
	s, err := anmeldungen.New(store)
	require.NoError(t, err)
	for range 3 {
		first, err := s.Put(t.Context(), "ended:somebody", []byte("mark"), now.Add(time.Minute))
		require.NoError(t, err)
		require.True(t, first)
		now = now.Add(time.Hour)
		swept, err := store.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, swept)
		_, ok, err := s.Get(t.Context(), "ended:somebody")
		require.NoError(t, err)
		require.False(t, ok)
	}
}

func TestNew_TakesOneStoreOnce(t *testing.T) {
	_, err := anmeldungen.New(nil)
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	store := bausteine.NewMemory(bausteine.Config{})
	_, err = anmeldungen.New(store)
	require.NoError(t, err)
	_, err = anmeldungen.New(store)
	require.Error(t, err)
}

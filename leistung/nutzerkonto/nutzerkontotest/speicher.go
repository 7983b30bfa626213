// SPDX-License-Identifier: Apache-2.0

package nutzerkontotest

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// TestSpeicher holds a memory of logins to its contract. open gives an empty one with
// that clock.
func TestSpeicher(t *testing.T, open func(t *testing.T, now func() time.Time) nutzerkonto.Speicher) {
	begin := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	start := func(t *testing.T) (nutzerkonto.Speicher, *time.Time) {
		t.Helper()
		now := begin
		return open(t, func() time.Time { return now }), &now
	}
	put := func(t *testing.T, s nutzerkonto.Speicher, key, value string, until time.Time) bool {
		t.Helper()
		first, err := s.Put(t.Context(), key, []byte(value), until)
		require.NoError(t, err)
		return first
	}
	get := func(t *testing.T, s nutzerkonto.Speicher, key string) (string, bool) {
		t.Helper()
		value, ok, err := s.Get(t.Context(), key)
		require.NoError(t, err)
		return string(value), ok
	}
	t.Run("RemembersOnceAndUntilItsTime", func(t *testing.T) {
		s, now := start(t)
		_, ok := get(t, s, "a")
		require.False(t, ok)
		require.True(t, put(t, s, "a", "1", begin.Add(time.Minute)))
		require.False(t, put(t, s, "a", "2", begin.Add(time.Hour)), "and it stays as it was")
		value, ok := get(t, s, "a")
		require.True(t, ok)
		require.Equal(t, "1", value)
		*now = begin.Add(time.Minute - time.Nanosecond)
		require.False(t, put(t, s, "a", "2", begin.Add(time.Hour)), "up to the last instant")
		*now = begin.Add(time.Minute)
		_, ok = get(t, s, "a")
		require.False(t, ok)
		require.True(t, put(t, s, "a", "3", begin.Add(time.Hour)))
	})
	t.Run("SetReplaces", func(t *testing.T) {
		s, now := start(t)
		require.NoError(t, s.Set(t.Context(), "a", []byte("1"), begin.Add(time.Minute)))
		require.NoError(t, s.Set(t.Context(), "a", []byte("2"), begin.Add(time.Hour)))
		value, ok := get(t, s, "a")
		require.True(t, ok)
		require.Equal(t, "2", value)
		*now = begin.Add(2 * time.Minute)
		require.False(t, put(t, s, "a", "3", begin.Add(time.Hour)), "with the later time")
	})
	t.Run("AnEmptyValueIsOne", func(t *testing.T) {
		s, _ := start(t)
		require.True(t, put(t, s, "", "", begin.Add(time.Minute)))
		require.False(t, put(t, s, "", "", begin.Add(time.Minute)))
		value, ok := get(t, s, "")
		require.True(t, ok)
		require.Empty(t, value)
	})
	t.Run("TakesAnyBytes", func(t *testing.T) {
		s, _ := start(t)
		for _, key := range []string{"\x00\xff", "ä", strings.Repeat("k", 4096), "a\x00", "a"} {
			require.True(t, put(t, s, key, key, begin.Add(time.Minute)), "%q", key)
			value, ok := get(t, s, key)
			require.True(t, ok)
			require.Equal(t, key, value)
		}
	})
	t.Run("OneOfManySideBySideIsFirst", func(t *testing.T) {
		s, _ := start(t)
		var (
			wg    sync.WaitGroup
			first atomic.Int32
		)
		for range 16 {
			wg.Go(func() {
				ok, err := s.Put(t.Context(), "state:one", nil, begin.Add(time.Minute))
				if err != nil {
					t.Errorf("put: %v", err)
				}
				if ok {
					first.Add(1)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 1, first.Load())
	})
}

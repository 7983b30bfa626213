// SPDX-License-Identifier: Apache-2.0

package kassenzeichen_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// The numbers of method 00 are the Bundesbank's own; the others were computed
// from the published definitions.
func TestMethod_GivesTheDigitsOfTheBundesbank(t *testing.T) {
	for _, tt := range []struct {
		method  kassenzeichen.Method
		payload string
		want    byte // 0: unusable
	}{
		{kassenzeichen.Modulus10, "929070", '1'},
		{kassenzeichen.Modulus10, "53929085", '8'},
		{kassenzeichen.Modulus10, "150182", '4'},
		{kassenzeichen.Modulus10, "150183", '2'},
		{kassenzeichen.Modulus10, "512540000001", '4'},
		{kassenzeichen.Modulus10, "512540000002", '2'},
		{kassenzeichen.Modulus10, "512540000003", '0'},
		{kassenzeichen.Modulus10, "512540000004", '8'},
		{kassenzeichen.Modulus10, "512540000005", '5'},
		{kassenzeichen.Modulus10, "2026000042", '5'},
		{kassenzeichen.Modulus11, "512540000001", '5'},
		{kassenzeichen.Modulus11, "512540000002", '3'},
		{kassenzeichen.Modulus11, "512540000003", '1'},
		{kassenzeichen.Modulus11, "512540000004", 0},
		{kassenzeichen.Modulus11, "512540000005", '8'},
		{kassenzeichen.Modulus11, "2026000042", '0'},
		{kassenzeichen.Modulus10Weights371, "1", '7'},      // 1*3 = 3
		{kassenzeichen.Modulus10Weights371, "1111", '6'},   // 3+7+1+3 = 14
		{kassenzeichen.Modulus10Weights371, "123456", '9'}, // 18+35+4+9+14+1 = 81
		{kassenzeichen.Modulus10, "12a", 0},
		{"99", "1", 0},
	} {
		digit, ok := tt.method.Digit(tt.payload)
		require.Equal(t, tt.want != 0, ok, "%s of %s", tt.method, tt.payload)
		require.Equal(t, string(tt.want), string(digit), "%s of %s", tt.method, tt.payload)
	}
}

func TestPool_SkipsNumbersWithoutACheckDigit(t *testing.T) {
	pool := newPool(t, kassenzeichen.Format{Start: 1, Max: 60, Length: 7, Check: kassenzeichen.Modulus11}, 0)
	drawn := map[uint64]bool{}
	for {
		draw, err := pool.Draw(t.Context(), strconv.Itoa(len(drawn)))
		if errors.Is(err, kassenzeichen.ErrExhausted) {
			break
		}
		require.NoError(t, err)
		require.Len(t, draw.Kassenzeichen, 7)
		drawn[draw.Counter] = true
	}
	var skipped []uint64
	for n := uint64(1); n <= 54; n++ {
		if !drawn[n] {
			skipped = append(skipped, n)
		}
	}
	require.Equal(t, []uint64{6, 23, 37, 40, 54}, skipped)
}

func TestPool_GivesOneCodePerCauseAndSaysOnceThatItRunsLow(t *testing.T) {
	pool := newPool(t, kassenzeichen.Format{Prefix: "KZ-", Start: 8, Max: 12, Length: 6}, 3)
	var codes []string
	low := 0
	for i := range 5 {
		cause := fmt.Sprint("payment ", i)
		draw, err := pool.Draw(t.Context(), cause)
		require.NoError(t, err)
		again, err := pool.Draw(t.Context(), cause)
		require.NoError(t, err)
		require.Equal(t, draw, again, "a retry wastes no number")
		codes = append(codes, draw.Kassenzeichen)
		if draw.Low {
			low++
			require.Equal(t, uint64(2), draw.Left)
		}
	}
	require.Equal(t, []string{"KZ-008", "KZ-009", "KZ-010", "KZ-011", "KZ-012"}, codes)
	require.Equal(t, 1, low)
	_, err := pool.Draw(t.Context(), "one more")
	require.ErrorIs(t, err, kassenzeichen.ErrExhausted)
	again, err := pool.Draw(t.Context(), "payment 0")
	require.NoError(t, err, "an exhausted pool still answers for what it gave")
	require.Equal(t, "KZ-008", again.Kassenzeichen)
}

func TestPool_NeverGivesACodeTwice(t *testing.T) {
	store := newStore(t)
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus10}
	var (
		mu   sync.Mutex
		seen = map[string]bool{}
		wg   sync.WaitGroup
	)
	pool, err := kassenzeichen.NewPool(store, "stadtkasse", format, kassenzeichen.Config{})
	require.NoError(t, err)
	for worker := range 8 {
		wg.Go(func() {
			for i := range 50 {
				draw, err := pool.Draw(context.Background(), fmt.Sprintf("%d/%d", worker, i))
				mu.Lock()
				if err != nil || seen[draw.Kassenzeichen] || !format.Valid(draw.Kassenzeichen) {
					t.Errorf("draw %q: %v", draw.Kassenzeichen, err)
				}
				seen[draw.Kassenzeichen] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, seen, 400)
}

func TestNewPool_RefusesFormatsThatCannotWork(t *testing.T) {
	for code, format := range map[string]kassenzeichen.Format{
		"KZ-PREFIX-01": {Prefix: "KZ", Start: 1, Max: 9, Length: 4, Check: kassenzeichen.Modulus10},
		"KZ-PREFIX-02": {Prefix: "KZ ", Start: 1, Max: 9, Length: 4},
		"KZ-PREFIX-03": {Prefix: "12345678901", Start: 1, Max: 9, Length: 20},
		"KZ-MAX-01":    {Start: 5, Max: 5, Length: 4},
		"KZ-LENGTH-01": {Start: 1, Max: 9, Length: 100},
		"KZ-LENGTH-02": {Prefix: "12", Start: 1, Max: 99, Length: 4, Check: kassenzeichen.Modulus10},
	} {
		_, err := kassenzeichen.NewPool(newStore(t), "p", format, kassenzeichen.Config{})
		invalid, ok := errors.AsType[*recht.BefundError](err)
		require.True(t, ok, code)
		require.True(t, invalid.Befunde.Has(code), "%v", err)
	}
	_, err := newPool(t, kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, 0).Draw(t.Context(), "")
	require.ErrorContains(t, err, "KZ-CAUSE-01")
	_, err = kassenzeichen.NewPool(newStore(t), "", kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, kassenzeichen.Config{})
	require.ErrorContains(t, err, "KZ-NAME-01")
	_, err = kassenzeichen.NewPool(nil, "a", kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, kassenzeichen.Config{})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	store := newStore(t)
	for _, name := range []string{"a", "b"} {
		_, err = kassenzeichen.NewPool(store, name, kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, kassenzeichen.Config{})
		require.NoError(t, err)
	}
	_, err = kassenzeichen.NewPool(store, "a", kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, kassenzeichen.Config{})
	require.ErrorContains(t, err, "two blocks")
}

func TestPool_EndsAtTheLargestCounter(t *testing.T) {
	pool := newPool(t, kassenzeichen.Format{Start: math.MaxUint64 - 1, Max: math.MaxUint64, Length: 20}, 0)
	for i := range 2 {
		_, err := pool.Draw(t.Context(), strconv.Itoa(i))
		require.NoError(t, err)
	}
	_, err := pool.Draw(t.Context(), "2")
	require.ErrorIs(t, err, kassenzeichen.ErrExhausted)
}

func TestFind_PicksCodesOutOfWhatPayersType(t *testing.T) {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus10}
	code, ok := format.At(4711)
	require.True(t, ok)
	require.Equal(t, "512500047117", code)
	for _, text := range []string{
		"512500047117", "KZ 512500047117 Meldebescheinigung", "KZ512500047117", "Kassenzeichen: 5125 0004 7117.", "2026 512500047117, 7,50",
		"512500047117 512500047117",
	} {
		require.Equal(t, []string{code}, format.Find(text), text)
	}
	for _, text := range []string{"", "512500047118", "51250004711", "5125000471171", "Meldebescheinigung", "５１２５"} {
		require.Empty(t, format.Find(text), text)
	}
	open := kassenzeichen.Format{Prefix: "KZ-", Start: 1, Max: 999, Length: 6}
	require.Equal(t, []string{"KZ-001", "KZ-002"}, open.Find("KZ-001/ KZ-001 und KZ-002"))
}

// The texts are what people have made of a code on the way to the bank.
func TestFind_SeesACodeBesideSignsInGroupsAndInSmallLetters(t *testing.T) {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
	for _, text := range []string{
		"512500000013/Meier", "Meier/512500000013", "5125-0000-0013", "512500000013-Meier", "512500000013_Meier", "5125/0000/0013", "5125_0000_0013", "5125.0000.0013",
		"5125 - 0000 - 0013", "512500000013Meier", "kz512500000013", "Gebühr512500000013", "(512500000013)", "#512500000013", "5125\u00a00000\u00a00013", "5125\n0000\n0013",
		"5125 00000 013", "EREF+NOTPROVIDEDSVWZ+512500000013", "512500000013, 512500000013", "30.01.2026-512500000013",
	} {
		require.Equal(t, []string{"512500000013"}, format.Find(text), text)
	}
	for _, text := range []string{
		"512500000014", "5125000000131", "1512500000013", "5125x00000013", "5125" + strings.Repeat(" ", 9) + "00000013", "51250000001", "5125/0000/0014",
	} {
		require.Empty(t, format.Find(text), text)
	}
	letters := kassenzeichen.Format{Prefix: "KZ-", Start: 1, Max: 999, Length: 6}
	for _, text := range []string{"KZ-001", "kz-001", "Kz 001", "KZ001", "kz/001", "KZ - 001", "Nr.KZ-001/Meier", "KZ-001Meier"} {
		require.Equal(t, []string{"KZ-001"}, letters.Find(text), text)
	}
	for _, text := range []string{"XKZ-001", "KZ-0012", "KZ-000", "1KZ-001", "ÄKZ-001"} {
		require.Empty(t, letters.Find(text), text)
	}
	small := kassenzeichen.Format{Prefix: "kz/", Start: 1, Max: 999, Length: 6}
	require.Equal(t, []string{"kz/007"}, small.Find("KZ/007"), "as the format writes it")
	require.Empty(t, kassenzeichen.Format{}.Find("0"), "a format that gives no codes finds none")
}

// The pool forgets who drew what at its deadline, and never how far it is.
func TestPool_ForgetsTheCausesAndNotTheCounter(t *testing.T) {
	clock := paymenttest.NewClock()
	store := bausteine.NewMemory(bausteine.Config{Now: clock.Now})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	pool, err := kassenzeichen.NewPool(store, "test", kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, kassenzeichen.Config{Keep: bausteine.Period{Days: 30}})
	require.NoError(t, err)
	first, err := pool.Draw(t.Context(), "payment 1")
	require.NoError(t, err)
	clock.Advance(31 * 24 * time.Hour)
	n, err := store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	_, err = pool.Draw(t.Context(), "payment 1")
	require.ErrorIs(t, err, bausteine.ErrNotFound)
	second, err := pool.Draw(t.Context(), "payment 2")
	require.NoError(t, err)
	require.Equal(t, first.Counter+1, second.Counter, "no code is given twice")
	require.Equal(t, "draws of Kassenzeichen", store.Retention()[0].What)
}

func TestPool_ADrawIsPartOfALargerStepOrOfNone(t *testing.T) {
	store := newStore(t)
	pool, err := kassenzeichen.NewPool(store, "test", kassenzeichen.Format{Start: 1, Max: 9, Length: 1}, kassenzeichen.Config{})
	require.NoError(t, err)
	failed := errors.New("the other block")
	require.ErrorIs(t, store.Together(t.Context(), func(ctx context.Context) error {
		draw, err := pool.Draw(ctx, "payment 1")
		require.NoError(t, err)
		again, err := pool.Draw(ctx, "payment 1")
		require.NoError(t, err)
		require.Equal(t, draw, again)
		return failed
	}), failed)
	draw, err := pool.Draw(t.Context(), "payment 2")
	require.NoError(t, err)
	require.Equal(t, uint64(1), draw.Counter, "what was not stored wastes no number")
}

func newStore(t *testing.T) *bausteine.Store {
	t.Helper()
	store := bausteine.NewMemory(bausteine.Config{})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

func newPool(t *testing.T, format kassenzeichen.Format, low uint64) *kassenzeichen.Pool {
	t.Helper()
	pool, err := kassenzeichen.NewPool(newStore(t), "test", format, kassenzeichen.Config{Low: low})
	require.NoError(t, err)
	return pool
}

func FuzzFind(f *testing.F) {
	f.Add("KZ 512500047117 Meldebescheinigung", uint64(4711))
	f.Fuzz(func(t *testing.T, text string, counter uint64) {
		format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
		for _, code := range format.Find(text) {
			require.True(t, format.Valid(code))
		}
		if code, ok := format.At(counter); ok {
			for _, typed := range []string{"KZ " + code, code + "/x", code[:4] + "-" + code[4:8] + " " + code[8:]} {
				require.Equal(t, []string{code}, format.Find(typed), typed)
			}
		}
	})
}

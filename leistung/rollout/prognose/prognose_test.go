// SPDX-License-Identifier: Apache-2.0

package prognose_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/rollout/prognose"
)

// urteil is how a forecaster did over many runs.
type urteil struct {
	hits, above, below int
	deciles            [10]int
	width              float64
	n                  int
}

func (u *urteil) add(came, low, high int, pit float64) {
	u.n++
	switch {
	case came > high:
		u.above++
	case came < low:
		u.below++
	default:
		u.hits++
	}
	u.deciles[min(9, int(pit*10))]++
	u.width += float64(high - low)
}

// calibrated is the test that a forecaster must pass: the band of 80 % holds 75
// to 85 %, the misses on each side are 5 to 15 %, and each tenth of the
// distribution holds 5 to 15 %. It returns what is wrong.
func (u *urteil) calibrated() (faults []string) {
	share := func(k int) float64 { return float64(k) / float64(u.n) }
	if c := share(u.hits); c < 0.75 || c > 0.85 {
		faults = append(faults, "coverage")
	}
	for name, k := range map[string]int{"above": u.above, "below": u.below} {
		if s := share(k); s < 0.05 || s > 0.15 {
			faults = append(faults, name)
		}
	}
	for _, k := range u.deciles {
		if s := share(k); s < 0.05 || s > 0.15 {
			faults = append(faults, "deciles")
			break
		}
	}
	return faults
}

func lage(w *wahrheit, origin int) prognose.Lage {
	live := w.live(origin)
	return prognose.Lage{Zugang: w.zugang[:origin+1], Live: live, Faellig: w.faellig, Rest: max(0, w.faellig-live-w.bekannt)}
}

func came(w *wahrheit, origin, h int) int { return w.live(origin+h) - w.live(origin) }

// TestForecast_BandHoldsWhatItSays runs the forecast over 1,000 truths with 40
// earlier forecasts from other seeds, and the straight line with Poisson noise
// over the same ones: it must fail.
func TestForecast_BandHoldsWhatItSays(t *testing.T) {
	for _, f := range []struct{ origin, h int }{{20, 8}, {26, 17}, {35, 17}} {
		truths := runs(1000, 1, f.origin)
		others := runs(1000, 1_000_000, f.origin)
		var ours, line urteil
		random := rand.New(rand.NewPCG(11, 13))
		for i := range truths {
			w := &truths[i]
			l := lage(w, f.origin)
			if l.Rest == 0 {
				continue
			}
			var earlier []prognose.Rueckschau
			for k := range 40 {
				o := &others[(i*40+k*7)%len(others)]
				lo := lage(o, f.origin)
				earlier = append(earlier, prognose.Rueckschau{Punkt: math.Min(lo.Tempo()*float64(f.h), float64(lo.Rest)), Rest: lo.Rest, Ist: came(o, f.origin, f.h)})
			}
			p, err := prognose.Forecast(l, f.h, prognose.NewEichung(f.h, earlier...), uint64(i))
			require.NoError(t, err)
			require.True(t, p.Geeicht)
			require.LessOrEqual(t, p.Oben, p.Hoechstens)
			require.GreaterOrEqual(t, p.Unten, l.Live)
			got := came(w, f.origin, f.h)
			ours.add(got, p.Unten-l.Live, p.Oben-l.Live, pitOf(l, f.h, earlier, got, random))

			mean := math.Min(l.Tempo()*float64(f.h), float64(l.Rest))
			low, high := poissonQuantile(mean, 0.1), min(poissonQuantile(mean, 0.9), l.Rest)
			line.add(got, low, high, poissonPIT(mean, got, random))
		}
		t.Logf("origin %d, %d weeks: conformal %d of %d, above %d, below %d, mean width %.1f; line %d of %d, above %d, below %d, mean width %.1f",
			f.origin, f.h, ours.hits, ours.n, ours.above, ours.below, ours.width/float64(ours.n), line.hits, line.n, line.above, line.below, line.width/float64(line.n))
		require.Empty(t, ours.calibrated(), "origin %d, %v", f.origin, ours)
		require.NotEmpty(t, line.calibrated(), "the line with Poisson noise must fail the same test: %v", line)
		if f.h > 8 {
			require.Contains(t, line.calibrated(), "coverage", "and the farther it looks the more: %v", line)
		}
	}
}

// pitOf is where what came lies among the earlier errors, ties at random.
func pitOf(l prognose.Lage, h int, earlier []prognose.Rueckschau, got int, random *rand.Rand) float64 {
	logit := func(x float64, rest int) float64 {
		p := (math.Min(math.Max(x, 0), float64(rest)) + 0.5) / float64(rest+1)
		return math.Log(p / (1 - p))
	}
	e := logit(float64(got), l.Rest) - logit(math.Min(l.Tempo()*float64(h), float64(l.Rest)), l.Rest)
	less, same := 0, 0
	for _, r := range earlier {
		switch x := logit(float64(r.Ist), r.Rest) - logit(r.Punkt, r.Rest); {
		case math.Abs(x-e) < 1e-12:
			same++
		case x < e:
			less++
		}
	}
	return (float64(less) + random.Float64()*float64(same+1)) / float64(len(earlier)+1)
}

func poissonCDF(mean float64, k int) float64 {
	term, sum := math.Exp(-mean), 0.0
	for i := 0; i <= k; i++ {
		sum += term
		term *= mean / float64(i+1)
	}
	return sum
}

func poissonQuantile(mean, p float64) int {
	k := 0
	for poissonCDF(mean, k) < p {
		k++
	}
	return k
}

func poissonPIT(mean float64, got int, random *rand.Rand) float64 {
	before := 0.0
	if got > 0 {
		before = poissonCDF(mean, got-1)
	}
	return math.Min(before+random.Float64()*(poissonCDF(mean, got)-before), 0.999999)
}

func TestForecast_ByHand(t *testing.T) {
	// Twelve weeks with 36 go-lives: 3 a week. 69 left of 189, 120 live.
	weeks := []int{9, 9, 9, 2, 4, 3, 0, 6, 3, 3, 3, 0, 6, 3, 3}
	l := prognose.Lage{Zugang: weeks, Live: 120, Faellig: 189, Rest: 69}
	require.InDelta(t, 3.0, l.Tempo(), 1e-9, "the three weeks before do not count")
	require.InDelta(t, 69.0/17, l.Noetig(17), 1e-9)

	// Errors −2, −1, 0, … of nineteen earlier forecasts: the second smallest and
	// the second largest are the ends.
	var earlier []prognose.Rueckschau
	for i := range 19 {
		earlier = append(earlier, prognose.Rueckschau{Punkt: 50, Rest: 100, Ist: 41 + i})
	}
	p, err := prognose.Forecast(l, 17, prognose.NewEichung(17, earlier...), 1)
	require.NoError(t, err)
	require.Equal(t, 171, p.Punkt) // 120 + 51
	// logit(51.5/70) + logit(42.5/101) − logit(50.5/101) = 1.0240 − 0.3193 = 0.7047: 70·0.6692 − 0.5 = 46.3
	require.Equal(t, 120+46, p.Unten)
	// 1.0240 + logit(58.5/101) = 1.0240 + 0.3193 = 1.3433: 70·0.7931 − 0.5 = 55.0
	require.Equal(t, 120+55, p.Oben)
	require.True(t, p.Geeicht)
	require.Equal(t, 19, p.Rueckschauen)
	require.Equal(t, 189, p.Hoechstens)
	require.Zero(t, p.AlleProMille)
}

func TestForecast_WhoDeclinedNeverBecomesLive(t *testing.T) {
	l := prognose.Lage{Zugang: slices.Repeat([]int{30}, 12), Live: 150, Faellig: 189, Rest: 30} // 9 declined
	for h := 1; h <= prognose.MaxWochen; h++ {
		p, err := prognose.Forecast(l, h, prognose.Eichung{}, 3)
		require.NoError(t, err)
		require.LessOrEqual(t, p.Oben, 180)
		require.Equal(t, 180, p.Hoechstens, "at best 180 of 189")
		require.Zero(t, p.AlleProMille)
		require.False(t, p.Geeicht, "nothing calibrates it")
	}
	end, err := prognose.Completion(l, func(int) prognose.Eichung { return prognose.Eichung{} }, 3)
	require.NoError(t, err)
	require.Equal(t, prognose.Ende{Frueh: -1, Erwartet: -1, Spaet: -1}, end, "not in sight")
}

func TestForecast_TooFewEarlierOnesAreMarked(t *testing.T) {
	l := prognose.Lage{Zugang: slices.Repeat([]int{0, 4}, 8), Live: 32, Faellig: 189, Rest: 157}
	earlier := slices.Repeat([]prognose.Rueckschau{{Punkt: 20, Rest: 100, Ist: 22}}, 9)
	p, err := prognose.Forecast(l, 8, prognose.NewEichung(8, earlier...), 1)
	require.NoError(t, err)
	require.False(t, p.Geeicht)
	require.Less(t, p.Unten, p.Punkt)
	require.Greater(t, p.Oben, p.Punkt)
	earlier = append(earlier, earlier[0])
	p, err = prognose.Forecast(l, 8, prognose.NewEichung(8, earlier...), 1)
	require.NoError(t, err)
	require.True(t, p.Geeicht)
	_, err = prognose.Forecast(l, 9, prognose.NewEichung(8, earlier...), 1)
	require.ErrorIs(t, err, prognose.ErrInput, "errors of another horizon")
}

func TestForecast_SameInputSameForecast(t *testing.T) {
	w := runs(1, 5, 26)[0]
	l := lage(&w, 26)
	one, err := prognose.Forecast(l, 17, prognose.Eichung{}, 9)
	require.NoError(t, err)
	two, err := prognose.Forecast(l, 17, prognose.Eichung{}, 9)
	require.NoError(t, err)
	require.Equal(t, one, two)
}

func TestForecast_ImpossibleInput(t *testing.T) {
	for _, l := range []prognose.Lage{{Live: -1}, {Rest: -1}, {Live: 2, Rest: 2, Faellig: 3}, {Faellig: 2_000_000}} {
		_, err := prognose.Forecast(l, 5, prognose.Eichung{}, 0)
		require.ErrorIs(t, err, prognose.ErrInput)
	}
	for _, h := range []int{0, -1, prognose.MaxWochen + 1} {
		_, err := prognose.Forecast(prognose.Lage{}, h, prognose.Eichung{}, 0)
		require.ErrorIs(t, err, prognose.ErrInput)
	}
	p, err := prognose.Forecast(prognose.Lage{}, 5, prognose.Eichung{}, 0)
	require.NoError(t, err)
	require.Zero(t, p.Oben)
}

func TestForecast_AllLive(t *testing.T) {
	p, err := prognose.Forecast(prognose.Lage{Zugang: []int{0, 0}, Live: 189, Faellig: 189}, 5, prognose.Eichung{}, 0)
	require.NoError(t, err)
	require.Equal(t, []int{189, 189, 189, 1000}, []int{p.Unten, p.Punkt, p.Oben, p.AlleProMille})
}

func TestCompletion(t *testing.T) {
	l := prognose.Lage{Zugang: slices.Repeat([]int{3}, 12), Live: 120, Faellig: 189, Rest: 69}
	var earlier []prognose.Rueckschau
	for i := range 19 {
		earlier = append(earlier, prognose.Rueckschau{Punkt: 50, Rest: 100, Ist: 41 + i})
	}
	end, err := prognose.Completion(l, func(w int) prognose.Eichung { return prognose.NewEichung(w, earlier...) }, 1)
	require.NoError(t, err)
	require.Equal(t, 23, end.Erwartet, "69 at 3 a week")
	require.LessOrEqual(t, end.Frueh, 23)
	require.GreaterOrEqual(t, end.Frueh, 1)
	require.True(t, end.Spaet == -1 || end.Spaet >= 23)
	standing := prognose.Lage{Zugang: make([]int, 12), Live: 120, Faellig: 189, Rest: 69}
	end, err = prognose.Completion(standing, func(int) prognose.Eichung { return prognose.Eichung{} }, 1)
	require.NoError(t, err)
	require.Equal(t, prognose.Ende{Frueh: -1, Erwartet: -1, Spaet: -1}, end)
}

func TestWithTeams_OnlyThePartThatTeamsLimit(t *testing.T) {
	l := prognose.Lage{Zugang: slices.Repeat([]int{6}, 12), Live: 60, Faellig: 189, Rest: 100}
	all, err := l.WithTeams(6, 12, 100)
	require.NoError(t, err)
	require.InDelta(t, 12.0, all.Tempo(), 1e-9)
	half, err := l.WithTeams(6, 12, 50)
	require.NoError(t, err)
	require.InDelta(t, 9.0, half.Tempo(), 1e-9)
	none, err := l.WithTeams(6, 12, 0)
	require.NoError(t, err)
	require.InDelta(t, 6.0, none.Tempo(), 1e-9, "the vendor does not care how many teams there are")
	odd, err := l.WithTeams(6, 10, 33)
	require.NoError(t, err)
	require.InDelta(t, 6*(1-0.33+0.33*10/6), odd.Tempo(), 0.05)
	_, err = l.WithTeams(0, 1, 1)
	require.ErrorIs(t, err, prognose.ErrInput)
}

func TestRueckblick_UsesNothingBehindItsEnd(t *testing.T) {
	w := neueWahrheit(3)
	rest := make([]int, len(w.zugang))
	for i := range rest {
		rest[i] = w.faellig - w.live(i)
	}
	short := prognose.Rueckblick(w.zugang[:40], rest[:40], 8)
	changed := slices.Clone(w.zugang)
	for i := 40; i < len(changed); i++ {
		changed[i] += 5
	}
	long := prognose.Rueckblick(changed, rest, 8)
	require.Equal(t, short, long[:len(short)])
	require.Len(t, short, 6) // origins 11, 15, … 31: 31 + 8 is the last week
	require.Empty(t, prognose.Rueckblick(w.zugang[:12], rest[:12], 1))
	require.Empty(t, prognose.Rueckblick(w.zugang, rest, 0))
	for i, r := range short {
		at := 11 + 4*i
		require.Equal(t, w.live(at+8)-w.live(at), r.Ist)
		require.Equal(t, rest[at], r.Rest)
	}
}

func BenchmarkForecast(b *testing.B) {
	w := runs(1, 5, 26)[0]
	l := lage(&w, 26)
	earlier := slices.Repeat([]prognose.Rueckschau{{Punkt: 20, Rest: 100, Ist: 22}}, 40)
	e := prognose.NewEichung(17, earlier...)
	for b.Loop() {
		if _, err := prognose.Forecast(l, 17, e, 1); err != nil {
			b.Fatal(err)
		}
	}
}

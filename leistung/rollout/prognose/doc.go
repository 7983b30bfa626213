// SPDX-License-Identifier: Apache-2.0

// Package prognose forecasts how many connections will be live, with a band that
// is calibrated by earlier forecasts and not by hope.
//
//	errors := prognose.NewEichung(17, earlier...)      // what was forecast 17 weeks ahead, and what came
//	p, err := prognose.Forecast(prognose.Lage{Zugang: weeks, Rest: 69, Faellig: 189, Live: 120}, 17, errors, seed)
//	fmt.Println(p.Punkt, p.Unten, p.Oben)              // live in 17 weeks: expected, and the band of 80 %
//
// The point is the mean pace of the last twelve weeks, carried on, and never more
// than what is left. The band takes the errors of earlier forecasts of the same
// horizon, of other services, Länder or origins, on the scale of the logit of
// what is left, so that it never leaves 0 and all. A straight line with Poisson
// noise goes through the same test beside this package and fails it.
//
// Below ten earlier forecasts nothing is calibrated: the band is then drawn from
// blocks of weeks with an uncertain rate, and Geeicht says that it is not.
//
// Who declined never becomes live in a forecast; neither does anybody after the
// last of those who can. The package knows numbers only, no clock and no
// randomness of its own: the same input gives the same forecast.
package prognose

// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLimits_AreThoseOfTheREADME(t *testing.T) {
	seconds := func(d time.Duration) int { return int(d.Seconds()) }
	g := Grenzen{}.orDefault()
	want := map[string]int{
		"requests answered at once":                                                g.Zugleich,
		"forms with files that arrive at once":                                     g.Hochladen,
		"requests of one address, a second":                                        g.JeAdresse.ProSekunde,
		"requests of one address, at once":                                         g.JeAdresse.Stoss,
		"requests of one account, a second":                                        g.JeKonto.ProSekunde,
		"requests of one account, at once":                                         g.JeKonto.Stoss,
		"requests of one session, a second":                                        g.JeSitzung.ProSekunde,
		"requests of one session, at once":                                         g.JeSitzung.Stoss,
		"requests of a link to certify, or of all wrong ones of a case, a second":  jeLink,
		"requests of a link to certify, or of all wrong ones of a case, at once":   jeLinkAuf,
		"links to certify of a case":                                               maxBitten,
		"forms of one account that arrive at once":                                 empfangeKonto,
		"forms whose files are in memory at once":                                  geprueft,
		"addresses, accounts, sessions that are remembered, each":                  2 * maxGemerkt,
		"bytes of a form's fields":                                                 maxForm,
		"fields of a form with files":                                              maxTeile,
		"bytes before a part of a form with files":                                 maxKopf,
		"bytes of a form with files":                                               maxUpload,
		"bytes of a file":                                                          MaxDatei,
		"files of a question":                                                      MaxDateien,
		"files of a form":                                                          2 * MaxDateien,
		"characters of a file's name":                                              maxName,
		"pixels of a picture":                                                      maxPixel,
		"pixels of a picture's side":                                               maxSeite,
		"seconds that a form with files may take":                                  seconds(empfangsdauer),
		"seconds without a byte of it":                                             seconds(stille),
		"seconds of a session without a request":                                   seconds(leerlauf),
		"seconds of a session":                                                     seconds(dauer),
		"seconds in which a form sent too late is kept":                            seconds(nachlauf),
		"seconds that clocks may differ":                                           seconds(uhren),
		"sessions of an account":                                                   maxSitzungen,
		"seconds in which a page is shown to a session that another process ended": seconds(merkzeit),
		"cases of an account on its page":                                          maxListe,
		"lines of the security log, a second":                                      protokollRate,
	}
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	told := map[string]int{}
	for _, row := range regexp.MustCompile(`(?m)^\| (.*?) \| ([0-9]+) \|`).FindAllStringSubmatch(string(readme), -1) {
		n, err := strconv.Atoi(row[2])
		require.NoError(t, err)
		require.NotContains(t, told, row[1])
		told[row[1]] = n
	}
	require.Equal(t, want, told)
}

// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// firstUses are what a program may ask first. Each makes what it needs.
var firstUses = map[string]func() bool{
	"gemeinde": func() bool { return Deutschland().Has(MustParseAGS("16061114")) },
	"traeger": func() bool {
		traeger, err := Deutschland().Traeger(MustParseAGS("16061114"))
		return err == nil && traeger.Art == TraegerVerband
	},
	"search": func() bool { return len(Deutschland().Search("muhlhausen", 5)) == 5 },
	"resolve": func() bool {
		r, err := Deutschland().Resolve(MustParseAGS("16064014"), Datum{})
		return err == nil && r.Split()
	},
}

// firstUseVariable makes the test binary a program that asks one question.
const firstUseVariable = "KOMMUNE_FIRST_USE"

func TestMain(m *testing.M) {
	name := os.Getenv(firstUseVariable)
	if name == "" {
		os.Exit(m.Run())
	}
	start := time.Now()
	ok := firstUses[name]()
	took := time.Since(start)
	if !ok {
		os.Exit(1)
	}
	fmt.Println(took.Nanoseconds())
}

// BenchmarkFirstUse_FreshProcess measures the first question in a new process,
// where no page of memory and no line of code has been touched yet. The figure
// is the metric, its mean and its best; the time of the whole process stands
// beside it.
func BenchmarkFirstUse_FreshProcess(b *testing.B) {
	executable, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for name := range firstUses {
		b.Run(name, func(b *testing.B) {
			sum, n, best := 0, 0, math.MaxInt
			for b.Loop() {
				command := exec.CommandContext(b.Context(), executable)
				command.Env = append(os.Environ(), firstUseVariable+"="+name)
				text, err := command.Output()
				if err != nil {
					b.Fatal(err)
				}
				took, err := strconv.Atoi(strings.TrimSpace(string(text)))
				if err != nil {
					b.Fatal(err)
				}
				sum, n, best = sum+took, n+1, min(best, took)
			}
			b.ReportMetric(float64(sum)/float64(n), "ns/first-use")
			b.ReportMetric(float64(best), "ns/best")
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

const programmText = `{"id":"p","titel":"P","ziel":"2027-03-31","quelle":"x","dienste":[{"leistung":"99115005104001","name":"W","regeln":[{"land":"16","art":"traeger","grund":"x"}]}]}`

func TestReadProgramm_Refuses(t *testing.T) {
	_, err := rollout.ReadProgramm(strings.NewReader(programmText))
	require.NoError(t, err)
	for name, f := range map[string]struct {
		old, new string
		want     error
	}{
		"no JSON":       {`{"id"`, `{id`, rollout.ErrSyntax},
		"unknown":       {`"quelle"`, `"qelle"`, rollout.ErrSyntax},
		"no id":         {`"id":"p"`, `"id":""`, rollout.ErrEvent},
		"no day":        {`2027-03-31`, `2027-02-30`, rollout.ErrSyntax},
		"no services":   {`[{"leistung":"99115005104001","name":"W","regeln":[{"land":"16","art":"traeger","grund":"x"}]}]`, `[]`, rollout.ErrEvent},
		"no name":       {`"name":"W"`, `"name":""`, rollout.ErrEvent},
		"rule":          {`"traeger"`, `"alle"`, rollout.ErrEvent},
		"land":          {`"land":"16",`, ``, rollout.ErrEvent},
		"grund":         {`"grund":"x"}`, `"grund":""}`, rollout.ErrEvent},
		"bodies":        {`"traeger"`, `"stellen"`, rollout.ErrEvent},
		"towns":         {`"art":"traeger"`, `"art":"traeger","staedte":["16067029"]`, rollout.ErrEvent},
		"service twice": {`}]}]}`, `}]},{"leistung":"99115005104001","name":"W"}]}`, rollout.ErrEvent},
		"too large":     {`"quelle":"x"`, `"quelle":"` + strings.Repeat("x", 1<<20) + `"`, rollout.ErrTooLarge},
	} {
		_, err := rollout.ReadProgramm(strings.NewReader(strings.Replace(programmText, f.old, f.new, 1)))
		require.ErrorIs(t, err, f.want, name)
	}
}

func FuzzReadProgramm(f *testing.F) {
	f.Add(programmText)
	f.Fuzz(func(_ *testing.T, text string) {
		p, err := rollout.ReadProgramm(strings.NewReader(text))
		if err == nil {
			_, _ = rollout.NewBuch(p)
		}
	})
}

// SPDX-License-Identifier: Apache-2.0

package fall_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Two persons register their marriage. Each confirms what they see; a change asks again.
func Example() {
	ctx := context.Background()
	store := bausteine.NewMemory(bausteine.Config{})
	akten, err := fall.NewRegistratur(ctx, store, frist.InGemeinde(kommune.MustParseAGS("16053000")),
		[]*verfahren.Tabelle{verfahrentest.Tabelle("eheschliessung")}, fall.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	erika, max := fall.Person("pseudonym-1", recht.NiveauHoch), fall.Person("pseudonym-2", recht.NiveauHoch)
	const code = "from the invitation"

	f, err := akten.Do(ctx, fall.Handlung{
		Verfahren: "eheschliessung", Behoerde: "160530000000", Wer: erika, Akt: verfahren.AktBegonnen,
		Teile: fall.Teile{"a": json.RawMessage(`{"geburtsname":"Mustermann"}`), "gemeinsam": json.RawMessage(`{"ehename":"kein"}`)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	do := func(h fall.Handlung) {
		h.Fall = f.ID()
		after, err := akten.Do(ctx, h)
		fmt.Println(h.Akt, after.Zustand(), errors.Is(err, fall.ErrVeraltet))
	}
	do(fall.Handlung{Wer: erika, Akt: verfahren.AktEingeladen, Code: code})
	do(fall.Handlung{Wer: max, Akt: verfahren.AktBeigetreten, Code: code})
	do(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": json.RawMessage(`{"geburtsname":"Öztürk"}`)}})

	erikas, _ := akten.Sicht(ctx, f.ID(), erika)
	maxens, _ := akten.Sicht(ctx, f.ID(), max)
	fmt.Println(len(erikas.Teile), erikas.Teile["b"] == nil)
	do(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"gemeinsam": json.RawMessage(`{"ehename":"Öztürk"}`)}})
	do(fall.Handlung{Wer: max, Akt: verfahren.AktBestaetigt, Gesehen: maxens.Gesehen}) // it is not what he saw
	for _, wer := range []fall.Handelnder{max, erika} {
		sicht, _ := akten.Sicht(ctx, f.ID(), wer)
		do(fall.Handlung{Wer: wer, Akt: verfahren.AktBestaetigt, Gesehen: sicht.Gesehen})
	}
	// Output:
	// eingeladen mitzeichnung false
	// beigetreten mitzeichnung false
	// bearbeitet mitzeichnung false
	// 2 true
	// bearbeitet mitzeichnung false
	// bestaetigt neu true
	// bestaetigt mitzeichnung false
	// bestaetigt eingereicht false
}

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

// begun opens the cases of a registry office, and begins one of a marriage.
func begun(ctx context.Context, key string) (*fall.Registratur, fall.Fall, fall.Handlung) {
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(…)
	akten, err := fall.NewRegistratur(ctx, store, frist.InGemeinde(kommune.MustParseAGS("16053000")),
		[]*verfahren.Tabelle{verfahrentest.Tabelle("eheschliessung")}, fall.Config{})
	if err != nil {
		panic(err)
	}
	handlung := fall.Handlung{
		Verfahren: "eheschliessung", Behoerde: "160530000000", Wer: fall.Person("pseudonym-1", recht.NiveauHoch), Akt: verfahren.AktBegonnen, Key: key,
		Teile: fall.Teile{"a": json.RawMessage(`{"geburtsname":"Mustermann"}`)},
	}
	f, err := akten.Do(ctx, handlung)
	if err != nil {
		panic(err)
	}
	return akten, f, handlung
}

// A button that is pressed twice acts once: the key of the form says that it is the same.
func ExampleRegistratur_Do() {
	ctx := context.Background()
	akten, first, handlung := begun(ctx, "form-4711")
	again, err := akten.Do(ctx, handlung)
	fmt.Println(first.ID() == again.ID(), again.Version() == first.Version(), err)
	handlung.Akt = verfahren.AktVerworfen // the same key for something else
	_, err = akten.Do(ctx, handlung)
	fmt.Println(err != nil)
	// Output:
	// true true <nil>
	// true
}

// Whoever has no part in a case does not learn that there is one.
func ExampleRegistratur_Sicht() {
	ctx := context.Background()
	akten, f, handlung := begun(ctx, "")
	sicht, err := akten.Sicht(ctx, f.ID(), handlung.Wer)
	fmt.Println(len(sicht.Teile), sicht.Zustand, err)
	_, err = akten.Sicht(ctx, f.ID(), fall.Person("pseudonym-9", recht.NiveauHoch))
	fmt.Println(errors.Is(err, fall.ErrNotFound))
	// Output:
	// 1 entwurf <nil>
	// true
}

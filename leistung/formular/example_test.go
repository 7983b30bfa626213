// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// A team declares the fields of a form for the dog tax and checks an
// application against it.
func Example() {
	form, err := formular.New(formular.Kopf{ID: "hundesteuer", Version: "1.0", Titel: recht.NewText("Anmeldung zur Hundesteuer", ""), Normen: recht.MustParseNormen("§ 9 Mustersatzung")},
		formular.Gruppe("halter", "Halterin oder Halter",
			formular.Text("familienname", "Familienname").Len(1, 120).Chars(din91379.A),
			formular.Text("vornamen", "Vornamen").Len(1, 120).Chars(din91379.A),
			formular.Teildatum("geburtsdatum", "Geburtsdatum"),
			formular.Text("plz", "Postleitzahl").Match("^[0-9]{5}$"),
			formular.Text("email", "E-Mail").Optional()),
		formular.Gruppe("hunde", "Ihre Hunde",
			formular.Text("rufname", "Rufname").Len(1, 60),
			formular.Auswahl("geschlecht", "Geschlecht", formular.Eintrag{Code: "m", Titel: recht.NewText("männlich", "")}, formular.Eintrag{Code: "w", Titel: recht.NewText("weiblich", "")}),
			formular.Datum("seit", "Im Haushalt seit").Between("2000-01-01", ""),
			formular.JaNein("assistenzhund", "Assistenzhund"),
			formular.Datei("nachweis", "Nachweis", "application/pdf").OnlyIf(formular.Is("assistenzhund", true)).Under(recht.MustParseNorm("§ 6 Mustersatzung"))).Times(1, 5),
		formular.Wahl("zahlung", "Zahlweise",
			formular.Text("iban", "Lastschrift von der IBAN").Len(15, 34),
			formular.JaNein("rechnung", "Rechnung")))
	if err != nil {
		fmt.Println(err)
		return
	}
	findings := form.Validate([]byte(`{
		"halter": {"familienname": "Mustermann", "vornamen": "Erika", "geburtsdatum": {"jahr": 1964, "monat": 8}, "plz": "1234"},
		"hunde": [{"rufname": "Bello", "geschlecht": "m", "seit": "2026-02-30", "assistenzhund": true}],
		"zahlung": {}
	}`))
	for _, f := range findings {
		fmt.Println(f)
		fmt.Println("  " + f.Text.String())
	}
	// Output:
	// FORM-MUSTER /halter/plz (§ 9 Mustersatzung)
	//   Postleitzahl: Die Angabe hat nicht die vorgesehene Schreibweise.
	// FORM-PFLICHT /hunde/0/nachweis (§ 6 Mustersatzung)
	//   Nachweis: Diese Angabe fehlt.
	// FORM-DATUM /hunde/0/seit (§ 9 Mustersatzung)
	//   Im Haushalt seit: Das ist kein Tag des Kalenders (JJJJ-MM-TT).
	// FORM-WAHL /zahlung (§ 9 Mustersatzung)
	//   Zahlweise: Machen Sie genau eine dieser Angaben.
}

// A value from a register is corrected; what the register said stays on record.
func ExampleEntwurf() {
	form := formular.MustNew(formular.Kopf{ID: "umzug"},
		formular.Text("familienname", "Familienname"),
		formular.Text("plz", "Postleitzahl"))
	draft := form.NewEntwurf()
	from := formular.Herkunft{Quelle: "Melderegister Musterstadt", Niveau: recht.NiveauHoch}
	if err := draft.Prefill("/familienname", "Mustermann", from); err != nil {
		fmt.Println(err)
	}
	if err := draft.Set(map[string]any{"/familienname": "Musterfrau", "/plz": "12345"}); err != nil {
		fmt.Println(err)
	}
	for a := range draft.Answers() {
		fmt.Printf("%s %s corrected: %v\n", a.Pointer, a.Wert, a.Korrigiert())
		if a.Bestand != nil {
			fmt.Printf("  %s said %s\n", a.Bestand.Herkunft.Quelle, a.Bestand.Wert)
		}
	}
	data, err := draft.Data()
	fmt.Println(string(data), err)
	// Output:
	// /familienname "Musterfrau" corrected: true
	//   Melderegister Musterstadt said "Mustermann"
	// /plz "12345" corrected: false
	// {"familienname":"Musterfrau","plz":"12345"} <nil>
}

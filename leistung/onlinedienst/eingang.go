// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"
)

// reread puts what was handed in into the form again, with the origin of each
// answer, and judges it. A form of another version keeps what fits.
func (a *akteur) reread(f *fall, in Eingang) error {
	e := f.dienst.blank()
	answers, err := flat(in.Daten)
	if err != nil {
		return err
	}
	if in.Fassung != f.dienst.kopf().Fassung {
		return nil
	}
	if err := e.Set(answers); err != nil {
		return fmt.Errorf("onlinedienst: what was handed in does not fit its form: %w", err)
	}
	for _, answer := range in.Herkunft {
		var said any
		if err := json.Unmarshal(answer.Bestand.Wert, &said); err != nil {
			return err
		}
		if number, ok := said.(float64); ok {
			said = json.Number(fmt.Sprint(number))
		}
		if err := e.Prefill(answer.Pointer, said, answer.Bestand.Herkunft); err != nil {
			return err
		}
		if answer.Gestrichen() {
			if err := e.Set(map[string]any{answer.Pointer: nil}); err != nil {
				return err
			}
		}
	}
	f.e, f.bei = e, beiwerk{Dateien: in.Anlagen}
	for _, n := range in.Nachweise {
		f.bei.belegt = append(f.bei.belegt, n.Name)
	}
	return a.judge(f)
}

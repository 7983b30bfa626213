// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"slices"

	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// umfangSchreiben is the reach of who writes for another and ends nothing in their name.
const umfangSchreiben = "schreiben"

// reichweite are the acts of a reach; nil are all.
func reichweite(umfang string) []verfahren.Akt {
	if umfang == umfangSchreiben {
		return []verfahren.Akt{verfahren.AktBearbeitet, verfahren.AktErgaenzt, verfahren.AktBeantwortet, verfahren.AktGeaeussert}
	}
	return nil
}

// vertretbar are the acts by which the person shows that they act for somebody who fills
// nothing in here themselves.
func (a *anfrage) vertretbar(f *fall) (out []moeglich) {
	for _, rolle := range f.v.fall.sicht.Vertretbar {
		if f.v.fall.ordnung.formen[rolle] == nil {
			out = append(out, moeglich{
				URL: f.url("akt/" + string(verfahren.AktVertreten)), Titel: a.say("rep.act", a.wort(f.dienst, "rolle."+string(rolle))), ID: "akt-vertreten-" + string(rolle),
				Rolle: string(rolle), Text: true, Dateien: true,
			})
		}
	}
	return out
}

// umfang is the reach of a representation in words.
func (a *akteur) umfang(v antragfall.Vertretung) string {
	if len(v.Reichweite) == 0 {
		return a.say("rep.all")
	}
	return a.say("rep.some")
}

// vertritt is for whom the person acts, in words.
func (a *anfrage) vertritt(f *fall) (out []string) {
	if f.v.fall == nil {
		return nil
	}
	for _, v := range f.v.fall.sicht.Vertritt {
		out = append(out, a.say("rep.mine", a.wort(f.dienst, "rolle."+string(v.Rolle)), v.Nachweis, a.umfang(v)))
	}
	return out
}

// vertretungen is who acts for whom, for the desk.
func (a *amtsanfrage) vertretungen(v *vorgangsakte) (out []fakt) {
	for _, one := range v.vertretungen {
		who := ""
		if i := slices.IndexFunc(v.teile, func(t aktenteil) bool { return t.konto == one.Konto }); i >= 0 {
			var in Eingang
			_ = json.Unmarshal(v.teile[i].eingang, &in) // of what cannot be read there is no name
			who = in.Identitaet.Vornamen + " " + in.Identitaet.Familienname
		}
		out = append(out, fakt{Titel: a.wort(v.dienst, "rolle."+string(one.Rolle)), Wert: a.say("rep.desk", who, one.Nachweis, a.umfang(one))})
	}
	return out
}

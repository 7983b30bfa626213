// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "context"

// laterCertificates are what others certified and the applicant did not take over: it
// came after the application was handed in, or they left it to the authority.
func (a *amtsanfrage) laterCertificates(v *vorgangsakte) (out []pruefteil, err error) {
	came, err := a.came(a.r.Context(), v)
	if err != nil {
		return nil, err
	}
	for i := range came {
		b := bescheinigungOf(v.dienst, came[i].Name)
		if b == nil {
			continue // declared no more
		}
		facts, err := a.certified(b, came[i].Inhalt)
		if err != nil {
			return nil, err
		}
		title := b.titel.In(a.sprache)
		if came[i].FuerWen != "" {
			title += ": " + came[i].FuerWen
		}
		out = append(out, pruefteil{Titel: title, URL: a.say("amt.certs.by", came[i].Wer, a.moment(came[i].Beantwortet)), Fakten: facts})
	}
	return out, nil
}

func (a *amtsanfrage) came(ctx context.Context, v *vorgangsakte) (out []bitte, err error) {
	if len(v.dienst.bescheinigungen()) == 0 {
		return nil, nil
	}
	akte, err := a.bitten.load(ctx, v.id)
	if err != nil {
		return nil, err
	}
	for _, x := range akte.Liste {
		if x.stand(a.now()) == bitteBeantwortet {
			out = append(out, x)
		}
	}
	return out, nil
}

// later are the same as they leave in a copy of the case.
func (a *amtsanfrage) later(ctx context.Context, v *vorgangsakte) (out []Belegt, err error) {
	came, err := a.came(ctx, v)
	for i := range came {
		x := &came[i]
		out = append(out, Belegt{Name: x.Name, Quelle: x.Wer, Abruf: x.ID, Inhalt: x.Inhalt, SHA256: x.SHA256})
	}
	return out, err
}

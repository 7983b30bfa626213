// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// Rechnungsempfaenger is the block for a company or a public body that wants the fee as
// an electronic invoice, to book it by machine.
type Rechnungsempfaenger struct {
	Name       string `json:"name,omitzero"`
	Strasse    string `json:"strasse,omitzero"`
	Hausnummer string `json:"hausnummer,omitzero"`
	PLZ        string `json:"plz,omitzero"`
	Ort        string `json:"ort,omitzero"`
	EMail      string `json:"email,omitzero"`
	Leitweg    string `json:"leitweg,omitzero"` // of a public body; "" for a company
	Zeichen    string `json:"zeichen,omitzero"` // by which they find it again
}

// Payer is who it is to the writer of invoices, which says what is missing.
func (r Rechnungsempfaenger) Payer() xrechnung.Payer {
	id, _ := leitweg.Parse(r.Leitweg) // one that is none the rule of RechnungAls has refused
	return xrechnung.Payer{
		Name: r.Name, Leitweg: id, Reference: r.Zeichen, EMail: r.EMail,
		Address: xrechnung.Address{Street: strings.TrimSpace(r.Strasse + " " + r.Hausnummer), City: r.Ort, PostCode: r.PLZ, Country: "DE"},
	}
}

// vonOrganisation marks a source in the account of an organisation.
const vonOrganisation = "organisation/"

// RechnungAls is the group that asks whom the invoice is for, what the account of an
// organisation fills in of it, and the rule that a Leitweg-ID has its check digits.
func RechnungAls[P, A any](get func(*A) *Rechnungsempfaenger, titel recht.Text) (Feldgruppe[A, Rechnungsempfaenger], []Uebernahme[A], Regel[A, P]) {
	type R = Rechnungsempfaenger
	name := Text(func(r *R) *string { return &r.Name }, T("Firma oder Behörde", "Company or public body")).Len(1, 200).Chars(din91379.C).Autocomplete("organization")
	street := Text(func(r *R) *string { return &r.Strasse }, T("Straße", "Street")).Len(1, 55).Chars(din91379.B)
	number := Text(func(r *R) *string { return &r.Hausnummer }, T("Hausnummer", "House number")).Len(1, 10).Chars(din91379.B).Optional()
	postcode := Text(func(r *R) *string { return &r.PLZ }, T("Postleitzahl", "Postcode")).Len(5, 5).Match("^[0-9]{5}$")
	place := Text(func(r *R) *string { return &r.Ort }, T("Ort", "Town")).Len(1, 60).Chars(din91379.B)
	mail := Text(func(r *R) *string { return &r.EMail }, T("E-Mail-Adresse für Rechnungen", "E-mail address for invoices")).Len(5, 120).Match(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
	id := Text(func(r *R) *string { return &r.Leitweg }, T("Leitweg-ID", "Leitweg-ID")).Len(5, 46).Match("^[0-9]{2,12}(-[0-9A-Za-z]{1,30})?-[0-9]{2}$").Optional().Hint(T("Nur für Behörden. Firmen haben keine.", "For public bodies only. Companies have none."))
	sign := Text(func(r *R) *string { return &r.Zeichen }, T("Ihr Zeichen", "Your reference")).Len(1, 60).Chars(din91379.C).Optional().Hint(T("Zum Beispiel die Bestellnummer. Es steht dann auf der Rechnung.", "For example the order number. It then stands on the invoice."))
	g := Gruppe(get, titel, Element[R](name), street, number, postcode, place, mail, id, sign)
	digits := Regel[A, P]{
		Code: "RECHNUNG-LEITWEG", Normen: recht.MustParseNormen("§ 4a Abs. 2 EGovG"), Liest: []Ort[A]{In(g, id)}, Text: T("Prüfen Sie die Leitweg-ID: ihre letzten zwei Ziffern passen nicht.", "Check the Leitweg-ID: its last two digits do not fit."),
		Verletzt: func(f Fall[A, P]) bool {
			_, err := leitweg.Parse(get(&f.Angaben).Leitweg)
			return err != nil
		},
	}
	return g, []Uebernahme[A]{
		Take(vonOrganisation+nutzerkonto.Firma, In(g, name)), Take(vonOrganisation+nutzerkonto.Strasse, In(g, street)), Take(vonOrganisation+nutzerkonto.Hausnummer, In(g, number)),
		Take(vonOrganisation+nutzerkonto.PLZ, In(g, postcode)), Take(vonOrganisation+nutzerkonto.Ort, In(g, place)), Take(vonOrganisation+nutzerkonto.EMail, In(g, mail)),
	}, digits
}

const (
	artRechnung     = "rechnung"           // a document beside the case; stored
	schreiben       = "rechnung-schreiben" // the effect that tries again; stored
	vermerkRechnung = "rechnung"           // a note that one could not be written: Grund says why
	rechnungsWeg    = "xrechnung"          // in addresses
	mediumXML       = "application/xml"
	maxRechnungen   = 20 // of one case
)

// The codes of what stops an invoice, beside those of package xrechnung.
const (
	codeSteuer   = "RECHNUNG-STEUER"   // a fee that is none of category O
	codeBetrag   = "RECHNUNG-BETRAG"   // another sum than was paid
	codeUnlesbar = "RECHNUNG-UNLESBAR" // what was handed in does not fit its form any more
)

// rechnungsordner is where the invoices of a case are found.
func rechnungsordner(fall uuid.UUID) string { return "rechnung/" + fall.String() }

// rechnung writes the invoice of a fee that was paid, nil where nobody asked for one. Of
// what stays after another end than was applied for it writes the one that replaces the
// first. The error is a [*recht.BefundError] where something is missing or wrong in it.
func (l laufend[A, P]) rechnung(e eingereicht, z *abrechnung) ([]byte, error) {
	g := l.kern.dienst.Gebuehr
	if g == nil || g.Rechnung == nil {
		return nil, nil
	}
	f, err := l.handedIn(e)
	if err != nil {
		return nil, err
	}
	n, asked := g.Rechnung(f)
	if !asked {
		return nil, nil
	}
	bill, err := l.kern.assess(f)
	if err != nil {
		return nil, err
	}
	tx, paid := z.tx, datum.Of(z.tx.PaidAt())
	n.Number, n.Issued = "G-"+tx.ID().String(), paid
	n.Payment.Kassenzeichen = cmp.Or(n.Payment.Kassenzeichen, tx.Reference(), Nummer(e.fall))
	n.Payer.Reference = cmp.Or(n.Payer.Reference, n.Payment.Kassenzeichen)
	n.Note = cmp.Or(n.Note, l.kern.dienst.Titel.String()+", Aktenzeichen "+Nummer(e.fall))
	n.Terms, n.Paid = "Bezahlt am "+LongDay(paid, recht.Deutsch)+".", bill.Total
	if n.Items, err = items(&bill, tx.Order().Amount); err != nil {
		return nil, err
	}
	if z.bleibt.Amount.IsSet() {
		less(&n, z)
	}
	return n.UBL()
}

// items are the lines of a bill as an invoice has them. A fee that is taxable, or exempt,
// or of which nobody says what it is, is none that is "not subject to VAT": shown as such
// it would be a false statement, and with VAT the authority would owe it (§ 14c UStG).
func items(bill *payment.Assessment, paid payment.Amount) (out []xrechnung.Item, err error) {
	var found recht.Befunde
	for i := range bill.Lines {
		line, at := &bill.Lines[i], fmt.Sprintf("/lines/%d", i)
		switch line.TaxKind {
		case payment.TaxPublic, payment.TaxOption:
		default:
			found = append(found, recht.Befund{Code: codeSteuer, Pointer: at, Detail: "taxable, exempt, or not stated: none of category O", Normen: recht.MustParseNormen("§ 2b Abs. 1 UStG")})
		}
		if line.Net.Sign() == 0 {
			continue // nothing of it was to be paid
		}
		item := xrechnung.Item{Name: line.Text, Quantity: line.Quantity, Price: line.Single}
		if all, err := line.Single.Mul(line.Quantity); err != nil || all != line.Net {
			item.Quantity, item.Price = 1, line.Net // by tiers, or less by an exemption
		}
		out = append(out, item)
	}
	if order, err := paid.Cmp(bill.Total); err != nil || order != 0 {
		found = append(found, recht.Befund{Code: codeBetrag, Pointer: "/totals", Detail: "not what was paid"})
	}
	return out, found.Err()
}

// less makes an invoice one of what stays: it replaces the first and has a line for what
// goes back.
func less(n *xrechnung.Notice, z *abrechnung) {
	n.Corrects, n.Number, n.Issued = n.Number, n.Number+"-K", z.am
	if back, err := z.tx.Order().Amount.Sub(z.bleibt.Amount); err == nil && back.Sign() > 0 {
		n.Items = append(n.Items, xrechnung.Item{Name: "Erstattung", Quantity: -1, Price: back})
	}
	n.Terms, n.Paid = "Was nicht bleibt, geht zurück.", z.bleibt.Amount
}

// bezahlterFall is a case with what was handed in, when its fee is there.
type bezahlterFall struct {
	id       uuid.UUID
	dienst   dienst
	behoerde string
	eingang  json.RawMessage
}

// write writes the invoice and keeps it beside the case, once. What stops it is told as
// codes.
func (s *Server) write(ctx context.Context, b *bezahlterFall, z *abrechnung) (why string, err error) {
	u := antrag.Unterlage{Antrag: b.id, Art: artRechnung, Ordner: rechnungsordner(b.id), Name: "Rechnung-" + Nummer(b.id), Medientyp: mediumXML}
	of := artRechnung + z.tx.ID().String()
	if z.bleibt.Amount.IsSet() {
		u.Name, of = u.Name+"-Berichtigung", of+"/berichtigt"
	}
	u.ID, u.Name = uuid.NewSHA1(b.id, []byte(of)), u.Name+".xml"
	keeper := s.keeper(b.dienst)
	if _, err := keeper.document(ctx, b.id, u.ID); !errors.Is(err, antrag.ErrNotFound) {
		return "", err // written before, or not to be read
	}
	var in Eingang
	if json.Unmarshal(b.eingang, &in) != nil {
		return codeUnlesbar, nil
	}
	u.Inhalt, err = b.dienst.rechnung(eingereicht{fall: b.id, am: in.Eingelegt, angaben: b.eingang}, z)
	if wrong, is := errors.AsType[*recht.BefundError](err); is {
		return wrong.Error(), nil
	}
	if err != nil {
		return codeUnlesbar, nil //nolint:nilerr // a fault of the declaration stops the invoice, and never the case
	}
	if u.Inhalt == nil {
		return "", nil
	}
	return "", keeper.attach(ctx, u)
}

// invoice is write in the commit in which the money is noted. A finding stops the
// invoice and never the case: it stands in the log and among the disturbances of the
// desk, from where it is tried again.
func (s *Server) invoice(ctx context.Context, b *bezahlterFall, z *abrechnung) error {
	why, err := s.write(ctx, b, z)
	if err != nil || why == "" {
		return err
	}
	payment := z.tx.ID()
	if s.notizen == nil {
		s.log.WarnContext(ctx, "onlinedienst: an electronic invoice was not written", "payment", payment, "why", why)
		return nil
	}
	return s.notizen.note(ctx, b.id, b.behoerde, func(n notiz) []vermerk {
		if n.rechnung != nil && n.rechnung.Unterlage == payment {
			return nil // told before
		}
		s.log.WarnContext(ctx, "onlinedienst: an electronic invoice was not written", "payment", payment, "why", why)
		return []vermerk{{Art: vermerkRechnung, Unterlage: payment, Grund: why}}
	})
}

// rewrite tries again to write an invoice that was stopped.
func (m *Amt) rewrite(ctx context.Context, leased journal.Leased) ([]byte, error) {
	id := leased.Ref.Stream
	n, err := m.notizen.load(ctx, id)
	if err != nil || n.rechnung == nil {
		return nil, err
	}
	row, err := m.server.akten().row(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil, nil // erased
	}
	if err != nil {
		return nil, err
	}
	b := &bezahlterFall{id: id, dienst: m.dienstFor(row.leistung), behoerde: row.behoerde}
	if b.dienst == nil || m.server.config.Kasse == nil {
		return nil, journal.Permanent(errors.New("onlinedienst: the invoice of a service that is declared no more"))
	}
	if b.eingang, err = m.server.eingangOf(ctx, b.dienst, id); err != nil {
		return nil, err
	}
	tx, err := m.server.config.Kasse.Refresh(ctx, n.rechnung.Unterlage)
	if err != nil {
		return nil, err
	}
	why, err := m.server.write(ctx, b, &abrechnung{tx: tx})
	if err == nil && why == "" {
		err = m.server.giveBack(ctx, id) // and the one that replaces it, where the case is over
	}
	if err == nil && why != "" {
		err = journal.Permanent(errors.New(why))
	}
	return nil, err
}

// eingangOf is what was handed in, by whoever began the case.
func (s *Server) eingangOf(ctx context.Context, d dienst, id uuid.UUID) (json.RawMessage, error) {
	o := d.ordnung()
	if o == nil {
		v, err := s.registry.any(ctx, id)
		return v.angaben, err
	}
	_, teile, err := s.config.Akten.Angaben(ctx, id)
	return handedInOf(teile[verfahren.Teil(o.rollen[0])]), err
}

// invoices are the invoices of a case, without their content.
func (s *Server) invoices(ctx context.Context, d dienst, id uuid.UUID) (out []antrag.Unterlage, err error) {
	if g := d.kopf().Gebuehr; g == nil || g.Rechnung == nil {
		return nil, nil
	}
	for u, err := range s.keeper(d).folder(ctx, rechnungsordner(id)) {
		if err != nil {
			return nil, err
		}
		if out = append(out, u); len(out) == maxRechnungen {
			break
		}
	}
	return out, nil
}

// rechnungen leads to the invoices of a case.
func (a *akteur) rechnungen(ctx context.Context, d dienst, id uuid.UUID, at string) (out []verweis, err error) {
	all, err := a.invoices(ctx, d, id)
	for _, u := range all {
		out = append(out, verweis{Titel: a.say("invoice.one", shortDay(datum.Of(u.Zeit), a.sprache)), URL: at + "/" + rechnungsWeg + "/" + u.ID.String() + ".xml"})
	}
	return out, err
}

// handInvoice hands an invoice of a case out.
func (a *anfrage) handInvoice(d dienst, fall uuid.UUID) error {
	name, xml := strings.CutSuffix(a.r.PathValue("datei"), ".xml")
	id, err := uuid.Parse(name)
	if err != nil || !xml {
		return errNotFound
	}
	u, err := a.keeper(d).document(a.r.Context(), fall, id)
	if errors.Is(err, antrag.ErrNotFound) || err == nil && u.Art != artRechnung {
		return errNotFound
	}
	if err != nil {
		return err
	}
	return a.hand(mediumXML, "rechnung-"+Nummer(fall)+".xml", u.Inhalt, false)
}

// xrechnung hands an invoice to the person.
func (a *anfrage) xrechnung() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	return a.handInvoice(f.dienst, f.v.id)
}

// xrechnung hands an invoice to an official.
func (a *amtsanfrage) xrechnung() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	return a.handInvoice(v.dienst, v.id)
}

// Rechnungen are the electronic invoices of a case of the account, as the pages hand
// them out; none where nobody asked for one or nothing was paid.
func (z Zugang) Rechnungen(ctx context.Context, id uuid.UUID) (out [][]byte, err error) {
	for _, name := range z.a.namen {
		f, err := z.a.open(ctx, z.a.dienste[name], id)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all, err := z.a.invoices(ctx, f.dienst, id)
		for _, u := range all {
			full, err := z.a.keeper(f.dienst).document(ctx, id, u.ID)
			if err != nil {
				return nil, err
			}
			out = append(out, full.Inhalt)
		}
		return out, err
	}
	return nil, antrag.ErrNotFound
}

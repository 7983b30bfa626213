// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// wahlGilt is how long the person's choice holds.
const wahlGilt = time.Hour

// Angebot is what the person decides on: a retrieval, told before it happens. The
// person asks, over the portal (§ 23a(1) BMG).
type Angebot struct {
	Empfaengt amt.Behoerde // the new Meldebehörde, which gets what the person confirms
	Antwortet amt.Behoerde // the previous one
}

// portal asks for the person (§ 9(1) BMeldDigiV). No authority asks by this way: that is
// another one, see [melderegister.Meldeschein].
func portal() onceonly.Party {
	return onceonly.Party{ID: onceonly.MustPartyID("portal:wohnsitzummeldung"), Name: "Onlinedienst Wohnsitz ummelden"}
}

// Grund says why no retrieval can be offered.
type Grund string

// The grounds.
const (
	KeinGrund          Grund = ""
	GrundVertrauen     Grund = "vertrauensniveau"
	GrundOhneAnschrift Grund = "keine-anschrift"
	GrundNichtDabei    Grund = "behoerde-nicht-angebunden"
)

// Offer says what a retrieval would be, or why there can be none.
func (d *Dienst) Offer(konto testkonto.Konto, v Vorgang) (Angebot, Grund, error) {
	if !regeln.Nachgewiesen(konto.Stufe) || konto.Gemeinde.Stufe < testkonto.Hoch {
		return Angebot{}, GrundVertrauen, nil
	}
	alt, err := kommune.ParseAGS(konto.Gemeinde.Wert)
	if err != nil || v.Angaben.Gemeinde.IsZero() {
		return Angebot{}, GrundOhneAnschrift, nil //nolint:nilerr // no address to start from is an outcome
	}
	antwortet, err := d.behoerdeFor(alt)
	if errors.Is(err, amt.ErrUnbekannt) {
		return Angebot{}, GrundNichtDabei, nil
	}
	if err != nil {
		return Angebot{}, "", err
	}
	empfaengt, err := d.behoerdeFor(v.Angaben.Gemeinde)
	if errors.Is(err, amt.ErrUnbekannt) {
		return Angebot{}, GrundNichtDabei, nil
	}
	return Angebot{Empfaengt: empfaengt, Antwortet: antwortet}, KeinGrund, err
}

func (d *Dienst) behoerdeFor(key kommune.AGS) (amt.Behoerde, error) {
	traeger, err := d.gebiete.Traeger(key)
	if err != nil {
		return amt.Behoerde{}, err
	}
	return d.aemter.Find(traeger.Verband.String())
}

// Wahl is the person's choice of a retrieval.
type Wahl struct {
	Sprache string
	Hinweis string // the text that the person saw
	// Familie: the person assures to be entitled to request the data of the family, too
	// (§ 23a(1) sentence 5 BMG). Without it only the own data are asked for.
	Familie bool
}

// ChooseAbruf records the person's choice and asks the register.
func (d *Dienst) ChooseAbruf(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, wahl Wahl) (Vorgang, error) {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return v, err
	}
	if v.Status() != antrag.StatusEntwurf {
		return v, ErrNichtMoeglich
	}
	if v.Angaben.Weg == angaben.WegAbruf && v.Angaben.Abruf != nil && v.Version() != version {
		return v, nil // the second click
	}
	if v.Version() != version {
		return v, ErrGeaendert
	}
	angebot, grund, err := d.Offer(konto, v)
	if err != nil {
		return v, err
	}
	if grund != KeinGrund {
		return v, fmt.Errorf("%w: no retrieval can be offered", ErrNichtMoeglich)
	}
	anfrage, err := uuid.NewV7()
	if err != nil {
		return v, fmt.Errorf("dienst: new id: %w", err)
	}
	err = d.store.Together(ctx, func(ctx context.Context) error { // the choice and the draft, or neither
		consent, err := d.choose(ctx, konto, v, angebot, wahl)
		if err != nil {
			return err
		}
		v, err = d.Save(ctx, konto, id, version, func(a *angaben.Angaben) error {
			a.ForgetAbruf()
			a.Weg, a.Abruf, a.ErneutFragen = angaben.WegAbruf, &angaben.Abruf{ID: anfrage, Consent: consent.ID(), Behoerde: angebot.Empfaengt.Schluessel()}, false
			return nil
		})
		return err
	})
	if err != nil {
		return v, translate(err)
	}
	return v, d.ask(ctx, konto, v)
}

// subject is the person's pseudonym in consents and in the log.
func subject(konto testkonto.Konto) onceonly.Subject { return onceonly.MustSubject(konto.Kennung) }

// choose writes down what the person decided on, and the decision.
func (d *Dienst) choose(ctx context.Context, konto testkonto.Konto, v Vorgang, angebot Angebot, wahl Wahl) (onceonly.Consent, error) {
	now, abruf := d.now(), melderegister.Elektronisch()
	person, err := gesucht(konto)
	if err != nil {
		return onceonly.Consent{}, err
	}
	about, err := onceonly.CommitPerson(person, nil)
	if err != nil {
		return onceonly.Consent{}, err
	}
	proposed, err := d.broker.Propose(ctx, onceonly.Terms{
		Basis: abruf.Basis, Norm: abruf.Norm, Assurance: onceonly.AssuranceHigh, Subject: subject(konto), Person: about,
		Requester: portal(), Provider: partei(angebot.Antwortet),
		EvidenceType: abruf.Typ, Fields: abruf.Fields(wahl.Familie), Concerned: abruf.Concerned(wahl.Familie),
		Purpose: onceonly.Purpose{Code: abruf.Zweck, Text: "Anmeldung Ihrer neuen Wohnung"},
		Service: anmeldung.URN(), Application: v.ID().String(),
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte(wahl.Hinweis)), Language: wahl.Sprache},
		NotBefore: now, NotAfter: now.Add(wahlGilt), MaxUses: 1,
	})
	if err != nil {
		return onceonly.Consent{}, err
	}
	actor := handelnd(konto)
	if wahl.Familie {
		actor.Declaration = onceonly.Declaration{Text: versicherung(wahl.Sprache), Language: wahl.Sprache, Norm: abruf.Versicherung}
	}
	return d.broker.Give(ctx, proposed.ID(), actor)
}

// versicherung is what the person assures with the choice, as the page says before.
func versicherung(sprache string) string {
	if sprache == "en" {
		return "I am entitled to request the data of my family electronically that stand in my record."
	}
	return "Ich bin berechtigt, die Daten meiner Familie elektronisch anzufordern, die in meinem Datensatz stehen."
}

// handelnd is the person as who acts in an exchange.
func handelnd(konto testkonto.Konto) onceonly.Actor {
	return onceonly.Actor{Subject: subject(konto), Assurance: vertrauen(konto.Stufe)}
}

// gesucht is the key by which a register looks the person up.
func gesucht(konto testkonto.Konto) (onceonly.Person, error) {
	return onceonly.NewPerson(onceonly.PersonData{
		FamilyName: konto.Familienname.Wert, GivenNames: konto.Vornamen.Wert, DateOfBirth: konto.Geburtsdatum.Wert,
		Address: onceonly.Address{Street: konto.Strasse.Wert, HouseNumber: konto.Hausnummer.Wert, PostalCode: konto.PLZ.Wert, Place: konto.Ort.Wert},
	})
}

// vertrauen is the level of the login in the words of the exchange.
func vertrauen(stufe testkonto.Stufe) onceonly.Assurance {
	switch stufe {
	case testkonto.Hoch:
		return onceonly.AssuranceHigh
	case testkonto.Substantiell:
		return onceonly.AssuranceSubstantial
	default:
		return onceonly.AssuranceLow
	}
}

// partei is an authority as a partner in an exchange.
func partei(b amt.Behoerde) onceonly.Party {
	return onceonly.Party{ID: onceonly.MustPartyID("meldebehoerde:" + b.Schluessel()), Name: b.Name}
}

// ask sends the request of the draft to the register. Sent again it is the same
// request and gets the same answer.
func (d *Dienst) ask(ctx context.Context, konto testkonto.Konto, v Vorgang) error {
	consent, err := d.broker.Consent(ctx, v.Angaben.Abruf.Consent)
	if err != nil {
		return err
	}
	terms := consent.Terms()
	person, err := gesucht(konto)
	if err != nil {
		return err
	}
	_, err = d.broker.Retrieve(ctx, onceonly.Request{
		ID: v.Angaben.Abruf.ID, Consent: consent.ID(), Subject: terms.Subject, Requester: terms.Requester.ID, Provider: terms.Provider.ID,
		EvidenceType: terms.EvidenceType, Fields: terms.Fields, Purpose: terms.Purpose.Code, Application: terms.Application,
		Person: person,
	})
	if errors.Is(err, onceonly.ErrRegister) {
		return nil // no answer is an outcome: the retrieval says so
	}
	return err
}

// AskAgain asks a register again that gave no answer.
func (d *Dienst) AskAgain(ctx context.Context, konto testkonto.Konto, id uuid.UUID) error {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return err
	}
	if v.Status() != antrag.StatusEntwurf || v.Angaben.Abruf == nil {
		return ErrNichtMoeglich
	}
	if d.fremd(v.Angaben) {
		return fmt.Errorf("%w: another authority is responsible now", ErrNichtMoeglich)
	}
	return d.ask(ctx, konto, v)
}

// Ausgang is how a retrieval stands, for the person.
type Ausgang string

// The outcomes.
const (
	AusgangBereit         Ausgang = "bereit"      // the record waits for the decision
	AusgangUebernommen    Ausgang = "uebernommen" // accepted
	AusgangNichtEindeutig Ausgang = "nicht-eindeutig"
	AusgangGestoert       Ausgang = "gestoert" // no answer; may be tried again
	AusgangVorbei         Ausgang = "vorbei"   // refused, discarded or too late
)

// Vorschau is what the person sees before deciding: the very bytes.
type Vorschau struct {
	Ausgang Ausgang
	Quelle  string
	Inhalt  []byte
	SHA256  string
	Satz    angaben.Satz
}

// Preview shows what came.
func (d *Dienst) Preview(ctx context.Context, konto testkonto.Konto, v Vorgang) (Vorschau, error) {
	if v.Angaben.Abruf == nil {
		return Vorschau{}, ErrNichtMoeglich
	}
	if v.Angaben.Auszug != nil {
		return vorschau(AusgangUebernommen, v.Angaben.Auszug.Quelle, v.Angaben.Auszug.Inhalt)
	}
	retrieval, err := d.broker.Retrieval(ctx, v.Angaben.Abruf.ID)
	if errors.Is(err, onceonly.ErrNotFound) {
		return Vorschau{Ausgang: AusgangGestoert}, nil // stopped before the register was asked
	}
	if err != nil {
		return Vorschau{}, err
	}
	switch retrieval.State {
	case onceonly.RetrievalReceived, onceonly.RetrievalPreviewed, onceonly.RetrievalDelivered:
	case onceonly.RetrievalUnmatched:
		return Vorschau{Ausgang: AusgangNichtEindeutig}, nil
	case onceonly.RetrievalSent, onceonly.RetrievalUnanswered, onceonly.RetrievalDeferred, onceonly.RetrievalPostponed:
		return Vorschau{Ausgang: AusgangGestoert}, nil
	default:
		return Vorschau{Ausgang: AusgangVorbei}, nil
	}
	preview, decision, err := d.broker.Preview(ctx, retrieval.ID, handelnd(konto))
	if err != nil {
		return Vorschau{}, err
	}
	if !decision.Permitted {
		return Vorschau{Ausgang: AusgangVorbei}, nil
	}
	return vorschau(AusgangBereit, preview.Provider.Name, preview.Content())
}

func vorschau(ausgang Ausgang, quelle string, inhalt []byte) (Vorschau, error) {
	out := Vorschau{Ausgang: ausgang, Quelle: quelle, Inhalt: inhalt, SHA256: onceonly.DigestOf(inhalt).String()}
	var err error
	out.Satz, err = angaben.Auszug{Inhalt: inhalt, SHA256: out.SHA256}.Satz()
	return out, err
}

// Accept takes the record over, if it is still the one with the hash that the
// person saw: handed over and in the draft, or neither.
func (d *Dienst) Accept(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, sha string) (v Vorgang, err error) {
	err = d.store.Together(ctx, func(ctx context.Context) error {
		v, err = d.accept(ctx, konto, id, version, sha)
		return err
	})
	return v, translate(err)
}

func (d *Dienst) accept(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, sha string) (Vorgang, error) {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return v, err
	}
	if v.Angaben.Auszug != nil && v.Angaben.Auszug.SHA256 == sha {
		return v, nil // the second click
	}
	if v.Status() != antrag.StatusEntwurf || v.Angaben.Abruf == nil {
		return v, ErrNichtMoeglich
	}
	if v.Version() != version {
		return v, ErrGeaendert // before anything is handed over
	}
	digest, err := onceonly.ParseDigest(sha)
	if err != nil {
		return v, fmt.Errorf("%w: not a hash", ErrNichtMoeglich)
	}
	evidence, decision, err := d.broker.Accept(ctx, v.Angaben.Abruf.ID, digest, handelnd(konto))
	if err != nil {
		return v, err
	}
	if !decision.Permitted {
		return v, fmt.Errorf("%w: %s", ErrNichtMoeglich, reasons(decision))
	}
	consent, err := d.broker.Consent(ctx, v.Angaben.Abruf.Consent)
	if err != nil {
		return v, err
	}
	auszug := &angaben.Auszug{Inhalt: evidence.Content(), SHA256: evidence.Digest().String(), Quelle: consent.Terms().Provider.Name}
	satz, err := auszug.Satz()
	if err != nil {
		return v, err
	}
	return d.Save(ctx, konto, id, version, func(a *angaben.Angaben) error {
		a.Auszug, a.Person, a.Bestaetigt = auszug, satz.Person, false
		return nil
	})
}

func reasons(decision onceonly.Decision) string {
	var codes []string
	for _, r := range decision.Reasons {
		codes = append(codes, r.Code)
	}
	return strings.Join(codes, ", ")
}

// TypeByHand goes the other way: what waits for a decision is discarded, and the
// person types. Data typed before stays.
func (d *Dienst) TypeByHand(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64) (Vorgang, error) {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return v, err
	}
	if v.Angaben.Weg == angaben.WegHand {
		return v, nil
	}
	abruf := v.Angaben.Abruf
	v, err = d.Save(ctx, konto, id, version, func(a *angaben.Angaben) error {
		if a.Weg == angaben.WegAbruf {
			a.ForgetAbruf()
		}
		a.Weg, a.ErneutFragen = angaben.WegHand, false
		return nil
	})
	if err != nil {
		return v, err
	}
	return v, d.discard(ctx, konto, abruf)
}

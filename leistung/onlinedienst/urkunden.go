// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	bescheidsiegel "github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// Urkunden are the certificates that a person gets when the authority has decided as
// applied for: each a PDF with a code that verifies from paper. They follow from the case
// and the key of the authority, so that each download is the same file and none is kept.
// One ends on the last day for which the decision holds, where it says any
// ([Beschluss].Geltung).
type Urkunden[A any] struct {
	// Profil says what the values of a certificate mean. Checkers know it by its number.
	Profil               bescheid.Profil
	Grundlage            recht.Norm
	Einleitung, Hinweise []string // in German, as the document is
	// Fuer lists whom the case has a certificate for, from the answers and the day on which
	// they were handed in.
	Fuer func(a A, eingang datum.Datum) []Urkunde
}

// Urkunde is one of them.
type Urkunde struct {
	Wen     string   // it is for, on the page of the case
	Zeile   string   // the row about them, where it is one of [Dienst].Mit; "": who applied
	Angaben []string // the values of the profile; blank where there is none
}

// String says nothing of the person.
func (Urkunde) String() string { return "onlinedienst.Urkunde" }

// GoString keeps %#v from printing personal data.
func (u Urkunde) GoString() string { return u.String() }

// Siegel is who certificates are sealed by: the authorities by their keys in cases, and
// where the key of each comes from, under the same name.
type Siegel struct {
	Behoerden map[string]bescheid.Behoerde
	Keys      bausteine.Keys
}

// urkunden are those of a service of whatever answers.
type urkunden struct {
	Profil               bescheid.Profil
	Grundlage            recht.Norm
	Einleitung, Hinweise []string
	fuer                 func(daten []byte, eingang datum.Datum) ([]Urkunde, error)
}

func (l laufend[A, P]) urkunden() *urkunden {
	u := l.kern.dienst.Urkunden
	if u == nil {
		return nil
	}
	return &urkunden{u.Profil, u.Grundlage, u.Einleitung, u.Hinweise, func(daten []byte, eingang datum.Datum) ([]Urkunde, error) {
		var a A
		if json.Unmarshal(daten, &a) != nil { // the decoder's message may quote what a person typed
			return nil, errors.New("onlinedienst: what was handed in cannot be read")
		}
		return u.Fuer(a, eingang), nil
	}}
}

// checkUrkunden checks that certificates can be issued.
func (d Dienst[A, P]) checkUrkunden(add func(string, string, ...any)) {
	u := d.Urkunden
	switch {
	case u == nil:
	case u.Profil.Nummer == 0 || u.Profil.Titel == "" || len(u.Profil.Felder) == 0 || u.Grundlage.IsZero() || u.Fuer == nil:
		add("/urkunden", "have no profile, norm, or nobody to be for")
	}
}

// papiere are the certificates of a case; none before it was decided as applied for.
func (s *Server) papiere(d dienst, v vorgang) ([]Urkunde, error) {
	u := d.urkunden()
	if u == nil || v.geladen == nil && v.fall == nil || v.status != antrag.StatusStattgegeben {
		return nil, nil
	}
	var in Eingang
	if json.Unmarshal(v.angaben, &in) != nil {
		return nil, errors.New("onlinedienst: what was handed in cannot be read")
	}
	return u.fuer(in.Daten, datum.Of(v.eingang))
}

// certificate is one of the certificates of a case, counted from 1, and the key of its
// authority.
func (s *Server) certificate(ctx context.Context, d dienst, v vorgang, list []Urkunde, n int) (c bescheid.Bescheinigung, key crypto.Signer, err error) {
	u, b := d.urkunden(), s.config.Siegel.Behoerden[v.behoerde]
	if key, err = createdKey(ctx, s.config.Siegel.Keys, v.behoerde); err != nil {
		return c, nil, err
	}
	b.Schluessel = v.behoerde
	c = bescheid.Bescheinigung{
		Behoerde: b, Profil: u.Profil, Nummer: Nummer(v.id) + "-" + strconv.Itoa(n), Grundlage: u.Grundlage,
		Einleitung: u.Einleitung, Angaben: list[n-1].Angaben, Hinweise: u.Hinweise,
	}
	c.Datum, c.GueltigBis, err = s.holds(ctx, v)
	if v.fall != nil { // each who takes part has some of their own
		if i := slices.Index(v.fall.ordnung.rollen, v.fall.rolle); i > 0 {
			c.Nummer += "-" + strconv.Itoa(i+1)
		}
	}
	return c, key, err
}

// holds says since when and until when holds what was granted; until is zero where it has
// no end.
func (s *Server) holds(ctx context.Context, v vorgang) (since, until datum.Datum, err error) {
	if v.fall != nil {
		for _, e := range slices.Backward(v.fall.sicht.Verlauf) {
			if e.Beschluss != nil {
				return datum.Of(e.Zeit), e.Beschluss.Geltung.Bis, nil
			}
		}
		return since, until, errors.New("onlinedienst: what was granted is no decision")
	}
	decided, _ := v.geladen.Letztes(antrag.ArtStattgegeben)
	if s.notizen != nil {
		n, err := s.notizen.load(ctx, v.id)
		if err != nil {
			return since, until, err
		}
		if n.beschluss != nil {
			until = n.beschluss.Gilt
		}
	}
	return datum.Of(decided.Zeit), until, nil
}

// seal makes it.
func (s *Server) seal(ctx context.Context, d dienst, v vorgang, list []Urkunde, n int) (*bescheid.Urkunde, error) {
	c, key, err := s.certificate(ctx, d, v, list, n)
	if err != nil {
		return nil, err
	}
	return c.Seal(key)
}

// urkundenteil is what the page of a case says of its certificates.
type urkundenteil struct {
	Liste []verweis
}

func (a *anfrage) urkundenteil(f *fall) (out urkundenteil, err error) {
	list, err := a.papiere(f.dienst, f.v)
	for i, u := range list {
		out.Liste = append(out.Liste, verweis{Titel: a.say("papers.one", f.dienst.urkunden().Profil.Titel, u.Wen), URL: f.url("urkunden/" + strconv.Itoa(i+1) + ".pdf")})
	}
	return out, err
}

// urkunde hands a certificate out.
func (a *anfrage) urkunde() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	return a.handPaper(f)
}

// handPaper hands out the certificate of the address.
func (a *anfrage) handPaper(f *fall) error {
	list, err := a.papiere(f.dienst, f.v)
	if err != nil {
		return err
	}
	name, pdf := strings.CutSuffix(a.r.PathValue("nr"), ".pdf")
	n, err := strconv.Atoi(name)
	if err != nil || !pdf || n < 1 || n > len(list) {
		return errNotFound
	}
	return a.handUrkunde(f.dienst, f.v, list, n)
}

func (a *anfrage) handUrkunde(d dienst, v vorgang, list []Urkunde, n int) error {
	u, err := a.seal(a.r.Context(), d, v, list, n)
	if err != nil {
		return err
	}
	return a.hand("application/pdf", fmt.Sprintf("urkunde-%s-%d.pdf", Nummer(v.id), n), u.PDF(), false)
}

// sealKeys are the keys of all authorities, by which everybody can check a code.
func (s *Server) sealKeys(ctx context.Context) (out []bescheidsiegel.Schluessel, err error) {
	for _, name := range slices.Sorted(maps.Keys(s.config.Siegel.Behoerden)) {
		keys, err := publicKeys(ctx, s.config.Siegel.Keys, name)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			// From when to when each holds nobody has written down yet.
			out = append(out, bescheidsiegel.Schluessel{Stelle: name, Name: s.config.Siegel.Behoerden[name].Name, Ab: datum.MustParse("2020-01-01"), Bis: datum.MustParse("2099-12-31"), Oeffentlich: key})
		}
	}
	return out, nil
}

// pruefung is what a code says: the zero value is not genuine.
type pruefung struct {
	Echt, Vorbei    bool // genuine; and its last day is over
	Behoerde, Titel string
	Bis             datum.Datum
	Angaben         []bescheid.Angabe
}

// pruefe checks the text of a code. It is genuine where its values are those of a
// certificate of one of the services.
func (s *Server) pruefe(ctx context.Context, code string) (out pruefung, err error) {
	keys, err := s.sealKeys(ctx)
	if err != nil {
		return out, err
	}
	checker, err := bescheidsiegel.NewPruefer(keys, bescheidsiegel.Config{Now: s.now})
	if err != nil {
		return out, err
	}
	p := checker.Verify(code)
	if p.Zustand != bescheidsiegel.ZustandGueltig && p.Zustand != bescheidsiegel.ZustandAbgelaufen {
		return out, nil
	}
	for _, name := range s.namen {
		if u := s.dienste[name].urkunden(); u != nil {
			if angaben, err := u.Profil.Read(p.Inhalt); err == nil {
				return pruefung{true, p.Zustand == bescheidsiegel.ZustandAbgelaufen, p.Schluessel.Name, u.Profil.Titel, p.Inhalt.Bis, angaben}, nil
			}
		}
	}
	return out, nil // a genuine code of something else
}

// pruefurkunde is the page on which everybody checks a certificate.
type pruefurkunde struct {
	pruefung

	Geprueft     bool
	Code, Fehler string
	Gilt         string // until when
}

// maxCode bounds the text of a code, in bytes.
const maxCode = 8 << 10

// pruefeUrkunde shows the page, and checks what somebody pastes. Everybody may, also
// without a login: nothing is kept and nothing changes, so no form needs a secret.
func (s *Server) pruefeUrkunde(w http.ResponseWriter, r *http.Request) {
	a := &anfrage{akteur: akteur{Server: s, sprache: s.language(w, r)}, w: w, r: r}
	if s.getCookie(r, "sitzung", &a.sitz) {
		a.gueltig, _ = a.sitz.state(s.now())
	}
	if err := a.pruefseiteUrkunde(); err != nil { //nolint:contextcheck // the request carries it
		a.fail(err) //nolint:contextcheck // the request carries it
	}
}

func (a *anfrage) pruefseiteUrkunde() error {
	var p pruefurkunde
	status := http.StatusOK
	if a.r.Method == http.MethodPost {
		a.r.Body = http.MaxBytesReader(a.w, a.r.Body, maxCode)
		if a.r.ParseForm() != nil {
			return statusError(http.StatusBadRequest)
		}
		p.Code = strings.TrimRight(strings.TrimLeft(a.r.PostForm.Get("code"), " \t\r\n"), "\r\n")
		if p.Code == "" {
			p.Fehler, status = a.say("verify.missing"), http.StatusUnprocessableEntity
		} else {
			var err error
			if p.pruefung, err = a.pruefe(a.r.Context(), p.Code); err != nil {
				return err
			}
			if !p.Bis.IsZero() {
				p.Gilt = LongDay(p.Bis, a.sprache)
			}
			p.Geprueft = true
		}
	}
	return a.render(status, "urkunde", rahmen{Titel: a.say("verify"), Fehler: p.Fehler != ""}, p)
}

// schluesselDatei hands out the keys of all authorities, one a line.
func (a *anfrage) schluesselDatei() error {
	keys, err := a.sealKeys(a.r.Context())
	if err != nil {
		return err
	}
	var out []byte
	for _, key := range keys {
		line, err := key.MarshalText()
		if err != nil {
			return err
		}
		out = append(append(out, line...), '\n')
	}
	return a.hand("text/plain; charset=utf-8", "schluessel.txt", out, false)
}

// createdKey is the key in force under a name. A source that can make keys makes it at
// its first use.
func createdKey(ctx context.Context, keys bausteine.Keys, name string) (crypto.Signer, error) {
	key, err := keys.Signer(ctx, name)
	if maker, can := keys.(interface {
		Create(ctx context.Context, name string) (crypto.Signer, error)
	}); can && errors.Is(err, bausteine.ErrNotFound) {
		key, err = maker.Create(ctx, name)
	}
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: the key %q: %w", name, err)
	}
	if _, ok := key.Public().(ed25519.PublicKey); !ok {
		return nil, fmt.Errorf("onlinedienst: the key %q is no Ed25519 key", name)
	}
	return key, nil
}

// publicKeys are the one in force and those of before.
func publicKeys(ctx context.Context, keys bausteine.Keys, name string) ([]ed25519.PublicKey, error) {
	key, err := createdKey(ctx, keys, name)
	if err != nil {
		return nil, err
	}
	former, err := keys.Former(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: the key %q: %w", name, err)
	}
	out := []ed25519.PublicKey{key.Public().(ed25519.PublicKey)} //nolint:forcetypeassert // createdKey refuses others
	for _, old := range former {
		if key, ok := old.(ed25519.PublicKey); ok {
			out = append(out, key)
		}
	}
	return out, nil
}

// Urkunden are the codes of the certificates of a case of the account; none before the
// authority has decided.
func (z Zugang) Urkunden(ctx context.Context, id uuid.UUID) (out []string, err error) {
	f, list, err := z.papiere(ctx, id)
	for n := 1; err == nil && n <= len(list); n++ {
		var c bescheid.Bescheinigung
		var key crypto.Signer
		var code string
		if c, key, err = z.a.certificate(ctx, f.dienst, f.v, list, n); err == nil {
			code, err = bescheidsiegel.Seal(bescheidsiegel.Inhalt{Profil: c.Profil.Nummer, Nummer: c.Nummer, Stelle: c.Behoerde.Schluessel, Vom: c.Datum, Bis: c.GueltigBis, Angaben: c.Angaben}, key)
		}
		out = append(out, code)
	}
	return out, err
}

// Urkunde is one of them, counted from 1, as the pages hand it out.
func (z Zugang) Urkunde(ctx context.Context, id uuid.UUID, n int) (*bescheid.Urkunde, error) {
	f, list, err := z.papiere(ctx, id)
	if err == nil && (n < 1 || n > len(list)) {
		err = antrag.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return z.a.seal(ctx, f.dienst, f.v, list, n)
}

func (z Zugang) papiere(ctx context.Context, id uuid.UUID) (*fall, []Urkunde, error) {
	for _, name := range z.a.namen {
		f, err := z.a.open(ctx, z.a.dienste[name], id)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		list, err := z.a.papiere(f.dienst, f.v)
		return f, list, err
	}
	return nil, nil, antrag.ErrNotFound
}

// CheckUrkunde checks the text of a code as the page for everybody does: who issued it,
// and its values. Nobody is "" where it is not genuine, or not valid any more.
func (s *Server) CheckUrkunde(ctx context.Context, code string) (behoerde string, angaben []bescheid.Angabe, err error) {
	p, err := s.pruefe(ctx, code)
	if err != nil || p.Vorbei {
		return "", nil, err
	}
	return p.Behoerde, p.Angaben, nil
}

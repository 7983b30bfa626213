// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

// kontoAnna is the account of who fills in beside Erika; further ones have numbers.
const kontoAnna = "test-anna"

func kontoMit(i int) string {
	if i == 0 {
		return kontoAnna
	}
	return fmt.Sprint(kontoAnna, i)
}

// einladung is the link of an invitation as the page shows it.
var einladung = regexp.MustCompile(`/[a-z0-9-]+/[0-9a-f-]{36}/beitreten/[A-Z2-7-]+`)

// invite lets all come in who fill in beside the one who began.
func (s *stand[A, P]) invite(t *testing.T, b *browser, draft string) {
	t.Helper()
	if len(s.probe.Andere) == 0 {
		return
	}
	s.mit = nil
	b.get(draft + "/einladen")
	f := b.form()
	b.send(f, f.values())
	all := einladung.FindAllString(b.page, -1)
	require.Len(t, all, len(s.probe.Andere), b.page)
	for i, link := range all {
		other := s.loginAs(t, kontoMit(i), link)
		f := other.form()
		other.send(f, f.values())
		require.Equal(t, http.StatusOK, other.status, other.page)
		require.Equal(t, draft, other.path)
		s.mit = append(s.mit, other)
	}
	b.get(draft)
}

// loginAs opens a page after a login.
func (s *stand[A, P]) loginAs(t *testing.T, account, page string) *browser {
	t.Helper()
	b := newBrowser(t, s.handler)
	b.get("/login?ziel=" + page)
	f := b.form()
	v := f.values()
	v.Set("konto", account)
	b.send(f, v)
	return b
}

// othersConfirm fills in for the others and confirms for them; then nobody is missing
// but the one who began. It reports whether there are others.
func (s *stand[A, P]) othersConfirm(t *testing.T, draft string) bool {
	t.Helper()
	for i, other := range s.mit {
		if other.get(draft); other.status != http.StatusOK || other.path != draft {
			other = s.loginAs(t, kontoMit(i), draft) // the session, or the draft, is over
			if s.mit[i] = other; other.status != http.StatusOK {
				continue
			}
		}
		s.confirm(t, other, draft, i)
	}
	return len(s.mit) > 0
}

// confirm answers what one of the others is asked, and confirms.
func (s *stand[A, P]) confirm(t *testing.T, b *browser, draft string, i int) {
	t.Helper()
	his := *s
	his.mit, his.flat = nil, map[string]any{}
	his.probe.Andere = nil
	data, err := json.Marshal(s.probe.Andere[i])
	require.NoError(t, err)
	var doc any
	require.NoError(t, json.Unmarshal(data, &doc))
	flatten(doc, "", his.flat)
	for pointer, value := range s.flat { // what all state together stays as it is
		if _, own := his.flat[pointer]; !own {
			his.flat[pointer] = value
		}
	}
	his.walk(t, b, draft, func() {})
	if forms := b.forms(); len(forms) == 1 {
		v := forms[0].values()
		v.Set("richtig", "ja")
		b.send(forms[0], v)
		require.Equal(t, http.StatusOK, b.status, b.page)
	}
}

// together walks to where all but the one who began have confirmed.
func (s *stand[A, P]) together(t *testing.T) (first, second *browser, draft string) {
	t.Helper()
	if len(s.probe.Andere) == 0 {
		t.Skip("one alone fills in")
	}
	first = s.login(t, kontoErika)
	draft = s.begin(t, first)
	s.walk(t, first, draft, func() {})
	return first, s.mit[0], draft
}

func confirmTogether[A, P any](t *testing.T, s *stand[A, P]) {
	first, second, draft := s.together(t)
	confirms := func(b *browser) {
		b.get(draft + "/pruefen")
		f := b.form()
		v := f.values()
		v.Set("richtig", "ja")
		b.send(f, v)
		require.Less(t, b.status, 400, b.page)
	}
	require.Contains(t, second.get(draft+"/pruefen").text(), "Das haben Sie so bestätigt")
	// What both see is changed: the other is asked again, and nothing is handed in.
	shared := s.lastPage(t, first, draft)
	f := first.get(shared).form()
	v := s.fill(f)
	for name := range v {
		if strings.HasPrefix(name, "/") {
			v.Set(name, "")
		}
	}
	first.send(f, v)
	require.NotContains(t, second.get(draft+"/pruefen").text(), "Das haben Sie so bestätigt", "the change is seen, and the confirmation void")
	f = first.get(shared).form()
	first.send(f, s.fill(f))
	require.Contains(t, second.get(draft+"/pruefen").text(), "Das haben Sie so bestätigt", "it is again what was confirmed")
	confirms(first)
	if strings.HasSuffix(first.path, "/zahlung") {
		s.kasse.Pay(t)
		first.get(first.path)
	}
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status(), "both have confirmed the same")
	for _, b := range []*browser{first, second} {
		require.Contains(t, b.get(draft).text(), "Was Sie abgesendet haben")
	}
}

// lastPage is the last page of questions: there all state something together.
func (s *stand[A, P]) lastPage(t *testing.T, b *browser, draft string) string {
	t.Helper()
	var last string
	s.walk(t, b, draft, func() {
		if len(b.forms()) == 1 && !strings.HasSuffix(b.path, "/pruefen") {
			last = b.path
		}
	})
	return last
}

func keptApart[A, P any](t *testing.T, s *stand[A, P]) {
	first, second, draft := s.together(t)
	marks := func(answers A) map[string]bool {
		data, err := json.Marshal(answers)
		require.NoError(t, err)
		var doc any
		require.NoError(t, json.Unmarshal(data, &doc))
		flat, out := map[string]any{}, map[string]bool{}
		flatten(doc, "", flat)
		for _, value := range flat {
			if text, ok := value.(string); ok && strings.HasPrefix(text, "Nur ") {
				out[text] = true
			}
		}
		return out
	}
	mine, theirs := marks(s.probe.Antworten), marks(s.probe.Andere[0])
	require.NotEmpty(t, mine, "an answer that begins with \"Nur \" is of one person alone")
	require.NotEmpty(t, theirs)
	for _, look := range []struct {
		b      *browser
		hidden map[string]bool
	}{{first, theirs}, {second, mine}} {
		for _, page := range append(look.b.get(draft).links(), draft+"/pruefen") {
			if look.b.get(page); strings.HasPrefix(page, draft) {
				for text := range look.hidden {
					require.NotContains(t, html.UnescapeString(look.b.page), text, "%s shows what is of the other", page)
				}
			}
		}
	}
	// An invitation is used up, and not for who invited.
	link := draft + "/beitreten/AAAAA-AAAAA-AAAAA-AAAAA"
	stranger := s.loginAs(t, kontoMax, link)
	f := stranger.form()
	stranger.send(f, f.values())
	require.Equal(t, http.StatusNotFound, stranger.status)
	require.Equal(t, http.StatusNotFound, stranger.get(draft).status)
	require.Equal(t, draft, first.get(link).path, "who takes part is led back")
	require.Equal(t, http.StatusUnauthorized, newBrowser(t, s.handler).get(link).status, "nobody who is not logged in learns of it")
}

// noticeToEach holds a decision on a case of several to a notice for each: of what they
// stated themselves, on their own way, with their own last day to object.
func noticeToEach[A, P any](t *testing.T, s *stand[A, P]) {
	if len(s.probe.Andere) == 0 {
		t.Skip("one alone fills in")
	}
	first, draft, fall := s.arrived(t)
	f, parts, err := s.akten.Angaben(t.Context(), s.stored(t, draft).ID())
	require.NoError(t, err)
	var roles []string
	for _, b := range s.probe.Dienst.Verfahren.Beteiligte {
		if len(parts[verfahren.Teil(b.Rolle)]) > 0 {
			roles = append(roles, string(b.Rolle))
		}
	}
	require.Len(t, roles, 1+len(s.probe.Andere))
	s.papier = f.Konten(verfahren.Rolle(roles[1]))[0]
	desk, colleague := s.official(t, amtSabine), s.official(t, amtKai)
	desk.get(fall).to(fall + "/uebernommen")
	s.settle(t, desk, colleague, fall, decisions(desk.get(fall), fall)[0])
	_, err = s.store.Drain(t.Context())
	require.NoError(t, err)
	files := map[string]string{}
	for _, role := range roles {
		to := fall + "/bescheid.pdf?an=" + role
		require.Contains(t, desk.get(fall).links(), to, "each has a notice of their own")
		file := []byte(desk.get(to).page)
		require.Empty(t, pdftest.Inspect(file))
		lines, err := pdftest.Text(file)
		require.NoError(t, err)
		files[role] = fmt.Sprint(lines)
	}
	require.NotEqual(t, files[roles[0]], files[roles[1]], "it is written to them")
	posted := fall + "/gepostet:" + roles[1]
	require.Contains(t, desk.get(fall).links(), posted)
	require.NotContains(t, desk.links(), fall+"/gepostet:"+roles[0], "theirs lies in the postbox")
	require.Contains(t, html.UnescapeString(first.get(draft).page), "Postfach")
	s.now = s.now.AddDate(0, 0, 2)
	desk = s.official(t, amtSabine)
	desk.get(fall).to(posted)
	form := desk.form()
	v := form.values()
	v.Set("termin", s.now.Format("2.1.2006"))
	desk.send(form, v)
	inOrder(t, desk, "de")
	ends := letzterTag.FindAllStringSubmatch(desk.page, -1)
	require.Len(t, ends, 2, desk.page)
	require.NotEqual(t, ends[0][1], ends[1][1], "each has a last day of their own")
	message := func(account string) string {
		b := s.loginAs(t, account, "/postfach/")
		at := slices.IndexFunc(b.links(), func(to string) bool { return strings.HasPrefix(to, "/postfach/"+f.ID().String()+"/") })
		if at < 0 {
			return ""
		}
		return b.get(b.links()[at]).page
	}
	require.Contains(t, message(kontoErika), ends[0][1], "theirs is told to them")
	require.Empty(t, message(kontoAnna), "who is written to on paper has nothing in the postbox")
}

// letzterTag is the last day to object as the desk shows it.
var letzterTag = regexp.MustCompile(`Letzter Tag für einen Rechtsbehelf, wie ihn die Person liest: ([^<]*?\d{4})`)

// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// filePage is the first page that asks for a file, with its input.
func (s *stand[A, P]) filePage(t *testing.T, b *browser, draft string) (page, input string) {
	t.Helper()
	s.walk(t, b, draft, func() {
		for _, f := range b.forms() {
			for _, i := range f.inputs {
				if i.kind == "file" && page == "" {
					page, input = b.path, i.name
				}
			}
		}
	})
	if page == "" {
		t.Skip("the service asks for no file")
	}
	return page, input
}

// files are the names of the files that lie with a case.
func (s *stand[A, P]) files(t *testing.T, draft string) (names []string) {
	t.Helper()
	all := s.reg.Unterlagen
	if s.akten != nil {
		all = s.akten.Unterlagen
	}
	for u, err := range all(t.Context(), s.stored(t, draft).ID()) {
		require.NoError(t, err)
		if u.Art == onlinedienst.ArtAnlage {
			names = append(names, u.Name)
		}
	}
	return names
}

func keepsFiles[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	page, input := s.filePage(t, b, s.begin(t, b))
	draft := s.begin(t, b)
	_, tail, _ := bytes.Cut([]byte(page), []byte("/"))
	_, tail, _ = bytes.Cut(tail, []byte("/"))
	_, name, _ := bytes.Cut(tail, []byte("/"))
	here := draft + "/" + string(name)
	s.walkTo(t, b, draft, here)
	require.Empty(t, s.files(t, draft))
	send := func(w *browser, name, content string, change func(url.Values)) {
		t.Helper()
		f := w.get(here).form()
		v := s.fill(f)
		v.Del(input)
		change(v)
		w.upload(f, v, map[string]anhang{input: {name, []byte(content)}})
	}
	same := func(url.Values) {}
	for wrong, content := range map[string]string{"a.pdf": "<script>alert(1)</script>", "a.exe": pdf, "a.png": pdf, "a": pdf, "b.pdf": "", "c.png": "\x89PNG\r\n\x1a\n2", "c.jpg": "\xff\xd8\xff3"} {
		send(b, wrong, content, same)
		require.Equal(t, http.StatusUnprocessableEntity, b.status, "content and ending decide: %s", wrong)
		inOrder(t, b, "de")
	}
	send(b, "large.pdf", pdf+string(make([]byte, onlinedienst.MaxDatei)), same)
	require.Equal(t, http.StatusUnprocessableEntity, b.status)
	send(b, "huge.pdf", pdf+string(make([]byte, 65<<20)), same)
	require.Equal(t, http.StatusRequestEntityTooLarge, b.status)
	require.Empty(t, s.files(t, draft), "of what is not taken nothing is kept")

	// Beside a faulty page, and in a second window: a file is kept.
	send(b, `C:\Scans\Beleg "neu".pdf`, pdf+"1", func(v url.Values) {
		for _, i := range b.form().inputs { // what the file hangs on stays
			if i.name[0] == '/' && i.kind != "radio" && i.kind != "checkbox" && i.kind != "file" {
				v.Set(i.name, "")
			}
		}
	})
	require.Contains(t, b.page, "Beleg &#34;neu&#34;.pdf", "also where something else on the page is wrong")
	require.Len(t, s.files(t, draft), 1)
	old := b.get(here).form()
	send(b, "zwei.PNG", string(picture(t, png.Encode)), same)
	send(b, "zwei.PNG", string(picture(t, png.Encode)), same) // a newer version takes its place
	v := s.fill(old)
	v.Del(input)
	b.upload(old, v, map[string]anhang{input: {"drei.jpg", picture(t, jpg)}})
	require.ElementsMatch(t, []string{`Beleg "neu".pdf`, "zwei.PNG", "drei.jpg"}, s.files(t, draft))

	// What is taken away is gone, and more than there is room for is not taken.
	f := b.get(here).form()
	v = s.fill(f)
	for _, i := range f.inputs {
		if i.name == input+"~weg" {
			v.Add(i.name, i.value)
		}
	}
	v.Del(input)
	b.upload(f, v, nil)
	require.Empty(t, s.files(t, draft))

	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			w := newBrowser(t, s.handler)
			w.cookies = map[string]string{}
			for name, value := range b.cookies {
				w.cookies[name] = value
			}
			for range 3 {
				send(w, "Fenster "+uuid.NewString()+".pdf", pdf+uuid.NewString(), same)
			}
		})
	}
	group.Wait()
	b.get(here)
	kept := 0
	for _, i := range b.form().inputs {
		if i.name == input+"~weg" {
			kept++
		}
	}
	send(b, "zuletzt.pdf", pdf, same)
	require.GreaterOrEqual(t, kept, 1)
	require.LessOrEqual(t, kept, onlinedienst.MaxDateien)
	require.GreaterOrEqual(t, len(s.files(t, draft)), kept, "what the draft names is there")

	s.walk(t, b, draft, func() {})
	s.send(t, b)
	require.NotEmpty(t, s.files(t, draft))
	send2 := len(s.files(t, draft))
	b.upload(f, s.fill(f), map[string]anhang{input: {"spät.pdf", []byte(pdf)}})
	require.Len(t, s.files(t, draft), send2, "what comes after it was sent leaves nothing behind")
}

// walkTo answers page by page until that one.
func (s *stand[A, P]) walkTo(t *testing.T, b *browser, draft, page string) {
	t.Helper()
	s.until = page
	s.walk(t, b, draft, func() {})
	s.until = ""
}

// filesBothWays holds a case under a procedure to files that come with acts: what the
// person hands in later is seen at the desk, with where it came from, and what the office
// sends along with a question reaches the person; nobody else gets either.
func filesBothWays[A, P any](t *testing.T, s *stand[A, P]) {
	if s.akten == nil {
		t.Skip("files come with acts of a procedure")
	}
	b, draft, fall := s.arrived(t)
	later := func() (blatt, bool) {
		b.get(draft)
		for _, f := range b.forms() {
			if strings.HasSuffix(f.action, "/akt/ergaenzt") {
				return f, true
			}
		}
		return blatt{}, false
	}
	f, can := later()
	if !can {
		t.Skip("nothing can be handed in later")
	}
	desk := s.official(t, amtSabine)
	v := f.values()
	v.Set("text", "Das fehlte noch.")
	b.upload(f, v, map[string]anhang{"dateien": {"vertrag.exe", []byte(pdf)}})
	require.Equal(t, http.StatusUnprocessableEntity, b.status)
	require.Contains(t, b.page, "Das fehlte noch.", "what was typed stays")
	inOrder(t, b, "de")
	require.NotContains(t, desk.get(fall).page, "Das fehlte noch.", "with a file that is not taken nothing is handed in")
	b.upload(f, v, map[string]anhang{"dateien": {"vertrag.pdf", []byte(pdf + "V")}})
	require.Equal(t, http.StatusOK, b.status, b.page)
	inOrder(t, desk.get(fall), "de")
	for _, text := range []string{"Das fehlte noch.", "vertrag.pdf", "Mit: Nachgereicht"} {
		require.Contains(t, desk.text(), text)
	}
	foreign, found := s.official(t, amtFremd), []string{}
	for _, file := range desk.links() {
		if strings.HasPrefix(file, fall+"/anlagen/") {
			found = append(found, desk.get(file).page)
			require.Equal(t, http.StatusNotFound, foreign.get(file).status, "of another authority")
		}
	}
	require.Contains(t, found, pdf+"V", "byte for byte")
	sent := len(found) - 1
	require.Equal(t, sent, strings.Count(desk.get(fall).text(), "Mit dem Antrag"), "of each file it is said where it came from")

	desk.get(fall).to(fall + "/uebernommen")
	desk.get(fall).to(fall + "/nachgefragt")
	q := desk.form()
	v = q.values()
	v.Set("text", "Bitte ausfüllen.")
	v.Set("termin", s.now.AddDate(0, 0, 9).Format("2.1.2006"))
	desk.upload(q, v, map[string]anhang{"dateien": {"bogen.txt", []byte("Bogen")}})
	require.Equal(t, http.StatusUnprocessableEntity, desk.status)
	inOrder(t, desk, "de")
	desk.upload(q, v, map[string]anhang{"dateien": {"bogen.pdf", []byte(pdf + "B")}})
	require.Equal(t, http.StatusOK, desk.status, desk.page)
	inOrder(t, b.get(draft), "de")
	for _, text := range []string{"bogen.pdf", "vom Amt", "vertrag.pdf", "von Ihnen"} {
		require.Contains(t, b.text(), text)
	}
	stranger := s.login(t, kontoMax)
	found = found[:0]
	for _, to := range b.links() {
		if strings.Contains(to, "/anlage/") {
			found = append(found, b.get(to).page)
			require.Equal(t, http.StatusNotFound, stranger.get(to).status, "of somebody else")
		}
	}
	require.Len(t, found, sent+2)
	require.Subset(t, found, []string{pdf + "V", pdf + "B"})
	for _, other := range s.mit {
		require.NotContains(t, other.get(draft).page, "vertrag.pdf", "what one hands in is theirs")
		require.Contains(t, other.page, "bogen.pdf", "what the office sends goes to all")
	}
	_, can = later()
	require.True(t, can, "also with a question open")
}

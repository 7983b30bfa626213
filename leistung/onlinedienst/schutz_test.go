// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bytes"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/virenscan/virenscantest"
)

func TestForm_OfStrangersIsNotRead(t *testing.T) {
	b := newBurg(t, nil)
	erika := b.login("erika")
	draft := erika.begin()
	max := b.login("max")
	large := bytes.Repeat([]byte("x"), 1<<20)
	kind, body := multi(t, part{name: "token", content: []byte(max.token())}, part{name: filesField, file: "a.pdf", content: append([]byte("%PDF-"), large...)})
	stranger := b.visitor()
	for name, try := range map[string]func() *besucher{
		"nobody, a form": func() *besucher {
			return stranger.do(http.MethodPost, draft+"/belege", formular, bytes.NewReader(large))
		},
		"nobody, files": func() *besucher { return stranger.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body)) },
		"somebody else": func() *besucher { return max.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body)) },
		"no case": func() *besucher {
			return max.do(http.MethodPost, "/parken/"+uuid.NewString()+"/belege", kind, bytes.NewReader(body))
		},
		"no page":               func() *besucher { return erika.do(http.MethodPost, draft+"/nichts", kind, bytes.NewReader(body)) },
		"a page without files":  func() *besucher { return erika.do(http.MethodPost, draft+"/kontakt", kind, bytes.NewReader(body)) },
		"no service":            func() *besucher { return erika.do(http.MethodPost, "/nichts/x/y", kind, bytes.NewReader(body)) },
		"an address of no page": func() *besucher { return erika.do(http.MethodPost, "/a/b/c/d/e/f", kind, bytes.NewReader(body)) },
	} {
		v := try()
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusNotFound}, v.status, name)
		require.Zero(t, v.body, "%s: who it is comes before what is sent", name)
	}
	require.Empty(t, b.files(draft))
	erika.header.Set("Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, erika.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body)).status)
	require.Zero(t, erika.body)
}

func TestUpload_LooksAtNoFileBeforeTheSecretOfTheForm(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft := v.begin()
	kind, body := multi(t, part{name: filesField, file: "a.pdf", content: append([]byte("%PDF-"), make([]byte, 1<<20)...)}, part{name: "token", content: []byte(v.token())})
	require.Equal(t, http.StatusForbidden, v.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body)).status)
	require.Less(t, v.body, int64(64<<10))
	require.Empty(t, b.files(draft))
}

func TestForm_InAnotherCharsetIsRefused(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft, token := v.begin(), v.token()
	for _, kind := range []string{formular + "; charset=iso-8859-1", formular + "; charset=utf-16", "text/plain", "application/json", ""} {
		v.do(http.MethodPost, draft+"/kontakt", kind, strings.NewReader(url.Values{"token": {token}}.Encode()))
		require.Equal(t, http.StatusUnsupportedMediaType, v.status, kind)
	}
	require.Equal(t, http.StatusUnsupportedMediaType, v.upload(draft, part{name: "/beleg/notiz", kind: "text/plain; charset=utf-7", content: []byte("+ADw-")}).status, "of one part")
	v.post(draft+"/kontakt", url.Values{"token": {token}, "/kontakt/mail": {"\xff\xfe"}})
	require.Equal(t, http.StatusBadRequest, v.status)
	require.NotEqual(t, http.StatusUnsupportedMediaType, v.do(http.MethodPost, draft+"/kontakt", formular+"; charset=UTF-8", strings.NewReader(url.Values{"token": {token}}.Encode())).status)
}

func TestForm_OfManyPartsIsRefused(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft := v.begin()
	var fields, files []part
	for range 2000 {
		fields = append(fields, part{name: "x"})
	}
	for range 40 {
		files = append(files, part{name: filesField, file: "a.pdf", content: []byte("%PDF-")})
	}
	require.Equal(t, http.StatusRequestEntityTooLarge, v.upload(draft, fields...).status)
	require.Equal(t, http.StatusRequestEntityTooLarge, v.upload(draft, files...).status)
	require.Equal(t, http.StatusRequestEntityTooLarge, v.upload(draft, part{name: "x", content: make([]byte, 65<<10)}).status)
	require.Equal(t, http.StatusRequestEntityTooLarge, v.upload(draft, part{name: strings.Repeat("x", 1<<20), content: []byte("y")}).status, "a head of its own size")
	kind, body := multi(t, part{name: "token", content: []byte(v.token())}, part{name: filesField, file: "a.pdf", content: []byte("%PDF-")})
	for cut := 1; cut < len(body)-2; cut += 7 {
		require.Equal(t, http.StatusBadRequest, v.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body[:cut])).status, "half a form at %d", cut)
	}
	require.Empty(t, b.files(draft))
}

func TestLimits_HoldPerSessionAccountAndAddress(t *testing.T) {
	b := newBurg(t, func(c *od.Config) {
		c.Grenzen = od.Grenzen{JeSitzung: od.Rate{ProSekunde: 1, Stoss: 5}, JeKonto: od.Rate{ProSekunde: 1, Stoss: 8}, JeAdresse: od.Rate{ProSekunde: 1, Stoss: 30}}
	})
	passes := func(v *besucher) (n int) {
		for range 100 {
			if v.get("/parken/").status == http.StatusTooManyRequests {
				require.NotEmpty(t, v.answer.Get("Retry-After"))
				return n
			}
			n++
		}
		return n
	}
	first, second := b.login("erika"), b.login("erika")
	second.from = "192.0.2.2:1"
	require.Equal(t, 5, passes(first), "one session")
	require.Equal(t, 3, passes(second), "another one of the same account has what is left")
	b.later(2 * time.Second)
	require.NotZero(t, passes(first), "and goes on later")
	require.Contains(t, b.security.String(), "of=session")
	require.Contains(t, b.security.String(), "of=account")

	stranger := b.visitor()
	stranger.from = "[2001:db8:0:1::1]:5"
	require.Equal(t, 30, passes(stranger))
	stranger.from = "[2001:db8:0:1:ffff::2]:6"
	require.Zero(t, passes(stranger), "another address of the same network")
	stranger.from = "[2001:db8:0:2::1]:5"
	require.Equal(t, 30, passes(stranger), "another network")
	require.NotContains(t, b.security.String(), "2001:db8")

	stranger.from = "203.0.113.9:1"
	for i := range 40 {
		stranger.header.Set("X-Forwarded-For", "198.51.100."+string(rune('0'+i%10)))
		stranger.get("/parken/")
	}
	require.Equal(t, http.StatusTooManyRequests, stranger.status, "who names other addresses is still one")
	require.Contains(t, b.security.String(), "a proxy that nobody named")
}

func TestLimits_BehindAProxyCountWhoIsBehindIt(t *testing.T) {
	b := newBurg(t, func(c *od.Config) {
		c.Grenzen.JeAdresse = od.Rate{ProSekunde: 1, Stoss: 3}
		c.Proxys = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	})
	v := b.visitor()
	v.from = "10.0.0.1:1"
	for range 3 {
		v.header.Set("X-Forwarded-For", "1.2.3.4, 198.51.100.1, 10.0.0.2")
		require.Equal(t, http.StatusOK, v.get("/parken/").status)
	}
	v.header.Set("X-Forwarded-For", "5.6.7.8, 198.51.100.1, 10.0.0.2")
	require.Equal(t, http.StatusTooManyRequests, v.get("/parken/").status, "what stands before the proxies' own entries anybody can write")
	v.header.Set("X-Forwarded-For", "198.51.100.2")
	require.Equal(t, http.StatusOK, v.get("/parken/").status)
}

func TestLimits_BoundWhatIsAnsweredAtOnce(t *testing.T) {
	b := newBurg(t, func(c *od.Config) { c.Grenzen.Zugleich = 1 })
	inside, leave := make(chan struct{}), make(chan struct{})
	slow := b.visitor()
	slow.handler = b.server.Guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(inside); <-leave }))
	done := make(chan struct{})
	go func() { slow.get("/"); close(done) }()
	<-inside
	v := b.visitor()
	require.Equal(t, http.StatusServiceUnavailable, v.get("/parken/").status)
	require.NotEmpty(t, v.answer.Get("Retry-After"))
	close(leave)
	<-done
	require.Equal(t, http.StatusOK, v.get("/parken/").status)
	v.handler = b.server.Guard(b.server)
	require.Equal(t, http.StatusOK, v.get("/parken/").status, "who passes twice takes one place")
}

func TestHost_ThatIsNotOursIsRefused(t *testing.T) {
	b := newBurg(t, func(c *od.Config) { c.Hosts = []string{"Intern.Example:8443"} })
	v := b.visitor()
	for host, want := range map[string]int{
		"dienst.example": 200, "DIENST.example:443": 200, "intern.example": 200, "dienst.example.": 200,
		"evil.example": 421, "dienst.example.evil.example": 421, "": 421, "127.0.0.1": 421,
	} {
		v.host = host
		require.Equal(t, want, v.get("/parken/").status, host)
	}
	require.Contains(t, b.security.String(), "unknown host")
}

func TestPlainAddress_ThatOthersReachIsTold(t *testing.T) {
	for address, warned := range map[string]bool{
		"http://dienst.example": true, "http://192.168.1.2:8080": true, "http://127.0.0.1:8080": false, "http://localhost": false, "http://[::1]:1": false, "https://dienst.example": false,
	} {
		b := newBurg(t, func(c *od.Config) { c.URL = address })
		require.Equal(t, warned, strings.Contains(b.security.String(), "plain http"), address)
	}
}

func TestHeaders_BindTheBrowserOnEveryAnswer(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	for _, path := range []string{"/", "/parken/", "/nichts", "/stil.css", "/login?ziel=/parken/", "/parken/" + uuid.NewString()} {
		h := v.get(path).answer
		require.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'", path)
		require.Contains(t, h.Get("Content-Security-Policy"), "frame-ancestors 'none'", path)
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		require.Equal(t, "max-age=31536000; includeSubDomains", h.Get("Strict-Transport-Security"), path)
		require.Equal(t, "same-origin", h.Get("Referrer-Policy"), path)
		require.Empty(t, h.Get("Access-Control-Allow-Origin"), path)
		if v.status != http.StatusSeeOther && v.page != "" {
			require.Contains(t, h.Get("Content-Type"), "charset=utf-8", path)
		}
		if path != "/stil.css" {
			require.Equal(t, "no-store", h.Get("Cache-Control"), path)
		}
		for _, c := range (&http.Response{Header: h}).Cookies() {
			require.True(t, strings.HasPrefix(c.Name, "__Host-") && c.Secure && c.HttpOnly && c.Path == "/" && c.Domain == "" && c.SameSite == http.SameSiteLaxMode, c.Name)
		}
	}
	for _, method := range []string{http.MethodTrace, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		require.GreaterOrEqual(t, v.do(method, "/parken/", "", nil).status, 400, method)
	}
}

func TestSession_FromTheFutureHasEnded(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft := v.begin()
	token := v.token()
	b.later(-2 * time.Minute) // the clock was put back
	require.Equal(t, http.StatusUnauthorized, v.get(draft).status)
	kept, err := b.reg.Load(t.Context(), uuid.MustParse(draft[len("/parken/"):]))
	require.NoError(t, err)
	v.post(draft+"/kontakt", url.Values{"token": {token}, "/kontakt/mail": {"zukunft@example.org"}})
	require.Equal(t, http.StatusUnauthorized, v.status)
	now, err := b.reg.Load(t.Context(), kept.ID())
	require.NoError(t, err)
	require.Equal(t, kept.Version(), now.Version(), "and keeps nothing")

	v = b.visitor()
	v.get("/login?ziel=/parken/")
	b.later(-time.Hour)
	require.Equal(t, http.StatusUnauthorized, v.get("/login/zurueck?wer=erika").status, "a login from the future is none")
}

func TestVersion_FromAFormIsComparedAndNeverStored(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft := v.begin()
	for _, version := range []string{"9223372036854775807", "18446744073709551615", "-1", "0", strings.Repeat("9", 400)} {
		v.upload(draft, part{name: "gesehen", content: []byte(version)}, part{name: "version", content: []byte(version)}, part{name: filesField, file: version[:1] + ".pdf", content: []byte("%PDF-" + version)})
		require.Less(t, v.status, 500)
	}
	kept, err := b.reg.Load(t.Context(), uuid.MustParse(draft[len("/parken/"):]))
	require.NoError(t, err)
	require.Less(t, kept.Version(), uint64(50))
	require.NotContains(t, string(kept.Angaben()), "9223372036854775807")
	require.LessOrEqual(t, len(b.files(draft)), 5)
	// The draft goes on as ever: what the form takes away goes.
	form := url.Values{"token": {v.token()}}
	for _, f := range b.files(draft) {
		form.Add(filesField+"~weg", f.ID.String())
	}
	v.get(draft + "/belege")
	m := regexp.MustCompile(`name="gesehen" value="([^"]*)"`).FindStringSubmatch(v.page)
	require.NotNil(t, m)
	form.Set("gesehen", m[1])
	v.post(draft+"/belege", form)
	require.Empty(t, b.files(draft))
}

func TestUpload_NamesAreSafe(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft := v.begin()
	for _, name := range []string{"../../etc/passwd.pdf", `C:\Windows\x.pdf`, "a\u202efdp.exe.pdf", "b\u200b\u2066.pdf", "c\u0007.pdf", strings.Repeat("ä", 500) + ".pdf", ".pdf"} {
		v.upload(draft, part{name: filesField, file: name, content: []byte("%PDF-" + name)})
	}
	require.NotEmpty(t, b.files(draft))
	for _, f := range b.files(draft) {
		require.NotContains(t, f.Name, "/")
		require.NotContains(t, f.Name, `\`)
		require.LessOrEqual(t, len([]rune(f.Name)), 120)
		for _, r := range f.Name {
			require.False(t, r < ' ' || (r >= 0x200b && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069), "%q", f.Name)
		}
	}
}

func TestLogout_ClearsWhatTheBrowserHas(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	v.post("/logout", url.Values{"token": {v.token()}})
	require.Equal(t, `"cache", "cookies", "storage"`, v.answer.Get("Clear-Site-Data"))
	require.NotContains(t, v.cookies, "__Host-sitzung")
	require.Contains(t, b.security.String(), "logged out")
}

func TestSecurityLog_TellsEventsAndNobody(t *testing.T) {
	b := newBurg(t, nil)
	v, max := b.login("erika"), b.login("max")
	draft := v.begin()
	b.visitor().get("/login/zurueck?wer=x")
	max.get(draft)
	v.post(draft+"/kontakt", url.Values{"token": {"falsch"}})
	v.do(http.MethodPost, draft+"/kontakt", "text/plain", strings.NewReader("x"))
	v.upload(draft, part{name: filesField, file: "geheim.exe", content: []byte("MZ")})
	for _, event := range []string{"logged in", "login refused", "access refused", "form without its secret", "input refused", "file refused"} {
		require.Contains(t, b.security.String(), `"`+event+`"`)
	}
	for _, personal := range []string{"erika", "max", "Mustermann", draft[len("/parken/"):], "192.0.2", "geheim", v.cookies["__Host-sitzung"]} {
		require.NotContains(t, b.security.String(), personal)
	}
	lines := strings.Count(b.security.String(), "\n")
	for range 5000 {
		v.post(draft+"/kontakt", url.Values{"token": {"falsch"}})
	}
	require.Less(t, strings.Count(b.security.String(), "\n")-lines, 300, "a flood of requests is no flood of lines")
}

func TestGuard_AnswersWhereAPagePanics(t *testing.T) {
	var log bytes.Buffer
	b := newBurg(t, func(c *od.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	v := b.visitor()
	v.handler = b.server.Guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Erika Mustermann") }))
	require.Equal(t, http.StatusInternalServerError, v.get("/").status)
	require.NotContains(t, v.page+log.String(), "Erika")
	require.Contains(t, log.String(), "schutz_test.go", "the place is told")
	require.Panics(t, func() {
		v.handler = b.server.Guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
		v.get("/")
	})
}

func TestUpload_PassesTheScannerOrNotAtAll(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	daemon := virenscantest.Serve(listener)
	t.Cleanup(func() { _ = daemon.Close() })
	scanner, err := virenscan.New("tcp", listener.Addr().String(), virenscan.Config{})
	require.NoError(t, err)
	eicar := append([]byte("%PDF-1.7\n"), virenscantest.EICAR()...)
	for _, also := range []bool{false, true} {
		b := newBurg(t, func(c *od.Config) { c.Virenscanner, c.AuchUngeprueft = scanner, also })
		v := b.login("erika")
		draft := v.begin()
		unseen := func() int {
			kept, err := b.reg.Load(t.Context(), uuid.MustParse(draft[len("/parken/"):]))
			require.NoError(t, err)
			return strings.Count(string(kept.Angaben()), `"ungeprueft":true`)
		}
		daemon.Next(virenscantest.None)
		v.upload(draft, part{name: filesField, file: "virus.pdf", content: eicar})
		require.Contains(t, v.page, "Schadsoftware")
		require.Empty(t, b.files(draft))
		v.upload(draft, part{name: filesField, file: "brief.pdf", content: []byte("%PDF-1.7\n")})
		require.Len(t, b.files(draft), 1)
		require.Zero(t, unseen())
		daemon.Next(virenscantest.Babbles)
		v.upload(draft, part{name: filesField, file: "zweiter.pdf", content: []byte("%PDF-1.7\n2")}, part{name: "/beleg/notiz", content: []byte("Das bleibt")})
		if also {
			require.Len(t, b.files(draft), 2)
			require.Equal(t, 1, unseen(), "and whoever works on the case sees it")
			continue
		}
		require.Contains(t, v.page, "nicht prüfen")
		require.Len(t, b.files(draft), 1, "while it is down nothing is taken")
		require.Contains(t, v.page, "Das bleibt")
	}
}

func TestUpload_NewerFileOfTheSameNameTakesThePlace(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft := v.begin()
	for range 3 {
		v.upload(draft, part{name: filesField, file: "Mietvertrag.pdf", content: []byte("%PDF-" + uuid.NewString())})
	}
	require.Len(t, b.files(draft), 1, "the newest version and no other")
	for range 2 {
		v.upload(draft, part{name: filesField, file: "image.pdf", content: []byte("%PDF-" + uuid.NewString())})
	}
	require.Len(t, b.files(draft), 3, "a name that the device gives to all makes no version")
	v.upload(draft, part{name: filesField, file: "a.pdf", content: []byte("%PDF-1")}, part{name: filesField, file: "a.pdf", content: []byte("%PDF-2")})
	require.Len(t, b.files(draft), 5, "two of one form are two")
}

func TestSession_ThatWasEndedIsNoneAnywhere(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	draft, token := v.begin(), v.token()
	thief := b.visitor()
	for name, value := range v.cookies {
		thief.cookies[name] = value
	}
	require.Equal(t, http.StatusOK, thief.get(draft).status)
	v.post("/logout", url.Values{"token": {token}})
	require.Equal(t, http.StatusUnauthorized, thief.get(draft).status, "logging out ends it also where the cookie was taken along")
	before, err := b.reg.Load(t.Context(), uuid.MustParse(draft[len("/parken/"):]))
	require.NoError(t, err)
	for range 2 {
		thief.post(draft+"/kontakt", url.Values{"token": {token}, "/kontakt/mail": {"dieb@example.org"}})
		require.Equal(t, http.StatusUnauthorized, thief.status)
		kind, body := multi(t, part{name: "token", content: []byte(token)}, part{name: filesField, file: "a.pdf", content: []byte("%PDF-")})
		require.Equal(t, http.StatusUnauthorized, thief.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body)).status)
		require.Zero(t, thief.body)
		b.later(time.Hour) // also as one that is late
	}
	after, err := b.reg.Load(t.Context(), before.ID())
	require.NoError(t, err)
	require.Equal(t, before.Version(), after.Version(), "nothing is stored for a session that was ended")
	require.Empty(t, b.files(draft))
}

func TestSessions_AreListedAndEndedByThePerson(t *testing.T) {
	b := newBurg(t, nil)
	here, there, max := b.login("erika"), b.login("erika"), b.login("max")
	require.Equal(t, http.StatusUnauthorized, b.visitor().get("/sitzungen").status)
	here.get("/sitzungen")
	require.Equal(t, http.StatusOK, here.status)
	require.Contains(t, here.page, "Diese Sitzung")
	ids := regexp.MustCompile(`name="sitzung" value="([^"]+)"`).FindAllStringSubmatch(here.page, -1)
	require.Len(t, ids, 2, "the other one, and all others")
	max.post("/sitzungen", url.Values{"token": {max.token()}, "sitzung": {ids[0][1]}})
	require.Equal(t, http.StatusOK, there.get("/sitzungen").status, "nobody ends those of somebody else")
	here.post("/sitzungen", url.Values{"token": {here.token()}, "sitzung": {ids[0][1]}})
	require.Equal(t, http.StatusUnauthorized, there.get("/sitzungen").status)
	require.Equal(t, http.StatusOK, here.get("/sitzungen").status)

	again := b.login("erika")
	for range 25 {
		b.login("erika")
	}
	require.Equal(t, http.StatusUnauthorized, again.get("/sitzungen").status, "more than twenty end the oldest")
	last := b.login("erika")
	last.post("/sitzungen", url.Values{"token": {last.token()}, "sitzung": {"alle"}})
	last.get("/sitzungen")
	require.NotContains(t, last.page, `value="alle"`)

	old := last.cookies["__Host-sitzung"]
	last.get("/login?ziel=/parken/")
	last.get("/login/zurueck?wer=erika")
	require.Equal(t, http.StatusOK, last.get("/sitzungen").status)
	last.cookies["__Host-sitzung"] = old
	require.Equal(t, http.StatusUnauthorized, last.get("/sitzungen").status, "a new login takes the place of the old session")
}

func TestSession_SaysWhenItEnds(t *testing.T) {
	b := newBurg(t, nil)
	v := b.login("erika")
	require.Contains(t, v.get("/parken/").page, "endet Ihre Sitzung um 10:30 Uhr")
	require.Contains(t, v.page, `action="/logout"`, "and ends it on each page")
	for range 15 {
		b.later(30 * time.Minute)
		v.get("/parken/")
	}
	b.later(20 * time.Minute)
	require.Contains(t, v.get("/parken/").page, "endet Ihre Sitzung um 18:00 Uhr", "not after eight hours")
	require.NotContains(t, b.visitor().get("/parken/").page, "endet Ihre Sitzung")
}

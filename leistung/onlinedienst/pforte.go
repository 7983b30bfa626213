// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/time/rate"
)

// pforte is what every request passes before anybody looks at what it wants.
type pforte struct {
	hosts     []string
	proxys    []netip.Prefix
	zugleich  plaetze
	hochladen plaetze
	geprueft  plaetze
	empfang   *jePerson
	adressen  *begrenzer[netip.Addr]
	konten    *begrenzer[string]
	sitzungen *begrenzer[string]
	links     *begrenzer[string] // of those who are asked, and of who guesses at them
	protokoll *rate.Limiter      // of the security log
}

func newPforte(u *url.URL, c Config) *pforte {
	g := c.Grenzen
	p := &pforte{
		proxys: c.Proxys, zugleich: make(plaetze, g.Zugleich), hochladen: make(plaetze, g.Hochladen), geprueft: make(plaetze, geprueft), empfang: &jePerson{most: empfangeKonto, now: map[string]int{}},
		adressen: newBegrenzer[netip.Addr](g.JeAdresse, maxGemerkt), konten: newBegrenzer[string](g.JeKonto, maxGemerkt), sitzungen: newBegrenzer[string](g.JeSitzung, maxGemerkt),
		links:     newBegrenzer[string](Rate{jeLink, jeLinkAuf}, maxGemerkt),
		protokoll: rate.NewLimiter(protokollRate, protokollAuf),
	}
	for _, host := range append([]string{u.Host}, c.Hosts...) {
		p.hosts = append(p.hosts, hostname(host))
	}
	return p
}

// hostname is a host as it is compared: without its port, in small letters.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// loopback reports whether an address leads to this machine alone.
func loopback(host string) bool {
	name := hostname(host)
	addr, err := netip.ParseAddr(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || (err == nil && addr.IsLoopback())
}

// address is whose request it is: who is connected, or whom a proxy of ours names,
// which is the last that no proxy of ours is. What else the header says anybody can
// write. Of IPv6 it is the network, which one customer has.
func (p *pforte) address(r *http.Request) (_ netip.Addr, foreign bool) {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	addr := at.Addr().Unmap().WithZone("")
	if len(r.Header["X-Forwarded-For"]) > 0 {
		foreign = !p.ours(addr)
		hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
		for _, hop := range slices.Backward(hops) {
			before, err := netip.ParseAddr(strings.TrimSpace(hop))
			if !p.ours(addr) || err != nil {
				break
			}
			addr = before.Unmap().WithZone("")
		}
	}
	if addr.Is6() {
		if net, err := addr.Prefix(64); err == nil {
			addr = net.Addr()
		}
	}
	return addr, foreign
}

func (p *pforte) ours(addr netip.Addr) bool {
	return slices.ContainsFunc(p.proxys, func(net netip.Prefix) bool { return net.Contains(addr) })
}

// bewacht marks a request that has passed already.
type bewacht struct{}

// Guard lets requests to a handler pass as those to the pages of the kit: for the
// hosts of the service, within its [Grenzen], with the headers that bind a browser.
// Pages beside the kit belong behind it; who comes through two counts once.
func (s *Server) Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.harden(w.Header())
		if r.Context().Value(bewacht{}) == s.pforte {
			next.ServeHTTP(w, r)
			return
		}
		ctx := r.Context()
		if !slices.Contains(s.pforte.hosts, hostname(r.Host)) {
			s.notice(ctx, eventHost)
			http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
			return
		}
		addr, foreign := s.pforte.address(r)
		if foreign {
			s.notice(ctx, eventProxy)
		}
		switch {
		case !s.pforte.adressen.allow(addr, s.now()):
			s.notice(ctx, eventLimit, "of", "address")
			s.turnAway(w, r, http.StatusTooManyRequests) //nolint:contextcheck // the request carries it
		case !s.pforte.zugleich.take():
			s.notice(ctx, eventLimit, "of", "all at once")
			s.turnAway(w, r, http.StatusServiceUnavailable) //nolint:contextcheck // the request carries it
		default:
			defer s.pforte.zugleich.leave()
			defer s.survive(w, r)
			next.ServeHTTP(w, r.WithContext(context.WithValue(ctx, bewacht{}, s.pforte)))
		}
	})
}

// survive makes of a fault in a page the page that says so. What it was goes to the
// log as the place in the program: a value may be personal.
func (s *Server) survive(w http.ResponseWriter, r *http.Request) {
	switch fault := recover(); fault {
	case nil:
	case http.ErrAbortHandler:
		panic(fault)
	default:
		s.log.ErrorContext(r.Context(), "onlinedienst: panic", "page", r.Pattern, "stack", string(debug.Stack()))
		s.turnAway(w, r, http.StatusInternalServerError) //nolint:contextcheck // the request carries it
	}
}

// turnAway answers a request that nobody looks at.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, status statusError) {
	a := &anfrage{akteur: akteur{Server: s, sprache: s.language(w, r)}, w: w, r: r}
	a.fail(status)
}

// harden sets what binds the browser: no foreign content, no frame, no guess.
func (s *Server) harden(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store") // what others may keep says so itself
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.https {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

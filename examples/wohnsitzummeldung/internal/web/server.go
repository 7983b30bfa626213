// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
	_ "time/tzdata" // German legal time, also where the machine has no time zones

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/portal"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
)

// Config holds what the pages need.
type Config struct {
	Dienst    *dienst.Dienst
	Portal    *portal.Portal    // the services on the kit, and the one login
	Sitzungen *sitzung.Speicher // of clerks
	Log       *slog.Logger
	// HTTPS says that browsers reach the pages over https, also where a proxy
	// in front ends the encryption: cookies then never leave it.
	HTTPS bool
}

// Server answers requests. It is safe for concurrent use.
type Server struct {
	dienst    *dienst.Dienst
	portal    *portal.Portal
	sitzungen *sitzung.Speicher
	log       *slog.Logger
	https     bool
	vorlagen  map[Sprache]map[string]*template.Template
	handler   http.Handler
}

// New builds the pages.
func New(cfg Config) (*Server, error) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil, fmt.Errorf("web: German legal time: %w", err)
	}
	vorlagen, err := loadVorlagen(berlin)
	if err != nil {
		return nil, err
	}
	statisch, err := fs.Sub(statischFS, "statisch")
	if err != nil {
		return nil, err
	}
	s := &Server{dienst: cfg.Dienst, portal: cfg.Portal, sitzungen: cfg.Sitzungen, log: cfg.Log, https: cfg.HTTPS, vorlagen: vorlagen}

	mux := http.NewServeMux()
	for _, rt := range s.routes() {
		mux.Handle(rt.pfad, s.page(rt))
	}
	mux.Handle("GET /statisch/{datei}", statischHandler(statisch))
	cfg.Portal.Mount(mux)
	top := http.NewServeMux()
	top.HandleFunc("GET /health", s.health) // asked by its address, and not by people
	top.Handle("/", cfg.Portal.Guard(s.recovered(mux)))
	s.handler = top
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setSchutz(w.Header())
	s.handler.ServeHTTP(w, r)
}

// page turns a route into a handler. A request that another site sends is
// refused before anything is read (Sec-Fetch-Site, Origin); the token in the
// form is the second lock on the same door.
func (s *Server) page(rt route) http.Handler {
	fremd := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &anfrage{Server: s, w: w, r: r, route: rt, sprache: Deutsch}
		err := error(nil)
		if fremd.Check(r) != nil {
			err = &seitenfehler{status: http.StatusForbidden}
		} else {
			err = a.serve()
		}
		if err != nil {
			s.fail(a, err)
		}
	})
}

// fail shows the page for a fault. Only what is our own fault is logged, and
// without anything a person typed: route and error, never a value.
func (s *Server) fail(a *anfrage, err error) {
	f, ok := errors.AsType[*seitenfehler](err)
	if !ok {
		s.log.ErrorContext(a.r.Context(), "request failed", "method", a.r.Method, "route", a.route.pfad, "error", err)
		f = stoerung(err)
	}
	if f.status == http.StatusServiceUnavailable {
		a.w.Header().Set("Retry-After", spaeter)
	}
	if err := a.zeigeFehler(f); err != nil {
		s.log.ErrorContext(a.r.Context(), "error page failed", "route", a.route.pfad, "error", err)
	}
}

func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				s.log.ErrorContext(r.Context(), "panic", "stack", string(debug.Stack()))
				s.fail(&anfrage{Server: s, w: w, r: r, sprache: Deutsch}, &seitenfehler{status: http.StatusInternalServerError})
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := s.sitzungen.Ping(r.Context()); err != nil {
		s.log.ErrorContext(r.Context(), "health check failed", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("unavailable\n"))
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

func statischHandler(files fs.FS) http.Handler {
	server := http.StripPrefix("/statisch/", http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		server.ServeHTTP(w, r)
	})
}

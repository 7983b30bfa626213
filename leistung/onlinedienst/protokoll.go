// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"log/slog"
)

// What the security log tells. A line names the event, the page by its pattern, and
// nothing of a person: no name, account, address, session or case.
const (
	eventLogin   = "logged in"
	eventRefused = "login refused"
	eventLogout  = "logged out"
	eventEnded   = "session ended elsewhere"
	eventAccess  = "access refused"
	eventCross   = "another site sent a form"
	eventToken   = "form without its secret"
	eventInput   = "input refused"
	eventFile    = "file refused"
	eventLimit   = "limit reached"
	eventHost    = "unknown host"
	eventProxy   = "a proxy that nobody named"
	eventPlain   = "plain http on an address that others reach"
)

// notice writes a line of the security log. More of them than anybody reads are
// dropped: a flood of requests is no flood of lines.
func (s *Server) notice(ctx context.Context, event string, args ...any) {
	level := slog.LevelWarn
	if event == eventLogin || event == eventLogout {
		level = slog.LevelInfo
	}
	if s.pforte.protokoll.AllowN(s.now(), 1) {
		s.sicherheit.Log(ctx, level, "security", append([]any{"event", event}, args...)...)
	}
}

// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G12 for traces: the block emits no spans itself, and whoever puts spans around
// its drivers, as tracing libraries do, gets no identifier from it.

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// span records a call as an instrumentation would: its name, what the context
// carries, all that went in and came out, each as an attribute.
func (s *sink) span(ctx context.Context, name string, attributes ...any) {
	fmt.Fprintf(&s.out, "span %s in %v\n", name, ctx)
	for _, a := range attributes {
		s.direct(a, []any{a}, map[string]any{"attribute": a})
	}
}

// traced puts spans around all drivers of the broker.
func traced(s *sink) option {
	return func(w *world) {
		w.store = &tracedStore{w.store, s}
		w.broker = w.broker.Over(w.store, func(_ *onceonly.Config, p *onceonly.Permission, d *onceonly.Directory) {
			*p, *d = tracedPermission{*p, s}, tracedDirectory{*d, s}
		})
	}
}

type tracedStore struct {
	onceonly.Keeper

	sink *sink
}

func (s *tracedStore) Append(ctx context.Context, commit onceonly.Commit) error {
	err := s.Keeper.Append(ctx, commit)
	s.sink.span(ctx, "Store.Append", commit, &commit, commit.Steps, commit.Content, commit.Records, err)
	return err
}

func (s *tracedStore) Load(ctx context.Context, kind onceonly.Kind, id uuid.UUID, after uint64) (onceonly.Loaded, error) {
	loaded, err := s.Keeper.Load(ctx, kind, id, after)
	s.sink.span(ctx, "Store.Load", kind, id, loaded, &loaded, loaded.Events, err)
	return loaded, err
}

func (s *tracedStore) Content(ctx context.Context, id uuid.UUID) ([]byte, error) {
	content, err := s.Keeper.Content(ctx, id)
	s.sink.span(ctx, "Store.Content", id, len(content), err)
	return content, err
}

type tracedPermission struct {
	onceonly.Permission

	sink *sink
}

func (p tracedPermission) Ask(ctx context.Context, question onceonly.Question) (onceonly.Permit, error) {
	permit, err := p.Permission.Ask(ctx, question)
	p.sink.span(ctx, "Permission.Ask", question, permit, err)
	return permit, err
}

type tracedDirectory struct {
	onceonly.Directory

	sink *sink
}

func (d tracedDirectory) Find(ctx context.Context, provider onceonly.PartyID, evidenceType onceonly.EvidenceType) (onceonly.Connection, error) {
	connection, err := d.Directory.Find(ctx, provider, evidenceType)
	d.sink.span(ctx, "Directory.Find", provider, evidenceType, err)
	connection.Register = tracedRegister{connection.Register, d.sink}
	return connection, err
}

type tracedRegister struct {
	onceonly.Register

	sink *sink
}

func (r tracedRegister) Fetch(ctx context.Context, query onceonly.Query) (onceonly.Answer, error) {
	answer, err := r.Register.Fetch(ctx, query)
	r.sink.span(ctx, "Register.Fetch", query, &query, answer, answer.Evidence) // not err: that is the driver's own
	return answer, err
}

// TestG12_TheBlockItselfEmitsNoSpansNoLogLinesAndNoMetrics says plainly what the
// block does about traces: nothing. No package of it imports anything that could
// write one down, and none prints.
func TestG12_TheBlockItselfEmitsNoSpansNoLogLinesAndNoMetrics(t *testing.T) {
	t.Parallel()
	files := 0
	require.NoError(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		suite := strings.HasPrefix(filepath.ToSlash(path), "onceonlytest/")
		if entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || suite {
			return nil
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			for _, forbidden := range []string{"log", "log/syslog", "expvar", "runtime/trace", "runtime/pprof", "net/http/httptrace", "os"} {
				keeper := forbidden == "os" && filepath.ToSlash(path) == "auditlog/keeper.go" // a signed head names nobody
				require.True(t, forbidden != imported || keeper, path)
			}
			require.NotContains(t, imported, "opentelemetry", path)
			require.NotContains(t, imported, "prometheus", path)
			// slog is there for LogValue alone.
			require.True(t, imported != "log/slog" || strings.HasPrefix(filepath.ToSlash(path), "internal/masked/"), path)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, isCall := n.(*ast.CallExpr); isCall {
				switch name := callee(call); name {
				case "fmt.Print", "fmt.Printf", "fmt.Println", "print", "println":
					t.Errorf("%s prints with %s", path, name)
				}
				if name := callee(call); strings.HasPrefix(name, "slog.") && name != "slog.StringValue" {
					t.Errorf("%s logs with %s", path, name)
				}
			}
			return true
		})
		return nil
	}))
	require.Greater(t, files, 50, "the walk must have seen the block")
}

func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, isName := f.X.(*ast.Ident); isName {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

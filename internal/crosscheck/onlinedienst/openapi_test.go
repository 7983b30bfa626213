// SPDX-License-Identifier: Apache-2.0

//go:build unix

package onlinedienst_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi/datamodel"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// programs are the examples that serve services.
var programs = []string{"bewohnerparken", "eheschliessung", "ikfz", "wohngeldantrag", "wohnsitzummeldung"}

type object = map[string]any

// TestOpenAPI_IsValidByTheOfficialSchema runs each program of the examples and judges
// what it serves for programs: the description of its interface by the schema that the
// OpenAPI Initiative publishes for 3.1, the parts of it that are JSON Schema and the
// schema of each form by that of the draft 2020-12.
func TestOpenAPI_IsValidByTheOfficialSchema(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the examples")
	}
	official := openAPI31(t)
	folder := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", folder, "./...")
	build.Dir = filepath.Join("..", "..", "..", "examples")
	build.Env = append(os.Environ(), "GOWORK=off")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	var doc object
	for _, program := range programs {
		t.Run(program, func(t *testing.T) {
			base := serve(t, filepath.Join(folder, program))
			doc = fetch(t, base+"/api/openapi.json", "application/vnd.oai.openapi+json;version=3.1")
			require.NoError(t, official.Validate(doc))
			services := services(doc)
			require.NotEmpty(t, services)
			for _, name := range services {
				schema := fetch(t, base+"/"+name+"/formular.schema.json", "application/schema+json")
				c := jsonschema.NewCompiler()
				require.NoError(t, c.AddResource("urn:form", schema))
				_, err := c.Compile("urn:form")
				require.NoError(t, err)
			}
			unambiguous(t, doc)
		})
	}
	t.Run("what is broken is found", func(t *testing.T) { holdsAgainst(t, official, doc) })
}

// openAPI31 is the official schema, with JSON Schema 2020-12 for what it leaves open: the
// schemas within a description.
func openAPI31(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const address, draft = "https://spec.openapis.org/oas/3.1/schema/2022-10-07", "https://json-schema.org/draft/2020-12/schema"
	official, err := jsonschema.UnmarshalJSON(strings.NewReader(datamodel.OpenAPI31SchemaData))
	require.NoError(t, err)
	require.Equal(t, address, official.(object)["$id"])
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource(address, official))
	require.NoError(t, c.AddResource("urn:whole", object{
		"$schema": draft, "$id": "urn:whole", "$ref": address,
		"$defs": object{"schema": object{"$dynamicAnchor": "meta", "$ref": draft}},
	}))
	s, err := c.Compile("urn:whole")
	require.NoError(t, err)
	return s
}

// serve starts a program, to be killed with the test, and returns its address.
func serve(t *testing.T, binary string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "-addr", "127.0.0.1:0")
	var said bytes.Buffer
	cmd.Stderr = &said
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), ": http://"); found {
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return "http://" + strings.TrimSuffix(address, "/")
		}
	}
	require.Fail(t, "the program does not say its address", said.String())
	return ""
}

func fetch(t *testing.T, address, kind string) object {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode, address)
	require.Equal(t, kind, res.Header.Get("Content-Type"))
	doc, err := jsonschema.UnmarshalJSON(res.Body)
	require.NoError(t, err)
	return doc.(object)
}

// services are the names that a description gives for the services of the program.
func services(doc object) (names []string) {
	for _, path := range doc["paths"].(object) {
		for _, p := range path.(object)["parameters"].([]any) {
			if p := p.(object); p["name"] == "dienst" {
				names = nil
				for _, name := range p["schema"].(object)["enum"].([]any) {
					names = append(names, name.(string))
				}
			}
		}
	}
	return names
}

// unambiguous holds what no schema can say: an operation has a name of its own, and each
// parameter of a path is described.
func unambiguous(t *testing.T, doc object) {
	t.Helper()
	seen := map[any]bool{}
	for path, item := range doc["paths"].(object) {
		described := map[string]bool{}
		for _, p := range item.(object)["parameters"].([]any) {
			described["{"+p.(object)["name"].(string)+"}"] = true
		}
		for _, part := range strings.Split(path, "/") {
			require.True(t, !strings.HasPrefix(part, "{") || described[part], "%s of %s", part, path)
		}
		for method, operation := range item.(object) {
			if method == "parameters" {
				continue
			}
			id := operation.(object)["operationId"]
			require.False(t, seen[id], "%v is there once", id)
			seen[id] = true
		}
	}
	require.NotEmpty(t, seen)
}

// holdsAgainst breaks the description in many ways, one at a time.
func holdsAgainst(t *testing.T, official *jsonschema.Schema, doc object) {
	for name, broken := range map[string]func(doc object){
		"no title":             func(doc object) { delete(doc["info"].(object), "title") },
		"another version":      func(doc object) { doc["openapi"] = "3.0.3" },
		"a word of its own":    func(doc object) { doc["pfade"] = object{} },
		"no paths":             func(doc object) { doc["paths"] = []any{} },
		"path without slash":   func(doc object) { doc["paths"].(object)["api"] = object{} },
		"unknown method":       func(doc object) { some(doc)["HOLE"] = object{"responses": object{}} },
		"no answer":            func(doc object) { get(doc)["responses"] = object{} },
		"undescribed answer":   func(doc object) { get(doc)["responses"] = object{"200": object{}} },
		"answer 2000":          func(doc object) { get(doc)["responses"] = object{"2000": object{"description": ""}} },
		"parameter nowhere":    func(doc object) { delete(some(doc)["parameters"].([]any)[0].(object), "in") },
		"optional part":        func(doc object) { some(doc)["parameters"].([]any)[0].(object)["required"] = false },
		"body without content": func(doc object) { get(doc)["requestBody"] = object{"required": true} },
		"no place of the key":  func(doc object) { delete(sitzung(doc), "name") },
		"key in the body":      func(doc object) { sitzung(doc)["in"] = "body" },
		"type of a schema":     func(doc object) { problem(doc)["type"] = "objekt" },
		"required by a word":   func(doc object) { problem(doc)["required"] = "title" },
		"pattern":              func(doc object) { problem(doc)["pattern"] = "(" },
		"least of a length":    func(doc object) { problem(doc)["minLength"] = -1 },
		"deep in a schema":     func(doc object) { problem(doc)["properties"].(object)["title"] = object{"enum": "a"} },
	} {
		t.Run(name, func(t *testing.T) {
			again := deep(doc).(object)
			require.NoError(t, official.Validate(again))
			broken(again)
			require.Error(t, official.Validate(again))
		})
	}
}

func some(doc object) object {
	return doc["paths"].(object)["/api/{dienst}/vorgaenge/{id}"].(object)
}
func get(doc object) object { return some(doc)["get"].(object) }

func sitzung(doc object) object {
	return doc["components"].(object)["securitySchemes"].(object)["sitzung"].(object)
}

func problem(doc object) object {
	return doc["components"].(object)["schemas"].(object)["Problem"].(object)
}

// deep is a copy.
func deep(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, child := range v {
			out[name] = deep(child)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = deep(child)
		}
		return out
	default:
		return v
	}
}

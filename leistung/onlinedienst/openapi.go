// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"net/http"
	"strconv"
	"strings"
)

type jsonObject = map[string]any

func text1(description string) jsonObject {
	return jsonObject{"type": "string", "minLength": 1, "description": description}
}

func verweisAuf(schema string) jsonObject {
	return jsonObject{"$ref": "#/components/schemas/" + schema}
}

// openAPI describes the JSON interface for programs (OpenAPI 3.1, whose schemas are those
// of JSON Schema 2020-12). It is made from the operations that are served, so it leaves
// none out; the answers of a service are described by its own schema.
func (a *anfrage) openAPI() error {
	paths := jsonObject{}
	for _, w := range apiWege() {
		path, ok := paths["/api"+w.pfad].(jsonObject)
		if !ok {
			path = jsonObject{"parameters": a.parameters(w.pfad)}
			paths["/api"+w.pfad] = path
		}
		path[strings.ToLower(w.methode)] = a.operation(w)
	}
	a.json("application/vnd.oai.openapi+json;version=3.1", http.StatusOK, jsonObject{
		"openapi": "3.1.1",
		"info": jsonObject{
			"title": a.config.Betreiber.In(a.sprache), "version": a.versions(),
			"description": "The steps of the pages, for programs that act for a person. The person logs in at the pages; the session cookie goes with each request, and requests of other sites are refused. Files are handed in at the pages.",
		},
		"paths": paths,
		"components": jsonObject{
			"securitySchemes": jsonObject{"sitzung": jsonObject{"type": "apiKey", "in": "cookie", "name": a.cookieName("sitzung")}},
			"schemas":         schemas(),
			"responses": jsonObject{"Problem": jsonObject{
				"description": "What went wrong (RFC 9457).", "content": jsonObject{"application/problem+json": jsonObject{"schema": verweisAuf("Problem")}},
			}},
		},
		"security": []any{jsonObject{"sitzung": []any{}}},
	})
	return nil
}

// versions are the services with the version of their form.
func (a *anfrage) versions() string {
	var all []string
	for _, name := range a.namen {
		all = append(all, name+" "+a.dienste[name].kopf().Fassung)
	}
	return strings.Join(all, ", ")
}

func (a *anfrage) parameters(path string) (out []any) {
	add := func(name string, schema jsonObject) {
		out = append(out, jsonObject{"name": name, "in": "path", "required": true, "schema": schema})
	}
	add("dienst", jsonObject{"enum": a.namen})
	if strings.Contains(path, "{id}") {
		add("id", jsonObject{"type": "string", "format": "uuid"})
	}
	if strings.Contains(path, "{name}") {
		names := []string{} // a list, also where no service has evidence
		for _, service := range a.namen {
			for _, s := range a.dienste[service].pages() {
				if s.nachweis != "" {
					names = append(names, s.nachweis)
				}
			}
		}
		add("name", jsonObject{"type": "string", "examples": names})
	}
	return out
}

func (a *anfrage) operation(w apiWeg) jsonObject {
	done := jsonObject{"description": http.StatusText(w.status)}
	if w.antwort != "" {
		done["content"] = jsonObject{"application/json": jsonObject{"schema": verweisAuf(w.antwort)}}
	}
	out := jsonObject{
		"operationId": w.name, "summary": w.tut,
		"responses": jsonObject{strconv.Itoa(w.status): done, "default": jsonObject{"$ref": "#/components/responses/Problem"}},
	}
	if w.body == nil {
		return out
	}
	schema := jsonObject{"type": "object", "properties": w.body, "additionalProperties": false}
	if w.methode == http.MethodPatch {
		schema = verweisAuf("Antworten")
	}
	out["requestBody"] = jsonObject{"required": true, "content": jsonObject{"application/json": jsonObject{"schema": schema}}}
	return out
}

// schemas are the parts of requests and answers.
func schemas() jsonObject {
	object := func(required []string, properties jsonObject) jsonObject {
		return jsonObject{"type": "object", "required": required, "properties": properties}
	}
	text, moment := jsonObject{"type": "string"}, jsonObject{"type": "string", "format": "date-time"}
	findings := jsonObject{"type": "array", "items": verweisAuf("Befund")}
	return jsonObject{
		"Vorgang": object([]string{"id", "nummer", "dienst", "stand", "seite"}, jsonObject{
			"id": jsonObject{"type": "string", "format": "uuid"}, "nummer": text, "dienst": text, "fassung": text, "stand": text, "seite": text,
			"behoerde": object([]string{"id"}, jsonObject{"id": text, "name": text}), "eingang": moment, "geaendert": moment,
			"antworten":    jsonObject{"type": "object", "description": "As they would be sent; see /{dienst}/formular.schema.json."},
			"befunde":      findings,
			"nachweise":    jsonObject{"type": "array", "items": verweisAuf("Nachweis")},
			"bestaetigung": jsonObject{"type": "string", "description": "What sending confirms: exactly these answers."},
		}),
		"Vorgaenge": object([]string{"vorgaenge"}, jsonObject{"vorgaenge": jsonObject{"type": "array", "items": verweisAuf("Vorgang")}}),
		"Nachweis": object([]string{"name", "stand"}, jsonObject{
			"name": text, "stand": jsonObject{"enum": []string{"offen", "selbst", "gezeigt", "uebernommen"}}, "quelle": text, "sha256": text,
			"inhalt": jsonObject{"description": "What came, before it is taken over."},
		}),
		"Antworten": jsonObject{
			"type": "object", "propertyNames": jsonObject{"pattern": "^/"},
			"additionalProperties": jsonObject{"type": []string{"string", "number", "boolean", "null"}},
			"description":          "By JSON pointer (RFC 6901) into the answers of the service.",
		},
		"Befund": object([]string{"code", "pointer"}, jsonObject{"code": text, "pointer": text, "severity": text}),
		"Problem": object([]string{"type", "title", "status", "code"}, jsonObject{
			"type": text, "title": text, "status": jsonObject{"type": "integer"}, "code": text, "befunde": findings,
		}),
	}
}

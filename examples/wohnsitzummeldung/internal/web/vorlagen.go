// SPDX-License-Identifier: Apache-2.0

package web

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
)

//go:embed vorlagen/*.html
var vorlagenFS embed.FS

//go:embed statisch
var statischFS embed.FS

// rahmenteile are the templates that every page shares.
var rahmenteile = []string{"vorlagen/rahmen.html", "vorlagen/teile.html"}

// loadVorlagen parses each page once per language. In a template
// {{t "deutsch" "english"}} picks the wording, so that both stand side by side
// and none can be forgotten.
func loadVorlagen(ort *time.Location) (map[Sprache]map[string]*template.Template, error) {
	files, err := fs.Glob(vorlagenFS, "vorlagen/*.html")
	if err != nil {
		return nil, err
	}
	out := map[Sprache]map[string]*template.Template{}
	for _, sprache := range []Sprache{Deutsch, Englisch} {
		out[sprache] = map[string]*template.Template{}
		rahmen, err := template.New("").Funcs(template.FuncMap{
			"t":   sprache.Text,
			"en":  func() bool { return sprache == Englisch },
			"add": func(a, b int) int { return a + b },
			"tag": tagText,
			"zeit": func(t time.Time) string {
				t = t.In(ort)
				return sprache.Tag(kommune.DatumOf(t)) + ", " + t.Format("15:04") + sprache.Text(" Uhr", "")
			},
		}).Option("missingkey=error").ParseFS(vorlagenFS, rahmenteile...)
		if err != nil {
			return nil, fmt.Errorf("web: parse templates: %w", err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(path.Base(file), ".html")
			if name == "rahmen" || name == "teile" {
				continue
			}
			t, err := rahmen.Clone()
			if err != nil {
				return nil, fmt.Errorf("web: parse templates: %w", err)
			}
			if out[sprache][name], err = t.ParseFS(vorlagenFS, file); err != nil {
				return nil, fmt.Errorf("web: parse templates: %w", err)
			}
		}
	}
	return out, nil
}

package generate

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettingsProblems(t *testing.T) {
	for _, test := range []struct{ name, settings, want string }{
		{
			"collection",
			"collections: [cards]",
			`config.yaml: error SP005: no folder of the collection "cards" contains an article ` +
				`(use the names of folders that contain articles)`,
		},
		{
			"footer",
			"footer: [{text: A, url: /a/}, {text: B, url: /b/}]",
			`config.yaml: error SP020: no page at "/b/", to which the footer links ` +
				`(use the address of an article, such as /smartcards/outage/, or the complete URL of another page)`,
		},
		{
			"logo",
			"logo: {file: logo.svg}",
			`config.yaml: error SP040: the logo "logo.svg" does not exist ` +
				`(use the name of a picture in the content folder, such as logo.svg)`,
		},
		{
			"list of checks",
			"checks: checks.json",
			`config.yaml: error SP005: the list of checks checks.json does not exist ` +
				`(create it with: cardcheck checks --format json; or remove the key checks)`,
		},
		{
			"damaged list of checks",
			"checks: config.yaml",
			`config.yaml: error SP005: not a list of checks: invalid character 'i' in literal true (expecting 'r') ` +
				`(create it again with: cardcheck checks --format json)`,
		},
		{
			"theme",
			"theme: defalt",
			`config.yaml: error SP005: no theme "defalt": there is no folder themes/defalt (did you mean default?)`,
		},
		{
			"language without articles",
			"languages: {cy: {}}",
			`config.yaml: error SP005: there are no articles in the language "cy" ` +
				`(write articles in the folder content/cy, or remove the language)`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, o := newProject(t)
			putFiles(t, dir, "config.yaml", "title: Help\n"+test.settings+"\n", "themes/own/strings.yaml", "")
			r, err := Load(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}

			var lines []string
			for _, p := range r.Problems {
				if p.Severity == "error" {
					lines = append(lines, p.String()+" ("+p.Hint+")")
				}
			}

			got := strings.ReplaceAll(strings.Join(lines, "\n"), filepath.ToSlash(dir)+"/", "")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

package rules_test

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// notBuilt lists the rules whose examples in the manual cannot be built, with the reason.
var notBuilt = map[string]string{
	"SP002": "the manual is UTF-8 itself",
	"SP024": "needs a network",
	"SP091": "the right example would be all words of the theme",
	"SP100": codesScan,
	"SP101": codesScan,
	"SP102": codesScan,
	"SP103": codesScan,
}

const codesScan = "signpost codes scan reports it, not lint; internal/codescan tests it"

// surroundings contains the files that each example is put into, in txtar form. The files of an example replace those
// of the same name.
const surroundings = `
-- config.yaml --
title: Help
-- content/index.md --
# Help
-- content/add-a-role.md --
# Add a role

## Steps {#steps}

Ask your manager.
-- content/roles.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>
`

// surroundingsOf contains more files for the examples of some rules.
var surroundingsOf = map[string]string{
	"SP035": `
-- content/cards.md --
---
codes:
  SC-102: {retired: {successor: SC-103}}
---
## No reader {#no-reader code=SC-102}

## Reader not found {#reader code=SC-103}
`,
	"SP036": withChecks,
	"SP037": withChecks,
	"SP045": `
-- content/form.html --
<p>The form</p>
-- content/form.pdf --
%PDF
`,
	"SP065": withTheme,
	"SP066": withTheme,
	"SP086": withTheme + `
-- themes/surgery/assets/own/a.woff2 --
wOF2
`,
}

const (
	withChecks = `
-- config.yaml --
title: Help
checks: checks.json
-- checks.json --
{"schema": 1, "checks": [{"check": "reader", "code": "SC-102"}]}
-- content/cards.md --
## No reader {#no-reader code=SC-102}
`
	withTheme = `
-- config.yaml --
title: Help
theme: surgery
`
)

// repeated lists the rules about long texts. Their examples are short, and repeated here.
var repeated = map[string]int{
	"SP057": 5,
	"SP060": 20,
}

// strange puts characters into examples that the manual cannot contain, because it would break the rule.
var strange = strings.NewReplacer("[three strange characters]", "â€™", "[two strange characters]", "Ã©")

// TestManualExamplesAreTrue builds a site with each example of the manual. The rule must report the wrong example and
// not the right one, which must have no other error either.
func TestManualExamplesAreTrue(t *testing.T) {
	for _, rule := range rules.All() {
		e, ok := rules.Explain(rule.ID)
		if !ok || notBuilt[rule.ID] != "" {
			continue
		}

		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()

			if got := manualProblems(t, rule, e.Wrong); !has(got, rule.ID) {
				t.Errorf("%s does not report the wrong example; problems: %v", rule.ID, got)
			}

			for _, p := range manualProblems(t, rule, e.Right) {
				if p.Rule == rule.ID || p.Severity == problem.Error {
					t.Errorf("the right example has a problem: %s", p)
				}
			}
		})
	}
}

func has(problems []problem.Problem, id string) bool {
	for _, p := range problems {
		if p.Rule == id {
			return true
		}
	}

	return false
}

// manualProblems returns the problems of a site with an example.
func manualProblems(t *testing.T, rule problem.Rule, excerpts []rules.Excerpt) []problem.Problem {
	t.Helper()
	dir := t.TempDir()
	for name, text := range manualFiles(rule, excerpts) {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), []byte(text))
	}

	result, err := generate.Load(t.Context(), generate.Options{
		Options:    site.Options{Lint: true, Now: exampleDay},
		ConfigFile: filepath.Join(dir, "config.yaml"),
	})
	if err != nil {
		t.Fatal(err)
	}

	return result.Problems
}

// manualFiles returns the files of a site with an example.
func manualFiles(rule problem.Rule, excerpts []rules.Excerpt) map[string]string {
	files := map[string]string{}
	for _, archive := range []string{surroundings, surroundingsOf[rule.ID]} {
		for _, f := range txtar.Parse([]byte(archive)).Files {
			files[f.Name] = string(f.Data)
		}
	}

	settings := files["config.yaml"]
	maps.Copy(files, excerptFiles(rule.ID, excerpts))
	if files["config.yaml"] != settings && rule.ID != rules.MissingTitle.ID {
		files["config.yaml"] = settings + files["config.yaml"]
	}

	if rule.Severity == problem.Off {
		files["config.yaml"] += "lint: {" + enable(rule) + "}\n"
	}

	return files
}

// excerptFiles returns the files of an example. One without a name is an article.
func excerptFiles(id string, excerpts []rules.Excerpt) map[string]string {
	files := map[string]string{}
	for _, e := range excerpts {
		if e.File == "" {
			e.File = "content/example.md"
		}

		files[e.File] = strange.Replace(strings.Repeat(e.Text, max(1, repeated[id])))
	}

	return files
}

// TestNotBuiltIsShort keeps the list of exceptions short, and free of rules that do not exist.
func TestNotBuiltIsShort(t *testing.T) {
	if len(notBuilt) > 8 {
		t.Errorf("number of examples that are not built: %d, want at most 8", len(notBuilt))
	}

	for id := range notBuilt {
		if _, ok := rules.Explain(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
	}
}

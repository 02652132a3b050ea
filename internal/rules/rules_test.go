package rules_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"signpost/internal/rules"
)

// declaration matches the ID in the declaration of a rule.
var declaration = regexp.MustCompile(`\bID: +"(SP[0-9]{3})"`)

// TestRuleFiles expects a file for each rule, and a rule for each example.
func TestRuleFiles(t *testing.T) {
	bases := map[string]bool{}
	for _, r := range rules.All() {
		base := baseName(r)
		bases[base] = true
		source, err := os.ReadFile(base + ".go")
		if err != nil {
			t.Error(err)
			continue
		}

		declared := declaration.FindAllSubmatch(source, -1)
		if len(declared) != 1 || string(declared[0][1]) != r.ID {
			t.Errorf("%s.go must declare %s and no other rule", base, r.ID)
		}
	}

	for _, example := range glob(t, "testdata/*.*") {
		base, _, _ := strings.Cut(filepath.Base(example), ".")
		if !bases[base] {
			t.Errorf("%s: no rule has this name", example)
		}
	}
}

// TestAllRulesAreListed expects All to contain every declared rule.
func TestAllRulesAreListed(t *testing.T) {
	listed := map[string]bool{}
	for _, r := range rules.All() {
		listed[r.ID] = true
	}

	for _, name := range glob(t, "*.go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}

		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}

		for _, m := range declaration.FindAllSubmatch(source, -1) {
			if !listed[string(m[1])] {
				t.Errorf("%s: All does not list %s", name, m[1])
			}
		}
	}
}

func TestRulesAreSorted(t *testing.T) {
	list := rules.All()
	names := map[string]bool{}
	for i, r := range list {
		if names[r.Name] {
			t.Errorf("two rules are called %s", r.Name)
		}

		if i > 0 && list[i-1].ID >= r.ID {
			t.Errorf("%s must not come after %s", r.ID, list[i-1].ID)
		}

		names[r.Name] = true
	}
}

// TestRulesHaveExamples expects each rule of lint to have an example with at least one problem. cmd/signpost tests the
// others.
func TestRulesHaveExamples(t *testing.T) {
	for _, r := range rules.Checked(true) {
		if len(expected(readExample(t, baseName(r)))) == 0 {
			t.Errorf("%s: no example testdata/%s.md or .txtar expects a problem", r.ID, baseName(r))
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}

	if len(names) == 0 {
		t.Fatalf("no file matches %s", pattern)
	}

	return names
}

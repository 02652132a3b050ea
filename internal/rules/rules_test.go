package rules

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A rule that All does not list is missing in reports for other programs.
func TestEveryRuleIsListed(t *testing.T) {
	listed := map[string]bool{}
	for _, r := range All() {
		listed[r.ID] = true
	}

	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`ID: "(SP[0-9]{3})"`).FindAllSubmatch(source, -1) {
			declared++
			if !listed[string(m[1])] {
				t.Errorf("All does not list %s", m[1])
			}
		}
	}
	if declared != len(listed) {
		t.Errorf("%d rules are declared, %d are listed", declared, len(listed))
	}
}

func TestRulesAreInOrder(t *testing.T) {
	list := All()
	names := map[string]bool{}
	for i, r := range list {
		if names[r.Name] || i > 0 && list[i-1].ID >= r.ID {
			t.Errorf("%s %s stands in the wrong place, or twice", r.ID, r.Name)
		}
		names[r.Name] = true
	}
}

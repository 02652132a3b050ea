package problem

import (
	"os"
	"regexp"
	"testing"
)

// A rule that Rules does not list has no section that is asked for, and reports of other programs do not know it.
func TestEveryRuleIsListed(t *testing.T) {
	source, err := os.ReadFile("rules.go")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, r := range Rules() {
		listed[r.ID] = true
	}
	declared := regexp.MustCompile(`Rule\{"(SP[0-9]{3})"`).FindAllSubmatch(source, -1)
	if len(declared) != len(listed) {
		t.Errorf("%d rules are declared, %d are listed", len(declared), len(listed))
	}
	for _, d := range declared {
		if !listed[string(d[1])] {
			t.Errorf("Rules does not list %s", d[1])
		}
	}
}

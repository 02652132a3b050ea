package article

import (
	"os"
	"regexp"
	"testing"
)

var manualExample = regexp.MustCompile("(?ms)^````markdown\n(.*?)^````$")

// What docs/writing.md shows to writers can be written as it stands there.
func TestTheWritersManual(t *testing.T) {
	manual, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}
	opts := snippets("contact.md", "Ask us.\n")
	opts.Variables = map[string]string{"support-email": "support@help.example", "support-phone": "0161 496 0000"}
	examples := manualExample.FindAllSubmatch(manual, -1)
	if len(examples) < 14 {
		t.Errorf("the manual has %d examples", len(examples))
	}
	for _, e := range examples {
		_, problems := Parse("a.md", append([]byte("---\ntitle: T\n---\n"), e[1]...), opts)
		for _, p := range problems {
			t.Errorf("%s\n%s", p, e[1])
		}
	}
}

package article

import (
	"os"
	"reflect"
	"regexp"
	"strings"
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

// Whoever writes learns of a key from docs/writing.md alone.
func TestTheManualNamesEveryKey(t *testing.T) {
	manual, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []reflect.Type{reflect.TypeFor[Front](), reflect.TypeFor[Settings]()} {
		for i := range kind.NumField() {
			key, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ",")
			if row := regexp.MustCompile("(?m)^\\| [^|]*`" + key + "`"); !row.Match(manual) {
				t.Errorf("no table of the manual has a row for %q", key)
			}
		}
	}
}

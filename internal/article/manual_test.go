package article

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"signpost/internal/markdown"
)

func readManual(t *testing.T) []byte {
	t.Helper()
	manual, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}

	return manual
}

var manualExample = regexp.MustCompile("(?ms)^````markdown\n(.*?)^````$")

func TestExamplesOfTheManualHaveNoProblems(t *testing.T) {
	opts := withSnippets("contact.md", "Ask us.\n")
	opts.Variables = map[string]string{
		"support-email": "support@help.example",
		"support-phone": "0161 496 0000",
	}
	examples := manualExample.FindAllSubmatch(readManual(t), -1)
	if len(examples) < 14 {
		t.Errorf("the manual has %d examples, want at least 14", len(examples))
	}

	for _, e := range examples {
		_, problems := Parse("a.md", append([]byte(titled), e[1]...), opts)
		for _, p := range problems {
			t.Errorf("%s\n%s", p, e[1])
		}
	}
}

func TestManualDescribesEveryKey(t *testing.T) {
	manual := readManual(t)
	for _, kind := range []reflect.Type{reflect.TypeFor[Front](), reflect.TypeFor[Settings]()} {
		for i := range kind.NumField() {
			key, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ",")
			row := regexp.MustCompile("(?m)^\\| [^|]*`" + key + "`")
			if !row.Match(manual) {
				t.Errorf("no table of the manual has a row for %q", key)
			}
		}
	}
}

func TestManualListsEverySynonym(t *testing.T) {
	manual := readManual(t)
	front := reflect.TypeFor[Front]()
	for i := range front.NumField() {
		tag := front.Field(i).Tag
		for _, synonym := range strings.Fields(tag.Get("synonyms")) {
			row := regexp.MustCompile("(?m)^\\| [^|]*`" + tag.Get("yaml") + "`[^|]* \\| [^|]*`" + synonym + "`")
			if !row.Match(manual) {
				t.Errorf("no table of the manual lists %q as a synonym of %q", synonym, tag.Get("yaml"))
			}
		}
	}
}

func TestManualDescribesEveryCallout(t *testing.T) {
	manual := string(readManual(t))
	for _, word := range markdown.QuotationWords() {
		if !strings.Contains(manual, "`"+strings.ToUpper(word)+"`") &&
			!strings.Contains(manual, "[!"+strings.ToUpper(word)+"]") {
			t.Errorf("the manual does not mention %s", strings.ToUpper(word))
		}
	}
}

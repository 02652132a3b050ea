package strictyaml

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type settings struct {
	Title   string            `yaml:"title"`
	Order   int               `yaml:"order" elsewhere:"weight nav_order"`
	Draft   bool              `yaml:"draft"`
	Updated Date              `yaml:"updated"`
	Tags    []string          `yaml:"tags"`
	Contact contact           `yaml:"contact"`
	Lint    map[string]string `yaml:"lint"`
	Sources []source          `yaml:"sources"`
}

type source struct {
	Title string `yaml:"title,alone"`
	URL   Web    `yaml:"url"`
}

type contact struct {
	Email string `yaml:"email"`
	Phone string `yaml:"phone"`
}

func TestDecodeReadsEveryKind(t *testing.T) {
	var got settings
	src := "title: 000123\norder: 3\ndraft: true\nupdated: 2026-11-22\ntags: [a, b]\ncontact:\n  email: a@b.example\nlint: {SP001: warning}\n"
	if problems := Decode("f.yaml", 1, []byte(src), &got); problems != nil {
		t.Fatal(problems)
	}
	if got.Title != "000123" || got.Order != 3 || !got.Draft || got.Updated.Format("2 Jan 2006") != "22 Nov 2026" ||
		len(got.Tags) != 2 || got.Contact.Email != "a@b.example" || got.Lint["SP001"] != "warning" {
		t.Errorf("got %+v", got)
	}
}

func TestDecodeTellsEveryMistakeAtOnce(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"slip in a key", "titel: x\n", `f.yaml:11:1: error SP004: there is no key "titel" | did you mean "title"?`},
		{"key of another program", "weight: 3\n", `f.yaml:11:1: error SP004: there is no key "weight" | here it is called "order"`},
		{"slip in a nested key", "contact:\n  emial: x\n", `f.yaml:12:3: error SP004: there is no key "contact.emial" | did you mean "email"?`},
		{"nothing near", "zebra: x\n", `f.yaml:11:1: error SP004: there is no key "zebra" | the keys are contact, draft, lint, order, sources, tags, title, updated`},
		{"twice", "title: x\ntitle: y\n", `f.yaml:12:1: error SP005: "title" is given twice, first on line 11 | keep one of the two`},
		{"list for text", "title: [x]\n", `f.yaml:11:8: error SP005: "title" must be text | write one line of text, in quotes if it holds a colon`},
		{"text for number", "order: third\n", `f.yaml:11:8: error SP005: "order" must be a number, not "third" | write a number`},
		{"no such day", "updated: 2026-02-30\n", `f.yaml:11:10: error SP005: "updated" must be a date such as 2026-11-22, not "2026-02-30" | write a date such as 2026-11-22`},
		{"two at once", "a_b: 1\norder: x\n", "f.yaml:11:1: error SP004: there is no key \"a_b\" | the keys are contact, draft, lint, order, sources, tags, title, updated\n" +
			`f.yaml:12:8: error SP005: "order" must be a number, not "x" | write a number`},
		{"alias", "tags: &a [x]\nlint: *a\n", `f.yaml:12:7: error SP005: "lint" is an alias | write the value out`},
		{"no whole address", "sources: [{title: x, url: www.example.org}]\n", `f.yaml:11:27: error SP005: "sources[1].url" must be a whole address such as https://www.example.org/page, not "www.example.org" | write a whole address such as https://www.example.org/page`},
		{"no script for an address", "sources: [{title: x, url: \"javascript:alert(1)\"}]\n", `f.yaml:11:27: error SP005: "sources[1].url" must be a whole address such as https://www.example.org/page, not "javascript:alert(1)" | write a whole address such as https://www.example.org/page`},
		{"text alone where no field takes it", "contact: x\n", `f.yaml:11:10: error SP005: "contact" must hold keys with values | write a line "key: value" for each setting`},
		{"a list at the top", "- x\n", `f.yaml:11:1: error SP005: the file must hold keys with values | write a line "key: value" for each setting`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var lines []string
			for _, p := range Decode("f.yaml", 11, []byte(tt.src), new(settings)) {
				lines = append(lines, p.String()+" | "+p.Hint)
			}
			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTextAloneIsTheFieldThatSaysSo(t *testing.T) {
	var got settings
	src := "sources:\n  - A leaflet\n  - title: A page\n    url: https://www.example.org/page\n"
	if problems := Decode("f.yaml", 1, []byte(src), &got); problems != nil {
		t.Fatal(problems)
	}
	if diff := cmp.Diff([]source{{Title: "A leaflet"}, {Title: "A page", URL: "https://www.example.org/page"}}, got.Sources); diff != "" {
		t.Error(diff)
	}
}

func TestBrokenYAMLNamesItsLine(t *testing.T) {
	problems := Decode("f.yaml", 2, []byte("title: a: b\n"), new(settings))
	if len(problems) != 1 || problems[0].Line != 2 || problems[0].Rule != "SP003" {
		t.Errorf("got %v", problems)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("title: x\ntags: [a]\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Fuzz(func(_ *testing.T, src []byte) { Decode("f.yaml", 1, src, new(settings)) })
}

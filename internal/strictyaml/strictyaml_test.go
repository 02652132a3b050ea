package strictyaml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/limit"
	"signpost/internal/testkit/limited"
)

type settings struct {
	Title   string            `yaml:"title"`
	Order   int               `yaml:"order" synonyms:"weight nav_order"`
	Draft   bool              `yaml:"draft"`
	Updated Date              `yaml:"updated"`
	Tags    []string          `yaml:"tags"`
	Contact contact           `yaml:"contact"`
	Lint    map[string]string `yaml:"lint"`
	Sources []source          `yaml:"sources"`
}

type source struct {
	Title string `yaml:"title,scalar"`
	URL   Web    `yaml:"url"`
}

type contact struct {
	Email string `yaml:"email"`
	Phone string `yaml:"phone"`
}

func TestDecode(t *testing.T) {
	const src = `title: 000123
order: 3
draft: true
updated: 2026-11-22
tags: [a, b]
contact:
  email: a@b.example
lint: {SP001: warning}
`
	var got settings
	if errs := Decode([]byte(src), 1, &got); errs != nil {
		t.Fatal(errs)
	}

	day := got.Updated.Format("2 Jan 2006")
	got.Updated = Date{}
	want := settings{
		Title:   "000123",
		Order:   3,
		Draft:   true,
		Tags:    []string{"a", "b"},
		Contact: contact{Email: "a@b.example"},
		Lint:    map[string]string{"SP001": "warning"},
	}

	if diff := cmp.Diff(want, got); diff != "" || day != "22 Nov 2026" {
		t.Errorf("date %s, other values differ (-want +got):\n%s", day, diff)
	}
}

func TestDecodeErrors(t *testing.T) {
	const allKeys = "the keys are contact, draft, lint, order, sources, tags, title, updated"
	address := func(got string) string {
		return fmt.Sprintf("must be a complete address such as https://www.example.org/page, not %q"+
			" | write a complete address such as https://www.example.org/page", got)
	}

	tests := []struct {
		name string
		src  string
		want string // kind:line:column: text | hint
	}{
		{
			name: "typo in a key",
			src:  "titel: x\n",
			want: `key:11:1: unknown key "titel" | did you mean "title"?`,
		},
		{
			name: "key of another program",
			src:  "weight: 3\n",
			want: `key:11:1: unknown key "weight" | the key is called "order" here`,
		},
		{
			name: "typo in a nested key",
			src:  "contact:\n  emial: x\n",
			want: `key:12:3: unknown key "contact.emial" | did you mean "email"?`,
		},
		{
			name: "no similar key",
			src:  "zebra: x\n",
			want: `key:11:1: unknown key "zebra" | ` + allKeys,
		},
		{
			name: "repeated key",
			src:  "title: x\ntitle: y\n",
			want: `value:12:1: key "title" is repeated, first on line 11 | keep one of the two`,
		},
		{
			name: "list instead of text",
			src:  "title: [x]\n",
			want: `value:11:8: "title" must be text | write one line of text, in quotes if it contains a colon`,
		},
		{
			name: "text instead of a number",
			src:  "order: third\n",
			want: `value:11:8: "order" must be a number, not "third" | write a number`,
		},
		{
			name: "list instead of a number",
			src:  "order: [3]\n",
			want: `value:11:8: "order" must be a number | write a number`,
		},
		{
			name: "impossible date",
			src:  "updated: 2026-02-30\n",
			want: `value:11:10: "updated" must be a date such as 2026-11-22, not "2026-02-30"` +
				" | write a date such as 2026-11-22",
		},
		{
			name: "two mistakes",
			src:  "a_b: 1\norder: x\n",
			want: `key:11:1: unknown key "a_b" | ` + allKeys + "\n" +
				`value:12:8: "order" must be a number, not "x" | write a number`,
		},
		{
			name: "alias",
			src:  "tags: &a [x]\nlint: *a\n",
			want: `value:12:7: "lint" is an alias | write the value itself`,
		},
		{
			name: "address without a scheme",
			src:  "sources: [{title: x, url: www.example.org}]\n",
			want: `value:11:27: "sources[1].url" ` + address("www.example.org"),
		},
		{
			name: "script as an address",
			src:  "sources: [{title: x, url: \"javascript:alert(1)\"}]\n",
			want: `value:11:27: "sources[1].url" ` + address("javascript:alert(1)"),
		},
		{
			name: "value without keys",
			src:  "contact: x\n",
			want: `value:11:10: "contact" must contain keys with values | write a line "key: value" for each setting`,
		},
		{
			name: "list at the top level",
			src:  "- x\n",
			want: `value:11:1: the file must contain keys with values | write a line "key: value" for each setting`,
		},
	}

	kinds := map[Kind]string{
		UnknownKey: "key",
		WrongValue: "value",
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var lines []string
			for _, e := range Decode([]byte(tt.src), 11, new(settings)) {
				lines = append(lines, kinds[e.Kind]+":"+e.Error()+" | "+e.Hint)
			}

			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValueWithoutKeys(t *testing.T) {
	const src = `sources:
  - A leaflet
  - title: A page
    url: https://www.example.org/page
`
	var got settings
	if errs := Decode([]byte(src), 1, &got); errs != nil {
		t.Fatal(errs)
	}

	want := []source{
		{Title: "A leaflet"},
		{Title: "A page", URL: "https://www.example.org/page"},
	}

	if diff := cmp.Diff(want, got.Sources); diff != "" {
		t.Error(diff)
	}
}

func TestSyntaxErrorHasLine(t *testing.T) {
	errs := Decode([]byte("title: a: b\n"), 2, new(settings))
	if len(errs) != 1 || errs[0].Line != 2 || errs[0].Kind != Syntax {
		t.Errorf("got %v, want one syntax error on line 2", errs)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("title: x\ntags: [a]\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		Decode(src, 1, new(settings))
	})
}

func TestLargeYAMLIsNotParsed(t *testing.T) {
	src := []byte("title: " + strings.Repeat("x", limit.YAML-len("title: ")))
	if errs := Decode(src, 1, new(settings)); errs != nil {
		t.Error(errs)
	}

	errs := Decode(append(src, 'x'), 2, new(settings))
	if len(errs) != 1 || errs[0].Kind != Syntax || errs[0].Line != 2 {
		t.Errorf("got %v, want one syntax error on line 2", errs)
	}
}

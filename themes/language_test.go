package themes

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// flatten returns the placeholders of each string below a node, by key, without those that a plural may leave out.
func flatten(key string, node *yaml.Node, list map[string][]string) {
	switch node.Kind {
	case yaml.MappingNode:
		for pair := range slices.Chunk(node.Content, 2) {
			flatten(key+"."+pair[0].Value, pair[1], list)
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			list[key] = append(list[key], placeholder.FindAllString(item.Value, -1)...)
			list[key] = append(list[key], "item")
		}
	default:
		found := placeholder.FindAllString(node.Value, -1)
		slices.Sort(found)
		list[key] = append([]string{}, found...)
		if strings.TrimSpace(node.Value) == "" {
			list[key] = append(list[key], "empty")
		}
	}
}

func readKeys(t *testing.T, file string) map[string][]string {
	t.Helper()
	var node yaml.Node
	if err := readYAML(Default(), file, &node); err != nil {
		t.Fatal(file, err)
	}

	list := map[string][]string{}
	flatten("", node.Content[0], list)

	return list
}

// Every language has the same keys, as many items in lists, and the same placeholders.
func TestLanguagesHaveTheSameStrings(t *testing.T) {
	files, err := fs.Glob(Default(), "strings.*.yaml")
	if err != nil || len(files) < 13 {
		t.Fatal(files, err)
	}

	want := readKeys(t, stringsFile)
	for _, file := range files {
		if diff := cmp.Diff(want, readKeys(t, file)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// The strings suit any product.
func TestStringsAreNeutral(t *testing.T) {
	specific := regexp.MustCompile(`(?i)patient|surger|smartcard|passcode|\bNHS\b|\bGP\b`)
	err := fs.WalkDir(Default(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".ts") {
			return err
		}

		data, err := fs.ReadFile(Default(), name)
		if found := specific.Find(data); found != nil {
			t.Errorf("%s contains %q", name, found)
		}

		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestForLanguage(t *testing.T) {
	tests := map[string]string{
		"de": "Deutsch", "de-AT": "Deutsch", "pt-BR": "Português", "zh-CN": "简体中文", "zh_TW": "简体中文",
		"zh": "简体中文", "ZH-hans-SG": "简体中文", "en-GB": "English", "cy-GB": "Cymraeg",
	}

	for tag, want := range tests {
		theme, missing, ok := ForLanguage(Default(), tag)
		if name := nameIn(t, theme); name != want || !ok || missing != nil {
			t.Errorf("%s: got %q, missing %v, %v; want %q", tag, name, missing, ok, want)
		}
	}

	theme, _, ok := ForLanguage(Default(), "sw")
	if name := nameIn(t, theme); ok || name != "English" {
		t.Errorf("sw: got %q, %v", name, ok)
	}
}

func nameIn(t *testing.T, theme fs.FS) string {
	t.Helper()
	data, err := fs.ReadFile(theme, stringsFile)
	if err != nil {
		t.Fatal(err)
	}

	var strs struct {
		Name string `yaml:"name"`
	}
	if err := yaml.Unmarshal(data, &strs); err != nil {
		t.Fatal(err)
	}

	return strs.Name
}

// A language of a site may lack strings, which are English. Unknown ones are problems.
func TestIncompleteLanguage(t *testing.T) {
	site := fstest.MapFS{
		"strings.sw.yaml": {Data: []byte("name: Kiswahili\nhome: Nyumbani\nfooter: {label: Msaada}\nhoem: x\n")},
	}
	overlaid, problems, err := Overlay(site, "themes/own")
	if err != nil {
		t.Fatal(err)
	}

	if len(problems) != 1 || problems[0].Text != `the theme has no string "hoem"` {
		t.Errorf("problems %v", problems)
	}

	theme, missing, ok := ForLanguage(overlaid, "sw-KE")
	if name := nameIn(t, theme); !ok || name != "Kiswahili" {
		t.Errorf("got %q, %v", name, ok)
	}

	if !slices.Contains(missing, "footer.articles") || slices.Contains(missing, "footer.label") {
		t.Errorf("missing %v", missing)
	}
}

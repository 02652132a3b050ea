package article

import (
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Add a role to a smartcard": "add-a-role-to-a-smartcard",
		"  ID-201: what?  ":         "id-201-what",
		"Don't":                     "dont",
		"..":                        "",
		"Ŵy 日本":                     "ŵy-日本",
		"a..b":                      "a-b",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	const withSlug = "---\ntitle: T\nslug: own\n---\nx\n"
	tests := []struct {
		file string
		src  string
		want string
	}{
		{"a.md", titled + "x\n", "/a/"},
		{"Smart Cards/Add a role.md", titled + "x\n", "/smart-cards/add-a-role/"},
		{"cards/index.md", titled + "x\n", "/cards/"},
		{"index.md", titled + "x\n", "/"},
		{"cards/a.md", withSlug, "/cards/own/"},
		{"cards/index.md", withSlug, "/cards/"},
		{"cards/a.md", "\xff", "/cards/a/"},
		{"cards/README.md", titled + "x\n", "/cards/"},
		{"cards/_index.MD", titled + "x\n", "/cards/"},
		{"common/!.md", titled + "x\n", "/common/u21/"},
		{"&&/a.md", titled + "x\n", "/u26-u26/a/"},
	}
	for _, tt := range tests {
		a, _ := Parse(tt.file, []byte(tt.src), Options{})
		if a.Path != tt.want {
			t.Errorf("%s: got %q, want %q", tt.file, a.Path, tt.want)
		}
	}
}

func TestSlugsOfOtherPrograms(t *testing.T) {
	for _, test := range []struct {
		slug, path, former string
	}{
		{"Add a role", "/cards/add-a-role/", "/cards/Add a role/"},
		{"hello_world", "/cards/hello-world/", "/cards/hello_world/"},
		{"/guides/start", "/cards/start/", "/guides/start/"},
		{"guides/start/", "/cards/start/", "/cards/guides/start/"},
		{"/", "/cards/a/", "//"},
	} {
		a, problems := Parse("cards/a.md", []byte("---\ntitle: T\nslug: "+test.slug+"\n---\nx\n"), Options{})
		former := strings.Join(a.FormerSlugs, " ")
		if a.Path != test.path || former != test.former || len(problems) > 0 {
			t.Errorf("%q: got %s, formerly %s, %v", test.slug, a.Path, former, problems)
		}
	}
}

func TestFolder(t *testing.T) {
	for _, test := range []struct {
		file   string
		index  bool
		folder string
	}{
		{"a.md", false, "."},
		{"a.md", true, "a"},
		{"cards/a.md", true, "cards/a"},
		{"cards/index.md", true, "cards"},
		{"README.md", true, "."},
	} {
		m := Metadata{File: test.file, Index: test.index}
		if got := m.Folder(); got != test.folder {
			t.Errorf("%s, index %t: got %q, want %q", test.file, test.index, got, test.folder)
		}
	}
}

func TestHumanise(t *testing.T) {
	for name, want := range map[string]string{
		"smart-cards":   "Smart cards",
		"release_notes": "Release notes",
		"2025-05":       "2025-05",
		"version-2":     "Version 2",
		"-":             "-",
		"über-uns":      "Über uns",
	} {
		if got := Humanise(name); got != want {
			t.Errorf("Humanise(%q) = %q, want %q", name, got, want)
		}
	}
}

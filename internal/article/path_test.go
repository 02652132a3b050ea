package article

import "testing"

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
	}
	for _, tt := range tests {
		a, _ := Parse(tt.file, []byte(tt.src), Options{})
		if a.Path != tt.want {
			t.Errorf("%s: got %q, want %q", tt.file, a.Path, tt.want)
		}
	}
}

func TestFilesWithoutAUsableName(t *testing.T) {
	for file, want := range map[string]string{
		"_index.md":   "_index.md does not describe its folder",
		"cards/--.md": "the name of the file is not valid in an address",
	} {
		_, problems := Parse(file, []byte(titled+"x\n"), Options{})
		if len(problems) != 1 || problems[0].Text != want {
			t.Errorf("%s: got %v, want %q", file, problems, want)
		}
	}
}

package filename

import (
	"errors"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for name, want := range map[string]string{
		"rates/2026 draft.csv":           "",
		"Überblick.pdf":                  "",
		".well-known/security.txt":       "",
		"console.txt":                    "",
		"a?.pdf":                         "Windows cannot store",
		"a/b:c.pdf":                      "Windows cannot store",
		"a\n.pdf":                        "control character",
		"a\xff.pdf":                      "UTF-8",
		"folder./a.pdf":                  "dot or a space",
		"AUX.tar.gz":                     "contains AUX",
		"lpt0":                           "contains lpt0",
		"com¹.txt":                       "contains com¹",
		"con .txt":                       "reserves",
		strings.Repeat("é", 128) + ".md": "longer than 255 bytes",
	} {
		got := Check(name)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("Check(%q) = %q; want %q", name, got, want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"a.md", "b.md", "b.md"},
		{"guides/a.md", "guides/pictures/b.png", "pictures/b.png"},
		{"guides/a.md", "b.md", "../b.md"},
		{"guides/a.md", "other/b.md", "../other/b.md"},
	} {
		if got := Relative(test.from, test.to); got != test.want {
			t.Errorf("Relative(%q, %q) = %q; want %q", test.from, test.to, got, test.want)
		}
	}
}

func TestIsPage(t *testing.T) {
	for _, test := range []struct {
		name, start string
		want        bool
	}{
		{"a.HTML", "", true},
		{"feed.xml", "", true},
		{"table.csv", "<html>", false},
		{"readme", "<!doctype html><p>", true},
		{"readme.log", "12:00 started", false},
	} {
		got, err := IsPage(test.name, func() ([]byte, error) { return []byte(test.start), nil })
		if got != test.want || err != nil {
			t.Errorf("IsPage(%q) = %v, %v; want %v", test.name, got, err, test.want)
		}
	}

	unreadable := errors.New("cannot be read")
	if _, err := IsPage("readme", func() ([]byte, error) { return nil, unreadable }); !errors.Is(err, unreadable) {
		t.Errorf("the error of a file that cannot be read: %v", err)
	}
}

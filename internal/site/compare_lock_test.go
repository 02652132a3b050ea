package site

import (
	"fmt"
	"strings"
	"testing"

	"signpost/internal/lock"
	"signpost/internal/problem"
	"signpost/internal/testkit/limited"
)

// FuzzRedirects checks that a site without errors leads from every old address to an existing page, in one step.
func FuzzRedirects(f *testing.F) {
	for _, src := range []string{
		"/old/ -> /cards/add/\n/cards/add/#gone -> /cards/add/#how\n/x/#a ID-201 -> /cards/resolve/#ods\n",
		"/a/ -> /b/\n/b/ -> /a/\n",
		"/a/ -> /b/\n/b/ -> /cards/add/\n",
		"/cards/add/ -> /cards/resolve/\n",
		"/gone/#a retired It ended.\n/gone/ retired It ended.\n",
		"/e/id-201/ -> /cards/\n",
		"/ -> /cards/\n",
		"/cards/ retired x\n",
		"/a/#x -> /cards/resolve/#ods\n/a/ -> /cards/add/\n",
		"/cards/old/#how\n/cards/old/\n",
	} {
		f.Add([]byte(src), "/cards/old/")
	}

	f.Fuzz(func(t *testing.T, src []byte, alias string) {
		limited.Input(t)
		published, problems := lock.Parse(lock.Name, src)
		if problems != nil || strings.ContainsAny(alias, "\n\r") {
			return
		}

		quoted := "'" + strings.ReplaceAll(alias, "'", "''") + "'"
		content := contentOf(
			"cards/add.md", "---\ntitle: Add\naliases:\n  - "+quoted+"\n---\n## How\n\nText.\n",
			"cards/resolve.md", "---\ntitle: Resolve\n---\n## ODS {#ods code=ID-201}\n\n1. Ask.\n",
		)

		source := Source{Content: content, Lock: published, LockFile: lock.Name}
		s, problems, err := Load(t.Context(), source, Options{})
		if err != nil {
			t.Fatal(err)
		}

		if !problem.Failing(problems) {
			checkRedirects(t, s)
		}
	})
}

func checkRedirects(t *testing.T, s *Site) {
	t.Helper()

	for _, m := range s.FormerPages {
		checkRedirect(t, s, m.Path, m.To)

		for _, h := range m.Headings {
			checkRedirect(t, s, m.Path+"#"+h.ID, h.To)
		}
	}

	for path, headings := range s.FormerHeadings {
		for _, h := range headings {
			checkRedirect(t, s, path+"#"+h.ID, h.To)
		}
	}
}

func checkRedirect(t *testing.T, s *Site, from, to string) {
	t.Helper()
	path, _, _ := strings.Cut(to, "#")
	isPage := s.Exists(to) || s.folders[path] != nil || inEveryLanguage[path] || strings.HasPrefix(path, "/e/")
	if to != "" && !isPage {
		t.Errorf("%s leads to %s, which does not exist", from, to)
	}

	for _, m := range s.FormerPages {
		if m.Path == to {
			t.Errorf("%s leads to %s, which redirects again", from, to)
		}
	}

	if s.pages[from] != nil {
		t.Errorf("%s redirects, but it is the address of a page", from)
	}
}

// A chain is followed once, not once for each of its redirects: otherwise this takes minutes.
// A published ID that begins with sp: belongs to the theme now. Its address leads to the page, without a second element
// with that ID.
func TestReservedIDsAreNotAdded(t *testing.T) {
	published, problems := lock.Parse(lock.Name, []byte("/a/#sp:main -> /a/#one\n/a/#old -> /a/#one\n"))
	if problems != nil {
		t.Fatal(problems)
	}

	content := contentOf("a.md", "# A\n\n## One {#one}\n\nText.\n")
	source := Source{Content: content, Lock: published, LockFile: lock.Name}
	s, problems, err := Load(t.Context(), source, Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}

	a := s.pages["/a/"]
	if a.SectionOf("sp:main") >= 0 || a.SectionOf("old") < 0 {
		t.Errorf("sp:main is in section %d, old in %d", a.SectionOf("sp:main"), a.SectionOf("old"))
	}
}

func TestLongChains(t *testing.T) {
	const length = 50_000
	var text strings.Builder
	for i := range length {
		fmt.Fprintf(&text, "/r%06d/ -> /r%06d/\n", i, i+1)
	}

	for _, test := range []struct{ name, last, want string }{
		{"page", "/a/", "/r000000/ redirects to /r000001/, which redirects again"},
		{"nothing", "/gone/", "/r000000/ redirects to /r000001/, which does not exist"},
		{"circle", "/r000000/", "/r000000/ redirects in a circle"},
	} {
		chain := text.String() + fmt.Sprintf("/r%06d/ -> %s\n", length, test.last)
		published, _ := lock.Parse("anchors.lock", []byte(chain))
		source := Source{Content: contentOf("a.md", "# A\n\nText.\n"), Lock: published, LockFile: "anchors.lock"}
		_, problems, err := Load(t.Context(), source, Options{})
		if err != nil || len(problems) < length {
			t.Fatalf("%s: %d problems, %v", test.name, len(problems), err)
		}

		if got := problems[0].Text; got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

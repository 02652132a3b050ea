package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"signpost/internal/lock"
	"signpost/internal/problem"
)

// Whatever is said to have moved, a site without errors leads from every old address to a place that stands, and in one step.
func FuzzRedirects(f *testing.F) {
	for _, src := range []string{
		"/old/ -> /cards/add/\n/cards/add/#gone -> /cards/add/#how\n/x/#a ID-201 -> /cards/resolve/#ods\n",
		"/a/ -> /b/\n/b/ -> /a/\n", "/a/ -> /b/\n/b/ -> /cards/add/\n", "/cards/add/ -> /cards/resolve/\n",
		"/gone/#a retired It ended.\n/gone/ retired It ended.\n", "/e/id-201/ -> /cards/\n", "/ -> /cards/\n", "/cards/ retired x\n",
		"/a/#x -> /cards/resolve/#ods\n/a/ -> /cards/add/\n", "/cards/old/#how\n/cards/old/\n",
	} {
		f.Add([]byte(src), "/cards/old/")
	}
	f.Fuzz(func(t *testing.T, src []byte, alias string) {
		published, problems := lock.Parse(lock.Name, src)
		if problems != nil || strings.ContainsAny(alias, "\n\r") {
			return
		}
		content := fstest.MapFS{
			"cards/add.md":     {Data: []byte("---\ntitle: Add\naliases:\n  - '" + strings.ReplaceAll(alias, "'", "''") + "'\n---\n## How\n\nText.\n")},
			"cards/resolve.md": {Data: []byte("---\ntitle: Resolve\n---\n## ODS {#ods code=ID-201}\n\n1. Ask.\n")},
		}
		s, problems, err := Load(t.Context(), Source{Content: content, Lock: published, LockFile: lock.Name}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if problem.Failing(problems) {
			return
		}
		for _, m := range s.Moved {
			lands(t, s, m.Path, m.To)
			for _, sign := range m.Signs {
				lands(t, s, m.Path+"#"+sign.ID, sign.To)
			}
		}
		for path, signs := range s.Signs {
			for _, sign := range signs {
				lands(t, s, path+"#"+sign.ID, sign.To)
			}
		}
	})
}

func lands(t *testing.T, s *Site, from, to string) {
	t.Helper()
	path, _, _ := strings.Cut(to, "#")
	if _, ok := s.Find(to); to != "" && !ok && s.folders[path] == nil && !inEveryLanguage[path] && !strings.HasPrefix(path, "/e/") {
		t.Errorf("%s leads to %s, where nothing stands", from, to)
	}
	for _, m := range s.Moved {
		if m.Path == to {
			t.Errorf("%s leads to %s, which leads on", from, to)
		}
	}
	if s.pages[from] != nil {
		t.Errorf("%s stands, and is said to have moved", from)
	}
}

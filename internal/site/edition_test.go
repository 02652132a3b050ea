package site

import (
	"testing"

	"signpost/internal/lock"
)

func TestEditionsShareTheSite(t *testing.T) {
	published, problems := lock.Parse("anchors.lock", []byte("/cy/old/ -> /cy/a/\n"))
	if problems != nil {
		t.Fatal(problems)
	}

	content := contentOf(
		"a.md", "# A\n\n## Sign in {#in code=ID-201}\n\nText.\n",
		"cy/a.md", "---\ntitle: A\nrelated: [b.md]\n---\n## Mewngofnodi {#mewn code=ID-201}\n\n![b](b.svg)\n",
		"cy/b.md", "# B\n\nText.\n",
		"cy/b.svg", drawing,
	)

	s, reported := loadProblems(t, Source{
		Content:   content,
		Language:  Language{Tag: "en"},
		Languages: []Language{{Tag: "cy"}},
		Lock:      published,
		LockFile:  "anchors.lock",
	}, Options{})

	if reported != nil {
		t.Fatal(reported)
	}

	welsh := s.Editions[1]
	if welsh.Site != s || s.First() == welsh {
		t.Fatal("the Welsh edition is not the second of its site")
	}

	if s.Picture("cy/b.svg") == nil {
		t.Error("the picture of the Welsh edition is missing")
	}

	if len(s.FormerPages) != 1 || !welsh.Contains(s.FormerPages[0].Path) {
		t.Errorf("former pages %v, want one in the Welsh edition", s.FormerPages)
	}

	own, ok := welsh.SectionFor("ID-201")
	if !ok || own.Heading().ID != "mewn" {
		t.Errorf("the Welsh explanation is %v, want the section mewn", own)
	}

	if list := welsh.Related(own.Article); len(list) != 1 || list[0].Path != "/cy/b/" {
		t.Errorf("related articles %v, want /cy/b/", list)
	}
}

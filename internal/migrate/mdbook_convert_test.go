package migrate

import "testing"

func TestRaiseHeadings(t *testing.T) {
	for text, want := range map[string]string{
		"## A\n\n### B\n\n#### C\n":        "# A\n\n## B\n\n### C\n",
		"## A\n\n### B\n\n## C\n\n### D\n": "# A\n\n## B\n\n## C\n\n### D\n",
		"## A\n\n# B\n":                    "## A\n\n# B\n",
		"# A\n\n### B\n":                   "# A\n\n### B\n",
		"Text\n\n## A\n":                   "Text\n\n## A\n",
		"## A\n\n```\n# c\n```\n":          "# A\n\n```\n# c\n```\n",
	} {
		p := &Page{}
		p.setText("a.md", text, 1)
		raiseHeadings(p)
		if p.Text != want {
			t.Errorf("%q became %q, want %q", text, p.Text, want)
		}
	}
}

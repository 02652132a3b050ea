package importer

import (
	"path"
	"strings"
	"testing"

	"signpost/internal/article"
	"signpost/internal/rules"
)

// Whatever is answered, what comes of it is articles with a title and an address, in folders of the content folder.
func FuzzRead(f *testing.F) {
	f.Add("zendesk", []byte(`{"articles": [{"id": 1, "title": "T", "section_id": 2, "locale": "cy"}, {"id": 3, "title": "T", "section_id": 2, "locale": "x/../../x", "body": "<p>a<b>b</p><table><td>c", "html_url": "https://x.example/a?b#c"}], "sections": [{"id": 2, "name": "../S", "locale": "x/../../x"}]}`))
	f.Add("intercom", []byte(`{"data": [{"type": "article", "id": "1", "title": "index", "parent_id": null, "body": "<ul><li><pre>x", "updated_at": 9}, {"type": "collection", "id": 3, "name": ""}]}`))
	f.Fuzz(func(t *testing.T, format string, data []byte) {
		var c Centre
		if c.Read(format, data) != nil {
			return
		}
		files, err := c.Files(t.Context())
		if err != nil {
			return
		}
		for name, text := range files {
			if path.Clean(name) != name || strings.HasPrefix(name, "/") || strings.Contains(name, "..") || path.Ext(name) != ".md" {
				t.Errorf("a file is called %q", name)
			}
			_, problems := article.Parse(name, text, article.Options{})
			for _, p := range problems {
				if p.Rule == rules.BrokenYAML.ID || p.Rule == rules.UnknownKey.ID {
					t.Errorf("%s\n%s", p, text)
				}
			}
		}
	})
}

package importer

import (
	"context"
	"errors"
	"path"
	"strings"
	"testing"

	"signpost/internal/article"
	"signpost/internal/rules"
	"signpost/internal/testkit/limited"
)

const (
	zendeskSample = `{
		"articles": [
			{"id": 1, "title": "T", "section_id": 2, "locale": "cy"},
			{"id": 3, "title": "T", "section_id": 2, "locale": "x/../../x",
				"body": "<p>a<b>b</p><table><td>c", "html_url": "https://x.example/a?b#c"}
		],
		"sections": [{"id": 2, "name": "../S", "locale": "x/../../x"}]
	}`
	intercomSample = `{"data": [
		{"type": "article", "id": "1", "title": "index", "parent_id": null, "body": "<ul><li><pre>x", "updated_at": 9},
		{"type": "collection", "id": 3, "name": ""}
	]}`
)

func TestFilesStopsWhenCancelled(t *testing.T) {
	var c Centre
	if err := c.Read("zendesk", []byte(zendeskSample)); err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if _, err := c.Files(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

// Any response must result in articles with valid front matter, in files inside of the content folder.
func FuzzRead(f *testing.F) {
	f.Add("zendesk", []byte(zendeskSample))
	f.Add("intercom", []byte(intercomSample))
	f.Fuzz(func(t *testing.T, format string, data []byte) {
		limited.Input(t)
		var c Centre
		if c.Read(format, data) != nil {
			return
		}

		files, err := c.Files(t.Context())
		if err != nil {
			return
		}

		for name, text := range files {
			checkFile(t, name, text)
		}
	})
}

func checkFile(t *testing.T, name string, text []byte) {
	t.Helper()
	isLocal := path.Clean(name) == name && !strings.HasPrefix(name, "/") && !strings.Contains(name, "..")
	if !isLocal || path.Ext(name) != ".md" {
		t.Errorf("invalid file name %q", name)
	}

	_, problems := article.Parse(name, text, article.Options{})
	for _, p := range problems {
		if p.Rule == rules.BrokenYAML.ID || p.Rule == rules.UnknownKey.ID {
			t.Errorf("%s\n%s", p, text)
		}
	}
}

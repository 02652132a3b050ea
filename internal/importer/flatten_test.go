package importer

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// readBodies returns a centre with an article for each body.
func readBodies(t *testing.T, bodies ...string) *Centre {
	t.Helper()
	type article struct {
		ID    int    `json:"id"`
		Title string `json:"title"`
		Body  string `json:"body"`
	}

	var list []article
	for i, body := range bodies {
		list = append(list, article{i + 1, "Title", body})
	}

	data, err := json.Marshal(map[string]any{"articles": list})
	if err != nil {
		t.Fatal(err)
	}

	c := &Centre{}
	if err := c.Read("zendesk", data); err != nil {
		t.Fatal(err)
	}

	return c
}

// TestDeepArticles has articles whose elements no parser reads, next to one that is fine.
func TestDeepArticles(t *testing.T) {
	deep := strings.Repeat("<div>", 1000)
	deep += `Card 5 &lt; 6<script>no</script><p>See <a href="https://x.example/">y</a><td>end`
	c := readBodies(t, deep, "<p>fine")
	files, err := c.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	got := string(files["articles/title.md"])
	if want := "Card 5 &lt; 6\n\nSee [y](https://x.example/)\n\nend\n"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}

	report := c.Report()
	if !slices.Equal(report.Flat, []string{"articles/title.md"}) {
		t.Errorf("flat articles %q", report.Flat)
	}

	if len(report.Differences) > 0 {
		t.Errorf("differences %v", report.Differences)
	}

	const want = "in a paragraph.\n\n- `articles/title.md`\n"
	if text := string(report.Markdown()); !strings.Contains(text, want) {
		t.Errorf("no %q in %s", want, text)
	}
}

// An article that the site would refuse is reported, and the others are imported.
func TestRefusedArticles(t *testing.T) {
	for body, want := range map[string]struct {
		reason  string
		written bool
	}{
		strings.Repeat("a", maxArticle+1):         {"was not imported: it has more than 32 MB", false},
		strings.Repeat("text ", 500_000):          {"has more than 2 MB", true},
		"<p>" + strings.Repeat("[", 1<<19):        {"was not imported: " + errTooDense.Error(), false},
		"<p>" + strings.Repeat("<b>a</b>", 1<<18): {"", true}, // it loses its elements
		"<p>" + strings.Repeat("*", 1<<19):        {"has 524288 Markdown markers without a blank line", true},
	} {
		c := readBodies(t, body, "<p>Fine</p>")
		files, err := c.Files(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		const name = "articles/title.md"
		if written := files[name] != nil; written != want.written || len(files) < 2 && written {
			t.Errorf("%s: %d files", want.reason, len(files))
		}

		if got := c.Report().Refused[name]; got != want.reason {
			t.Errorf("got %q, want %q", got, want.reason)
		}
	}
}

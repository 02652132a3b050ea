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

	const want = "nested too deep.\n\n- `articles/title.md`\n"
	if text := string(report.Markdown()); !strings.Contains(text, want) {
		t.Errorf("no %q in %s", want, text)
	}
}

func TestLargestArticle(t *testing.T) {
	_, err := readBodies(t, strings.Repeat("a", maxArticle+1)).Files(t.Context())
	if want := `the article "Title" has more than 32 MB`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

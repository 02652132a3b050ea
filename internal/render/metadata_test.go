package render

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// hostile would end an attribute and a script if it were not escaped.
const hostile = `"><script>alert(1)</script><!-- 'a' & b`

func TestMetadataIsEscaped(t *testing.T) {
	f := frame{
		Site:        hostile,
		Heading:     hostile,
		Description: hostile,
		Canonical:   "https://help.example/dŵr/?a=1&b=2",
		Kind:        "article",
		Feed:        "../feed.xml",
		Markdown:    "../a b (ü).md",
		Robots:      hostile,
		Former:      "moved",
		Refresh:     "../b/?c=1&d=2",
		Versions: []version{
			{Lang: "cy", URL: "https://help.example/cy/"},
			{Lang: "x-default", URL: "https://help.example/"},
		},
		Linked: &linkedData{"https://schema.org", []any{articleData{Headline: hostile}}},
	}

	head, err := f.Metadata()
	if err != nil {
		t.Fatal(err)
	}

	page := "<!doctype html><html><head>" + string(head) + "</head><body></body></html>"
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}

	want := []string{
		"description " + hostile,
		"canonical  https://help.example/d%C5%B5r/?a=1&b=2",
		"og:title " + hostile,
		"og:description " + hostile,
		"og:type article",
		"og:url https://help.example/dŵr/?a=1&b=2",
		"og:site_name " + hostile,
		"linked data " + hostile,
		"alternate cy https://help.example/cy/",
		"alternate x-default https://help.example/",
		"alternate application/atom+xml ../feed.xml",
		"alternate text/markdown ../a%20b%20%28%C3%BC%29.md",
		"robots " + hostile,
		"signpost moved",
		"refresh 0; url=../b/?c=1&d=2",
	}

	if diff := cmp.Diff(want, describeHead(t, doc)); diff != "" {
		t.Errorf("head (-want +got):\n%s", diff)
	}

	if findOne(t, doc, "body").FirstChild != nil {
		t.Error("part of the metadata is in the body")
	}
}

// describeHead returns a line for each tag in the head.
func describeHead(t *testing.T, doc *html.Node) []string {
	t.Helper()
	var lines []string

	for e := range findOne(t, doc, "head").ChildNodes() {
		switch e.Data {
		case "meta":
			name := attribute(e, "name") + attribute(e, "property") + attribute(e, "http-equiv")
			lines = append(lines, name+" "+attribute(e, "content"))

		case "link":
			kind := attribute(e, "type") + attribute(e, "hreflang")
			lines = append(lines, attribute(e, "rel")+" "+kind+" "+attribute(e, "href"))

		case "script":
			lines = append(lines, "linked data "+headlineOf(t, e.FirstChild.Data))
		default:
			if text := strings.TrimSpace(e.Data); text != "" {
				lines = append(lines, text)
			}
		}
	}

	return lines
}

// headlineOf returns the headline of the only item of linked data.
func headlineOf(t *testing.T, script string) string {
	t.Helper()
	var data struct {
		Graph []struct{ Headline string } `json:"@graph"`
	}

	if err := json.Unmarshal([]byte(script), &data); err != nil {
		t.Fatal(err)
	}

	if len(data.Graph) != 1 {
		t.Fatalf("the linked data has %d items, want 1", len(data.Graph))
	}

	return data.Graph[0].Headline
}

func TestMetadataWithoutBaseURL(t *testing.T) {
	f := frame{
		Heading:     "Contact us",
		Description: "Contact us",
	}

	head, err := f.Metadata()
	if err != nil {
		t.Fatal(err)
	}

	want := []string{`<meta name="description" content="Contact us">`}
	if got := strings.Split(string(head), "\n"); !slices.Equal(got, want) {
		t.Errorf("head = %q, want %q", got, want)
	}
}

package render

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// Whatever writers type is text to the programs that read the head: it ends no attribute and no script.
func TestMetadataHoldsWordsAsWords(t *testing.T) {
	const hostile = `"><script>alert(1)</script><!-- 'a' & b`
	f := frame{
		Site: hostile, Heading: hostile, Description: hostile, Canonical: "https://help.example/dŵr/?a=1&b=2", Kind: "article",
		Feed: "../feed.xml", Markdown: "../a b (ü).md", Robots: hostile, Refresh: "../b/?c=1&d=2",
		Versions: []version{{Lang: "cy", Whole: "https://help.example/cy/"}, {Lang: "x-default", Whole: "https://help.example/"}},
		Linked:   &linkedData{"https://schema.org", []any{articleData{Headline: hostile}}},
	}

	head, err := f.Metadata()
	if err != nil {
		t.Fatal(err)
	}

	doc, err := html.Parse(strings.NewReader("<!doctype html><html><head>" + string(head) + "</head><body></body></html>"))
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for e := range one(t, doc, "head").ChildNodes() {
		switch e.Data {
		case "meta":
			got = append(got, attribute(e, "name")+attribute(e, "property")+attribute(e, "http-equiv")+" "+attribute(e, "content"))
		case "link":
			got = append(got, attribute(e, "rel")+" "+attribute(e, "type")+attribute(e, "hreflang")+" "+attribute(e, "href"))
		case "script":
			var data struct {
				Graph []struct{ Headline string } `json:"@graph"`
			}

			if err := json.Unmarshal([]byte(e.FirstChild.Data), &data); err != nil || len(data.Graph) != 1 || data.Graph[0].Headline != hostile {
				t.Errorf("the linked data says %v (%v)", data, err)
			}
		default:
			if strings.TrimSpace(e.Data) != "" {
				t.Errorf("the head has %q", e.Data)
			}
		}
	}

	want := []string{
		"description " + hostile,
		"canonical  https://help.example/d%C5%B5r/?a=1&b=2",
		"og:title " + hostile, "og:description " + hostile, "og:type article", "og:url https://help.example/dŵr/?a=1&b=2", "og:site_name " + hostile,
		"alternate cy https://help.example/cy/", "alternate x-default https://help.example/",
		"alternate application/atom+xml ../feed.xml", "alternate text/markdown ../a%20b%20%28%C3%BC%29.md",
		"robots " + hostile, "refresh 0; url=../b/?c=1&d=2",
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	if len(find(doc, "body")) != 1 || one(t, doc, "body").FirstChild != nil {
		t.Error("something is left for the body")
	}
}

// A site whose address nobody knows names no whole URL, and says no more of a page than it knows.
func TestMetadataOfAPageWithoutAnAddress(t *testing.T) {
	head, err := (&frame{Heading: "Contact us", Description: "Contact us"}).Metadata()
	if err != nil {
		t.Fatal(err)
	}

	if want := []string{`<meta name="description" content="Contact us">`}; !slices.Equal(strings.Split(string(head), "\n"), want) {
		t.Errorf("the head says %s", head)
	}
}

package markdown

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// example is one of a specification's; testdata/spec/README.md says where they are from.
type example struct {
	Example                 int
	Section, Markdown, HTML string
}

func readExamples(t *testing.T, file string) []example {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	var list []example
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}

	return list
}

const bareLink = "GitHub makes a link of a bare address, where CommonMark does not"

// Every example of the specifications comes out as they say, but for what [canonical] lists and what stands with each file. Raw HTML
// is refused; let through, it comes out as they say, too.
func TestSpecifications(t *testing.T) {
	for _, tt := range []struct {
		file         string
		all, refused int
		exceptions   map[int]string
	}{
		{"testdata/spec/commonmark.json", 652, 66, map[int]string{608: bareLink, 611: bareLink, 612: bareLink}},
		{"testdata/spec/gfm.json", 26, 1, map[int]string{
			6:  "goldmark ends a table where a heading is underlined",
			26: "where raw HTML is let through, no tag is held back",
		}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			examples := readExamples(t, tt.file)
			refused := 0
			for _, e := range examples {
				got, rawHTML := renderExample(t, e, Options{})
				diff := ""
				if rawHTML {
					refused++
					got, _ = renderExample(t, e, Options{Unsafe: true})
					diff = cmp.Diff(e.HTML, strings.ReplaceAll(got, ` tabindex="0"`, ""))
				} else {
					diff = cmp.Diff(canonical(e.HTML), canonical(got))
				}

				if reason := tt.exceptions[e.Example]; (diff == "") != (reason == "") {
					t.Errorf("example %d (%s) %s\n%s\n%s", e.Example, e.Section, reason, e.Markdown, diff)
				}
			}

			if len(examples) != tt.all || refused != tt.refused {
				t.Errorf("of %d examples %d are refused for raw HTML, want %d of %d", len(examples), refused, tt.refused, tt.all)
			}
		})
	}
}

// renderExample renders an example as an article would, with headings. rawHTML says that the example contains HTML.
func renderExample(t *testing.T, e example, opts Options) (page string, rawHTML bool) {
	t.Helper()
	doc := Parse([]byte(e.Markdown), opts)
	var b []byte
	for s := range doc.Sections() {
		if s.Heading != nil {
			tag := fmt.Sprintf("h%d>", max(2, s.Heading.Level))
			b = append(b, "<"+tag...)
			b = appendLinked(b, doc.Render(children(s.Heading)))
			b = append(b, "</"+tag+"\n"...)
		}

		b = appendLinked(b, doc.Render(s.Blocks))
	}

	for _, m := range doc.Mistakes {
		switch m.Kind {
		case RawHTML:
			rawHTML = true
		case UnknownLanguage:
		default:
			t.Errorf("example %d (%s): unexpected mistake %+v", e.Example, e.Section, m)
		}
	}

	return string(b), rawHTML
}

// appendLinked appends HTML whose links lead to their destination.
func appendLinked(b []byte, html HTML) []byte {
	for i := range html.Links {
		html.Links[i].Target = html.Links[i].Dest
	}

	return html.Append(b, identity)
}

var caption = regexp.MustCompile(`<figcaption>.*</figcaption>`)

// canonical is HTML as a list of tags and texts, without what a page may say in two ways and without what signpost does otherwise:
//   - the title of the article is the only h1: headings of level 1 become h2
//   - a picture links to its file; one with a title that stands alone is a figure, whose caption is the title
//   - tables stand in a div; cells are aligned by a class
//   - a block of code is a stop for the Tab key
//   - links have no title, and comments are left out of the page
//   - numbered steps have a class
//   - the text of a task is the label of its box
//   - spaces before a line break are kept, which nobody sees
func canonical(page string) []string {
	var list []string
	var open []string // what is to be written for the tags that are open
	z := html.NewTokenizer(strings.NewReader(caption.ReplaceAllString(page, "")))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.TextToken:
			if strings.Trim(token.Data, "\n") != "" {
				list = append(list, strings.TrimSuffix(token.Data, "\n"))
			}
		case html.CommentToken:
			list = trimEnd(list)
		case html.StartTagToken, html.SelfClosingTagToken:
			start, end := canonicalTag(token)
			if token.Data == "br" {
				list = trimEnd(list)
			}

			if start != "" {
				list = append(list, start)
			}

			if !slices.Contains([]string{"br", "hr", "img", "input"}, token.Data) {
				open = append(open, end)
			}
		case html.EndTagToken:
			if end := open[len(open)-1]; end != "" {
				list = append(list, end)
			}

			open = open[:len(open)-1]
		}
	}

	return list
}

// trimEnd takes spaces off the end of a list.
func trimEnd(list []string) []string {
	last := len(list) - 1
	if last < 0 {
		return list
	}

	if list[last] = strings.TrimRight(list[last], " "); list[last] == "" {
		return list[:last]
	}

	return list
}

// canonicalTag is what stands for a tag and its end; both are empty for one that is left out.
func canonicalTag(token html.Token) (start, end string) {
	name := token.Data
	if name == "label" {
		return "", ""
	}

	var attributes []string
	for _, a := range token.Attr {
		switch {
		case a.Val == "picture" || name == "div" && a.Val == "table":
			return "", ""
		case a.Key == "tabindex", a.Key == "title":
		case a.Key == "align":
			attributes = append(attributes, "class="+a.Val)
		case name == "ol" && a.Val == "steps":
		case a.Key == "href" || a.Key == "src":
			attributes = append(attributes, a.Key+"="+unescaped(a.Val))
		default:
			attributes = append(attributes, a.Key+"="+a.Val)
		}
	}

	switch name {
	case "h1":
		name = "h2"
	case "figure":
		name = "p"
	}

	slices.Sort(attributes)

	return strings.Join(append([]string{"<" + name}, attributes...), " ") + ">", "</" + name + ">"
}

func unescaped(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}

	return address
}

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
	"golang.org/x/net/html/atom"

	"signpost/internal/sanitise"
)

// example is an example of a specification. testdata/spec/README.md names the sources.
type example struct {
	Example  int
	Section  string
	Markdown string
	HTML     string
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

const (
	endsEarly   = "an element without an end tag ends with its paragraph"
	unfinished  = "a tag without > is text"
	inCell      = "text in a table but outside of its cells gets a cell"
	lineInURL   = "browsers leave out line breaks in addresses"
	noAddress   = "package site resolves an empty address to that of the page"
	noEmptyText = "no empty paragraph is left where an end tag stands in one"
)

const bareLink = "bare addresses are links in GitHub Flavored Markdown, but not in CommonMark"

// Every example is rendered as specified, except for the differences that canonical removes and the exceptions below.
// Examples with raw HTML are refused if the mode says so; in the mode Unsafe, browsers build the specified elements
// from them.
func TestSpecifications(t *testing.T) {
	tests := []struct {
		file        string
		count       int
		withRawHTML int
		exceptions  map[int]string // reasons, by number of the example
	}{
		{
			file:        "testdata/spec/commonmark.json",
			count:       652,
			withRawHTML: 66,
			exceptions: map[int]string{
				608: bareLink,
				611: bareLink,
				612: bareLink,
				148: noEmptyText,
				156: unfinished,
				157: unfinished,
				158: unfinished,
				183: "white space before a comment is left out",
				187: endsEarly,
				191: inCell,
				344: endsEarly,
				476: endsEarly,
				477: endsEarly,
				494: endsEarly,
				613: endsEarly,
				614: endsEarly,
				615: endsEarly,
				616: endsEarly,
				630: endsEarly,
				631: endsEarly,
				642: lineInURL,
				643: lineInURL,
				200: noAddress,
				485: noAddress,
				486: noAddress,
				487: noAddress,
				567: noAddress,
			},
		},
		{
			file:        "testdata/spec/gfm.json",
			count:       26,
			withRawHTML: 1,
			exceptions: map[int]string{
				6:  "goldmark ends a table at an underlined heading",
				26: "in the mode Unsafe no tag is filtered",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			examples := readExamples(t, tt.file)
			withRawHTML := 0
			for _, e := range examples {
				diff, rawHTML := compareExample(t, e)
				if rawHTML {
					withRawHTML++
				}

				if reason := tt.exceptions[e.Example]; (diff == "") != (reason == "") {
					t.Errorf("example %d (%s) %s\n%s\n%s", e.Example, e.Section, reason, e.Markdown, diff)
				}
			}

			if len(examples) != tt.count || withRawHTML != tt.withRawHTML {
				t.Errorf("got %d examples, %d of them with raw HTML; want %d and %d",
					len(examples), withRawHTML, tt.count, tt.withRawHTML)
			}
		})
	}
}

// compareExample returns how an example differs from the specification, and whether it contains raw HTML.
func compareExample(t *testing.T, e example) (diff string, rawHTML bool) {
	t.Helper()
	page, rawHTML := renderExample(t, e, Options{RawHTML: sanitise.Refuse})
	if rawHTML {
		page, _ = renderExample(t, e, Options{RawHTML: sanitise.Unsafe})
		page = strings.NewReplacer(` tabindex="0"`, "", ` class="action"`, "").Replace(page)

		return cmp.Diff(built(t, e.HTML), built(t, page)), true
	}

	return cmp.Diff(canonical(e.HTML), canonical(page)), false
}

// built returns the elements that a browser builds from HTML, without comments.
func built(t *testing.T, page string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{
		Type:     html.ElementNode,
		Data:     "div",
		DataAtom: atom.Div,
	})
	if err != nil {
		t.Fatal(err)
	}

	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}

	return comment.ReplaceAllString(b.String(), "")
}

var comment = regexp.MustCompile(`(?s)<!---?>|<!--.*?-->`)

// renderExample renders an example as an article would, with headings. rawHTML says that the example contains HTML.
func renderExample(t *testing.T, e example, opts Options) (page string, rawHTML bool) {
	t.Helper()
	doc := Parse([]byte(e.Markdown), opts)
	var b []byte
	for _, s := range doc.Sections {
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
		case UnknownLanguage, UnclosedElement, UnclosedComment, UnbalancedHTML:
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

// canonical returns HTML as a list of tags and texts, without differences that no reader sees and without what signpost
// does differently on purpose:
//   - headings of level 1 become level 2, because the title is the only h1
//   - a picture links to its file, and one with a title that is alone in its paragraph is a figure
//   - tables are in a div, and cells are aligned by a class
//   - code blocks are tab stops
//   - links have no title, and comments are left out
//   - numbered steps have a class
//   - the text of a task is the label of its box
//   - spaces before a line break are kept
func canonical(page string) []string {
	var list []string
	var ends []string // of the open elements
	page = comment.ReplaceAllString(caption.ReplaceAllString(page, ""), "")
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.TextToken:
			if strings.Trim(token.Data, "\n") != "" {
				list = append(list, strings.TrimSuffix(token.Data, "\n"))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			start, end := canonicalTag(token)
			if token.Data == "br" {
				list = trimEnd(list)
			}

			if start != "" {
				list = append(list, start)
			}

			if !slices.Contains([]string{"br", "hr", "img", "input"}, token.Data) {
				ends = append(ends, end)
			}
		case html.EndTagToken:
			if end := ends[len(ends)-1]; end != "" {
				list = append(list, end)
			}

			ends = ends[:len(ends)-1]
		}
	}

	return list
}

// trimEnd removes spaces from the end of a list.
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

// canonicalTag returns a start tag and its end tag in canonical form. Both are empty if the element is left out.
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
		case name == "ol" && a.Val == "steps", name == "p" && a.Val == "action":
		case a.Key == "href" || a.Key == "src":
			attributes = append(attributes, a.Key+"="+pathUnescape(a.Val))
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

func pathUnescape(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}

	return address
}

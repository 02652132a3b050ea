package article

import (
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"signpost/internal/rules"
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

// renderExample puts an example through the same way as an article.
func renderExample(t *testing.T, e example, opts Options) (page string, rawHTML bool) {
	t.Helper()
	a, problems := Parse("a.md", []byte("---\ntitle: The title of no example\n---\n"+e.Markdown), opts)
	for _, p := range problems {
		switch p.Rule {
		case rules.RawHTML.ID:
			rawHTML = true
		case rules.EmptyFile.ID, rules.DoubtfulCharacter.ID, rules.UnknownLanguage.ID, rules.ForeignSyntax.ID:
		default:
			t.Errorf("example %d (%s): %s", e.Example, e.Section, p)
		}
	}
	var b []byte
	for i := range a.Sections {
		s := &a.Sections[i]
		aim(s)
		if i > 0 {
			tag := "h" + string(rune('0'+s.Level)) + ">"
			b = append(s.Heading.Append(append(b, "<"+tag...), sameAddress), "</"+tag+"\n"...)
		}
		b = s.Body.Append(b, sameAddress)
	}
	return string(b), rawHTML
}

// aim leads every link to where it was written to lead.
func aim(s *Section) {
	for _, h := range []*HTML{&s.Heading, &s.Body} {
		for i := range h.Links {
			h.Links[i].Target = h.Links[i].Dest
		}
	}
}

func sameAddress(target string) string { return target }

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

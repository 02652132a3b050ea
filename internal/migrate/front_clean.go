package migrate

import (
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/article"
)

// cleanFront removes keys that have another meaning in signpost. The name of the file decides the address of a page,
// and published addresses are aliases already.
func (p *Page) cleanFront() {
	p.Front.Delete("slug", "codes")
	if p.Address != "" {
		p.Front.Delete("permalink", "url")
	}

	cleanAudience(p)
	cleanSearch(p)
	if icon := p.Front.Get("icon"); p.findAsset(icon, p.Source) == nil || path.Ext(icon) != ".svg" {
		p.Front.Delete("icon")
	}

	if p.Front.Node("related") != nil {
		p.cleanRelated()
	}

	for _, key := range []string{"title", "description"} {
		if text := p.Front.Get(key); text != unmarked(text) {
			p.Front.Set(key, unmarked(text))
		}
	}

	if n := p.Front.Node("tags"); n != nil && slices.ContainsFunc(n.Content, isObject) {
		p.Front.Set("tags", namesIn(n))
	}
}

// cleanAudience removes an audience: in other programs it describes a page that everyone can read, and here it would
// keep the page from them. A page for the own staff becomes a draft, to be on the safe side.
func cleanAudience(p *Page) {
	for _, key := range []string{"audience", "audiences"} {
		if p.Front.Node(key) == nil {
			continue
		}

		names := p.Front.List(key)
		text := "%s: %s was removed; here it would say who can see the page"
		if slices.ContainsFunc(names, isInternal) {
			text = "a draft, because of %s: %s; write audience: internal if readers must not see the page"
			p.Front.Set("draft", true)
			p.Address = ""
		}

		p.Front.Delete(key)
		p.Project.note(Note{
			Kind: KindFront,
			File: p.Source,
			Text: fmt.Sprintf(text, key, strings.Join(names, ", ")),
		})
	}
}

// isInternal reports whether the name of an audience means the own staff.
func isInternal(name string) bool {
	return slices.Contains([]string{"internal", "private", "staff"}, strings.ToLower(name))
}

// cleanSearch converts how Material for MkDocs and VitePress leave a page out of the search, or rank it, and removes
// other values.
func cleanSearch(p *Page) {
	n := p.Front.Node("search")
	if n == nil {
		return
	}

	boost, err := strconv.ParseFloat(scalar(n, "boost"), 64)
	switch {
	case scalar(n, "exclude") == "true" || n.Value == "false":
		p.Front.Set("search", article.SearchOff)
	case err == nil && boost > 0:
		weight := min(max(boost, article.MinSearchWeight), article.MaxSearchWeight)
		p.Front.Set("search", map[string]float64{"weight": weight})
	default:
		p.Front.Delete("search")
	}
}

var (
	textLink = regexp.MustCompile(`\[([^\[\]]+)\]\([^()\s]+\)`)
	textMark = regexp.MustCompile("\\*\\*([^*]+)\\*\\*|`([^`]+)`")
)

// unmarked returns text without the marks of links, bold text and code, and without entities of HTML. Lists and search
// results show titles and descriptions as they are.
func unmarked(text string) string {
	text = textLink.ReplaceAllString(text, "$1")
	text = textMark.ReplaceAllString(text, "$1$2")
	if strings.Contains(text, "&") {
		text = strings.ReplaceAll(html.UnescapeString(text), "\u00ad", "") // soft hyphens
	}

	return text
}

func isObject(n *yaml.Node) bool { return n.Kind == yaml.MappingNode }

// namesIn returns the items of a list. Items may be objects with a name.
func namesIn(n *yaml.Node) []string {
	list := []string{}
	for _, item := range n.Content {
		name := firstOf(scalar(item), scalar(item, "tag"), scalar(item, "name"), scalar(item, "label"))
		if name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}

	return list
}

// cleanRelated makes the list of related pages name files, which may be separated by commas.
func (p *Page) cleanRelated() {
	var files []string
	for _, item := range p.Front.List("related") {
		for name := range strings.SplitSeq(item, ",") {
			page := p.findPage(strings.TrimSpace(name))
			if page == nil {
				page = p.Project.follow("/" + strings.TrimSpace(name))
			}

			if page != nil && page != p {
				files = append(files, p.relative(page.Target))
			}
		}
	}

	p.Front.Delete("related")
	if len(files) > 0 {
		p.Front.Set("related", files)
	}
}

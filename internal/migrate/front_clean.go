package migrate

import (
	"html"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// cleanFront removes keys that have another meaning in signpost. The name of the file decides the address of a page,
// and published addresses are aliases already.
func (p *Page) cleanFront() {
	p.Front.Delete("slug", "codes")
	if p.Address != "" {
		p.Front.Delete("permalink", "url")
	}

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

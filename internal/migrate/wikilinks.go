package migrate

import (
	"path"
	"regexp"
	"strings"

	"signpost/internal/article"
)

// wikiLink matches [[page#heading|text]], and with an exclamation mark an embedded page or picture.
var wikiLink = regexp.MustCompile(`(\\)?(!?)\[\[([^\[\]\n|#^\\]*)((?:[#^][^\[\]\n|\\]*)?)(?:\\?\|([^\[\]\n]*))?\]\]`)

// convertWikiLinks turns the links of wikis into those of Markdown. A page that is embedded becomes a link to it, and a
// picture a picture. A link to a page that does not exist becomes a dead link, which lint reports.
func convertWikiLinks(p *Page) {
	w := wikiConverter{p, namesOf(p.Project)}
	p.replace(wikiLink, func(m []string) (string, bool) {
		if m[1] != "" {
			return "", false
		}

		return w.link(m[2] != "", strings.TrimSpace(m[3]), m[4], m[5]), true
	})
}

// wikiNames are pages and files by the names that links call them.
type wikiNames struct {
	pages  map[string]*Page
	assets map[string]*asset
}

// namesOf returns the names of the project: a file name alone is enough. Of several, the shortest path counts.
func namesOf(p *Project) *wikiNames {
	if p.names != nil {
		return p.names
	}

	n := &wikiNames{
		pages:  map[string]*Page{},
		assets: map[string]*asset{},
	}

	for _, page := range p.pages {
		name := stem(page.Name)
		for _, key := range append(page.Front.List("aliases"), path.Base(name), name) {
			key = strings.ToLower(key)
			if first := n.pages[key]; first == nil || len(first.Name) > len(page.Name) {
				n.pages[key] = page
			}
		}
	}

	for i := range p.files {
		a := &p.files[i]
		for _, key := range []string{path.Base(a.name), a.name} {
			setFirst(n.assets, strings.ToLower(key), a)
		}
	}

	p.names = n

	return n
}

// wikiConverter converts the links of a page.
type wikiConverter struct {
	*Page
	names *wikiNames
}

func (p wikiConverter) link(embed bool, name, fragment, text string) string {
	if a := p.names.assets[strings.ToLower(name)]; a != nil {
		return p.file(a, embed, text)
	}

	if text = strings.TrimSpace(text); text == "" {
		text = wikiText(name, fragment)
	}

	return "[" + text + "](" + p.address(name) + p.fragment(fragment) + ")"
}

// address returns the address of the page that a link calls by its name.
func (p wikiConverter) address(name string) string {
	if name == "" {
		return ""
	}

	page := p.names.pages[strings.ToLower(strings.TrimSuffix(name, ".md"))]
	if page == nil {
		page = p.findPage(name)
	}

	switch {
	case page == nil && path.Ext(name) != "":
		return escapeDestination(name)
	case page == nil:
		return escapeDestination(name + ".md")
	}

	return relativeSource(p.Source, page.Source)
}

// wikiText returns the text of a link without one.
func wikiText(name, fragment string) string {
	heading := strings.Trim(strings.ReplaceAll(fragment, "#", " > "), " >^")
	switch {
	case name == "":
		return heading
	case heading == "" || strings.HasPrefix(fragment, "#^"):
		return path.Base(name)
	}

	return path.Base(name) + " > " + heading
}

// fragment returns the fragment for a heading, which links name by its text.
func (p wikiConverter) fragment(fragment string) string {
	if i := strings.LastIndexByte(fragment, '#'); i >= 0 {
		fragment = fragment[i+1:]
	}

	if fragment = strings.Trim(fragment, "#^ "); fragment == "" {
		return ""
	}

	return "#" + p.Project.Anchors(fragment, map[string]int{})
}

// file returns a picture, or a link to a file. The text of an embedded picture can be its width.
func (p wikiConverter) file(a *asset, embed bool, text string) string {
	address := relativeSource(p.Source, a.source)
	width := strings.Trim(text, "0123456789x ") == ""
	switch {
	case embed && isPicture(a.source) && (text == "" || width):
		return "![" + article.Humanise(stem(path.Base(a.name))) + "](" + address + ")"
	case embed && isPicture(a.source):
		return "![" + text + "](" + address + ")"
	case text == "" || width:
		text = path.Base(a.name)
	}

	return "[" + text + "](" + address + ")"
}

package migrate

import (
	"path"
	"strings"

	"signpost/internal/migrate/anchors"
)

// plainName is the name of the generator for documentation of unknown origin.
const plainName = "markdown"

// plain is Markdown without a known generator: pages at the names of their files, IDs as on GitHub.
var plain = Generator{
	Name:    plainName,
	Read:    readPlain,
	Address: plainAddress,
	Anchors: anchors.GitHub,
	Conversions: []Conversion{
		convertHeadingAnchors,
		convertFigures,
		convertLoneContainers,
		convertAnyComponents,
		convertAttributes,
		escapeVariables,
	},
}

// readPlain finds the folder with the pages: the outermost one that contains more than one folder.
func readPlain(p *Project) error {
	dir := p.Base
	for range maxLevels {
		inside := p.folders(dir)
		if len(inside) != 1 || p.hasPages(dir) {
			break
		}

		dir = inside[0]
	}

	p.AddDocs(Docs{Dir: dir})

	return nil
}

// plainStyle says how pages were published, judging by the links between them.
type plainStyle struct {
	html bool // as files that end in .html
	flat bool // all in one folder
}

// plainAddress returns the address that other pages link to.
func plainAddress(p *Page) string {
	style, ok := p.Project.Extra.(*plainStyle)
	if !ok {
		style = guessStyle(p.Project)
		p.Project.Extra = style
	}

	switch {
	case style.flat:
		return "/" + path.Base(stem(p.Name)) + ".html"
	case style.html:
		return htmlFileAddress(p)
	}

	return folderAddress(p)
}

// guessStyle counts the forms of links between pages.
func guessStyle(p *Project) *plainStyle {
	names := map[string]bool{} // of files without extension
	files := map[string]bool{}
	for _, page := range p.pages {
		names[path.Base(stem(page.Name))] = true
		files[stem(page.Source)] = true
	}

	var html, flat, other int
	for _, page := range p.pages {
		for _, d := range destinations(page.Text, FindCode(page.Text)) {
			name, _ := splitAddress(d.text)
			inner, isHTML := strings.CutSuffix(name, ".html")
			switch {
			case scheme.MatchString(name) || name == "":
			case isHTML && files[path.Join(path.Dir(page.Source), inner)]:
				html++
			case isHTML && names[inner]:
				flat++
			case !d.picture:
				other++
			}
		}
	}

	return &plainStyle{
		html: html > flat && html > other,
		flat: flat > html && flat > other,
	}
}

// folderAddress returns the address of a page in a folder of its own: "/guide/start/" for guide/start.md.
func folderAddress(p *Page) string {
	return "/" + withSlash(joinPrefix(p.Docs.Prefix, withoutIndex(stem(p.Name))))
}

// htmlFileAddress returns the address of a page as a file: "/guide/start.html".
func htmlFileAddress(p *Page) string {
	name := joinPrefix(p.Docs.Prefix, stem(p.Name))
	if isIndexName(name) {
		return "/" + withSlash(withoutIndex(name))
	}

	return "/" + name + ".html"
}

// withoutIndex returns the name of the folder for the page that describes it.
func withoutIndex(name string) string {
	if !isIndexName(name) {
		return name
	}

	return joinPrefix("", name[:len(name)-len(path.Base(name))])
}

func withSlash(name string) string {
	if name == "" {
		return ""
	}

	return name + "/"
}

package migrate

import (
	"path"

	"signpost/internal/migrate/anchors"
)

// plain is Markdown without a known generator: pages at the names of their files, IDs as on GitHub.
var plain = Generator{
	Name:    "markdown",
	Read:    readPlain,
	Address: folderAddress,
	Anchors: anchors.GitHub,
	Conversions: []Conversion{
		convertHeadingAnchors,
		convertAnyComponents,
		convertAttributes,
		escapeVariables,
	},
}

func readPlain(p *Project) error {
	p.AddDocs(Docs{Dir: p.Base})
	return nil
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

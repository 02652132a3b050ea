package migrate

import (
	"strings"

	"signpost/internal/migrate/anchors"
)

// obsidian is a vault of Obsidian, published with Obsidian Publish.
var obsidian = Generator{
	Name:     "obsidian",
	Settings: []string{".obsidian"},
	Weak:     []string{"publish.css", "publish.js"},
	Signs:    []string{"[["},
	Read:     readObsidian,
	Address:  obsidianAddress,
	Anchors:  anchors.Obsidian,
	Conversions: []Conversion{
		convertObsidianComments,
		convertWikiLinks,
		convertFences,
		convertObsidianInline,
		escapeVariables,
	},
}

func readObsidian(p *Project) error {
	p.AddDocs(Docs{Dir: p.Base})
	return nil
}

// obsidianAddress returns the permalink of a page, or its name with plus signs for spaces.
func obsidianAddress(p *Page) string {
	if p.Front.Get("publish") == "false" {
		return ""
	}

	if link := p.Front.Get("permalink"); link != "" {
		return "/" + strings.Trim(link, "/")
	}

	return "/" + strings.ReplaceAll(joinPrefix(p.Docs.Prefix, stem(p.Name)), " ", "+")
}
